"""Human heads: face, hair, beard, glasses and jewellery, round a skull of radius 23 at the origin."""

from typing import Final

from trainer.world.colours import INK, NAMED, WHITE, Colour, darker, lighter, mix, seen
from trainer.world.pen import Pen, Shape, limb, oval, rounded, smooth
from trainer.world.traits import Person

SKINS: Final[dict[str, Colour]] = {
    "pale": 0xFFFBE3D3,
    "light": 0xFFF3C9A5,
    "olive": 0xFFD9B07C,
    "tan": 0xFFC68B59,
    "brown": 0xFF9B6240,
    "dark": 0xFF673F2B,
}
HAIRSTYLES: Final = {
    "man": ("short", "spiky", "curly", "wavy", "long", "tied-up", "side-parted", "mohawk"),
    "woman": ("short", "curly", "long", "bun", "ponytail", "braided", "bobbed", "wavy"),
    "boy": ("short", "spiky", "curly", "wavy", "long", "tied-up", "side-parted", "mohawk"),
    "girl": ("short", "curly", "long", "bun", "ponytail", "braided", "bobbed", "pigtailed"),
}
BEARDS: Final = ("none", "full beard", "moustache", "goatee")
_FRAMES: Final = ("red", "black", "blue", "white", "green", "purple")
GLASSES: Final = (
    "none",
    *(f"{dye} {shape} glasses" for shape in ("round", "square") for dye in _FRAMES),
    *(f"{dye} sunglasses" for dye in _FRAMES),
)
JEWELRY: Final = (
    "none",
    *(
        f"{dye} {thing}"
        for thing in ("earrings", "headband", "necklace")
        for dye in ("red", "yellow", "blue", "green", "purple")
    ),
    "freckles",
)


def draw_hair_behind(pen: Pen, who: Person) -> None:
    """Draw the hair that hangs behind the neck."""
    hair = darker(NAMED[who.hair], 0.1)
    behind: dict[str, tuple[Shape, ...]] = {
        "long": (smooth((-25, -8), (0, -27), (25, -8), (27, 22), (20, 41), (-20, 41), (-27, 22)),),
        "bobbed": (smooth((-26, -8), (0, -27), (26, -8), (28, 14), (22, 23), (-22, 23), (-28, 14)),),
        "wavy": (*(oval(s * x, y, 9) for s in (-1, 1) for x, y in ((23, -4), (26, 8), (23, 20))), oval(0, -4, 25)),
        "curly": tuple(
            oval(x, y, 10.5)
            for x, y in ((-20, -15), (-26, 0), (-22, 13), (20, -15), (26, 0), (22, 13), (-8, -24), (8, -24))
        ),
        "bun": (oval(1, -30, 12),),
        "tied-up": (oval(-3, -28, 7.5),),
        "ponytail": (limb(13, (-14, -18), (-38, -20), (-34, 22)),),
        "pigtailed": (
            *(oval(s * 30, 2, 9, 13, -s * 16) for s in (-1, 1)),
            *(limb(6, (s * 18, -8), (s * 28, -6)) for s in (-1, 1)),
        ),
        "braided": tuple(oval(s * (24 + i), 8 + i * 10, 6.5) for s in (-1, 1) for i in range(4)),
    }
    pen.group(hair, *behind.get(who.style, ()))


def draw_face(pen: Pen, who: Person, asleep: bool, *, grown: bool) -> None:
    """Draw skull, face and the hair in front, then what is worn on the face."""
    skin, hair = SKINS[who.skin], NAMED[who.hair]
    skull = smooth((-20, -10), (0, -23), (21, -10), (20, 8), (13, 20), (1, 23.5), (-11, 20), (-19, 8))
    pen.group(skin, oval(-20.5, 2, 4.5, 6), oval(21, 2, 4.5, 6), skull)
    pen.blush(-10, 9, 4.6, skin)
    pen.blush(14, 9, 4.6, skin)
    if who.beard != "none":
        _beard(pen, who.beard, hair)
    for x in (-6.5, 9.5):
        if not asleep:
            pen.fill(WHITE, oval(x, 0, 4.4, 5))
        pen.eye(x, 0, 3.5 if grown else 4, asleep)
        pen.line(darker(hair, 0.25), 1.7, (x - 4, -7.5), (x, -9.5), (x + 4, -7.5))
    pen.line(darker(skin, 0.35), 1.6, (2, 3), (4.6, 6.5), (1, 7))
    if who.beard in ("none", "goatee"):
        pen.line(mix(darker(skin, 0.5), 0xFFC0303F, 0.5), 1.8, (-3.5, 12.5), (1.5, 17), (6.5, 12.5))
    if who.jewelry == "freckles":
        pen.fill(
            darker(skin, 0.38), *(oval(x, y, 1) for x, y in ((-12, 6), (-9, 8), (-6, 6), (9, 6), (12, 8), (15, 6)))
        )
    _fringe(pen, who.style, hair)
    _jewelry(pen, who.jewelry)
    if who.glasses != "none":
        _glasses(pen, who.glasses)


