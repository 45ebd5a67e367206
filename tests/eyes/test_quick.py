"""The quick recipes, trained for real: what takes an hour and more in full has to work in a minute or two in small."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.adapters.detection import load_detector
from core.adapters.open_clip import UNCALIBRATED, load_encoder
from tests.eyes.tiny import DETECTOR as TINY_DETECTOR
from tests.eyes.tiny import ENCODER as TINY_ENCODER
from tests.eyes.tiny import picture
from trainer.eyes import recipe
from trainer.eyes.detector import train_detector
from trainer.eyes.encoder import train_encoder


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


def _falls(curve: list[dict[str, float]], loss: str, to: float) -> bool:
    tenth = max(1, len(curve) // 10)
    start, end = (sum(point[loss] for point in part) / tenth for part in (curve[:tenth], curve[-tenth:]))
    return end < to * start


@pytest.mark.slow
def test_the_quick_encoder_learns_to_tell_unseen_identities_apart(runs: Path, tmp_path: Path) -> None:
    metrics = train_encoder(recipe.ENCODER["quick"], runs, tmp_path)
    assert _falls(metrics["curve"], "identity", 0.9)
    assert metrics["unseen"]["top1"]["of 10, 1 looks"] > 0.25, "0.1 is chance"
    assert metrics["unseen"]["open_set"]["memory of 10, 3 looks"]["auroc"] > 0.55, "0.5 is chance"


@pytest.mark.slow
def test_the_quick_detector_learns_to_find_unseen_beings(runs: Path, tmp_path: Path) -> None:
    metrics = train_detector(recipe.DETECTOR["quick"], runs, tmp_path)
    assert _falls(metrics["curve"], "all", 0.8)
    found = metrics["unseen"]
    assert found["recall_at_iou_0.5"] > found["recall_by_chance"] + 0.1


def _kept(folder: Path) -> dict[str, Any]:
    return {name: json.loads((folder / f"{name}.json").read_text()) for name in ("recipe", "metrics", "thresholds")}


@pytest.mark.slow
async def test_what_the_encoder_trainer_leaves_is_what_the_bot_loads(runs: Path, tmp_path: Path) -> None:
    train_encoder(TINY_ENCODER, runs, tmp_path / "encoder")
    encoder = load_encoder(f"local-dir:{tmp_path / 'encoder'}")
    kept = _kept(tmp_path / "encoder")
    assert kept["thresholds"]["encoder"] == encoder.name
    assert encoder.thresholds != UNCALIBRATED
    assert encoder.dimension == TINY_ENCODER.embed == len((await encoder.photos([picture(1)]))[0])
    assert kept["recipe"]["seed"] == TINY_ENCODER.seed
    assert {"command", "date", "machine", "data_sha256", "steps", "curve", "unseen"} <= set(kept["metrics"])


@pytest.mark.slow
async def test_what_the_detector_trainer_leaves_is_what_the_bot_loads(runs: Path, tmp_path: Path) -> None:
    train_detector(TINY_DETECTOR, runs, tmp_path / "detector")
    detector = load_detector(f"local-dir:{tmp_path / 'detector'}")
    kept = _kept(tmp_path / "detector")
    assert 0 < kept["thresholds"]["score"] < 1
    assert isinstance(await detector.propose(picture(1)), list)
    assert kept["recipe"]["queries"] == TINY_DETECTOR.queries
    assert {"command", "date", "machine", "data_sha256", "steps", "curve", "unseen"} <= set(kept["metrics"])


@pytest.mark.slow
def test_a_finished_encoder_is_not_trained_again(runs: Path, tmp_path: Path) -> None:
    first = train_encoder(TINY_ENCODER, runs, tmp_path / "first")
    again = train_encoder(TINY_ENCODER, runs, tmp_path / "again")
    assert again["steps"] == first["steps"]
    assert (tmp_path / "first/open_clip_model.safetensors").read_bytes() == (
        tmp_path / "again/open_clip_model.safetensors"
    ).read_bytes()


@pytest.mark.slow
def test_a_second_cycle_goes_on_from_the_first_and_is_shown_when_it_is_over(runs: Path, tmp_path: Path) -> None:
    one = train_encoder(TINY_ENCODER, runs, tmp_path)
    cut = train_encoder(replace(TINY_ENCODER, cycles=(3, 3)), runs, tmp_path, minutes=0)
    assert cut == one
    both = train_encoder(replace(TINY_ENCODER, cycles=(3, 3)), runs, tmp_path)
    assert both["steps"] == 2 * one["steps"]
    assert all(before["step"] < after["step"] for before, after in pairwise(both["curve"]))


def test_recipes_of_every_size_name_what_they_were_made_for() -> None:
    assert set(recipe.ENCODER) == set(recipe.DETECTOR) == {"quick", "cpu", "gpu"}
    for made in recipe.ENCODER.values():
        assert made.views.identities % made.identities_per_batch == 0
        assert made.identities_per_batch % made.chain == 0
        assert made.views.crop_side % made.patch == 0
        assert made.width % 64 == 0
