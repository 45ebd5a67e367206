"""Teddy bears and toy robots."""

from typing import Final, NamedTuple

from trainer.world.accessories import HEADWEAR, NECKWEAR, draw_hat, draw_neckwear
from trainer.world.colours import COLOURS, INK, NAMED, Colour, darker, lighter
from trainer.world.motifs import MOTIFS, print_motif
from trainer.world.pen import Pen, limb, oval, polygon, rounded, smooth
from trainer.world.pose import Kind, Pose

ACTIONS: Final = ("sits", "stands", "lies", "hangs")


class Teddy(NamedTuple):
    """The traits of a plush bear."""

    fur: str
    second: str
    ears: str
    eyes: str
    motif: str
    ink: str
    neck: str
    hat: str
    build: float
    head: float


class Robot(NamedTuple):
    """The traits of a toy robot."""

    body: str
    second: str
    skull: str
    eyes: str
    antenna: str
    motif: str
    ink: str
    feet: str
    build: float
    head: float


def _draw_teddy(pen: Pen, who: Teddy, pose: Pose) -> None:
    fur, second = NAMED[who.fur], NAMED[who.second]
    sits = pose.action == "sits"
    arms = ((-36, -30), (36, -30)) if pose.action != "hangs" else ((-38, -66), (38, -66))
    for side, (x, y) in zip((-1, 1), arms, strict=True):
        pen.group(fur, limb(15, (side * 18, -50), (x, y)))
        pen.fill(second, oval(x, y, 5))
    if not sits:
        for side in (-1, 1):
            pen.group(fur, limb(17, (side * 12, -24), (side * 15, -9)))
    pen.group(fur, oval(0, -36, 27 * who.build, 27))
    print_motif(pen, who.motif, who.ink, 0, -33, 14)
    if sits:
        for side in (-1, 1):
            pen.group(fur, oval(side * 24, -11, 13, 12))
            pen.fill(second, oval(side * 24, -11, 8, 7.5))
    with pen.at(0, -61):
        draw_neckwear(pen, who.neck, 20)
    with pen.at(0, -82, pose.turn, 1.06 * who.head):
        _teddy_head(pen, who, fur, second)


def _teddy_head(pen: Pen, who: Teddy, fur: Colour, second: Colour) -> None:
    size = {"round": 9.5, "big": 14.0, "small": 6.5}.get(who.ears, 10.0)
    for side in (-1, 1):
        if who.ears == "pointed":
            pen.group(fur, smooth((side * 9, -17), (side * 22, -34), (side * 24, -10)))
        else:
            pen.group(fur, oval(side * 20, -17, size))
            pen.fill(second, oval(side * 20, -17, size * 0.58))
    pen.group(fur, oval(0, 0, 26, 23))
    pen.fill(second, oval(0, 8, 12, 9.5))
    pen.fill(INK, oval(0, 3.5, 4, 3))
    pen.line(INK, 1.4, (-5, 10), (0, 15), (5, 10))
    pen.line(INK, 1.4, (0, 6), (0, 12))
    for side in (-1, 1):
        if who.eyes == "stitched" or (who.eyes == "odd" and side > 0):
            pen.line(INK, 1.8, (side * 10 - 3, -7), (side * 10 + 3, -1))
            pen.line(INK, 1.8, (side * 10 + 3, -7), (side * 10 - 3, -1))
        elif who.eyes == "sleepy":
            pen.eye(side * 10, -4, 3.6, True)
        else:
            pen.eye(side * 10, -4, 3.6, False)
    draw_hat(pen, who.hat, 23)


def _teddy_words(who: Teddy) -> tuple[str, ...]:
    worn = tuple(item for item in (who.neck, who.hat) if item != "none")
    motif = f"{who.ink} {who.motif} on the belly"
    return (f"{who.fur} fur", f"{who.second} muzzle", f"{who.ears} ears", f"{who.eyes} eyes", motif, *worn)


def _draw_robot(pen: Pen, who: Robot, pose: Pose) -> None:
    body, second = NAMED[who.body], NAMED[who.second]
    wide = 23 * who.build
    _robot_feet(pen, who.feet, second)
    raised = -66.0 if pose.action == "hangs" else -28.0
    for side in (-1, 1):
        pen.group(lighter(INK, 0.35), limb(6, (side * wide, -54), (side * (wide + 11), raised)))
        pen.group(second, oval(side * (wide + 11), raised, 6.5))
    pen.group(body, rounded(-wide, -64, wide, -20, 7))
    pen.fill(lighter(body, 0.35), rounded(-wide + 3, -61, -wide + 7, -34, 2))
    pen.group(
        lighter(body, 0.75) if body != NAMED["white"] else darker(body, 0.12), rounded(-14, -58, 14, -28, 4), line=1
    )
    print_motif(pen, who.motif, who.ink, 0, -43, 11.5)
    pen.group(lighter(INK, 0.35), rounded(-6, -70, 6, -63, 2))
    with pen.at(0, -70, pose.turn * 0.7, who.head):
        _robot_head(pen, who, body, second)


