"""Draws a planned scene: backdrop, shadows, sprites from far to near, light, camera."""

import threading
from functools import lru_cache
from random import Random
from typing import Any, Final

import numpy as np
import skia
from numpy.typing import NDArray

from trainer.world.places import draw_place
from trainer.world.scenes import Being, Light, Scene, Thing, sprite_of

_FLOATING: Final = frozenset({"rope", "apple", "book"})  # held or hung: no shadow on the ground
_TILE: Final = 640  # px; a scene is smaller


def render(scene: Scene) -> NDArray[np.uint8]:
    """The picture of a scene, RGB, [size, size, 3]; the same bytes each time on one machine."""
    size = scene.size
    pixels = np.zeros((size, size, 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kBGRA_8888_ColorType).getCanvas()
    draw_place(pixels, scene.place, scene.seed)
    parts: list[Being | Thing] = sorted((*scene.beings, *scene.objects), key=lambda part: part.ground)
    for part in parts:
        _draw_shadow(canvas, part, scene.light)
        canvas.drawImage(sprite_of(part).image, *part.corner)
    return _camera(pixels, scene.light, Random(f"camera {scene.seed}"))


@lru_cache(maxsize=1)
def _soft_disc() -> Any:
    pixels = np.zeros((64, 64, 4), np.uint8)
    shader = skia.GradientShader.MakeRadial(skia.Point(32, 32), 32, [0xFF141026, 0xD0141026, 0x00141026], [0, 0.5, 1])
    skia.Surface(pixels, colorType=skia.kBGRA_8888_ColorType).getCanvas().drawPaint(skia.Paint(Shader=shader))
    return skia.Image.fromarray(pixels, colorType=skia.kBGRA_8888_ColorType, copy=True)


def _draw_shadow(canvas: Any, part: Being | Thing, light: Light) -> None:
    if light.shadow <= 0 or (isinstance(part, Thing) and part.word in _FLOATING):
        return
    sprite = sprite_of(part)
    (left, top), wide = part.corner, sprite.width
    lifted = part.ground - (top + sprite.height)
    half = wide * (0.5 if lifted < 6 else 0.36)
    x = left + wide / 2 - light.glow * wide * 0.12
    high = max(4.0, wide * 0.085)
    where = skia.Rect.MakeLTRB(x - half, part.ground - high, x + half, part.ground + high * 0.8)
    canvas.drawImageRect(
        _soft_disc(),
        where,
        skia.SamplingOptions(skia.FilterMode.kLinear),
        skia.Paint(Alphaf=light.shadow * (1.5 if lifted < 6 else 1)),
    )


@lru_cache(maxsize=64)
def _gain(tint: int, glow: float, size: int) -> NDArray[np.uint16]:
    """What each channel is multiplied by, in 128ths: the tint, brighter towards one upper corner."""
    x, y = np.meshgrid(np.linspace(-1, 1, size), np.linspace(-1, 1, size))
    slope = 1 - 0.13 * np.clip((y - glow * x) * 0.75, -1, 1)
    channels = np.array([tint & 255, (tint >> 8) & 255, (tint >> 16) & 255, 255]) / 255
    return np.rint(128 * slope[..., None] * channels).astype(np.uint16)


@lru_cache(maxsize=16)
def _grain(level: int) -> NDArray[np.int16]:
    noise = np.random.default_rng(20).standard_normal((_TILE, _TILE, 4), np.float32)
    grain: NDArray[np.int16] = np.rint(noise * (level / 2)).astype(np.int16)
    return grain


class _Buffers(threading.local):
    """Pages that are used again: fresh ones cost more than all arithmetic on them."""

    def __init__(self) -> None:
        self.work: dict[int, NDArray[np.uint16]] = {}

    def of(self, size: int) -> NDArray[np.uint16]:
        if size not in self.work:
            self.work[size] = np.zeros((3, size, size, 4), np.uint16)
            self.work[size][1] = 255
        return self.work[size]


_buffers: Final = _Buffers()


def _camera(pixels: NDArray[np.uint8], light: Light, rng: Random) -> NDArray[np.uint8]:
    size = len(pixels)
    image, brightest, darkest = _buffers.of(size)  # four channels all the way: three are slower to step through
    np.multiply(pixels, _gain(light.tint, round(light.glow * 4) / 4, size), out=image)
    image >>= 7
    for shift in range(1, light.blur + 1):
        image[:, shift:] = (image[:, shift:] + image[:, :-shift]) >> 1
    signed = image.view(np.int16)
    spare = max(1, _TILE - size)
    x, y = rng.randrange(spare), rng.randrange(spare)
    signed += _grain(max(1, round(light.noise * 2)))[y : y + size, x : x + size]
    np.minimum(signed, brightest.view(np.int16), out=signed)
    np.maximum(signed, darkest.view(np.int16), out=signed)
    picture = np.empty((size, size, 3), np.uint8)
    for channel in range(3):
        np.copyto(picture[..., channel], signed[..., 2 - channel], casting="unsafe")
    return picture
