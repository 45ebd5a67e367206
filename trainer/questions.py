"""What can be asked of a situation, and the one right answer. Short, warm, and the same for the same truth.

An asker returns None where its question makes no sense. What is on a card beside a crop of somebody else is not in the
photo; nobody is named who is not there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from core.intents import OPPOSITES
from trainer.beyond import OF_SOMEBODY_UNKNOWN, OF_THE_WORLD_UNKNOWN, ask_of_somebody, ask_of_the_world, may_tell
from trainer.phrasings import UNKNOWN, WHETHER, ask, ask_topic, ask_whether
from trainer.situations import Card, Situation, weeks_old
from trainer.world import PLACE_PHRASES, TEST_PLACES, action_phrase, article, fact, name

TOPICS: Final = tuple(UNKNOWN)
NOBODY: Final = "I don't know this one yet."
_HABITS: Final = 3  # times as often as anything else that is told
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")
_OBJECTS: Final = ("tree", "bench", "ball", "lamp", "chair", "box", "bucket", "rock", "bush", "fence")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer. `kind` is what the measures are kept apart by; `name` one that is on no card.

    `phrase` stands in the question and ends with the thing that a fact may tell: "love tennis balls".
    """

    kind: str
    question: str
    answer: str
    name: str = ""
    phrase: str = ""


Asker = Callable[[Random, Situation], Asked | None]


def who(rng: Random, about: Situation) -> Asked | None:
    """Everybody in the photo by name."""
    if about.scene is None:
        return None
    kind = "who" if about.present else "who: nobody" if not about.mistaken else "who: wrong reference"
    return Asked(kind, ask(rng, "who", about.split), _who(about))


def recognised(rng: Random, about: Situation) -> Asked | None:
    """Is Max here? Yes, no, or that is not Max."""
    if about.scene is None or not about.cards:
        return None
    card = rng.choice(about.mistaken if about.mistaken and rng.random() < 0.5 else about.cards)
    question = ask(rng, "is", about.split, name=_called(rng, card))
    if card.same:
        return Asked("is: yes", question, f"Yes, this is {card.name}.")
    if card.sighting:
        return Asked("is: wrong reference", question, f"No, that is not {card.name}.")
    return Asked("is: absent", question, f"No, I don't see {card.name} here.")


def caption(rng: Random, about: Situation) -> Asked | None:
    """What everybody is doing, and where."""
    if about.scene is None or about.scene.place in TEST_PLACES:
        return None
    question = "" if rng.random() < 0.3 else ask(rng, "caption", about.split)
    return Asked("caption", question, _caption(about))


def description(rng: Random, about: Situation) -> Asked | None:
    """The caption, and something known about the first who is there."""
    if about.scene is None or about.scene.place in TEST_PLACES:
        return None
    known = [f"{card.name} {told.text}." for card in about.present for told in card.told[:1] if told.topic]
    return Asked("description", ask(rng, "describe", about.split), " ".join([_caption(about), *known[:1]]))


def doing(rng: Random, about: Situation) -> Asked | None:
    """What one of the cards is doing."""
    if about.scene is None or not about.cards:
        return None
    card = rng.choice(about.cards)
    question = ask(rng, "doing", about.split, name=_called(rng, card))
    if card.same and card.sighting:
        return Asked("doing", question, f"{card.name} {action_phrase(card.sighting.action)}.")
    return Asked("doing: not there", question, _not_there(card))


def doing_it(rng: Random, about: Situation) -> Asked | None:
    """The same of "he", "she", "it": the subject of the turn before, or the only one in the photo."""
    if about.scene is None:
        return None
    card = about.subject or _only(about)
    question = ask(rng, "doing it", about.split)
    if card and card.same and card.sighting:
        return Asked(_turns("doing", about), question, f"{card.name} {action_phrase(card.sighting.action)}.")
    if card:
        return Asked("doing: not there", question, _not_there(card))
    return Asked("doing: nobody", question, NOBODY) if len(about.scene.seen) == 1 and not about.mistaken else None


def where(rng: Random, about: Situation) -> Asked | None:
    """The place one of the cards is at."""
    if about.scene is None or not about.cards or about.scene.place in TEST_PLACES:
        return None
    card = rng.choice(about.cards)
    question = ask(rng, "where", about.split, name=_called(rng, card))
    if card.same:
        return Asked("where", question, f"{card.name} is {PLACE_PHRASES[about.scene.place]}.")
    return Asked("where: not there", question, _not_there(card))


def where_it(rng: Random, about: Situation) -> Asked | None:
    """The place, whoever is there."""
    if about.scene is None or about.scene.place in TEST_PLACES:
        return None
    return Asked("place", ask(rng, "where it", about.split), f"This is {PLACE_PHRASES[about.scene.place]}.")


def counted(rng: Random, about: Situation) -> Asked | None:
    """How many beings and things there are."""
    if about.scene is None:
        return None
    return Asked("count", ask(rng, "count", about.split), f"I see {_NUMBERS[len(about.scene.seen)]}.")


