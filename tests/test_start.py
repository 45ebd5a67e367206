"""It starts and stops as a process does; what keeps it from starting is one line, and leaves nothing half-written."""

import asyncio
import io
import os
import socket
import sys
import time
import zipfile
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.serve import secret_in
from bot.web import check_address
from core.adapters.database import Database
from core.adapters.history import PostgresHistory
from core.errors import Refusal
from core.turns import Turn, now
from tests.channels.waiting import PATIENCE
from tests.conftest import small_disk
from tests.contracts.sightings import ANNA, crop


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An export of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as empty:
        empty.writestr("familiar.json", '{"version": 1, "concepts": []}')
    (tmp_path / "export.zip").write_bytes(out.getvalue())
    return tmp_path / "export.zip"


def line_of(*command: str, **settings: str) -> str:
    """What the operator reads when `familiar` refuses."""
    ended = CliRunner().invoke(app, command, env=settings)
    assert ended.exit_code == 1
    return ended.stderr.strip()


@pytest.mark.parametrize(
    ("name", "value"), [("FAMILIAR_PORT", "hunter2"), ("FAMILIAR_PORT", "70000"), ("FAMILIAR_LOG", "hunter2")]
)
def test_a_setting_that_makes_no_sense_is_named_in_one_line_without_its_value(name: str, value: str) -> None:
    line = line_of("run", **{name: value})
    assert line.startswith(f"familiar: {name}: ")
    assert "\n" not in line
    assert "hunter2" not in line


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["ENCODER", "DETECTOR", "GENERATOR_MODEL"])
def test_models_that_are_not_there_are_one_line(name: str, database_url: str, archive: Path, tmp_path: Path) -> None:
    nowhere = f"local-dir:{tmp_path}/nowhere" if name == "ENCODER" else f"{tmp_path}/nowhere"  # no name for a hub
    line = line_of("admin", "import", "web:anna", str(archive), DATABASE_URL=database_url, **{name: nowhere})
    assert "/nowhere" in line
    assert "can't be loaded" in line


@pytest.mark.slow
@pytest.mark.postgres
async def test_while_it_serves_it_sweeps_and_on_sigterm_it_stops(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    old = Turn("web", "1", "web:anna", "who is this?", "Nobody I know.", now() - timedelta(days=2), photo=crop())
    history = PostgresHistory(database)
    await history.keep(ANNA, old)
    env = {**os.environ, "DATABASE_URL": database_url, "FAMILIAR_DATA": str(tmp_path), "FAMILIAR_PORT": "0"}
    command = (sys.executable, "-m", "bot", "run")
    familiar = await asyncio.create_subprocess_exec(*command, env=env, stdout=PIPE, stderr=STDOUT)
    assert familiar.stdout
    async with asyncio.timeout(3 * PATIENCE):
        said = [line.decode() async for line in until_ready(familiar.stdout)]
    assert "ready: http://127.0.0.1:" in said[-1], said
    end = time.monotonic() + PATIENCE
    while (await history.recent(ANNA, "web:anna", 1))[0].photo is not None:
        assert time.monotonic() < end
    familiar.terminate()
    rest = await asyncio.wait_for(familiar.stdout.read(), PATIENCE)
    assert (await familiar.wait(), rest.rstrip().endswith(b"stopped")) == (0, True)


async def until_ready(lines: asyncio.StreamReader) -> AsyncGenerator[bytes]:
    """What it says until it is ready, or ends."""
    async for line in lines:
        yield line
        if b"ready: http" in line:
            return


def test_an_address_that_is_taken_or_open_to_others_is_known_before_there_is_a_page() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is taken"):
            check_address("127.0.0.1", port, has_token=False)
    with pytest.raises(Refusal, match=r"192\.0\.2\.1"):  # an address that no machine of ours has
        check_address("192.0.2.1", 0, has_token=True)
    with pytest.raises(Refusal, match="set FAMILIAR_TOKEN"):
        check_address("0.0.0.0", 0, has_token=False)
    for _ in range(2):  # it is let go again
        check_address("127.0.0.1", port, has_token=False)


def test_the_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    secret = secret_in(tmp_path / "data")
    assert secret_in(tmp_path / "data") == secret
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"half", b"\xff\xfe\x00", b"\n" * 43], ids=repr)
def test_a_secret_that_is_damaged_or_cut_off_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    secret = secret_in(tmp_path)
    assert len(secret) == 43
    assert secret_in(tmp_path) == secret


def test_a_folder_that_can_not_be_written_is_one_line() -> None:
    with pytest.raises(Refusal, match="Can't keep anything in /dev/null/data"):
        secret_in(Path("/dev/null/data"))


def test_a_full_disk_leaves_no_half_of_a_secret() -> None:
    with small_disk("64k") as folder:
        (folder / "filler").write_bytes(bytes(64 * 1024))
        with pytest.raises(Refusal, match="No space left"):
            secret_in(folder)
        assert not (folder / "secret").exists()
