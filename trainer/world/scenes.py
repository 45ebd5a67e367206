"""Scenes: who is where, doing what, seen how. All truth about a picture is decided here, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from core.photos import Box
from trainer.world.identities import Identity
from trainer.world.kinds import KINDS
from trainer.world.layout import Piece, Seen, arrange, quantised
from trainer.world.objects import SMALL
from trainer.world.places import SCENERY, TEST_PLACES, TRAIN_PLACES
from trainer.world.pose import Pose, Split
from trainer.world.sprites import Sprite, View, being_sprite, object_sprite

MOST_BEINGS: Final = 5
LEAST_VISIBLE: Final = 0.6  # of a being's pixels; what is hidden more is no picture of it
_SIZES: Final = {1: 1.3, 2: 1.05, 3: 0.88, 4: 0.76, 5: 0.68}  # pixels per unit at 256 px, by the number of beings


_TILTS: Final = {"lies": 88.0, "leans": 30.0, "lies upside down": 180.0}


class Light(NamedTuple):
    """The light of a scene and the eye that saw it."""

    tint: int  # 0xAARRGGBB, multiplied in
    glow: float  # where the brighter side is: -1 left, 1 right
    shadow: float  # opacity of shadows on the ground, 0..1
    noise: float  # standard deviation in grey levels
    blur: int  # pixels of camera shake, 0..2


@dataclass(frozen=True, slots=True)
class Being:
    """Somebody or something in a scene. `box` holds its visible pixels, `visible` the share of it that is seen."""

    identity: Identity
    action: str
    box: Box
    visible: float
    facing: str  # "left" or "right"
    pose: Pose
    view: View
    corner: tuple[int, int]  # px; left and top of the sprite
    ground: int  # px from above; where its shadow lies; larger is nearer


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that nobody taught."""

    word: str
    box: Box
    hue: int
    view: View
    corner: tuple[int, int]
    ground: int


class Relation(NamedTuple):
    """How one being stands to another, by their places in the scene: "left of", "right of", "next to", "behind"."""

    subject: int
    word: str
    object: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture before it is drawn, `size` px wide and high, with everything that is true of it."""

    seed: int
    place: str
    beings: tuple[Being, ...]
    objects: tuple[Thing, ...]
    light: Light
    size: int

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Every relation that clearly holds; in doubt it is left out."""
        pairs = [(a, b) for a in range(len(self.beings)) for b in range(len(self.beings)) if a != b]
        return tuple(Relation(a, word, b) for a, b in pairs for word in _relations(self.beings[a], self.beings[b]))


def _relations(one: Being, other: Being) -> list[str]:
    a, b = one.box, other.box
    middle, its_middle = (a.left + a.right) / 2, (b.left + b.right) / 2
    apart = max(a.left, b.left) - min(a.right, b.right)  # px between them; below 0 they overlap
    narrow = min(a.right - a.left, b.right - b.left)
    words = []
    if apart > -0.4 * narrow:
        words.append("left of" if middle < its_middle else "right of")
        if apart < 0.5 * narrow:
            words.append("next to")
    if apart < -0.15 * narrow and one.ground < other.ground - 4 and a.iou(b) > 0:
        words.append("behind")
    return words


def plan_scene(
    seed: int,
    identities: Sequence[Identity],
    *,
    place: str | None = None,
    actions: Sequence[str] | None = None,
    split: Split = "train",
    size: int = 256,
) -> Scene:
    """Put one to five identities into a place, each at least 60 % visible and wholly inside the picture.

    `beings` keeps the order of `identities`. Without `place` and `actions` both are drawn; the train split never
    draws a place of the test split, and is refused one. `size` is px of both sides, 96 or more.
    """
    if not 1 <= len(identities) <= MOST_BEINGS:
        raise ValueError(f"a scene holds one to {MOST_BEINGS} beings, not {len(identities)}")
    rng = Random(f"scene {seed}")
    place = place or _some_place(rng, split)
    if split == "train" and place in TEST_PLACES:
        raise ValueError(f"{place} belongs to the test split")
    actions = actions or [rng.choice(KINDS[identity.kind].actions) for identity in identities]
    poses = [Pose(action, rng.uniform(-9, 9), rng.randrange(10**6)) for action in actions]
    pieces = _pieces(rng, identities, poses, size)
    fixtures = _behind(rng, place, size)
    front = _in_front(rng, place, size)
    pieces, props, seen = arrange(rng, pieces, [*fixtures, *front], size, LEAST_VISIBLE)
    beings, objects = _parts(identities, poses, pieces, props, seen)
    return Scene(seed, place, beings, objects, _light(rng, place), size)


