"""Growing: an answer while it is made. Cosmetic from end to end: whatever fails here is left out."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import discord

from bot.channel import Gone, Unreachable
from bot.discord.post import TicketEnded
from bot.pacing import Pace, Urgency
from core.errors import Outage

log = logging.getLogger(__name__)

BETWEEN = 1.0  # s; Discord takes five edits in five seconds
TYPING_LASTS = 8.0  # s; Discord shows it for ten
PATIENCE = 10.0  # s; with a call that is on its way when the answer is done

Show = Callable[[str], Awaitable[None]]
Type = Callable[[], Awaitable[None]]


class Growing:
    """The newest words of an answer, shown as often as the chat's budget lets them."""

    def __init__(self, pace: Pace, chat: str, show: Show) -> None:
        """`show` brings words to the chat."""
        self._pace, self._chat, self._show = pace, chat, show
        self._newest = ""
        self._changed, self._ended = asyncio.Event(), asyncio.Event()

    def show(self, text: str) -> None:
        """The reply so far. Returns at once; the newest text wins."""
        if text.strip() and text != self._newest:
            self._newest = text
            self._changed.set()

    @asynccontextmanager
    async def until_done(self, typing: Type | None) -> AsyncGenerator["Growing"]:
        """Show until the block ends. A call that is on its way then is waited for, so that nothing comes after it."""
        tasks = [asyncio.create_task(self._grow())]
        if typing is not None:
            tasks.append(asyncio.create_task(self._type(typing)))
        try:
            yield self
        finally:
            self._ended.set()
            self._changed.set()
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()

    async def _grow(self) -> None:
        await self._changed.wait()
        while not self._ended.is_set():
            self._changed.clear()
            if not await self._pace.turn(self._chat, Urgency.STREAM):
                self._changed.set()
            elif not await _went_well(self._show(self._newest)):
                return
            await self._pause(BETWEEN)
            await self._changed.wait()

    async def _type(self, typing: Type) -> None:
        while not self._ended.is_set() and not self._newest:
            if await self._pace.turn(self._chat, Urgency.TYPING) and not await _went_well(typing()):
                return
            await self._pause(TYPING_LASTS)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return


async def _went_well(call: Awaitable[None]) -> bool:
    try:
        await call
    except (Gone, Unreachable, TicketEnded, discord.HTTPException, Outage) as error:
        log.debug("A growing answer stays as it is: %r", error)
        return False
    return True
