"""People talking to one Familiar on the fakes: what the scenarios say things to."""

import io
import itertools
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from core.concepts import memory_of
from core.conversation import Conversation
from core.messages import Group, Message, Reply
from core.people import Doors
from core.ports import Card, Ports
from tests.fakes.history import FakeDatabase, FakeHistory
from tests.fakes.models import ALMOST_RED, BLUE, GOLD, RED, BlockDetector, BlockEncoder, ReadingGenerator, picture
from tests.fakes.people import fake_stores


def jpeg(image: Image.Image, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


MAX, BELLA, STRANGER = jpeg(picture(RED)), jpeg(picture(BLUE)), jpeg(picture(GOLD))
MAX_AND_BELLA, MAYBE_MAX = jpeg(picture(RED, BLUE)), jpeg(picture(ALMOST_RED))


@dataclass
class Chat:
    """People talking to one Familiar; remembers every reply."""

    encoder: BlockEncoder = field(default_factory=BlockEncoder)
    generator: ReadingGenerator = field(default_factory=ReadingGenerator)
    database: FakeDatabase = field(default_factory=FakeDatabase)
    doors: Doors = field(default_factory=Doors)

    def __post_init__(self) -> None:
        history = FakeHistory()
        history.database = self.database
        self.ports = Ports(self.encoder, BlockDetector(), self.generator, *fake_stores(history))
        self.conversation = Conversation(self.ports, self.doors)
        self._updates = itertools.count()

    async def say(
        self,
        text: str = "",
        *photos: bytes,
        person: str = "web:anna",
        chat: str | None = None,
        quoted: bytes | None = None,
        choice: str | None = None,
        update: str | None = None,
        by_admin: bool = False,
        **also: Any,
    ) -> Reply:
        message = Message(
            person.partition(":")[0],
            update or str(next(self._updates)),
            person,
            chat or person,
            text,
            photos,
            (quoted,) if quoted else (),
            choice,
            group=Group(chat, by_admin, chat.partition(":")[2]) if chat else None,
            **also,
        )
        replies = [reply async for reply in self.conversation.handle(message)]
        assert replies[-1].final
        assert not any(reply.final for reply in replies[:-1])
        return replies[-1]

    async def cards(self, person: str = "web:anna") -> list[Card]:
        """All that is kept of a person's concepts."""
        return await self.ports.concepts.cards(memory_of(person))
