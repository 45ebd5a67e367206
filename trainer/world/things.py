"""Cups, bags, shoes, toy cars and potted plants: each with a colour, a shape and a motif of its own."""

from collections.abc import Callable
from typing import Final

from trainer.world.colours import COLOURS, NAMED, darker, lighter
from trainer.world.motifs import MOTIFS, print_motif
from trainer.world.pen import Path, Pen, limb, oval, polygon, rounded, smooth
from trainer.world.pose import Kind, Pose
from trainer.world.traits import Made
from trainer.world.vehicles import draw_car

_CUPS: Final[dict[str, Path]] = {
    "straight": rounded(-26, -66, 26, -1, 7),
    "tall": rounded(-21, -84, 21, -1, 6),
    "round": smooth((-26, -62), (0, -64), (26, -62), (33, -34), (20, -2), (0, 0), (-20, -2), (-33, -34)),
    "flared": polygon((-33, -66), (33, -66), (20, -1), (-20, -1)),
}


def _draw_cup(pen: Pen, what: Made, _pose: Pose) -> None:
    body, second = NAMED[what.body], NAMED[what.second]
    top = -84 if what.shape == "tall" else -64
    wide = {"straight": 26, "tall": 21, "round": 27, "flared": 33}[what.shape]
    with pen.at(0, 0, 0, what.build, 1):
        side = {"straight": 25, "tall": 20, "round": 31, "flared": 26}[what.shape]
        if what.part == "round handle":
            pen.edge(darker(second, 0.62), 12, oval(side + 7, -36, 13, 15))
            pen.edge(second, 8.5, oval(side + 7, -36, 13, 15))
        elif what.part == "square handle":
            pen.edge(darker(second, 0.62), 12, rounded(side - 8, -52, side + 18, -20, 4))
            pen.edge(second, 8.5, rounded(side - 8, -52, side + 18, -20, 4))
        elif what.part == "two handles":
            for x in (-side - 4, side + 4):
                pen.edge(darker(second, 0.62), 10, oval(x, -36, 9, 12))
                pen.edge(second, 6.8, oval(x, -36, 9, 12))
        elif what.part == "straw":
            pen.group(second, limb(6, (4, top + 6), (13, top - 26), (28, top - 30)))
        path = _CUPS[what.shape]
        pen.group(body, path)
        _shine(pen, path, -wide + 8, top)
        pen.group(lighter(body, 0.2), oval(0, top, wide, 6.5), line=1.2)
        pen.fill(0xFF6B4226, oval(0, top + 0.8, wide - 3.5, 4.4))
        with pen.inside(path):
            if what.detail != "no band":
                for y in {"one band": (-9,), "two bands": (-7, top + 15)}[what.detail]:
                    pen.fill(second, rounded(-40, y - 4, 40, y + 4, 0))
        print_motif(pen, what.motif, what.ink, 0, top / 2, 15)


def _shine(pen: Pen, path: Path, x: float, top: float) -> None:
    with pen.inside(path):
        pen.fill(0x38FFFFFF, rounded(x, top, x + 6, -6, 3))


def _draw_bag(pen: Pen, what: Made, _pose: Pose) -> None:
    body, second = NAMED[what.body], NAMED[what.second]
    with pen.at(0, 0, 0, what.build, 1):
        if what.part == "long strap":
            pen.group(second, limb(5.5, (-26, -54), (-18, -116), (18, -116), (26, -54)))
        elif what.part == "short handle":
            pen.edge(darker(second, 0.62), 9, rounded(-13, -84, 13, -50, 9))
            pen.edge(second, 5.6, rounded(-13, -84, 13, -50, 9))
        else:
            for x in (-15, 15):
                pen.edge(darker(second, 0.62), 7.5, oval(x, -66, 9, 19))
                pen.edge(second, 4.4, oval(x, -66, 9, 19))
        path = _BAGS[what.shape]
        pen.group(body, path)
        _shine(pen, path, -32, -60)
        with pen.inside(path):
            if what.detail == "flap":
                pen.fill(second, smooth((-50, -76), (50, -76), (40, -46), (0, -38), (-40, -46)))
            elif what.detail == "base":
                pen.fill(second, rounded(-60, -13, 60, 5, 0))
            elif what.detail == "zip":
                pen.fill(second, rounded(-60, -57, 60, -51, 0), rounded(18, -57, 23, -42, 2))
            else:
                pen.fill(second, rounded(-27, -90, -20, 5, 0), rounded(20, -90, 27, 5, 0))
        print_motif(pen, what.motif, what.ink, 0, -29, 15)


