"""A pen for flat illustrations: filled shapes with a soft dark outline. It hides the drawing library from the kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple

import skia

from trainer.world.colours import INK, WHITE, Colour, darker, mix

Point = tuple[float, float]
Path = Any  # skia.Path; the library ships no types
OUTLINE: Final = 1.7  # units; a standing dog is 100 high


class Limb(NamedTuple):
    """A round-ended stroke through points, `width` units thick: legs, arms, tails, straps."""

    width: float
    path: Path


Shape = Path | Limb


@lru_cache(maxsize=8192)
def oval(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0.0) -> Path:
    """An ellipse round (x, y), turned by degrees."""
    ry = rx if ry is None else ry
    path = skia.Path.Oval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
    if turn:
        path.transform(skia.Matrix().setRotate(turn, x, y))
    return path


@lru_cache(maxsize=8192)
def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Path:
    """A rectangle with round corners."""
    return skia.Path.RRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(left, top, right, bottom), radius, radius))


@lru_cache(maxsize=8192)
def polygon(*points: Point) -> Path:
    """A closed figure with straight sides."""
    return skia.Path.Polygon([skia.Point(*point) for point in points], True)


@lru_cache(maxsize=8192)
def smooth(*points: Point) -> Path:
    """A closed soft curve through the points (Catmull-Rom)."""
    path = skia.Path()
    path.moveTo(*points[0])
    count = len(points)
    for index in range(count):
        (ax, ay), (bx, by) = points[index - 1], points[index]
        (cx, cy), (dx, dy) = points[(index + 1) % count], points[(index + 2) % count]
        path.cubicTo(bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
    path.close()
    return path


@lru_cache(maxsize=8192)
def limb(width: float, *points: Point) -> Limb:
    """A stroke through two points, or bent softly over a middle one (three), or wavy (four)."""
    path = skia.Path()
    path.moveTo(*points[0])
    if len(points) == 2:
        path.lineTo(*points[1])
    elif len(points) == 3:
        path.quadTo(*points[1], *points[2])
    else:
        path.cubicTo(*points[1], *points[2], *points[3])
    return Limb(width, path)


def _paint(style: Any) -> Any:
    return skia.Paint(AntiAlias=True, Style=style, StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join)


class Pen:
    """Draws on one canvas. Shapes of one group share an outline, as if they were cut from one sheet."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._fill = _paint(skia.Paint.kFill_Style)
        self._stroke = _paint(skia.Paint.kStroke_Style)
        self._both = _paint(skia.Paint.kStrokeAndFill_Style)

    def group(self, colour: Colour, *shapes: Shape, line: float = OUTLINE) -> None:
        """Fill the shapes and outline their union in a dark shade of the colour."""
        edge = darker(colour, 0.62)
        for shape in shapes:
            if isinstance(shape, Limb):
                self._draw_limb(edge, shape, shape.width + 2 * line)
            else:
                self._both.setColor(edge)
                self._both.setStrokeWidth(2 * line)
                self._canvas.drawPath(shape, self._both)
        self.fill(colour, *shapes)

    def fill(self, colour: Colour, *shapes: Shape) -> None:
        """Fill the shapes without an outline."""
        for shape in shapes:
            if isinstance(shape, Limb):
                self._draw_limb(colour, shape, shape.width)
            else:
                self._fill.setColor(colour)
                self._canvas.drawPath(shape, self._fill)

    def line(self, colour: Colour, width: float, *points: Point) -> None:
        """A thin line through two to four points, bent as `limb` bends."""
        self.fill(colour, limb(width, *points))

    def edge(self, colour: Colour, width: float, path: Path) -> None:
        """Draw only the rim of a figure."""
        self._draw_limb(colour, Limb(width, path), width)

    def _draw_limb(self, colour: Colour, shape: Limb, width: float) -> None:
        self._stroke.setColor(colour)
        self._stroke.setStrokeWidth(width)
        self._canvas.drawPath(shape.path, self._stroke)

    @contextmanager
    def at(self, x: float, y: float, turn: float = 0.0, wide: float = 1.0, high: float | None = None) -> Iterator[None]:
        """Draw in coordinates whose origin is (x, y), turned by degrees and scaled."""
        self._canvas.save()
        self._canvas.translate(x, y)
        if turn:
            self._canvas.rotate(turn)
        if wide != 1.0 or high is not None:
            self._canvas.scale(wide, wide if high is None else high)
        yield
        self._canvas.restore()

    @contextmanager
    def inside(self, path: Path) -> Iterator[None]:
        """Draw only where the figure is."""
        self._canvas.save()
        self._canvas.clipPath(path, doAntiAlias=True)
        yield
        self._canvas.restore()

    def eye(self, x: float, y: float, size: float, asleep: bool, iris: Colour = INK) -> None:
        """An eye of radius `size` with a highlight, or a closed lid."""
        if asleep:
            self.line(INK, size * 0.5, (x - size, y), (x, y + size * 1.1), (x + size, y))
            return
        self.fill(INK, oval(x, y, size * 0.92, size * 1.15))
        if iris != INK:
            self.fill(iris, oval(x, y + size * 0.12, size * 0.68, size * 0.86))
            self.fill(INK, oval(x, y + size * 0.1, size * 0.38, size * 0.5))
        self.fill(WHITE, oval(x + size * 0.3, y - size * 0.42, size * 0.34))

    def blush(self, x: float, y: float, size: float, skin: Colour) -> None:
        """A rosy cheek."""
        self.fill(mix(skin, 0xFFF0607A, 0.35), oval(x, y, size, size * 0.62))
