"""The report's pictures: curves over memories, looks and K, the open set, and the arms side by side."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np

mpl.use("Agg")  # no window; must come before pyplot

from matplotlib import pyplot as plt

from trainer.evaluation.arms import ARMS
from trainer.evaluation.intervals import Estimate
from trainer.evaluation.plan import Plan
from trainer.evaluation.sections import RETRIEVAL, Sections
from trainer.evaluation.seeing import Curves

_INK: Final = {"ours": "#1b6e5a", "other": "#c4622d", "third": "#5b5f97", "weak": "#9a9a9a"}
_BARS: Final = (
    ("caption, 1: F1", "captions\n1 concept"),
    ("caption, 2: F1", "captions\n2 concepts"),
    ("caption, 4: F1", "captions\n4 concepts"),
    ("recognition, weighted", "recognition\nweighted"),
    ("visual questions", "visual\nquestions"),
    ("text questions", "text\nquestions"),
    ("second turns", "second\nturns"),
)
_ARM_INK: Final = ("#1b6e5a", "#c4622d", "#e0a458", "#5b5f97", "#9a9a9a", "#c9b1bd")


def draw_plots(sections: Sections, curves: Sequence[Curves], plan: Plan, stem: Path) -> list[Path]:
    """Write STEM_curves.png and STEM_arms.png; their paths."""
    return [
        _saved(_curves(sections[RETRIEVAL], curves, plan), stem.with_name(f"{stem.name}_curves.png")),
        _saved(_arms(sections), stem.with_name(f"{stem.name}_arms.png")),
    ]


def _curves(rows: dict[str, Estimate], curves: Sequence[Curves], plan: Plan) -> Any:
    figure, ((memory, looks), (top, open_set)) = plt.subplots(2, 2, figsize=(11, 8), constrained_layout=True)
    _by_memory(memory, rows, plan)
    _by_looks(looks, rows, plan)
    _by_k(top, rows, plan)
    _open_set(open_set, curves, plan)
    return figure


def _by_memory(axes: Any, rows: dict[str, Estimate], plan: Plan) -> None:
    for title, ink in (("top-1", "ours"), ("sure and right", "third"), ("sure and wrong", "other")):
        _line(axes, plan.sizes, [rows[f"{size} concepts, 1 look: {title}"] for size in plan.sizes], title, _INK[ink])
    colours = [rows[f"{size} concepts, 1 look: top-1 by colours alone"] for size in plan.sizes]
    _line(axes, plan.sizes, colours, "top-1 by colours alone", _INK["weak"])
    axes.set(xscale="log", xlabel="concepts in memory, one look each", title="Recognising one of many", ylim=(0, 1.02))
    axes.set_xticks(plan.sizes, plan.sizes)
    axes.minorticks_off()
    axes.legend(frameon=False)


def _by_looks(axes: Any, rows: dict[str, Estimate], plan: Plan) -> None:
    prefixes = [f"{plan.looks_memory} concepts, {n} look{'s' if n > 1 else ''}" for n in plan.looks]
    for title, ink in (("top-1", "ours"), ("sure and right", "third"), ("strangers surely named", "other")):
        _line(axes, plan.looks, [rows[f"{prefix}: {title}"] for prefix in prefixes], title, _INK[ink])
    axes.set(xlabel="looks of each concept", title=f"More looks, {plan.looks_memory} concepts", ylim=(0, 1.02))
    axes.set_xticks(plan.looks, plan.looks)
    axes.legend(frameon=False)


def _by_k(axes: Any, rows: dict[str, Estimate], plan: Plan) -> None:
    tops = range(1, plan.most_k + 1)
    for title, ink in (("recall", "third"), ("precision", "other")):
        paper = [rows[f"a crowd, the paper's K = {top}: {title}"] for top in tops]
        _line(axes, tops, paper, f"the paper's {title}", _INK[ink])
        ours = rows[f"a crowd, ours, sure and maybe: {title}"].value
        axes.axhline(ours, color=_INK[ink], linestyle="--", label=f"ours, no K: {title}")
    axes.set(xlabel="K", title="Whom retrieval finds among one to four of 30", ylim=(0, 1.02))
    axes.set_xticks(tops, tops)
    axes.legend(frameon=False)


def _open_set(axes: Any, curves: Sequence[Curves], plan: Plan) -> None:
    stages = [next(stage for stage in one.by_memory if stage.concepts == plan.memory) for one in curves]
    scores = {
        "known": ([x for stage in stages for x in stage.known], _INK["ours"]),
        "strangers": ([x for stage in stages for x in stage.strange], _INK["other"]),
        "strangers that are look-alikes": ([x for stage in stages for x in stage.alike], _INK["weak"]),
    }
    edges = np.linspace(min(min(found) for found, _ in scores.values()), 1, 40)
    for title, (found, ink) in scores.items():
        axes.hist(found, edges, density=True, alpha=0.55, color=ink, label=title)
    axes.set(xlabel=f"best similarity in a memory of {plan.memory}", title="Open set", yticks=[])
    axes.legend(frameon=False)


def _line(axes: Any, at: Sequence[int], found: Sequence[Estimate], title: str, ink: str) -> None:
    values = [one.value for one in found]
    assert all(a < b for a, b in pairwise(at)), at
    axes.plot(at, values, marker="o", color=ink, label=title)
    axes.fill_between(at, [one.low for one in found], [one.high for one in found], color=ink, alpha=0.15, linewidth=0)


def _arms(sections: Sections) -> Any:
    figure, axes = plt.subplots(figsize=(12, 4.8), constrained_layout=True)
    wide = 0.8 / len(ARMS)
    for place, (arm, ink) in enumerate(zip(ARMS, _ARM_INK, strict=True)):
        for group, (row, _) in enumerate(_BARS):
            found = sections[arm.key].get(row)
            if found is None:
                continue
            x = group + (place - (len(ARMS) - 1) / 2) * wide
            error = [[found.value - found.low], [found.high - found.value]]
            label = arm.key if group == 0 else None
            axes.bar(x, found.value, wide * 0.92, color=ink, label=label)
            axes.errorbar(x, found.value, yerr=np.maximum(error, 0), color="#333333", linewidth=0.8)
    axes.set_xticks(range(len(_BARS)), [title for _, title in _BARS])
    axes.set(ylim=(0, 1.05), title="The same models, memories, photos and questions, asked in six ways")
    axes.legend(frameon=False, ncols=len(ARMS), loc="upper center", bbox_to_anchor=(0.5, -0.12))
    return figure


def _saved(figure: Any, path: Path) -> Path:
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path
