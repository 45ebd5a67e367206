"""Toy cars."""

from typing import Final

from trainer.world.colours import INK, NAMED, Colour, darker, lighter
from trainer.world.motifs import print_motif
from trainer.world.pen import Path, Pen, limb, oval, polygon, rounded, smooth
from trainer.world.pose import Pose
from trainer.world.traits import Made

_CABINS: Final[dict[str, tuple[Path, float]]] = {  # the cabin above the body and the height of its roof
    "sedan": (smooth((-34, -36), (-24, -62), (0, -66), (18, -62), (32, -36)), -65.0),
    "van": (rounded(-52, -76, 34, -30, 9), -76.0),
    "pickup": (smooth((-8, -36), (-4, -66), (12, -70), (26, -66), (34, -36)), -69.0),
    "beetle": (smooth((-48, -30), (-34, -60), (0, -74), (30, -60), (46, -30)), -73.0),
}


def draw_car(pen: Pen, what: Made, pose: Pose) -> None:
    """Draw a toy car from its right side."""
    body, second = NAMED[what.body], NAMED[what.second]
    cabin, roof = _CABINS[what.shape]
    with pen.at(0, 0, -3 if pose.action == "drives" else 0, what.build, 1):
        _on_roof(pen, what.part, roof, 12 if what.shape == "pickup" else -4, second)
        pen.group(second, cabin)
        _windows(pen, what.shape)
        pen.group(
            body, smooth((-58, -14), (-57, -36), (-30, -40), (34, -40), (56, -32), (60, -14), (30, -11), (-30, -11))
        )
        pen.fill(lighter(body, 0.4), limb(3, (-48, -34), (30, -35)))
        pen.group(0xFFFFE9A0, oval(54, -25, 4.5, 5.5), line=1.2)
        pen.group(0xFFD23B3B, rounded(-58, -29, -53, -20, 1.5), line=1.2)
        for x in (-33, 33):
            pen.group(INK, oval(x, -12, 13))
            pen.group(NAMED[what.detail.split(" ")[0]], oval(x, -12, 7), line=0.8)
        print_motif(pen, what.motif, what.ink, 0, -25, 10.5)


def _windows(pen: Pen, shape: str) -> None:
    glass = 0xFFCBE9F5
    if shape == "van":
        panes: tuple[Path, ...] = tuple(rounded(x, -68, x + 20, -46, 4) for x in (-46, -20, 6))
    elif shape == "pickup":
        panes = (smooth((2, -42), (4, -60), (14, -63), (21, -58), (26, -42)),)
    else:
        panes = (smooth((-24, -42), (-18, -57), (-4, -59), (-4, -42)), smooth((3, -42), (3, -59), (14, -57), (23, -42)))
    for pane in panes:
        pen.group(glass, pane, line=1.2)


def _on_roof(pen: Pen, part: str, roof: float, x: float, colour: Colour) -> None:
    if part == "roof rack":
        pen.group(
            darker(colour, 0.3),
            limb(3.5, (x - 18, roof - 8), (x + 18, roof - 8)),
            limb(3, (x - 12, roof), (x - 12, roof - 8)),
            limb(3, (x + 12, roof), (x + 12, roof - 8)),
            line=1.2,
        )
        pen.group(0xFFB07A45, rounded(x - 13, roof - 22, x + 11, roof - 10, 3))
    elif part == "siren":
        pen.group(0xFF3F86F0, rounded(x - 8, roof - 12, x + 8, roof + 4, 6))
        pen.fill(0xC0FFFFFF, oval(x - 2, roof - 6, 2.5))
    elif part == "flag":
        pen.group(INK, limb(2, (x, roof), (x, roof - 36)), line=0.6)
        pen.group(0xFFF5D04A, polygon((x, roof - 36), (x - 24, roof - 29), (x, roof - 21)))
    elif part == "surfboard":
        pen.group(0xFFFF8A5A, smooth((x - 38, roof - 4), (x, roof - 12), (x + 40, roof - 6), (x, roof - 1)))
        pen.line(0xFFFFFFFF, 2, (x - 26, roof - 5), (x + 28, roof - 6.5))
    else:
        pen.group(INK, limb(1.6, (x - 8, roof + 2), (x - 18, roof - 30)), line=0.6)
        pen.group(0xFFD23B3B, oval(x - 18, roof - 31, 4.5))
