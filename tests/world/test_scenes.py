"""What is true of a scene is true of its pixels."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer.world import (
    NOWHERE,
    PLACES,
    TEST_PLACES,
    VALIDATION_PLACES,
    Scene,
    Split,
    draw_identity,
    name,
    photo_caption,
    plan_scene,
    render,
)
from trainer.world.kinds import KINDS
from trainer.world.places import draw_place

SPLITS: tuple[Split, ...] = ("train", "test")


def _scene(seed: int, count: int, *, size: int = 256) -> Scene:
    return plan_scene(seed, [draw_identity(seed * 10 + number) for number in range(count)], size=size)


def _plain(scene: Scene) -> Scene:
    """The scene without shadows and camera shake, so that a being changes no pixel but its own."""
    return replace(scene, light=scene.light._replace(shadow=0.0, blur=0))


def _changed_without(scene: Scene, index: int) -> NDArray[np.bool_]:
    rest = replace(scene, beings=scene.beings[:index] + scene.beings[index + 1 :])
    changed: NDArray[np.bool_] = np.abs(render(scene).astype(int) - render(rest).astype(int)).max(2) > 24
    return changed


def test_the_same_seed_renders_the_same_bytes() -> None:
    first = render(_scene(4, 3)).tobytes()
    render(_scene(5, 2))
    assert render(_scene(4, 3)).tobytes() == first
    assert render(_scene(6, 3)).tobytes() != first


@pytest.mark.parametrize("size", [224, 256, 320])
def test_a_picture_has_the_size_that_was_asked_for(size: int) -> None:
    picture = render(_scene(1, 2, size=size))
    assert picture.shape == (size, size, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("seed", range(12))
def test_a_box_holds_the_visible_pixels_of_its_being_tightly(seed: int) -> None:
    scene = _plain(_scene(seed, 1 + seed % 5))
    for index, being in enumerate(scene.beings):
        rows, columns = np.nonzero(_changed_without(scene, index))
        box = being.box
        assert columns.min() >= box.left - 1
        assert rows.min() >= box.top - 1
        assert columns.max() <= box.right
        assert rows.max() <= box.bottom
        assert (columns.max() - columns.min() + 1) * (rows.max() - rows.min() + 1) > 0.8 * box.area


def test_every_being_is_inside_the_picture_and_mostly_visible() -> None:
    for seed in range(500):
        scene = _scene(seed, 5 - seed % 5)
        assert len(scene.beings) == 5 - seed % 5
        for being in scene.beings:
            assert being.visible >= 0.6
            assert being.box.left >= 0
            assert being.box.top >= 0
            assert being.box.right <= scene.size
            assert being.box.bottom <= scene.size
            assert being.box.area > 300


def test_some_beings_are_partly_hidden() -> None:
    shares = [being.visible for seed in range(80) for being in _scene(seed, 4).beings]
    assert 0.1 < sum(share < 0.97 for share in shares) / len(shares) < 0.8


def test_relations_agree_with_the_boxes() -> None:
    told = set()
    for seed in range(150):
        scene = _scene(seed, 4)
        relations = set(scene.relations)
        for one, word, other in relations:
            told.add(word)
            a, b = scene.beings[one], scene.beings[other]
            if word == "left of":
                assert a.box.left + a.box.right < b.box.left + b.box.right
                assert (other, "right of", one) in relations
            if word == "next to":
                assert (other, "next to", one) in relations
            if word == "behind":
                assert a.ground < b.ground
                assert a.box.iou(b.box) > 0
                assert (other, "behind", one) not in relations
    assert told == {"left of", "right of", "next to", "behind"}


def test_test_places_never_occur_in_training_and_cannot_be_asked_for() -> None:
    train = {plan_scene(seed, [draw_identity(1)]).place for seed in range(400)}
    test = {plan_scene(seed, [draw_identity(1)], split="test").place for seed in range(400)}
    assert train == set(PLACES) - set(TEST_PLACES)
    assert set(TEST_PLACES) <= test
    assert len(TEST_PLACES) >= 2
    with pytest.raises(ValueError, match="test split"):
        plan_scene(1, [draw_identity(1)], place=TEST_PLACES[0])


def test_scenery_that_is_no_place_never_comes_twice_and_a_place_does() -> None:
    def behind(place: str, seed: int) -> bytes:
        pixels = np.zeros((128, 128, 4), np.uint8)
        draw_place(pixels, place, seed)
        return pixels.tobytes()

    assert len({behind(NOWHERE, seed) for seed in range(300)}) == 300
    assert behind(NOWHERE, 7) == behind(NOWHERE, 7)
    assert all(len({behind(place, seed) for seed in range(20)}) > 10 for place in VALIDATION_PLACES)


def test_validation_places_and_nowhere_are_drawn_only_where_they_are_asked_for() -> None:
    drawn = {plan_scene(seed, [draw_identity(1)], split=split).place for seed in range(400) for split in SPLITS}
    assert drawn == set(PLACES)
    for place in (NOWHERE, *VALIDATION_PLACES):
        assert place not in PLACES
        assert plan_scene(1, [draw_identity(1)], place=place).place == place


def test_actions_and_place_are_kept_as_asked() -> None:
    scene = plan_scene(
        3, [draw_identity(1, "dog"), draw_identity(2, "cup")], place="beach", actions=["sleeps", "hangs"]
    )
    assert scene.place == "beach"
    assert [being.action for being in scene.beings] == ["sleeps", "hangs"]
    assert [being.identity.kind for being in scene.beings] == ["dog", "cup"]


def test_a_being_that_plays_has_its_ball_beside_it() -> None:
    scene = plan_scene(3, [draw_identity(1, "dog")], actions=["plays with a ball"])
    assert "ball" in {thing.word for thing in scene.objects}


@pytest.mark.parametrize("kind", KINDS)
def test_every_action_looks_different(kind: str) -> None:
    who = draw_identity(5, kind)
    pictures = {
        render(plan_scene(9, [who], actions=[action], place="park")).tobytes() for action in KINDS[kind].actions
    }
    assert len(pictures) == len(KINDS[kind].actions)


def test_a_scene_holds_one_to_five_beings() -> None:
    with pytest.raises(ValueError, match="one to 5"):
        plan_scene(1, [])
    with pytest.raises(ValueError, match="one to 5"):
        plan_scene(1, [draw_identity(1)] * 6)


def test_clothes_change_between_scenes_and_the_person_stays() -> None:
    who = draw_identity(4, "woman")
    outfits = {plan_scene(seed, [who]).beings[0].pose.outfit for seed in range(10)}
    assert len(outfits) == 10


def test_a_caption_names_who_is_known_and_tells_what_is_done_where() -> None:
    identities = [draw_identity(1, "dog"), draw_identity(2, "cat")]
    scene = plan_scene(3, identities, place="beach", actions=["sleeps", "runs"])
    assert photo_caption(scene, {0: "Max"}) == "Max is sleeping and a cat is running at the beach."
    assert photo_caption(scene, {0: name(1), 1: name(2)}).startswith(f"{name(1)} is sleeping and {name(2)}")
