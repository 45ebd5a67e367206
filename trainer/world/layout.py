"""Where everything stands in a picture, so that nobody is hidden: places, props, and what can be seen in the end."""

from functools import lru_cache
from random import Random
from typing import Final, NamedTuple

import numpy as np

from core.photos import Box
from trainer.world.identities import Identity, draw_identity
from trainer.world.pose import Pose
from trainer.world.sprites import Sprite, View, being_sprite, object_sprite

_HORIZON: Final = 0.66  # of the height; feet are below
_FLOOR: Final = 0.965
_TRIES: Final = 12


class Piece(NamedTuple):
    """One sprite on its way into a scene: a being (with identity and pose) or an object (with word and hue)."""

    word: str
    hue: int
    pose: Pose | None
    identity: Identity | None
    view: View
    lift: float = 0.0  # px above the ground
    behind: bool = False
    corner: tuple[int, int] = (0, 0)
    ground: int = 0

    def sprite(self) -> Sprite:
        """Its picture; drawn once, however often it is asked for."""
        if self.identity and self.pose:
            return being_sprite(self.identity, self.pose, self.view)
        return object_sprite(self.word, self.hue, self.view)


Seen = tuple[Box, float]  # the box of the visible pixels, and their share of all


def arrange(
    rng: Random, beings: list[Piece], objects: list[Piece], size: int, least: float
) -> tuple[list[Piece], list[Piece], list[Seen]]:
    """Give every piece its corner; tries again with less overlap and smaller until each being is `least` visible."""
    order = rng.sample(range(len(beings)), len(beings))
    for attempt in range(_TRIES):
        beings = _fit(beings, size, overlap=max(0.0, 0.3 - 0.06 * attempt), shrink=1.0 if attempt < 6 else 0.85)
        placed = _place_beings(rng, beings, order, size, overlap=max(0.0, 0.3 - 0.06 * attempt))
        props = [prop for being in placed if (prop := _prop(rng, being, size))]
        if attempt < 3:
            props += [_place_object(rng, piece, size) for piece in objects]
        seen = boxes_of([*placed, *props], size)
        if all(share >= least for _, share in seen[: len(placed)]):
            return placed, props, seen
    raise AssertionError("small sprites side by side are always visible")


def _fit(beings: list[Piece], size: int, *, overlap: float, shrink: float) -> list[Piece]:
    """Shrink everybody so that they fit side by side, `overlap` of each width shared."""
    extents = [_extent(piece) for piece in beings]
    wide = sum(width for width, _ in extents) * (1 - overlap * 0.7)
    high = max(height for _, height in extents)
    factor = min(shrink, 0.97 * size / wide, 0.93 * size / high)
    return beings if factor == 1 else [_smaller(piece, factor) for piece in beings]


def _smaller(piece: Piece, factor: float) -> Piece:
    view = piece.view._replace(scale=round(piece.view.scale * factor, 3))
    return piece._replace(view=view, lift=piece.lift * factor)


def _extent(piece: Piece) -> tuple[float, float]:
    """Width and height in px, lift included, as far as kind and action tell; nothing is drawn for it."""
    if piece.identity is None or piece.pose is None:
        raise ValueError("only beings are fitted")
    lies = abs(piece.view.tilt) > 60 and abs(piece.view.tilt) < 120
    wide, high = _rough_size(piece.identity.kind, piece.pose.action)
    if lies:
        wide, high = high, wide
    return wide * piece.view.scale, high * piece.view.scale + piece.lift


@lru_cache(maxsize=512)
def _rough_size(kind: str, action: str) -> tuple[float, float]:
    """Width and height in units of a usual member of the kind."""
    sprites = [being_sprite(draw_identity(seed, kind), Pose(action), View(0.3)) for seed in range(3)]
    return max(sprite.width for sprite in sprites) / 0.28, max(sprite.height for sprite in sprites) / 0.28


