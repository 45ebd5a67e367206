"""What Familiar asks of the outside: encoder, detector, generator, concept store, history, people, consents.

Protocols, not base classes: adapters import nothing from here; the type checker compares them in `core.wiring`.
Every call is async; adapters move blocking work off the event loop. Values cross ports, never rows, tensors or
objects of a library.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from core.concepts import Candidate, Concept, Fact, KeptLook, Look, MemoryId, Statement, Vector
from core.messages import Group
from core.people import (
    Arrival,
    CodeFor,
    Consent,
    GroupRules,
    Held,
    Place,
    Purpose,
    Redeemed,
    Shared,
    Signature,
    Subject,
    Use,
)
from core.photos import Box, Photo
from core.prompt import Prompt
from core.turns import Turn


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where *sure*, *maybe* and *stranger* lie for one encoder; calibrated by the trainer, stored beside the weights.

    All are cosines. A region is *sure* at `sure` or more with `margin` to the second-best concept, a *stranger* below
    `maybe`. A negative look within `margin` of the positive one rules the concept out. From `certain` on it is hardly
    ever a look-alike. One of whom it is asked whether they are in the photo has to reach `same`, and one who is said to
    be in it is looked for down to `told`. None where that was never measured.
    """

    sure: float
    maybe: float
    margin: float
    certain: float | None = None
    told: float | None = None
    same: float | None = None


class Encoder(Protocol):
    """Photos and words to vectors in one space. Raises EncoderDown when it can't."""

    @property
    def name(self) -> str:
        """Model, weights and preprocessing in one string; stored with each vector, so that two never meet."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def thresholds(self) -> Thresholds:
        """The calibrated verdict limits of this encoder."""

    async def photos(self, photos: Sequence[Photo]) -> list[Vector]:
        """One L2-normalised vector per photo, in one batch."""

    async def words(self, texts: Sequence[str]) -> list[Vector]:
        """One L2-normalised vector per text."""


class Detector(Protocol):
    """Where beings and things are. Raises EncoderDown when it can't."""

    @property
    def name(self) -> str:
        """Model and weights in one string."""

    async def propose(self, photo: Photo) -> list[Box]:
        """Boxes of beings and things, best first, without near-duplicates; may be empty."""


class Generator(Protocol):
    """A vision-language model. Raises GeneratorDown when it can't answer."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def context(self) -> int:
        """The most tokens a prompt may take together with its answer."""

    def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        """The answer in pieces, as they come. Closing the iterator stops the work."""

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """The probability of each option as the answer; they sum to 1."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that one deed teaches about one concept."""

    name: str
    kind: str = ""
    statements: tuple[Statement, ...] = ()
    looks: tuple[Look, ...] = ()
    is_self: bool = False


