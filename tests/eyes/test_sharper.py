"""Eyes that begin with what a coarser sight learnt: a CLIP with larger patches, a detector on smaller photos."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

from tests.eyes.tiny import DETECTOR, ENCODER, VIEWS, encoder_folder
from trainer.eyes import clip as clips
from trainer.eyes.course import key_of
from trainer.eyes.detector import train_detector
from trainer.eyes.encoder import train_encoder

FINE = replace(ENCODER, patch=8, after=ENCODER)


def test_a_small_patch_is_seen_as_the_large_one_was_that_it_is_enlarged_to() -> None:
    torch.manual_seed(1)
    before = {"visual.conv1.weight": torch.randn(5, 3, 16, 16), "visual.positional_embedding": torch.randn(5, 5)}
    after = clips.sharpened(before, clips.clip_config(FINE)["model_cfg"]["vision_cfg"])
    small = torch.randn(2, 3, 8, 8)
    large = F.interpolate(small, size=(16, 16), mode="bilinear")
    seen = F.conv2d(small, after["visual.conv1.weight"])
    assert torch.allclose(seen, F.conv2d(large, before["visual.conv1.weight"]), atol=1e-4)


def test_positions_lie_between_the_old_ones_and_the_class_token_keeps_its_own(tmp_path: Path) -> None:
    weights = clips.new_clip(encoder_folder(tmp_path), "cpu").state_dict()
    old = weights["visual.positional_embedding"]
    new = clips.sharpened(weights, clips.clip_config(FINE)["model_cfg"]["vision_cfg"])["visual.positional_embedding"]
    assert new.shape == (1 + 4 * 4, ENCODER.width)
    assert torch.equal(new[0], old[0])
    corners = new[1:].reshape(4, 4, -1)[::3, ::3].reshape(4, -1)
    assert F.cosine_similarity(corners, old[1:]).min() > 0.9


@pytest.mark.slow
def test_training_takes_the_coarse_run_first_and_goes_on_from_its_weights(tmp_path: Path) -> None:
    runs, out = tmp_path / "runs", tmp_path / "out"
    cut = train_encoder(FINE, runs, out, minutes=0)
    assert (cut["steps"], cut["steps_planned"]) == (1, 3 * 2), "no time: a single step, with the large patches"
    assert clips.new_clip(out, "cpu").visual.conv1.kernel_size == (16, 16)
    whole = train_encoder(FINE, runs, out)
    assert (whole["steps"], whole["steps_planned"]) == (6, 6)
    assert clips.new_clip(out, "cpu").visual.conv1.kernel_size == (8, 8)
    rough = train_encoder(ENCODER, runs, tmp_path / "rough")
    assert rough["steps"] == 6


@pytest.mark.slow
def test_a_run_on_other_captions_keeps_the_words_whose_weights_it_begins_with(tmp_path: Path) -> None:
    elsewhere = replace(ENCODER, views=replace(VIEWS, seed=2, nowhere=0.5), after=ENCODER)
    train_encoder(elsewhere, tmp_path / "runs", tmp_path / "out")
    words = {}
    for one in elsewhere.runs:
        folder = tmp_path / "runs" / f"encoder-{key_of(replace(one, cycles=()))}"
        words[one.views.seed] = json.loads((folder / "tokenizer.json").read_text())["model"]
    assert words[1] == words[2]
    assert json.loads((tmp_path / "out" / "tokenizer.json").read_text())["model"] == words[1]


@pytest.mark.slow
def test_three_runs_are_taken_one_after_another_and_none_of_them_twice(tmp_path: Path) -> None:
    runs, out = tmp_path / "runs", tmp_path / "out"
    finest = replace(FINE, patch=4, seed=7, after=FINE)
    assert [one.patch for one in finest.runs] == [16, 8, 4]
    cut = train_encoder(finest, runs, out, minutes=0)
    assert clips.new_clip(out, "cpu").visual.conv1.kernel_size == (16, 16)
    assert train_encoder(finest, runs, out)["steps"] == 6 * cut["steps"]
    assert clips.new_clip(out, "cpu").visual.conv1.kernel_size == (4, 4)
    assert sorted(path.name for path in runs.glob("encoder-*")) == sorted(
        f"encoder-{key_of(replace(one, cycles=()))}" for one in finest.runs
    )
    assert train_encoder(FINE, runs, tmp_path / "before")["steps"] == 6


@pytest.mark.slow
def test_the_first_step_with_small_patches_changes_little_of_what_was_learnt(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    train_encoder(ENCODER, runs, tmp_path / "rough")
    train_encoder(replace(FINE, muon=0.0, adam=0.0), runs, tmp_path / "fine", minutes=0)
    rough, fine = (load_file(tmp_path / name / clips.WEIGHTS) for name in ("rough", "fine"))
    assert rough.keys() == fine.keys()
    changed = {name for name in rough if not torch.equal(rough[name], fine[name])}
    assert changed == {"visual.conv1.weight", "visual.positional_embedding"}


@pytest.mark.slow
def test_a_detector_goes_on_with_larger_photos_from_what_it_learnt_on_small_ones(tmp_path: Path) -> None:
    large = replace(DETECTOR, views=replace(VIEWS, photo_side=96), learning_rate=0.0, after=DETECTOR)
    train_detector(DETECTOR, tmp_path / "runs", tmp_path / "small")
    cut = train_detector(large, tmp_path / "runs", tmp_path / "large", minutes=0)
    assert cut["steps"] == 1
    assert json.loads((tmp_path / "large/preprocessor_config.json").read_text())["size"]["height"] == 96
    small, grown = (load_file(tmp_path / name / "model.safetensors") for name in ("small", "large"))
    kept = [name for name in small if "running" not in name and "num_batches" not in name]
    assert len(kept) > 50
    assert all(torch.equal(small[name], grown[name]) for name in kept)
