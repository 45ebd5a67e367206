"""Muon in float32.

torch.optim.Muon orthogonalises in bfloat16; on a CPU that has no fast bfloat16 that alone takes longer than the step.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ROUNDS = 5
_MOMENTUM = 0.95


class Muon(torch.optim.Optimizer):
    """Momentum whose matrices are orthogonalised before they are applied, scaled to the step size AdamW would take."""

    def __init__(self, matrices: Iterable[nn.Parameter], lr: float, weight_decay: float) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """One step for every matrix that has a gradient. A closure is not supported."""
        if closure is not None:
            raise ValueError("Muon takes no closure")
        for group in self.param_groups:
            for matrices in _by_shape(group["params"]):
                directions = [self._momentum(matrix) for matrix in matrices]
                rate = 0.2 * group["lr"] * max(matrices[0].shape) ** 0.5
                for matrix, change in zip(matrices, orthogonal(torch.stack(directions)), strict=True):
                    matrix.mul_(1 - group["lr"] * group["weight_decay"]).sub_(change, alpha=rate)

    def _momentum(self, matrix: nn.Parameter) -> Tensor:
        assert matrix.grad is not None
        state = self.state[matrix]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(matrix)
        state["momentum"].lerp_(matrix.grad, 1 - _MOMENTUM)
        ahead: Tensor = matrix.grad.lerp(state["momentum"], _MOMENTUM)  # Nesterov
        return ahead


def orthogonal(matrices: Tensor) -> Tensor:
    """The nearest orthogonal matrices to [N, rows, columns], roughly: singular values end between 0.7 and 1.2."""
    a, b, c = _COEFFICIENTS
    upright = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if upright else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(_ROUNDS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    turned: Tensor = x.mT if upright else x
    return turned


def _by_shape(matrices: list[nn.Parameter]) -> list[list[nn.Parameter]]:
    """Those that have a gradient, in groups of one shape: one batched product instead of many small ones."""
    groups: dict[torch.Size, list[nn.Parameter]] = {}
    for matrix in matrices:
        if matrix.grad is not None:
            groups.setdefault(matrix.shape, []).append(matrix)
    return list(groups.values())
