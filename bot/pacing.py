"""Pace: one budget per chat for sends, edits, typing and deletes; the cosmetic ones are shed first.

Telegram counts every call to a chat in one budget, and separate throttles have added up to bans of hours; so there is
one here. A `retry_after` slows the chat it was about and no other.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import IntEnum

CHATS_KEPT = 10_000  # a chat that is forgotten starts with a full budget


class Urgency(IntEnum):
    """What a call is for, the most important first."""

    FINAL = 0  # the reply itself: waits, is never shed
    CONTROL = 1  # answers to buttons, deletes: wait, are never shed
    STREAM = 2  # a growing answer: shed rather than late
    TYPING = 3  # "is typing": shed first


RESERVE = {Urgency.STREAM: 0.34, Urgency.TYPING: 0.5}  # the part of a burst that these leave to greater ones


class Budget:
    """Calls that come back with time, and a pause when somebody asked for one."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float]) -> None:
        """Full at first: `burst` calls."""
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._calls, self._at, self._closed_until = burst, clock(), -math.inf
        self._door = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a call; first come, first served."""
        async with self._door:
            while (wait := self._wait()) > 0:  # noqa: ASYNC110 - it waits for the time itself
                await asyncio.sleep(wait)
            self._calls -= 1

    def spare(self, reserve: float) -> bool:
        """Take a call if one is free beyond `reserve`, a part of the burst, and nobody waits for it."""
        if self._door.locked() or self._wait() > 0 or self._calls - self._burst * reserve < 1:
            return False
        self._calls -= 1
        return True

    def close(self, seconds: float) -> None:
        """No call for a while, and no burst after it."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)
        self._calls = 0.0

    def _wait(self) -> float:
        now = self._clock()
        self._calls = min(self._burst, self._calls + (now - self._at) * self._per_second)
        self._at = now
        return max(self._closed_until - now, (1 - self._calls) / self._per_second)


class Pace:
    """When a call may go out. One per app and account."""

    def __init__(
        self,
        per_minute: Callable[[str], float],
        burst: float = 5.0,
        overall: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`per_minute`: of one chat; `burst`: calls at once after a rest; `overall`: of all chats, per second."""
        self._clock = clock
        self._chat_rate, self._burst = per_minute, burst
        self._chats: OrderedDict[str, Budget] = OrderedDict()
        self._all = Budget(overall, overall, clock)

    async def turn(self, chat: str, urgency: Urgency) -> bool:
        """Wait for this chat's next free call. False: not now, leave it out (STREAM and TYPING alone)."""
        budget = self._budget(chat)
        if urgency >= Urgency.STREAM:
            return budget.spare(RESERVE[urgency]) and self._all.spare(RESERVE[urgency])
        await budget.take()
        await self._all.take()
        return True

    def slow(self, chat: str, seconds: float) -> None:
        """The app asked this chat to pause."""
        self._budget(chat).close(seconds)

    def _budget(self, chat: str) -> Budget:
        budget = self._chats.get(chat)
        if budget is None:
            budget = self._chats[chat] = Budget(self._chat_rate(chat) / 60, self._burst, self._clock)
            if len(self._chats) > CHATS_KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat)
        return budget
