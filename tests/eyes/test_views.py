"""What is drawn for the eyes, and that it is what they meet when Familiar serves."""

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from core.adapters.open_clip import load_encoder
from core.photos import Box, crops_of, photo_of
from tests.eyes.tiny import VIEWS, encoder_folder
from trainer.eyes import views
from trainer.eyes.augment import as_floats, recoloured, reframed
from trainer.eyes.cast import PLACE_WORDS, UNLABELLED
from trainer.eyes.encoder import normalised
from trainer.eyes.measure import embedded
from trainer.eyes.views import Album, Shard, _shaken, _squashed, draw_shard, shard_of_visit
from trainer.world import (
    NOWHERE,
    PLACE_PHRASES,
    TEST_PLACES,
    VALIDATION_PLACES,
    Scene,
    draw_identity,
    plan_scene,
    render,
    split_of,
)


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Album:
    return Album(tmp_path_factory.mktemp("views"), VIEWS)


@pytest.fixture(scope="module")
def shard(album: Album) -> Shard:
    return album.shard(0)


def test_everybody_is_seen_in_every_view(shard: Shard) -> None:
    assert shard.crops.shape == (32, 2, 32, 32, 3)
    assert (shard.crops.std((2, 3, 4)) > 5).all()
    assert all(caption.startswith(("a ", "an ")) for captions in shard.captions for caption in captions)
    assert (shard.actions >= 0).all()
    assert (shard.places >= 0).all()


def test_a_being_looks_different_in_its_two_views(shard: Shard) -> None:
    assert (shard.crops[:, 0] != shard.crops[:, 1]).any((1, 2, 3)).all()


def test_there_is_a_box_for_every_crop_and_it_lies_in_its_photo(shard: Shard) -> None:
    there = shard.boxes[shard.boxes[..., 2] > 0]
    assert len(there) == 32 * 2
    corners = np.concatenate([there[:, :2] - there[:, 2:] / 2, there[:, :2] + there[:, 2:] / 2], 1)
    assert corners.min() >= -1e-6
    assert corners.max() <= 1 + 1e-6


def test_a_shard_is_the_same_wherever_it_is_drawn(shard: Shard, tmp_path: Path) -> None:
    assert draw_shard(tmp_path / "again", VIEWS, "train", "chains", 0) == shard.digest
    assert draw_shard(tmp_path / "next", VIEWS, "train", "chains", 1) != shard.digest


def test_part_of_what_is_learnt_from_stands_before_no_place_and_no_caption_tells_one(tmp_path: Path) -> None:
    placed = Album(tmp_path, VIEWS).shard(0)
    unplaced = Album(tmp_path, replace(VIEWS, nowhere=0.5)).shard(0)
    assert (placed.places != UNLABELLED).all()
    assert 0.25 < (unplaced.places == UNLABELLED).mean() < 0.75
    nowhere = np.argwhere(unplaced.places == UNLABELLED)
    told = [unplaced.captions[who][view] for who, view in nowhere]
    assert not any(caption.endswith(phrase) for caption in told for phrase in PLACE_PHRASES.values())
    assert any(" is " in caption for caption in told), "what is done there is told all the same"


def test_half_of_what_limits_are_set_on_is_in_places_that_nobody_learns_from() -> None:
    rng = Random(1)
    places = [views.some_place(rng, "validation", nowhere=0.5) for _ in range(400)]
    assert set(places) == {None, *VALIDATION_PLACES}
    assert 160 < places.count(None) < 240
    assert not {*VALIDATION_PLACES, NOWHERE} & {*PLACE_WORDS, *TEST_PLACES}
    assert {views.some_place(rng, "train", nowhere=1.0) for _ in range(9)} == {NOWHERE}
    assert {views.some_place(rng, "train", nowhere=0.0) for _ in range(9)} == {None}
    assert {views.some_place(rng, "test", nowhere=1.0) for _ in range(9)} == {None}, "the split has its own places"


