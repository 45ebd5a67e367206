"""The heads of dogs, cats and rabbits, seen from the front and a little from the side."""

from typing import Final

from trainer.world.accessories import draw_hat
from trainer.world.coats import mark_head
from trainer.world.colours import INK, NAMED, Colour, darker, lighter, mix
from trainer.world.pen import Path, Pen, limb, oval, smooth
from trainer.world.traits import Beast

_SKULLS: Final[dict[str, Path]] = {
    "dog": smooth((-20, -6), (-13, -20), (2, -22), (16, -19), (21, -5), (17, 12), (2, 20), (-14, 13)),
    "cat": smooth((-22, 2), (-17, -15), (1, -20), (18, -15), (23, 2), (17, 14), (1, 18), (-15, 14)),
    "rabbit": smooth((-19, 2), (-15, -14), (1, -20), (16, -14), (20, 2), (15, 15), (1, 19), (-14, 15)),
}
_PINK: Final = 0xFFE98FA0


def draw_head(pen: Pen, species: str, who: Beast, size: float, asleep: bool) -> None:
    """Draw a head of radius `size` units round the origin."""
    coat, second = NAMED[who.coat], NAMED[who.second]
    ear = second if who.pattern == "ears" else coat
    skull = _SKULLS[species]
    with pen.at(0, 0, 0, size / 22):
        if who.ears not in _HANGING:
            _ears(pen, species, who.ears, ear)
        pen.group(coat, skull)
        with pen.inside(skull), pen.at(0, 0, 0, 21):
            mark_head(pen, who.pattern, who.places, second)
        _face(pen, species, coat, second, asleep)
        if who.ears in _HANGING:
            _ears(pen, species, who.ears, ear)
        draw_hat(pen, who.hat, 22)


_HANGING: Final = ("floppy", "long", "hanging")


def _ears(pen: Pen, species: str, ears: str, colour: Colour) -> None:
    inner = mix(colour, _PINK, 0.6)
    for side in (-1, 1):
        with pen.at(1 + side * 14, -13, 0, side, 1):
            if species == "rabbit":
                _rabbit_ear(pen, ears, side, colour, inner)
            else:
                _EARS[ears](pen, colour, inner)


def _pointed(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.group(colour, smooth((-9, 1), (-4, -9), (6, -25), (9, -10), (8, 6)))
    pen.fill(inner, smooth((-4, -1), (1, -10), (5, -18), (6, -8), (5, 2)))


def _tufted(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.fill(darker(colour, 0.6), limb(3.2, (6, -20), (8, -28), (10, -35)))
    _pointed(pen, colour, inner)


def _round(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.group(colour, oval(3, -5, 11))
    pen.fill(inner, oval(3, -4.5, 6.5))


def _folded(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.group(colour, smooth((-8, 1), (-3, -12), (7, -14), (12, -4), (9, 6)))
    pen.group(darker(colour, 0.16), smooth((-4, -12), (8, -13), (14, -2), (12, 5), (4, -2)), line=1.2)


def _floppy(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.group(darker(colour, 0.1), smooth((-3, -6), (7, -7), (14, 5), (13, 20), (6, 22), (2, 8)))


def _long(pen: Pen, colour: Colour, inner: Colour) -> None:
    pen.group(darker(colour, 0.1), smooth((-3, -6), (8, -6), (14, 10), (16, 32), (8, 39), (2, 28), (1, 8)))


_EARS: Final = {
    "pointed": _pointed,
    "tufted": _tufted,
    "round": _round,
    "folded": _folded,
    "floppy": _floppy,
    "long": _long,
}


def _rabbit_ear(pen: Pen, ears: str, side: int, colour: Colour, inner: Colour) -> None:
    if ears == "hanging" or (ears == "one hanging" and side > 0):
        pen.group(darker(colour, 0.06), smooth((-7, -4), (4, -10), (13, 2), (15, 26), (8, 32), (3, 20), (1, 6)))
        return
    high = -24 if ears == "short" else -42
    with pen.at(-6, 0, 8):
        pen.group(colour, smooth((-7, 0), (-8, high * 0.6), (0, high), (8, high * 0.6), (7, 0)))
        pen.fill(inner, smooth((-3, -4), (-4, high * 0.6), (0, high * 0.86), (4, high * 0.6), (3, -4)))


def _face(pen: Pen, species: str, coat: Colour, second: Colour, asleep: bool) -> None:
    if species == "dog":
        pen.fill(lighter(coat, 0.42), oval(3, 8.5, 12, 9.5))
        pen.fill(INK, smooth((-2.5, 2), (3, 0.5), (8.5, 2), (3, 7.5)))
        pen.fill(lighter(INK, 0.6), oval(1.5, 2.6, 1.6, 0.9))
        pen.line(INK, 1.3, (3, 7), (3, 10.5))
        pen.line(INK, 1.3, (-3, 11), (0.5, 14.5), (3, 10.5))
        pen.line(INK, 1.3, (3, 10.5), (6, 14.5), (9.5, 11))
    else:
        pen.fill(lighter(coat, 0.42), oval(-2, 8.5, 6.2, 5), oval(5.5, 8.5, 6.2, 5))
        pen.fill(_PINK if coat != NAMED["pink"] else 0xFFC95C74, smooth((-1, 3.5), (1.8, 2.6), (4.6, 3.5), (1.8, 6.8)))
        pen.line(INK, 1.1, (-3, 8.5), (0.5, 11.5), (1.8, 7))
        pen.line(INK, 1.1, (1.8, 7), (3.5, 11.5), (6.6, 8.5))
    if species == "rabbit":
        pen.fill(0xFFFFFFFF, oval(1.8, 13, 2.4, 2.8))
    if species == "cat":
        whisker = 0xB0FFFFFF if coat in (NAMED["black"], NAMED["dark brown"], NAMED["blue"]) else 0x90302830
        for side, x in ((-1, -7), (1, 11)):
            pen.line(whisker, 0.9, (x, 8), (x + side * 15, 5))
            pen.line(whisker, 0.9, (x, 10), (x + side * 15, 11))
    rim = lighter(coat, 0.55)
    for eye in (-7.5, 11.0):
        if not asleep:
            pen.fill(rim, oval(eye, -3, 4.9, 5.6))
        pen.eye(eye, -3, 3.9, asleep)
