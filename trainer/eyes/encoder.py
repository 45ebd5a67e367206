"""Trains the pocket encoder: two views of one identity meet, look-alikes part, and words find their pictures.

Identity is the main thing. Traits, action and place are asked of the tower beside it, through heads that are thrown
away, so that the tower also keeps what a vision-language model on top of it has to tell.
"""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.adapters.open_clip import name_of
from trainer.eyes import clip as clips
from trainer.eyes.augment import augmented
from trainer.eyes.calibrate import calibrate
from trainer.eyes.cast import ACTIONS, KIND_WORDS, PLACE_WORDS, TRAITS, Part
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
from trainer.eyes.measure import Vectors, embedded, encoder_report
from trainer.eyes.recipe import EncoderRecipe
from trainer.eyes.views import Album, Shard, held_out, shard_of_visit

_PUBLISH_EVERY = 480.0  # seconds
_LARGEST_SCALE = 100.0


class Batch(NamedTuple):
    """B identities, two crops of each; the second half of every [2B] is the second view."""

    pixels: Tensor  # [2B, 3, side, side], normalised
    words: Tensor  # [C, context] token ids of a caption of the first view of the first C identities
    traits: Tensor  # [B, T]
    kinds: Tensor  # [B]
    actions: Tensor  # [2B]
    places: Tensor  # [2B]


class Heads(nn.Module):
    """What is asked of the tower while it learns, and dropped afterwards."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.sizes = [len(KIND_WORDS), *(len(options) for options in TRAITS.values())]
        self.identity_scale = nn.Parameter(torch.tensor(10.0).log())
        self.of_class = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, sum(self.sizes)))
        self.of_all = nn.Sequential(nn.LayerNorm(2 * width), nn.Linear(2 * width, len(ACTIONS) + len(PLACE_WORDS)))

    def traits(self, first: Tensor, batch: Batch) -> Tensor:
        """Mean cross entropy of kind and traits, from the class token [2B, width]."""
        labels = torch.cat([batch.kinds[:, None], batch.traits], 1).repeat(2, 1)  # [2B, 1 + T]
        parts = self.of_class(first).split(self.sizes, 1)
        losses = [F.cross_entropy(part, labels[:, i], reduction="sum") for i, part in enumerate(parts)]
        return torch.stack(losses).sum() / (labels >= 0).sum()

    def scene(self, first: Tensor, patches: Tensor, batch: Batch) -> Tensor:
        """Cross entropy of action and place, from the class token [2B, width] and the patches [2B, P, width]."""
        seen = self.of_all(torch.cat([first, patches.mean(1)], 1))
        actions, places = seen.split([len(ACTIONS), len(PLACE_WORDS)], 1)
        return F.cross_entropy(actions, batch.actions) + F.cross_entropy(places, batch.places)


def losses_of(clip: Any, heads: Heads, batch: Batch, recipe: EncoderRecipe) -> dict[str, Tensor]:
    """Every loss by its name, weighted; their sum is what is trained."""
    seen = clip.visual.forward_intermediates(batch.pixels, indices=1, output_fmt="NLC", output_extra_tokens=True)
    first, patches = seen["image_intermediates_prefix"][-1][:, 0], seen["image_intermediates"][-1]
    vectors = F.normalize(seen["image_features"], dim=-1)
    words = clip.encode_text(batch.words, normalize=True)
    return {
        "identity": identity_loss(vectors, heads.identity_scale),
        "traits": recipe.traits_weight * heads.traits(first, batch),
        "scene": recipe.scene_weight * heads.scene(first, patches, batch),
        "words": recipe.text_weight * _words_loss(vectors[: len(words)], words, clip.logit_scale),
    }


def identity_loss(vectors: Tensor, log_scale: Tensor) -> Tensor:
    """InfoNCE over [2B, D]: each crop has to find the other view of its identity among all the other crops."""
    count = len(vectors)
    scores = vectors @ vectors.T * log_scale.exp().clamp(max=_LARGEST_SCALE)
    scores = scores.masked_fill(torch.eye(count, dtype=torch.bool, device=vectors.device), float("-inf"))
    return F.cross_entropy(scores, torch.arange(count, device=vectors.device).roll(count // 2))


def _words_loss(pictures: Tensor, words: Tensor, log_scale: Tensor) -> Tensor:
    scores = pictures @ words.T * log_scale.exp().clamp(max=_LARGEST_SCALE)
    own = torch.arange(len(words), device=words.device)
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def batches(shard: Shard, recipe: EncoderRecipe, visit: int, tokens: Tensor, device: torch.device) -> Iterator[Batch]:
    """One visit to a shard: whole chains of look-alikes side by side, two of each identity's views, shaken anew."""
    rng = np.random.default_rng((recipe.seed, visit))
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + visit)
    people = np.arange(len(shard.kinds)).reshape(-1, recipe.chain)
    order = rng.permutation(people).reshape(-1)
    size = recipe.identities_per_batch
    for start in range(0, len(order) - size + 1, size):
        who = order[start : start + size]
        views = rng.permuted(np.tile(np.arange(recipe.views.views), (size, 1)), axis=1)[:, :2]
        both, of = np.concatenate([who, who]), np.concatenate([views[:, 0], views[:, 1]])
        pixels = augmented(torch.from_numpy(shard.crops[both, of]), recipe.nearest, generator)
        yield Batch(
            normalised(pixels).to(device),
            tokens[torch.from_numpy(who), torch.from_numpy(views[:, 0])][: recipe.captions_per_batch].to(device),
            _labels(shard.traits[who], device),
            _labels(shard.kinds[who], device),
            _labels(shard.actions[both, of], device),
            _labels(shard.places[both, of], device),
        )