def thing(rng: Random, about: Situation) -> Asked | None:
    """General ability: whether an object is in the photo."""
    if about.scene is None:
        return None
    there = [word for word in _OBJECTS if word in about.scene.objects]
    word = rng.choice(there) if there and rng.random() < 0.5 else rng.choice(_OBJECTS)
    question = ask(rng, "object", about.split, thing=article(word))
    said = f"Yes, there is {article(word)}." if word in there else f"No, I see no {word}."
    return Asked("object", question, said)


def looks(rng: Random, about: Situation) -> Asked | None:
    """General ability: the first thing that strikes one about somebody who is there."""
    if not about.present:
        return None
    card = rng.choice(about.present)
    assert card.sighting is not None
    question = ask(rng, "looks", about.split, name=_called(rng, card))
    traits = " and ".join(card.sighting.traits[:2])
    return Asked("looks", question, f"{card.name} is {article(card.sighting.kind)} with {traits}.")


def known_fact(rng: Random, about: Situation) -> Asked | None:
    """A fact, by name; or that it is not known."""
    if not about.cards:
        return None
    card = rng.choice(about.cards)
    topic = _topic(rng, card, 0.75)
    question = ask_topic(rng, topic, about.split, _called(rng, card))
    return Asked("fact" if card.knows(topic) else "fact: unknown", question, _fact(card, topic))


def whether(rng: Random, about: Situation) -> Asked | None:
    """Whether something is so: yes; or what is so instead; or that it is not known. Of a photo it is `recognised`."""
    if not about.cards or about.scene:
        return None
    card = about.subject or rng.choice(about.cards)
    called = None if about.subject and rng.random() < 0.5 else _called(rng, card)
    told = [one for one in card.told if one.topic in WHETHER and one.thing]
    this = rng.choice(told) if told and rng.random() < 0.8 else None
    topic = this.topic if this else rng.choice(WHETHER)
    known = card.knows(topic)
    opposite = card.knows(OPPOSITES[topic]) if topic in OPPOSITES else None
    other = fact(rng.randrange(10**9), about.split, topic)
    thing = this.thing if this and rng.random() < 0.5 else " ".join(other.thing.split())
    if opposite and rng.random() < 0.5:
        thing = opposite.thing
    question, phrase = ask_whether(rng, topic, about.split, called, thing)
    if opposite and thing == opposite.thing:
        return Asked("whether: opposite", question, f"No, {card.name} {opposite.text}.", phrase=phrase)
    if known is None:
        return Asked("whether: unknown", question, _fact(card, topic))
    if thing == known.thing:
        return Asked("whether: yes", question, f"Yes, {card.name} {known.text}.", phrase=phrase)
    begin = "No," if other.single else "I only know that"
    return Asked("whether: other", question, f"{begin} {card.name} {known.text}.")


def fact_of_it(rng: Random, about: Situation) -> Asked | None:
    """A fact about whoever is on the photo, or was spoken of."""
    if about.scene is None and about.subject is None:
        return None
    card = about.subject or _only(about)
    topic = _topic(rng, card, 0.8)
    question = ask_topic(rng, topic, about.split, None)
    if card:
        kind = _turns("fact by sight" if about.subject is None else "fact", about)
        return Asked(kind if card.knows(topic) else f"{kind}: unknown", question, _fact(card, topic))
    alone = about.scene is not None and len(about.scene.seen) == 1
    return Asked("fact by sight: nobody", question, _who(about)) if alone else None


def about_one(rng: Random, about: Situation) -> Asked | None:
    """All that is told on a card."""
    if not about.cards:
        return None
    card = rng.choice(about.cards)
    if any(not one.topic for one in card.told):
        return None
    question = ask(rng, "about", about.split, name=_called(rng, card))
    if not card.told:
        return Asked("about: nothing", question, f"I don't know much about {card.name} yet.")
    return Asked("about", question, f"{card.name} {_listed([one.text for one in card.told])}.")


def older(rng: Random, about: Situation) -> Asked | None:
    """Which of two is older, or whether the first one is, from what the cards tell."""
    aged = [card for card in about.cards if weeks_old(card)]
    if len(aged) < 2:
        return None
    one, other = rng.sample(aged, 2)
    if weeks_old(one) == weeks_old(other):
        return None
    names = {"name": _called(rng, one), "other": _called(rng, other)}
    answer = f"{max(one, other, key=weeks_old).name} is older."
    if rng.random() < 0.5:
        return Asked("older", ask(rng, "older", about.split, **names), answer)
    yes = "Yes" if weeks_old(one) > weeks_old(other) else "No"
    return Asked("older than", ask(rng, "older than", about.split, **names), f"{yes}, {answer}")


def oldest(rng: Random, about: Situation) -> Asked | None:
    """Which of all is the oldest."""
    if len(about.cards) < 2 or not all(weeks_old(card) for card in about.cards):
        return None
    first, second = sorted(about.cards, key=weeks_old, reverse=True)[:2]
    if weeks_old(first) == weeks_old(second):
        return None
    return Asked("oldest", ask(rng, "oldest", about.split), f"{first.name} is the oldest.")


