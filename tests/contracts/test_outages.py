"""A database that is down is StoreDown, at once and without a trace of the deed; it is used again when it is back."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic
from uuid import uuid4

import psycopg
import pytest

from core.adapters import database as database_module
from core.adapters.database import Database, open_database
from core.adapters.deeds import Deed
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.history import PostgresHistory
from core.adapters.postgres import PostgresConcepts
from core.errors import Outage, StoreDown
from core.turns import Turn, now
from tests.conftest import own_folder
from tests.contracts.sightings import ANNA, ENCODER, lesson, towards

pytestmark = pytest.mark.postgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place for a database that this test may take away."""
    with own_folder() as folder:
        yield folder


def end_all_sessions(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'familiar' AND datname = current_database()
        """)


async def every_call_is_down(database: Database) -> None:
    concepts, history = PostgresConcepts(database), PostgresHistory(database)
    calls = [
        concepts.all(ANNA),
        concepts.nearest(ANNA, ENCODER, [towards(0)], 5),
        concepts.teach(ANNA, ENCODER, lesson("Bella", 90)),
        concepts.undo(ANNA),
        concepts.erase(ANNA),
        history.recent(ANNA, "web:anna", 5),
        history.keep(ANNA, Turn("web", "1", "web:anna", "hello", "Hello!", now())),
    ]
    for call in calls:
        with pytest.raises(StoreDown) as down:
            await call
        assert down.value.__cause__ is not None


async def test_a_database_that_stops_is_an_outage_and_is_used_again_when_it_is_back(folder: Path) -> None:
    server = AsyncExitStack()
    url = await server.enter_async_context(embedded_postgres(folder))
    await migrate(url)
    async with open_database(url) as database:
        concepts = PostgresConcepts(database)
        taught = await concepts.teach(ANNA, ENCODER, lesson("Max", 0))
        await server.aclose()
        begin = monotonic()
        await every_call_is_down(database)
        assert monotonic() - begin < 10
        async with embedded_postgres(folder):
            assert await concepts.all(ANNA) == [taught.concept]


async def test_a_connection_that_breaks_in_mid_deed_leaves_nothing_of_it(database_url: str) -> None:
    async with open_database(database_url) as database:
        concepts = PostgresConcepts(database)

        async def begin_and_lose_the_connection() -> None:
            async with database.writing(ANNA) as connection:
                deed = await Deed.begin(connection, ANNA)
                await deed.add_concept("Max")
                end_all_sessions(database_url)
                await deed.is_known(uuid4())

        with pytest.raises(StoreDown):
            await begin_and_lose_the_connection()
        assert set((await concepts.erase(ANNA)).values()) == {0}
        assert (await concepts.teach(ANNA, ENCODER, lesson("Max", 0))).is_new


async def test_connections_that_broke_while_idle_are_replaced_without_anybody_noticing(database_url: str) -> None:
    async with open_database(database_url) as database:
        concepts = PostgresConcepts(database)
        taught = await concepts.teach(ANNA, ENCODER, lesson("Max", 0))
        before = await concepts.nearest(ANNA, ENCODER, [towards(0)], 5)
        end_all_sessions(database_url)
        assert await concepts.nearest(ANNA, ENCODER, [towards(0)], 5) == before
        assert await concepts.all(ANNA) == [taught.concept]


async def test_a_deed_that_hangs_is_given_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "DEED_SECONDS", 0.3)
    async with open_database(database_url) as database:
        concepts = PostgresConcepts(database)
        with psycopg.connect(database_url) as other:
            other.execute("LOCK TABLE memories")
            with pytest.raises(StoreDown):
                await concepts.teach(ANNA, ENCODER, lesson("Max", 0))
        monkeypatch.undo()
        assert (await concepts.teach(ANNA, ENCODER, lesson("Max", 0))).is_new


async def test_more_people_than_connections_are_served_in_turn(database_url: str) -> None:
    async with open_database(database_url) as database:
        concepts = PostgresConcepts(database)
        taught = await asyncio.gather(*(concepts.teach(ANNA, ENCODER, lesson(f"Dog {n}", n)) for n in range(40)))
        assert all(one.is_new for one in taught)
        assert len(await concepts.all(ANNA)) == 40


async def test_an_address_where_nobody_listens_is_an_outage() -> None:
    async with open_database("postgresql://nobody@127.0.0.1:9/nothing") as database:
        with pytest.raises(Outage):
            await PostgresConcepts(database).all(ANNA)
