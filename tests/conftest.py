"""A real PostgreSQL for the tests that ask for one: one server a run, and in it one migrated database, empty for each.

TEST_DATABASE_URL names a server to use instead of the embedded one; its user must be a superuser.
"""

import os
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql
from sqlalchemy.engine import make_url

from core.adapters.database import Database, open_database
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.tables import metadata

_names = (f"familiar_test_{os.getpid()}_{number}" for number in count())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_server() -> AsyncIterator[str]:
    """The URL of a server with an empty database, the same for the whole run."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with own_folder() as folder:
        async with embedded_postgres(folder) as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")  # a test that is cut off loses nothing
                connection.execute("SELECT pg_reload_conf()")
            yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_database(postgres_server: str) -> AsyncIterator[str]:
    """The URL of the database that `database_url` empties after each test."""
    for url in made_database(postgres_server):
        await migrate(url)
        yield url


@pytest.fixture
def empty_database(postgres_server: str) -> Generator[str]:
    """The URL of a database without any table, of this test's own."""
    yield from made_database(postgres_server)


@pytest.fixture
def database_url(migrated_database: str) -> Generator[str]:
    """The URL of a migrated database without any row, as a superuser; for this test until it ends."""
    yield migrated_database
    # Faster by seconds than a copy of a template for each test, or TRUNCATE: those touch every file of every partition.
    with psycopg.connect(migrated_database) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
        connection.execute("SET LOCAL search_path TO queue")  # where its triggers find their tables
        connection.execute("DELETE FROM procrastinate_jobs")


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """A migrated database of this test's own, as the adapters use it."""
    async with open_database(database_url) as database:
        yield database


@contextmanager
def own_folder() -> Generator[Path]:
    """A folder for a server. Not pytest's: each start of pytest shuts those to the account a root's server runs as."""
    with TemporaryDirectory(prefix="familiar-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def small_disk(size: str) -> Generator[Path]:
    """A disk of this size ("24m"); a test that asks for it is skipped where only root could mount one."""
    with own_folder() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("only root can mount a small disk")
        try:
            yield folder
        finally:
            subprocess.run(["umount", str(folder)], check=True)


def made_database(server: str) -> Generator[str]:
    """Create a database without any table, yield its URL, and drop it when the generator goes on."""
    name = next(_names)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
