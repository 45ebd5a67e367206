"""Trains the pocket detector: a small RT-DETR from transformers, from random weights, with one class.

Two-stage query selection and denoising queries make it learn in tens of minutes what a plain DETR needs days for.
The photos are those of the encoder's shards, with the true boxes of every being or thing that can be taught.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from core.adapters import torchvision_cure  # isort: skip  # must be imported before the image processors
from transformers import RTDetrConfig, RTDetrForObjectDetection, RTDetrImageProcessor, RTDetrResNetConfig

from trainer.eyes.augment import recoloured, relit
from trainer.eyes.backdrops import backdropped
from trainer.eyes.boxes import best_score, detector_report
from trainer.eyes.course import (
    Course,
    best_device,
    circumstances,
    descend,
    key_of,
    optimizers,
    precision,
    set_rates,
    take_in_turn,
    write_json,
)
from trainer.eyes.recipe import DetectorRecipe
from trainer.eyes.views import Album, Shard, held_out, shard_of_visit

LABEL: Final = "being or thing"
_PUBLISH_EVERY = 480.0  # seconds
_LARGEST_GRADIENT = 0.5
torchvision_cure.cure()


def detector_config(recipe: DetectorRecipe) -> RTDetrConfig:
    """The architecture that the recipe describes."""
    backbone = RTDetrResNetConfig(
        embedding_size=recipe.stem,
        hidden_sizes=list(recipe.stages),
        depths=list(recipe.depths),
        layer_type="basic",
        out_indices=[2, 3, 4],  # type: ignore[call-arg]  # taken by a mixin's __post_init__
    )
    return RTDetrConfig(
        backbone_config=backbone,
        freeze_backbone_batch_norms=False,  # they start from nothing and have to learn
        encoder_hidden_dim=recipe.width,
        encoder_in_channels=list(recipe.stages[1:]),
        encoder_ffn_dim=4 * recipe.width,
        encoder_attention_heads=4,
        hidden_expansion=0.5,
        d_model=recipe.width,
        decoder_in_channels=[recipe.width] * 3,
        decoder_ffn_dim=4 * recipe.width,
        decoder_layers=recipe.decoder_layers,
        decoder_attention_heads=4,
        num_queries=recipe.queries,
        num_denoising=recipe.denoising,
        id2label={0: LABEL},
        label2id={LABEL: 0},
    )


def batches(
    shard: Shard, recipe: DetectorRecipe, visit: int, device: torch.device
) -> Iterator[tuple[Tensor, list[dict[str, Tensor]]]]:
    """One visit to a shard: every photo once, [B, 3, side, side], half of the batches mirrored, with its boxes."""
    rng = np.random.default_rng((recipe.seed, visit))
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + visit)
    order = rng.permutation(len(shard.photos))
    size = recipe.photos_per_batch
    for start in range(0, len(order) - size + 1, size):
        chosen = np.sort(order[start : start + size])
        boxes = torch.from_numpy(shard.boxes[chosen])
        pixels = relit(torch.from_numpy(shard.photos[chosen]), generator)
        pixels = recoloured(backdropped(pixels, boxes, generator), generator)
        if rng.random() < 0.5:
            pixels = pixels.flip(-1)
            boxes[..., 0] = 1 - boxes[..., 0]
        pixels = pixels.to(device, memory_format=torch.channels_last)
        yield pixels, [_target(own.to(device)) for own in boxes]


def _target(boxes: Tensor) -> dict[str, Tensor]:
    there = boxes[boxes[:, 2] > 0]
    return {"class_labels": torch.zeros(len(there), dtype=torch.long, device=boxes.device), "boxes": there}


def batches_per_visit(recipe: DetectorRecipe) -> int:
    """A shard holds at least this many batches, however its identities fell into scenes."""
    return recipe.views.identities * recipe.views.views // 4 // recipe.photos_per_batch


def train_detector(recipe: DetectorRecipe, runs: Path, out: Path, minutes: float | None = None) -> dict[str, Any]:
    """Train for a slice of `minutes`, or to the end; the best so far lies in `out`. Its metrics.

    `runs` keeps what was drawn and the checkpoint: the next call with the same recipe goes on from there.
    """
    return take_in_turn([partial(_Run, one, runs, out) for one in recipe.runs], out, minutes)


class _Run:
    """One training run of a detector: the model and where it stands."""

    def __init__(self, recipe: DetectorRecipe, runs: Path, out: Path, before: "_Run | None" = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.runs, self.out = recipe, runs, out
        self.device = best_device()
        self.album = Album(runs / "views", recipe.views)
        model: Any = RTDetrForObjectDetection(detector_config(recipe))
        self.model = model.to(self.device, memory_format=torch.channels_last)
        self.optimizers = optimizers([self.model], None, recipe.learning_rate, recipe.weight_decay)
        folder = runs / f"detector-{key_of(replace(recipe, cycles=()))}"  # cycles can be added
        parts = {"model": self.model, "optimizer": self.optimizers[0]}
        cycles = tuple(visits * batches_per_visit(recipe) for visits in recipe.cycles)
        self.course = Course(folder, cycles, parts, later=before is not None)
        self._published = time.monotonic()
        if before and not self.course.step:
            self.model.load_state_dict(before.model.state_dict())

    def train(self, minutes: float | None) -> float | None:
        """Take the steps that are left, or those that fit into `minutes`; how many of them are left over."""
        if self.course.done:
            return minutes
        before = self.course.seconds
        self.model.train()
        with self.album.drawn_ahead():
            lessons = self._lessons()
            for step in self.course.steps(minutes, self._publish_now_and_then):
                # Batch statistics and denoising noise are drawn from torch's own generator.
                torch.manual_seed(self.recipe.seed * 1_000_003 + step)
                set_rates(self.optimizers, step, self.course.cycles)
                pixels, targets = next(lessons)
                with precision(self.device):
                    told = self.model(pixel_values=pixels, labels=targets)
                descend(self.optimizers, {"all": told.loss}, _LARGEST_GRADIENT)
                self.course.note({"all": told.loss, **{name: told.loss_dict[name] for name in _TOLD}})
        return minutes and max(0.0, minutes - (self.course.seconds - before) / 60)

    def _lessons(self) -> Iterator[tuple[Tensor, list[dict[str, Tensor]]]]:
        """The batches from the course's step on; the same ones whether or not the run was cut there."""
        recipe, start, per_visit = self.recipe, self.course.step, batches_per_visit(self.recipe)
        for visit in range(start // per_visit, sum(recipe.cycles)):
            shard = self.album.shard(shard_of_visit(recipe.seed, visit, recipe.views.shards, recipe.cycles[0]))
            for number, batch in zip(range(per_visit), batches(shard, recipe, visit, self.device), strict=False):
                if visit * per_visit + number >= start:
                    yield batch

    def _publish_now_and_then(self) -> None:
        if self.course.presentable and time.monotonic() - self._published > _PUBLISH_EVERY:
            self.publish()
            self._published = time.monotonic()

    def publish(self) -> None:
        """Write model, processor, recipe, score threshold and metrics."""
        self.out.mkdir(parents=True, exist_ok=True)
        side = self.recipe.views.photo_side
        self.model.eval()
        self.model.save_pretrained(self.out)
        processor: Any = RTDetrImageProcessor(size={"height": side, "width": side}, resample=3)
        processor.save_pretrained(self.out)
        write_json(self.out / "recipe.json", asdict(self.recipe))
        validation, _ = held_out(self.runs / "views", self.recipe.views, "validation")
        test, _ = held_out(self.runs / "views", self.recipe.views, "test")
        score = best_score(self.model, validation)
        write_json(self.out / "thresholds.json", {"score": score})
        metrics = {
            "unseen": detector_report(self.model, test, score),
            **circumstances(self.course, self.album.digest()),
        }
        write_json(self.out / "metrics.json", metrics)
        self.model.train()


_TOLD: Final = ("loss_vfl", "loss_bbox", "loss_giou")
