"""The generator in this process, on a tiny VLM of random weights: what it says is noise, how it says it is not."""

import asyncio
import random
import time
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
import torch
from transformers import LlavaForConditionalGeneration, LlavaProcessor

from core.adapters.in_process import LONGEST_ANSWER, TransformersGenerator, _Pieces
from core.concepts import Concept
from core.errors import GeneratorDown
from core.photos import Photo
from core.ports import Generator
from core.prompt import DIFFERENT, SAME, Known, Prompt, build_prompt, compare_prompt
from tests.eyes.tiny import picture
from tests.trainer.voices import voice_folder
from trainer.scenes import draw_shard

PHOTO, OTHER = picture(1), picture(2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return voice_folder(tmp_path_factory.mktemp("voice"), draw_shard(5, 10, size=96))


@pytest.fixture
async def generator(folder: Path) -> TransformersGenerator:
    return await TransformersGenerator.load(str(folder))


def asked(question: str, photo: Photo = PHOTO) -> Prompt:
    known = Known(Concept(UUID(int=1), "Max", "dog"), OTHER, photo)
    return build_prompt(question, [known], photo=photo)


async def said(generator: Generator, prompt: Prompt) -> str:
    return "".join([piece async for piece in generator.answer(prompt)])


async def test_says_what_greedy_decoding_writes(generator: TransformersGenerator, folder: Path) -> None:
    processor = LlavaProcessor.from_pretrained(folder)
    model = LlavaForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
    prompt = asked("Who is this?")
    text = processor.apply_chat_template(
        prompt.messages(lambda photo: {"type": "image"}), add_generation_prompt=True, tokenize=False
    )
    read = processor(text=[text], images=[photo.image() for photo in prompt.pictures], return_tensors="pt")
    made = cast(Any, model).generate(**read, do_sample=False, max_new_tokens=LONGEST_ANSWER)
    answer = processor.tokenizer.decode(made[0, read["input_ids"].shape[1] :], skip_special_tokens=True)
    assert await said(generator, prompt) == answer.lstrip()


def test_pieces_of_any_tokens_are_the_answer_decoded_at_once(folder: Path) -> None:
    tokenizer = LlavaProcessor.from_pretrained(folder).tokenizer
    for seed in range(50):  # half letters, lines that begin with a space
        tokens = random.Random(seed).choices(range(tokenizer.vocab_size), k=LONGEST_ANSWER)
        pieces: list[str | None] = []
        streamer = _Pieces(tokenizer, pieces.append)
        for token in [0, *tokens]:  # the prompt comes first
            streamer.put(torch.tensor([token]))
        streamer.end()
        assert "".join(map(str, pieces)) == tokenizer.decode(tokens, skip_special_tokens=True)


async def test_streams_in_pieces_without_a_leading_space(generator: TransformersGenerator) -> None:
    pieces = [piece async for piece in generator.answer(asked("Who is this?"))]
    assert len(pieces) > 1
    assert pieces[0] == pieces[0].lstrip()


async def test_stops_working_when_the_iterator_is_closed(generator: TransformersGenerator) -> None:
    began = time.perf_counter()
    await said(generator, asked("Who is this?"))
    whole = time.perf_counter() - began
    answer = generator.answer(asked("Who is that?"))
    await anext(answer)
    began = time.perf_counter()
    await answer.aclose()
    assert time.perf_counter() - began < whole
    assert await said(generator, asked("Who is this?"))  # the lock is free again


async def test_a_cancelled_reader_frees_the_model(generator: TransformersGenerator) -> None:
    reading = asyncio.create_task(said(generator, asked("Who is this?")))
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await said(generator, asked("Who is this?"))


async def test_callers_at_once_get_each_their_own_answer(generator: TransformersGenerator) -> None:
    prompts = [asked("Who is this?"), asked("What is Max doing?", OTHER), asked("Where is Max?")]
    alone = [await said(generator, prompt) for prompt in prompts]
    assert len(set(alone)) > 1
    assert await asyncio.gather(*(said(generator, prompt) for prompt in prompts)) == alone


async def test_the_event_loop_goes_on_while_it_thinks(generator: TransformersGenerator) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await said(generator, asked("Who is this?"))
    ticking.cancel()
    assert ticks > 20


async def test_the_odds_of_the_options_sum_to_one(generator: TransformersGenerator) -> None:
    odds = await generator.choose(compare_prompt(PHOTO, OTHER), (SAME, DIFFERENT))
    assert list(odds) == [SAME, DIFFERENT]
    assert sum(odds.values()) == pytest.approx(1.0)
    assert all(0 < share < 1 for share in odds.values())


async def test_an_option_is_not_favoured_for_beginning_another(generator: TransformersGenerator) -> None:
    odds = await generator.choose(asked("Who is this?"), ("Max", "Max and Bella", "Bella"))
    assert sum(odds.values()) == pytest.approx(1.0)
    twice = await generator.choose(asked("Who is this?"), ("Bella", "Max", "Max and Bella"))
    assert twice == pytest.approx(odds)


@pytest.mark.parametrize("options", [(), ("Yes", "Yes")])
async def test_refuses_options_that_are_no_choice(generator: TransformersGenerator, options: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="options"):
        await generator.choose(asked("Who is this?"), options)


async def test_reads_words_without_any_picture(generator: TransformersGenerator) -> None:
    assert await said(generator, build_prompt("hello", []))


async def test_a_prompt_that_does_not_fit_is_an_outage_with_its_length(generator: TransformersGenerator) -> None:
    long = build_prompt("word " * 700, [Known(Concept(UUID(int=n), f"Max{n}"), PHOTO) for n in range(90)])
    with pytest.raises(GeneratorDown):
        await said(generator, long)
    with pytest.raises(GeneratorDown):
        await generator.choose(long, ("Yes", "No"))


async def test_a_model_that_is_not_there_is_an_outage_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(GeneratorDown, match="nothing-here"):
        await TransformersGenerator.load(str(tmp_path / "nothing-here"))


async def test_tells_its_name_and_how_much_it_can_read(generator: TransformersGenerator, folder: Path) -> None:
    assert generator.name == str(folder)
    assert generator.context == 2048
