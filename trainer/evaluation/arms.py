"""Who answers: ours and what it is compared with, all on the same models, memories, photos and questions.

An arm is a way of talking over ports that may be told the truth, or something false, or may have something taken
away. The prompt is never touched: what the model reads is written by `core.prompt` from what these ports hand over
(the paper's arm alone writes the paper's).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any, Final, Self, cast
from uuid import UUID

from core.concepts import KeptLook, MemoryId, Vector
from core.people import Signature
from core.photos import Box, Photo
from core.ports import ConceptStore, Encoder, Ports, Thresholds
from trainer.evaluation.paper_rules import our_prompt, paper_talk
from trainer.evaluation.talking import Answer, Words, talk
from trainer.paper_prompt import paper_prompt

Talk = Callable[[Ports, str, Sequence[Words]], Awaitable[Answer]]


class Sight(Enum):
    """Who finds the beings of a photo and says whom each looks like."""

    MODELS = "the detector, the encoder and the thresholds that are served"
    TOLD = "the truth"


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to answer. `key` names it in the results, `about` says in a line what it is."""

    key: str
    about: str
    talk: Talk = talk
    sight: Sight = Sight.MODELS
    remembers: bool = True  # False: nothing was ever taught
    pictures: bool = True  # False: the pictures of the concepts don't reach the prompt


OURS: Final = Arm("ours", "what is served")
PAPER: Final = Arm(
    "paper",
    "the paper's rules (RAP, CVPR 2025): top-2 by L2 over crops, no threshold, `<name>` by its letters, its prompt",
    partial(paper_talk, write=paper_prompt),
)
PAPER_RETRIEVAL: Final = Arm(
    "paper, our prompt",
    "the paper's retrieval, with its two concepts in the prompt these models were trained on",
    partial(paper_talk, write=our_prompt),
)
ORACLE: Final = Arm("oracle", "ours, told where everybody is and who it is", sight=Sight.TOLD)
NO_MEMORY: Final = Arm("no memory", "ours, to a person who taught nothing", remembers=False)
NO_PICTURES: Final = Arm("no pictures", "ours, without the concepts' pictures in the prompt", pictures=False)

ARMS: Final = (OURS, PAPER, PAPER_RETRIEVAL, ORACLE, NO_MEMORY, NO_PICTURES)

_SAME: Final = 0.97  # a vector meets itself, give or take half precision


class ToldDetector:
    """Proposes the boxes it is told."""

    name = "told"

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = list(boxes)

    async def propose(self, photo: Photo) -> list[Box]:
        """The told boxes, for any photo."""
        return list(self._boxes)


class ToldEncoder:
    """Sees in the first crops of a batch the looks it is told, and nobody in the rest (the whole photo, its centre).

    Told the truth, it finds them just like themselves; told something else, no more than like that.
    """

    def __init__(self, encoder: Encoder, told: Sequence[Vector | None], *, truly: bool) -> None:
        self._encoder, self._told = encoder, told
        self.thresholds = Thresholds(_SAME, _SAME, margin=0.0, certain=_SAME if truly else 1.1)
        self._nobody: Vector = (1.0, *(0.0 for _ in range(encoder.dimension - 1)))

    @property
    def name(self) -> str:
        """That of the encoder which made the vectors in the memory."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """That of the encoder."""
        return self._encoder.dimension

    async def photos(self, photos: Sequence[Photo]) -> list[Vector]:
        """The told vectors, in order."""
        told = [*self._told, *(None for _ in photos)]
        return [one or self._nobody for one, _ in zip(told, photos, strict=False)]

    async def words(self, texts: Sequence[str]) -> list[Vector]:
        """As the encoder says."""
        return await self._encoder.words(texts)


class WithoutPictures:
    """A concept store that has no picture to show of anybody; all else is the store's."""

    def __init__(self, concepts: ConceptStore) -> None:
        self._concepts = concepts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._concepts, name)

    def signed(self, signature: Signature) -> Self:
        """Without pictures, whoever signs."""
        return type(self)(self._concepts.signed(signature))

    async def look(self, memory: MemoryId, look: UUID) -> KeptLook | None:
        """None, whatever the look."""
        return None

    async def covers(self, memory: MemoryId) -> dict[UUID, KeptLook]:
        """Nothing."""
        return {}


def told_ports(ports: Ports, boxes: Sequence[Box], looks: Sequence[Vector | None], *, truly: bool) -> Ports:
    """Ports that find these boxes in the next photo and see these looks in them; None is a stranger."""
    return replace(ports, detector=ToldDetector(boxes), encoder=ToldEncoder(ports.encoder, looks, truly=truly))


def without_pictures(ports: Ports) -> Ports:
    """Ports whose store never hands out a picture."""
    # The wrapper passes twenty methods on unchanged; the type checker can't follow that.
    return replace(ports, concepts=cast(ConceptStore, WithoutPictures(ports.concepts)))
