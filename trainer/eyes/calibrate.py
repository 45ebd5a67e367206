"""Where *sure*, *maybe* and *stranger* lie for one encoder, found on identities it never saw (the validation part).

Memories of 10, 30 and 100 concepts, taught by one look and by three, are asked about their own, about strangers, and
about look-alikes of their own that nobody taught. The limits hold for all of these together.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.ports import Thresholds
from trainer.eyes.measure import Asked, Scores, Vectors, asked, concept_scores

SURELY_WRONG: Final = 0.03  # of strangers may be named for sure; naming somebody wrongly is worse than asking
KEPT: Final = 0.99  # of known queries are at least *maybe*
CERTAIN: Final = 0.15  # of look-alikes are as similar as what is called certain
THERE_TO_ALIKE: Final = 2  # whom "is this Max?" asks after is there twice as often as a look-alike is
ALIKE_SHARE: Final = 0.05  # of the strangers in life differ from somebody known in one trait only
_MARGINS: Final = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08)
_GALLERIES: Final = ((10, 1), (30, 1), (100, 1), (10, 3), (30, 3), (100, 3))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The limits, and what they do on the identities they were found on, as shares."""

    thresholds: Thresholds
    sure_and_right: float  # of known queries
    sure_and_wrong: float  # of known queries: somebody else was named
    strangers_named: float
    look_alikes_named: float
    known_lost: float  # of known queries: taken for strangers
    known_certain: float  # of known queries
    known_same: float  # of known queries
    look_alikes_same: float
    strangers_doubted: float  # neither named nor passed over: the model compares, or the bot asks


def calibrate(strangers: Vectors, pairs: Vectors, seed: int = 0) -> Calibration:
    """Find the limits from [I, V, D] unrelated identities and [2P, V, D] pairs of look-alikes, V >= 4."""
    known, strange, alike = _trials(strangers, pairs, seed)
    maybe = float(np.quantile(known.best, 1 - KEPT))
    sure, margin = max(
        ((max(maybe, _surest(known, strange, alike, margin)), margin) for margin in _MARGINS),
        key=lambda found: _named(known, *found),
    )
    certain = float(np.quantile(alike.best, 1 - CERTAIN))
    told = _least_told(strangers, pairs)
    same = _parting(known.best, alike.best)
    return Calibration(
        Thresholds(*(round(limit, 4) for limit in (sure, maybe, margin, certain, min(told, maybe), same))),
        sure_and_right=_named(known, sure, margin),
        sure_and_wrong=float((_sure(known, sure, margin) & ~known.right).mean()),
        strangers_named=float(_sure(strange, sure, margin).mean()),
        look_alikes_named=float(_sure(alike, sure, margin).mean()),
        known_lost=float((known.best < maybe).mean()),
        known_certain=float((known.best >= certain).mean()),
        known_same=float((known.best >= same).mean()),
        look_alikes_same=float((alike.best >= same).mean()),
        strangers_doubted=float(((strange.best >= maybe) & ~_sure(strange, sure, margin)).mean()),
    )


def _parting(known: Scores, alike: Scores) -> float:
    """The similarity that parts known ones from look-alikes best, by how often either is asked after."""
    limits = np.sort(known)
    kept = 1 - np.arange(len(limits)) / len(limits)
    denied = np.searchsorted(np.sort(alike), limits) / len(alike)
    return float(limits[np.argmax(THERE_TO_ALIKE * kept + denied)])


def _sure(trial: Asked, sure: float, margin: float) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return (trial.best >= sure) & (trial.lead >= margin)


def _named(known: Asked, sure: float, margin: float) -> float:
    return float((_sure(known, sure, margin) & known.right).mean())


def _surest(known: Asked, strange: Asked, alike: Asked, margin: float) -> float:
    """The lowest similarity at which few enough wrong names pass the margin."""
    return _seldom_wrong(*(np.where(trial.lead >= margin, trial.best, -1.0) for trial in (strange, alike)))


def _least_told(strangers: Vectors, pairs: Vectors) -> float:
    """The lowest similarity at which few others pass for one who was spoken of: one comparison, not a memory's."""
    half, strange, alike = len(strangers) // 2, [], []
    for looks in (1, 3):
        others = strangers[half:, looks:].reshape(-1, strangers.shape[-1])
        strange.append(concept_scores(others, strangers[:half, :looks]).ravel())
        twins = zip(pairs[0::2, :looks], pairs[1::2, looks:], strict=True)
        alike += [concept_scores(other, one[None]).ravel() for one, other in twins]
    return _seldom_wrong(np.concatenate(strange), np.concatenate(alike))


def _seldom_wrong(strange: Scores, alike: Scores) -> float:
    """The lowest limit that at most SURELY_WRONG of strangers pass, ALIKE_SHARE of them look-alikes."""
    wrong = np.concatenate([strange, alike])
    weights = np.concatenate(
        [
            np.full(len(strange), (1 - ALIKE_SHARE) / len(strange)),
            np.full(len(alike), ALIKE_SHARE / len(alike)),
        ]
    )
    order = np.argsort(-wrong)
    passed = np.cumsum(weights[order])
    return float(wrong[order[np.searchsorted(passed, SURELY_WRONG)]]) + 1e-4


def _trials(strangers: Vectors, pairs: Vectors, seed: int) -> tuple[Asked, Asked, Asked]:
    rng = np.random.default_rng(seed)
    known, strange, alike = [], [], []
    for most, looks in _GALLERIES:
        size = min(most, len(strangers) // 2)
        order = rng.permutation(len(strangers))
        members, others = order[:size], order[size : 2 * size]
        known.append(_ask(strangers[members], strangers[members, :looks], looks))
        strange.append(_ask(strangers[others], strangers[members, :looks], looks, stranger=True))
        twins = rng.permutation(len(pairs) // 2)[:size] * 2
        alike.append(_ask(pairs[twins + 1], pairs[twins, :looks], looks, stranger=True))
    return _joined(known), _joined(strange), _joined(alike)


def _ask(about: Vectors, taught: Vectors, looks: int, *, stranger: bool = False) -> Asked:
    queries = about[:, looks:]
    own = np.repeat(np.arange(len(about)), queries.shape[1])
    return asked(queries.reshape(-1, queries.shape[-1]), taught, np.full_like(own, -1) if stranger else own)


def _joined(trials: list[Asked]) -> Asked:
    return Asked(*(np.concatenate([getattr(trial, name) for trial in trials]) for name in ("best", "lead", "right")))
