"""The limits of an encoder beside the detector that it is shipped with, whose boxes cut off more than shaken ones do.

Whoever is held out is drawn in whole photos; the detector proposes, and the region that comes nearest to somebody is
what the encoder gets to see of them, as in `core.retrieval.find_regions`.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from core.adapters.detection import load_detector
from core.adapters.open_clip import load_encoder, name_of
from core.photos import Photo, crops_of, photo_of
from core.ports import Detector, Encoder
from core.retrieval import MOST_REGIONS, centre_of
from trainer.eyes.calibrate import Calibration, calibrate
from trainer.eyes.cast import Cast, Part, draw_cast
from trainer.eyes.course import write_json
from trainer.eyes.measure import Vectors
from trainer.eyes.recipe import ViewsRecipe
from trainer.eyes.views import held_out_views, shared_scenes, some_place
from trainer.world import Scene, Split, plan_scene, render


def set_limits(encoder: Path, detector: Path, views: ViewsRecipe) -> Calibration:
    """Calibrate the encoder in one folder with the boxes of the detector in the other.

    Rewrites the encoder's thresholds.json and what its metrics.json tells of the calibration. Raises EncoderDown when
    one of them can't be loaded.
    """
    eyes = load_encoder(f"local-dir:{encoder}"), load_detector(f"local-dir:{detector}")
    strangers, pairs = (
        asyncio.run(framed(*eyes, cast, "validation", recipe)) for cast, recipe in held_out_views(views).items()
    )
    found = calibrate(strangers, pairs)
    write_json(encoder / "thresholds.json", {"encoder": name_of(encoder), **asdict(found.thresholds)})
    metrics = json.loads((encoder / "metrics.json").read_text())
    told = {**asdict(found), "boxes": eyes[1].name}
    write_json(encoder / "metrics.json", {**metrics, "calibration": told})
    return found


async def framed(encoder: Encoder, detector: Detector, cast: Cast, part: Part, views: ViewsRecipe) -> Vectors:
    """The vectors [I, V, D] of the identities of a cast, each in V scenes, as the detector frames them there."""
    vectors = np.zeros((views.identities, views.views, encoder.dimension), np.float32)
    for scene, who in _scenes(cast, part, views):
        photo = photo_of(Image.fromarray(render(scene)))
        vectors[who] = await _seen(encoder, detector, photo, scene)
    return vectors


async def _seen(encoder: Encoder, detector: Detector, photo: Photo, scene: Scene) -> Vectors:
    regions = [*(await detector.propose(photo))[:MOST_REGIONS], photo.box, centre_of(photo.box)]
    nearest = [max(regions, key=being.box.iou) for being in scene.beings]
    return np.array(await encoder.photos(crops_of(photo, nearest)), np.float32)


def _scenes(cast: Cast, part: Part, views: ViewsRecipe) -> Iterator[tuple[Scene, tuple[list[int], list[int]]]]:
    """Each scene, and who is in it: numbers of identities, and of their views."""
    identities = draw_cast(cast, views.seed, part, views.identities)
    split: Split = "test" if part == "test" else "train"
    for number, (view, members) in enumerate(shared_scenes(Random(f"framed {views.seed} {cast} {part}"), views)):
        rng = Random(f"framed {views.seed} {cast} {part} {number}")
        seed, place = rng.getrandbits(48), some_place(rng, part, views.nowhere)
        scene = plan_scene(seed, [identities[member] for member in members], place=place, split=split)
        yield scene, (members, [view] * len(members))
