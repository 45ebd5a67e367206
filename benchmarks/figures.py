"""The two files of a measurement: figures for programs, a page for people."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import computer

MEASUREMENTS = Path("docs/measurements")


def about(command: str) -> dict[str, Any]:
    """How a measurement begins: when, by which command, on what."""
    return {"date": datetime.now(UTC).isoformat(timespec="minutes"), "command": command, "machine": computer()}


def head(title: str, result: dict[str, Any]) -> list[str]:
    """The same for the page, as its first paragraphs."""
    machine = result["machine"]
    return [
        f"# {title}",
        f"{result['date']} · `{result['command']}`",
        f"{machine['processor']}, {machine['cores']} cores, {machine['ram_gb']} GB; load average when it ended"
        f" {machine['load_average'][0]}; Python {machine['python']}.",
    ]


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; the first column holds words, the others figures."""
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def keep(folder: Path, name: str, result: dict[str, Any], paragraphs: Sequence[str]) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
