"""Which of the numbered boxes is meant: what a person sees at a glance, a script has to work out."""

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from core.adapters.detection import TransformersDetector, load_detector
from core.photos import Box, read_photo
from core.settings import Settings
from tests.page.familiar import ROOT


async def number_of(path: Path, meant: Box | None, numbers: Sequence[str]) -> str:
    """The number of the box that fits best; without a box that is meant, of the largest one.

    It looks with the served detector, as it numbers its boxes from left to right. When some are left out because they
    show somebody known, the count differs, and nobody can tell: the first one, then.
    """
    photo = await asyncio.to_thread(lambda: read_photo(path.read_bytes()))
    boxes = sorted(await (await asyncio.to_thread(_detector)).propose(photo), key=lambda box: box.left)
    if len(boxes) != len(numbers):
        return numbers[0]
    scores = [box.iou(meant) if meant else box.area for box in boxes]
    return numbers[scores.index(max(scores))]


@cache
def _detector() -> TransformersDetector:
    name = Settings().detector
    return load_detector(str(ROOT / name) if (ROOT / name).is_dir() else name)
