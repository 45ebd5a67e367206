"""Backdrops under a roof, on 256 x 256 units; beings stand from about y = 150 down."""

from random import Random
from typing import Any

from trainer.world.colours import Colour, darker, lighter
from trainer.world.gradients import wash
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth


def _room(pen: Pen, canvas: Any, wall: Colour, floor: Colour) -> None:
    wash(canvas, 0, 152, lighter(wall, 0.15), wall)
    wash(canvas, 150, 256, darker(floor, 0.1), lighter(floor, 0.15))
    pen.fill(lighter(wall, 0.55), rounded(-4, 145, 260, 153, 0))


def _boards(pen: Pen, colour: Colour) -> None:
    for i in range(-4, 5):
        pen.line(colour, 1.3, (128 + i * 24, 154), (128 + i * 62, 258))


def _window(pen: Pen, x: float, y: float) -> None:
    pen.fill(0xFFFFFCF2, rounded(x - 32, y - 34, x + 32, y + 34, 3))
    pen.fill(0xFFB3DDF2, rounded(x - 27, y - 29, x + 27, y + 29, 1))
    pen.fill(0xFF9CCB83, smooth((x - 27, y + 14), (x, y + 6), (x + 27, y + 16), (x + 27, y + 29), (x - 27, y + 29)))
    pen.fill(0xFFFFFCF2, rounded(x - 2, y - 30, x + 2, y + 30, 0), rounded(x - 28, y - 2, x + 28, y + 2, 0))


def living_room(pen: Pen, canvas: Any, rng: Random) -> None:
    """A sofa, a picture and a carpet."""
    wall = rng.choice((0xFFEBD9BF, 0xFFC9DDD3, 0xFFD9CFE4, 0xFFF0CFC0))
    _room(pen, canvas, wall, 0xFFC79B6C)
    _boards(pen, 0xFFB0855A)
    _window(pen, rng.uniform(40, 90), 62)
    x = rng.uniform(150, 200)
    pen.fill(0xFF8A6446, rounded(x - 24, 36, x + 24, 74, 2))
    pen.fill(0xFFF6EBD6, rounded(x - 20, 40, x + 20, 70, 1))
    pen.fill(rng.choice((0xFFDD8A72, 0xFF7FA9C9, 0xFF9ABF7C)), oval(x, 57, 11, 9))
    sofa = rng.choice((0xFF7E9CB8, 0xFFB98A8F, 0xFF8FAE8E))
    pen.group(sofa, rounded(70, 96, 216, 150, 12), line=1)
    pen.group(
        lighter(sofa, 0.15),
        rounded(60, 116, 82, 160, 8),
        rounded(204, 116, 226, 160, 8),
        rounded(78, 130, 208, 160, 7),
        line=1,
    )
    pen.fill(0xFFE2C9B4, oval(128, 216, 104, 28))
    pen.fill(0xFFCFA79A, oval(128, 216, 88, 22))


def kitchen(pen: Pen, canvas: Any, rng: Random) -> None:
    """Cupboards, a stove and tiles."""
    _room(pen, canvas, rng.choice((0xFFF2E3BC, 0xFFCFE3E3, 0xFFEAD6CC)), 0xFFD8D2C6)
    for i in range(9):
        pen.line(0xFFC2BBAE, 1.2, (128 + (i - 4) * 26, 154), (128 + (i - 4) * 66, 258))
    for y in (170, 194, 224):
        pen.line(0xFFC2BBAE, 1.2, (0, y), (256, y))
    door = rng.choice((0xFF8FB0A4, 0xFF93A8C4, 0xFFD0A27E))
    for i in range(4):
        pen.fill(door, rounded(6 + i * 62, 14, 62 + i * 62, 56, 3))
        pen.fill(lighter(door, 0.12), rounded(4 + i * 62, 106, 64 + i * 62, 156, 3))
        pen.fill(0xFF6A6470, oval(56 + i * 62, 36, 2.2), oval(56 + i * 62, 120, 2.2))
    pen.fill(0xFFF6EEDC, rounded(-4, 98, 260, 107, 0))
    x = rng.choice((68, 130, 190))
    pen.fill(0xFF55525C, rounded(x - 2, 112, x + 56, 154, 3))
    pen.fill(0xFFE9A85C, rounded(x + 5, 122, x + 49, 144, 3))
    pen.fill(0xFFC9504A, rounded(x + 10, 82, x + 44, 98, 4), limb(4, (x + 44, 86), (x + 54, 84)))