def _place_beings(rng: Random, beings: list[Piece], order: list[int], size: int, *, overlap: float) -> list[Piece]:
    widths = [beings[index].sprite().width for index in order]
    taken = sum(width * (1 - overlap * rng.random()) for width in widths[1:]) + widths[0]
    spare = max(0.0, 0.97 * size - taken)
    cuts = sorted(rng.uniform(0, spare) for _ in widths)
    placed = list(beings)
    x, last = 0.015 * size, 0.0
    for index, width, cut in zip(order, widths, cuts, strict=True):
        x += cut - last
        last = cut
        placed[index] = _stand(beings[index], x, rng.uniform(_HORIZON + 0.08, _FLOOR), size)
        x += width * (1 - overlap * rng.random())
    return placed


def _stand(piece: Piece, left: float, ground: float, size: int) -> Piece:
    sprite = piece.sprite()
    low = min(_FLOOR * size, max(ground * size, sprite.height + piece.lift + 2))
    x = round(min(max(1.0, left), size - sprite.width - 1))
    y = max(1, round(low - piece.lift - sprite.height))
    return piece._replace(corner=(max(0, x), y), ground=round(low))


def _place_object(rng: Random, piece: Piece, size: int) -> Piece:
    sprite = piece.sprite()
    ground = rng.uniform(_HORIZON - 0.05, _HORIZON + 0.05) if piece.behind else rng.uniform(0.97, 1.0)
    x, low = round(rng.uniform(-0.05, 0.95) * size - sprite.width * 0.3), round(ground * size)
    return piece._replace(corner=(x, low - sprite.height), ground=low)


def quantised(scale: float) -> float:
    """The scale in steps of 0.08 px per unit: objects that are drawn often are then drawn once."""
    return round(max(0.16, round(scale / 0.08) * 0.08), 2)


def _prop(rng: Random, being: Piece, size: int) -> Piece | None:
    """What an action needs beside the being: a ball, a bowl, a book, a rope."""
    action = being.pose.action if being.pose else ""
    human = being.identity is not None and being.identity.human
    word = {
        "plays with a ball": "ball",
        "eats": "apple" if human else "bowl",
        "reads a book": "book",
        "hangs": "rope",
    }.get(action)
    if not word:
        return None
    needed = being.view.scale if word != "rope" else (being.corner[1] + 8) / 118  # a rope comes from above the picture
    view = View(quantised(needed), 0.0, 1.0, being.view.mirrored)
    prop = Piece(word, rng.randrange(8), None, None, view)
    sprite, (left, top), body = prop.sprite(), being.corner, being.sprite()
    side = -1 if being.view.mirrored else 1
    across, down = _PROPS[word if not (word == "ball" and human) else "kicked"]
    x = round(left + body.width * (0.5 + side * across) - sprite.width / 2)
    low = round(top + body.height * down)
    x = min(max(0, x), size - sprite.width) if word != "rope" else x
    ground = being.ground + (1 if word != "rope" else -1)
    return prop._replace(corner=(x, low - sprite.height), ground=ground)


_PROPS: Final = {  # where a prop is: across from the middle, down from the top, in widths and heights of the being
    "ball": (0.42, 1.0),
    "kicked": (0.46, 1.0),
    "bowl": (0.36, 1.0),
    "apple": (0.2, 0.4),
    "book": (0.16, 0.64),
    "rope": (0.0, 0.06),
}


def boxes_of(pieces: list[Piece], size: int) -> list[Seen]:
    """For each piece the box of its visible pixels and the visible share of all its pixels; empty when hidden."""
    covered = np.zeros((size, size), np.bool_)
    seen: list[Seen] = [(Box(0, 0, 0, 0), 0.0)] * len(pieces)
    for index in sorted(range(len(pieces)), key=lambda index: -pieces[index].ground):
        mask = pieces[index].sprite().mask
        x, y = pieces[index].corner
        left, top, right, bottom = max(0, x), max(0, y), min(size, x + mask.shape[1]), min(size, y + mask.shape[0])
        if left >= right or top >= bottom:
            continue
        inside = mask[top - y : bottom - y, left - x : right - x]
        window = covered[top:bottom, left:right]
        visible = inside & ~window
        rows, columns = np.flatnonzero(visible.any(1)), np.flatnonzero(visible.any(0))
        if len(rows):
            box = Box(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)
            seen[index] = (box, float(visible.sum() / mask.sum()))
        window |= inside
    return seen
