"""The detector adapter, on tiny models loaded the way real ones are."""

import asyncio
import json
from pathlib import Path

import pytest
import torch
from transformers import YolosConfig, YolosForObjectDetection, YolosImageProcessor

from core.adapters.detection import MOST, TransformersDetector, kept_boxes, load_detector
from core.errors import EncoderDown
from core.photos import Box
from core.ports import Detector
from tests.eyes.tiny import detector_folder, picture

WHOLE = Box(0, 0, 200, 100)


def _eager(folder: Path) -> TransformersDetector:
    """With random weights no score is high: one that proposes whatever it sees."""
    (folder / "thresholds.json").write_text(json.dumps({"score": 0.0}))
    return load_detector(f"local-dir:{folder}")


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> TransformersDetector:
    return _eager(detector_folder(tmp_path_factory.mktemp("models") / "detector"))


async def test_boxes_lie_in_the_photo_whatever_its_shape(detector: Detector) -> None:
    for width, height in ((300, 90), (90, 300), (64, 64)):
        photo = picture(1, width, height)
        boxes = await detector.propose(photo)
        assert boxes
        assert all(0 <= box.left < box.right <= width and 0 <= box.top < box.bottom <= height for box in boxes)
        assert max(box.right for box in boxes) > width / 2
        assert max(box.bottom for box in boxes) > height / 2


async def test_the_same_photo_has_the_same_boxes(detector: Detector) -> None:
    assert await detector.propose(picture(1)) == await detector.propose(picture(1))


async def test_another_architecture_is_loaded_by_the_same_string(tmp_path: Path) -> None:
    torch.manual_seed(0)
    config = YolosConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        image_size=[64, 64],
        patch_size=16,
        num_detection_tokens=6,
        id2label={0: "dog", 1: "cat", 2: "cup"},
    )
    YolosForObjectDetection(config).save_pretrained(tmp_path)
    YolosImageProcessor(size={"height": 64, "width": 64}).save_pretrained(tmp_path)
    assert await _eager(tmp_path).propose(picture(1, 300, 90))


async def test_a_high_limit_leaves_no_boxes(tmp_path: Path) -> None:
    folder = detector_folder(tmp_path / "detector")
    (folder / "thresholds.json").write_text(json.dumps({"score": 0.999}))
    assert await load_detector(f"local-dir:{folder}").propose(picture(1)) == []


async def test_the_event_loop_goes_on_while_a_photo_is_searched(detector: Detector) -> None:
    searching = asyncio.gather(*(detector.propose(picture(seed, 900, 900)) for seed in range(12)))
    ticks = 0
    while not searching.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 5


def test_the_name_tells_the_weights_apart(tmp_path: Path) -> None:
    names = {
        load_detector(str(detector_folder(tmp_path / place / "detector", seed))).name
        for place, seed in (("a", 0), ("b", 0), ("c", 1))
    }
    assert len(names) == 2


def _kept(*scored: tuple[tuple[int, int, int, int], float]) -> list[Box]:
    boxes = torch.tensor([box for box, _ in scored], dtype=torch.float32).reshape(-1, 4)
    return kept_boxes(boxes, torch.tensor([score for _, score in scored]), WHOLE)


def test_the_better_of_two_boxes_of_one_being_is_kept() -> None:
    assert _kept(((10, 10, 60, 60), 0.6), ((12, 10, 62, 61), 0.9)) == [Box(12, 10, 62, 61)]


def test_beings_that_stand_before_each_other_are_both_kept_best_first() -> None:
    assert _kept(((10, 10, 60, 60), 0.6), ((35, 10, 85, 60), 0.9)) == [Box(35, 10, 85, 60), Box(10, 10, 60, 60)]


def test_boxes_too_small_to_recognise_anybody_are_dropped() -> None:
    assert _kept(((10, 10, 15, 60), 0.9), ((10, 10, 13, 13), 0.9)) == []


def test_boxes_are_cut_at_the_edge_of_the_photo() -> None:
    assert _kept(((-20, 50, 60, 130), 0.9)) == [Box(0, 50, 60, 100)]


def test_no_more_than_a_dozen_boxes_come_back() -> None:
    assert len(_kept(*(((10 * i, 0, 10 * i + 9, 90), 0.5) for i in range(20)))) == MOST


def test_nothing_found_is_no_boxes() -> None:
    assert _kept() == []


@pytest.mark.parametrize("spoiled", ["model.safetensors", "config.json", "everything"])
def test_a_detector_that_cannot_be_loaded_is_an_outage_that_names_it(spoiled: str, tmp_path: Path) -> None:
    folder = detector_folder(tmp_path / "detector")
    setting = f"local-dir:{folder}"
    if spoiled == "everything":
        setting += "-that-is-not-there"
    elif spoiled == "config.json":
        (folder / spoiled).write_text("{")
    else:
        (folder / spoiled).unlink()
    with pytest.raises(EncoderDown, match="can't be loaded") as caught:
        load_detector(setting)
    assert setting in str(caught.value)
