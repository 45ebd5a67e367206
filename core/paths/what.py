"""What was told of somebody on one topic, said as it was told: the cards are read, and no model is asked."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from core.concepts import Concept, Fact
from core.intents import FAVOURITE, HAS, asked_what, places_in, years_old
from core.language import day, listed, say, to_say
from core.turns import now

MOST = 12  # facts in one answer
NOT_TOLD = to_say("I don't know that about {name} yet.")
ALSO_CALLED = to_say("{name} is also called {aliases}.")
TOLD_ON = to_say("I was told so on {day}.")
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)
_YOUNG = 2  # years; an age below is told in months or weeks
# What else may hold an answer, though not as plainly, and what may hold any: the model reads it.
_NEAR: Final[dict[str, set[str]]] = {
    "age": {"birthday"},
    "origin": {"birthplace"},
    "birthplace": {"origin"},
    "likes": {"habit"},
    FAVOURITE: {"likes"},
    "food": {"allergy", "likes", FAVOURITE, "habit"},
    "job": {"skill", "habit"},
    "relation": {"partner", "owner"},
    "owner": {"relation", "partner"},
}
_OF_ANYTHING: Final = {"other", "description", "has"}
_VISIBLE: Final = {"breed", "size"}  # a model that sees them may tell


def told_what(
    question: str, known: Sequence[Concept], spoken_of: Concept | None = None, *, is_seen: bool = False
) -> str | None:
    """All that was told on the topic that is asked for, of who is named or, by "he" or "she", was spoken of.

    That it isn't known where nothing was told that comes near it. None where there is something for the model to read,
    or to see as the question follows a photo (`is_seen`), and for every other question.
    """
    asked = asked_what(question, [concept.name for concept in known])
    meant = spoken_of if asked is None or asked.name is None else _by(asked.name, known)
    if asked is None or meant is None:
        return None
    told = [(meant, fact) for fact in meant.facts if _is_about(fact, asked.topic)]
    if asked.topic == "relation":
        told += _told_of_others(meant, known)
    said = [_said(told[:MOST])] if told else []
    if asked.topic == "nickname" and meant.aliases:
        said.append(say(ALSO_CALLED, name=meant.name, aliases=listed(meant.aliases)))
    is_visible = is_seen and asked.topic in _VISIBLE
    if not said and not is_visible and not any(_is_near(fact, asked.topic) for fact in meant.facts):
        said.append(say(NOT_TOLD, name=meant.name))
    return " ".join(said) or None


def _by(name: str, known: Sequence[Concept]) -> Concept:
    return next(concept for concept in known if concept.name == name)


def _is_about(fact: Fact, topic: str) -> bool:
    kind, _, what = topic.partition(" ")
    if kind == HAS:
        return re.match(rf"has (?:an? )?{re.escape(what)}:", fact.text, re.IGNORECASE) is not None
    if topic == "food":
        return fact.topic in ("food", f"{FAVOURITE} food") or fact.text.startswith("eats ")
    return fact.topic == topic or (topic == "likes" and fact.topic.startswith(FAVOURITE))


def _is_near(fact: Fact, topic: str) -> bool:
    """Whether a fact may answer as well what is asked on another topic."""
    told, asked = (FAVOURITE if one.startswith(FAVOURITE) else one for one in (fact.topic, topic))
    says_what_it_is = ": " in fact.text  # "has a vet: Dr. Bone"
    return asked.startswith(HAS) or (told in _OF_ANYTHING and not says_what_it_is) or told in _NEAR.get(asked, ())


def _told_of_others(meant: Concept, known: Sequence[Concept]) -> list[tuple[Concept, Fact]]:
    """What makes others somebody's relatives: "Bella is Max's sister"."""
    others = [(concept, fact) for concept in known if concept != meant for fact in concept.facts]
    return [(other, fact) for other, fact in others if fact.topic == "relation" and places_in(fact.text, [meant.name])]


def _said(told: Sequence[tuple[Concept, Fact]]) -> str:
    """One sentence for each of whom it was told, and when it was where that has changed since."""
    said = [
        f"{who.name} {listed([fact.text for other, fact in told if other == who])}."
        for who in dict.fromkeys(who for who, _ in told)
    ]
    faded = [fact for _, fact in told if _has_faded(fact)]
    return " ".join([*said, *[say(TOLD_ON, day=day(fact.told)) for fact in faded]])


def _has_faded(fact: Fact) -> bool:
    """Whether an age was told so long ago that it is another one now."""
    years = years_old(fact.text)
    return years is not None and now() - fact.told > (_MONTH if years < _YOUNG else _YEAR)
