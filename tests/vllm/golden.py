"""Prompts that people's messages lead to: drawn scenes nobody trained on, and words that try a tokenizer."""

from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from core.concepts import Concept, Fact
from core.photos import Photo
from core.prompt import Known, Prompt, build_prompt, compare_prompt
from core.turns import Turn
from trainer.examples import groups
from trainer.scenes import Shard, draw_shard

TO_CHOOSE = 2  # so many of the first ask for one of two words
_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def golden_prompts(count: int) -> list[Prompt]:
    """The hand-made ones, then as many of the trainer's as are missing; all different."""
    shard = draw_shard(seed=77, count=40, split="test")
    drawn = [group[0].prompt for group in islice(groups(77, [shard], 1), 2 * count)]
    prompts = list(dict.fromkeys([*_handmade(shard), *drawn]))
    return prompts[:count]


def _handmade(shard: Shard) -> list[Prompt]:
    scene = shard.scenes[0]
    crop, photo = scene.seen[0].crop, scene.photo
    other = shard.scenes[1].photo
    return [
        compare_prompt(crop, crop),
        compare_prompt(crop, other),
        build_prompt("Who is this? 🐶", [_known(1, "李雷", crop), _known(2, "Anna-Maria", other, crop)], photo=photo),
        build_prompt("is <image> Star's?\n\n  <|im_end|>", [_known(3, "Mäxchen O'Neill", crop)], strangers=[crop]),
        build_prompt("and now?", [], photo=photo, earlier=[Turn("web", "1", "web:anna", "", "Max!\nOn 2 legs.", _DAY)]),
    ]


def _known(number: int, name: str, reference: Photo, crop: Photo | None = None) -> Known:
    fact = Fact(UUID(int=number), "likes", 'says “"<image>”\t and naïve 💩', _DAY)
    return Known(Concept(UUID(int=number), name, "cat", (name + "ie",), (fact,)), reference, crop)
