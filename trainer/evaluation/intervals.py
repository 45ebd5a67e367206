"""Numbers with their uncertainty: Wilson for shares, the bootstrap for all that is made of several counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

_Z: Final = 1.959964  # 95 %
_DRAWS: Final = 1000

Floats = NDArray[np.float64]
_Case = TypeVar("_Case")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, from `n` cases of all seeds together; `by_seed` is its value in each."""

    value: float
    low: float
    high: float
    n: int
    by_seed: tuple[float, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Rounded to four digits."""
        shares = {"value": self.value, "low": self.low, "high": self.high}
        rounded = {name: round(share, 4) for name, share in shares.items()}
        return {**rounded, "n": self.n, "by_seed": [round(share, 4) for share in self.by_seed]}


def shares(by_seed: Sequence[Sequence[bool]]) -> Estimate:
    """How many of the flags are true, with Wilson's interval. Raises ValueError when a seed has none."""
    flat = _flat(by_seed)
    hits, n = sum(flat), len(flat)
    share, square = hits / n, _Z * _Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    seeds = tuple(sum(seed) / len(seed) for seed in by_seed)
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half), n, seeds)


def precision(rows: Floats) -> float:
    """Of rows [n, 3] of (right, said, present): right / said. 0 when nothing was said."""
    right, said, _ = rows.sum(0)
    return float(right / said) if said else 0.0


def recall(rows: Floats) -> float:
    """Of rows [n, 3] of (right, said, present): right / present."""
    right, _, present = rows.sum(0)
    return float(right / present) if present else 0.0


def f1(rows: Floats) -> float:
    """Of rows [n, 3] of (right, said, present): the harmonic mean of precision and recall."""
    right, said, present = rows.sum(0)
    return float(2 * right / (said + present)) if said + present else 0.0


def bootstrapped(by_seed: Sequence[Sequence[Sequence[float]]], value: Callable[[Floats], float]) -> Estimate:
    """A value of rows, with the interval of its bootstrap over rows. Raises ValueError when a seed has none."""
    table = np.asarray(_flat(by_seed), np.float64)
    rng = np.random.default_rng(0)
    low, high = np.quantile([value(_again(rng, table)) for _ in range(_DRAWS)], (0.025, 0.975))
    seeds = tuple(value(np.asarray(seed, np.float64)) for seed in by_seed)
    return Estimate(value(table), float(low), float(high), len(table), seeds)


def two_groups(
    one: Sequence[Sequence[float]], other: Sequence[Sequence[float]], value: Callable[[Floats, Floats], float]
) -> Estimate:
    """A value of two groups of cases by seed, both drawn anew in every bootstrap. Raises as `bootstrapped` does."""
    first, second = np.asarray(_flat(one), np.float64), np.asarray(_flat(other), np.float64)
    rng = np.random.default_rng(0)
    drawn = [value(_again(rng, first), _again(rng, second)) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    pairs = zip(one, other, strict=True)
    seeds = tuple(value(np.asarray(a, np.float64), np.asarray(b, np.float64)) for a, b in pairs)
    return Estimate(value(first, second), float(low), float(high), len(first) + len(second), seeds)


def mean_of_both(positives: Floats, negatives: Floats) -> float:
    """The field's "weighted": the mean of the shares right of two groups, however large each is."""
    return float((positives.mean() + negatives.mean()) / 2)


def named_at_recall(recall_wanted: float) -> Callable[[Floats, Floats], float]:
    """The share of strangers at or over the highest limit that this share of the known ones reaches."""

    def named(known: Floats, strange: Floats) -> float:
        reach = ceil(recall_wanted * len(known) - 1e-9)  # 0.95 of 20 is 19, whatever floats say
        limit = np.sort(known)[len(known) - reach]
        return float((strange >= limit).mean())

    return named


def _flat(by_seed: Sequence[Sequence[_Case]]) -> list[_Case]:
    """The cases of all seeds. Without cases there is no number: a made-up one would be worse."""
    if not by_seed or not all(by_seed):
        raise ValueError("a seed without cases")
    return [case for seed in by_seed for case in seed]


def _again(rng: np.random.Generator, rows: Floats) -> Floats:
    return rows[rng.integers(0, len(rows), len(rows))]
