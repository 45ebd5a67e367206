"""Walls of lit panes behind beings: new ground for the detector, and nobody painted over."""

import torch

from trainer.eyes.augment import walled

BOX = torch.tensor([[[0.5, 0.6, 0.3, 0.4], [0.0, 0.0, 0.0, 0.0]]])  # one being, and a place where nobody is
GREY = 0.5


def _many(count: int = 200) -> torch.Tensor:
    return walled(torch.full((count, 3, 80, 80), GREY), BOX.repeat(count, 1, 1), torch.Generator().manual_seed(1))


def _changed(seen: torch.Tensor) -> torch.Tensor:
    return (seen != GREY).any(1)  # [N, side, side]


def test_a_third_of_the_photos_have_a_wall_and_the_others_stay_as_they_are() -> None:
    share = _changed(_many()).flatten(1).any(1).float().mean()
    assert 0.2 < share < 0.4


def test_nobody_is_painted_over_and_the_corners_of_their_box_are() -> None:
    painted = _changed(_many(1_000)).any(0)
    assert not painted[36:61, 32:49].any(), "the middle of the box: rows 0.4 to 0.8, columns 0.35 to 0.65"
    assert painted[32:34, 28:30].any(), "or the edge of a wall would tell the edge of a box"


def test_walls_stand_everywhere_else() -> None:
    painted = _changed(_many(1_000)).any(0)
    assert painted[:30].float().mean() > 0.95


def test_the_same_seed_builds_the_same_walls() -> None:
    assert torch.equal(_many(), _many())
