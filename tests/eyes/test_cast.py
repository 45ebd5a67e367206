"""Who appears before the eyes."""

from itertools import pairwise

import pytest

from trainer.eyes.cast import TRAITS, UNLABELLED, Part, draw_cast, part_of, trait_labels
from trainer.world import KINDS, Identity


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_everybody_drawn_for_a_part_belongs_to_it(part: Part) -> None:
    drawn = [who for cast in ("chains", "strangers", "pairs") for who in draw_cast(cast, 1, part, 24)]
    assert {part_of(who) for who in drawn} == {part}


def test_the_same_seed_draws_the_same_cast_and_another_seed_another() -> None:
    assert draw_cast("chains", 1, "train", 16) == draw_cast("chains", 1, "train", 16)
    assert draw_cast("chains", 1, "train", 16) != draw_cast("chains", 2, "train", 16)


def _differences(one: Identity, other: Identity) -> int:
    return sum(a != b for a, b in zip(one.traits, other.traits, strict=True))


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_look_alikes_differ_in_their_accessory_no_more_often_than_in_another_trait(part: Part) -> None:
    drawn = draw_cast("pairs", 6, part, 240)
    worn = sum(_accessory(one) != _accessory(other) for one, other in zip(drawn[0::2], drawn[1::2], strict=True))
    expected = sum(1 / len(KINDS[one.kind].choices) for one in drawn[0::2])
    assert 0.3 * expected < worn < 2 * expected, (worn, expected)


def test_pairs_differ_in_exactly_one_trait() -> None:
    drawn = draw_cast("pairs", 3, "test", 40)
    pairs = list(zip(drawn[0::2], drawn[1::2], strict=True))
    assert all(one.kind == other.kind and _differences(one, other) == 1 for one, other in pairs)


def test_a_chain_keeps_to_one_kind_and_most_of_its_neighbours_are_look_alikes() -> None:
    drawn = draw_cast("chains", 4, "train", 160, chain=8)
    chains = [drawn[start : start + 8] for start in range(0, 160, 8)]
    assert all(len({who.kind for who in chain}) == 1 for chain in chains)
    neighbours = [pair for chain in chains for pair in pairwise(chain)]
    alike = sum(_differences(*pair) == 1 for pair in neighbours)
    assert 0.45 < alike / len(neighbours) < 0.75


def test_labels_name_the_value_of_every_trait_the_kind_has() -> None:
    for who in draw_cast("strangers", 5, "train", 30):
        for (trait, options), label in zip(TRAITS.items(), trait_labels(who), strict=True):
            expected = getattr(who.traits, trait, None)
            assert (options[label] == expected) if label != UNLABELLED else not isinstance(expected, str)


def _accessory(who: Identity) -> str:
    return str(getattr(who.traits, KINDS[who.kind].accessory))