def normalised(pixels: Tensor) -> Tensor:
    """[N, 3, side, side] in [0, 1] as the tower wants it."""
    return (pixels - clips.MEAN[0]) / clips.STD[0]


def _labels(numbers: Any, device: torch.device) -> Tensor:
    return torch.from_numpy(numbers.astype(np.int64)).to(device)


def train_encoder(recipe: EncoderRecipe, runs: Path, out: Path, minutes: float | None = None) -> dict[str, Any]:
    """Train for a slice of `minutes`, or to the end; the best so far lies in `out`. Its metrics.

    `runs` keeps what was drawn and the checkpoint: the next call with the same recipe goes on from there.
    """
    return take_in_turn([partial(_Run, one, runs, out) for one in recipe.runs], out, minutes)


def is_whole(folder: Path, recipe: EncoderRecipe) -> bool:
    """Whether the encoder in a folder was made by this recipe, to its last step."""
    if not (folder / "metrics.json").exists():
        return False
    metrics, made = (json.loads((folder / name).read_text()) for name in ("metrics.json", "recipe.json"))
    return bool(metrics["steps"] == metrics["steps_planned"] and made == json.loads(json.dumps(asdict(recipe))))


class _Run:
    """One training run of an encoder: the model, what is asked of it, and where it stands."""

    def __init__(self, recipe: EncoderRecipe, runs: Path, out: Path, before: "_Run | None" = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.runs, self.out = recipe, runs, out
        self.device = best_device()
        self.album = Album(runs / "views", recipe.views)
        self.folder = runs / f"encoder-{key_of(replace(recipe, cycles=()))}"  # cycles can be added
        self._write_folder(before)
        self.clip = clips.new_clip(self.folder, str(self.device))
        self.heads = Heads(recipe.width).to(self.device)
        self.optimizers = optimizers([self.clip, self.heads], recipe.muon, recipe.adam, recipe.weight_decay)
        kept = {f"optimizer {i}": optimizer for i, optimizer in enumerate(self.optimizers)}
        self.per_visit = recipe.views.identities // recipe.identities_per_batch
        parts = {"clip": self.clip, "heads": self.heads, **kept}
        cycles = tuple(visits * self.per_visit for visits in recipe.cycles)
        self.course = Course(self.folder, cycles, parts, later=before is not None)
        self._published = time.monotonic()
        if before and not self.course.step:
            vision = clips.clip_config(recipe)["model_cfg"]["vision_cfg"]
            self.clip.load_state_dict(clips.sharpened(before.clip.state_dict(), vision))
            self.heads.load_state_dict(before.heads.state_dict())

    def _write_folder(self, before: "_Run | None") -> None:
        """The model's config, and its tokenizer: the words of whoever came before, whose weights know no others."""
        captions = self.album.shard(0).captions
        clips.write_folder(self.folder, self.recipe, (caption for views in captions for caption in views))
        if before:
            for name in clips.TOKENIZER_FILES:
                shutil.copyfile(before.folder / name, self.folder / name)

    def train(self, minutes: float | None) -> float | None:
        """Take the steps that are left, or those that fit into `minutes`; how many of them are left over."""
        if self.course.done:
            return minutes
        before = self.course.seconds
        with self.album.drawn_ahead():
            lessons = self._lessons()
            for step in self.course.steps(minutes, self._publish_now_and_then):
                set_rates(self.optimizers, step, self.course.cycles)
                with precision(self.device):
                    losses = losses_of(self.clip, self.heads, next(lessons), self.recipe)
                descend(self.optimizers, losses)
                self.course.note(losses)
        return minutes and max(0.0, minutes - (self.course.seconds - before) / 60)

    def _lessons(self) -> Iterator[Batch]:
        """The batches from the course's step on; the same ones whether or not the run was cut there."""
        recipe, start = self.recipe, self.course.step
        tokenizer = clips.tokenizer_of(self.folder)
        for visit in range(start // self.per_visit, sum(recipe.cycles)):
            shard = self.album.shard(shard_of_visit(recipe.seed, visit, recipe.views.shards, recipe.cycles[0]))
            flat = [caption for views in shard.captions for caption in views]
            tokens = tokenizer(flat).reshape(len(shard.captions), recipe.views.views, -1)
            for number, batch in enumerate(batches(shard, recipe, visit, tokens, self.device)):
                if visit * self.per_visit + number >= start:
                    yield batch

    def _publish_now_and_then(self) -> None:
        if self.course.presentable and time.monotonic() - self._published > _PUBLISH_EVERY:
            self.publish()
            self._published = time.monotonic()

    def publish(self) -> None:
        """Write config, tokenizer, weights, recipe, thresholds and metrics."""
        self.out.mkdir(parents=True, exist_ok=True)
        for name in (clips.CONFIG, *clips.TOKENIZER_FILES):
            shutil.copyfile(self.folder / name, self.out / name)
        clips.write_weights(self.out, self.clip)
        write_json(self.out / "recipe.json", asdict(self.recipe))
        strangers, pairs = self._seen("validation")
        found = calibrate(strangers, pairs)
        write_json(self.out / "thresholds.json", {"encoder": name_of(self.out), **asdict(found.thresholds)})
        metrics = {
            "unseen": encoder_report(*self._seen("test")),
            "calibration": asdict(found),
            **circumstances(self.course, self.album.digest()),
        }
        write_json(self.out / "metrics.json", metrics)

    def _seen(self, part: Part) -> tuple[Vectors, Vectors]:
        strangers, pairs = held_out(self.runs / "views", self.recipe.views, part)
        frames = self.recipe.frames
        return embedded(self.clip, strangers.crops, frames), embedded(self.clip, pairs.crops, frames)
