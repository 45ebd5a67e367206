"""What is asked, cell by cell, and what a right answer would say. Phrasings are those of the test split."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count
from random import Random
from typing import Final, assert_never

from trainer.beyond import ask_of_somebody, ask_of_the_world
from trainer.evaluation.scorers import (
    Counts,
    abstains,
    action_told,
    count_names,
    holds,
    names_said,
    place_told,
    yes_or_no,
    yes_said,
)
from trainer.evaluation.talking import Words
from trainer.evaluation.worlds import MANY_FACTS, TAUGHT_PLACES, Member, Shot, draw_stranger, draw_twin, take_shot
from trainer.phrasings import UNKNOWN, WHETHER, ask, ask_topic, ask_whether
from trainer.world import TEST_PLACES, Fact, Identity, fact

_WORDLESS: Final = 0.3  # of the captions are asked for by a photo without words


@dataclass(frozen=True, slots=True)
class Names:
    """Everybody who is there by name, and nobody else."""

    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesNo:
    """Whether `name` is there."""

    name: str
    truth: bool


@dataclass(frozen=True, slots=True)
class Action:
    """What `name` is doing."""

    name: str
    action: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is."""

    place: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What a fact is about."""

    thing: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """That nobody told, of somebody who is known by `name`, where it is about somebody."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Which of two; `name` is right, `other` must not be claimed. `truth` is the yes or no that goes before it."""

    name: str
    other: str
    truth: bool | None = None


@dataclass(frozen=True, slots=True)
class Yes:
    """Whether "yes" is the answer to whether it is so. Who says instead what was told, the `thing`, says no."""

    truth: bool
    thing: str


@dataclass(frozen=True, slots=True)
class Named:
    """Any of these names: for cells that count how often somebody is named who is not there."""

    names: tuple[str, ...]


Expects = Names | YesNo | Action | Place | Thing | Unknown | OneOf | Yes | Named


@dataclass(frozen=True, slots=True)
class Case:
    """One talk whose last answer is scored. `pretended` is whom the cards say is there, where that is a lie."""

    cell: str
    said: tuple[Words, ...]
    expects: Expects
    shot: Shot | None = None
    pretended: tuple[int | None, ...] | None = None


def score(expects: Expects, text: str, known: Sequence[str]) -> bool | Counts:
    """Whether the answer says what is expected; of captions, the names counted. `known` are the names of the memory."""
    match expects:
        case Names(present):
            return count_names(text, present, known)
        case YesNo(name, truth):
            return yes_or_no(text, name) is truth
        case Action(name, action):
            return action_told(text, name, known) == action
        case Place(place):
            return place_told(text, known) == place
        case Thing(thing):
            return holds(text, thing)
        case Unknown(name):
            return abstains(text, name)
        case OneOf(name, other, truth):
            return names_said(text, (name, other)) == {name} and (truth is None or yes_said(text) is truth)
        case Yes(True):
            return yes_said(text) is True
        case Yes(False, thing):
            return yes_said(text) is False or (yes_said(text) is None and holds(text, thing))
        case Named(names):
            return bool(names_said(text, names))
        case _ as never:
            assert_never(never)


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


async def untold(rng: Random, members: Sequence[Member]) -> Case:
    """Can Max swim? Nothing that is told of anybody says so."""
    name = rng.choice(members).name
    return Case("what no card tells", (Words(ask_of_somebody(rng, "test", name)),), Unknown(name))


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
    *(where_unseen, untold_fact, one_of_many_facts, so, not_so, doing_not_there, untold, at_large),
)


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
