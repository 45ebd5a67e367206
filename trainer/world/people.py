"""Men, women, boys and girls. Skin, hair, beard, glasses, hat and jewellery stay; the clothes change with the day."""

from functools import partial
from random import Random
from typing import Final, NamedTuple

from trainer.world.accessories import HEADWEAR, draw_hat
from trainer.world.colours import COLOURS, NAMED, Colour, darker
from trainer.world.faces import BEARDS, GLASSES, HAIRSTYLES, JEWELRY, SKINS, draw_face, draw_hair_behind
from trainer.world.pen import Pen, Point, limb, oval, rounded, smooth
from trainer.world.pose import Kind, Pose
from trainer.world.traits import Person


class Outfit(NamedTuple):
    """What somebody wears in one scene only."""

    top: Colour
    bottom: Colour
    print: Colour
    cut: str


class Stance(NamedTuple):
    """Hands and feet of one posture, relative to shoulders and hips; how far the hips are lowered; lean in degrees."""

    hands: tuple[Point, Point]
    feet: tuple[Point, Point]
    low: float
    lean: float


_STANCES: Final[dict[str, Stance]] = {
    "stands": Stance(((-17, 32), (17, 32)), ((-7, 42), (7, 42)), 0, 0),
    "waves": Stance(((-17, 32), (30, -20)), ((-7, 42), (7, 42)), 0, 0),
    "walks": Stance(((-20, 27), (20, 25)), ((-17, 40), (14, 42)), 1, 2),
    "runs": Stance(((-26, 14), (25, 8)), ((-31, 26), (21, 38)), 2, 11),
    "jumps": Stance(((-31, -22), (31, -22)), ((-20, 32), (20, 32)), 4, 0),
    "sits": Stance(((-16, 30), (17, 30)), ((12, 15), (27, 15)), 27, 0),
    "eats": Stance(((-17, 32), (10, -7)), ((-7, 42), (7, 42)), 0, 0),
    "reads a book": Stance(((2, 17), (20, 17)), ((-7, 42), (7, 42)), 0, 0),
    "plays with a ball": Stance(((-26, 10), (24, 16)), ((-9, 42), (25, 33)), 0, -5),
    "sleeps": Stance(((-15, 32), (15, 32)), ((-6, 42), (7, 42)), 0, 0),
}
ACTIONS: Final = tuple(_STANCES)
_CUTS: Final = ("plain", "striped", "jacket", "dotted", "dungarees")


def _outfit(seed: int, woman: bool) -> Outfit:
    rng = Random(seed * 7919 + 13)
    top, bottom, mark = rng.sample(COLOURS, 3)
    return Outfit(NAMED[top], NAMED[bottom], NAMED[mark], rng.choice((*_CUTS, "dress") if woman else _CUTS))


def _draw(pen: Pen, who: Person, pose: Pose, *, child: bool, woman: bool) -> None:
    stance, skin, wears = _STANCES[pose.action], SKINS[who.skin], _outfit(pose.outfit, woman)
    legs = (0.66 if child else 0.98) * (0.5 + 0.5 * who.tall)
    trunk = (29 if child else 39) * (0.7 + 0.3 * who.tall)
    hip = -42 * legs + stance.low * legs
    wide = (11 if child else 13 if woman else 15.5) * who.build
    with pen.at(0, 0, 90 if pose.asleep else 0), pen.at(0, 62 if pose.asleep else 0):
        _draw_legs(pen, stance, wears, skin, hip, legs, wide)
        with pen.at(0, hip, stance.lean):
            _draw_trunk(pen, stance, wears, skin, trunk, wide, woman)
            with pen.at(2, -trunk - 21, pose.turn - stance.lean * 0.6, (1.04 if child else 1.0) * who.head):
                draw_hair_behind(pen, who)
                draw_face(pen, who, pose.asleep, grown=not child)
                draw_hat(pen, who.hat, 23)
            _draw_arm(pen, 1, stance.hands[1], wears, skin, trunk, wide)


def _draw_legs(pen: Pen, stance: Stance, wears: Outfit, skin: Colour, hip: float, legs: float, wide: float) -> None:
    bare = wears.cut == "dress"
    for side, (x, y) in zip((-1, 1), stance.feet, strict=True):
        start = (side * wide * 0.45, hip - 2)
        foot = (x, hip + y * legs - 4)
        bend = (
            (start[0] + x) / 2 + (9 if stance.low > 9 else 3),
            (start[1] + foot[1]) / 2 - (8 if stance.low > 9 else 0),
        )
        colour = darker(skin if bare else wears.bottom, 0.14 if side < 0 else 0)
        pen.group(colour, limb(9.5 if not bare else 8, start, bend, foot))
        pen.group(darker(wears.print, 0.35), limb(7, (foot[0] - 1, foot[1] + 1), (foot[0] + 6, foot[1] + 1)))