@dataclass(frozen=True, slots=True)
class Taught:
    """What a lesson changed. `is_new` when the concept was not known before."""

    concept: Concept
    is_new: bool
    looks: tuple[UUID, ...]
    superseded: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of one concept: its looks, positive and negative, and every fact, also those that have ended.

    Oldest first, both.
    """

    concept: Concept
    looks: tuple[KeptLook, ...]
    history: tuple[Fact, ...]


class ConceptStore(Protocol):
    """The concepts of each memory. Every call is one transaction; none crosses from one memory to another.

    Concepts are addressed by id. A name is unique in its memory, over names and aliases, as `core.turns.fold` compares.
    A call about a concept, look or fact that is not in the memory returns None or False and changes nothing.
    Every change is a deed that `undo` can take back, except `forget`, `erase` and `drop_looks`, which delete.
    Raises StoreDown when the database does not answer; nothing of the deed is kept then.
    """

    def signed(self, signature: Signature) -> Self:
        """The same store; it keeps with every deed whose words the deed followed."""

    async def teach(self, memory: MemoryId, encoder: str, lesson: Lesson) -> Taught:
        """Add a concept, or looks and facts to the one that has this name or alias.

        What is known is kept once: the same crop, the same words on the same topic. Taught twice at once, a new name
        is one concept. `is_self` passes from whoever had it.
        """

    async def tell(self, memory: MemoryId, concept: UUID, statements: Sequence[Statement]) -> Taught | None:
        """Add facts. One on a `single` topic supersedes the current one in the same step; the old stays in history."""

    async def all(self, memory: MemoryId) -> list[Concept]:
        """Every concept, in order of id (ids are time-ordered)."""

    async def card(self, memory: MemoryId, concept: UUID) -> Card | None:
        """All about one concept."""

    async def nearest(
        self, memory: MemoryId, encoder: str, vectors: Sequence[Vector], limit: int
    ) -> list[list[Candidate]]:
        """For each vector, the `limit` concepts with the nearest positive look, best first; exact, one statement."""

    async def look(self, memory: MemoryId, look: UUID) -> KeptLook | None:
        """One look."""

    async def covers(self, memory: MemoryId) -> dict[UUID, KeptLook]:
        """The first positive look of every concept that has one; the picture of a gallery."""

    async def correct(
        self, memory: MemoryId, encoder: str, wrong: UUID | None, right: str | None, look: Look
    ) -> Taught | None:
        """Keep `look` as a negative look of `wrong`, and as a positive one of the concept named `right`, in one step.

        An unknown `right` becomes a new concept. Returns what `right` became, None without one. The very same crop is
        never both: where it was taught for `wrong`, or denied of `right`, that look ends.
        """

    async def rename(self, memory: MemoryId, concept: UUID, name: str) -> bool:
        """Give a new name. False when another concept has it."""

    async def add_alias(self, memory: MemoryId, concept: UUID, alias: str) -> bool:
        """One more name. False when another concept has it."""

    async def merge(self, memory: MemoryId, keep: UUID, other: UUID) -> Concept | None:
        """Everything of `other` goes to `keep`; the other names become aliases.

        Where both have a fact on one single topic, the one told last stays. A crop that is a look of the one no longer
        speaks against the other.
        """

    async def remove_look(self, memory: MemoryId, look: UUID) -> bool:
        """Take one look away."""

    async def remove_fact(self, memory: MemoryId, fact: UUID) -> bool:
        """Take one fact away."""

    async def undo(self, memory: MemoryId) -> str | None:
        """Take back the newest deed that is not taken back yet; says which in a few words ("taught Max").

        What it added is deleted, what it ended is back. None when there is no deed left.
        """

    async def forget(self, memory: MemoryId, concept: UUID) -> dict[str, int] | None:
        """Delete a concept, what was merged into it and everything of them; the number of rows per table.

        Turns about it, or with its name in their words, lose all but the record that they were answered.
        """

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        """Delete every row of a memory, its turns too; the number of rows per table."""

    async def teacher(self, memory: MemoryId, concept: UUID) -> Subject | None:
        """Who signed the deed that made a concept."""

    async def last_signer(self, memory: MemoryId) -> Subject | None:
        """Who signed the deed that `undo` would take back."""

    async def taught_in(self, memory: MemoryId, channel: str, update: str) -> tuple[UUID, ...]:
        """The concepts that deeds of this update taught, told of or corrected, as far as they are still there."""

    async def withdraw(self, memory: MemoryId, channel: str, update: str) -> tuple[str, ...]:
        """Take away, in one deed, what deeds of this update added and is still there; the names of whom it was about.

        A fact it superseded is true again. A concept it made goes, too, when nothing else is known of it.
        """

    async def drop_looks(self, memory: MemoryId, concept: UUID) -> int:
        """Delete every look of a concept for good, those that were removed before as well; how many."""

    async def cards(self, memory: MemoryId) -> list[Card]:
        """Everything of a memory, for the export."""

    async def looks_to_encode(self, memory: MemoryId, encoder: str, limit: int) -> list[KeptLook]:
        """Looks without a vector of this encoder, in order of id; removed ones too, which undo may bring back."""

    async def keep_vectors(self, memory: MemoryId, encoder: str, vectors: dict[UUID, Vector]) -> None:
        """Add vectors of another encoder to looks that are there."""


class History(Protocol):
    """The turns of each chat. Raises StoreDown when the database does not answer."""

    async def recent(self, memory: MemoryId, chat: str, limit: int) -> list[Turn]:
        """The last turns, oldest first, without those that a forget has emptied."""

    async def keep(self, memory: MemoryId, turn: Turn) -> bool:
        """Add a turn. False, and nothing kept, when its (channel, update) is there already.

        The photo of an earlier turn of the same chat is dropped when this one brings a photo of its own.
        """

    async def answered(self, memory: MemoryId, channel: str, update: str) -> Turn | None:
        """The turn of an update that was answered before; its words are empty when they were forgotten since."""


class People(Protocol):
    """Whose memory is whose, groups, and doors. An `owner` is an account or a group, with its channel.

    Every call is one transaction, also where it touches two memories. Raises StoreDown; nothing is kept then.
    """

    async def memory(self, owner: str) -> MemoryId:
        """The memory of an owner: their own, unless it was joined with another one."""

    async def arrive(self, person: str, group: Group | None, at: datetime) -> Arrival:
        """Count a message, and note for `groups_of` that the person spoke in the group."""

    async def count(self, owner: str, use: Use, at: datetime) -> int:
        """One more use today; how many that makes."""

    async def admit(self, owner: str, at: datetime) -> None:
        """Let an account or a group in for good."""

    async def choose_language(self, account: str, language: str) -> None:
        """Answer this account in this language from now on, in every chat; `arrive` tells it."""

    async def language(self, account: str) -> str:
        """The code of the language that this account chose; empty when it chose none."""

    async def move(self, old: str, new: str) -> None:
        """A group goes on under another id: its memory, and the chats of its turns with it. Twice is as once."""

    async def group(self, group: str) -> GroupRules:
        """What the admins of a group settled."""

    async def settle(self, group: str, rules: GroupRules) -> None:
        """Keep what they settle now."""

    async def groups_of(self, memory: MemoryId) -> list[Place]:
        """The groups that the persons of a memory have spoken in, the latest first."""

    async def share(
        self, memory: MemoryId, concept: UUID, place: MemoryId, by: Signature, *, in_words: bool = False
    ) -> Shared:
        """Copy a concept, its names, facts and looks, into a group's memory. A copy shared before is replaced.

        `in_words`: without the looks. The copy is a deed of the group, and the memory it came from knows of it.
        """

    async def unshare(self, memory: MemoryId, concept: UUID | None, place: MemoryId | None = None) -> int:
        """Delete the copies of a concept (None: of every one) in a group (None: in all), for good; how many.

        What was merged into the concept counts as the concept.
        """

    async def tidy(self, memory: MemoryId) -> int:
        """`unshare` what is no longer there, since the deed that taught it was taken back; how many."""

    async def shared_here(self, memory: MemoryId) -> frozenset[UUID]:
        """The concepts of a group that are copies of what somebody shared."""

    async def offer(self, owner: str, purpose: CodeFor, code: str, until: datetime) -> None:
        """A new one-time code; the owner's earlier one is void. Only a hash of it is kept."""

    async def pair(self, code: str, by: str | None, at: datetime) -> Redeemed:
        """Let in whoever was given this code. `by` is the account that says it; None: the operator, never too often."""

    async def link(self, code: str, by: str, at: datetime) -> Redeemed:
        """Join the memory of `by` into that of the account that was given this code.

        Concepts of one name become one, and so do the two that stand for the person themselves. What either did before
        can't be undone any more.
        """

    async def unlink(self, account: str) -> bool:
        """Give an account an empty memory of its own; the joined one stays with the others. False: it was alone."""

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        """What has to go before the rows of a memory do: copies in groups, and links of accounts; rows per table.

        What was counted, whether somebody was let in, which language they chose, and who asked not to be remembered
        stays, under a hash.
        """


