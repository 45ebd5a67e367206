"""Birds: crest, beak, tail and plumage are theirs for life."""

from typing import Final, NamedTuple

from trainer.world.accessories import NECKWEAR, draw_neckwear
from trainer.world.coats import mark_body, mark_head
from trainer.world.colours import COLOURS, INK, NAMED, Colour, darker, lighter
from trainer.world.pen import Pen, limb, oval, smooth
from trainer.world.pose import Kind, Pose

_PATTERNS: Final = ("spots", "stripes", "belly", "mask", "patches", "wings")
_CRESTS: Final = ("smooth", "tufted", "spiky", "curled")
_BEAKS: Final = ("short", "long", "hooked", "broad")
_BEAK_COLOURS: Final = ("orange", "yellow", "red", "black", "pink", "light blue")
_TAILS: Final = ("short", "long", "forked", "fan")


class Bird(NamedTuple):
    """The traits of a bird. `places` decides where spots and patches lie."""

    coat: str
    second: str
    pattern: str
    crest: str
    beak: str
    beak_colour: str
    tail: str
    neck: str
    build: float
    head: float
    places: int


_TILTS: Final = {
    "stands": -18.0,
    "sits": -8.0,
    "sleeps": -4.0,
    "hops": -26.0,
    "flies": 4.0,
    "eats": 20.0,
    "sings": -34.0,
}
_BODY: Final = smooth((-1, 0.1), (-0.5, -0.75), (0.3, -0.95), (0.95, -0.35), (0.9, 0.4), (0.3, 0.95), (-0.45, 0.75))


def _draw(pen: Pen, who: Bird, pose: Pose) -> None:
    coat, second = NAMED[who.coat], NAMED[who.second]
    tilt = _TILTS[pose.action]
    low = pose.action in ("sits", "sleeps")
    middle = -31.0 if low else -44.0
    if pose.action == "flies":
        _wing(pen, darker(second if who.pattern == "wings" else coat, 0.25), 10, middle - 12, -62)
    elif not low:
        for x in (-4, 8):
            pen.group(
                NAMED["orange"], limb(3, (x, middle + 20), (x, -2)), limb(3, (x - 3, -1.5), (x + 7, -1.5)), line=1
            )
    with pen.at(0, middle, tilt):
        _tail(pen, who.tail, coat, second)
        with pen.at(0, 0, 0, 33, 26 * who.build):
            pen.group(coat, _BODY, line=0.06)
            with pen.inside(_BODY):
                mark_body(pen, who.pattern, who.places, second)
    if pose.action != "flies":
        with pen.at(-4, middle + 1, tilt):
            wing = second if who.pattern == "wings" else darker(coat, 0.12)
            pen.group(wing, smooth((12, -9), (-8, -12), (-30, 4), (-12, 12), (8, 8)))
            pen.line(darker(wing, 0.35), 1.2, (-20, 4), (-8, 6), (2, 4))
    else:
        _wing(pen, second if who.pattern == "wings" else darker(coat, 0.08), -4, middle - 8, -38)
    _head(pen, who, pose, (32, middle + 4) if pose.action == "eats" else (20, middle - 33))


def _wing(pen: Pen, colour: Colour, x: float, y: float, turn: float) -> None:
    with pen.at(x, y, turn):
        pen.group(colour, smooth((-6, 8), (2, -9), (30, -14), (54, -6), (40, 3), (42, 9), (26, 9), (26, 15), (8, 14)))
        pen.line(darker(colour, 0.3), 1.3, (14, 4), (40, -1))


def _tail(pen: Pen, tail: str, coat: Colour, second: Colour) -> None:
    if tail == "forked":
        pen.group(coat, limb(6, (-26, 2), (-52, -8)), limb(6, (-26, 4), (-52, 13)))
        pen.fill(second, limb(6, (-48, -6.5), (-52, -8)), limb(6, (-48, 11.5), (-52, 13)))
    elif tail == "fan":
        pen.group(
            second,
            *(oval(-42, 2, 17, 5.5, turn) for turn in (-32, 32)),
            *(limb(10, (-28, 2), (-50, y)) for y in (-12, 2, 16)),
        )
    else:
        end = -64 if tail == "long" else -44
        pen.group(coat, limb(10, (-24, 3), (end, 8)))
        pen.fill(second, limb(10, (end + 6, 7), (end, 8)))


def _head(pen: Pen, who: Bird, pose: Pose, at: tuple[float, float]) -> None:
    coat, second = NAMED[who.coat], NAMED[who.second]
    size = 20 * who.head
    skull = oval(0, 0, 21, 20)
    with pen.at(at[0] - 3, at[1] + size * 0.95, 10):
        draw_neckwear(pen, who.neck, size * 0.78)
    with pen.at(at[0], at[1], pose.turn + (14 if pose.action == "eats" else 0), size / 21):
        _crest(pen, who.crest, second)
        pen.group(coat, skull)
        with pen.inside(skull), pen.at(0, 0, 0, 20):
            mark_head(pen, who.pattern, who.places, second)
        _beak(pen, who.beak, NAMED[who.beak_colour], pose.action == "sings")
        for x in (-4.0, 12.5):
            if not pose.asleep:
                pen.fill(lighter(coat, 0.6), oval(x, -4, 5, 5.6))
            pen.eye(x, -4, 4, pose.asleep)


def _crest(pen: Pen, crest: str, colour: Colour) -> None:
    if crest == "tufted":
        pen.group(colour, oval(-5, -22, 5, 9, -25), oval(2, -23, 5, 10), oval(9, -21, 5, 8, 25))
    elif crest == "spiky":
        pen.group(colour, *(limb(5, (x * 0.5, -15), (x - 5, -31)) for x in (-12, -3, 6, 15)))
    elif crest == "curled":
        pen.group(colour, limb(4.5, (0, -17), (-4, -34), (16, -40), (15, -28)))


def _beak(pen: Pen, beak: str, colour: Colour, is_open: bool) -> None:
    if is_open:
        pen.group(darker(colour, 0.2), smooth((6, 6), (16, 8), (15, 16), (8, 12)))
    reach = {"short": 20.0, "long": 38.0, "hooked": 24.0, "broad": 23.0}[beak]
    if beak == "hooked":
        pen.group(colour, smooth((3, 1), (14, -3), (23, 4), (21, 16), (16, 9), (5, 9)))
    elif beak == "broad":
        pen.group(colour, smooth((0, 3), (8, 0), (reach, 3), (reach + 2, 8), (10, 10), (1, 8)))
    else:
        pen.group(colour, smooth((3, 1), (reach * 0.55, 0.5), (reach, 6), (reach * 0.55, 9), (4, 9)))
    pen.line(INK, 1, (6, 5.5), (reach * 0.8, 6))


def _words(who: Bird) -> tuple[str, ...]:
    worn = (who.neck,) if who.neck != "none" else ()
    marks = f"{who.second} {who.pattern}"
    return (
        f"{who.coat} feathers",
        marks,
        f"{who.crest} crest",
        f"{who.beak} {who.beak_colour} beak",
        f"{who.tail} tail",
        *worn,
    )


_CHOICES: Final = {
    "coat": COLOURS,
    "second": COLOURS,
    "pattern": _PATTERNS,
    "crest": _CRESTS,
    "beak": _BEAKS,
    "beak_colour": _BEAK_COLOURS,
    "tail": _TAILS,
    "neck": NECKWEAR,
}
BIRDS: Final = (Kind("bird", Bird, _CHOICES, "neck", (("coat", "second"),), _draw, _words, tuple(_TILTS), 0.8),)