def _draw_trunk(pen: Pen, stance: Stance, wears: Outfit, skin: Colour, trunk: float, wide: float, woman: bool) -> None:
    _draw_arm(pen, -1, stance.hands[0], wears, skin, trunk, wide)
    pen.group(darker(skin, 0.12), limb(9, (1, -trunk - 4), (1, -trunk + 4)))
    flare = 1.55 if wears.cut == "dress" else 0.92 if woman else 1.0
    low = 10 if wears.cut == "dress" else 3
    shirt = smooth(
        (-wide, -trunk + 4),
        (0, -trunk - 2),
        (wide, -trunk + 4),
        (wide * 0.9, -trunk * 0.5),
        (wide * flare, low),
        (0, low + 2),
        (-wide * flare, low),
        (-wide * 0.9, -trunk * 0.5),
    )
    pen.group(wears.top, shirt)
    with pen.inside(shirt):
        if wears.cut == "striped":
            pen.fill(wears.print, *(rounded(-40, -y - 3, 40, -y, 0) for y in range(0, 44, 8)))
        elif wears.cut == "dotted":
            pen.fill(wears.print, *(oval(x, -y, 2.2) for y in range(2, 40, 9) for x in range(-14 + y % 2 * 4, 18, 9)))
        elif wears.cut == "jacket":
            pen.fill(wears.print, smooth((-5, -trunk), (5, -trunk), (4, 6), (-4, 6)))
        elif wears.cut == "dungarees":
            pen.fill(
                wears.bottom,
                rounded(-wide * 0.6, -trunk * 0.66, wide * 0.6, 8, 3),
                limb(4, (-wide * 0.5, -trunk), (-wide * 0.4, 0)),
                limb(4, (wide * 0.5, -trunk), (wide * 0.4, 0)),
            )
    pen.fill(skin, smooth((-5, -trunk - 2), (7, -trunk - 2), (1, -trunk + 5)))


def _draw_arm(pen: Pen, side: int, hand: Point, wears: Outfit, skin: Colour, trunk: float, wide: float) -> None:
    shoulder = (side * (wide - 3), -trunk + 6)
    reach = (shoulder[0] + hand[0] - side * (wide - 5) * 0.5, shoulder[1] + hand[1])
    elbow = ((shoulder[0] + reach[0]) / 2 + side * 4, (shoulder[1] + reach[1]) / 2 + 3)
    pen.group(skin, oval(reach[0], reach[1], 5))
    pen.group(darker(wears.top, 0.1 if side > 0 else 0.2), limb(8.5, shoulder, elbow, reach))
    pen.fill(skin, oval(reach[0] + (reach[0] - elbow[0]) * 0.12, reach[1] + (reach[1] - elbow[1]) * 0.12, 4.6))


def _words(who: Person) -> tuple[str, ...]:
    worn = tuple(item for item in (who.glasses, who.jewelry, who.hat) if item != "none")
    beard = (who.beard,) if who.beard != "none" else ()
    return (f"{who.skin} skin", f"{who.style} {who.hair} hair", *beard, *worn)


def _kind(word: str, *, child: bool, woman: bool) -> Kind:
    choices = {
        "skin": tuple(SKINS),
        "hair": HAIR,
        "style": HAIRSTYLES[word],
        "beard": BEARDS if word == "man" else ("none",),
        "glasses": GLASSES,
        "jewelry": JEWELRY,
        "hat": HEADWEAR,
    }
    draw = partial(_draw, child=child, woman=woman)
    return Kind(word, Person, choices, "hat", (), draw, _words, ACTIONS, 1.0 if child else 1.12)


HAIR: Final = (
    "black",
    "brown",
    "dark brown",
    "orange",
    "yellow",
    "gray",
    "white",
    "red",
    "blue",
    "pink",
    "green",
    "purple",
)
FOLK: Final = (
    _kind("man", child=False, woman=False),
    _kind("woman", child=False, woman=True),
    _kind("boy", child=True, woman=False),
    _kind("girl", child=True, woman=True),
)
