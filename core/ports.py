"""What Familiar asks of the outside: encoder, detector, generator, concept store, history.

Protocols, not base classes: adapters import nothing from here; the type checker compares them in `core.wiring`.
Every call is async; adapters move blocking work off the event loop. Values cross ports, never rows, tensors or
objects of a library.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.concepts import Candidate, Concept, Fact, KeptLook, Look, MemoryId, Statement, Vector
from core.photos import Box, Photo
from core.prompt import Prompt
from core.turns import Turn


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where *sure*, *maybe* and *stranger* lie for one encoder; calibrated by the trainer, stored beside the weights.

    All are cosines. A region is *sure* at `sure` or more with `margin` to the second-best concept, a *stranger* below
    `maybe`. A negative look within `margin` of the positive one rules the concept out.
    """

    sure: float
    maybe: float
    margin: float


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
    Every change is a deed that `undo` can take back, except `forget` and `erase`, which delete.
    Raises StoreDown when the database does not answer; nothing of the deed is kept then.
    """

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

    async def drop_photos(self, memory: MemoryId, before: datetime) -> int:
        """Drop the photos of turns older than `before`; how many."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a conversation needs of the outside."""

    encoder: Encoder
    detector: Detector
    generator: Generator
    concepts: ConceptStore
    history: History
