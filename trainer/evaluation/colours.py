"""A plain colour histogram as an encoder: what recognition is worth when it only looks at colours."""

import asyncio
from collections.abc import Sequence
from typing import Final

import numpy as np

from core.concepts import Vector
from core.photos import Photo
from core.ports import Thresholds
from core.retrieval import centre_of

_BINS: Final = 6  # per channel of RGB


class ColourHistogram:
    """RGB histograms, square-rooted and L2-normalised, so that the cosine is Bhattacharyya's coefficient."""

    name = "colour histogram"
    dimension = _BINS**3
    thresholds = Thresholds(sure=0.9, maybe=0.7, margin=0.03)  # uncalibrated; it is measured by rank and AUROC

    async def photos(self, photos: Sequence[Photo]) -> list[Vector]:
        """One vector per photo."""
        return await asyncio.to_thread(lambda: [_histogram(photo) for photo in photos])

    async def words(self, texts: Sequence[str]) -> list[Vector]:
        """Colours know no words. Raises NotImplementedError."""
        raise NotImplementedError("a colour histogram can't read")


def _histogram(photo: Photo) -> Vector:
    image = photo.image().crop(centre_of(photo.box))  # of a photo or crop the rim is mostly background
    bins = (np.asarray(image, np.int64) * _BINS // 256).reshape(-1, 3) @ (_BINS**2, _BINS, 1)
    roots = np.sqrt(np.bincount(bins, minlength=_BINS**3))
    return tuple((roots / np.linalg.norm(roots)).tolist())
