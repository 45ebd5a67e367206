"""Things that nobody taught: balls, trees, benches, lamps. They fill a scene and sometimes stand in the way."""

from collections.abc import Callable
from math import cos, sin
from typing import Final

from trainer.world.colours import INK, NAMED, Colour, darker, lighter
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth

_DYES: Final = ("red", "blue", "yellow", "green", "purple", "orange", "pink", "teal")
_WOOD: Final = 0xFFB67C48


def draw_object(pen: Pen, word: str, hue: int) -> None:
    """Draw an object by its word, feet at the origin, in units as beings; `hue` picks its colour."""
    _DRAWERS[word](pen, NAMED[_DYES[hue % len(_DYES)]])


def _ball(pen: Pen, colour: Colour) -> None:
    ball = oval(0, -14, 14)
    pen.group(colour, ball)
    with pen.inside(ball):
        pen.fill(lighter(colour, 0.75), limb(6, (-16, -8), (0, -20), (16, -8)))
    pen.fill(0x70FFFFFF, oval(-5, -20, 4, 3))


def _bowl(pen: Pen, colour: Colour) -> None:
    pen.group(0xFF8A5A33, *(oval(x, -13, 6, 4.5) for x in (-9, 0, 9)))
    pen.group(colour, smooth((-22, -12), (0, -9), (22, -12), (17, -1), (0, 0), (-17, -1)))


def _apple(pen: Pen, colour: Colour) -> None:
    pen.group(NAMED["red"], oval(-3, -7, 6.5, 7.5), oval(3, -7, 6.5, 7.5), line=1.2)
    pen.line(0xFF6B4226, 1.8, (0, -13), (2, -18))


def _book(pen: Pen, colour: Colour) -> None:
    pen.group(colour, polygon((-19, -24), (0, -20), (19, -24), (19, -3), (0, 1), (-19, -3)), line=1.4)
    pen.fill(0xFFFBF5E6, polygon((-16, -24), (0, -21), (16, -24), (16, -20), (0, -17), (-16, -20)))
    pen.line(darker(colour, 0.4), 1.4, (0, -18), (0, 0))


def _tree(pen: Pen, colour: Colour) -> None:
    pen.group(0xFF8A5F3C, limb(15, (0, -4), (0, -60)), limb(8, (0, -40), (18, -66)))
    pen.group(0xFF5E9E4B, *(oval(x, y, r) for x, y, r in ((-24, -82, 26), (24, -84, 27), (0, -108, 30), (0, -76, 24))))
    pen.fill(0x30FFFFFF, oval(-14, -112, 14, 11), oval(-30, -92, 9, 7))


def _pine(pen: Pen, colour: Colour) -> None:
    pen.group(0xFF7A5236, limb(12, (0, -3), (0, -30)))
    pen.group(0xFF3F7D5A, *(polygon((-w, y), (w, y), (0, y - 48)) for w, y in ((38, -20), (31, -50), (22, -80))))


def _palm(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFB08452, limb(10, (0, -3), (-10, -50), (8, -98)))
    ends = ((-52, -104), (-36, -136), (14, -146), (52, -128), (58, -96))
    pen.group(0xFF4F9E55, *(limb(9, (8, -100), (x * 0.5, y - 14), (x * 0.78, y + 12)) for x, y in ends))


def _bush(pen: Pen, colour: Colour) -> None:
    pen.group(0xFF6AA64F, *(oval(x, y, r) for x, y, r in ((-26, -14, 15), (26, -14, 15), (0, -24, 21), (0, -10, 17))))
    pen.fill(colour, *(oval(x, y, 3.4) for x, y in ((-24, -18), (-4, -30), (14, -20), (28, -12), (2, -12))))


def _bench(pen: Pen, colour: Colour) -> None:
    pen.group(
        darker(_WOOD, 0.35),
        *(limb(5, (x, -24), (x, -3)) for x in (-40, 40)),
        *(limb(4, (x, -60), (x, -26)) for x in (-36, 36)),
    )
    pen.group(_WOOD, *(rounded(-48, y - 9, 48, y, 3) for y in (-24, -40, -54)))


def _lamp(pen: Pen, colour: Colour) -> None:
    pen.group(0xFF555062, limb(5, (0, -4), (0, -104)), rounded(-14, -6, 14, -1, 3))
    pen.group(colour, polygon((-14, -132), (14, -132), (24, -102), (-24, -102)))
    pen.fill(0x60FFF6C0, oval(0, -100, 24, 6))