_BAGS: Final[dict[str, Path]] = {
    "square": rounded(-36, -64, 36, -1, 5),
    "round": smooth((-30, -60), (0, -66), (30, -60), (42, -28), (28, -2), (0, 0), (-28, -2), (-42, -28)),
    "wide": rounded(-46, -56, 46, -1, 9),
    "tapered": polygon((-28, -66), (28, -66), (42, -1), (-42, -1)),
}


def _draw_shoe(pen: Pen, what: Made, _pose: Pose) -> None:
    body, second = NAMED[what.body], NAMED[what.second]
    with pen.at(0, 0, 0, 1.1, 1.1 * what.build):
        upper = _SHOES[what.shape]
        heel = what.shape == "heeled shoe"
        if heel:
            pen.group(second, polygon((-38, -26), (-22, -22), (-31, 0), (-36, 0)))
        pen.group(body, upper)
        with pen.inside(upper):
            if what.detail == "toe cap":
                pen.fill(second, oval(46, -6, 22, 22))
            elif what.detail == "heel patch":
                pen.fill(second, oval(-44, -22, 17, 34))
            else:
                pen.fill(second, limb(7, (2, -44), (22, 2)), limb(7, (15, -40), (35, 2)))
        if not heel:
            pen.group(second, rounded(-43, -9, 49, -1, 4))
        print_motif(pen, what.motif, what.ink, -14, -24 if not heel else -27, 11)
        _fasten(pen, what, heel)


def _fasten(pen: Pen, what: Made, heel: bool) -> None:
    dye, thing = what.part.rsplit(" ", 1)
    colour = NAMED[dye]
    x, y = (13, -31) if not heel else (12, -21)
    if thing == "laces":
        for i in range(3):
            with pen.at(x + i * 6.5, y + i * 4.4, 35):
                pen.group(colour, limb(3, (-1, -6), (-1, 6)), line=0.9)
    elif thing == "strap":
        pen.group(colour, limb(7, (x - 6, y - 8), (x + 8, y + 16)))
        pen.group(0xFFFFD75A, oval(x + 3, y + 8, 3.6), line=1)
    else:
        pen.group(
            colour, oval(x - 1, y - 6, 7, 4.5, -30), oval(x + 10, y, 7, 4.5, 30), oval(x + 4, y - 1, 3.2), line=1.2
        )


_SHOES: Final[dict[str, Path]] = {
    "sneaker": smooth((-42, -6), (-44, -38), (-34, -44), (-14, -36), (10, -40), (28, -24), (48, -17), (50, -5)),
    "boot": smooth((-42, -6), (-42, -60), (-36, -82), (2, -82), (8, -44), (28, -26), (48, -18), (50, -5)),
    "heeled shoe": smooth(
        (-38, -28), (-40, -48), (-30, -40), (-10, -28), (14, -28), (40, -10), (48, -2), (26, -1), (2, -10), (-22, -22)
    ),
    "slipper": smooth((-44, -6), (-46, -20), (-20, -18), (-2, -24), (8, -38), (34, -30), (50, -14), (50, -5)),
}


def _draw_plant(pen: Pen, what: Made, _pose: Pose) -> None:
    body = NAMED[what.body]
    with pen.at(0, -42, 0, 0.8 + 0.3 * what.build):
        _LEAVES[what.part](pen, what)
    path = {
        "round": _POT_ROUND,
        "square": rounded(-26, -44, 26, -1, 4),
        "footed": smooth(
            (-28, -40), (0, -42), (28, -40), (24, -20), (9, -12), (18, -1), (-18, -1), (-9, -12), (-24, -20)
        ),
    }.get(what.shape, _POT_FLARED)
    pen.group(body, path)
    _shine(pen, path, -20, -40)
    pen.group(
        NAMED[what.detail.split(" ")[0]] if what.detail != "plain rim" else lighter(body, 0.25),
        rounded(-29, -49, 29, -39, 4),
    )
    print_motif(
        pen, what.motif, what.ink, 0, -21 if what.shape != "footed" else -28, 12 if what.shape != "footed" else 9
    )


_POT_ROUND: Final = smooth((-24, -44), (0, -45), (24, -44), (31, -22), (18, -2), (0, 0), (-18, -2), (-31, -22))
_POT_FLARED: Final = polygon((-29, -44), (29, -44), (20, -1), (-20, -1))
_STEMS: Final = ((-44, -26), (-26, -48), (0, -58), (26, -48), (44, -26))


def _bloom(pen: Pen, what: Made, x: float, y: float, size: float) -> None:
    colour = NAMED[what.second]
    pen.group(
        colour,
        *(
            oval(x + size * a, y + size * b, size * 0.72)
            for a, b in ((0, -1), (0.95, -0.3), (0.6, 0.8), (-0.6, 0.8), (-0.95, -0.3))
        ),
        line=1.2,
    )
    pen.fill(0xFFFFD75A if what.second != "yellow" else 0xFF8A5A2B, oval(x, y, size * 0.55))


