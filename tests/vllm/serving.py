"""A real vLLM, started on a free port of this machine and stopped again, and what it tells about itself."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = "for-the-tests"
_SILENCE = 240.0  # seconds without a new line in its log until the start has failed; a busy machine is only slow
_PROGRESS = 5.0  # seconds between two lines to the terminal
_LEAVING = 30.0  # seconds it has to stop by itself


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, what it serves, and how long it took to be healthy."""

    origin: str
    model: str
    seconds_to_healthy: float

    @property
    def url(self) -> str:
        return self.origin + "/v1"

    def metric(self, name: str, **labels: str) -> float:
        """A number of /metrics, summed over everything but these labels; 0 for one that was never counted."""
        with urllib.request.urlopen(self.origin + "/metrics", timeout=10) as page:
            lines = page.read().decode().splitlines()
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        found = [line for line in lines if re.match(rf"vllm:{name}(_total)?[{{ ]", line)]
        return sum(float(line.rsplit(" ", 1)[1]) for line in found if all(label in line for label in wanted))

    def tokens(self, messages: list[dict[str, Any]]) -> list[int]:
        """The token ids it makes of a prompt."""
        body = json.dumps({"model": self.model, "messages": messages, "add_generation_prompt": True}).encode()
        request = urllib.request.Request(self.origin + "/tokenize", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return list(json.load(answer)["tokens"])


@contextmanager
def serving(folder: Path, log: Path, say: Callable[[str], None]) -> Iterator[Server]:
    """Serve a model folder until the block ends. `say` gets a line every few seconds of the start."""
    port = _free_port()
    started = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["scripts/serve_vllm.sh", str(folder), str(port)],
            env={**os.environ, "VLLM_API_KEY": KEY},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that all its processes can be told to stop, and none but its own
        )
    try:
        origin = f"http://127.0.0.1:{port}"
        _wait(origin, process, log, say)
        yield Server(origin, str(folder), time.monotonic() - started)
    finally:
        _stop(process)


def _wait(origin: str, process: subprocess.Popen[bytes], log: Path, say: Callable[[str], None]) -> None:
    started = said = time.monotonic()
    while not _healthy(origin):
        now = time.monotonic()
        if process.poll() is not None or time.time() - log.stat().st_mtime > _SILENCE:
            raise RuntimeError(f"vLLM did not start within {now - started:.0f} s:\n{log.read_text()[-4000:]}")
        if now - said > _PROGRESS:
            said = now
            say(f"vLLM starts, {now - started:.0f} s: {_last_line(log)}")
        time.sleep(0.5)
    say(f"vLLM is healthy after {time.monotonic() - started:.0f} s")


def _healthy(origin: str) -> bool:
    try:
        with urllib.request.urlopen(origin + "/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() or [""]
    return re.sub(r"^.*?\] ", "", lines[-1])[:80]


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LEAVING)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # an engine that did not leave with its server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
