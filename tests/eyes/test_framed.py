"""The limits of an encoder together with the detector beside it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.adapters.detection import load_detector
from core.adapters.open_clip import load_encoder
from core.photos import Box, Photo
from tests.eyes.tiny import ENCODER, VIEWS, detector_folder
from trainer.eyes.encoder import train_encoder
from trainer.eyes.framed import framed, set_limits
from trainer.eyes.measure import top1

POCKET = Path("models/pocket")
FEW = replace(VIEWS, identities=24, views=3)


class Blind:
    """Finds nothing at all."""

    name = "blind"

    async def propose(self, photo: Photo) -> list[Box]:
        return []


async def test_whoever_is_framed_by_the_shipped_detector_is_told_apart_by_the_shipped_encoder() -> None:
    encoder = load_encoder(f"local-dir:{POCKET / 'encoder'}")
    detector = load_detector(f"local-dir:{POCKET / 'detector'}")
    seen = await framed(encoder, detector, "strangers", "test", FEW)
    assert seen.shape == (24, 3, encoder.dimension)
    assert np.allclose(np.linalg.norm(seen, axis=-1), 1, atol=1e-4)
    missed = await framed(encoder, Blind(), "strangers", "test", FEW)
    assert top1(seen, 24, 1) > 0.95 > 0.8 > top1(missed, 24, 1)


@pytest.mark.slow
def test_an_encoder_gets_the_limits_that_hold_for_the_boxes_of_the_detector_beside_it(tmp_path: Path) -> None:
    train_encoder(ENCODER, tmp_path / "runs", tmp_path / "encoder")
    before = json.loads((tmp_path / "encoder/metrics.json").read_text())
    detector = detector_folder(tmp_path / "detector")
    found = set_limits(tmp_path / "encoder", detector, VIEWS)
    assert load_encoder(f"local-dir:{tmp_path / 'encoder'}").thresholds == found.thresholds
    after = json.loads((tmp_path / "encoder/metrics.json").read_text())
    assert after.pop("calibration")["boxes"] == load_detector(f"local-dir:{detector}").name
    assert before.pop("calibration")
    assert after == before
