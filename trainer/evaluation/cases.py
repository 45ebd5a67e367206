"""What is asked, cell by cell, and what a right answer would say. Phrasings are those of the test split."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count
from random import Random
from typing import Final

from trainer.beyond import ask_of_somebody, ask_of_the_world, may_tell
from trainer.evaluation.expected import (
    Action,
    Expects,
    Named,
    Names,
    OneOf,
    Place,
    Side,
    Thing,
    Unknown,
    Yes,
    YesNo,
)
from trainer.evaluation.talking import Words
from trainer.evaluation.worlds import MANY_FACTS, TAUGHT_PLACES, Member, Shot, draw_stranger, draw_twin, take_shot
from trainer.phrasings import UNKNOWN, WHETHER, ask, ask_topic, ask_whether
from trainer.world import TEST_PLACES, Fact, Identity, fact

_APART: Final = 0.25  # of the width of a photo; who stands closer than that is on no side
_WORDLESS: Final = 0.3  # of the captions are asked for by a photo without words


@dataclass(frozen=True, slots=True)
class Case:
    """One talk whose last answer is scored. `pretended` is whom the cards say is there, where that is a lie."""

    cell: str
    said: tuple[Words, ...]
    expects: Expects
    shot: Shot | None = None
    pretended: tuple[int | None, ...] | None = None


Builder = Callable[[Random, Sequence[Member]], Awaitable[Case]]


def captions_of(count: int) -> Builder:
    """Captions of a photo with `count` members and nobody else."""

    async def caption(rng: Random, members: Sequence[Member]) -> Case:
        who = rng.sample(range(len(members)), count)
        shot = await take_shot(rng, members, who)
        words = "" if rng.random() < _WORDLESS else ask(rng, "caption", "test")
        expects = Names(tuple(members[one].name for one in who))
        return Case(f"caption, {count}", (Words(words, shot.jpeg),), expects, shot)

    return caption


async def recognised(rng: Random, members: Sequence[Member]) -> Case:
    """Is Max there? He is, alone or beside somebody."""
    who = rng.sample(range(len(members)), rng.choice((1, 2)))
    return await _is_there(rng, members, "recognition, yes", rng.choice(who), who)


async def absent(rng: Random, members: Sequence[Member]) -> Case:
    """Is Max there? Others are: somebody known, or a stranger."""
    asked, *others = rng.sample(range(len(members)), 2)
    who: list[int | Identity] = [others[0]] if rng.random() < 0.5 else [draw_stranger(rng)]
    return await _is_there(rng, members, "recognition, no", asked, who)


async def look_alike(rng: Random, members: Sequence[Member]) -> Case:
    """Is Max there? A stranger is that differs from him in one trait."""
    asked = rng.randrange(len(members))
    who = [draw_twin(rng, members[asked])]
    return await _is_there(rng, members, "recognition, look-alike", asked, who)


async def twin_there(rng: Random, members: Sequence[Member]) -> Case:
    """Is Max there? He is, and the memory knows his look-alike, too. For a memory of twins."""
    asked = rng.randrange(len(members))
    return await _is_there(rng, members, "recognition, twins taught, yes", asked, [asked])


async def twin_instead(rng: Random, members: Sequence[Member]) -> Case:
    """Is Max there? His look-alike is, whom the memory knows by another name. For a memory of twins."""
    asked = rng.randrange(len(members))
    return await _is_there(rng, members, "recognition, twins taught, no", asked, [asked ^ 1])


async def doing(rng: Random, members: Sequence[Member]) -> Case:
    """What is Max doing? Alone or beside somebody."""
    who = rng.sample(range(len(members)), rng.choice((1, 2)))
    shot = await take_shot(rng, members, who)
    name = members[who[0]].name
    words = Words(ask(rng, "doing", "test", name=name), shot.jpeg)
    return Case("what is Max doing", (words,), Action(name, shot.actions[0]), shot)


async def doing_not_there(rng: Random, members: Sequence[Member]) -> Case:
    """What is Max doing? Somebody else is there, known or not: how often that is told of Max all the same."""
    asked, other = rng.sample(range(len(members)), 2)
    shot = await take_shot(rng, members, [other if rng.random() < 0.5 else draw_stranger(rng)])
    name = members[asked].name
    words = Words(ask(rng, "doing", "test", name=name), shot.jpeg)
    return Case("what is Max doing, not there", (words,), Named((name,)), shot)


async def where(rng: Random, members: Sequence[Member]) -> Case:
    """Where is Max? At a place whose word was in training."""
    return await _where(rng, members, "where is Max", TAUGHT_PLACES)


async def where_unseen(rng: Random, members: Sequence[Member]) -> Case:
    """Where is Max? At a place that training had neither as a picture nor as a word."""
    return await _where(rng, members, "where is Max, place never seen", TEST_PLACES)


async def told_fact(rng: Random, members: Sequence[Member]) -> Case:
    """A fact, by name."""
    member = rng.choice(members)
    told = rng.choice(member.facts)
    words = Words(ask_topic(rng, told.topic, "test", member.name))
    return Case("fact", (words,), Thing(told.thing))


async def one_of_many_facts(rng: Random, members: Sequence[Member]) -> Case:
    """A fact, by name, of somebody of whom a lot was told."""
    case = await told_fact(rng, [member for member in members if len(member.facts) >= MANY_FACTS])
    return replace(case, cell=f"fact, one of {MANY_FACTS}")


async def so(rng: Random, members: Sequence[Member]) -> Case:
    """Does Max like cheese? He does."""
    member, told = _askable(rng, members)
    question, _ = ask_whether(rng, told.topic, "test", member.name, told.thing)
    return Case("is it so, yes", (Words(question),), Yes(True, told.thing))


async def not_so(rng: Random, members: Sequence[Member]) -> Case:
    """Does Max like cheese? Something else was told of what he likes."""
    member, told = _askable(rng, members)
    others = (fact(rng.getrandbits(48), "test", told.topic).thing for _ in count())
    question, _ = ask_whether(
        rng, told.topic, "test", member.name, next(thing for thing in others if thing != told.thing)
    )
    return Case("is it so, no", (Words(question),), Yes(False, told.thing))


async def untold_fact(rng: Random, members: Sequence[Member]) -> Case:
    """A fact that nobody told."""
    member = rng.choice(members)
    topic = rng.choice([topic for topic in UNKNOWN if member.knows(topic) is None])
    return Case("fact never told", (Words(ask_topic(rng, topic, "test", member.name)),), Unknown(member.name))


async def side(rng: Random, members: Sequence[Member]) -> Case:
    """Who of two is on the left, or on which side of the other one somebody is."""
    asked = [one, other] = rng.sample(range(len(members)), 2)
    shot = await take_shot(rng, members, asked)
    while abs(_middles(shot)[0] - _middles(shot)[1]) < _APART:
        shot = await take_shot(rng, members, asked)
    word = "left" if _middles(shot)[0] < _middles(shot)[1] else "right"
    names = {"name": members[one].name, "other": members[other].name}
    if rng.random() < 0.5:
        words = Words(ask(rng, "edge", "test", side=word), shot.jpeg)
        return Case("which side", (words,), OneOf(names["name"], names["other"]), shot)
    return Case("which side", (Words(ask(rng, "side", "test", **names), shot.jpeg),), Side(word), shot)


async def untold(rng: Random, members: Sequence[Member]) -> Case:
    """Can Max swim? Nothing that is told of anybody says so."""
    member = rng.choice(members)
    asked = (ask_of_somebody(rng, "test", member.name) for _ in count())
    question = next(
        one for one in asked if not any(may_tell(told.text, one.replace(member.name, "")) for told in member.facts)
    )
    return Case("what no card tells", (Words(question),), Unknown(member.name))


async def at_large(rng: Random, members: Sequence[Member]) -> Case:
    """What will the weather be?"""
    return Case("what is about nobody", (Words(ask_of_the_world(rng, "test")),), Unknown())


async def older(rng: Random, members: Sequence[Member]) -> Case:
    """Which of two is older, or whether the first one is, when both ages were told."""
    aged = {one.name: int(age.thing.split()[0]) for one in members if (age := one.knows("age")) and "year" in age.thing}
    first, second = rng.choice([pair for pair in combinations(sorted(aged), 2) if aged[pair[0]] != aged[pair[1]]])
    name, other = rng.sample((first, second), 2)
    oldest, youngest = sorted((name, other), key=lambda one: -aged[one])
    kind = rng.choice(("older", "older than"))
    words = Words(ask(rng, kind, "test", name=name, other=other))
    return Case("which is older", (words,), OneOf(oldest, youngest, name == oldest if kind == "older than" else None))


async def then_doing(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? … What is it doing?"""
    one, shot = await _alone(rng, members)
    said = (_who(rng, shot), Words(ask(rng, "doing it", "test")))
    return Case("second turn: what is it doing", said, Action(members[one].name, shot.actions[0]), shot)