def _robot_feet(pen: Pen, feet: str, colour: Colour) -> None:
    if feet == "tracks":
        pen.group(lighter(INK, 0.2), rounded(-27, -20, 27, -1, 9))
        pen.fill(colour, *(oval(x, -10.5, 5) for x in (-16, 0, 16)))
        return
    for side in (-1, 1):
        pen.group(lighter(INK, 0.35), limb(7, (side * 10, -22), (side * 12, -9)))
        if feet == "wheels":
            pen.group(lighter(INK, 0.2), oval(side * 12, -9, 8.5))
            pen.fill(colour, oval(side * 12, -9, 4))
        else:
            pen.group(colour, rounded(side * 12 - 10, -12, side * 12 + 10, -1, 5))


def _robot_head(pen: Pen, who: Robot, body: Colour, second: Colour) -> None:
    if who.antenna == "two":
        pen.group(
            second,
            *(limb(3, (side * 11, -28), (side * 17, -44)) for side in (-1, 1)),
            *(oval(side * 17, -45, 4.5) for side in (-1, 1)),
        )
    elif who.antenna == "ring":
        pen.group(second, limb(3, (0, -28), (0, -38)))
        pen.edge(darker(second, 0.5), 6.5, oval(0, -44, 7))
        pen.edge(second, 3.5, oval(0, -44, 7))
    elif who.antenna == "bolt":
        pen.group(second, polygon((-3, -26), (-7, -40), (1, -38), (-1, -50), (8, -35), (1, -35), (4, -26)))
    else:
        pen.group(second, limb(3.5, (0, -28), (0, -42)), oval(0, -44, 6))
    skull = {
        "square": rounded(-23, -32, 23, 0, 5),
        "round": oval(0, -15, 25, 18),
        "tall": rounded(-17, -37, 17, 0, 8),
    }.get(who.skull) or smooth((-24, -2), (-20, -28), (0, -35), (20, -28), (24, -2), (0, 0))
    pen.group(body, skull)
    pen.group(
        second, oval(-25 if who.skull != "tall" else -18, -14, 4, 6), oval(25 if who.skull != "tall" else 18, -14, 4, 6)
    )
    if who.eyes == "visor":
        pen.group(INK, rounded(-16, -23, 16, -12, 5), line=1)
        pen.fill(0xFF6FE3F0, rounded(-12, -20, 3, -16, 2))
    elif who.eyes == "one big":
        pen.group(0xFFFFFFFF, oval(0, -17, 9.5))
        pen.eye(0, -17, 5.5, False)
    else:
        for side in (-1, 1):
            pen.group(
                0xFFFFFFFF if who.eyes == "round" else 0xFFFFD84A,
                oval(side * 8.5, -18, 6.5)
                if who.eyes == "round"
                else rounded(side * 8.5 - 6, -24, side * 8.5 + 6, -12, 1.5),
                line=1.2,
            )
            pen.eye(side * 8.5, -18, 3.2, False)
    pen.line(INK, 1.8, (-7, -6.5), (0, -4), (7, -6.5))


def _robot_words(who: Robot) -> tuple[str, ...]:
    head, chest = f"{who.skull} head", f"{who.ink} {who.motif} on the chest"
    antenna = "two antennas" if who.antenna == "two" else f"{who.antenna} antenna"
    return (f"{who.body} body", f"{who.second} hands", head, f"{who.eyes} eyes", antenna, chest, who.feet)


_TEDDY: Final = {
    "fur": COLOURS,
    "second": COLOURS,
    "ears": ("round", "big", "small", "pointed"),
    "eyes": ("button", "stitched", "odd", "sleepy"),
    "motif": MOTIFS,
    "ink": COLOURS,
    "neck": NECKWEAR,
    "hat": HEADWEAR,
}
_ROBOT: Final = {
    "body": COLOURS,
    "second": COLOURS,
    "skull": ("square", "round", "tall", "domed"),
    "eyes": ("round", "square", "one big", "visor"),
    "antenna": ("ball", "two", "ring", "bolt"),
    "motif": MOTIFS,
    "ink": tuple(colour for colour in COLOURS if colour not in ("white", "beige", "gray")),
    "feet": ("boots", "wheels", "tracks"),
}
TOYS: Final = (
    Kind(
        "teddy bear",
        Teddy,
        _TEDDY,
        "neck",
        (("fur", "second"), ("fur", "ink")),
        _draw_teddy,
        _teddy_words,
        ACTIONS,
        0.9,
    ),
    Kind("robot", Robot, _ROBOT, "feet", (("body", "second"),), _draw_robot, _robot_words, ACTIONS[1:], 0.85),
)
