"""Missed: what was written while nobody was connected. Discord does not bring it again, so it is read up afterwards.

For each channel a bookmark tells which message was kept last. It lies in a file and may be a second old: what is read
twice, the inbox keeps once.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from pathlib import Path

import discord
from discord.utils import time_snowflake, utcnow

from bot.discord.reading import may_be_addressed

log = logging.getLogger(__name__)

CHANNELS_KEPT = 1_000
AT_MOST = 100  # messages of a channel
TOO_OLD = timedelta(days=1)  # nobody waits for that answer any more
SAVED_AFTER = 1.0  # s


class Bookmarks:
    """The message that was kept last, for each channel.

    While something before it may be missed, a message does not move the bookmark: `held` until all is read up.
    """

    def __init__(self, path: Path) -> None:
        """Read what was saved; nothing, where that is damaged."""
        self._path, self._saving = path, False
        self._held: dict[int, int] | None = {}
        try:
            self._last: OrderedDict[str, int] = OrderedDict(json.loads(path.read_text()))
        except (OSError, ValueError):
            self._last = OrderedDict()

    def put(self, channel: int, message: int) -> None:
        """This one was kept."""
        if self._held is not None:
            self._held[channel] = max(message, self._held.get(channel, 0))
            return
        self._last[str(channel)] = max(message, self._last.pop(str(channel), 0))
        if len(self._last) > CHANNELS_KEPT:
            self._last.popitem(last=False)
        if not self._saving:
            self._saving = True
            asyncio.get_running_loop().call_later(SAVED_AFTER, self._save)

    def hold(self) -> list[tuple[int, int]]:
        """From now on there may be gaps; where they begin: channels and messages, the one spoken in last first."""
        self._held = self._held if self._held is not None else {}
        return [(int(channel), message) for channel, message in reversed(self._last.items())]

    def release(self) -> None:
        """There are no gaps any more."""
        held, self._held = self._held or {}, None
        for channel, message in held.items():
            self.put(channel, message)

    def _save(self) -> None:
        self._saving = False
        asyncio.get_running_loop().run_in_executor(None, self._write, json.dumps(self._last))

    def _write(self, marks: str) -> None:
        try:
            fresh = self._path.with_suffix(".new")
            fresh.write_text(marks)
            fresh.replace(self._path)  # whole or not at all
        except OSError as error:
            log.warning("Where Discord was read up to is not kept: %s", error.strerror)


async def missed(client: discord.Client, bookmarks: Sequence[tuple[int, int]]) -> AsyncGenerator[discord.Message]:
    """People's messages that came after the bookmarks, in their order within a channel."""
    oldest = time_snowflake(utcnow() - TOO_OLD)
    for number, last in bookmarks:
        try:
            channel = client.get_channel(number) or await client.fetch_channel(number)
            if not isinstance(channel, discord.TextChannel | discord.Thread | discord.DMChannel):
                continue
            async for message in channel.history(after=discord.Object(max(last, oldest)), limit=AT_MOST):
                if may_be_addressed(message):
                    yield await _with_rights(message)
        except discord.HTTPException as error:
            log.info("A channel can't be read up: %s", error.status)


async def _with_rights(message: discord.Message) -> discord.Message:
    """A message that was read up tells its author, but not what they may do in the server."""
    if message.guild is not None and not isinstance(message.author, discord.Member):
        message.author = await message.guild.fetch_member(message.author.id)
    return message
