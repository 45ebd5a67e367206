"""The whole evaluation, small, with colours for eyes and a voice that reads aloud: every row, and the same twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.doubles import small_ports
from trainer.evaluation.arms import OURS, PAPER
from trainer.evaluation.intervals import Estimate
from trainer.evaluation.plan import Plan
from trainer.evaluation.report import Measured, write_report
from trainer.evaluation.run import measure
from trainer.evaluation.sections import compared

TINY = Plan(
    "quick",
    memory=4,
    cases=2,
    compared=1,
    sizes=(4, 6),
    looks=(1, 2),
    looks_memory=5,
    queries=6,
    strangers=4,
    crowds=1,
    most_k=3,
)


async def measured(seeds: tuple[int, ...] = (1,)) -> Measured:
    ports, _ = small_ports(boxes=None)
    return await measure(ports, TINY, seeds, say=lambda line: None)


def written(found: Measured, folder: Path) -> dict[str, Any]:
    write_report(found, folder / "pocket")
    return json.loads((folder / "pocket.json").read_text())  # type: ignore[no-any-return]


@pytest.mark.slow
async def test_every_row_has_its_cases_its_interval_and_its_seeds(tmp_path: Path) -> None:
    found = written(await measured((1, 2)), tmp_path)
    for section, rows in found["rows"].items():
        assert rows, section
        for row, cell in rows.items():
            assert cell["low"] <= cell["value"] <= cell["high"], row
            assert cell["n"] > 0
            assert len(cell["by_seed"]) == 2
    assert {goal["goal"] for goal in found["goals"]} >= {"caption F1, 4 concepts", "detector recall at IoU 0.5"}
    page = (tmp_path / "pocket.md").read_text()
    for name in ("pocket_curves.png", "pocket_arms.png"):
        assert name in page
        assert (tmp_path / name).stat().st_size > 10_000


@pytest.mark.slow
async def test_the_same_seed_finds_the_same(tmp_path: Path) -> None:
    one, other = [written(await measured(), tmp_path / part) for part in ("one", "other")]
    assert one["rows"] == other["rows"]
    assert one["mistakes"] == other["mistakes"]


def test_who_is_as_good_as_the_papers_rules_is_level_and_fewer_errors_are_ahead() -> None:
    def rows(**values: float) -> dict[str, Estimate]:
        return {row.replace("_", " "): Estimate(value, value, value, 15) for row, value in values.items()}

    ours = rows(fact=0.9, perfect=1.0, lost=0.4, wrong_reference=0.0, alone=1.0)
    paper = rows(fact=0.8, perfect=1.0, lost=0.5, wrong_reference=0.9)
    found = {row: standing for row, _, _, standing in compared({OURS.key: ours, PAPER.key: paper})}
    assert found == {"fact": "ahead", "perfect": "level", "lost": "behind", "wrong reference": "ahead"}
