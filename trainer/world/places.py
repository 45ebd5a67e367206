"""The places of the drawn world, which of them are kept for the test split, and scenery that is no place of it."""

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from trainer.world import indoors, outdoors
from trainer.world.nowhere import nowhere
from trainer.world.pen import Pen
from trainer.world.pose import Split


class Place(NamedTuple):
    """Somewhere: how its backdrop is drawn on a canvas of 256 x 256 units, and what stands about there."""

    backdrop: Callable[[Pen, Any, Random], None]
    objects: tuple[str, ...]
    split: Split = "train"
    dark: bool = False


PLACES: Final[dict[str, Place]] = {
    "living room": Place(indoors.living_room, ("lamp", "chair", "box", "ball")),
    "kitchen": Place(indoors.kitchen, ("chair", "bucket", "box")),
    "bedroom": Place(indoors.bedroom, ("lamp", "chair", "box", "ball")),
    "park": Place(outdoors.park, ("tree", "bench", "bush", "lamp", "ball", "grass", "flowers")),
    "garden": Place(outdoors.garden, ("bush", "flowers", "fence", "bucket", "tree")),
    "street": Place(outdoors.street, ("lamp", "bench", "box", "tree")),
    "beach": Place(outdoors.beach, ("umbrella", "palm tree", "bucket", "ball", "rock")),
    "forest": Place(outdoors.forest, ("tree", "pine", "bush", "rock", "grass")),
    "snow": Place(outdoors.snow, ("pine", "snowman", "rock", "fence")),
    "desert": Place(outdoors.desert, ("cactus", "rock")),
    "playground": Place(outdoors.playground, ("bench", "ball", "bucket", "tree")),
    "farm": Place(outdoors.farm, ("fence", "bucket", "tree", "flowers", "grass")),
    "lake": Place(outdoors.lake, ("tree", "rock", "grass", "bench")),
    "mountains": Place(outdoors.mountains, ("pine", "rock", "flowers"), "test"),
    "library": Place(indoors.library, ("lamp", "chair", "box"), "test"),
    "city at night": Place(outdoors.city_at_night, ("lamp", "bench", "box"), "test", dark=True),
}
TEST_PLACES: Final = tuple(word for word, place in PLACES.items() if place.split == "test")
TRAIN_PLACES: Final = tuple(word for word, place in PLACES.items() if place.split == "train")

NOWHERE: Final = "nowhere"
VALIDATION_PLACES: Final = ("office", "harbour", "cave")
_OBJECTS: Final = tuple(dict.fromkeys(word for place in TRAIN_PLACES for word in PLACES[place].objects))
SCENERY: Final[dict[str, Place]] = {
    **PLACES,
    NOWHERE: Place(nowhere, _OBJECTS),
    "office": Place(indoors.office, ("lamp", "chair", "box")),
    "harbour": Place(outdoors.harbour, ("bucket", "box", "rock", "bench")),
    "cave": Place(outdoors.cave, ("rock", "bucket", "box"), dark=True),
}
"""Whatever can be behind somebody. What is no place of the world is never spoken of: it has no words.

Before `NOWHERE` eyes learn to see; in the validation places nobody learns, there limits are set.
"""


_VARIANTS: Final = 16  # of each backdrop; each is drawn once, then shifted
_WIDER: Final = 1.2  # than a scene, so that there is something to shift


@lru_cache(maxsize=_VARIANTS * len(SCENERY))
def _backdrop(word: str, variant: int, size: int) -> NDArray[np.uint8]:
    pixels = np.zeros((size, int(size * _WIDER), 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kBGRA_8888_ColorType).getCanvas()
    wide = size * _WIDER
    if variant % 2:
        canvas.translate(wide, 0)
    canvas.scale((-wide if variant % 2 else wide) / 256, size / 256)
    SCENERY[word].backdrop(Pen(canvas), canvas, Random(f"{word} {variant}"))
    return pixels


def draw_place(pixels: NDArray[np.uint8], word: str, seed: int) -> None:
    """Fill a square picture [size, size, 4] (BGRA) with the backdrop."""
    size = len(pixels)
    rng = Random(f"place {seed}")
    if word == NOWHERE:
        image = _backdrop.__wrapped__(word, rng.getrandbits(48), size)
    else:
        image = _backdrop(word, rng.randrange(_VARIANTS), size)
    shift = rng.randrange(image.shape[1] - size + 1)
    pixels[:] = image[:, shift : shift + size]