def nobody(rng: Random, about: Situation) -> Asked | None:
    """A name that is on no card."""
    names = (name for card in about.cards for name in card.names)
    taken = {word for name in names for word in name.replace("-", " ").casefold().split()}
    unheard = name(rng.randrange(10**9), about.split)
    if taken & set(unheard.replace("-", " ").casefold().split()):
        return None
    return Asked(
        "name: unheard", ask(rng, "nobody", about.split, name=unheard), f"I don't know {unheard} yet.", unheard
    )


def beyond(rng: Random, about: Situation) -> Asked | None:
    """What no card and no photo tells of somebody: whether Max can swim. Of him where there was talk of him."""
    if not about.cards:
        return None
    card = about.subject or rng.choice(about.cards)
    called = None if about.subject and rng.random() < 0.5 else _called(rng, card)
    question = ask_of_somebody(rng, about.split, called, beside_photo=about.scene is not None)
    if any(may_tell(told.text, question) for told in card.told):
        return None
    return Asked("beyond", question, OF_SOMEBODY_UNKNOWN.format(name=card.name))


def at_large(rng: Random, about: Situation) -> Asked:
    """What is about nobody one knows."""
    return Asked("at large", ask_of_the_world(rng, about.split), OF_THE_WORLD_UNKNOWN)


def photoless(rng: Random, about: Situation) -> Asked | None:
    """A question about a photo that isn't there."""
    if about.scene is not None or about.earlier:
        return None
    kind = rng.choice(("who", "caption", "where it", "doing it", "count"))
    return Asked("no photo", ask(rng, kind, about.split), "I don't see a photo. Please send me one.")


WEIGHTS: Final[dict[Asker, float]] = {
    who: 3,
    recognised: 3,
    caption: 3,
    description: 1,
    doing: 2.5,
    doing_it: 1.5,
    where: 1,
    where_it: 0.5,
    counted: 0.4,
    thing: 0.3,
    looks: 0.4,
    known_fact: 3,
    whether: 3,
    fact_of_it: 1.5,
    about_one: 1.5,
    older: 1,
    oldest: 0.5,
    nobody: 0.7,
    photoless: 0.4,
    beyond: 1.5,
    at_large: 0.8,
}

OF_SIGHT: Final[dict[Asker, float]] = {
    asker: WEIGHTS[asker] for asker in (who, recognised, caption, doing, doing_it, where, fact_of_it)
}  # whose answers hang on whether the one in the photo is the one on the card
OF_AGES: Final[dict[Asker, float]] = {older: 6, oldest: 1, known_fact: 2, about_one: 1}
OF_A_CROWD: Final[dict[Asker, float]] = {caption: 4, who: 2, description: 1, doing: 2, recognised: 1}


def some_questions(rng: Random, about: Situation, count: int, weights: Mapping[Asker, float] = WEIGHTS) -> list[Asked]:
    """`count` questions that make sense here, no two the same; fewer where there are not so many."""
    found: dict[str, Asked] = {}
    for asker in rng.choices(list(weights), list(weights.values()), k=6 * count):
        asked = asker(rng, about)
        if asked and len(found) < count:
            found.setdefault(asked.question, asked)
    return list(found.values())


def _who(about: Situation) -> str:
    names, others = [card.name for card in about.present], len(about.unknown)
    if not names:
        wrong = f"That is not {about.mistaken[0].name}. " if len(about.mistaken) == 1 else ""
        return wrong + (NOBODY if others == 1 else "I don't know any of them yet.")
    said = f"This is {_listed(names)}."
    if not others:
        return said
    return f"{said} I don't know the other {'one' if others == 1 else _NUMBERS[others]} yet."


def _caption(about: Situation) -> str:
    assert about.scene is not None
    told = [f"{card.name} {action_phrase(card.sighting.action)}" for card in about.present if card.sighting]
    told += [f"{article(other.kind)} {action_phrase(other.action)}" for other in about.unknown]
    said = _listed(told)
    if not about.present:
        said = said[0].upper() + said[1:]
    return f"{said} {PLACE_PHRASES[about.scene.place]}."


def _called(rng: Random, card: Card) -> str:
    """By whichever of its names somebody asks; it is answered with the one on the card."""
    return rng.choice(card.names)


def _topic(rng: Random, card: Card | None, share: float) -> str:
    """A topic to ask about; with the given share one that the card tells. Habits more often: they can begin anyhow."""
    told = [one.topic for one in card.told if one.topic] if card else []
    topics = told if told and rng.random() < share else TOPICS
    return rng.choices(topics, [_HABITS if topic == "habit" else 1 for topic in topics])[0]


def _fact(card: Card, topic: str) -> str:
    told = card.knows(topic)
    return f"{card.name} {told.text}." if told else f"I don't know {UNKNOWN[topic].format(name=card.name)} yet."


def _not_there(card: Card) -> str:
    return f"That is not {card.name}." if card.sighting else f"I don't see {card.name} here."


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _only(about: Situation) -> Card | None:
    """The one known being of a photo with nobody else in it."""
    alone = about.scene is not None and len(about.scene.seen) == 1
    return about.present[0] if alone and about.present else None


def _turns(kind: str, about: Situation) -> str:
    return f"{kind}, later turn" if about.earlier else kind
