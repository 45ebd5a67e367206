"""bytes -> Photo: checked, upright, RGB, at most 1024 px, no metadata. Channels and the trainer both enter here."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import BadInput
from core.language import say, to_say

LONGEST_SIDE = 1024  # px; what a photo is scaled down to on arrival
LOOK_SIDE = 384  # px; the longest side of a crop that is kept
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a 60-megapixel camera photo passes, a 65535 x 65535 bomb does not
QUALITY = 90  # JPEG
TOO_MANY_PIXELS = to_say("That picture has more pixels than I can read. Please send one of 60 megapixels or less.")

_READABLE = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis", b"avif", b"avis")


class Box(NamedTuple):
    """A rectangle in pixels of its photo: left, top, right, bottom; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Pixels inside; 0 for an empty box."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def iou(self, other: "Box") -> float:
        """Intersection over union, in [0, 1]."""
        shared = Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        ).area
        return shared / (self.area + other.area - shared) if shared else 0.0


@dataclass(frozen=True, slots=True)
class Photo:
    """A checked picture: upright RGB as JPEG bytes, no metadata. The bytes never change, so their hash names it."""

    jpeg: bytes
    width: int
    height: int

    @property
    def box(self) -> Box:
        """The box of the whole photo."""
        return Box(0, 0, self.width, self.height)

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes; the same picture has the same one wherever it is used."""
        return hashlib.sha256(self.jpeg).hexdigest()

    def image(self) -> Image.Image:
        """The decoded RGB picture. Blocking: call it off the event loop."""
        return Image.open(io.BytesIO(self.jpeg)).convert("RGB")


def photo_of(image: Image.Image, longest_side: int = LONGEST_SIDE) -> Photo:
    """A drawn or cropped picture as a Photo, scaled down so that no side is over `longest_side` px. Blocking."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)  # pixels alone: Pillow would carry comments and profiles of the original along
    clean.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return Photo(out.getvalue(), clean.width, clean.height)


def crops_of(photo: Photo, boxes: list[Box], longest_side: int = LOOK_SIDE) -> list[Photo]:
    """The cut-outs of a photo, in the order of the boxes, each at most `longest_side` px. Blocking."""
    image = photo.image()
    return [photo_of(image.crop(box), longest_side) for box in boxes]


def read_photo(raw: bytes) -> Photo:
    """Check what arrived and make it a Photo. Blocking.

    Raises BadInput with a sentence for the person when it is empty, too large, no picture, broken, or in a format
    that can't be read.
    """
    _refuse_by_bytes(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs at a size that is ours to decide
            with Image.open(io.BytesIO(raw), formats=_READABLE) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadInput(say(TOO_MANY_PIXELS))
                image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
                image.seek(0)
                upright = ImageOps.exif_transpose(image)
                return photo_of(_on_white(upright))
    except UnidentifiedImageError as error:
        raise BadInput(say("I can't read that as a picture. Please send a JPEG or PNG photo.")) from error
    except Image.DecompressionBombError as error:
        raise BadInput(say(TOO_MANY_PIXELS)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadInput(say("That picture seems to be damaged. Could you send it again?")) from error


def _refuse_by_bytes(raw: bytes) -> None:
    if not raw:
        raise BadInput(say("That file is empty. Could you send the picture again?"))
    if len(raw) > MOST_BYTES:
        size = f"{len(raw) / 1e6:.0f}"
        raise BadInput(say("That picture has {size} MB; please send one of 20 MB or less.", size=size))
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS:
        raise BadInput(say("I can't read HEIC or AVIF pictures yet. Please send it as a JPEG or PNG."))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")
