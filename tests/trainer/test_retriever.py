"""What the retriever measured of every crop: as it would when it serves, and kept."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.adapters.open_clip import load_encoder
from tests.eyes.tiny import encoder_folder
from trainer.scenes import Shard
from trainer.voice.retriever import looked_at


@pytest.fixture
def few(shard: Shard) -> Shard:
    """Four scenes."""
    return replace(shard, scenes=shard.scenes[:4])


def test_every_crop_gets_the_vector_that_it_gets_when_served(few: Shard, tmp_path: Path) -> None:
    encoder = encoder_folder(tmp_path / "encoder")
    served = load_encoder(f"local-dir:{encoder}")
    (seen,) = looked_at([(few, tmp_path)], encoder)
    sightings = [sighting for scene in seen.scenes for sighting in scene.seen]
    expected = np.array(asyncio.run(served.photos([sighting.crop for sighting in sightings])))
    assert np.array([sighting.vector for sighting in sightings]) == pytest.approx(expected, abs=1e-3)  # half precision
    assert seen.thresholds == served.thresholds


def test_looks_once_and_again_for_another_encoder(few: Shard, tmp_path: Path) -> None:
    one, other = encoder_folder(tmp_path / "one"), encoder_folder(tmp_path / "other", seed=1)
    for encoder in (one, one, other):
        looked_at([(few, tmp_path)], encoder)
    assert len(list(tmp_path.glob("vectors-*.npy"))) == 2


def test_looks_again_when_an_encoder_looks_at_other_frames(few: Shard, tmp_path: Path) -> None:
    encoder = encoder_folder(tmp_path / "encoder")
    looked_at([(few, tmp_path)], encoder)
    config = encoder / "open_clip_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"frames": [1.0, 0.5]}))
    looked_at([(few, tmp_path)], encoder)
    assert len(list(tmp_path.glob("vectors-*.npy"))) == 2
