"""The colours of the drawn world, by the word a person would use. Far enough apart to be told apart in any light."""

from functools import lru_cache
from typing import Final

Colour = int  # 0xAARRGGBB, as the drawing library wants it

NAMED: Final[dict[str, Colour]] = {
    "white": 0xFFF6F3EC,
    "beige": 0xFFDDC39A,
    "yellow": 0xFFF5D04A,
    "orange": 0xFFEE8A35,
    "red": 0xFFD23B3B,
    "pink": 0xFFF29DBB,
    "brown": 0xFFA46A3C,
    "dark brown": 0xFF643D29,
    "black": 0xFF302E38,
    "gray": 0xFF9AA0A8,
    "blue": 0xFF3F6FC4,
    "light blue": 0xFF8CC7EC,
    "teal": 0xFF2F9C93,
    "green": 0xFF63A846,
    "purple": 0xFF9A52BE,
}
COLOURS: Final = tuple(NAMED)
BRIGHT: Final = ("white", "yellow", "orange", "red", "pink", "black", "blue", "light blue", "green", "purple")
INK: Final = 0xFF2A2430
WHITE: Final = 0xFFFFFFFF


@lru_cache(maxsize=4096)
def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0..1) of `other` in it; opaque."""
    channels = (
        round(((one >> shift) & 255) * (1 - share) + ((other >> shift) & 255) * share) << shift for shift in (0, 8, 16)
    )
    return 0xFF000000 | sum(channels)


def darker(colour: Colour, share: float = 0.18) -> Colour:
    """A shade of the colour, `share` of the way to a warm black."""
    return mix(colour, 0xFF1E1626, share)


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    """A tint of the colour, `share` of the way to white."""
    return mix(colour, WHITE, share)


def seen(colour: Colour, alpha: float) -> Colour:
    """The colour with an opacity of `alpha` (0..1)."""
    return (colour & 0xFFFFFF) | (round(alpha * 255) << 24)
