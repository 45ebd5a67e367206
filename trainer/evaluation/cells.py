"""Scores of cases -> the rows of the report, each with its interval and its value in each seed."""

from collections.abc import Callable, Sequence
from typing import Final

from trainer.evaluation.arms import OURS
from trainer.evaluation.asking import Result
from trainer.evaluation.intervals import (
    Estimate,
    Floats,
    bootstrapped,
    f1,
    mean_of_both,
    named_at_recall,
    precision,
    recall,
    shares,
    two_groups,
)
from trainer.evaluation.scorers import Counts
from trainer.eyes.measure import auroc

RECALL: Final = 0.95  # at which false names are counted

Rows = dict[str, Estimate]
_Seeds = Sequence[Sequence[Result]]

_POOLED: Final = {  # rows that take several cells together
    "visual questions": ("what is Max doing", "where is Max"),
    "text questions": ("fact", "which is older"),
    "second turns": (
        "second turn: what is it doing",
        "second turn: a fact of it",
        "second turn: a fact of somebody else",
    ),
}
_WEIGHTED: Final = {  # rows that are the mean of two shares: the yes, and all these no
    "recognition, weighted": ("recognition, yes", ("recognition, no", "recognition, look-alike")),
    "recognition, weighted, no look-alikes": ("recognition, yes", ("recognition, no",)),
    "recognition, weighted, twins taught": ("recognition, twins taught, yes", ("recognition, twins taught, no",)),
}
_OPEN_SET: Final = ("who is this, known", "who is this, stranger")
_OF_NAMES: Final[dict[str, Callable[[Floats], float]]] = {"precision": precision, "recall": recall, "F1": f1}


def answer_rows(results: Sequence[Result]) -> dict[str, Rows]:
    """By arm: every cell, and the rows that are made of several."""
    arms = dict.fromkeys(result.arm for result in results)
    return {arm: _rows([result for result in results if result.arm == arm]) for arm in arms}


def names_rows(prefix: str, by_seed: Sequence[Sequence[Counts]]) -> Rows:
    """Precision, recall and F1 of counted names."""
    return {f"{prefix}: {title}": bootstrapped(by_seed, value) for title, value in _OF_NAMES.items()}


def open_set_rows(known: Sequence[Sequence[float]], strange: Sequence[Sequence[float]]) -> Rows:
    """AUROC and false names at 95 % recall, of scores by seed."""
    return {
        "AUROC": two_groups(known, strange, auroc),
        f"strangers named at {RECALL:.0%} recall": two_groups(known, strange, named_at_recall(RECALL)),
    }


def _rows(results: Sequence[Result]) -> Rows:
    seeds = [[result for result in results if result.seed == seed] for seed in sorted({r.seed for r in results})]
    there = dict.fromkeys(result.cell for result in results)
    rows: Rows = {}
    for cell in there:
        rows |= _cell(cell, seeds)
    rows |= {row: _share(cells, seeds) for row, cells in _POOLED.items() if there.keys() & set(cells)}
    for row, (yes, no) in _WEIGHTED.items():
        if yes in there:
            rows[row] = two_groups(_hits((yes,), seeds), _hits(no, seeds), mean_of_both)
    if results[0].arm == OURS.key:
        final = open_set_rows(*(_sureness(cell, seeds) for cell in _OPEN_SET))
        rows |= {f"final verdict: {row}": value for row, value in final.items()}
    rows["asks back"] = shares([[result.asks_back for result in seed] for seed in seeds])
    return rows


def _cell(cell: str, seeds: _Seeds) -> Rows:
    counted = [[r.score for r in seed if r.cell == cell and isinstance(r.score, Counts)] for seed in seeds]
    return names_rows(cell, counted) if any(counted) else {cell: _share((cell,), seeds)}


def _share(cells: Sequence[str], seeds: _Seeds) -> Estimate:
    return shares([[result.score is True for result in seed if result.cell in cells] for seed in seeds])


def _hits(cells: Sequence[str], seeds: _Seeds) -> list[list[float]]:
    return [[float(result.score is True) for result in seed if result.cell in cells] for seed in seeds]


def _sureness(cell: str, seeds: _Seeds) -> list[list[float]]:
    return [[result.sureness for result in seed if result.cell == cell] for seed in seeds]
