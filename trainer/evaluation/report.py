"""The results as JSON, and as a page to read."""

import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

import torch

from core.prompt import fingerprint
from trainer.evaluation.arms import ARMS
from trainer.evaluation.asking import Asked, Result
from trainer.evaluation.detecting import Crowds
from trainer.evaluation.intervals import Estimate
from trainer.evaluation.plan import Plan
from trainer.evaluation.plots import draw_plots
from trainer.evaluation.sections import (
    DETECTOR,
    GOALS,
    RETRIEVAL,
    TEACHING,
    Sections,
    compared,
    mistakes,
    sections_of,
)
from trainer.evaluation.seeing import Curves

_SECONDS: Final = (
    ("a photo with one being", "caption, 1"),
    ("with four", "caption, 4"),
    ("words only", "what no card tells"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything one evaluation found; one entry per seed in each sequence."""

    plan: Plan
    seeds: tuple[int, ...]
    models: Mapping[str, str]  # "encoder", "detector", "generator": its name
    asked: tuple[Asked, ...]
    curves: tuple[Curves, ...]
    crowds: tuple[Crowds, ...]
    timed: tuple[Result, ...]
    minutes: float


def write_report(measured: Measured, stem: Path) -> list[Path]:
    """Write STEM.json, STEM.md and its plots; their paths."""
    sections = sections_of(measured.asked, measured.curves, measured.crowds)
    stem.parent.mkdir(parents=True, exist_ok=True)
    plots = draw_plots(sections, measured.curves, measured.plan, stem)
    data, page = stem.with_suffix(".json"), stem.with_suffix(".md")
    data.write_text(json.dumps(_document(measured, sections), indent=1, ensure_ascii=False) + "\n")
    page.write_text(_page(measured, sections, plots))
    return [data, page, *plots]


def _document(measured: Measured, sections: Sections) -> dict[str, Any]:
    return {
        "about": _about(measured),
        "goals": [
            {
                "goal": goal.title,
                "wanted": goal.value,
                "at_most": goal.at_most,
                "met": goal.met(found),
                "the field": goal.field,
                **found.as_json(),
            }
            for goal in GOALS
            if (found := sections[goal.section].get(goal.row))
        ],
        "against the paper's rules": {row: standing for row, _, _, standing in compared(sections)},
        "arms": {arm.key: arm.about for arm in ARMS},
        "rows": {section: {row: found.as_json() for row, found in rows.items()} for section, rows in sections.items()},
        "seconds": _seconds(measured.timed),
        "scenes a second": [round(one.scenes_a_second, 1) for one in measured.curves],
        "mistakes": mistakes(_results(measured)),
    }


def _about(measured: Measured) -> dict[str, Any]:
    return {
        "size": measured.plan.size,
        "seeds": list(measured.seeds),
        "models": dict(measured.models),
        "prompt": fingerprint(),
        "minutes": round(measured.minutes, 1),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, torch {torch.__version__} with "
        f"{torch.get_num_threads()} threads",
        "command": f"python -m trainer evaluate --size {measured.plan.size}",
    }


def _results(measured: Measured) -> list[Result]:
    return [result for seed in measured.asked for result in seed.results]


def _seconds(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Medians and 95th percentiles of what a person waits for."""
    rows = {}
    for title, cell in _SECONDS:
        own = [one for one in results if one.cell == cell]
        for what, spent in (("first words", [one.first for one in own]), ("whole answer", [one.total for one in own])):
            late = sorted(spent)[int(0.95 * (len(spent) - 1))]
            rows[f"{title}: {what}"] = {"p50": round(median(spent), 3), "p95": round(late, 3), "n": len(spent)}
    return rows


def _page(measured: Measured, sections: Sections, plots: Sequence[Path]) -> str:
    about = _about(measured)
    models = ", ".join(f"{port} `{name}`" for port, name in measured.models.items())
    return "\n".join(
        [
            f"# What Familiar recognises and says: {measured.plan.size} evaluation",
            "",
            f"`{about['command']}` · {about['date']} · {about['minutes']} minutes on {about['machine']} · seeds "
            f"{', '.join(map(str, measured.seeds))} · prompt {about['prompt']} · {models}",
            "",
            _HOW.format(memory=measured.plan.memory),
            "## Goals",
            "",
            *_goals(sections),
            "",
            "## Arms",
            "",
            "The same models, memories, photos and questions; ours on all cases, the others on the first of them.",
            "",
            *(f"- **{arm.key}**: {arm.about}" for arm in ARMS),
            "",
            *_by_arm(sections),
            "",
            f"![captions, recognition and questions by arm]({plots[1].name})",
            "",
            "## Ours against the paper's rules",
            "",
            *_against(sections),
            "",
            "## Beneath the answers",
            "",
            f"![curves over memory, looks and K, and the open set]({plots[0].name})",
            "",
            *_table(sections[RETRIEVAL]),
            "",
            *_table(sections[DETECTOR]),
            "",
            "Teaching by talking: what the words got across.",
            "",
            *_table(sections[TEACHING]),
            "",
            "## Speed",
            "",
            *_speed(measured),
            "",
        ]
    )


_HOW: Final = """\
Every answer is the final reply of `Conversation.handle`, over PostgreSQL and the artefacts that are served. Identities,
names, facts, phrasings and half of the places never occurred in training. Memories hold {memory} concepts of one look
each; whoever is asked about was taught by talking. Intervals are 95 %: Wilson's for shares, the bootstrap over cases
for the rest. A name in a question ("is this Max?") or a denial ("that is not Max") is not said; an answer that asks
back instead of answering is wrong. `wrong reference`, `stranger` and `not there` rows count errors: less is better
there. `where is Max` asks for places that were in training; of `place never seen` the voice was never taught a word,
so there 0.000 says that every answer is wrong. The other systems' numbers were measured on their own data and are only
there to tell where the field stands.
"""


def _goals(sections: Sections) -> list[str]:
    lines = ["| | found | goal | where the field stands |", "|---|---|---|---|"]
    for goal in GOALS:
        found = sections[goal.section].get(goal.row)
        sign = "≤" if goal.at_most else "≥"
        mark = "" if found is None else " ✓" if goal.met(found) else " ✗"
        lines.append(f"| {goal.title} | {_told(found)}{mark} | {sign} {goal.value:.3g} | {goal.field} |")
    return lines


def _by_arm(sections: Sections) -> list[str]:
    rows = dict.fromkeys(row for arm in ARMS for row in sections[arm.key])
    lines = ["| | " + " | ".join(arm.key for arm in ARMS) + " |", "|---" * (1 + len(ARMS)) + "|"]
    return lines + [
        f"| {row} | " + " | ".join(_told(sections[arm.key].get(row)) for arm in ARMS) + " |" for row in rows
    ]


def _against(sections: Sections) -> list[str]:
    rows = compared(sections)
    counts = Counter(standing for *_, standing in rows)
    lines = [
        f"Ahead in {counts['ahead']} of {len(rows)} rows, level in {counts['level']}, behind in {counts['behind']}.",
        "",
    ]
    lines += ["| | ours | the paper's rules | |", "|---|---|---|---|"]
    return lines + [f"| {row} | {_told(ours)} | {_told(paper)} | {standing} |" for row, ours, paper, standing in rows]


def _table(rows: Mapping[str, Estimate]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| {row} | {_told(found)} |" for row, found in rows.items())]


def _speed(measured: Measured) -> list[str]:
    speeds = [one.scenes_a_second for one in measured.curves]
    rows = _seconds(measured.timed)
    return [
        f"Scenes drawn, detected and encoded: {median(speeds):.0f} a second. Seconds per answer, one at a time, from "
        "the message to the reply:",
        "",
        "| | p50 | p95 | n |",
        "|---|---|---|---|",
        *(f"| {title} | {row['p50']} | {row['p95']} | {row['n']} |" for title, row in rows.items()),
    ]


def _told(found: Estimate | None) -> str:
    if found is None:
        return ""
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f}, n {found.n})"
