"""Ids that sort by the time they were made."""

import os
import time
from threading import Lock
from uuid import UUID

_last = 0
_lock = Lock()


def new_id() -> UUID:
    """A UUID of version 7: later ones sort after earlier ones, strictly so within one process."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits of their fraction: a quarter of a microsecond is one step.
        milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
        _last = max(_last + 1, milliseconds << 12 | nanoseconds * 4096 // 1_000_000)
        stamp = _last
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=stamp >> 12 << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | chance)
