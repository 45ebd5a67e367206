"""Kept: answers that are asked for again and again, each for a while. Nothing here outlives the process."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_KEPT = 10_000


class Kept(Generic[Key, Value]):
    """The newest answers, each for some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answers: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def drop(self, key: Key) -> None:
        """Ask anew the next time."""
        self._answers.pop(key, None)

    async def get(self, key: Key, ask: Callable[[], Awaitable[Value]]) -> Value:
        """The answer that is kept, or a fresh one."""
        until, answer = self._answers.get(key, (0.0, None))
        if answer is None or until < time.monotonic():
            answer = await ask()
            self._answers[key] = (time.monotonic() + self._seconds, answer)
            self._answers.move_to_end(key)
            if len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return answer
