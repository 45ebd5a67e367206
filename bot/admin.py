"""What an operator does from the command line: two translations and no rules."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from core.concepts import memory_of
from core.paths.restore import restore
from core.settings import Settings
from core.wiring import open_ports

Say = Callable[[str], None]


async def import_archive(settings: Settings, person: str, archive: Path, say: Say) -> None:
    """Teach an export to a person's memory. Raises BadInput when the file can't be read."""
    content = await asyncio.to_thread(archive.read_bytes)
    async with open_ports(settings, say) as ports:
        count = await restore(content, memory_of(person), ports)
    say(f"imported {count} concepts")
