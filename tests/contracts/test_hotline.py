"""The shortest way to PostgreSQL: what fails on it is the driver's own error, and the next question is answered."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from core.adapters.hotline import LINES, Hotline
from tests.contracts.sightings import ANNA

pytestmark = pytest.mark.postgres


@pytest.fixture
async def hotline(database_url: str) -> AsyncIterator[Hotline]:
    """One that is hung up in the end."""
    hotline = Hotline(database_url)
    yield hotline
    await hotline.close()


async def works(hotline: Hotline) -> bool:
    return await hotline.ask(ANNA, b"SELECT $1::int + 1", 1) == [(2,)]


async def test_a_query_that_fails_is_the_drivers_own_error(hotline: Hotline) -> None:
    for _ in range(2):
        with pytest.raises(psycopg.errors.UndefinedColumn):
            await hotline.ask(ANNA, b"SELECT nothing")
        assert await works(hotline)
        with pytest.raises(psycopg.errors.DivisionByZero):
            await hotline.ask(ANNA, b"SELECT 1 / $1::int", 0)


async def test_a_line_that_breaks_under_a_question_is_an_error_and_the_next_gets_another(
    hotline: Hotline, database_url: str
) -> None:
    asked = asyncio.create_task(hotline.ask(ANNA, b"SELECT pg_sleep(60)"))
    with psycopg.connect(database_url, autocommit=True) as admin:
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'"
        async with asyncio.timeout(10):
            while not admin.execute(end).fetchall():  # noqa: ASYNC110 - what it waits for happens in the server
                await asyncio.sleep(0.05)
    with pytest.raises(psycopg.OperationalError):
        await asked
    assert await works(hotline)


async def test_a_question_that_is_given_up_ends_in_the_server_and_spoils_no_later_one(hotline: Hotline) -> None:
    assert await works(hotline)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await hotline.ask(ANNA, b"SELECT pg_sleep(60)")
    asleep = b"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(60)%' AND pid <> pg_backend_pid()"
    assert await hotline.ask(ANNA, asleep) == [(0,)]


async def test_what_is_longer_than_the_line_takes_at_once_arrives_whole(hotline: Hotline) -> None:
    assert await hotline.ask(ANNA, b"SELECT length($1::bytea)", bytes(20_000_000)) == [(20_000_000,)]


async def test_more_questions_than_lines_are_answered_in_turn(hotline: Hotline) -> None:
    asked = (hotline.ask(ANNA, b"SELECT $1::int", number) for number in range(5 * LINES))
    assert await asyncio.gather(*asked) == [[(number,)] for number in range(5 * LINES)]
