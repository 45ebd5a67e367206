"""People: accounts and groups, what each allowed, and who may come in.

Values only: nothing here reads a database, an app or a setting. An account or group is written with its channel,
"telegram:42"; where it only has to be told apart from others, by a hash of that.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NewType
from uuid import UUID, uuid5

from core.concepts import MemoryId
from core.photos import Photo

Subject = NewType("Subject", UUID)  # an account or group, as a hash of its id

_SUBJECTS = UUID("0b9f6a52-7f0e-4d0c-9a63-52a1d1f7c8e4")


def subject_of(owner: str) -> Subject:
    """The hash of an account ("telegram:42") or group; never the id of a memory."""
    return Subject(uuid5(_SUBJECTS, owner))


def code_key(code: str) -> UUID:
    """What is kept of a one-time code: enough to know it again, not enough to say it."""
    return UUID(bytes=sha256(f"familiar code {code}".encode()).digest()[:16])


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose words a deed follows: the update that said them, and the account behind it."""

    channel: str
    update: str
    by: Subject


class Rule(StrEnum):
    """Who may teach, correct and forget in a group. Its admins always may."""

    EVERYONE = "everyone"
    ADMINS = "admins"
    TEACHERS = "teachers"  # anybody teaches; who taught somebody first may correct and forget them


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What the admins of a group settled."""

    rule: Rule = Rule.EVERYONE
    called: str = ""  # a name the bot answers to there, beside its account's


@dataclass(frozen=True, slots=True)
class Place:
    """A group somebody has spoken in, by the memory it has."""

    memory: MemoryId
    shown: str  # its title; for a button, may be empty
    rule: Rule = Rule.EVERYONE


class Shared(StrEnum):
    """What became of sharing."""

    DONE = "done"
    GONE = "gone"  # there is no such concept
    TAKEN = "taken"  # the group has somebody else of that name


class Purpose(StrEnum):
    """What a consent is for."""

    MEMORY = "memory"  # being recognised for one person
    GROUP = "group"  # being recognised in a group
    TRAIN = "train"  # one's turns may train the model


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes of one person for one purpose, in one memory. `version` names the words they said yes to."""

    subject: Subject
    purpose: Purpose
    version: str
    given: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Crops that teach nothing until the one they show says yes. They have no vector: nothing can be found by them."""

    id: UUID
    concept: UUID  # kept in words alone
    subject: Subject
    crops: tuple[Photo, ...]
    expires: datetime


class CodeFor(StrEnum):
    """What a one-time code opens."""

    LINK = "link"  # one memory for two accounts
    PAIR = "pair"  # the door, for somebody an operator wants in


class Redeemed(StrEnum):
    """What became of a one-time code."""

    DONE = "done"
    WRONG = "wrong"  # there is no such code, or no longer
    OWN = "own"  # the code is one's own, or the two have one memory already
    TOO_OFTEN = "too often"  # too many wrong ones this hour; this one was not looked at


class Use(StrEnum):
    """What is counted, by account and by group."""

    MESSAGES = "messages"
    ANSWERS = "answers"  # of the model
    WRONG_CODES = "wrong codes"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message at the door."""

    memory: MemoryId  # what it is about: the person's, or the group's
    is_admitted: bool  # an operator let this person (in a group: this group) in
    said: int  # messages of the person today, this one included
    said_here: int  # messages to the bot in the group today; as `said` in private
    language: str = ""  # that the person chose to be answered in, "de"


class Access(StrEnum):
    """Who is answered."""

    OPEN = "open"
    PAIRING = "pairing"  # whom an operator let in, by the code they were given
    ALLOW = "allow"  # whom the settings name


@dataclass(frozen=True, slots=True)
class Doors:
    """What the operator settled about who may come in, and how much a day."""

    private: Access = Access.OPEN
    groups: Access = Access.OPEN
    allowed: frozenset[str] = frozenset()  # accounts and groups
    admins: frozenset[str] = frozenset()  # accounts
    messages_per_day: int | None = None
    answers_per_day: int | None = None
