"""Changes to crops while the encoder learns, so that it does not learn crops by heart.

Boxes are shaken where the crops are cut (`views.py`), once for each crop; here every visit frames it anew. Nothing is
mirrored: a print on a coat has a side.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

_GAIN = 0.1  # standard deviations
_LIGHT = 0.04
_COVERED = 0.25  # of the crops have a patch hidden, as if something stood before it
_GAMMA, _DARKEST = 0.5, 0.4  # standard deviation of its logarithm; of the light
_FARTHEST = 1.06  # as much as 1.06 of a crop's side is in the frame
_STRETCH = 0.08  # of one side against the other, at most
_TURN = 10.0  # degrees, at most


def augmented(crops: Tensor, nearest: float, generator: torch.Generator) -> Tensor:
    """Crops uint8 [N, side, side, 3] as floats [N, 3, side, side] in [0, 1]: in another frame and another light, some
    partly covered."""
    return _covered(reframed(relit(crops, generator), nearest, generator), generator)


def reframed(pixels: Tensor, nearest: float, generator: torch.Generator) -> Tensor:
    """Pictures [N, 3, side, side] nearer or farther, a little aside, stretched and turned, each in its own way.

    At least `nearest` of a side is left in the frame. What is cut off, an encoder learns to do without: feet, tails.
    """
    count = len(pixels)
    size, stretch, turn, x, y = torch.rand(5, count, generator=generator) * 2 - 1  # each in [-1, 1]
    size = (nearest + _FARTHEST) / 2 + size * (_FARTHEST - nearest) / 2
    wide, high = size * (1 + _STRETCH * stretch), size * (1 - _STRETCH * stretch)
    room, turn = (1 - size).clamp(min=0), turn * math.radians(_TURN)
    rows = [
        torch.stack([wide * turn.cos(), -high * turn.sin(), x * room], 1),
        torch.stack([wide * turn.sin(), high * turn.cos(), y * room], 1),
    ]
    grid = F.affine_grid(torch.stack(rows, 1), list(pixels.shape), align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def relit(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures uint8 [N, side, side, 3] as floats [N, 3, side, side] in [0, 1], each in another light."""
    lit, count = as_floats(pixels), len(pixels)
    lit.mul_(1 + _GAIN * torch.randn(count, 1, 1, 1, generator=generator))
    lit.add_(_LIGHT * torch.randn(count, 3, 1, 1, generator=generator))
    return lit.clamp_(0, 1)


def recoloured(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures [N, 3, side, side] in [0, 1], half of them in other colours and in the light of another time of day.

    For whom colours do not matter: what is somebody and what is behind them is then told by shape, in any place.
    """
    count = len(pixels)
    channels = torch.rand(count, 3, generator=generator).argsort(1)
    gamma = torch.exp(torch.randn(count, 3, 1, 1, generator=generator) * _GAMMA)
    light = torch.rand(count, 1, 1, 1, generator=generator) * (1 - _DARKEST) + _DARKEST
    other = pixels.gather(1, channels[:, :, None, None].expand_as(pixels)).pow(gamma) * light
    chosen = torch.rand(count, 1, 1, 1, generator=generator) < 0.5
    return torch.where(chosen, other, pixels)


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
