"""The migrations make the tables the store expects, from nothing and from what is there."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy.engine import make_url

from core.adapters.database import open_database
from core.adapters.embedded import migrate
from core.adapters.nearest import LONGEST_INDEXED
from core.adapters.postgres import PostgresConcepts
from core.adapters.sweeping import sweep
from core.adapters.tables import APP_ROLE, SWEEPER_ROLE, metadata
from core.errors import Refusal
from tests.contracts.sightings import ANNA, ENCODER, lesson

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[2]


def alembic(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


async def on_command_line(url: str) -> int:
    upgrade = (sys.executable, "-m", "alembic", "upgrade", "head")
    run = await asyncio.create_subprocess_exec(*upgrade, cwd=ROOT, env={**os.environ, "DATABASE_URL": url})
    return await run.wait()


def tables(url: str) -> set[str]:
    """With their indexes, for a migration may make no more than one."""
    with psycopg.connect(url) as connection:
        found = connection.execute("""
            SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'partitions')
            UNION SELECT indexname FROM pg_indexes WHERE schemaname IN ('public', 'partitions')
        """)
        return {row[0] for row in found}


def schemas(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema'")
        return {row[0] for row in found}


async def test_an_empty_database_gets_every_table_and_nothing_is_left_to_do(empty_database: str) -> None:
    await migrate(empty_database)
    assert tables(empty_database) >= set(metadata.tables)
    await asyncio.to_thread(command.check, alembic(empty_database))


async def test_the_index_of_the_search_holds_what_the_search_takes_it_to_hold(migrated_database: str) -> None:
    with psycopg.connect(migrated_database) as connection:
        (row,) = connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_vectors_search'").fetchall()
    assert row[0].endswith(
        "(memory, encoder, concept) INCLUDE (positive, look, vector)"
        f" WHERE (alive AND (dimension <= {LONGEST_INDEXED}))"
    )


async def test_a_filled_database_keeps_its_rows(empty_database: str) -> None:
    await migrate(empty_database)
    async with open_database(empty_database) as database:
        taught = await PostgresConcepts(database).teach(ANNA, ENCODER, lesson("Max", 0))
        await migrate(empty_database)
        assert await PostgresConcepts(database).all(ANNA) == [taught.concept]


@pytest.fixture
def of_an_owner(empty_database: str, migrated_database: str) -> Iterator[str]:
    """The URL of an empty database, as its owner: no superuser, but let into Familiar's roles, which are there."""
    parsed = make_url(empty_database)
    owner, database = sql.Identifier(f"owner_of_{parsed.database}"), sql.Identifier(str(parsed.database))
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")  # the one step that only a superuser can take
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(owner))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner))
        for role in (APP_ROLE, SWEEPER_ROLE):
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), owner))
        yield parsed.set(username=owner.as_string()[1:-1], password="secret").render_as_string(hide_password=False)
        connection.execute(sql.SQL("REASSIGN OWNED BY {} TO CURRENT_USER").format(owner))
        connection.execute(sql.SQL("DROP ROLE {}").format(owner))


async def test_an_owner_who_is_no_superuser_can_migrate_and_sees_no_memory_either(of_an_owner: str) -> None:
    await migrate(of_an_owner)
    async with open_database(of_an_owner) as database:
        taught = await PostgresConcepts(database).teach(ANNA, ENCODER, lesson("Max", 0))
        assert await PostgresConcepts(database).all(ANNA) == [taught.concept]
        assert await sweep(database) == (0, 0)
    with psycopg.connect(of_an_owner) as connection:
        assert connection.execute("SELECT count(*) FROM concepts").fetchone() == (0,)


async def test_the_migrations_can_be_taken_back_one_by_one_and_done_again(empty_database: str) -> None:
    await migrate(empty_database)
    there = tables(empty_database)
    while there > {"alembic_version", "alembic_version_pkc"}:
        await asyncio.to_thread(command.downgrade, alembic(empty_database), "-1")
        assert tables(empty_database) <= there
        there = tables(empty_database)
    assert schemas(empty_database) == {"public"}
    await migrate(empty_database)
    assert tables(empty_database) >= set(metadata.tables)


async def test_the_command_line_migrates_database_url_and_two_at_once_do_no_harm(
    empty_database: str,
) -> None:
    assert await asyncio.gather(*(on_command_line(empty_database) for _ in range(2))) == [0, 0]
    assert tables(empty_database) >= set(metadata.tables)


async def test_a_database_of_a_later_version_is_refused(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(Refusal, match="another version of Familiar"):
        await migrate(empty_database)


async def test_a_database_that_does_not_answer_is_refused_in_one_line_without_its_password() -> None:
    with pytest.raises(Refusal) as refused:
        await migrate("postgresql://anna:secret@127.0.0.1:9/nowhere")
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://anna@host/name", "no url at all"])
async def test_what_names_no_postgresql_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match="postgresql://"):
        await migrate(url)


async def test_people_can_be_taken_back_and_done_again(empty_database: str) -> None:
    await migrate(empty_database)
    await asyncio.to_thread(command.downgrade, alembic(empty_database), "0002")
    assert not {"accounts", "links", "consents", "shares"} & tables(empty_database)
    await migrate(empty_database)
    assert tables(empty_database) >= set(metadata.tables)
