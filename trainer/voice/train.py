"""Trains the pocket VLM: copying from cards first, then pictures; can stop at any step and go on later.

Only the projector and the language model learn. What the tower sees of a picture is worked out once.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate, count, islice
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from transformers import LlavaProcessor, PreTrainedTokenizerFast

from core.adapters.open_clip import name_of
from core.prompt import fingerprint
from trainer.collate import Reader, Row, pack
from trainer.examples import Group, groups
from trainer.eyes.course import Course, best_device, circumstances, steps_taken, write_json
from trainer.eyes.views import world_fingerprint
from trainer.muon import Muon
from trainer.recipe import VoiceRecipe
from trainer.scenes import Shard, draw_shard, load_shard, save_shard, some_pairs
from trainer.voice.batch import Batch, batches
from trainer.voice.disguise import Spellings, disguise
from trainer.voice.features import Kept, keep
from trainer.voice.learner import Learner, fold_standardisation
from trainer.voice.measure import measure, summary
from trainer.voice.model import CONTEXT, build, picture_tokens, save
from trainer.voice.retriever import looked_at
from trainer.voice.tokens import make_processor, train_tokenizer
from trainer.voice.tower import load_tower, pixels_of, tower_digest
from trainer.world import Split, name

_SHARD: Final = 1_000  # scenes
_TEST_SEED: Final = 77
_TOKENIZER_GROUPS, _TOKENIZER_NAMES = 3_000, 12_000
_GLANCE, _EXAM = 50, 300  # groups of questions measured on the way, and at the end
_PUBLISH_EVERY: Final = 540.0  # seconds
_DECAY: Final = 0.85  # of a cycle, at its end: the rates fall to zero along a line
_BLOCK: Final = 200  # steps, after which lessons are drawn from another seed: so many are drawn again by who goes on

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything one run works with."""

    recipe: VoiceRecipe
    learner: Learner
    processor: LlavaProcessor
    reader: Reader
    shards: list[Shard]
    features: Kept
    test: Shard
    test_features: Kept
    data: str  # digest of what was drawn to learn from
    encoder: str  # digest of the weights whose tower it looks through
    retriever: str  # name of the encoder that says how alike two crops are

    def lessons(self, seed: int) -> Iterator[Batch]:
        """Batches without end."""
        read = groups(seed, self.shards, self.recipe.questions, words_only=self.recipe.words_only)
        return batches(self._rows(read, seed), self.recipe.tokens, seed)

    def copying(self, seed: int) -> Iterator[Batch]:
        """Batches without pictures."""
        read = groups(seed, self.shards, self.recipe.questions, words_only=1.0)
        wordy = (group for group in read if not any(example.prompt.pictures for example in group))
        return batches(self._rows(wordy, seed), self.recipe.tokens, seed)

    def _rows(self, read: Iterator[Group], seed: int) -> Iterator[Row]:
        """To learn from: some with their names and things in disguise."""
        rng, spellings = Random(f"disguise {seed}"), Spellings.of(self.reader.tokenizer)
        for group in read:
            row = pack(group, self.reader)
            if rng.random() < self.recipe.disguised:
                disguise(row, group, self.reader, spellings, rng)
            if _fits(row):
                yield row

    def drills(self, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Features of two different views of the same identities, [N, tokens, width] each, without end."""
        rng = Random(seed)
        while True:
            views = some_pairs(rng, rng.choice(self.shards), self.recipe.drilled)
            yield self.features.of([one for one, _ in views]), self.features.of([other for _, other in views])

    def noisy(self, features: Tensor) -> Tensor:
        """Features as unsure as those of somebody the tower never met, where the learner is."""
        features = features.to(self.learner.device)
        return features + self.recipe.feature_noise * torch.randn_like(features)

    def exam(self, count: int) -> Iterator[Batch]:
        """`count` groups over identities, names, facts and phrasings that are never trained on."""
        read = islice(groups(_TEST_SEED, [self.test], self.recipe.questions), count)
        rows = (row for group in read if _fits(row := pack(group, self.reader)))
        return batches(rows, self.recipe.tokens, _TEST_SEED)


def open_workshop(recipe: VoiceRecipe, encoder: Path, retriever: Path, folder: Path) -> Workshop:
    """Draw or load the scenes, look at them through the tower and as the retriever does, build tokenizer and model."""
    tower, digest = load_tower(encoder), tower_digest(encoder)
    drawn = _shards(folder / "scenes", "train", recipe.scenes)
    test = _shards(folder / "scenes", "test", 400)
    tokenizer = _tokenizer(recipe, [shard for shard, _ in drawn], folder)
    processor = make_processor(tokenizer, *pixels_of(encoder))
    features = keep(drawn, tower, processor, digest)
    seen = keep(test, tower, processor, digest)
    return Workshop(
        recipe=recipe,
        learner=Learner(build(recipe, tokenizer, tower), recipe).to(best_device()),
        processor=processor,
        reader=Reader(tokenizer, picture_tokens(tower)),
        shards=looked_at(drawn, retriever),
        features=features,
        test=looked_at(test, retriever)[0],
        test_features=Kept(seen.values, seen.numbers, features.mean, features.std),
        data=_digest([path for _, path in drawn]),
        encoder=digest,
        retriever=name_of(retriever),
    )


def train_voice(
    recipe: VoiceRecipe,
    encoder: Path,
    retriever: Path,
    folder: Path,
    out: Path,
    minutes: float | None = None,
    coarse: Path | None = None,
) -> dict[str, Any]:
    """Take the steps that are left, or those that fit into `minutes`; publish to `out` and return the measures.

    `folder` keeps scenes, features, tokenizer and checkpoint between slices. The voice looks through the tower of
    `encoder`, and is told how alike `retriever` finds two crops; both are folders of an encoder. Where there is a
    `coarse` one, the recipe's coarse cycles look through its tower.
    """
    began, turn = time.monotonic(), sum(recipe.cycles[: recipe.coarse_cycles])
    if coarse and steps_taken(folder / recipe.name) < turn:
        shop, course = _go_on(recipe, coarse, retriever, folder, out, minutes, turn)
        if course.step < turn:
            return _present(shop, course, _EXAM, out)
        minutes = minutes and max(0.0, minutes - (time.monotonic() - began) / 60)
    shop, course = _go_on(recipe, encoder, retriever, folder, out, minutes, sum(recipe.cycles))
    return _present(shop, course, _EXAM, out)


def _go_on(
    recipe: VoiceRecipe, encoder: Path, retriever: Path, folder: Path, out: Path, minutes: float | None, until: int
) -> tuple[Workshop, Course]:
    """Take the steps before `until`, as far as the time goes, looking through this encoder's tower."""
    shop = open_workshop(recipe, encoder, retriever, folder)
    made = _optimizers(shop.learner, recipe)
    language = shop.learner.model.model
    parts = {
        "language": language.language_model,
        "projector": language.multi_modal_projector,
        "helpers": shop.learner.helpers,
        **{f"optimizer {number}": optimizer for number, optimizer in enumerate(made)},
    }
    course = Course(folder / recipe.name, recipe.cycles, parts)
    copying = resumed(shop.copying, recipe.seed, course.step)
    pictured = max(course.step, recipe.text_steps)
    lessons, drills = resumed(shop.lessons, recipe.seed, pictured), resumed(shop.drills, recipe.seed, pictured)
    published = course.seconds

    def show() -> None:
        nonlocal published
        if course.seconds - published > _PUBLISH_EVERY:
            _present(shop, course, _GLANCE, out)
            published = course.seconds

    for step in course.steps(minutes, show):
        set_rates(made, recipe, step)
        if step < recipe.text_steps:
            _learn(shop, next(copying), None, made, course)
        else:
            _learn(shop, next(lessons), next(drills), made, course)
        if step + 1 == until:
            course.cut()
    return shop, course


def resumed(make: Callable[[int], Iterator[T]], seed: int, step: int) -> Iterator[T]:
    """What there is to learn from a step on, made in blocks: the same whether or not a run was cut before it."""
    for block in count(step // _BLOCK):
        made = make(seed * 1_000_003 + block)
        yield from islice(made, max(0, step - block * _BLOCK), _BLOCK)


def _present(shop: Workshop, course: Course, questions: int, out: Path) -> dict[str, Any]:
    """Measure over `questions` groups; published if it is the best so far, or if there is nothing yet."""
    measured = measure(shop.learner, shop.exam(questions), shop.test_features)
    if course.presentable or not (out / "metrics.json").exists():
        _publish(shop, course, measured, out)
    return measured


def _publish(shop: Workshop, course: Course, measured: dict[str, Any], out: Path) -> None:
    """Write the model as it stands, with recipe, measures and prompt fingerprint beside it."""
    model = deepcopy(shop.learner.model).cpu()
    fold_standardisation(model.model.multi_modal_projector, shop.features.mean, shop.features.std)
    save(model, shop.processor, out)
    told = {"recipe": shop.recipe.as_json(), "encoder": shop.encoder, "retriever": shop.retriever}
    told |= {"fingerprint": fingerprint()}
    write_json(out / "recipe.json", told)
    write_json(out / "metrics.json", {"summary": summary(measured), **measured, **circumstances(course, shop.data)})


def _learn(
    shop: Workshop, batch: Batch, drill: tuple[Tensor, Tensor] | None, made: list[Optimizer], course: Course
) -> None:
    features = shop.features.of(batch.pictures) if batch.pictures else torch.zeros(0)
    device = shop.learner.device
    noted = {}
    torch.manual_seed(shop.recipe.seed * 1_000_003 + course.step)  # of the noise
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):  # on a CPU it is slower
        losses, _ = shop.learner(batch.on(device), shop.noisy(features))
        total = losses.total(shop.recipe)
        if drill:
            noted["drill"], noted["drilled"] = shop.learner.compare(*map(shop.noisy, drill))
            total = total + shop.recipe.match_weight * noted["drill"]
    total.backward()
    nn.utils.clip_grad_norm_(shop.learner.parameters(), 1.0)
    for optimizer in made:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    course.note(losses.told() | noted)


def _optimizers(learner: Learner, recipe: VoiceRecipe) -> list[Optimizer]:
    """Muon for the matrices of the layers and the projector, AdamW for the rest."""
    learnt = [(key, weight) for key, weight in learner.named_parameters() if weight.requires_grad]
    matrices = [weight for key, weight in learnt if weight.ndim == 2 and ("layers" in key or "projector" in key)]
    chosen = {id(weight) for weight in matrices}
    others = [weight for _, weight in learnt if id(weight) not in chosen]
    return [
        Muon(matrices, lr=recipe.matrix_rate, weight_decay=0.01),
        torch.optim.AdamW(others, lr=recipe.other_rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def set_rates(made: list[Optimizer], recipe: VoiceRecipe, step: int) -> None:
    """In each cycle, warm up, stay, and fall to zero along a line; the first one has the full rates."""
    ends = zip(recipe.cycles, accumulate(recipe.cycles), strict=True)
    length, done = next((cycle, step - end + cycle) for cycle, end in ends if step < end)
    share = min(1.0, (done + 1) / recipe.warm_up, (length - done) / (_DECAY * length))
    share *= 1.0 if step < recipe.cycles[0] else recipe.later_rates
    for optimizer, rate in zip(made, (recipe.matrix_rate, recipe.other_rate), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = rate * share


def _fits(row: Row) -> bool:
    return max(row.positions) < CONTEXT


def _shards(folder: Path, split: Split, scenes: int) -> list[tuple[Shard, Path]]:
    """Shards of up to 1,000 scenes, drawn where they are not on disk yet; those of another world lie elsewhere."""
    kept = []
    for number in range(-(-scenes // _SHARD)):
        path = folder / f"{split}-{world_fingerprint()}-{min(scenes, _SHARD)}-{number:03}"
        if not (path / "truth.json").exists():
            save_shard(draw_shard(1_000 + number, min(scenes, _SHARD), split), path)
        kept.append((load_shard(path), path))
    return kept


def _digest(folders: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for folder in folders:
        whole.update((folder / "truth.json").read_bytes())
        whole.update((folder / "pictures.bin").read_bytes())
    return whole.hexdigest()


def _tokenizer(recipe: VoiceRecipe, shards: Sequence[Shard], folder: Path) -> PreTrainedTokenizerFast:
    """The run's tokenizer: learnt once from prompts, answers and names of the training split, then kept."""
    kept = folder / recipe.name / "tokenizer"
    if not kept.exists():
        train_tokenizer(_texts(recipe, shards), recipe.vocabulary, CONTEXT).save_pretrained(kept)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(kept)
    assert isinstance(tokenizer, PreTrainedTokenizerFast)
    return tokenizer


def _texts(recipe: VoiceRecipe, shards: Sequence[Shard]) -> Iterator[str]:
    for group in islice(groups(recipe.seed, shards, recipe.questions), _TOKENIZER_GROUPS):
        for said in group[0].prompt.said:
            yield from (said.role, *(part for part in said.parts if isinstance(part, str)))
        yield from (example.answer for example in group)
    yield from (f"Is it {name(seed)}?" for seed in range(_TOKENIZER_NAMES))
