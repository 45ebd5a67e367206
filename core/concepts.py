"""Concept, Look, Fact, Match: what Familiar knows, and how it recognises it.

Values only: nothing here reads a database or a model.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID, uuid5

from core.language import listed, say, to_say
from core.photos import Box, Photo

Vector = tuple[float, ...]  # L2-normalised
MemoryId = NewType("MemoryId", UUID)

_MEMORIES = UUID("6f6b0f3e-6a8c-4b0e-9f38-0d2d5a1b7c11")


def memory_of(owner: str) -> MemoryId:
    """The memory of a person ("web:anna") or of a group chat; the same owner always has the same id."""
    return MemoryId(uuid5(_MEMORIES, owner))


class Did(StrEnum):
    """A deed in words, for the one who takes it back. Holds no names: those stay with the concepts."""

    TAUGHT = to_say("taught {names}")
    TOLD = to_say("told something about {names}")
    CORRECTED = to_say("corrected {names}")
    RENAMED = to_say("renamed {names}")
    CALLED = to_say("gave {names} another name")
    MERGED = to_say("merged {names}")
    LOOK_REMOVED = to_say("removed a photo of {names}")
    FACT_REMOVED = to_say("removed a fact about {names}")
    WITHDRAWN = to_say("took back what a message said of {names}")
    SHARED = to_say("shared {names}")
    JOINED = to_say("joined two memories")  # what was done before it stays

    def of(self, *names: str) -> str:
        """The deed with the names it was about: "merged Max and Maxie"."""
        return say(self.value, names=listed(names))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing somebody says of a concept, before it is kept.

    `text` is a predicate that reads on after the name: "is 3 years old", "loves tennis balls".
    `topic` is what it is about ("age", "likes"). A `single` topic has one value at a time: a new one supersedes it.
    """

    topic: str
    text: str
    single: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a concept. `ended` is set when a newer fact superseded it or it was removed."""

    id: UUID
    topic: str
    text: str
    told: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One view of a concept: the crop that teaches, and its vector. `positive` is False for "this is not Max"."""

    crop: Photo
    vector: Vector
    positive: bool = True


@dataclass(frozen=True, slots=True)
class KeptLook:
    """A look as the store has it."""

    id: UUID
    crop: Photo
    encoder: str
    positive: bool
    taught: datetime


@dataclass(frozen=True, slots=True)
class Concept:
    """A person, pet, thing or place that was taught. `facts` are the current ones, oldest first."""

    id: UUID
    name: str
    kind: str = ""  # "dog", "friend"; in the owner's words, may be empty
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    is_self: bool = False  # the person whose memory this is

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *self.aliases)


class Verdict(StrEnum):
    """How sure Familiar is that a region shows a concept."""

    SURE = "sure"
    MAYBE = "maybe"
    STRANGER = "stranger"


class Likeness(StrEnum):
    """How much a crop looks like the reference beside it, by what the retriever measured."""

    LIKE = "like"
    JUST_LIKE = "just like"  # hardly ever a look-alike


class Reason(StrEnum):
    """Why a concept was retrieved."""

    NAME = "name"  # its name, or an alias, is in the words
    REGION = "region"  # a region the detector proposed looks like it
    WHOLE = "whole photo"  # the whole photo, or its centre, looks like it
    EARLIER = "earlier turn"  # it was the subject of the last turn


@dataclass(frozen=True, slots=True)
class Candidate:
    """The nearest looks of one concept to one region, as the store finds them.

    Similarities are cosines in [-1, 1]; `against` is the best of the negative looks, -1.0 when there is none.
    """

    concept: UUID
    similarity: float
    against: float
    look: UUID  # the positive look that came nearest


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found in a message, with the reason. `region` is None when it was only named."""

    concept: Concept
    verdict: Verdict
    reason: Reason
    similarity: float = 1.0
    look: UUID | None = None
    region: Box | None = None