class Consents(Protocol):
    """Which concepts are accounts, what those allowed, and what waits for their yes. Raises StoreDown."""

    async def linked(self, memory: MemoryId) -> dict[UUID, frozenset[Subject]]:
        """The concepts of a memory that are accounts; of one with several, each.

        What was merged into another makes that one the account's.
        """

    async def link(self, memory: MemoryId, concept: UUID, subject: Subject) -> None:
        """This concept is this account, and no other of the memory is."""

    async def give(self, memory: MemoryId, subject: Subject, purpose: Purpose, version: str, at: datetime) -> None:
        """Record a yes. One that was given to the same words and not revoked stays as it is."""

    async def revoke(self, memory: MemoryId, subject: Subject, purpose: Purpose, at: datetime) -> bool:
        """Record that it is taken back. False when there was none."""

    async def given(self, memory: MemoryId) -> list[Consent]:
        """Every consent of a memory, revoked ones too, oldest first."""

    async def hold(self, memory: MemoryId, held: Held) -> None:
        """Keep crops until the one they show has said yes or no."""

    async def held(self, memory: MemoryId, id: UUID, at: datetime) -> Held | None:
        """What waits under this id, unless it has expired."""

    async def release(self, memory: MemoryId, id: UUID) -> None:
        """Delete what waits under this id."""

    async def block(self, subject: Subject, at: datetime) -> list[MemoryId]:
        """This account does not want to be remembered. The memories where it is linked, or something is held of it."""

    async def clear(self, memory: MemoryId, subject: Subject, at: datetime) -> None:
        """Revoke its consents in a memory (but for training), and delete its links there and what is held of it."""

    async def unblock(self, subject: Subject) -> bool:
        """It may be remembered again. False when it was not blocked."""

    async def is_blocked(self, subject: Subject) -> bool:
        """Whether it asked not to be remembered."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a conversation needs of the outside."""

    encoder: Encoder
    detector: Detector
    generator: Generator
    concepts: ConceptStore
    history: History
    people: People
    consents: Consents
