"""The adapter on a real vLLM, and vLLM against the same model in this process."""

import asyncio
import base64
import time
from contextlib import aclosing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from openai import AsyncOpenAI
from pydantic import SecretStr

from core.adapters.in_process import TransformersGenerator
from core.adapters.vllm import Patience, VllmGenerator, vllm_generator
from core.errors import GeneratorDown
from core.photos import Photo
from core.ports import Generator
from core.prompt import DIFFERENT, SAME, Prompt, Said
from tests.vllm.figures import write_figures
from tests.vllm.golden import TO_CHOOSE
from tests.vllm.serving import KEY, Server
from trainer.collate import Reader
from trainer.voice.model import load

pytestmark = pytest.mark.vllm


async def said(generator: Generator, prompt: Prompt) -> str:
    return "".join([piece async for piece in generator.answer(prompt)])


def test_reads_golden_prompts_as_the_same_tokens_as_the_trainer(
    server: Server, folder: Path, prompts: list[Prompt]
) -> None:
    model, processor = load(folder)
    reader = Reader(processor.tokenizer, model.config.image_seq_length)
    for prompt in prompts:
        there = server.tokens(prompt.messages(as_sent))
        assert there == as_processed(processor, prompt)
        assert there == reader.prompt(prompt)


def as_sent(photo: Photo) -> dict[str, object]:
    url = "data:image/jpeg;base64," + base64.b64encode(photo.jpeg).decode()
    return {"type": "image_url", "image_url": {"url": url}}


def as_processed(processor: Any, prompt: Prompt) -> list[int]:
    messages = prompt.messages(lambda photo: {"type": "image"})
    text = processor.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    pictures = [photo.image() for photo in prompt.pictures]
    return [int(token) for token in processor(text=text, images=pictures or None)["input_ids"][0]]


async def test_tells_its_name_and_context(generator: VllmGenerator, server: Server) -> None:
    assert generator.name == server.model
    assert generator.context >= 1024


async def test_streams_the_answer_that_the_model_gives_in_process(
    generator: VllmGenerator, in_process: TransformersGenerator, prompts: list[Prompt]
) -> None:
    prompt = max(prompts, key=lambda prompt: len(prompt.pictures))
    pieces = [piece async for piece in generator.answer(prompt)]
    assert len(prompt.pictures) > 2, "several pictures, with words between"
    assert len(pieces) > 1
    assert "".join(pieces) == await said(in_process, prompt)


async def test_chooses_as_the_model_does_in_process(
    generator: VllmGenerator, in_process: TransformersGenerator, prompts: list[Prompt]
) -> None:
    for prompt in prompts[:TO_CHOOSE]:
        odds = await generator.choose(prompt, (SAME, DIFFERENT))
        assert sum(odds.values()) == pytest.approx(1.0)
        assert odds == pytest.approx(await in_process.choose(prompt, (SAME, DIFFERENT)), abs=0.01)


async def test_divides_one_between_options_that_begin_alike(generator: VllmGenerator, prompts: list[Prompt]) -> None:
    options = ("Max", "Max the second", "Maxie", "Bella")
    odds = await generator.choose(prompts[0], options)
    assert tuple(odds) == options
    assert sum(odds.values()) == pytest.approx(1.0)
    assert all(0 <= chance <= 1 for chance in odds.values())


async def test_answers_sixteen_people_at_once_as_it_answers_each_alone(
    generator: VllmGenerator, prompts: list[Prompt]
) -> None:
    alone = [await said(generator, prompt) for prompt in prompts]
    together = await asyncio.gather(*(said(generator, prompt) for prompt in prompts))
    assert together == alone
    assert len(set(alone)) > len(alone) // 2, "the same answer to all would hide a mix-up"


async def test_a_picture_that_was_seen_before_is_not_read_again(
    generator: VllmGenerator, server: Server, prompts: list[Prompt]
) -> None:
    await said(generator, prompts[0])
    before = server.metric("mm_cache_hits")
    await said(generator, prompts[0])
    assert server.metric("mm_cache_hits") - before == len(prompts[0].pictures)


async def test_an_answer_that_nobody_waits_for_frees_the_server(
    generator: VllmGenerator, server: Server, prompts: list[Prompt]
) -> None:
    async with AsyncOpenAI(base_url=server.url, api_key=KEY) as client:
        talkative = VllmGenerator(cast(AsyncOpenAI, NeverDone(client)), generator.name, generator.context, Patience())
        finished = server.metric("request_success")  # a request that was cut off is not counted
        for _ in range(5):
            async with aclosing(talkative.answer(prompts[0])) as answer:
                await anext(answer)
        assert await comes_to_rest(server)
    assert server.metric("request_success") - finished <= 2, "they were not stopped, they ran to their end"


LONG = 1_500  # tokens; some seconds


class NeverDone:
    """A client that tells the server to go on to the end of its context: the pocket voice's answers take a blink."""

    def __init__(self, client: AsyncOpenAI) -> None:
        create = partial(client.chat.completions.create, extra_body={"ignore_eos": True, "max_completion_tokens": LONG})
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=create))


async def comes_to_rest(server: Server) -> bool:
    """Whether the server soon works on nothing any more."""
    for _ in range(50):
        if server.metric("num_requests_running") == 0:
            return True
        await asyncio.sleep(0.1)
    return False


async def test_a_prompt_that_is_too_long_is_an_outage_and_not_a_hang(generator: VllmGenerator) -> None:
    endless = Prompt((Said("user", ("who is this? " * 4 * generator.context,)),))
    with pytest.raises(GeneratorDown, match="400"):
        await said(generator, endless)


async def test_does_not_open_with_another_key(server: Server) -> None:
    with pytest.raises(GeneratorDown, match="401"):
        async with vllm_generator(server.url, server.model, SecretStr(KEY + "?")):
            pytest.fail("it opened")


async def test_takes_this_long(generator: VllmGenerator, server: Server, prompts: list[Prompt]) -> None:
    first, total, choice = [], [], []
    for prompt in prompts:
        began = time.monotonic()
        async with aclosing(generator.answer(prompt)) as answer:
            await anext(answer)
            first.append(time.monotonic() - began)
            async for _ in answer:
                pass
        total.append(time.monotonic() - began)
        began = time.monotonic()
        await generator.choose(prompt, (SAME, DIFFERENT))
        choice.append(time.monotonic() - began)
    began = time.monotonic()
    await asyncio.gather(*(said(generator, prompt) for prompt in prompts))
    write_figures(
        server.model,
        {
            "start until healthy, s": [server.seconds_to_healthy],
            "first words of an answer, s": first,
            "whole answer, s": total,
            f"{SAME} or {DIFFERENT}, s": choice,
            f"{len(prompts)} people at once, until the last is answered, s": [time.monotonic() - began],
        },
    )
