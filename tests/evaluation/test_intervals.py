"""Every number of the report has an interval, and these are the textbook ones."""

import numpy as np
import pytest

from trainer.evaluation.intervals import (
    bootstrapped,
    f1,
    mean_of_both,
    named_at_recall,
    precision,
    recall,
    shares,
    two_groups,
)
from trainer.eyes.measure import auroc


def test_a_share_has_wilsons_interval_and_its_value_in_each_seed() -> None:
    found = shares([[True] * 4 + [False], [True] * 5])
    assert (found.value, found.n, found.by_seed) == (0.9, 10, (0.8, 1.0))
    assert (found.low, found.high) == pytest.approx((0.5958, 0.9821), abs=1e-4)


def test_none_of_ten_still_leaves_room_for_doubt() -> None:
    assert shares([[False] * 10]).high == pytest.approx(0.2775, abs=1e-4)


@pytest.mark.parametrize("by_seed", [[], [[]], [[True], []]])
def test_a_seed_without_cases_is_no_number(by_seed: list[list[bool]]) -> None:
    with pytest.raises(ValueError, match="without cases"):
        shares(by_seed)


def test_precision_and_recall_are_over_all_names_and_not_a_mean_of_captions() -> None:
    rows = np.array([[1, 1, 1], [1, 4, 1], [0, 0, 2]], float)
    assert precision(rows) == pytest.approx(2 / 5)
    assert recall(rows) == pytest.approx(2 / 4)
    assert f1(rows) == pytest.approx(2 * 0.4 * 0.5 / 0.9)


def test_saying_nothing_is_not_precise() -> None:
    assert precision(np.array([[0, 0, 2]], float)) == 0.0


def test_the_bootstrap_holds_the_value_and_is_the_same_every_time() -> None:
    rows = [[(1, 1, 1)] * 30 + [(0, 1, 1)] * 10]
    found = bootstrapped(rows, f1)
    assert found.low < found.value == 0.75 < found.high
    assert found == bootstrapped(rows, f1)


def test_weighted_is_the_mean_of_both_groups_however_large_each_is() -> None:
    assert two_groups([[1.0] * 2], [[0.0] * 200], mean_of_both).value == 0.5


def test_the_area_is_one_when_apart_half_when_the_same() -> None:
    low, high = np.array([0.1, 0.2]), np.array([0.8, 0.9])
    assert auroc(high, low) == 1.0
    assert auroc(low, high) == 0.0
    assert auroc(low, low) == 0.5


def test_the_limit_at_95_percent_recall_lets_no_more_than_one_in_twenty_known_ones_go() -> None:
    known = np.linspace(0.05, 1.0, 20)
    assert named_at_recall(0.95)(known, np.array([0.04, 0.06, 0.2])) == pytest.approx(1 / 3)
    assert named_at_recall(1.0)(known, np.array([0.04, 0.06, 0.2])) == pytest.approx(2 / 3)
