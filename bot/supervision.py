"""Supervision: what fails is started again by itself, and takes nobody along."""

import asyncio
import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from core.errors import Refusal

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # s; doubled from one failure to the next
WELL = 120.0  # s; what ran this long starts with the first pause again

Run = Callable[[], Awaitable[None]]
Say = Callable[[str], None]


async def kept_running(name: str, run: Run, say: Say, first_pause: float = FIRST_PAUSE) -> None:
    """Run until cancelled, again after each failure. What refuses to start gets one line and is left alone."""
    pause, clock = first_pause, asyncio.get_running_loop().time
    while True:
        started = clock()
        try:
            await run()
        except Refusal as line:
            say(f"{name}: {line}")
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            where = "".join(traceback.format_tb(error.__traceback__))  # its own words may hold a token
            log.error("%s failed, again in %.0f s: %s\n%s", name, pause, type(error).__name__, where)
        else:
            log.error("%s ended, again in %.0f s", name, pause)
        pause = first_pause if clock() - started > WELL else pause
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


@asynccontextmanager
async def side_by_side(runs: Mapping[str, Run], say: Say) -> AsyncGenerator[None]:
    """All of them, each kept running, until the block ends."""
    tasks = [asyncio.create_task(kept_running(name, run, say), name=name) for name, run in runs.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
