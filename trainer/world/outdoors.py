"""Backdrops under the open sky, on 256 x 256 units; beings stand from about y = 150 down."""

from random import Random
from typing import Any

from trainer.world.colours import Colour, darker, lighter, mix
from trainer.world.gradients import wash
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth

_SKIES = ((0xFF8CCBF0, 0xFFDDF1FA), (0xFF77B6E8, 0xFFCBE7F7), (0xFFA9C8E8, 0xFFF6E3CF), (0xFF9DB7C9, 0xFFDCE5EA))


def _sky(pen: Pen, canvas: Any, rng: Random, low: float, clouds: int = 3) -> None:
    top, bottom = rng.choice(_SKIES)
    wash(canvas, 0, low + 4, top, bottom)
    if rng.random() < 0.6:
        x, y = rng.uniform(20, 236), rng.uniform(16, 50)
        pen.fill(0x40FFF3C0, oval(x, y, 24))
        pen.fill(0xFFFFEFB0, oval(x, y, 14))
    for _ in range(rng.randrange(clouds + 1)):
        x, y, r = rng.uniform(0, 256), rng.uniform(18, low * 0.55), rng.uniform(9, 17)
        pen.fill(0xD8FFFFFF, oval(x, y, r), oval(x - r, y + r * 0.3, r * 0.7), oval(x + r * 1.1, y + r * 0.25, r * 0.8))


def _ground(canvas: Any, top: float, colour: Colour) -> None:
    wash(canvas, top, 256, lighter(colour, 0.12), darker(colour, 0.14))


def _hills(pen: Pen, rng: Random, top: float, colour: Colour, high: float) -> None:
    x = rng.uniform(-40, 40)
    points = [(x + i * 60, top - rng.uniform(0.2, 1) * high) for i in range(-1, 6)]
    pen.fill(colour, smooth((-80, top + 30), *points, (360, top + 30)))