def bedroom(pen: Pen, canvas: Any, rng: Random) -> None:
    """A bed under a window."""
    _room(pen, canvas, rng.choice((0xFFC7CFE6, 0xFFE6CFDA, 0xFFCDE0C9)), 0xFFB98F6B)
    _boards(pen, 0xFFA27A58)
    _window(pen, rng.uniform(150, 210), 58)
    x = rng.uniform(-10, 40)
    pen.group(0xFF93694A, rounded(x, 74, x + 14, 166, 4), rounded(x + 140, 104, x + 152, 166, 4), line=1)
    pen.group(0xFFF7F2EA, rounded(x + 12, 118, x + 142, 154, 6), line=1)
    pen.group(0xFFFFFFFF, rounded(x + 18, 102, x + 56, 124, 9), line=1)
    cover = rng.choice((0xFF7FA3C8, 0xFFD99A8A, 0xFF9C8CC0, 0xFFE0BE6A))
    pen.group(cover, rounded(x + 52, 110, x + 143, 158, 8), line=1)
    pen.fill(lighter(cover, 0.4), *(oval(x + 66 + i * 18, 126 + i % 2 * 14, 4) for i in range(5)))


def library(pen: Pen, canvas: Any, rng: Random) -> None:
    """Shelves full of books."""
    _room(pen, canvas, 0xFF9C7350, 0xFF8A4F43)
    for shelf in range(4):
        y = 30 + shelf * 36
        x = 4.0
        while x < 252:
            wide, high = rng.uniform(5, 11), rng.uniform(19, 28)
            colour = rng.choice((0xFFB5483F, 0xFF3F6B8C, 0xFFD9B45A, 0xFF5B7F55, 0xFF7A5A8C, 0xFFE6DCC4))
            pen.fill(colour, rounded(x, y - high, x + wide, y, 1))
            x += wide + (14 if rng.random() < 0.06 else 1)
        pen.fill(0xFF6E4A30, rounded(0, y, 256, y + 5, 0))
    pen.fill(0xFFA8685A, polygon((50, 168), (206, 168), (246, 246), (10, 246)))
    pen.fill(0xFFC08A6A, polygon((62, 174), (194, 174), (226, 238), (30, 238)))


def office(pen: Pen, canvas: Any, rng: Random) -> None:
    """Desks with screens, a whiteboard and blinds; nobody learns here."""
    _room(pen, canvas, rng.choice((0xFFE3E6E8, 0xFFD6DFD9, 0xFFE9DFD2)), 0xFF8C949C)
    for i in range(7):
        pen.line(0xFF7F878F, 1.0, (128 + (i - 3) * 40, 154), (128 + (i - 3) * 96, 258))
    x = rng.uniform(30, 130)
    pen.group(0xFFFAFBFB, rounded(x, 28, x + 84, 86, 2), line=1)
    for i in range(4):
        pen.line(
            rng.choice((0xFF3B6FB6, 0xFFC0453F)), 1.4, (x + 8, 38 + i * 11), (x + rng.uniform(30, 76), 38 + i * 11)
        )
    for i in range(9):
        pen.fill(0xFFBFD0DA, rounded(196, 24 + i * 8, 248, 29 + i * 8, 1))
    for left in (rng.uniform(-10, 20), rng.uniform(130, 160)):
        pen.group(0xFFC8A57C, rounded(left, 124, left + 96, 131, 2), line=1)
        pen.fill(0xFF6F767D, rounded(left + 6, 131, left + 10, 160, 0), rounded(left + 86, 131, left + 90, 160, 0))
        pen.group(
            0xFF3A4048, rounded(left + 30, 94, left + 66, 118, 2), rounded(left + 45, 118, left + 51, 124, 0), line=1
        )
        pen.fill(rng.choice((0xFF8FC1DE, 0xFFB5D8A4, 0xFFE7E3D8)), rounded(left + 33, 97, left + 63, 115, 1))
