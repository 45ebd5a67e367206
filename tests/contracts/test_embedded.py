"""The embedded PostgreSQL: it starts, stops, survives a crash, and says in one line why it can't start."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from core.adapters.embedded import embedded_postgres
from core.errors import Refusal
from tests.conftest import own_folder, small_disk

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[2]

UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from core.adapters.embedded import embedded_postgres

async def run():
    async with embedded_postgres(Path(sys.argv[1])) as url:
        print(url, flush=True)
        await asyncio.sleep(600)

asyncio.run(run())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place for a database that is not there yet."""
    with own_folder() as folder:
        yield folder / "postgres"


def ask(url: str, query: LiteralString) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        answer = connection.execute(query)
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def postmaster(folder: Path) -> int:
    return int((folder / "pgdata" / "postmaster.pid").read_text().split()[0])


async def refusal(folder: Path) -> str:
    with pytest.raises(Refusal) as refused:
        async with embedded_postgres(folder):
            pass
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_what_was_written_is_there_at_the_second_start_and_a_stopped_server_is_gone(folder: Path) -> None:
    async with embedded_postgres(folder) as url:
        ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    assert not (folder / "pgdata" / "postmaster.pid").exists()
    async with embedded_postgres(folder) as url:
        assert ask(url, "SELECT number FROM kept") == 7


async def test_only_its_own_user_reaches_it_and_its_log_holds_no_words_of_people(folder: Path) -> None:
    async with embedded_postgres(folder) as url:
        assert ask(url, "SHOW listen_addresses") == ""
        assert ask(url, "SHOW unix_socket_permissions") == "0700"
        ask(url, "CREATE TABLE names (name text PRIMARY KEY)")
        ask(url, "INSERT INTO names VALUES ('Schnuffel')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Schnuffel"):
            ask(url, "INSERT INTO names VALUES ('Schnuffel')")
    assert "unique constraint" in (folder / "postgres.log").read_text()
    assert "Schnuffel" not in (folder / "postgres.log").read_text()


async def test_a_server_whose_familiar_was_killed_is_stopped_and_started_anew(folder: Path) -> None:
    crashed = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", UNTIL_KILLED, str(folder)), cwd=ROOT, stdout=subprocess.PIPE
    )
    assert crashed.stdout is not None
    url = (await crashed.stdout.readline()).decode().strip()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    left_over = postmaster(folder)
    crashed.kill()
    await crashed.wait()
    os.kill(left_over, 0)  # it lives
    async with embedded_postgres(folder) as url:
        assert postmaster(folder) != left_over
        assert ask(url, "SELECT number FROM kept") == 7


async def test_the_mark_of_a_server_that_is_no_more_does_no_harm_though_its_number_is_taken(folder: Path) -> None:
    async with embedded_postgres(folder) as url:
        ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
        ask(url, "CHECKPOINT")
        mark = (folder / "pgdata" / "postmaster.pid").read_text()
        os.kill(postmaster(folder), signal.SIGKILL)
    (folder / "pgdata" / "postmaster.pid").write_text(mark.replace(mark.split()[0], str(os.getpid()), 1))
    async with embedded_postgres(folder) as url:
        assert ask(url, "SELECT number FROM kept") == 7


async def test_a_second_familiar_shares_the_server_of_the_first(folder: Path) -> None:
    async with embedded_postgres(folder) as url:
        async with embedded_postgres(folder) as shared:
            assert shared == url
        assert ask(url, "SELECT 7") == 7


async def test_a_path_too_long_for_a_socket_is_no_hindrance(folder: Path) -> None:
    async with embedded_postgres(folder / ("long" * 20) / ("path" * 10)) as url:
        assert ask(url, "SELECT 7") == 7


async def test_a_start_that_is_cancelled_leaves_no_server(folder: Path) -> None:
    async def start() -> None:
        async with embedded_postgres(folder):
            await asyncio.sleep(600)

    starting = asyncio.create_task(start())
    await asyncio.sleep(0.2)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not (folder / "pgdata" / "postmaster.pid").exists()


async def test_a_creation_that_was_cut_off_is_begun_again(folder: Path) -> None:
    (folder / "pgdata.new" / "base").mkdir(parents=True)
    async with embedded_postgres(folder) as url:
        assert ask(url, "SELECT 7") == 7


@pytest.mark.parametrize("broken", ["global/pg_control", "PG_VERSION"])
async def test_data_that_are_damaged_are_refused_with_postgresqls_reason(folder: Path, broken: str) -> None:
    async with embedded_postgres(folder):
        pass
    (folder / "pgdata" / broken).write_bytes(b"\x00" * 8192)
    assert await refusal(folder) != ""
    assert str(folder) in await refusal(folder)


async def test_a_folder_that_can_not_be_made_is_refused() -> None:
    assert "/dev/null/postgres" in await refusal(Path("/dev/null/postgres"))


@pytest.fixture
def full_disk() -> Iterator[Path]:
    """A disk with room for a few files, and a start of PostgreSQL that believes it has more."""
    with small_disk("24m") as folder:
        yield folder / "postgres"


async def test_a_full_disk_is_refused_and_nothing_is_left_of_the_attempt(full_disk: Path) -> None:
    assert "full" in await refusal(full_disk)
    assert not (full_disk / "pgdata").exists()


async def test_a_disk_that_fills_up_while_the_database_is_made_is_refused(
    full_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.adapters.embedded.LEAST_FREE", 0)
    assert "No space left" in await refusal(full_disk)
    assert not (full_disk / "pgdata").exists()
