"""How well a detector finds beings and things: recall and precision of the boxes Familiar would use."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch

from core.adapters.detection import kept_boxes
from core.photos import Box
from trainer.eyes.augment import as_floats
from trainer.eyes.views import Shard

Raw = tuple[torch.Tensor, torch.Tensor]

_UNITS: Final = 1000  # boxes are compared in thousandths of the photo's side
_WHOLE: Final = Box(0, 0, _UNITS, _UNITS)
_RECALL_COUNTS: Final = 4  # times as much as precision: a being that is not proposed is not recognised


def raw_boxes(model: Any, shard: Shard) -> list[Raw]:
    """For every photo (boxes [Q, 4] in thousandths of its sides, scores [Q])."""
    model.eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(shard.photos), 64):
            pixels = as_floats(torch.from_numpy(np.array(shard.photos[start : start + 64])))
            told = model(pixel_values=pixels.to(model.device))
            middle, half = told.pred_boxes.float().cpu().split(2, -1)
            corners = torch.cat([middle - half / 2, middle + half / 2], -1) * _UNITS
            found += list(zip(corners, told.logits.float().cpu().sigmoid().amax(-1), strict=True))
    return found


def true_boxes(shard: Shard) -> list[list[Box]]:
    """For every photo the boxes of those who are in it, in thousandths of its sides."""
    return [
        [_box(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y, w, h in photo.tolist() if w > 0]
        for photo in shard.boxes
    ]


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(round(left * _UNITS), round(top * _UNITS), round(right * _UNITS), round(bottom * _UNITS))


def matched(proposed: Sequence[Box], true: Sequence[Box], iou: float) -> dict[int, int]:
    """Which proposed box meets which true one, by their places: one to one, the best pairs first."""
    pairs = sorted(
        ((one.iou(other), i, j) for i, one in enumerate(proposed) for j, other in enumerate(true)), reverse=True
    )
    met_by: dict[int, int] = {}
    for overlap, i, j in pairs:
        if overlap >= iou and i not in met_by and j not in met_by.values():
            met_by[i] = j
    return met_by


def _rates(raw: list[Raw], true: list[list[Box]], score: float, iou: float) -> tuple[float, float, float]:
    """Recall, precision, and boxes per photo."""
    met = proposed = 0
    for (boxes, scores), own in zip(raw, true, strict=True):
        kept = kept_boxes(boxes[scores > score], scores[scores > score], _WHOLE)
        met += len(matched(kept, own, iou))
        proposed += len(kept)
    return met / sum(map(len, true)), met / max(1, proposed), proposed / len(true)


def best_score(model: Any, shard: Shard) -> float:
    """The score below which a box is dropped: the best weighted harmonic mean of recall and precision on the shard."""
    raw, true = raw_boxes(model, shard), true_boxes(shard)

    def worth(score: float) -> float:
        recall, precision, _ = _rates(raw, true, score, 0.5)
        return (1 + _RECALL_COUNTS) * recall * precision / max(1e-9, _RECALL_COUNTS * precision + recall)

    return float(max(np.arange(0.1, 0.75, 0.05).round(2), key=worth))


def detector_report(model: Any, shard: Shard, score: float) -> dict[str, Any]:
    """Recall and precision at two overlaps, with the boxes Familiar would use at that score.

    By chance is what the same boxes find in another photo.
    """
    raw, true = raw_boxes(model, shard), true_boxes(shard)
    recall, precision, per_photo = _rates(raw, true, score, 0.5)
    strict_recall, strict_precision, _ = _rates(raw, true, score, 0.75)
    return {
        "photos": len(true),
        "beings": sum(map(len, true)),
        "score": score,
        "recall_at_iou_0.5": round(recall, 4),
        "precision_at_iou_0.5": round(precision, 4),
        "recall_at_iou_0.75": round(strict_recall, 4),
        "precision_at_iou_0.75": round(strict_precision, 4),
        "recall_by_chance": round(_rates(raw, [*true[1:], *true[:1]], score, 0.5)[0], 4),
        "boxes_per_photo": round(per_photo, 2),
    }
