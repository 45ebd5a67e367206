"""What arrives is checked, upright, RGB, at most 1024 px, and without metadata; what can't be used gets a sentence."""

import io
import struct
import time
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.errors import BadInput
from core.photos import LONGEST_SIDE, Box, crops_of, photo_of, read_photo


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def half_red_half_blue(width: int = 80, height: int = 40) -> Image.Image:
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    return image


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises these many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated(frames: int) -> bytes:
    first = Image.new("P", (8, 8), 0)
    others = [Image.new("P", (8, 8), number % 250) for number in range(1, frames)]
    return encoded(first, "GIF", save_all=True, append_images=others)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no image": (lambda: b"this is a text about my dog" * 10, "can't read"),
    "0 bytes": (lambda: b"", "empty"),
    "truncated": (lambda: encoded(half_red_half_blue(400, 400))[:600], "damaged"),
    "a 65535 x 65535 bomb": (lambda: png_claiming(65_535, 65_535), "pixels"),
    "30 MB": (lambda: b"\xff\xd8\xff" + b"x" * 30_000_000, "20 MB"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "can't read"),
    "a damaged PNG": (lambda: png_claiming(300, 300), "damaged"),
}


@pytest.mark.parametrize(("raw", "sentence"), BAD.values(), ids=BAD.keys())
def test_what_is_no_usable_picture_gets_a_sentence(raw: Callable[[], bytes], sentence: str) -> None:
    started = time.perf_counter()
    with pytest.raises(BadInput, match=sentence):
        read_photo(raw())
    assert time.perf_counter() - started < 2


def test_a_photo_turned_by_exif_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees clockwise
    photo = read_photo(encoded(half_red_half_blue(), exif=exif))
    assert (photo.width, photo.height) == (40, 80)
    red = photo.image().getpixel((20, 10))
    assert isinstance(red, tuple)
    assert red[0] > 150


def test_where_a_photo_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    exif[0x010F] = "SecretCameraMaker"
    raw = encoded(half_red_half_blue(), exif=exif, comment=b"at home")
    assert b"SecretCameraMaker" in raw
    jpeg = read_photo(raw).jpeg
    assert not Image.open(io.BytesIO(jpeg)).getexif()
    assert b"SecretCameraMaker" not in jpeg
    assert b"at home" not in jpeg


def test_an_animation_of_ten_thousand_frames_is_read_as_its_first() -> None:
    raw = animated(10_000)
    started = time.perf_counter()
    photo = read_photo(raw)
    assert time.perf_counter() - started < 1
    assert (photo.width, photo.height) == (8, 8)


def test_cmyk_becomes_rgb_with_its_colours() -> None:
    photo = read_photo(encoded(half_red_half_blue().convert("CMYK")))
    red = photo.image().getpixel((10, 20))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[2] < 80


def test_what_is_transparent_is_seen_on_white() -> None:
    layer = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    assert read_photo(encoded(layer, "PNG")).image().getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(4000, 1000), (1000, 4000), (1025, 1025)])
def test_a_large_photo_is_scaled_down_and_keeps_its_shape(size: tuple[int, int]) -> None:
    photo = read_photo(encoded(Image.new("RGB", size)))
    assert max(photo.width, photo.height) == LONGEST_SIDE
    assert photo.width / photo.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_reads_every_common_format(kind: str) -> None:
    assert read_photo(encoded(half_red_half_blue(), kind)).width == 80


def test_a_photo_of_one_pixel_is_a_photo() -> None:
    assert read_photo(encoded(Image.new("RGB", (1, 1)))).box == Box(0, 0, 1, 1)


def test_the_same_picture_has_the_same_hash() -> None:
    assert photo_of(half_red_half_blue()).sha256 == photo_of(half_red_half_blue()).sha256
    assert photo_of(half_red_half_blue()).sha256 != photo_of(half_red_half_blue(81)).sha256


def test_crops_come_in_the_order_of_their_boxes() -> None:
    left, right = crops_of(photo_of(half_red_half_blue()), [Box(0, 0, 40, 40), Box(40, 0, 80, 40)])
    red, blue = (np.asarray(crop.image())[20, 20] for crop in (left, right))
    assert red[0] > 200
    assert blue[2] > 200


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Box(0, 0, 10, 10), Box(0, 0, 10, 10), 1.0),
        (Box(0, 0, 10, 10), Box(5, 0, 15, 10), 1 / 3),
        (Box(0, 0, 10, 10), Box(10, 0, 20, 10), 0.0),
        (Box(0, 0, 0, 0), Box(0, 0, 0, 0), 0.0),
    ],
)
def test_iou_is_the_shared_part(one: Box, other: Box, expected: float) -> None:
    assert one.iou(other) == pytest.approx(expected)
