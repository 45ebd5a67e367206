"""A conversation that says what the test wrote down, and keeps what it heard."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from core.messages import Message, Reply


@dataclass
class Script:
    """`lines`: the replies to these words, one after the other; anything else is repeated."""

    lines: dict[str, Sequence[Reply]] = field(default_factory=dict)
    heard: list[Message] = field(default_factory=list)
    pause: float = 0.0  # seconds before each reply

    @property
    def last(self) -> Message:
        """What was heard last."""
        return self.heard[-1]

    async def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """As `Conversation.handle`."""
        self.heard.append(message)
        said = message.text or message.choice or f"{len(message.attachments)} pictures"
        for reply in self.lines.get(said, [Reply(f"heard: {said}")]):
            await asyncio.sleep(self.pause)
            yield reply
