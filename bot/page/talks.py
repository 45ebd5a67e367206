"""What the page asks of a conversation. It holds no rules: all that changes something is said, as a person would."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from core.concepts import Concept
from core.messages import Message, Reply
from core.photos import Photo
from core.ports import Card
from core.turns import Turn

CHANNEL = "web"
MOST_PHOTOS = 10  # in one message


class GalleryEntry(Protocol):
    """Somebody who is known, with the crop that stands for them."""

    @property
    def concept(self) -> Concept:
        """Name, kind and facts."""

    @property
    def cover(self) -> Photo | None:
        """The first crop that taught this concept; None when it was only told about."""


class Talks(Protocol):
    """A conversation, as the page needs it. Reading raises Outage when the store does not answer."""

    def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """Answer one message. Each reply is the whole reply so far, the last one is final."""

    async def gallery(self, person: str) -> Sequence[GalleryEntry]:
        """Everybody this person taught, oldest first."""

    async def card(self, person: str, concept: UUID) -> Card | None:
        """All about one of them; None when this person knows no such concept."""

    async def recent(self, person: str, chat: str, limit: int) -> Sequence[Turn]:
        """The last `limit` turns of the chat, oldest first, without those that were forgotten."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A scene to try with one click: its picture is sent together with the words."""

    title: str
    jpeg: bytes
    words: str


Samples = Callable[[], Sequence[Sample]]
