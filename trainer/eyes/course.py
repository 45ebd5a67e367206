"""A training run that can stop at any step and go on later as if nothing had happened.

Knows nothing of models or data: it counts steps, watches the clock, keeps the curve, and saves what it was given.
"""

import hashlib
import json
import math
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import nn
from tqdm import tqdm

from trainer.muon import Muon

_POINTS = 100  # of the curve
_SAVE_EVERY = 120.0  # seconds between checkpoints
_COUNT = "steps noted"


class Stateful(Protocol):
    """What a checkpoint can hold: modules and optimizers."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any], /) -> Any: ...


@dataclass(slots=True)
class Course:
    """Where a run stands. `folder` holds its checkpoint; the parts are saved under their names.

    `cycles` holds the steps of each cycle: the rates fall to nothing in each, so that what is there at its end can be
    used, and a cycle that is added later goes on from there.
    """

    folder: Path
    cycles: tuple[int, ...]
    parts: dict[str, Stateful]
    later: bool = False  # it began with the weights of another run
    step: int = 0
    seconds: float = 0.0
    curve: list[dict[str, float]] = field(default_factory=list)
    _sums: dict[str, float] = field(default_factory=dict)
    _cut: bool = False

    def __post_init__(self) -> None:
        if (self.folder / "checkpoint.pt").exists():
            self._load()

    @property
    def total(self) -> int:
        """The steps of all cycles."""
        return sum(self.cycles)

    @property
    def done(self) -> bool:
        """Whether the last step was taken."""
        return self.step >= self.total

    @property
    def presentable(self) -> bool:
        """Whether it is the best so far: with its rates high again, it is worse than what was when they had fallen."""
        return (not self.later and self.step <= self.cycles[0]) or self.step in accumulate(self.cycles)

    def steps(self, minutes: float | None, each_save: Callable[[], None]) -> Iterator[int]:
        """The numbers of the steps to take in this slice; saves every two minutes and at its end.

        `each_save` is called after a checkpoint was written, for example to publish the weights so far.
        """
        started = saved = time.monotonic()
        before = self.seconds
        limit = started + 60 * minutes if minutes is not None else float("inf")
        with tqdm(total=self.total, initial=self.step, mininterval=2, file=sys.stderr) as bar:
            while not self.done and not self._cut:
                yield self.step
                self.step += 1
                now = time.monotonic()
                self.seconds = before + now - started
                self._cut = self._cut or now >= limit
                self._extend_curve(bar)
                if now - saved > _SAVE_EVERY or self.done or self._cut:
                    self._save()
                    each_save()
                    saved = time.monotonic()

    def cut(self) -> None:
        """End this slice after the step that is being taken."""
        self._cut = True

    def note(self, losses: dict[str, torch.Tensor]) -> None:
        """Add one step's losses to the point of the curve that is being gathered."""
        for name, value in {**losses, _COUNT: torch.ones(())}.items():
            self._sums[name] = self._sums.get(name, 0.0) + float(value.detach())

    def _extend_curve(self, bar: "tqdm[Any]") -> None:
        bar.update()
        every = max(1, self.total // _POINTS)
        if self.step % every == 0 or self.done:
            count = self._sums.pop(_COUNT, 1.0)
            point = {name: round(total / count, 4) for name, total in self._sums.items()}
            self.curve.append({"step": self.step, "seconds": round(self.seconds, 1), **point})
            self._sums.clear()
            bar.set_postfix(point, refresh=False)

    def _save(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.folder / "checkpoint.half"
        state = {"step": self.step, "seconds": self.seconds, "curve": self.curve, "sums": self._sums}
        torch.save({**state, "parts": {name: part.state_dict() for name, part in self.parts.items()}}, half)
        half.replace(self.folder / "checkpoint.pt")

    def _load(self) -> None:
        kept = torch.load(self.folder / "checkpoint.pt", map_location="cpu", weights_only=True)
        self.step, self.seconds, self.curve, self._sums = kept["step"], kept["seconds"], kept["curve"], kept["sums"]
        for name, part in self.parts.items():
            part.load_state_dict(kept["parts"][name])


class Run(Protocol):
    """One training run of one of the eyes."""

    course: Course

    def train(self, minutes: float | None) -> float | None:
        """Take the steps that are left, or those that fit into `minutes`; how many of them are left over."""

    def publish(self) -> None:
        """Write the weights as they are, and all that belongs beside them."""


R = TypeVar("R", bound=Run)


def take_in_turn(runs: Sequence[Callable[[R | None], R]], out: Path, minutes: float | None) -> dict[str, Any]:
    """Take runs one after another, each begun with the one before it, as far as `minutes` go.

    The best so far lies in `out`; its metrics.
    """
    run: R | None = None
    trained = False
    for begin in runs:
        if run and trained:
            run.publish()
        run = begin(run)
        step = run.course.step
        minutes = run.train(minutes)
        trained = run.course.step > step
        if not run.course.done:
            break
    assert run is not None
    if run.course.presentable or not (out / "metrics.json").exists():
        run.publish()
    metrics: dict[str, Any] = json.loads((out / "metrics.json").read_text())
    return metrics


def steps_taken(folder: Path) -> int:
    """How far the run of a folder is; 0 where none was begun."""
    path = folder / "checkpoint.pt"
    return int(torch.load(path, map_location="cpu", weights_only=True)["step"]) if path.exists() else 0


def optimizers(modules: list[nn.Module], muon: float | None, adam: float, decay: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of transformer blocks, where a rate for it is given; AdamW for all the rest.

    Biases, norms and embeddings are not decayed.
    """
    matrices: list[nn.Parameter] = []
    decayed: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for module in modules:
        for name, weight in module.named_parameters():
            if muon is not None and weight.ndim == 2 and "resblocks" in name:
                matrices.append(weight)
            else:
                (decayed if weight.ndim > 1 and "embedding" not in name else others).append(weight)
    groups = [{"params": decayed, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    made: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, lr=adam, betas=(0.9, 0.98))]
    if muon is not None:
        made.append(Muon(matrices, lr=muon, weight_decay=decay))
    for optimizer in made:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return made


def set_rates(made: list[torch.optim.Optimizer], step: int, cycles: tuple[int, ...]) -> None:
    """In each cycle, warm up over 3 % of its steps, then fall along a cosine to 2 % of the peak."""
    ends = list(accumulate(cycles))
    cycle = next(number for number, end in enumerate(ends) if step < end)
    done, length = step - (ends[cycle] - cycles[cycle]), cycles[cycle]
    warm = min(1.0, (done + 1) / max(1, round(0.03 * length)))
    share = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done / length))
    for optimizer in made:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * warm * share


def descend(made: list[torch.optim.Optimizer], losses: dict[str, torch.Tensor], largest: float = float("inf")) -> None:
    """One step down the sum of the losses; a gradient longer than `largest` is shortened."""
    for optimizer in made:
        optimizer.zero_grad()
    torch.stack([loss.float() for loss in losses.values()]).sum().backward()  # type: ignore[no-untyped-call]
    weights = [weight for optimizer in made for group in optimizer.param_groups for weight in group["params"]]
    torch.nn.utils.clip_grad_norm_(weights, largest)
    for optimizer in made:
        optimizer.step()


def precision(device: torch.device) -> AbstractContextManager[Any]:
    """bfloat16 where it is faster; on a CPU it is slower than float32."""
    return torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext()


def key_of(recipe: object) -> str:
    """A few characters that change with any knob of a recipe."""
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:10]


def best_device() -> torch.device:
    """CUDA where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def circumstances(course: Course, data: str) -> dict[str, Any]:
    """What belongs beside any weights: command, date, machine, data and the curve."""
    return {
        "command": " ".join(["python", *sys.orig_argv[1:]]),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "torch": torch.__version__},
        "device": str(best_device()),
        "threads": torch.get_num_threads(),
        "data_sha256": data,
        "steps": course.step,
        "steps_planned": course.total,
        "seconds": round(course.seconds, 1),
        "curve": course.curve,
    }


def write_json(path: Path, content: Any) -> None:
    """Write readable JSON, whole or not at all."""
    half = path.with_suffix(".half")
    half.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    half.replace(path)
