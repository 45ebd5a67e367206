"""What a right answer would say, and whether one says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from trainer.evaluation.scorers import (
    Counts,
    abstains,
    action_told,
    count_names,
    holds,
    names_said,
    place_told,
    side_told,
    yes_or_no,
    yes_said,
)


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
class Side:
    """The word for a side, and not for the other one."""

    word: str


@dataclass(frozen=True, slots=True)
class Named:
    """Any of these names: for cells that count how often somebody is named who is not there."""

    names: tuple[str, ...]


Expects = Names | YesNo | Action | Place | Thing | Unknown | OneOf | Yes | Side | Named


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
        case Yes(truth, thing):
            said = yes_said(text)
            return said is truth or (not truth and said is None and holds(text, thing))
        case Side(word):
            return side_told(text) == word
        case Named(names):
            return bool(names_said(text, names))
        case _ as never:
            assert_never(never)
