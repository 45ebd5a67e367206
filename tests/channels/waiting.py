"""Waiting for what somebody else does."""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 20.0  # s; a busy machine is no reason to fail


async def until(happens: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for it; fails when it does not happen."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.005)
