"""How often a greedy answer is right to the last token, by kind of question and number of cards.

Measured on identities, names, facts and phrasings that training never saw. Teacher-forced: an answer counts when at
every place the most likely token is the right one, which is the case exactly when greedy decoding writes it.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean
from typing import Any

import torch

from trainer.voice.batch import Batch
from trainer.voice.features import Features
from trainer.voice.learner import Learner

Cell = dict[str, int]


@torch.no_grad()
def measure(learner: Learner, batches: Iterable[Batch], features: Features) -> dict[str, Any]:
    """`{"kinds": {kind: {cards: {"right", "n"}}}, "pairs": ..., "all": {"right", "n"}}`; None where no pairs were."""
    cells: dict[tuple[str, int], Cell] = defaultdict(lambda: {"right": 0, "n": 0})
    pairs: list[float] = []
    learner.eval()
    for batch in batches:
        losses, right = learner(batch.on(learner.device), features.of(batch.pictures).to(learner.device))
        if len(batch.pairs):
            pairs.append(float(losses.right_pairs))
        for kind, cards, is_right in _answers(batch, right):
            cells[kind, cards]["right"] += is_right
            cells[kind, cards]["n"] += 1
    learner.train()
    kinds: dict[str, dict[str, Cell]] = defaultdict(dict)
    for (kind, cards), cell in sorted(cells.items()):
        kinds[kind][str(cards)] = cell
    whole = {key: sum(cell[key] for cell in cells.values()) for key in ("right", "n")}
    return {"kinds": dict(kinds), "pairs": round(fmean(pairs), 3) if pairs else None, "all": whole}


def summary(measured: dict[str, Any]) -> str:
    """One line for people: every kind with its share of right answers and how many there were."""
    said = []
    for kind, by_cards in measured["kinds"].items():
        right = sum(cell["right"] for cell in by_cards.values())
        count = sum(cell["n"] for cell in by_cards.values())
        said.append(f"{kind} {100 * right / count:.0f} ({count})")
    whole = measured["all"]
    return f"all {100 * whole['right'] / whole['n']:.1f} ({whole['n']}), pairs {measured['pairs']}; " + ", ".join(said)


def _answers(batch: Batch, right: torch.Tensor) -> Iterable[tuple[str, int, bool]]:
    """Kind, cards and rightness of every branch; `right` is in order of row and place, as the labels are."""
    rows, places = (batch.labels >= 0).nonzero(as_tuple=True)
    wrong = {
        (int(row), int(batch.branches[row, at])) for row, at, ok in zip(rows, places, right, strict=True) if not ok
    }
    for row, kinds in enumerate(batch.kinds):
        for branch, (kind, cards) in enumerate(zip(kinds, batch.cards[row], strict=True), 1):
            yield kind, cards, (row, branch) not in wrong
