"""Boxes and labels on a photo, for "show me" and "which one is it?"."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from core.photos import Box, Photo, photo_of

_COLOURS = ("#e4572e", "#2e86ab", "#3a9a5b", "#9b5de5", "#d98e04", "#c2185b", "#00838f", "#5d4037")
_LEAST_SIDE = 480  # px; a smaller photo is enlarged, so that its labels can be read


def boxed(photo: Photo, boxes: Sequence[Box], labels: Sequence[str]) -> Photo:
    """The photo with a coloured frame around each box and its label on it. Blocking.

    A label in letters the built-in font lacks is drawn as its number, counted from 1.
    """
    image = photo.image()
    scale = max(1.0, _LEAST_SIDE / max(image.size))
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(image)
    size = max(14, max(image.size) // 32)
    font = ImageFont.load_default(size)
    for number, (box, label) in enumerate(zip(boxes, labels, strict=True), start=1):
        colour = _COLOURS[(number - 1) % len(_COLOURS)]
        left, top, right, bottom = (round(edge * scale) for edge in box)
        draw.rectangle((left, top, right - 1, bottom - 1), outline=colour, width=max(2, size // 6))
        _label(draw, left, top, label if _can_be_drawn(label) else str(number), colour, font)
    return photo_of(image)


def _label(
    draw: ImageDraw.ImageDraw,
    left: int,
    top: int,
    words: str,
    colour: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    pad = 4
    box = draw.textbbox((left + pad, max(0, top) + pad), words, font=font)
    draw.rectangle((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad), fill=colour)
    draw.text((left + pad, max(0, top) + pad), words, fill="white", font=font)


def _can_be_drawn(label: str) -> bool:
    return all(ord(letter) < 0x250 for letter in label)
