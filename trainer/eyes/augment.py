"""Small changes to crops while the encoder learns, so that it does not learn crops by heart.

Boxes are shaken where the crops are cut (`views.py`). Nothing is mirrored: a print on a coat has a side.
"""

import torch
from torch import Tensor

_GAIN = 0.1  # standard deviations
_LIGHT = 0.04
_COVERED = 0.25  # of the crops have a patch hidden, as if something stood before it


def augmented(crops: Tensor, generator: torch.Generator) -> Tensor:
    """Crops uint8 [N, side, side, 3] as floats [N, 3, side, side] in [0, 1], in another light, some partly covered."""
    return _covered(relit(crops, generator), generator)


def relit(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures uint8 [N, side, side, 3] as floats [N, 3, side, side] in [0, 1], each in another light."""
    lit, count = as_floats(pixels), len(pixels)
    lit.mul_(1 + _GAIN * torch.randn(count, 1, 1, 1, generator=generator))
    lit.add_(_LIGHT * torch.randn(count, 3, 1, 1, generator=generator))
    return lit.clamp_(0, 1)


def as_floats(pixels: Tensor) -> Tensor:
    """Pictures uint8 [N, side, side, 3] as floats [N, 3, side, side] in [0, 1]."""
    return pixels.permute(0, 3, 1, 2).float().div_(255)


def _covered(pixels: Tensor, generator: torch.Generator) -> Tensor:
    side = pixels.shape[-1]
    chosen = torch.nonzero(torch.rand(len(pixels), generator=generator) < _COVERED)[:, 0].tolist()
    where = torch.rand(len(chosen), 4, generator=generator)
    tones = torch.rand(len(chosen), 3, 1, 1, generator=generator)
    for index, (x, y, wide, high), tone in zip(chosen, where.tolist(), tones, strict=True):
        left, top = int(x * 0.8 * side), int(y * 0.8 * side)
        right, bottom = left + int((0.1 + 0.25 * wide) * side), top + int((0.1 + 0.25 * high) * side)
        pixels[index, :, top:bottom, left:right] = tone
    return pixels
