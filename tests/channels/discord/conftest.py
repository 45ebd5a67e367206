"""A fake Discord with a Familiar on it, for the tests on real sockets."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr

from bot.courier import Courier
from bot.discord_bot import DiscordChannel
from bot.languages import Languages
from bot.letters import Letters
from bot.pacing import Pace
from core.people import GroupRules
from core.settings import Settings
from tests.channels.discord.mailbox import Mailbox
from tests.channels.discord.script import Script
from tests.channels.discord.server import TOKEN, Discord, open_discord
from tests.channels.discord.world import Payload

MENUS = {"de": [("about", "Alles, was ich über jemanden weiß")]}


@dataclass
class Place:
    """A Discord with a Familiar that is connected to it."""

    discord: Discord
    mailbox: Mailbox
    script: Script
    channel: DiscordChannel

    async def said(self, account: str, channel: Payload, text: str = "", *photos: bytes, **more: Any) -> list[Payload]:
        """Say something, and what the bot wrote there since."""
        before = len(self.discord.ours(channel))
        await self.discord.says(account, channel, text, *photos, **more)
        return (await self.settled(channel))[before:]

    async def settled(self, channel: Payload) -> list[Payload]:
        """All that the bot wrote in a channel, once it has answered everything."""
        await self.discord.seen()
        await self.mailbox.quiet()
        return self.discord.ours(channel)


Opens = Callable[..., AbstractAsyncContextManager[Place]]


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    """Nobody on it."""
    async with open_discord() as served:
        yield served


@pytest.fixture
def opens(discord: Discord, tmp_path: Path) -> Opens:
    """Connects a Familiar to it, with these settings."""

    @asynccontextmanager
    async def opened(**settings: Any) -> AsyncGenerator[Place]:
        mailbox, script = Mailbox(), Script()
        channel = channel_on(discord, tmp_path, mailbox, **settings)
        mailbox.courier = Courier(script, cast(Letters, mailbox), {"discord": channel}, _never)
        async with connected(discord, channel):
            yield Place(discord, mailbox, script, channel)

    return opened


@pytest.fixture
async def place(opens: Opens) -> AsyncIterator[Place]:
    """A Familiar without privileged intents."""
    async with opens() as place:
        yield place


def quick() -> Pace:
    """A budget that makes no test wait."""
    return Pace(lambda _: 60_000, burst=1_000, overall=10_000)


def channel_on(
    discord: Discord,
    data: Path,
    mailbox: Any,
    called: str = "",
    pace: Pace | None = None,
    languages: Mapping[str, str] | None = None,
    **settings: Any,
) -> DiscordChannel:
    """The channel, for this Discord; its budget makes no test wait, unless it is given one.

    `languages`: what accounts chose.
    """
    known: dict[str, Any] = {"discord_token": SecretStr(TOKEN), "discord_api": discord.api, "FAMILIAR_DATA": data}

    async def rules(group: str) -> GroupRules:
        return GroupRules(called=called)

    async def taught(owner: str, channel: str, update: str) -> bool:
        return False

    async def chosen(account: str) -> str:
        return languages.get(account, "") if languages else ""

    asked = (rules, taught, Languages(chosen))
    return DiscordChannel(
        Settings(**(known | settings)), mailbox, *asked, "the secret", menus=MENUS, pace=pace or quick()
    )


@asynccontextmanager
async def connected(discord: Discord, channel: DiscordChannel, lines: list[str] | None = None) -> AsyncGenerator[None]:
    """The channel at work, until the block ends; `lines` get what it says once it is connected."""

    def ready(line: str) -> None:
        if lines is not None:
            lines.append(line)

    work = asyncio.create_task(channel.run(ready))
    try:
        async with asyncio.timeout(10):
            while not discord.gateways and not work.done():  # noqa: ASYNC110 - the bot's doing is waited for
                await asyncio.sleep(0.01)
        if work.done():
            await work
        await discord.seen()
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def _never(old: str, new: str) -> None:
    raise AssertionError("a server never moves")
