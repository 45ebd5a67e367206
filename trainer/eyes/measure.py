"""How well the encoder sees, on identities it never saw.

Vectors are [I, V, D]: I identities, V looks of each, L2-normalised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from core.adapters.open_clip import seen_in
from trainer.eyes.clip import MEAN, STD

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]

_DRAWS: Final = 20  # random galleries per cell
RECALL: Final = 0.95


def embedded(clip: Any, crops: NDArray[np.uint8], frames: Sequence[float]) -> Vectors:
    """The vectors [I, V, D] of crops [I, V, side, side, 3], as they are when the encoder serves."""
    flat = crops.reshape(-1, *crops.shape[2:])
    device = next(clip.parameters()).device
    was_training = clip.training
    clip.eval()
    rows = []
    with torch.inference_mode():
        for start in range(0, len(flat), 256):
            pixels = (
                torch.tensor(flat[start : start + 256]).permute(0, 3, 1, 2).float().div(255).sub(MEAN[0]).div(STD[0])
            )
            rows.append(seen_in(frames, clip, pixels.to(device)).float().cpu())
    clip.train(was_training)
    return torch.cat(rows).numpy().reshape(*crops.shape[:2], -1)


def concept_scores(queries: Vectors, taught: Vectors) -> Scores:
    """Similarity of each query [Q, D] to each concept [C, looks, D]: that of the nearest look; [Q, C]."""
    scores: Scores = np.einsum("qd,cld->qcl", queries, taught).max(-1)
    return scores


def top1(vectors: Vectors, gallery: int, looks: int, seed: int = 0) -> float:
    """How often the nearest of `gallery` concepts, taught by `looks` looks, is the right one; over all other looks."""
    rng = np.random.default_rng(seed)
    right = []
    for _ in range(_DRAWS):
        members = rng.choice(len(vectors), gallery, replace=False)
        taught, queries = vectors[members, :looks], vectors[members, looks:]
        scores = concept_scores(queries.reshape(-1, queries.shape[-1]), taught)
        right.append(scores.argmax(1) == np.repeat(np.arange(gallery), queries.shape[1]))
    return float(np.mean(right))


def look_alike_choice(pairs: Vectors, looks: int) -> float:
    """How often the right one of two look-alikes is nearer; neighbours in `pairs` [2P, V, D] differ in one trait."""
    right = []
    for one, other in zip(pairs[0::2], pairs[1::2], strict=True):
        taught = np.stack([one[:looks], other[:looks]])
        for index, own in enumerate((one, other)):
            right.append(concept_scores(own[looks:], taught).argmax(1) == index)
    return float(np.mean(right))


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries against a memory: the best similarity, the lead over the second-best concept, whether the best is right.

    A stranger's answer is never right.
    """

    best: Scores  # [Q]
    lead: Scores  # [Q]
    right: NDArray[np.bool_]  # [Q]


def asked(queries: Vectors, taught: Vectors, truth: Sequence[int] | NDArray[np.int64]) -> Asked:
    """Ask [Q, D] of a memory of two or more concepts [C, looks, D]; `truth` is a concept's number, -1 for strangers."""
    scores = concept_scores(queries, taught)
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    return Asked(first, first - second, scores.argmax(1) == np.asarray(truth))


def open_set(vectors: Vectors, gallery: int, looks: int, seed: int = 0) -> dict[str, float]:
    """Known and strange queries in equal number, over random memories: AUROC, and strangers named at 95 % recall.

    Recall counts known queries whose similarity passes the limit; AUROC is over the best similarity.
    """
    known, strange = zip(*(_known_and_strange(vectors, gallery, looks, seed + i) for i in range(_DRAWS)), strict=True)
    known_best, strange_best = np.concatenate([k.best for k in known]), np.concatenate([s.best for s in strange])
    limit = np.quantile(known_best, 1 - RECALL)
    return {
        "auroc": auroc(known_best, strange_best),
        "false_names_at_95_recall": float((strange_best >= limit).mean()),
        "limit": float(limit),
    }


def _known_and_strange(vectors: Vectors, gallery: int, looks: int, seed: int) -> tuple[Asked, Asked]:
    order = np.random.default_rng(seed).permutation(len(vectors))
    members, others = order[:gallery], order[gallery : 2 * gallery]
    taught = vectors[members, :looks]
    queries, strangers = vectors[members, looks:], vectors[others, looks:]
    own = np.repeat(np.arange(len(members)), queries.shape[1])
    flat = queries.reshape(-1, queries.shape[-1])
    return asked(flat, taught, own), asked(
        strangers.reshape(-1, flat.shape[-1]), taught, np.full(len(others) * queries.shape[1], -1)
    )


def auroc(positive: NDArray[np.floating[Any]], negative: NDArray[np.floating[Any]]) -> float:
    """The chance that a positive scores higher than a negative; ties count half."""
    _, inverse, counts = np.unique(np.concatenate([positive, negative]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]  # mean rank of equal values
    total = float(ranks[: len(positive)].sum()) - len(positive) * (len(positive) + 1) / 2
    return total / (len(positive) * len(negative))


def encoder_report(strangers: Vectors, pairs: Vectors) -> dict[str, Any]:
    """All of the above on [I, V, D] unrelated identities and [2P, V, D] pairs of look-alikes."""
    sizes = [size for size in (10, 30, 100, 300) if size <= len(strangers)]
    looks = (1, 3)
    return {
        "identities": len(strangers),
        "pairs": len(pairs) // 2,
        "top1": {f"of {size}, {k} looks": round(top1(strangers, size, k), 4) for size in sizes for k in looks},
        "look_alike_choice": {f"{k} looks": round(look_alike_choice(pairs, k), 4) for k in looks},
        "open_set": {
            f"memory of {size}, {k} looks": {name: round(x, 4) for name, x in open_set(strangers, size, k).items()}
            for size in sizes
            for k in looks
            if 2 * size <= len(strangers)
        },
    }
