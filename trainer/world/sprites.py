"""A being or an object drawn alone on glass: the picture, the pixels it covers, and the box round them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from trainer.world.identities import Identity
from trainer.world.kinds import KINDS
from trainer.world.objects import draw_object
from trainer.world.pen import Pen
from trainer.world.pose import Pose

_MIDDLE: Final = -58.0  # units; the middle of what is drawn lies about there
_REACH: Final = 96.0  # units from the middle to the edge of the glass
_STEP: Final = 16  # px; shades are made for sizes in steps of it
_COVERS: Final = 110  # an alpha of 0..255 from which a pixel counts as covered


class View(NamedTuple):
    """How something is looked at: pixels per unit, tilt in degrees, how much it is turned away (1 = not), mirrored."""

    scale: float
    tilt: float = 0.0
    squash: float = 1.0
    mirrored: bool = False


class Sprite(NamedTuple):
    """A picture cut to the pixels that it covers, and which ones they are."""

    image: Any  # skia.Image
    mask: NDArray[np.bool_]

    @property
    def width(self) -> int:
        """Pixels."""
        return int(self.mask.shape[1])

    @property
    def height(self) -> int:
        """Pixels."""
        return int(self.mask.shape[0])


@lru_cache(maxsize=48)
def being_sprite(identity: Identity, pose: Pose, view: View) -> Sprite:
    """The being in this pose, seen so."""
    kind = KINDS[identity.kind]
    return _sprite(lambda pen: kind.draw(pen, identity.traits, pose), view)


@lru_cache(maxsize=1024)
def object_sprite(word: str, hue: int, view: View) -> Sprite:
    """An object that nobody knows by name."""
    return _sprite(lambda pen: draw_object(pen, word, hue), view)


def _sprite(draw: Callable[[Pen], None], view: View) -> Sprite:
    side = int(2 * _REACH * view.scale) + 2
    pixels = np.zeros((side, side, 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kBGRA_8888_ColorType).getCanvas()
    canvas.save()
    canvas.translate(side / 2, side / 2)
    canvas.scale(view.scale * view.squash * (-1 if view.mirrored else 1), view.scale)
    if view.tilt:
        canvas.rotate(view.tilt)
    canvas.translate(0, -_MIDDLE)
    draw(Pen(canvas))
    canvas.restore()
    return _cut_out(pixels)


def _cut_out(pixels: NDArray[np.uint8]) -> Sprite:
    solid = pixels[..., 3] > _COVERS
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    cut = _shaded(np.ascontiguousarray(pixels[top:bottom, left:right]))
    return Sprite(
        skia.Image.fromarray(cut, colorType=skia.kBGRA_8888_ColorType, copy=True), solid[top:bottom, left:right]
    )


def _shaded(cut: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Light from above left, shade below right. The colours are premultiplied, so they stay at most alpha."""
    high, wide = cut.shape[:2]
    lit = np.multiply(cut, _slope(-(-high // _STEP), -(-wide // _STEP))[:high, :wide], dtype=np.uint16)
    lit >>= 7
    alpha = ((cut.view(np.uint32) >> 24) * np.uint32(0x01010101)).view(np.uint8)
    return np.minimum(lit, alpha).astype(np.uint8)


@lru_cache(maxsize=400)
def _slope(high: int, wide: int) -> NDArray[np.uint16]:
    y, x = np.mgrid[0 : 1 : high * _STEP * 1j, 0 : 1 : wide * _STEP * 1j]
    gain = np.repeat(np.rint(128 * (1.13 - 0.34 * (0.7 * y + 0.3 * x) ** 1.4))[..., None], 4, axis=2)
    gain[..., 3] = 128
    return gain.astype(np.uint16)
