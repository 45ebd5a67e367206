"""Dogs, cats and rabbits: one skeleton, three heads. Coat, pattern, ears, tail and accessories are theirs for life."""

from collections.abc import Callable
from typing import Final, NamedTuple

from trainer.world.accessories import HEADWEAR, NECKWEAR, draw_neckwear
from trainer.world.coats import PATTERNS, mark_body
from trainer.world.colours import COLOURS, NAMED, Colour, darker, lighter
from trainer.world.heads import draw_head
from trainer.world.pen import Limb, Pen, Point, limb, oval, smooth
from trainer.world.pose import Kind, Pose
from trainer.world.traits import Beast


class Skeleton(NamedTuple):
    """One posture: the body's ellipse, far and near legs as (hip, foot), the head's middle, the root of the tail."""

    body: tuple[float, float, float, float, float]  # x, y, half length, half height, turn in degrees
    far: tuple[tuple[Point, Point], ...]
    near: tuple[tuple[Point, Point], ...]
    head: tuple[float, float, float]  # x, y, turn in degrees
    tail: tuple[float, float, float]  # x, y, degrees from pointing back


_POSTURES: Final[dict[str, Skeleton]] = {
    "stands": Skeleton(
        (0, -44, 36, 19, -4),
        (((-20, -40), (-17, -4)), ((26, -40), (31, -4))),
        (((-27, -38), (-29, -3)), ((19, -38), (19, -3))),
        (33, -76, 0),
        (-33, -52, 40),
    ),
    "runs": Skeleton(
        (0, -46, 39, 17, -9),
        (((-20, -42), (-36, -14)), ((28, -46), (50, -27))),
        (((-28, -38), (-52, -7)), ((22, -42), (35, -7))),
        (37, -80, -4),
        (-35, -46, 10),
    ),
    "jumps": Skeleton(
        (0, -52, 37, 17, -30),
        (((-18, -40), (-42, -24)), ((26, -64), (50, -66))),
        (((-24, -36), (-34, -8)), ((24, -58), (46, -50))),
        (30, -93, -12),
        (-32, -36, -15),
    ),
    "eats": Skeleton(
        (-6, -42, 36, 18, 12),
        (((-28, -42), (-26, -4)), ((20, -32), (18, -4))),
        (((-36, -42), (-39, -3)), ((12, -30), (6, -3))),
        (38, -33, 16),
        (-39, -52, 60),
    ),
    "plays with a ball": Skeleton(
        (-4, -38, 37, 18, 16),
        (((-26, -42), (-25, -4)), ((26, -22), (46, -5))),
        (((-34, -42), (-40, -3)), ((18, -22), (38, -3))),
        (30, -56, 6),
        (-36, -54, 80),
    ),
    "sits": Skeleton(
        (-5, -36, 33, 23, -64),
        (((-16, -14), (-28, -5)), ((14, -40), (20, -4))),
        (((-12, -14), (-14, -4)), ((7, -40), (8, -3))),
        (10, -79, 0),
        (-22, -8, 10),
    ),
    "sleeps": Skeleton(
        (-6, -19, 39, 18, 0),
        (((14, -8), (34, -4)),),
        (((-24, -8), (-8, -3)),),
        (33, -23, 10),
        (-42, -14, -25),
    ),
}
ACTIONS: Final = tuple(_POSTURES)
_TORSO: Final = smooth(
    (-1, -0.2), (-0.6, -0.95), (0.1, -0.82), (0.75, -1), (1.02, -0.1), (0.7, 0.95), (-0.05, 0.72), (-0.7, 0.9)
)


def _draw(species: str) -> Callable[[Pen, Beast, Pose], None]:
    def draw(pen: Pen, who: Beast, pose: Pose) -> None:
        bones = _POSTURES[pose.action]
        coat, second = NAMED[who.coat], NAMED[who.second]
        lift = (
            0.0 if pose.action in ("sleeps", "jumps") else 15 * (who.legs - 1) * (0.4 if pose.action == "sits" else 1)
        )
        _legs(pen, who, darker(coat, 0.22), darker(second, 0.22), bones.far, lift)
        with pen.at(0, -lift):
            _tail(pen, species, who, bones.tail)
            _torso(pen, who, bones.body)
        _legs(pen, who, coat, second, bones.near, lift)
        x, y, turn = bones.head
        size = 24 * who.head
        with pen.at(0, -lift):
            body_x, body_y = bones.body[:2]
            with pen.at(x * 0.72 + body_x * 0.28, y + (size * 0.82 if y < body_y - 8 else size * 0.45), turn * 0.5):
                draw_neckwear(pen, who.neck, size * 0.68)
            with pen.at(x, y, turn + pose.turn):
                draw_head(pen, species, who, size, pose.asleep)

    return draw


