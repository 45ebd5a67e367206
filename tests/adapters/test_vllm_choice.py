"""Choosing among options by log-probabilities, against a server of the test's own."""

import asyncio
import json
import math
from typing import Any

import pytest
from openai.types.chat import ChatCompletionTokenLogprob

from core.adapters.vllm import Patience, share_of, vllm_generator
from core.errors import GeneratorDown
from tests.adapters.fake_vllm import PROMPT, FakeVllm, Speak, fake_vllm, picks, raw, says, silence

PATIENT = Patience()
HURRIED = Patience(first=0.2)


async def the_choice(server: FakeVllm, *options: str, patience: Patience = PATIENT) -> dict[str, float]:
    async with vllm_generator(server.url, "pocket", patience=patience) as generator:
        return await generator.choose(PROMPT, options)


def likely(token: str, probability: float) -> tuple[str, float]:
    return token, math.log(probability)


def log(**tokens: float) -> list[tuple[str, float]]:
    """Tokens with their probabilities, the written one first; `end` is the token that ends the answer."""
    return [likely("<|im_end|>" if token == "end" else token, share) for token, share in tokens.items()]


def tokens(*places: list[tuple[str, float]]) -> list[ChatCompletionTokenLogprob]:
    content = picks("", *places)["choices"][0]["logprobs"]["content"]
    return [ChatCompletionTokenLogprob.model_validate(one) for one in content]


async def test_chooses_by_the_log_probabilities_of_the_options_alone() -> None:
    async with fake_vllm(says(picks("Yes", log(Yes=0.7, No=0.3), log(end=1.0)))) as server:
        assert await the_choice(server, "No", "Yes") == pytest.approx({"No": 0.3, "Yes": 0.7})
    body = server.prompts[0].body
    assert body["structured_outputs"] == {"choice": ["No", " No", "Yes", " Yes"]}
    assert (body["temperature"], body["logprobs"], body["top_logprobs"]) == (0, True, 20)


async def test_reads_a_choice_that_begins_with_a_space() -> None:
    answer = picks(" No", [likely(" No", 0.9), likely(" Yes", 0.1)], log(end=1.0))
    async with fake_vllm(says(answer)) as server:
        assert await the_choice(server, "Yes", "No") == pytest.approx({"Yes": 0.1, "No": 0.9})


async def test_asks_again_among_the_rest_when_there_are_more_than_two_options() -> None:
    answers = iter([picks("A", log(A=0.5, B=0.3, C=0.2), log(end=1.0)), picks("C", log(C=0.6, B=0.4), log(end=1.0))])

    async def speak(writer: asyncio.StreamWriter) -> None:
        await says(next(answers))(writer)

    async with fake_vllm(speak) as server:
        assert await the_choice(server, "A", "B", "C") == pytest.approx({"A": 0.5, "B": 0.2, "C": 0.3})
    assert server.prompts[1].body["structured_outputs"] == {"choice": ["B", " B", "C", " C"]}


async def test_needs_no_server_to_choose_the_only_option() -> None:
    async with fake_vllm(silence) as server:
        assert await the_choice(server, "Yes") == {"Yes": 1.0}


@pytest.mark.parametrize("options", [(), ("Yes", "Yes"), ("Yes", ""), ("Yes", " Yes")])
async def test_refuses_options_that_can_not_be_told_apart(options: tuple[str, ...]) -> None:
    async with fake_vllm(silence) as server:
        with pytest.raises(ValueError, match="options"):
            await the_choice(server, *options)


@pytest.mark.parametrize(
    "answer",
    [
        picks("Perhaps", log(Perhaps=1.0)),
        picks(None, log(Yes=1.0)),
        picks("Yes"),
        picks("Yes", [("Yes", 0.5)]),
        picks("Yes", [("Yes", math.nan)]),
        {**picks("Yes"), "choices": []},
    ],
    ids=["another word", "no word", "no log-probabilities", "above certainty", "not a number", "no choice at all"],
)
async def test_is_down_when_the_choice_is_none(answer: dict[str, Any]) -> None:
    async with fake_vllm(raw(json.dumps(answer).encode())) as server:
        with pytest.raises(GeneratorDown):
            await the_choice(server, "Yes", "No")


@pytest.mark.parametrize(
    ("pick", "other", "places", "share"),
    [
        pytest.param("Yes", "No", [log(Yes=0.8, No=0.2)], 0.8, id="of one token each"),
        pytest.param("Yes", "No", [log(Yes=0.5, Y=0.25, No=0.15, N=0.1)], 0.75, id="in several spellings"),
        pytest.param("Never", "No", [log(Never=0.6, No=0.2, N=0.2)], 0.75, id="beside a token that may become both"),
        pytest.param("Max", "Mo", [log(M=1.0), log(ax=0.9, o=0.1)], 0.9, id="with the same first token"),
        pytest.param(
            "Max",
            "Max the second",
            [log(Max=1.0), [likely("<|im_end|>", 0.3), likely(" the", 0.7)]],
            0.3,
            id="that the other begins with",
        ),
        pytest.param(
            "Max the second",
            "Max",
            [log(Max=1.0), [likely(" the", 0.7), likely("<|im_end|>", 0.3)]],
            0.7,
            id="that begins with the other",
        ),
        pytest.param(
            "Yes",
            "No",
            [[likely("Yes", 0.6), likely(" Yes", 0.1), likely(" No", 0.3)]],
            0.7,
            id="with and without a space",
        ),
        pytest.param(
            "李雷",
            "Max",
            [[likely("\ufffd", 0.6), likely("Max", 0.4)], [likely("\ufffd", 1.0)]],
            0.6,
            id="in tokens of half characters",
        ),
    ],
)
def test_reads_the_share_of_an_option(
    pick: str, other: str, places: list[list[tuple[str, float]]], share: float
) -> None:
    assert share_of(pick, [other, pick], tokens(*places)) == pytest.approx(share)


NO_CHOICE: dict[str, Speak] = {
    "the server breaks down": says({"error": "boom"}, 500),
    "the server knows no such option": says({"error": {"message": "structured_outputs: unknown"}}, 400),
    "a proxy's page comes": raw(b"<html>Welcome</html>", kind="text/html"),
    "bytes come that are no text": raw(b"\xff\xfe\x00"),
    "the answer is JSON of another shape": raw(b"[1, 2]"),
}


@pytest.mark.parametrize("what", NO_CHOICE)
async def test_is_down_when(what: str) -> None:
    async with fake_vllm(NO_CHOICE[what]) as server:
        with pytest.raises(GeneratorDown):
            await the_choice(server, "Yes", "No")


async def test_gives_up_on_a_choice_that_does_not_come() -> None:
    async with fake_vllm(silence) as server, asyncio.timeout(2):
        with pytest.raises(GeneratorDown, match="Timeout"):
            await the_choice(server, "Yes", "No", patience=HURRIED)
        await server.hung_up.wait()


async def test_hangs_up_when_a_choice_is_cancelled() -> None:
    async with fake_vllm(silence) as server, vllm_generator(server.url, "pocket") as generator:
        waiting = asyncio.create_task(generator.choose(PROMPT, ["Yes", "No"]))
        async with asyncio.timeout(2):
            await server.prompted.wait()
            waiting.cancel()
            await server.hung_up.wait()
