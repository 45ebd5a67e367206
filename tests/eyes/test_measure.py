"""Scorers, on vectors whose scores are known."""

from typing import Any

import numpy as np
import pytest

from core.photos import Box
from trainer.eyes.boxes import matched
from trainer.eyes.calibrate import ALIKE_SHARE, CERTAIN, KEPT, SURELY_WRONG, THERE_TO_ALIKE, calibrate
from trainer.eyes.measure import Vectors, asked, auroc, encoder_report, look_alike_choice, open_set, top1


def _row(numbers: Any) -> Vectors:
    return np.array(numbers, np.float32)


def _clouds(identities: int, noise: float, seed: int = 0, pairs: bool = False) -> Vectors:
    """[I, 5, 64] looks around a middle of their own; with `pairs`, the middles of two at a time lie close together."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(identities, 1, 64))
    if pairs:
        middles[1::2] = middles[0::2] + 0.3 * rng.normal(size=middles[0::2].shape)
    looks = middles + noise * rng.normal(size=(identities, 5, 64))
    return _row(looks / np.linalg.norm(looks, axis=-1, keepdims=True))


def test_clear_identities_are_always_found_and_noise_is_found_by_chance() -> None:
    assert top1(_clouds(60, 0.05), 30, 1) == 1.0
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(60, 5, 64)).astype(np.float32)
    assert top1(noise, 30, 1) == pytest.approx(1 / 30, abs=0.03)


def test_three_looks_find_more_than_one() -> None:
    blurred = _clouds(100, 1.6)
    assert top1(blurred, 100, 3) > top1(blurred, 100, 1) + 0.05


def test_look_alikes_are_a_coin_toss_when_their_difference_is_not_seen() -> None:
    same = np.repeat(_clouds(40, 1.0)[:20], 2, axis=0) + 1e-3 * np.random.default_rng(1).normal(size=(40, 5, 64))
    assert look_alike_choice(same.astype(np.float32), 1) < 0.75
    assert look_alike_choice(_clouds(40, 0.05, pairs=True), 1) == 1.0


def test_auroc_counts_pairs_in_the_right_order_and_ties_as_half() -> None:
    assert auroc(_row([3, 2]), _row([1, 0])) == 1.0
    assert auroc(_row([0, 1]), _row([2, 3])) == 0.0
    assert auroc(_row([1, 1]), _row([1, 1])) == 0.5
    assert auroc(_row([2, 0]), _row([1])) == 0.5


def test_strangers_are_told_from_known_ones_when_identities_are_clear() -> None:
    found = open_set(_clouds(80, 0.1), 30, 1)
    assert found["auroc"] > 0.999
    assert found["false_names_at_95_recall"] == 0.0


def test_an_answer_tells_similarity_lead_and_truth() -> None:
    taught = _row([[[1, 0]], [[0, 1]]])
    answer = asked(_row([[0.8, 0.6], [0.6, 0.8]]), taught, [0, -1])
    assert answer.best == pytest.approx([0.8, 0.8])
    assert answer.lead == pytest.approx([0.2, 0.2])
    assert answer.right.tolist() == [True, False]


def test_the_report_leaves_out_memories_larger_than_the_cast() -> None:
    report = encoder_report(_clouds(40, 0.5), _clouds(20, 0.5, pairs=True))
    assert set(report["top1"]) == {"of 10, 1 looks", "of 10, 3 looks", "of 30, 1 looks", "of 30, 3 looks"}
    assert set(report["open_set"]) == {"memory of 10, 1 looks", "memory of 10, 3 looks"}


@pytest.mark.parametrize("noise", [0.2, 0.8, 1.5])
def test_calibrated_limits_name_few_strangers_and_lose_few_friends(noise: float) -> None:
    found = calibrate(_clouds(300, noise), _clouds(240, noise, pairs=True))
    named = (1 - ALIKE_SHARE) * found.strangers_named + ALIKE_SHARE * found.look_alikes_named
    assert named <= SURELY_WRONG + 1e-9
    assert found.known_lost <= 1 - KEPT + 0.01
    assert found.thresholds.maybe <= found.thresholds.sure


@pytest.mark.parametrize("noise", [0.1, 0.2])
def test_who_is_said_to_be_there_is_looked_for_farther_down_and_seldom_found_in_somebody_else(noise: float) -> None:
    pairs, strangers = _clouds(240, noise, pairs=True), _clouds(300, noise)
    limits = calibrate(strangers, pairs).thresholds
    assert limits.told is not None
    alike = float((np.einsum("pd,pd->p", pairs[0::2, 0], pairs[1::2, 1]) >= limits.told).mean())
    apart = float((np.einsum("id,jd->ij", strangers[:150, 0], strangers[150:, 1]) >= limits.told).mean())
    assert limits.told < limits.maybe
    assert (1 - ALIKE_SHARE) * apart + ALIKE_SHARE * alike <= 1.2 * SURELY_WRONG  # other pairs than it was found on


@pytest.mark.parametrize("noise", [0.15, 0.2, 0.4])
def test_the_limit_of_who_is_doubted_parts_known_ones_from_look_alikes_as_well_as_any_does(noise: float) -> None:
    strangers, pairs = _clouds(300, noise), _clouds(240, noise, pairs=True)
    same = calibrate(strangers, pairs).thresholds.same
    assert same is not None

    def worth(limit: float) -> float:
        own = np.einsum("id,jd->ij", strangers[:, 3], strangers[:, 0]).diagonal()
        twin = np.einsum("pd,pd->p", pairs[0::2, 0], pairs[1::2, 3])
        return THERE_TO_ALIKE * float((own >= limit).mean()) + float((twin < limit).mean())

    best = max(worth(limit) for limit in np.arange(0, 1, 0.005))
    assert worth(same) > best - 0.1  # of three; here everybody has one look


@pytest.mark.parametrize("noise", [0.2, 0.8])
def test_few_look_alikes_are_as_similar_as_what_is_certain_and_more_of_the_same_are(noise: float) -> None:
    pairs, strangers = _clouds(240, noise, pairs=True), _clouds(300, noise)
    certain = calibrate(strangers, pairs).thresholds.certain
    assert certain is not None
    alike = float((np.einsum("pd,pd->p", pairs[0::2, 0], pairs[1::2, 1]) >= certain).mean())
    same = float((np.einsum("pd,pd->p", pairs[0::2, 0], pairs[0::2, 1]) >= certain).mean())
    assert alike <= CERTAIN
    assert same > 1.5 * alike


def test_clear_identities_are_named_for_sure() -> None:
    assert calibrate(_clouds(300, 0.1), _clouds(240, 0.1, pairs=True)).sure_and_right > 0.97


def test_one_proposed_box_meets_one_true_box() -> None:
    true = [Box(0, 0, 100, 100), Box(0, 0, 100, 98)]
    assert matched([Box(0, 0, 100, 100)], true, 0.5) == {0: 0}
    assert matched([Box(0, 0, 100, 97), Box(0, 0, 100, 100)], true, 0.5) == {0: 1, 1: 0}, "the best pairs first"
    assert matched([Box(200, 0, 300, 100)], true, 0.5) == {}
    assert matched([], true, 0.5) == {}
