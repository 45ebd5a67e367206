"""A training run that is cut into slices."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from trainer.eyes.course import Course, descend, optimizers, set_rates
from trainer.muon import Muon, orthogonal

CYCLES = (8, 4)
TOTAL = sum(CYCLES)


class _Toy:
    """A layer that learns from numbers which depend on the step alone."""

    def __init__(self, folder: Path) -> None:
        torch.manual_seed(0)
        self.layer = nn.Linear(8, 8)
        self.optimizers = optimizers([nn.ModuleDict({"resblocks": self.layer})], muon=0.2, adam=0.02, decay=0.1)
        kept: dict[str, Any] = {str(number): made for number, made in enumerate(self.optimizers)}
        self.course = Course(folder, CYCLES, {"layer": self.layer, **kept})

    def learn(self, at_most: int = TOTAL) -> list[int]:
        """Take steps until the course ends or `at_most` were taken in this slice."""
        taken: list[int] = []
        for step in self.course.steps(None, lambda: None):
            set_rates(self.optimizers, step, CYCLES)
            inputs = torch.randn(256, 8, generator=torch.Generator().manual_seed(step))
            loss = (self.layer(inputs) - inputs).square().mean()
            descend(self.optimizers, {"toy": loss})
            self.course.note({"toy": loss})
            taken.append(step)
            if len(taken) == at_most:
                self.course.cut()
        return taken


def test_a_run_cut_in_two_ends_where_an_uncut_one_does(tmp_path: Path) -> None:
    whole = _Toy(tmp_path / "whole")
    assert whole.learn() == list(range(TOTAL))
    assert _Toy(tmp_path / "cut").learn(at_most=5) == list(range(5))
    second = _Toy(tmp_path / "cut")
    assert second.learn() == list(range(5, TOTAL))
    assert torch.equal(second.layer.weight, whole.layer.weight)
    assert [point["toy"] for point in second.course.curve] == [point["toy"] for point in whole.course.curve]


def test_a_finished_run_takes_no_more_steps(tmp_path: Path) -> None:
    _Toy(tmp_path).learn()
    again = _Toy(tmp_path)
    assert again.course.done
    assert again.learn() == []


def test_what_is_there_when_the_rates_have_fallen_can_be_used(tmp_path: Path) -> None:
    toy = _Toy(tmp_path)
    usable = {step for step in range(TOTAL + 1) if _at(toy, step).presentable}
    assert usable == {*range(9), 12}


def _at(toy: _Toy, step: int) -> Course:
    toy.course.step = step
    return toy.course


def test_rates_rise_fall_and_rise_again_with_the_next_cycle(tmp_path: Path) -> None:
    toy = _Toy(tmp_path)
    rates = []
    for step in range(TOTAL):
        set_rates(toy.optimizers, step, CYCLES)
        rates.append(toy.optimizers[0].param_groups[0]["lr"])
    assert rates[7] < 0.1 * rates[0]
    assert rates[8] == pytest.approx(rates[0])
    assert rates[11] < 0.2 * rates[8]


def test_the_loss_of_a_run_falls(tmp_path: Path) -> None:
    toy = _Toy(tmp_path)
    toy.learn()
    assert toy.course.curve[-1]["toy"] < 0.7 * toy.course.curve[0]["toy"]


def test_a_slice_ends_with_the_step_in_which_its_time_is_over(tmp_path: Path) -> None:
    assert list(_Toy(tmp_path).course.steps(0, lambda: None)) == [0]
    assert _Toy(tmp_path).course.step == 1


@pytest.mark.parametrize("shape", [(3, 16, 48), (3, 48, 16), (2, 16, 16)])
def test_orthogonalised_matrices_turn_and_hardly_stretch(shape: tuple[int, int, int]) -> None:
    made = orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(1)))
    assert made.shape == shape
    stretch = torch.linalg.svdvals(made)
    assert stretch.min() > 0.3
    assert stretch.max() < 1.3


def test_muon_leaves_a_matrix_without_gradient_alone() -> None:
    used, unused = nn.Parameter(torch.ones(4, 4)), nn.Parameter(torch.ones(4, 4))
    optimizer = Muon([used, unused], lr=0.1, weight_decay=0.1)
    torch.autograd.backward(used.sum())
    optimizer.step()
    assert not torch.equal(used, torch.ones(4, 4))
    assert torch.equal(unused, torch.ones(4, 4))
