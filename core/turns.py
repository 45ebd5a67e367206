"""Turn: one exchange, and what it left open. Moment: a message and all it is read in the light of."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from core.concepts import Concept, MemoryId, Statement, Verdict
from core.messages import Account, Message, Reply
from core.people import Doors, Place, Subject, subject_of
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
    depicted: Account | None = None  # whom the words mentioned as the one to be seen


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


@dataclass(frozen=True, slots=True)
class WhichGroup:
    """“With which of your groups?”: the answer is a number."""

    concept: UUID
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SureToRelearn:
    """“Shall I take back the old and learn the new?”: a message that had taught was edited. Yes or No."""

    update: str  # the one that was edited
    text: str  # its words now


@dataclass(frozen=True, slots=True)
class IsPerson:
    """“Is Eva a person?”: somebody new was shown to a group, and nothing said what they are. Yes or No."""

    name: str
    statements: tuple[Statement, ...]


Pending = (
    WhichBeing | WhatName | IsThis | WhoInstead | SureToForget | SureToErase | WhichGroup | SureToRelearn | IsPerson
)


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
    speaker: Subject | None = None  # whose message it was; None where that was not kept yet


@dataclass(frozen=True, slots=True)
class Moment:
    """A message with its pictures checked, and what was said and known before it."""

    message: Message
    memory: MemoryId
    photos: tuple[Photo, ...] = ()  # attached, or of the message it replies to
    recent: tuple[Turn, ...] = ()  # the chat's last turns, oldest first
    known: tuple[Concept, ...] = ()  # every concept of the memory
    linked: Mapping[UUID, frozenset[Subject]] = field(default_factory=dict)  # concepts that are accounts
    doors: Doors = field(default_factory=Doors)

    @property
    def speaker(self) -> Subject:
        """The account that talks."""
        return subject_of(self.message.person)

    @property
    def me(self) -> Concept | None:
        """The one who talks: by account in a group, in private whoever was introduced as "me"."""
        if self.message.group:
            return next((c for c in self.known if self.speaker in self.linked.get(c.id, ())), None)
        return next((c for c in self.known if c.is_self), None)

    @property
    def last(self) -> Turn | None:
        """The turn before this one."""
        return self.recent[-1] if self.recent else None

    @property
    def pictured(self) -> Turn | None:
        """The newest turn whose photo is still there."""
        return next((turn for turn in reversed(self.recent) if turn.photo), None)

    @property
    def asked(self) -> Turn | None:
        """The person's own last turn; None when somebody has sent another photo since, which it was not about."""
        for turn in reversed(self.recent):
            if turn.speaker in (None, self.speaker):
                return turn
            if turn.photo:
                return None
        return None

    @property
    def pending(self) -> Pending | None:
        """What the last turn left open. In a group only the one who was asked can answer."""
        return self.asked.pending if self.asked else None

    def named(self, name: str) -> Concept | None:
        """The known concept with this name or alias, in any case; "me" is the person's own, whatever its name."""
        wanted = fold(name)
        if wanted == "me":
            return self.me
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
    memory: MemoryId | None = None  # where the turn is kept, when it is no longer the one that was talked to


def fold(name: str) -> str:
    """The form in which two names are the same: one case, one kind of space, compatibility characters unified."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)
