"""Drawn photos with their truth: the same for the same seed, the same after a stay on disk."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.concepts import Likeness
from core.ports import Thresholds
from trainer.scenes import Shard, draw_shard, load_shard, save_shard
from trainer.world import PLACE_PHRASES


def test_the_same_seed_draws_the_same_bytes(shard: Shard) -> None:
    assert draw_shard(5, 30, size=128) == shard


def test_comes_back_from_disk_as_it_was(shard: Shard, tmp_path: Path) -> None:
    save_shard(shard, tmp_path / "kept")
    assert load_shard(tmp_path / "kept") == shard


def test_a_shard_that_was_cut_off_is_not_taken_for_one(shard: Shard, tmp_path: Path) -> None:
    save_shard(shard, tmp_path / "kept")
    assert not list((tmp_path / "kept").glob("*.half"))
    assert (tmp_path / "kept" / "truth.json").stat().st_mtime >= (tmp_path / "kept" / "pictures.bin").stat().st_mtime


def test_views_say_where_each_identity_is_seen(shard: Shard) -> None:
    for who, views in enumerate(shard.views):
        for number, place in views:
            assert shard.scenes[number].seen[place].identity == who
    assert sum(map(len, shard.views)) == sum(len(scene.seen) for scene in shard.scenes)


def test_look_alikes_are_of_one_kind_and_differ_in_something_seen(shard: Shard) -> None:
    kinds = {s.identity: (s.kind, s.traits) for scene in shard.scenes for s in scene.seen}
    pairs = [(who, shard.twin(who)) for who in kinds if shard.twin(who) in kinds]
    assert pairs
    for one, other in pairs:
        assert kinds[one][0] == kinds[other][0]
        assert kinds[one][1] != kinds[other][1]


def test_crops_lie_inside_their_photo(shard: Shard) -> None:
    for scene in shard.scenes:
        for seen in scene.seen:
            assert 0 <= seen.box.left < seen.box.right <= scene.photo.width
            assert 0 <= seen.box.top < seen.box.bottom <= scene.photo.height
            assert (seen.crop.width, seen.crop.height) == (
                seen.box.right - seen.box.left,
                seen.box.bottom - seen.box.top,
            )


def test_how_alike_two_sightings_are_is_told_by_the_vectors_of_whoever_looked(shard: Shard) -> None:
    crops = sum(len(scene.seen) for scene in shard.scenes)
    vectors = np.random.default_rng(1).normal(size=(crops, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    seen = shard.looked_at(vectors, Thresholds(sure=0.3, maybe=0.3, margin=0.0, certain=0.6))
    sightings = [sighting for scene in seen.scenes for sighting in scene.seen]
    told = Counter(seen.likeness(sightings[0], other) for other in sightings)
    similar = vectors @ vectors[0]
    assert told[Likeness.JUST_LIKE] == (similar >= 0.6).sum()
    assert told[Likeness.LIKE] == ((similar >= 0.3) & (similar < 0.6)).sum() > 0
    assert seen == replace(shard, thresholds=seen.thresholds), "nothing else is changed"


def test_nothing_is_told_where_nobody_looked(shard: Shard) -> None:
    one = shard.scenes[0].seen[0]
    assert shard.likeness(one, one) is None


def test_places_are_told_as_the_world_tells_them(shard: Shard) -> None:
    assert all(scene.place in PLACE_PHRASES for scene in shard.scenes)
