"""A process within the process: killed, its tasks end wherever they are, without being asked whether they are done."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

What = TypeVar("What")

_belongs_to: ContextVar["Process[Any] | None"] = ContextVar("belongs to", default=None)
PATIENCE = 100  # times that a task is cancelled again, when it would rather go on


class Process(Generic[What]):
    """Everything that was started in it, and what started it gave back."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._over = asyncio.Event()
        self.what: What

    @classmethod
    async def start(cls, serve: Callable[[], AbstractAsyncContextManager[What]]) -> "Process[What]":
        """Begin to serve; returns when that has begun."""
        asyncio.get_running_loop().set_task_factory(_noting)
        process, ready = cls(), asyncio.get_running_loop().create_future()
        token = _belongs_to.set(process)
        main = asyncio.create_task(process._main(serve, ready))
        _belongs_to.reset(token)
        await asyncio.wait([main, ready], return_when=asyncio.FIRST_COMPLETED)
        if main.done():
            await main
        return process

    async def kill(self) -> None:
        """End all tasks now."""
        for _ in range(PATIENCE):
            alive = {task for task in self._tasks if not task.done()}
            if not alive:
                return
            for task in alive:
                task.cancel()
            await asyncio.wait(alive, timeout=0.05)
        raise AssertionError("it would not die")

    async def _main(
        self, serve: Callable[[], AbstractAsyncContextManager[What]], ready: "asyncio.Future[None]"
    ) -> None:
        async with serve() as self.what:
            ready.set_result(None)
            await self._over.wait()


def _noting(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **more)
    if (process := _belongs_to.get()) is not None:
        process._tasks.add(task)
        task.add_done_callback(process._tasks.discard)
    return task
