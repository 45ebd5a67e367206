"""Scenery behind beings: new ground for the detector, and nobody painted over."""

import torch

from trainer.eyes.backdrops import backdropped

BOX = torch.tensor([[[0.5, 0.6, 0.3, 0.4], [0.0, 0.0, 0.0, 0.0]]])  # one being, and a place where nobody is
GREY = 0.5


def _many(count: int = 200, seed: int = 1) -> torch.Tensor:
    plain = torch.full((count, 3, 80, 80), GREY)
    return backdropped(plain, BOX.repeat(count, 1, 1), torch.Generator().manual_seed(seed))


def _changed(seen: torch.Tensor) -> torch.Tensor:
    return (seen != GREY).any(1)  # [N, side, side]


def test_most_photos_have_other_scenery_and_the_rest_stay_as_they_are() -> None:
    share = _changed(_many()).flatten(1).any(1).float().mean()
    assert 0.5 < share < 0.7


def test_nobody_is_painted_over_and_what_is_left_free_around_them_differs() -> None:
    painted = _changed(_many(1_000))
    assert not painted[:, 36:61, 32:49].any(), "the middle of the box: rows 0.4 to 0.8, columns 0.35 to 0.65"
    beside = painted[:, 48, 20:28].float().mean(0)  # left of the box, to its edge at column 28
    assert beside[-1] < 0.5 * beside[0], "or the edge of the scenery would tell the edge of the box"
    assert beside[-1] > 0


def test_scenery_is_painted_everywhere_else_in_any_colour() -> None:
    seen = _many(1_000)
    assert _changed(seen).any(0)[:30].all()
    assert seen[:, :, :20].std() > 0.1
    assert seen.min() >= 0
    assert seen.max() <= 1


def test_the_same_seed_paints_the_same() -> None:
    assert torch.equal(_many(), _many())
    assert not torch.equal(_many(), _many(seed=2))
