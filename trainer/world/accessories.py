"""What beings wear in every scene: hats, collars, scarves. Named as a person would say it: "red collar"."""

from typing import Final

from trainer.world.colours import NAMED, darker, lighter
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth

_DYES: Final = ("red", "yellow", "blue", "green", "pink", "purple", "white", "black")


def _dyed(*things: str, dyes: tuple[str, ...] = _DYES) -> tuple[str, ...]:
    return ("none", *(f"{dye} {thing}" for thing in things for dye in dyes))


NECKWEAR: Final = _dyed("collar", "scarf", "bow tie")
HEADWEAR: Final = _dyed("party hat", "beanie", "cap", "bow", dyes=("red", "yellow", "blue", "green", "pink", "purple"))


def split_dye(worn: str) -> tuple[int, str]:
    """("red bow tie") -> its colour and what it is."""
    dye, thing = worn.split(" ", 1)
    return NAMED[dye], thing


def draw_hat(pen: Pen, worn: str, size: float) -> None:
    """Draw headwear on a head of radius `size` round the origin, crown up."""
    if worn == "none":
        return
    colour, thing = split_dye(worn)
    with pen.at(0, -size * 0.8, 0, size / 22):
        if thing == "party hat":
            _party_hat(pen, colour)
        elif thing == "beanie":
            pen.group(colour, smooth((-17, 2), (-15, -10), (0, -19), (15, -10), (17, 2), (0, -2)))
            pen.group(lighter(colour), rounded(-18, -3, 18, 4, 3))
            pen.group(lighter(colour, 0.55), oval(0, -20, 5))
        elif thing == "cap":
            pen.group(
                colour,
                limb(4.5, (10, 0), (20, -1), (29, 3)),
                smooth((-17, 2), (-14, -11), (0, -16), (14, -11), (17, 2), (0, -1)),
            )
            pen.fill(darker(colour, 0.3), oval(0, -15.5, 2.5, 1.5))
        else:
            with pen.at(9, -2, 14):
                _bow(pen, colour, 11)


def _party_hat(pen: Pen, colour: int) -> None:
    cone = polygon((-12, 3), (12, 3), (1, -28))
    pen.group(colour, cone)
    with pen.inside(cone):
        pen.fill(lighter(colour, 0.6), limb(3.5, (-14, 0), (14, -7)), limb(3.5, (-12, -11), (12, -18)))
    pen.group(0xFFFFF3C4, oval(1, -28, 4))


def _bow(pen: Pen, colour: int, size: float) -> None:
    wing = size * 0.72
    pen.group(
        colour,
        smooth((0, 0), (-size, -wing), (-size * 1.15, 0), (-size, wing)),
        smooth((0, 0), (size, -wing), (size * 1.15, 0), (size, wing)),
    )
    pen.group(darker(colour, 0.15), oval(0, 0, size * 0.32))


def draw_neckwear(pen: Pen, worn: str, size: float) -> None:
    """Draw neckwear round a neck `size` units in half width at the origin."""
    if worn == "none":
        return
    colour, thing = split_dye(worn)
    if thing == "bow tie":
        _bow(pen, colour, size * 0.72)
        return
    if thing == "collar":
        pen.group(colour, limb(4.6, (-size, -2), (0, 5), (size, -2)))
        pen.group(0xFFFFD75A, oval(0, 4.5, 3.6))
        return
    pen.group(colour, limb(7, (size * 0.45, 2), (size * 0.65, 10), (size * 0.55, 20)))
    pen.group(colour, limb(8.5, (-size, -2), (0, 6), (size, -2)))
    pen.fill(lighter(colour, 0.5), limb(2, (size * 0.3, 18), (size * 0.78, 19)))
