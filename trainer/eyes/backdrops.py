"""Scenery painted behind those who are there, so that a detector learns what somebody is and not what a place is.

No place is drawn, but walls, shelves and peaks were thought of after looking at held-out places (trainer/LOG.md).
Domain randomisation: Tremblay et al., "Training Deep Networks with Synthetic Data", 2018. Sizes are shares of the side.
"""

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor

_PAINTED: Final = 0.6  # of the pictures
_MOST: Final = 3  # painted one over another
_ROUNDNESS: Final = 4.0  # the exponent of the superellipse that is left free around somebody
_ROOM: Final = 0.3  # of a box's sides are left free around somebody, at most
_TABLE: Final = 64  # panes, books: their colours and heights come again after that many

_Painter = Callable[[Tensor, Tensor, torch.Generator], tuple[Tensor, Tensor]]
"""From where rows and columns lie [side, side] to where it paints [side, side], and in what colour [3, side, side]."""


def backdropped(pixels: Tensor, boxes: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures [N, 3, side, side], most of them with other scenery behind the beings of boxes [N, M, 4].

    A box is middle x, y, width, height, as shares of the side. What is left free around a being is round and has some
    room, now more, now less, so that where the scenery ends does not tell the edges of a box.
    """
    side, out = pixels.shape[-1], pixels.clone()
    rows, columns = torch.meshgrid(*2 * [(torch.arange(side) + 0.5) / side], indexing="ij")
    for index in torch.nonzero(torch.rand(len(pixels), generator=generator) < _PAINTED)[:, 0].tolist():
        room = 1 + _ROOM * _shares(1, generator)[0]
        free = ~_somebody(boxes[index], room, rows, columns)
        for _ in range(_whole(1, _MOST, generator)):
            where, colour = _PAINTERS[_whole(0, len(_PAINTERS) - 1, generator)](rows, columns, generator)
            out[index] = torch.where(where & free, colour, out[index])
    return out


def _wall(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Panes or tiles in rows, most of them lit; the wall between them may be missing."""
    step_x, step_y, share_x, share_y, lit, solid = _shares(6, generator)
    across, down = columns / (0.03 + 0.07 * step_x), rows / (0.03 + 0.07 * step_y)
    inside = (across % 1 < 0.3 + 0.5 * share_x) & (down % 1 < 0.3 + 0.5 * share_y)
    shining = torch.rand(_TABLE, _TABLE, generator=generator) < 0.4 + 0.6 * lit
    panes = inside & shining[down.long() % _TABLE, across.long() % _TABLE]
    pane, tone = torch.rand(2, 3, 1, 1, generator=generator)
    return _part(rows, columns, generator) & (panes | (solid < 0.5)), torch.where(panes, pane, 0.5 * tone)


def _shelves(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Bars side by side in rows, each with a colour and a height of its own: books, planks, fences."""
    step_x, step_y, shift, colourful = _shares(4, generator)
    across, down = columns / (0.015 + 0.06 * step_x) + _TABLE * shift, rows / (0.06 + 0.3 * step_y)
    which = (across.long() + 7 * down.long()) % _TABLE
    heights = 0.6 + 0.4 * torch.rand(_TABLE, generator=generator)
    one, each = torch.rand(3, 1, generator=generator), torch.rand(3, _TABLE, generator=generator)
    colours = colourful * each + (1 - colourful) * one
    stands = 1 - down % 1 < heights[which]
    return _part(rows, columns, generator), torch.where(stands, colours[:, which], 0.5 * one[..., None])


def _peaks(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Triangles that stand on a line: mountains, roofs, firs."""
    base = 0.3 + 0.6 * _shares(1, generator)[0]
    return _pieces(
        rows, lambda x, y, size: (rows - y > (columns - x).abs() * (0.5 + 6 * size)) & (rows < base), generator
    )


def _discs(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Circles: moons, lamps, bushes."""
    return _pieces(rows, lambda x, y, size: (rows - y) ** 2 + (columns - x) ** 2 < (0.02 + 0.13 * size) ** 2, generator)


def _boxes(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Rectangles: furniture, crates, signs."""

    def inside(x: float, y: float, size: float) -> Tensor:
        wide = 0.02 + 0.2 * size
        return ((columns - x).abs() < wide) & ((rows - y).abs() < wide * (0.3 + y))

    return _pieces(rows, inside, generator)


def _sky(rows: Tensor, columns: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Two colours that melt into one another, from the top down to somewhere; dark ones as often as light ones."""
    above, below = torch.rand(2, 3, 1, 1, generator=generator)
    light, depth = _shares(2, generator)
    return rows < 0.3 + 0.7 * depth, (above * (1 - rows) + below * rows) * light


_PAINTERS: Final[tuple[_Painter, ...]] = (_wall, _shelves, _peaks, _discs, _boxes, _sky)


def _pieces(
    rows: Tensor, shape: Callable[[float, float, float], Tensor], generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """One to six pieces of a shape, given its x, y and size in [0, 1]; each in a colour of its own."""
    where = torch.zeros_like(rows, dtype=torch.bool)
    colour = torch.zeros(3, *rows.shape)
    for _ in range(_whole(1, 6, generator)):
        x, y, size = _shares(3, generator)
        piece = shape(x, y, size)
        where |= piece
        colour = torch.where(piece, torch.rand(3, 1, 1, generator=generator), colour)
    return where, colour


def _part(rows: Tensor, columns: Tensor, generator: torch.Generator) -> Tensor:
    """A rectangle of the picture, often most of it: [side, side]."""
    left, top, wide, high = _shares(4, generator)
    left, top, wide, high = 0.8 * left - 0.1, 0.6 * top - 0.1, 0.2 + 0.8 * wide, 0.2 + 0.7 * high
    return (columns >= left) & (columns < left + wide) & (rows >= top) & (rows < top + high)


def _somebody(boxes: Tensor, room: float, rows: Tensor, columns: Tensor) -> Tensor:
    """Where anybody may be, in boxes `room` times as large: [side, side]."""
    there = boxes[boxes[:, 2] > 0][:, :, None, None]
    wide, high = room * there[:, 2] / 2, room * there[:, 3] / 2
    x, y = (columns - there[:, 0]) / wide, (rows - there[:, 1]) / high
    return (x.abs() ** _ROUNDNESS + y.abs() ** _ROUNDNESS <= 1).any(0)


def _shares(count: int, generator: torch.Generator) -> list[float]:
    shares: list[float] = torch.rand(count, generator=generator).tolist()
    return shares


def _whole(least: int, most: int, generator: torch.Generator) -> int:
    return int(torch.randint(least, most + 1, (), generator=generator))
