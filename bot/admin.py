"""What an operator does from the command line: two translations and no rules."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from core.adapters.people import PostgresPeople
from core.errors import BadInput
from core.intents import code_in
from core.paths.doors import LET_IN, WRONG_CODE
from core.paths.restore import restore
from core.people import Redeemed
from core.settings import Settings
from core.turns import now
from core.wiring import open_ports, open_store

Say = Callable[[str], None]


async def import_archive(settings: Settings, person: str, archive: Path, say: Say) -> None:
    """Teach an export to a person's memory. Raises BadInput when the file can't be read."""
    content = await asyncio.to_thread(archive.read_bytes)
    async with open_ports(settings, say) as ports:
        count = await restore(content, await ports.people.memory(person), ports)
    say(f"imported {count} concepts")


async def let_in(settings: Settings, code: str, say: Say) -> None:
    """Let in whoever was given this pairing code. Raises BadInput when nobody was."""
    async with open_store(settings, _unsaid) as (database, _):
        done = await PostgresPeople(database).pair(code_in(code), None, now())
    if done is not Redeemed.DONE:
        raise BadInput(WRONG_CODE)
    say(LET_IN)


def _unsaid(line: str) -> None:
    """One line is enough for a step that takes a second."""
