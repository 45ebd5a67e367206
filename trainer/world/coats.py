"""Patterns on a coat: drawn in the unit circle of a body or a head, at the same places in every pose."""

from functools import lru_cache
from random import Random
from typing import Final

from trainer.world.colours import Colour
from trainer.world.pen import Path, Pen, limb, oval, rounded, smooth

PATTERNS: Final = ("spots", "stripes", "patches", "socks", "mask", "saddle", "belly", "ears")


@lru_cache(maxsize=4096)
def _placed(pattern: str, places: int) -> tuple[object, ...]:
    rng = Random(places * 31 + len(pattern))
    if pattern == "spots":
        return tuple(oval(x, y, r, r * 1.25) for x, y, r in _scattered(rng, 9, 0.13, 0.24))
    if pattern == "patches":
        return tuple(_patch(rng, x, y, r) for x, y, r in _scattered(rng, 3, 0.34, 0.5))
    slant = rng.uniform(-0.25, 0.25)
    starts = [-0.85 + 0.36 * i + rng.uniform(-0.08, 0.08) for i in range(6)]
    return tuple(limb(rng.uniform(0.11, 0.18), (x, -1.1), (x + slant, rng.uniform(-0.1, 0.9))) for x in starts)


def _scattered(rng: Random, count: int, smallest: float, largest: float) -> list[tuple[float, float, float]]:
    placed: list[tuple[float, float, float]] = []
    for _ in range(count * 4):
        x, y, r = rng.uniform(-0.9, 0.9), rng.uniform(-0.85, 0.75), rng.uniform(smallest, largest)
        if all((x - a) ** 2 + (y - b) ** 2 > (0.9 * (r + c)) ** 2 for a, b, c in placed):
            placed.append((x, y, r))
    return placed[:count]


def _patch(rng: Random, x: float, y: float, r: float) -> Path:
    wobble = [r * rng.uniform(0.75, 1.25) for _ in range(6)]
    ring = ((1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87), (0.5, -0.87))
    return smooth(*((x + w * a, y + w * b) for w, (a, b) in zip(wobble, ring, strict=True)))


def mark_body(pen: Pen, pattern: str, places: int, colour: Colour) -> None:
    """Draw what the pattern puts on a body: x from tail (-1) to chest (1), y from back (-1) to belly (1)."""
    if pattern in ("spots", "stripes", "patches"):
        pen.fill(colour, *_placed(pattern, places))
    elif pattern == "saddle":
        pen.fill(colour, smooth((-0.75, -1.3), (0.55, -1.3), (0.42, -0.2), (-0.1, 0.22), (-0.62, -0.1)))
    elif pattern == "belly":
        pen.fill(colour, oval(0.15, 1.0, 1.05, 0.85))


def mark_head(pen: Pen, pattern: str, places: int, colour: Colour) -> None:
    """Draw what the pattern puts on a head: the unit circle round its middle."""
    if pattern == "mask":
        pen.fill(colour, oval(-0.42, -0.05, 0.48, 0.42, -14), oval(0.5, -0.05, 0.48, 0.42, 14))
    elif pattern == "spots":
        rng = Random(places)
        side = rng.choice((-1, 1))
        pen.fill(
            colour, oval(side * 0.5, -0.1, 0.4, 0.46), oval(-side * 0.3, -0.72, 0.17), oval(side * 0.2, -0.82, 0.13)
        )
    elif pattern == "patches":
        side = -1 if places % 2 else 1
        pen.fill(colour, smooth((side * 0.08, -1.2), (side * 1.2, -1.1), (side * 1.1, 0.25), (side * 0.35, 0.2)))
    elif pattern == "stripes":
        pen.fill(colour, *(limb(0.13, (x, -1.1), (x * 0.75, -0.52 - 0.08 * (x == 0))) for x in (-0.38, 0, 0.38)))
        pen.fill(colour, *(limb(0.11, (s * 1.1, y), (s * 0.66, y - 0.06)) for s in (-1, 1) for y in (0.12, 0.38)))
    elif pattern == "belly":
        pen.fill(colour, rounded(-0.13, -1.1, 0.21, 0.3, 0.12), oval(0.05, 0.75, 0.62, 0.5))
