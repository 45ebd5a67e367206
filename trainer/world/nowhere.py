"""Scenery that is no place and never comes twice: whoever was met before it is known by looks, not by where.

Domain randomisation: Tremblay et al., "Training Deep Networks with Synthetic Data", 2018.
"""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from trainer.world.colours import Colour, mix
from trainer.world.gradients import wash
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth

_EDGE: Final = 256.0  # units, as every backdrop's
_FEWEST, _MOST = 2, 6  # sorts of things about, painted one over another
_SOLID: Final = 0.7  # of what is painted can't be seen through


def nowhere(pen: Pen, canvas: Any, rng: Random) -> None:
    """Two grounds, and panes, bars, stripes, peaks, heaps, specks, crates and twigs in any colour and size."""
    wash(canvas, 0, _EDGE, _tone(rng), _tone(rng))
    if rng.random() < 0.75:
        wash(canvas, rng.uniform(50, 200), _EDGE, _tone(rng), _tone(rng))
    for _ in range(rng.randint(_FEWEST, _MOST)):
        rng.choice(_PAINTERS)(pen, rng)


def _tone(rng: Random) -> Colour:
    """Any colour, most often a quiet one."""
    return mix(0xFF000000 | rng.getrandbits(24), 0xFF000000 | 0x010101 * rng.randrange(30, 250), rng.random() * 0.8)


def _thin(rng: Random) -> Colour:
    """Any colour, sometimes one that can be seen through."""
    alpha = 255 if rng.random() < _SOLID else rng.randrange(50, 200)
    return (_tone(rng) & 0xFFFFFF) | alpha << 24


def _panes(pen: Pen, rng: Random) -> None:
    """Windows, tiles, bricks: rows of one shape, of which some are missing."""
    step_x, step_y, gap = rng.uniform(8, 34), rng.uniform(8, 34), rng.uniform(0.05, 0.5)
    left, top = rng.uniform(-20, 160), rng.uniform(-20, 160)
    colours, there = [_thin(rng) for _ in range(rng.randint(1, 3))], rng.uniform(0.4, 1.0)
    for row in range(rng.randint(1, 8)):
        for column in range(rng.randint(2, 9)):
            if rng.random() < there:
                x, y = left + column * step_x, top + row * step_y
                pen.fill(rng.choice(colours), rounded(x, y, x + step_x * (1 - gap), y + step_y * (1 - gap), 1))


def _bars(pen: Pen, rng: Random) -> None:
    """Books, planks, fences, towers: side by side on a line, each of its own height."""
    x, ground, wide, high = rng.uniform(-20, 120), rng.uniform(40, 256), rng.uniform(3, 30), rng.uniform(12, 90)
    colours = [_thin(rng) for _ in range(rng.randint(1, 5))]
    for _ in range(rng.randint(4, 24)):
        step = wide * rng.uniform(0.6, 1.4)
        pen.fill(rng.choice(colours), rounded(x, ground - high * rng.uniform(0.5, 1), x + step, ground, 1))
        x += step * rng.choice((1.0, 1.1, 1.6))


def _stripes(pen: Pen, rng: Random) -> None:
    """Boards, furrows, waves, wires: lines that run the same way."""
    colour, width, apart = _thin(rng), rng.uniform(0.8, 7), rng.uniform(5, 34)
    along, lean = rng.random() < 0.5, rng.uniform(-60, 60)
    for number in range(int(_EDGE // apart) + 1):
        at = number * apart
        ends = ((-4.0, at), (_EDGE + 4, at + lean)) if along else ((at, -4.0), (at + lean, _EDGE + 4))
        pen.line(colour, width, *ends)


def _peaks(pen: Pen, rng: Random) -> None:
    """Mountains, roofs, firs."""
    ground, colours = rng.uniform(80, 240), [_thin(rng) for _ in range(rng.randint(1, 3))]
    for _ in range(rng.randint(1, 6)):
        x, wide, high = rng.uniform(-20, 276), rng.uniform(8, 80), rng.uniform(15, 140)
        pen.fill(rng.choice(colours), polygon((x - wide, ground), (x + wide, ground), (x, ground - high)))


def _heaps(pen: Pen, rng: Random) -> None:
    """Bushes, hills, clouds, puddles."""
    colour = _thin(rng)
    for _ in range(rng.randint(1, 5)):
        x, y, size = rng.uniform(0, 256), rng.uniform(0, 256), rng.uniform(8, 70)
        flat = rng.uniform(0.3, 1.2)
        corners = [(dx * rng.uniform(0.6, 1.2), dy * rng.uniform(0.6, 1.2)) for dx, dy in _ROUND]
        pen.fill(colour, smooth(*((x + size * dx, y + size * flat * dy) for dx, dy in corners)))


def _specks(pen: Pen, rng: Random) -> None:
    """Stars, leaves, pebbles, flowers, lamps."""
    colours, size = [_thin(rng) for _ in range(rng.randint(1, 3))], rng.choice((1.5, 2.5, 4, 9))
    for _ in range(rng.randint(5, 40)):
        radius = size * rng.uniform(0.5, 1.5)
        pen.fill(rng.choice(colours), oval(rng.uniform(0, 256), rng.uniform(0, 256), radius, radius * 0.8))


def _crates(pen: Pen, rng: Random) -> None:
    """Furniture, signs, cars, doors: a thing with a rim and a part of another colour."""
    for _ in range(rng.randint(1, 4)):
        x, y, wide, high = rng.uniform(-10, 240), rng.uniform(-10, 240), rng.uniform(10, 90), rng.uniform(10, 90)
        pen.group(_tone(rng), rounded(x, y, x + wide, y + high, rng.uniform(0, 12)), line=rng.choice((0.5, 1.0, 1.7)))
        inner = rounded(x + wide * 0.2, y + high * 0.2, x + wide * rng.uniform(0.4, 0.9), y + high * 0.7, 2)
        pen.fill(_thin(rng), inner)


def _twigs(pen: Pen, rng: Random) -> None:
    """Branches, ropes, legs of tables, cracks: bent strokes in any direction."""
    colour, width = _thin(rng), rng.uniform(1, 9)
    for _ in range(rng.randint(2, 12)):
        x, y = rng.uniform(0, 256), rng.uniform(0, 256)
        ends = [(x + rng.gauss(0, 45), y + rng.gauss(0, 45)) for _ in range(2)]
        pen.fill(colour, limb(width, (x, y), *ends))


_ROUND: Final = ((1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7), (0.0, -1.0), (0.7, -0.7))
_PAINTERS: Final[tuple[Callable[[Pen, Random], None], ...]] = (
    _panes,
    _bars,
    _stripes,
    _peaks,
    _heaps,
    _specks,
    _crates,
    _twigs,
)