def _beard(pen: Pen, beard: str, hair: Colour) -> None:
    if beard == "full beard":
        pen.group(
            hair, smooth((-19.5, 4), (-14, 9), (1, 9.5), (16, 9), (20.5, 4), (17, 20), (1, 30), (-15, 20)), line=1.2
        )
        pen.fill(mix(hair, 0xFF8A2A35, 0.7), oval(1.5, 14, 4, 1.9))
    elif beard == "goatee":
        pen.group(hair, smooth((-4, 19), (1, 18), (7, 19), (5, 29), (1, 32), (-3, 29)), line=1.2)
    if beard != "goatee":
        pen.group(hair, limb(4.6, (-7, 12), (-2, 8.5), (1.5, 9.5)), limb(4.6, (1.5, 9.5), (5, 8.5), (10, 12)), line=1)


def _fringe(pen: Pen, style: str, hair: Colour) -> None:
    cap = smooth(
        (-21, 0), (-23, -14), (-9, -26), (10, -26), (24, -14), (22, 0), (18, -9), (4, -13), (-12, -11), (-18, -6)
    )
    if style == "spiky":
        pen.group(hair, *(limb(8, (x * 0.8, -16), (x * 1.15, -31 + abs(x) * 0.45)) for x in (-19, -10, 0, 10, 19)), cap)
    elif style == "mohawk":
        pen.group(hair, *(limb(9, (x * 0.7, -18), (x, -37 + abs(x) * 0.3)) for x in (-8, 0, 8)))
        pen.fill(
            seen(hair, 0.45),
            smooth((-20, -4), (-20, -13), (-6, -22.5), (8, -22.5), (21, -13), (20.5, -4), (14, -14), (-12, -14)),
        )
    elif style == "side-parted":
        pen.group(
            hair,
            smooth((-22, 2), (-23, -14), (-8, -28), (14, -27), (24, -12), (22, -1), (14, -12), (-6, -8), (-18, -6)),
        )
    elif style == "curly":
        pen.group(hair, *(oval(x, y, 8) for x, y in ((-17, -13), (-8, -19), (2, -20), (12, -19), (20, -12))))
    elif style == "bobbed":
        pen.group(
            hair, smooth((-22, 4), (-24, -14), (-9, -26), (10, -26), (25, -14), (23, 4), (19, -6), (2, -7), (-16, -6))
        )
    else:
        pen.group(hair, cap)
    pen.line(lighter(hair, 0.35), 2, (-13, -18.5), (-7, -22), (0, -23))


def _jewelry(pen: Pen, worn: str) -> None:
    if worn in ("none", "freckles"):
        return
    dye, thing = worn.split(" ")
    colour = NAMED[dye]
    if thing == "earrings":
        pen.group(colour, oval(-22, 12, 4), oval(22.5, 12, 4), line=1.1)
    elif thing == "headband":
        pen.group(colour, limb(5, (-21, -11), (1, -25), (22, -11)), line=1.2)
    else:
        pen.group(colour, *(oval(x, 33 - abs(x) * 0.55, 3) for x in (-10, -5, 0, 5, 10)), line=1)


def _glasses(pen: Pen, glasses: str) -> None:
    dye, *shape = glasses.split(" ")
    colour = NAMED[dye]
    for x in (-7.0, 10.0):
        lens = oval(x, 1, 7) if shape[0] == "round" else rounded(x - 7.2, -4.5, x + 7.2, 6.5, 2)
        if shape[0] == "sunglasses":
            pen.fill(seen(INK, 0.92), lens)
            pen.line(0xC0FFFFFF, 1.4, (x - 3.5, 1.5), (x - 0.5, -2))
        else:
            pen.fill(0x38FFFFFF, lens)
        pen.edge(darker(colour, 0.5), 3.6, lens)
        pen.edge(colour, 2.2, lens)
    pen.line(colour, 2.2, (-0.5, 0), (1.5, -1), (3.5, 0))