def _leafy(pen: Pen, what: Made) -> None:
    green = NAMED["green"]
    for x, y in _STEMS:
        pen.group(
            darker(green, 0.1 if x else 0),
            smooth((0, 0), (x * 0.2 - y * 0.2, y * 0.5), (x, y), (x * 0.75 + y * 0.16, y * 0.45)),
        )
    _bloom(pen, what, 0, -62, 9)


def _grassy(pen: Pen, what: Made) -> None:
    for x, y in _STEMS:
        pen.group(NAMED["teal"], limb(7, (x * 0.3, 2), (x * 0.3, y), (x, y - 6)))
    for x, y in _STEMS[1::2]:
        _bloom(pen, what, x, y - 10, 7)


def _cactus(pen: Pen, what: Made) -> None:
    green = darker(NAMED["green"], 0.12)
    pen.group(
        green,
        limb(26, (0, 4), (0, -44)),
        limb(12, (0, -16), (30, -14), (27, -42)),
        limb(12, (0, -6), (-28, -6), (-26, -30)),
    )
    pen.fill(lighter(green, 0.5), *(limb(1.4, (x, y), (x + 3, y - 3)) for x in (-8, 0, 7) for y in (-8, -22, -36)))
    _bloom(pen, what, 2, -60, 8)


def _bush(pen: Pen, what: Made) -> None:
    pen.group(0xFF8A5A33, limb(7, (0, 4), (0, -24)))
    pen.group(NAMED["green"], *(oval(x, y, 18) for x, y in ((-22, -34), (22, -34), (0, -52), (0, -30))))
    for x, y in ((-20, -40), (16, -30), (4, -56)):
        _bloom(pen, what, x, y, 5.5)


_LEAVES: Final[dict[str, Callable[[Pen, Made], None]]] = {
    "broad leaves": _leafy,
    "long leaves": _grassy,
    "cactus arms": _cactus,
    "a round crown": _bush,
}


def _words(second: str) -> Callable[[Made], tuple[str, ...]]:
    def words(what: Made) -> tuple[str, ...]:
        detail = () if what.detail.startswith(("no ", "plain ")) else (what.detail,)
        motif = f"{what.ink} {what.motif}"
        return (f"{what.body} body", f"{what.shape} shape", f"{what.second} {second}", motif, what.part, *detail)

    return words


def _choices(shape: tuple[str, ...], part: tuple[str, ...], detail: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {
        "body": COLOURS,
        "second": COLOURS,
        "shape": shape,
        "motif": MOTIFS,
        "ink": COLOURS,
        "part": part,
        "detail": detail,
    }


_DYES: Final = ("red", "yellow", "blue", "green", "white", "black")
_RIMS: Final = ("plain rim", *(f"{dye} rim" for dye in ("red", "yellow", "blue", "green", "white", "black")))
_FASTENERS: Final = tuple(f"{dye} {thing}" for thing in ("laces", "strap", "bow") for dye in _DYES)
_DISTINCT: Final = (("body", "second"), ("body", "ink"))


def _kind(
    word: str,
    draw: Callable[[Pen, Made, Pose], None],
    second: str,
    choices: dict[str, tuple[str, ...]],
    actions: tuple[str, ...],
    size: float,
) -> Kind:
    return Kind(word, Made, choices, "part", _DISTINCT, draw, _words(second), actions, size)


_LYING: Final = ("stands", "lies", "hangs")
THINGS: Final = (
    _kind(
        "cup",
        _draw_cup,
        "trim",
        _choices(
            tuple(_CUPS),
            ("round handle", "square handle", "two handles", "straw"),
            ("no band", "one band", "two bands"),
        ),
        _LYING,
        0.8,
    ),
    _kind(
        "bag",
        _draw_bag,
        "trim",
        _choices(tuple(_BAGS), ("long strap", "short handle", "two handles"), ("flap", "base", "zip", "bands")),
        _LYING,
        0.85,
    ),
    _kind(
        "shoe",
        _draw_shoe,
        "sole",
        _choices(tuple(_SHOES), _FASTENERS, ("toe cap", "heel patch", "slanted stripes")),
        ("stands", "leans", "hangs"),
        0.8,
    ),
    _kind(
        "plant",
        _draw_plant,
        "flowers",
        _choices(("round", "square", "flared", "footed"), tuple(_LEAVES), _RIMS),
        ("stands", "lies", "hangs"),
        0.95,
    ),
    _kind(
        "toy car",
        draw_car,
        "roof",
        _choices(
            ("sedan", "van", "pickup", "beetle"),
            ("roof rack", "siren", "flag", "surfboard", "antenna"),
            tuple(f"{dye} wheels" for dye in _DYES),
        ),
        ("stands", "drives", "lies upside down"),
        0.8,
    ),
)
