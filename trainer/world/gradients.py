"""Soft changes of colour over a canvas of 256 x 256 units."""

from functools import lru_cache
from typing import Any

import skia

from trainer.world.colours import Colour


@lru_cache(maxsize=256)
def _gradient(top: float, bottom: float, upper: Colour, lower: Colour) -> Any:
    shader = skia.GradientShader.MakeLinear([skia.Point(0, top), skia.Point(0, bottom)], [upper, lower])
    return skia.Paint(Shader=shader)


def wash(canvas: Any, top: float, bottom: float, upper: Colour, lower: Colour) -> None:
    """Fill the strip between two heights from one colour to the other, downwards."""
    canvas.drawRect(skia.Rect.MakeLTRB(0, top, 256, bottom), _gradient(top, bottom, upper, lower))