def _legs(
    pen: Pen, who: Beast, coat: Colour, second: Colour, legs: tuple[tuple[Point, Point], ...], lift: float
) -> None:
    width = 10.5 * (0.6 + 0.4 * who.build)
    for (hip_x, hip_y), (x, y) in legs:
        bend = ((hip_x + x) / 2 + 2, (hip_y - lift + y) / 2)
        shapes: list[Limb] = [
            limb(width, (hip_x, hip_y - lift), bend, (x, y - 2)),
            limb(8, (x, y - 1.5), (x + 4.5, y - 1.5)),
        ]
        pen.group(coat, *shapes)
        if who.pattern == "socks":
            knee_x, knee_y = x + (bend[0] - x) * 0.6, y + (bend[1] - y) * 0.6
            pen.fill(second, limb(width, (knee_x, knee_y), (x, y - 2)), shapes[1])
        pen.line(darker(coat, 0.5), 1, (x + 5.5, y - 2.5), (x + 6.5, y + 1))


def _torso(pen: Pen, who: Beast, body: tuple[float, float, float, float, float]) -> None:
    x, y, rx, ry, turn = body
    coat = NAMED[who.coat]
    with pen.at(x, y, turn, rx, ry * who.build):
        pen.group(coat, _TORSO, line=0.065)
        with pen.inside(_TORSO):
            mark_body(pen, who.pattern, who.places, NAMED[who.second])


def _tail(pen: Pen, species: str, who: Beast, root: tuple[float, float, float]) -> None:
    x, y, turn = root
    colour = NAMED[who.second] if who.pattern in ("socks", "mask") else NAMED[who.coat]
    with pen.at(x, y, turn):
        if who.tail == "fluffy" or species == "rabbit":
            size = {"tiny": 7.0, "round": 10.5, "fluffy": 14.0}.get(who.tail, 12.0)
            fluff = (
                (oval(-size, 0, size), oval(-size * 1.5, -size * 0.4, size * 0.7))
                if species != "rabbit"
                else (oval(-3, 0, size),)
            )
            pen.group(lighter(colour, 0.25) if species == "rabbit" else colour, *fluff)
        elif who.tail == "curly":
            pen.group(colour, limb(8, (2, 2), (-26, 0), (-20, -26), (-7, -15)))
        elif who.tail == "short":
            pen.group(colour, limb(9, (4, 0), (-10, -1)))
        else:
            pen.group(colour, limb(7.5, (4, 0), (-20, 8), (-22, -12), (-36, -10)))
            if who.pattern != "spots":
                pen.fill(NAMED[who.second], limb(7.5, (-33, -10.4), (-36, -10)))


def _words(who: Beast) -> tuple[str, ...]:
    marks = {"socks": "socks", "mask": "mask", "ears": "ears"}.get(who.pattern, who.pattern)
    worn = tuple(item for item in (who.neck, who.hat) if item != "none")
    return (f"{who.coat} coat", f"{who.second} {marks}", f"{who.ears} ears", f"{who.tail} tail", *worn)


def _kind(species: str, ears: tuple[str, ...], tails: tuple[str, ...], size: float) -> Kind:
    choices = {
        "coat": COLOURS,
        "second": COLOURS,
        "pattern": PATTERNS,
        "ears": ears,
        "tail": tails,
        "neck": NECKWEAR,
        "hat": HEADWEAR,
    }
    return Kind(species, Beast, choices, "neck", (("coat", "second"),), _draw(species), _words, ACTIONS, size)


BEASTS: Final = (
    _kind("dog", ("floppy", "pointed", "folded", "long"), ("long", "curly", "short", "fluffy"), 1.0),
    _kind("cat", ("pointed", "round", "folded", "tufted"), ("long", "curly", "short", "fluffy"), 0.9),
    _kind("rabbit", ("upright", "hanging", "one hanging", "short"), ("tiny", "round", "fluffy"), 0.82),
)
