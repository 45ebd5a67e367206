"""What a served model was measured to take, written to docs/measurements/vllm.md and vllm.json."""

import json
import os
import platform
import re
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.vllm.serving import Server

_PLACE = Path("docs/measurements/vllm")
_COMMAND = "make test-vllm"


class Figures:
    """Figures by name, in the order in which they were taken."""

    def __init__(self, server: Server) -> None:
        self._model = server.model
        self._rows: dict[str, dict[str, float]] = {}
        self.add("start until healthy, s", [server.seconds_to_healthy])

    def add(self, name: str, values: Sequence[float]) -> None:
        """Keep a figure that was taken once or several times."""
        self._rows[name] = {
            "n": len(values),
            "p50": round(statistics.median(values), 4),
            "max": round(max(values), 4),
        }

    def write(self) -> None:
        """Write both files anew."""
        about = {
            "command": _COMMAND,
            "date": datetime.now(UTC).date().isoformat(),
            "machine": _machine(),
            "model": self._model,
        }
        _PLACE.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({**about, "figures": self._rows}, indent=2, ensure_ascii=False)
        _PLACE.with_suffix(".json").write_text(content + "\n")
        _PLACE.with_suffix(".md").write_text(self._page(about))

    def _page(self, about: dict[str, str]) -> str:
        told = [f"- {name}: {value}" for name, value in about.items()]
        rows = [f"| {name} | {row['n']} | {row['p50']:g} | {row['max']:g} |" for name, row in self._rows.items()]
        table = ["| figure | n | median | most |", "| --- | --- | --- | --- |", *rows]
        return "\n".join(["# The pocket VLM served by vLLM on a CPU", "", *told, "", *table, ""])


def _machine() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    busy = os.getloadavg()[0]
    return f"{os.cpu_count()} × {found[1] if found else platform.machine()}, load {busy:.1f}"
