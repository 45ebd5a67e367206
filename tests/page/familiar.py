"""The real thing in a process of its own: a database, every model and the page, started and stopped as a person would.

Nothing that is set on this machine reaches it, but for what it is given here.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
MODELS = ("ENCODER", "DETECTOR", "GENERATOR_URL", "GENERATOR_MODEL", "GENERATOR_KEY")
PATIENCE = 300.0  # s; a busy machine is no reason to fail


@dataclass(frozen=True, slots=True)
class Familiar:
    """A Familiar that answers. `seconds` is how long it took to."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    seconds: float

    def stop(self) -> int:
        """Press Ctrl-C, and wait; the exit status. Every process of its group gets it, as in a terminal."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def is_up(self) -> bool:
        """Whether /readyz says so."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def start(
    command: Sequence[str], folder: Path, log: Path, settings: Mapping[str, str], patience: float = PATIENCE
) -> Familiar:
    """Run a command that serves the page, in a folder; returns once the page is ready."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if not _is_setting(key)}
    environment |= {**settings, "FAMILIAR_PORT": str(port)}
    begin = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, process_group=0
        )
    waiting = Familiar(f"http://127.0.0.1:{port}", process, log, 0.0)
    while not waiting.is_up():
        if process.poll() is not None or time.perf_counter() - begin > patience:
            waiting.stop()
            raise RuntimeError(f"it did not come up:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
    return Familiar(waiting.url, process, log, time.perf_counter() - begin)


@contextmanager
def serving(settings: Mapping[str, str] | None = None) -> Generator[Familiar]:
    """This checkout, on an empty database, until the block ends."""
    with TemporaryDirectory(prefix="familiar-real-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "models").symlink_to(ROOT / "models")  # away from the checkout, where a .env may lie
        command = [sys.executable, "-m", "bot", "run"]
        familiar = start(command, folder, folder / "log.txt", {"PYTHONPATH": str(ROOT), **(settings or {})})
        try:
            yield familiar
        finally:
            familiar.stop()


def _is_setting(name: str) -> bool:
    return name in ("DATABASE_URL", *MODELS) or name.startswith("FAMILIAR_")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
