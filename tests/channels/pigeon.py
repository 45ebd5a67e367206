"""A channel without an app: letters are JSON, replies land in a list. For what is the same in every app."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.channel import Keep, Letter, Part, Ready
from core.language import speak
from core.messages import Message, Reply


def letter(update: object, text: str = "hello", chat: str = "pigeon:anna", album: str | None = None) -> Letter:
    """An update that says this."""
    return Letter("pigeon", str(update), chat, chat, json.dumps(text).encode(), album)


@dataclass
class Pigeon:
    """What was brought, and what goes wrong on the way."""

    name: str = "pigeon"
    brought: list[tuple[str, str]] = field(default_factory=list)  # (chat, text)
    growing: list[str] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)  # each spoils one sending
    after: list[Exception] = field(default_factory=list)  # each comes when the part has arrived
    keys: dict[str, str] = field(default_factory=dict)

    async def read(self, letters: Sequence[Letter]) -> Message | Reply | None:
        """The texts of all letters, joined."""
        text = " + ".join(json.loads(each.payload) for each in letters)
        if text == "not for us":
            return None
        if text == "too large":
            return Reply("That is too large for me.")
        language = text.partition(" in ")[2]
        return Message("pigeon", letters[0].update, letters[0].chat, letters[0].chat, text, language=language)

    def parts(self, reply: Reply) -> list[Part]:
        """One per line."""
        return [Part(line) for line in reply.text.splitlines()]

    async def send(self, letter: Letter, part: Part, key: str) -> str:
        """Bring it, unless there is trouble."""
        if self.trouble:
            raise self.trouble.pop(0)
        self.brought.append((letter.chat, part.text))
        self.keys[key] = str(len(self.brought))
        if self.after:
            raise self.after.pop(0)
        return self.keys[key]

    def mark(self, letter: Letter) -> str:
        """How much was brought."""
        return str(len(self.brought))

    async def arrived(self, letter: Letter, part: Part, key: str, mark: str) -> str | None:
        """Looked up by its key; nothing that was there before the sending began is it."""
        found = self.keys.get(key)
        return found if found and int(found) > int(mark) else None

    @asynccontextmanager
    async def preview(self, letter: Letter, keep: Keep) -> AsyncGenerator["Pigeon"]:
        """Everything that is shown is kept in `growing`."""
        yield self

    def show(self, text: str) -> None:
        """The reply so far."""
        self.growing.append(text)

    async def run(self, ready: Ready) -> None:
        """Nothing comes by itself."""
        ready("Pigeon")
        await asyncio.Event().wait()


class Parrot:
    """A conversation that repeats what it hears, and keeps count."""

    def __init__(self) -> None:
        """Silent."""
        self.heard: list[str] = []
        self.wait: dict[str, asyncio.Event] = {}

    async def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """The first word, then all."""
        self.heard.append(message.text)
        if message.text in self.wait:
            await self.wait[message.text].wait()
        speak(message.language)
        if message.text.startswith("break"):
            raise ZeroDivisionError(message.text)
        yield Reply(message.text.split()[0], final=False)
        yield Reply(message.text)
