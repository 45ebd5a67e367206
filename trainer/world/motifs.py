"""Small figures printed on things: each fits a circle of radius 1 round the origin."""

from collections.abc import Callable
from math import cos, pi, sin
from typing import Final

from trainer.world.colours import NAMED
from trainer.world.pen import Path, Pen, limb, oval, polygon, rounded, smooth


def _star(points: int, inner: float) -> Path:
    corners = [
        (r * sin(i * pi / points), -r * cos(i * pi / points))
        for i in range(2 * points)
        for r in (1.0 if i % 2 == 0 else inner,)
    ]
    return polygon(*corners)


def _fills(*shapes: object) -> Callable[[Pen, int], None]:
    return lambda pen, colour: pen.fill(colour, *shapes)


_HEART = smooth(
    (0, 0.95), (-0.85, 0.1), (-0.8, -0.65), (-0.35, -0.75), (0, -0.35), (0.35, -0.75), (0.8, -0.65), (0.85, 0.1)
)
_MOON = smooth(
    (0.35, -0.95), (-0.55, -0.7), (-0.8, 0.1), (-0.4, 0.8), (0.5, 0.85), (0.0, 0.45), (-0.15, -0.1), (0.0, -0.6)
)
_BOLT = polygon((0.25, -1), (-0.55, 0.15), (-0.05, 0.15), (-0.3, 1), (0.6, -0.25), (0.08, -0.25))
_FISH = smooth((-0.9, 0), (-0.2, -0.5), (0.5, 0), (-0.2, 0.5))
_DROP = smooth((0, -1), (0.55, 0.1), (0.5, 0.7), (0, 0.95), (-0.5, 0.7), (-0.55, 0.1))

_DRAWERS: Final[dict[str, Callable[[Pen, int], None]]] = {
    "star": _fills(_star(5, 0.42)),
    "heart": _fills(_HEART),
    "moon": _fills(_MOON),
    "lightning bolt": _fills(_BOLT),
    "sun": _fills(_star(10, 0.62)),
    "flower": _fills(*(oval(0.55 * cos(a), 0.55 * sin(a), 0.36) for a in (i * pi / 3 for i in range(6)))),
    "fish": _fills(_FISH, polygon((0.35, 0), (0.95, -0.5), (0.95, 0.5))),
    "drop": _fills(_DROP),
    "cross": _fills(rounded(-0.3, -0.9, 0.3, 0.9, 0.1), rounded(-0.9, -0.3, 0.9, 0.3, 0.1)),
    "circle": _fills(oval(0, 0, 0.8)),
    "square": _fills(rounded(-0.72, -0.72, 0.72, 0.72, 0.08)),
    "triangle": _fills(polygon((0, -0.9), (0.9, 0.75), (-0.9, 0.75))),
    "letter A": _fills(
        limb(0.34, (-0.62, 0.8), (0, -0.8)), limb(0.34, (0.62, 0.8), (0, -0.8)), limb(0.3, (-0.35, 0.3), (0.35, 0.3))
    ),
    "letter T": _fills(limb(0.36, (-0.65, -0.7), (0.65, -0.7)), limb(0.36, (0, -0.7), (0, 0.8))),
    "letter X": _fills(limb(0.36, (-0.6, -0.75), (0.6, 0.75)), limb(0.36, (0.6, -0.75), (-0.6, 0.75))),
    "stripes": _fills(*(rounded(-0.95, y - 0.15, 0.95, y + 0.15, 0.1) for y in (-0.65, 0.0, 0.65))),
    "dots": _fills(*(oval(x, y, 0.26) for x, y in ((-0.6, -0.55), (0.6, -0.55), (0, 0), (-0.6, 0.55), (0.6, 0.55)))),
}
MOTIFS: Final = tuple(_DRAWERS)


def print_motif(pen: Pen, motif: str, colour: str, x: float, y: float, size: float) -> None:
    """Print the motif round (x, y), `size` units in radius."""
    with pen.at(x, y, 0, size):
        _DRAWERS[motif](pen, NAMED[colour])
        if motif == "flower":
            pen.fill(NAMED["yellow" if colour != "yellow" else "orange"], oval(0, 0, 0.3))