async def then_fact(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? … What does it like?"""
    one, shot = await _alone(rng, members)
    told = rng.choice(members[one].facts)
    said = (_who(rng, shot), Words(ask_topic(rng, told.topic, "test", None)))
    return Case("second turn: a fact of it", said, Thing(told.thing), shot)


async def then_other(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? … And how old is Bella? A name that comes up in the second turn."""
    one, shot = await _alone(rng, members)
    other = members[rng.choice([place for place in range(len(members)) if place != one])]
    told = rng.choice(other.facts)
    said = (_who(rng, shot), Words(ask_topic(rng, told.topic, "test", other.name)))
    return Case("second turn: a fact of somebody else", said, Thing(told.thing), shot)


async def known_one(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? Somebody known: how often the name is said."""
    one, shot = await _alone(rng, members)
    return Case("who is this, known", (_who(rng, shot),), Named((members[one].name,)), shot)


async def stranger(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? Nobody known: how often any name is said all the same."""
    shot = await take_shot(rng, members, [draw_stranger(rng)])
    return Case("who is this, stranger", (_who(rng, shot),), Named(_names(members)), shot)


async def wrong_reference(rng: Random, members: Sequence[Member]) -> Case:
    """Who is this? The card beside a stranger shows somebody else: how often that name is said."""
    shot = await take_shot(rng, members, [draw_stranger(rng)])
    return _pretending(rng, members, "wrong reference", shot, rng.randrange(len(members)))


async def wrong_look_alike(rng: Random, members: Sequence[Member]) -> Case:
    """The same with a stranger that differs from the one on the card in one trait."""
    one = rng.randrange(len(members))
    shot = await take_shot(rng, members, [draw_twin(rng, members[one])])
    return _pretending(rng, members, "wrong reference, look-alike", shot, one)


CAPTIONS: Final = (captions_of(1), captions_of(2), captions_of(4))
RECOGNITION: Final = (recognised, absent, look_alike)
TWINS: Final = (twin_there, twin_instead)
VISUAL: Final = (doing, where)
TEXT: Final = (told_fact, older)
TURNS: Final = (then_doing, then_fact, then_other)
OPEN_SET: Final = (known_one, stranger)
WRONG: Final = (wrong_reference, wrong_look_alike)
BESIDE: Final = (  # reported, but in none of the goals
    *(where_unseen, untold_fact, one_of_many_facts, so, not_so, doing_not_there, side, untold, at_large),
)


def _middles(shot: Shot) -> tuple[float, float]:
    """How far from the left the middles of two are, of the width of the photo."""
    one, other = ((box.left + box.right) / 2 / shot.size for box in shot.boxes)
    return one, other


async def _is_there(
    rng: Random, members: Sequence[Member], cell: str, asked: int, who: Sequence[int | Identity]
) -> Case:
    shot = await take_shot(rng, members, who)
    words = Words(ask(rng, "is", "test", name=members[asked].name), shot.jpeg)
    return Case(cell, (words,), YesNo(members[asked].name, asked in shot.who), shot)


async def _where(rng: Random, members: Sequence[Member], cell: str, places: Sequence[str]) -> Case:
    one = rng.randrange(len(members))
    shot = await take_shot(rng, members, [one], place=rng.choice(places))
    words = Words(ask(rng, "where", "test", name=members[one].name), shot.jpeg)
    return Case(cell, (words,), Place(shot.place), shot)


def _askable(rng: Random, members: Sequence[Member]) -> tuple[Member, Fact]:
    """Somebody, and a fact of theirs that can be asked about with yes or no."""
    return rng.choice([(member, told) for member in members for told in member.facts if told.topic in WHETHER])


async def _alone(rng: Random, members: Sequence[Member]) -> tuple[int, Shot]:
    one = rng.randrange(len(members))
    return one, await take_shot(rng, members, [one])


def _pretending(rng: Random, members: Sequence[Member], cell: str, shot: Shot, card: int) -> Case:
    return Case(cell, (_who(rng, shot),), Named((members[card].name,)), shot, pretended=(card,))


def _who(rng: Random, shot: Shot) -> Words:
    return Words(ask(rng, "who", "test"), shot.jpeg)


def _names(members: Sequence[Member]) -> tuple[str, ...]:
    return tuple(member.name for member in members)
