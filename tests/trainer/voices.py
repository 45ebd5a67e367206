"""A pocket VLM of random weights, small enough to build in a second, in a folder as the trainer leaves it."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch

from tests.eyes.tiny import encoder_folder
from trainer.examples import groups
from trainer.recipe import RECIPES
from trainer.scenes import Shard
from trainer.voice.model import CONTEXT, build, save
from trainer.voice.tokens import make_processor, train_tokenizer
from trainer.voice.tower import load_tower, pixels_of

TINY = replace(RECIPES["quick"], name="tiny", width=64, layers=3, heads=4, mlp=128, vocabulary=700)


def words_of(shard: Shard) -> list[str]:
    """What prompts and answers over the shard are made of."""
    read = [example for group in islice(groups(1, [shard], 4), 60) for example in group]
    said = [part for one in read for message in one.prompt.said for part in message.parts if isinstance(part, str)]
    return [*said, *(one.answer for one in read), "system", "user", "assistant"]


def voice_folder(folder: Path, shard: Shard) -> Path:
    """An untrained VLM over an untrained encoder."""
    encoder = encoder_folder(folder / "encoder")
    tower = load_tower(encoder)
    tokenizer = train_tokenizer(words_of(shard), TINY.vocabulary, CONTEXT)
    model = build(TINY, tokenizer, tower)
    with torch.no_grad():
        for weight in model.model.language_model.layers.parameters():
            if weight.ndim == 2:  # larger than at the start of a training, or it would only say the last token again
                weight.normal_(std=0.3)
    save(model, make_processor(tokenizer, *pixels_of(encoder)), folder / "vlm")
    return folder / "vlm"