@pytest.mark.parametrize("place", [NOWHERE, *VALIDATION_PLACES])
def test_a_world_with_other_scenery_for_its_eyes_is_another_one(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = views.world_fingerprint()
    monkeypatch.setattr(views, "render", lambda scene: render(scene) // (2 if scene.place == place else 1))
    assert views.world_fingerprint.__wrapped__() != before


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_world_that_draws_one_of_its_splits_differently_is_another_one(
    split: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = views.world_fingerprint()

    def darker(scene: Scene) -> NDArray[np.uint8]:
        of_it = split_of(scene.beings[0].identity) == split
        return render(scene) // 2 if of_it else render(scene)

    monkeypatch.setattr(views, "render", darker)
    assert views.world_fingerprint.__wrapped__() != before


def test_two_processes_may_draw_one_shard_at_a_time(album: Album, shard: Shard) -> None:
    draw_shard(album.path(0), VIEWS, "train", "chains", 0)
    assert album.shard(0).digest == shard.digest
    assert [path.name for path in album.path(0).parent.iterdir()] == ["0000"]


def test_a_helper_draws_ahead(tmp_path: Path) -> None:
    album = Album(tmp_path, VIEWS)
    with album.drawn_ahead():
        assert album.shard(1).crops.shape == (32, 2, 32, 32, 3)
        assert album.path(0).exists()


def test_crops_have_the_pixels_that_the_served_encoder_makes_of_them(tmp_path: Path) -> None:
    encoder = load_encoder(f"local-dir:{encoder_folder(tmp_path / 'encoder')}")
    scene = plan_scene(4, [draw_identity(9)])
    (crop,) = crops_of(photo_of(Image.fromarray(render(scene))), [scene.beings[0].box])
    learnt = normalised(as_floats(torch.from_numpy(_squashed(crop, VIEWS.crop_side)[None].copy())))[0]
    assert torch.equal(encoder._preprocess(crop.image()), learnt)


async def test_what_is_measured_is_what_the_served_encoder_sees(tmp_path: Path) -> None:
    encoder = load_encoder(f"local-dir:{encoder_folder(tmp_path / 'encoder')}")
    scene = plan_scene(4, [draw_identity(9)])
    (crop,) = crops_of(photo_of(Image.fromarray(render(scene))), [scene.beings[0].box])
    measured = embedded(encoder._model, _squashed(crop, VIEWS.crop_side)[None, None], (1.0, 0.8, 0.6))
    assert (await encoder.photos([crop]))[0] == pytest.approx(measured[0, 0].tolist(), abs=1e-5)


def test_a_crop_is_framed_anew_at_every_visit_around_the_same_middle() -> None:
    crops = torch.zeros(16, 3, 32, 32)
    crops[..., 12:20, 12:20] = 1.0
    first, again, other = (reframed(crops, 0.8, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert (first != other).any((1, 2, 3)).all()
    assert (first[..., 15:17, 15:17] > 0.5).all()
    assert len({round(float(share), 4) for share in first.mean((1, 2, 3))}) > 12


def test_feet_stay_in_the_frame_of_a_recipe_that_wants_nothing_cut_off() -> None:
    crops = torch.zeros(64, 3, 32, 32)
    crops[..., 29:31, 12:20] = 1.0  # whoever it is, these are its feet
    kept, cut = (reframed(crops, nearest, torch.Generator().manual_seed(1)) for nearest in (0.95, 0.6))
    shown_kept, shown_cut = ((seen.amax((1, 2, 3)) > 0.5).float().mean() for seen in (kept, cut))
    assert shown_kept == 1
    assert shown_cut < 0.7


def test_half_of_the_photos_have_other_colours_and_all_keep_their_shapes() -> None:
    photos = torch.zeros(16, 3, 32, 32)
    photos[..., 12:20, 12:20] = 1.0
    other = recoloured(photos, torch.Generator().manual_seed(1))
    assert 4 <= (other != photos).any((1, 2, 3)).sum() <= 12
    inside, outside = other[..., 12:20, 12:20].mean((1, 2, 3)), other[..., :8, :].mean((1, 2, 3))
    assert (inside > outside + 0.3).all()


def test_shaken_boxes_stay_in_the_photo_and_near_the_being() -> None:
    whole, box = Box(0, 0, 200, 200), Box(60, 60, 140, 140)
    shaken = [_shaken(Random(seed), box, whole) for seed in range(300)]
    assert all(0 <= b.left < b.right <= 200 and 0 <= b.top < b.bottom <= 200 for b in shaken)
    assert sum(b.iou(box) > 0.7 for b in shaken) > 200
    assert min(b.iou(box) for b in shaken) < 0.5, "some crops leave room, as a whole photo does"


def test_every_shard_is_visited_and_new_ones_come_one_by_one() -> None:
    visits = [shard_of_visit(1, visit, 16, 64) for visit in range(64)]
    assert visits[0] == 0
    assert set(visits) == set(range(16))
    assert all(visit <= 1 + max(visits[:at], default=-1) for at, visit in enumerate(visits))


def test_with_fewer_visits_than_shards_no_shard_is_skipped_over() -> None:
    visits = [shard_of_visit(1, visit, 16, 4) for visit in range(4)]
    assert len(set(visits)) == 4