def _some_place(rng: Random, split: Split) -> str:
    kept_back = split == "test" and rng.random() < 0.5
    return rng.choice(TEST_PLACES if kept_back else TRAIN_PLACES)


def _light(rng: Random, place: str) -> Light:
    tints = (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFF3DE, 0xFFFFE2C4, 0xFFE6EEFF, 0xFFDCD8EA)
    tint = 0xFFCFCDEB if SCENERY[place].dark else rng.choice(tints)
    return Light(
        tint, rng.uniform(-1, 1), rng.uniform(0.16, 0.34), rng.uniform(0.6, 3.4), rng.choice((0, 0, 0, 0, 1, 2))
    )


def _pieces(rng: Random, identities: Sequence[Identity], poses: list[Pose], size: int) -> list[Piece]:
    base = _SIZES[len(identities)] * size / 256
    pieces = []
    for identity, pose in zip(identities, poses, strict=True):
        scale = base * KINDS[identity.kind].size * rng.uniform(0.86, 1.12)
        tilt = rng.uniform(-6, 6)
        tilt += rng.choice((-1, 1)) * _TILTS.get(pose.action, 0)
        view = View(round(scale, 3), round(tilt, 1), round(rng.uniform(0.86, 1.0), 2), rng.random() < 0.5)
        pieces.append(Piece("", 0, pose, identity, view, _lift(rng, pose.action) * scale))
    return pieces


def _lift(rng: Random, action: str) -> float:
    if action in ("jumps", "hops"):
        return rng.uniform(10, 22)
    return rng.uniform(34, 62) if action in ("flies", "hangs") else 0.0


def _behind(rng: Random, place: str, size: int) -> list[Piece]:
    words = [rng.choice(SCENERY[place].objects) for _ in range(rng.choice((0, 1, 1, 2)))]
    return [_object(rng, word, rng.uniform(0.62, 0.85) * size / 256, behind=True) for word in words]


def _in_front(rng: Random, place: str, size: int) -> list[Piece]:
    small = [word for word in SCENERY[place].objects if word in SMALL]
    if not small or rng.random() < 0.6:
        return []
    return [_object(rng, rng.choice(small), rng.uniform(0.6, 0.85) * size / 256, behind=False)]


def _object(rng: Random, word: str, scale: float, *, behind: bool) -> Piece:
    view = View(quantised(scale), 0.0, 1.0, rng.random() < 0.5)
    return Piece(word, rng.randrange(8), None, None, view, 0.0, behind)


def _parts(
    identities: Sequence[Identity], poses: list[Pose], pieces: list[Piece], props: list[Piece], seen: list[Seen]
) -> tuple[tuple[Being, ...], tuple[Thing, ...]]:
    beings = tuple(
        Being(who, pose.action, box, share, _facing(piece.view), pose, piece.view, piece.corner, piece.ground)
        for who, pose, piece, (box, share) in zip(identities, poses, pieces, seen, strict=False)
    )
    objects = tuple(
        Thing(piece.word, box, piece.hue, piece.view, piece.corner, piece.ground)
        for piece, (box, share) in zip(props, seen[len(pieces) :], strict=True)
        if share > 0
    )
    return beings, objects


def _facing(view: View) -> str:
    return "left" if view.mirrored else "right"


def sprite_of(part: Being | Thing) -> Sprite:
    """The drawn picture of one part of a scene."""
    if isinstance(part, Being):
        return being_sprite(part.identity, part.pose, part.view)
    return object_sprite(part.word, part.hue, part.view)
