"""What goes by itself, in all memories, and what the one who sweeps can't do."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from core.adapters import sweeping
from core.adapters.consents import PostgresConsents
from core.adapters.database import Database, open_database
from core.adapters.history import PostgresHistory
from core.adapters.postgres import PostgresConcepts
from core.adapters.sweeping import keep_sweeping, sweep
from core.adapters.tables import metadata
from core.concepts import MemoryId
from core.people import Held, subject_of
from core.turns import Turn, now
from tests.channels.waiting import PATIENCE, until
from tests.contracts.sightings import ANNA, BEN, ENCODER, crop, lesson

pytestmark = pytest.mark.postgres

EARLY = timedelta(minutes=1)


async def asks(database: Database, memory: MemoryId, update: str, at: datetime) -> None:
    """Somebody showed a photo that taught nothing."""
    turn = Turn("web", update, f"web:{update}", "who is this?", "I don't know this one yet.", at, photo=crop())
    await PostgresHistory(database).keep(memory, turn)


async def photos(database: Database, memory: MemoryId, *updates: str) -> list[bool]:
    """Whether the photos of these are still there."""
    turns = [await PostgresHistory(database).answered(memory, "web", update) for update in updates]
    return [turn is not None and turn.photo is not None for turn in turns]


@pytest.fixture
async def waiting(database: Database) -> list[Held]:
    """A crop whose owner was asked too long ago, and one that waits."""
    eva = (await PostgresConcepts(database).teach(ANNA, ENCODER, lesson("Eva", 0))).concept
    first = Held(UUID(int=1), eva.id, subject_of("web:eva"), (crop(),), now() - EARLY)
    kept = [first, replace(first, id=UUID(int=2), expires=now() + timedelta(days=7))]
    for held in kept:
        await PostgresConsents(database).hold(ANNA, held)
    return kept


async def test_photos_that_are_a_day_old_go_in_every_memory_and_the_words_stay(database: Database) -> None:
    yesterday = now() - timedelta(days=1)
    for memory in (ANNA, BEN):
        await asks(database, memory, "old", yesterday - EARLY)
        await asks(database, memory, "new", yesterday + EARLY)
    assert await sweep(database) == (2, 0)
    assert await sweep(database) == (0, 0)
    for memory in (ANNA, BEN):
        assert await photos(database, memory, "old", "new") == [False, True]
        (turn,) = await PostgresHistory(database).recent(memory, "web:old", 5)
        assert turn.asked == "who is this?"


async def test_a_crop_goes_when_the_yes_did_not_come_in_time(database: Database, waiting: list[Held]) -> None:
    late, patient = waiting
    assert await sweep(database) == (0, 1)
    consents, before = PostgresConsents(database), now() - timedelta(days=1)
    assert await consents.held(ANNA, late.id, before) is None
    assert await consents.held(ANNA, patient.id, before) == patient


@pytest.mark.parametrize("table", [table.name for table in metadata.sorted_tables])
async def test_the_sweeper_can_read_nothing(database: Database, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.sweeping() as connection:
            await connection.execute(text(f"SELECT count(*) FROM {table}"))


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("UPDATE turns SET asked = ''", "permission denied"),
        ("UPDATE turns SET jpeg = NULL RETURNING asked", "permission denied"),
        ("UPDATE turns SET jpeg = NULL WHERE asked LIKE 'who%'", "permission denied"),
        ("DELETE FROM held RETURNING jpeg", "permission denied"),
        ("DELETE FROM turns", "permission denied"),
        ("UPDATE looks SET jpeg = ''", "permission denied"),
        ("UPDATE turns SET jpeg = 'another'", "violates row-level security"),
    ],
)
async def test_the_sweeper_can_change_nothing_else(database: Database, deed: str, why: str) -> None:
    await asks(database, ANNA, "old", now() - timedelta(days=2))
    with pytest.raises(ProgrammingError, match=why):
        async with database.sweeping() as connection:
            await connection.execute(text(deed))


async def test_what_is_not_old_enough_is_out_of_its_reach(database: Database, waiting: list[Held]) -> None:
    await asks(database, ANNA, "new", now())
    async with database.sweeping() as connection:
        assert (await connection.execute(text("UPDATE turns SET jpeg = NULL"))).rowcount == 0
        assert (await connection.execute(text("DELETE FROM held"))).rowcount == 1
    assert await photos(database, ANNA, "new") == [True]


async def test_it_is_swept_again_and_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY", timedelta(seconds=0.02))
    async with sweeping_along(database):
        for update in ("one", "two"):
            await asks(database, ANNA, update, now() - timedelta(days=2))
            end = time.monotonic() + PATIENCE
            while await photos(database, ANNA, update) == [True]:
                assert time.monotonic() < end


async def test_a_database_that_is_down_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY", timedelta(seconds=0.02))
    tried = 0

    async def refused(database: Database) -> tuple[int, int]:
        nonlocal tried
        tried += 1
        return await sweep(database)

    monkeypatch.setattr(sweeping, "sweep", refused)
    async with open_database("postgresql://nobody@127.0.0.1:9/none") as down, sweeping_along(down):
        await until(lambda: tried > 2)


@asynccontextmanager
async def sweeping_along(database: Database) -> AsyncGenerator[None]:
    """What Familiar does while it serves."""
    task = asyncio.create_task(keep_sweeping(database))
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
