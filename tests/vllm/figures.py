"""What a served model was measured to take, written to docs/measurements/vllm.md and vllm.json."""

import json
import os
import platform
import re
import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

_PLACE = Path("docs/measurements/vllm")


def write_figures(model: str, figures: Mapping[str, Sequence[float]]) -> None:
    """Write both files anew; each figure may have been taken several times."""
    about = {
        "command": "make test-vllm",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
        "model": model,
    }
    rows = {name: _row(values) for name, values in figures.items()}
    _PLACE.parent.mkdir(parents=True, exist_ok=True)
    _PLACE.with_suffix(".json").write_text(json.dumps({**about, "figures": rows}, indent=2, ensure_ascii=False) + "\n")
    _PLACE.with_suffix(".md").write_text(_page(about, rows))


def _row(values: Sequence[float]) -> dict[str, float]:
    return {"n": len(values), "median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def _page(about: Mapping[str, str], rows: Mapping[str, Mapping[str, float]]) -> str:
    told = [f"- {name}: {value}" for name, value in about.items()]
    cells = [f"| {name} | {row['n']} | {row['median']:g} | {row['most']:g} |" for name, row in rows.items()]
    table = ["| figure | n | median | most |", "| --- | --- | --- | --- |", *cells]
    return "\n".join(["# A model served by vLLM on a CPU", "", *told, "", *table, ""])


def _machine() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} × {found[1] if found else platform.machine()}; load average {os.getloadavg()[0]:.1f}"