def _rock(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFA7A3A8, smooth((-30, 0), (-28, -16), (-10, -30), (14, -26), (30, -10), (30, 0)))
    pen.fill(0x38FFFFFF, smooth((-20, -14), (-8, -25), (8, -22), (-4, -16)))


def _box(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFD0A06A, rounded(-26, -40, 26, -1, 2))
    pen.fill(0xFFE8D2A8, rounded(-5, -40, 5, -1, 0))
    pen.line(darker(0xFFD0A06A, 0.4), 1.5, (-26, -31), (26, -31))


def _flowers(pen: Pen, colour: Colour) -> None:
    for x, y in ((-14, -22), (0, -32), (14, -24)):
        pen.group(0xFF5E9E4B, limb(2.4, (x * 0.6, 0), (x, y)), line=0.7)
        petals = (oval(x + 5.4 * cos(i * 1.2566), y + 5.4 * sin(i * 1.2566), 4.2) for i in range(5))
        pen.group(colour, *petals, line=1)
        pen.fill(0xFFFFE28A, oval(x, y, 3.2))


def _grass(pen: Pen, colour: Colour) -> None:
    blades = ((-16, -14), (-8, -24), (0, -17), (8, -26), (17, -15))
    pen.group(0xFF74B256, *(limb(4, (x * 0.5, 0), (x * 0.6, y * 0.6), (x, y)) for x, y in blades), line=1)


def _umbrella(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFF0EAE0, limb(4, (0, -2), (0, -100)))
    dome = smooth((-52, -82), (-40, -110), (0, -128), (40, -110), (52, -82), (0, -92))
    pen.group(colour, dome)
    with pen.inside(dome):
        pen.fill(lighter(colour, 0.75), *(smooth((0, -130), (x - 8, -78), (x + 8, -78)) for x in (-34, 0, 34)))


def _chair(pen: Pen, colour: Colour) -> None:
    pen.group(
        darker(colour, 0.2), *(limb(5, (x, -32), (x * 1.1, -3)) for x in (-20, 20)), rounded(-22, -82, 22, -38, 8)
    )
    pen.group(colour, rounded(-25, -42, 25, -31, 5))


def _bucket(pen: Pen, colour: Colour) -> None:
    pen.edge(0xFF6A6470, 2.4, oval(0, -32, 17, 18))
    pen.group(colour, polygon((-19, -32), (19, -32), (13, -1), (-13, -1)))
    pen.fill(lighter(colour, 0.35), rounded(-19, -33, 19, -27, 2))


def _fence(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFF2E8D8, *(rounded(-52, y, 52, y + 7, 2) for y in (-36, -17)))
    for x in (-42, -21, 0, 21, 42):
        pen.group(0xFFF2E8D8, polygon((x - 6, 0), (x - 6, -46), (x, -54), (x + 6, -46), (x + 6, 0)))


def _snowman(pen: Pen, colour: Colour) -> None:
    pen.group(0xFFF7FAFF, oval(0, -24, 25), oval(0, -62, 18), oval(0, -90, 13))
    pen.fill(INK, oval(-4, -93, 1.9), oval(4, -93, 1.9), oval(0, -60, 2), oval(0, -68, 2))
    pen.fill(0xFFEE8A35, polygon((0, -90), (0, -86), (15, -86)))
    pen.group(colour, limb(6, (-13, -79), (0, -74), (13, -79)))


def _cactus(pen: Pen, colour: Colour) -> None:
    pen.group(
        0xFF5B9A5E,
        limb(22, (0, -8), (0, -84)),
        limb(12, (0, -34), (30, -34), (28, -64)),
        limb(12, (0, -24), (-30, -24), (-27, -50)),
    )
    pen.fill(colour, oval(0, -96, 6))


def _rope(pen: Pen, colour: Colour) -> None:
    pen.line(0xFF6B5036, 3.6, (0, 4), (0, -126))
    pen.group(0xFF9A9AA2, oval(0, 0, 4), line=1)


_DRAWERS: Final[dict[str, Callable[[Pen, Colour], None]]] = {
    "ball": _ball,
    "bowl": _bowl,
    "apple": _apple,
    "book": _book,
    "tree": _tree,
    "pine": _pine,
    "palm tree": _palm,
    "bush": _bush,
    "bench": _bench,
    "lamp": _lamp,
    "rock": _rock,
    "box": _box,
    "flowers": _flowers,
    "grass": _grass,
    "umbrella": _umbrella,
    "chair": _chair,
    "bucket": _bucket,
    "fence": _fence,
    "snowman": _snowman,
    "cactus": _cactus,
    "rope": _rope,
}
SMALL: Final = frozenset({"ball", "rock", "box", "flowers", "grass", "bucket", "bush"})
