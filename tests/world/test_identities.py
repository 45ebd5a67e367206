"""Who there is in the drawn world, and that nobody of the test split was ever trained on."""

from math import prod

import numpy as np
import pytest

from trainer.world import KINDS, Identity, draw_identity, look_alike, plan_scene, render, split_of


def _looks(identity: Identity) -> tuple[str, ...]:
    """Its kind and discrete traits without the accessory: what the splits must not share."""
    kind = KINDS[identity.kind]
    return (identity.kind, *(getattr(identity.traits, trait) for trait in kind.choices if trait != kind.accessory))


def test_the_same_seed_draws_the_same_identity_and_another_seed_another() -> None:
    assert draw_identity(7) == draw_identity(7)
    assert len({draw_identity(seed) for seed in range(500)}) == 500


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_a_million_identities_of_each_kind(kind: str) -> None:
    assert prod(len(options) for options in KINDS[kind].choices.values()) >= 1_000_000


def test_there_are_at_least_ten_kinds() -> None:
    assert len(KINDS) >= 10


def test_no_test_identity_shares_its_look_with_a_training_identity() -> None:
    train = {_looks(draw_identity(seed)) for seed in range(4000)}
    test = {_looks(draw_identity(seed, split="test")) for seed in range(4000)}
    assert not train & test
    assert len(test) > 3900


def test_an_identity_is_of_the_split_it_was_drawn_from() -> None:
    assert {split_of(draw_identity(seed)) for seed in range(500)} == {"train"}
    assert {split_of(draw_identity(seed, split="test")) for seed in range(500)} == {"test"}


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_look_alike_differs_in_exactly_one_trait_and_stays_in_its_split(split: str) -> None:
    for seed in range(600):
        who = draw_identity(seed, split="test" if split == "test" else "train")
        other = look_alike(who, seed)
        assert sum(a != b for a, b in zip(who.traits, other.traits, strict=True)) == 1
        assert split_of(other) == split


def test_a_look_alike_is_told_apart_in_words() -> None:
    for seed in range(600):
        who = draw_identity(seed)
        assert who.traits_in_words() != look_alike(who, seed).traits_in_words()


@pytest.mark.parametrize("kind", KINDS)
def test_a_look_alike_is_told_apart_in_pixels(kind: str) -> None:
    for seed in range(25):
        who = draw_identity(seed, kind)
        action = KINDS[kind].actions[0]
        pictures = [
            render(plan_scene(seed, [one], actions=[action], place="park")).astype(int)
            for one in (who, look_alike(who, seed))
        ]
        changed = np.abs(pictures[0] - pictures[1]).max(2) > 24
        assert changed.sum() >= 25, (who, look_alike(who, seed))


def test_a_trait_that_is_told_is_of_the_identity() -> None:
    dog = draw_identity(3, "dog")
    assert f"{dog.traits.coat} coat" in dog.traits_in_words()
    assert len(dog.traits_in_words()) >= 4


def test_two_colours_that_must_differ_do() -> None:
    for seed in range(1000):
        who = draw_identity(seed)
        for one, other in KINDS[who.kind].distinct:
            assert getattr(who.traits, one) != getattr(who.traits, other)