def _crown(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    pen.fill(0xFF80603F, limb(r * 0.3, (x, y), (x, y - r * 1.4)))
    pen.fill(
        colour,
        oval(x, y - r * 2, r),
        oval(x - r * 0.7, y - r * 1.5, r * 0.75),
        oval(x + r * 0.7, y - r * 1.5, r * 0.75),
    )


def _specks(pen: Pen, rng: Random, top: float, colour: Colour, count: int) -> None:
    for _ in range(count):
        x, y = rng.uniform(0, 256), rng.uniform(top, 254)
        pen.line(colour, 1.6, (x, y), (x + 2, y - 5))


def park(pen: Pen, canvas: Any, rng: Random) -> None:
    """A lawn with a path and trees far behind."""
    _sky(pen, canvas, rng, 140)
    _hills(pen, rng, 136, 0xFF8CC07A, 26)
    for _ in range(5):
        _crown(
            pen, rng.uniform(0, 256), rng.uniform(134, 144), rng.uniform(9, 16), rng.choice((0xFF6FAE5E, 0xFF7DB866))
        )
    _ground(canvas, 138, 0xFF93C76B)
    x = rng.uniform(40, 210)
    pen.fill(0xFFE5D2A6, smooth((x, 138), (x + 14, 138), (x + 10, 170), (x + 70, 270), (x - 40, 270), (x - 16, 180)))
    _specks(pen, rng, 150, 0xFF78AE55, 18)


def garden(pen: Pen, canvas: Any, rng: Random) -> None:
    """A hedge, a lawn and flower beds."""
    _sky(pen, canvas, rng, 110)
    for i in range(10):
        pen.fill(rng.choice((0xFF5C9B52, 0xFF66A65A)), oval(i * 28 + rng.uniform(-6, 6), 122, 22, rng.uniform(20, 30)))
    _ground(canvas, 136, 0xFF9ACB72)
    pen.fill(0xFF8A6244, rounded(-10, 136, 266, 150, 4))
    for _ in range(26):
        x, y = rng.uniform(0, 256), rng.uniform(128, 146)
        pen.line(0xFF4F8A48, 1.6, (x, y), (x, y + 8))
        pen.fill(rng.choice((0xFFF29DBB, 0xFFF5D04A, 0xFFFFFFFF, 0xFFD25B6B, 0xFFB08BD8)), oval(x, y, 3.6))
    _specks(pen, rng, 160, 0xFF7DB45C, 14)


def street(pen: Pen, canvas: Any, rng: Random) -> None:
    """Houses, a pavement and the road."""
    _sky(pen, canvas, rng, 120, 2)
    x = -rng.uniform(0, 40)
    while x < 256:
        wide, high = rng.uniform(46, 70), rng.uniform(60, 112)
        wall = rng.choice((0xFFE3B89A, 0xFFD8C7A8, 0xFFB9C7CF, 0xFFC99A8B, 0xFFDCCF9F))
        pen.fill(wall, rounded(x, 150 - high, x + wide, 152, 0))
        pen.fill(
            darker(wall, 0.35),
            polygon((x - 3, 150 - high), (x + wide + 3, 150 - high), (x + wide - 8, 138 - high), (x + 8, 138 - high)),
        )
        for column in range(2):
            for row in range(int(high // 34)):
                left, top = x + 9 + column * (wide - 32), 158 - high + row * 34
                pen.fill(0xFFF4F0E0, rounded(left, top, left + 14, top + 19, 2))
                pen.fill(0xFF86AFC4, rounded(left + 2, top + 2, left + 12, top + 17, 1))
        x += wide + 2
    _ground(canvas, 150, 0xFFCFC8BF)
    wash(canvas, 206, 256, 0xFF77747C, 0xFF68656D)
    pen.fill(0xFFE9E4DA, rounded(-4, 202, 260, 208, 0))
    for i in range(5):
        pen.fill(0xFFF2EEDF, rounded(i * 60 + 8, 230, i * 60 + 40, 235, 1))


def beach(pen: Pen, canvas: Any, rng: Random) -> None:
    """The sea and sand."""
    _sky(pen, canvas, rng, 104)
    wash(canvas, 102, 152, 0xFF4E9CC9, 0xFF86CFDA)
    for _ in range(9):
        x, y = rng.uniform(0, 256), rng.uniform(108, 140)
        pen.line(0xA0FFFFFF, 1.5, (x, y), (x + 8, y - 2), (x + 17, y))
    _ground(canvas, 152, 0xFFF0D9A4)
    pen.fill(
        0xC8FFFFFF,
        smooth((-20, 146), (60, 150), (130, 144), (200, 151), (280, 146), (280, 155), (130, 155), (-20, 155)),
    )
    for _ in range(12):
        pen.fill(0xFFDDC086, oval(rng.uniform(0, 256), rng.uniform(164, 252), 3, 1.2))


def forest(pen: Pen, canvas: Any, rng: Random) -> None:
    """Trunks and leaves."""
    wash(canvas, 0, 150, 0xFFBFD8B0, 0xFFD9E8BF)
    for depth, colour in ((0, 0xFF9DBF8F), (1, 0xFF6E9A6A)):
        for _ in range(6 - depth):
            x = rng.uniform(-5, 260)
            pen.fill(
                mix(0xFF6A4B37, colour, 0.5 - depth * 0.3), limb(8 + depth * 7, (x, 160), (x + rng.uniform(-4, 4), -10))
            )
        for i in range(7):
            pen.fill(colour, oval(i * 44 + rng.uniform(-14, 14), rng.uniform(-4, 26) - depth * 12, 34, 30))
    _ground(canvas, 142, 0xFF7F9C5B)
    for _ in range(16):
        pen.fill(
            rng.choice((0xFF6B884B, 0xFFA98F55, 0xFF8CAB63)), oval(rng.uniform(0, 256), rng.uniform(150, 254), 5, 2)
        )


def snow(pen: Pen, canvas: Any, rng: Random) -> None:
    """White hills and falling flakes."""
    wash(canvas, 0, 150, 0xFFAFC6DE, 0xFFE6EEF6)
    _hills(pen, rng, 132, 0xFFD3E0EE, 34)
    for _ in range(5):
        x, y, r = rng.uniform(0, 256), rng.uniform(126, 142), rng.uniform(8, 14)
        pen.fill(0xFF6F9490, polygon((x - r, y), (x + r, y), (x, y - r * 2.8)))
        pen.fill(0xFFF4F8FC, polygon((x - r * 0.45, y - r * 1.6), (x + r * 0.45, y - r * 1.6), (x, y - r * 2.8)))
    wash(canvas, 138, 256, 0xFFF4F8FC, 0xFFD6E2EF)
    for _ in range(24):
        pen.fill(0xF0FFFFFF, oval(rng.uniform(0, 256), rng.uniform(0, 150), rng.uniform(1.2, 2.8)))
    for _ in range(4):
        x, y = rng.uniform(0, 230), rng.uniform(165, 245)
        pen.line(0xFFC3D3E4, 2.2, (x, y), (x + 18, y - 4), (x + 40, y))


def desert(pen: Pen, canvas: Any, rng: Random) -> None:
    """Dunes in the heat."""
    wash(canvas, 0, 140, 0xFFF3C486, 0xFFFBE9C4)
    pen.fill(0xFFFFF3D0, oval(rng.uniform(30, 226), rng.uniform(24, 60), 19))
    _hills(pen, rng, 132, 0xFFE3AE6C, 40)
    _hills(pen, rng, 144, 0xFFDA9D5A, 22)
    _ground(canvas, 146, 0xFFE7B878)
    for _ in range(7):
        x, y = rng.uniform(-10, 220), rng.uniform(160, 250)
        pen.line(0xFFCF9C5E, 1.8, (x, y), (x + 16, y - 5), (x + 38, y))


def playground(pen: Pen, canvas: Any, rng: Random) -> None:
    """A slide and a swing on soft ground."""
    _sky(pen, canvas, rng, 140)
    for _ in range(4):
        _crown(pen, rng.uniform(0, 256), 140, rng.uniform(12, 18), 0xFF86BA73)
    _ground(canvas, 138, 0xFFD9B98C)
    x = rng.uniform(16, 60)
    pen.fill(
        0xFF4F7FC0,
        limb(5, (x, 170), (x + 18, 74)),
        limb(5, (x + 72, 170), (x + 54, 74)),
        limb(6, (x + 18, 76), (x + 54, 76)),
    )
    pen.fill(0xFF7A6A5C, limb(2, (x + 29, 78), (x + 26, 140)), limb(2, (x + 44, 78), (x + 41, 140)))
    pen.fill(0xFFD2503F, rounded(x + 21, 138, x + 47, 144, 2))
    x = rng.uniform(150, 180)
    pen.fill(0xFFB9554A, limb(5, (x, 168), (x, 84)), limb(5, (x + 20, 168), (x + 20, 84)))
    pen.fill(0xFFF2C744, limb(13, (x + 14, 92), (x + 40, 110), (x + 72, 166)))


def farm(pen: Pen, canvas: Any, rng: Random) -> None:
    """A red barn on a field."""
    _sky(pen, canvas, rng, 140)
    _hills(pen, rng, 138, 0xFFB9C76E, 24)
    x = rng.uniform(10, 160)
    pen.fill(
        0xFFB8473D,
        rounded(x, 92, x + 74, 146, 0),
        polygon((x - 5, 94), (x + 79, 94), (x + 62, 66), (x + 37, 54), (x + 12, 66)),
    )
    pen.fill(0xFFF3E6D2, rounded(x + 24, 108, x + 50, 146, 0), rounded(x + 30, 72, x + 44, 86, 2))
    pen.line(0xFFB8473D, 2.5, (x + 25, 110), (x + 49, 144))
    pen.line(0xFFB8473D, 2.5, (x + 49, 110), (x + 25, 144))
    _ground(canvas, 144, 0xFFC9BE62)
    for i in range(9):
        pen.line(0xFFAFA552, 2, (128 + (i - 4) * 16, 146), (128 + (i - 4) * 78, 258))


def lake(pen: Pen, canvas: Any, rng: Random) -> None:
    """Still water with a grassy shore."""
    _sky(pen, canvas, rng, 96)
    _hills(pen, rng, 98, 0xFF7FA98C, 34)
    wash(canvas, 100, 160, 0xFF9CCBDD, 0xFF5F9FBF)
    for _ in range(10):
        x, y = rng.uniform(-10, 240), rng.uniform(106, 150)
        pen.line(0x78FFFFFF, 1.6, (x, y), (x + rng.uniform(12, 34), y))
    pen.fill(0xFF8DB866, smooth((-30, 160), (50, 152), (130, 160), (210, 151), (290, 158), (290, 290), (-30, 290)))
    _specks(pen, rng, 166, 0xFF74A154, 20)


def mountains(pen: Pen, canvas: Any, rng: Random) -> None:
    """Snowy peaks over a meadow."""
    _sky(pen, canvas, rng, 140)
    for i in range(4):
        x, y = i * 72 + rng.uniform(-20, 30), rng.uniform(30, 74)
        rock = rng.choice((0xFF8A93AB, 0xFF79839E))
        pen.fill(rock, polygon((x - 66, 142), (x + 66, 142), (x, y)))
        pen.fill(0xFFF4F7FB, polygon((x - 15, y + 25), (x, y), (x + 15, y + 25), (x + 5, y + 19), (x - 3, y + 27)))
        pen.fill(darker(rock, 0.14), polygon((x + 18, y + 31), (x + 66, 142), (x + 20, 142), (x + 6, y + 60)))
    _ground(canvas, 138, 0xFF86B46F)
    _specks(pen, rng, 150, 0xFF6C9A58, 16)


def city_at_night(pen: Pen, canvas: Any, rng: Random) -> None:
    """Lit windows under the moon."""
    wash(canvas, 0, 150, 0xFF2B3560, 0xFF6B5F8C)
    pen.fill(0xFFFFF2C8, oval(rng.uniform(30, 226), 34, 13))
    for _ in range(14):
        pen.fill(0xC0FFFFFF, oval(rng.uniform(0, 256), rng.uniform(0, 80), 1))
    for i in range(6):
        x, high = i * 46 - rng.uniform(0, 12), rng.uniform(56, 118)
        pen.fill(mix(0xFF38406B, 0xFF56507E, rng.random()), rounded(x, 152 - high, x + 42, 154, 1))
        for row in range(int(high // 18)):
            for column in range(3):
                if rng.random() < 0.6:
                    left, top = x + 6 + column * 12, 158 - high + row * 18
                    pen.fill(0xFFFFD98A, rounded(left, top, left + 7, top + 9, 1))
    _ground(canvas, 150, 0xFF85809B)
    for x in (40, 128, 216):
        pen.fill(0x24FFE9B0, oval(x, 200, 44, 18))


def harbour(pen: Pen, canvas: Any, rng: Random) -> None:
    """Boats with masts behind a quay of planks; nobody learns here."""
    _sky(pen, canvas, rng, 110)
    wash(canvas, 108, 158, 0xFF5D8CA6, 0xFF3F6B86)
    for i in range(3):
        x, hull = i * 92 + rng.uniform(-24, 24), rng.choice((0xFFB5483F, 0xFFF1EEE4, 0xFF2F5A7C, 0xFFD9A441))
        pen.line(0xFF6B5B4C, 2.4, (x + 30, 120), (x + 30, rng.uniform(28, 60)))
        pen.fill(0xFFF4F1E8, polygon((x + 33, 62), (x + 33, 112), (x + 62, 112)))
        pen.group(hull, polygon((x - 6, 118), (x + 72, 118), (x + 58, 140), (x + 6, 140)), line=1)
    wash(canvas, 154, 256, 0xFF9B8A74, 0xFFB7A489)
    for i in range(7):
        pen.line(0xFF7E6F5C, 1.8, (-4, 160 + i * i * 2.4), (260, 160 + i * i * 2.4))
    for x in (rng.uniform(10, 90), rng.uniform(150, 240)):
        pen.group(0xFF5A5148, rounded(x, 138, x + 12, 168, 4), line=1)


def cave(pen: Pen, canvas: Any, rng: Random) -> None:
    """Rock with icicles of stone and a far way out; nobody learns here."""
    wash(canvas, 0, 256, 0xFF4A4450, 0xFF6E6470)
    x, y = rng.uniform(70, 186), rng.uniform(90, 112)
    pen.fill(0xFFBFD4DC, smooth((x - 34, y + 40), (x - 26, y - 10), (x, y - 30), (x + 28, y - 8), (x + 34, y + 40)))
    for i in range(10):
        left, high = i * 28 - rng.uniform(0, 14), rng.uniform(18, 70)
        pen.fill(mix(0xFF39343F, 0xFF5C5361, rng.random()), polygon((left, -2), (left + 26, -2), (left + 12, high)))
    for i in range(8):
        left, high = i * 36 - rng.uniform(0, 20), rng.uniform(8, 34)
        pen.fill(
            mix(0xFF4D4653, 0xFF6A606F, rng.random()), polygon((left, 152), (left + 34, 152), (left + 15, 152 - high))
        )
    _ground(canvas, 150, 0xFF81767F)
    _specks(pen, rng, 156, 0xFF6B616B, 22)
