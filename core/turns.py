"""Turn: one exchange, and what it left open. Moment: a message and all it is read in the light of."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from core.concepts import Concept, MemoryId, Statement, Verdict
from core.messages import Message, Reply
from core.photos import Box, Photo


@dataclass(frozen=True, slots=True)
class Seen:
    """One region of a turn's photo, and whom it was taken for."""

    box: Box
    verdict: Verdict
    concept: UUID | None = None
    similarity: float = 0.0
    look: UUID | None = None  # the reference look that came nearest


@dataclass(frozen=True, slots=True)
class WhichBeing:
    """“Which of these is Max?”: numbered boxes were shown; the answer is a number."""

    name: str
    kind: str
    statements: tuple[Statement, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class WhatName:
    """“What is its name?”: a photo came with words to remember it, but no name."""

    kind: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class IsThis:
    """“Is this Max?”: Yes, No or Someone else."""

    concept: UUID
    box: Box


@dataclass(frozen=True, slots=True)
class WhoInstead:
    """“Who is it then?”: after No or Someone else; the answer is a name."""

    wrong: UUID | None
    box: Box


@dataclass(frozen=True, slots=True)
class SureToForget:
    """“Really forget Max?”: Yes or No."""

    concept: UUID


@dataclass(frozen=True, slots=True)
class SureToErase:
    """“Really erase everything?”: Yes or No."""


Pending = WhichBeing | WhatName | IsThis | WhoInstead | SureToForget | SureToErase


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and its reply. `photo` is kept only until the chat's next photo, or a day."""

    channel: str
    update: str
    chat: str
    asked: str
    answered: str
    at: datetime
    photo: Photo | None = None
    seen: tuple[Seen, ...] = ()
    subjects: tuple[UUID, ...] = ()  # the concepts the turn was about
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A message with its pictures checked, and what was said and known before it."""

    message: Message
    memory: MemoryId
    photos: tuple[Photo, ...] = ()  # attached, or of the message it replies to
    recent: tuple[Turn, ...] = ()  # the chat's last turns, oldest first
    known: tuple[Concept, ...] = ()  # every concept of the memory

    @property
    def last(self) -> Turn | None:
        """The turn before this one."""
        return self.recent[-1] if self.recent else None

    @property
    def pictured(self) -> Turn | None:
        """The newest turn whose photo is still there."""
        return next((turn for turn in reversed(self.recent) if turn.photo), None)

    @property
    def pending(self) -> Pending | None:
        """What the last turn left open."""
        return self.last.pending if self.last else None

    def named(self, name: str) -> Concept | None:
        """The known concept with this name or alias, in any case; "me" is the person's own, whatever its name."""
        wanted = fold(name)
        if wanted == "me":
            return next((c for c in self.known if c.is_self), None)
        return next((c for c in self.known if wanted in map(fold, c.names)), None)

    def of(self, ids: Iterable[UUID]) -> tuple[Concept, ...]:
        """The known concepts with these ids, in the order of the memory."""
        wanted = set(ids)
        return tuple(c for c in self.known if c.id in wanted)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a path made of a message: the reply so far, and what the turn keeps for the next one."""

    reply: Reply
    subjects: tuple[UUID, ...] = ()
    seen: tuple[Seen, ...] = ()
    pending: Pending | None = None
    photo: Photo | None = None
    is_kept: bool = True  # as a turn; what erased everything leaves no row behind


def fold(name: str) -> str:
    """The form in which two names are the same: one case, one kind of space, compatibility characters unified."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)
