"""A server, a bot connected to it, and a shelf for its letters."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

import pytest

from bot.channel import Letter
from bot.inbox import Full
from bot.languages import Languages
from bot.pacing import Pace
from bot.telegram_bot import Telegram
from core.messages import Message, Reply
from core.people import GroupRules
from core.settings import Settings
from core.turns import now
from tests.channels.telegram.server import TOKEN, BotApi, Json, bot_api, person
from tests.channels.waiting import until

SECRET = "what seals the buttons of these tests"
ANNA, BOB = person(42, "Anna", username="anna_b"), person(43, "Bob", language_code="pt-BR")


@dataclass
class Shelf:
    """An inbox without a database: keeps letters in memory, each once, in their order."""

    letters: list[Letter] = field(default_factory=list)
    is_full: bool = False

    async def accept(self, letter: Letter) -> bool:
        """Keep it, unless it is here."""
        if self.is_full:
            raise Full
        await asyncio.sleep(0)  # as a database would
        if any(kept.update == letter.update for kept in self.letters):
            return False
        self.letters.append(replace(letter, accepted=now()))
        return True


@dataclass
class Rules:
    """What the admins of every group settled."""

    settled: GroupRules = field(default_factory=GroupRules)

    async def __call__(self, group: str) -> GroupRules:
        """The same for all."""
        return self.settled


def languages() -> Languages:
    """Nobody chose one."""

    async def chosen(account: str) -> str:
        return ""

    return Languages(chosen)


def quick() -> Pace:
    """A budget that makes no test wait."""
    return Pace(lambda _: 60_000, burst=1_000, overall=10_000)


def settings(api: BotApi, **more: object) -> Settings:
    """Nothing but Telegram, at this server."""
    given = {"telegram_token": TOKEN, "telegram_api": api.url, **more}
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


@asynccontextmanager
async def receiving(channel: Telegram) -> AsyncGenerator[None]:
    """The channel runs until the block ends."""
    lines: list[str] = []

    def ready(line: str) -> None:
        lines.append(line)

    work = asyncio.create_task(channel.run(ready))
    try:
        await until(lambda: lines or work.done())
        if work.done():
            await work
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def seen(api: BotApi) -> None:
    """Wait until the bot has acknowledged everything that happened."""
    await until(lambda: api.acknowledged > api.newest_update)


@pytest.fixture
async def api() -> AsyncGenerator[BotApi]:
    """Nobody has said anything yet."""
    async with bot_api(per_minute=lambda _: 100_000) as opened:
        yield opened
        assert opened.refused == []


@pytest.fixture
def shelf() -> Shelf:
    """Empty."""
    return Shelf()


@pytest.fixture
def rules() -> Rules:
    """Everybody may."""
    return Rules()


@pytest.fixture
async def channel(api: BotApi, shelf: Shelf, rules: Rules) -> AsyncGenerator[Telegram]:
    """Connected, and receiving."""
    channel = Telegram(settings(api), shelf, rules, languages(), SECRET, pace=quick())
    async with receiving(channel):
        yield channel


@dataclass
class Wire:
    """People who say things, and what of it reaches the conversation."""

    api: BotApi
    channel: Telegram
    shelf: Shelf

    async def heard(self, *letters: Letter) -> Message:
        """What the conversation gets of these letters, or of all."""
        read = await self.channel.read(letters or self.shelf.letters)
        assert isinstance(read, Message)
        return read

    async def letter(self, chat: Json | None = None) -> Letter:
        """The only letter that came."""
        await seen(self.api)
        (letter,) = self.shelf.letters
        return letter

    async def bring(self, letter: Letter, reply: Reply) -> list[str]:
        """All of a reply."""
        parts = self.channel.parts(reply)
        return [await self.channel.send(letter, part, f"key:{number}") for number, part in enumerate(parts)]


@pytest.fixture
def wire(api: BotApi, channel: Telegram, shelf: Shelf) -> Wire:
    """Anna, Bob and the bot."""
    return Wire(api, channel, shelf)
