"""The vLLM adapter against a server of the test's own: what it asks, what it makes of bad answers, how it lets go."""

import asyncio
import base64
import logging
import socket
import traceback
from contextlib import aclosing
from typing import Any

import pytest
from pydantic import SecretStr

from core.adapters.vllm import Patience, vllm_generator
from core.errors import GeneratorDown
from tests.adapters.fake_vllm import (
    BELLA,
    MAX,
    PROMPT,
    FakeVllm,
    Speak,
    fake_vllm,
    model,
    raw,
    says,
    silence,
    streams,
)

PATIENT = Patience()
HURRIED = Patience(connect=0.2, first=0.2, between=0.2, total=5.0)


async def the_answer(server: FakeVllm, patience: Patience = PATIENT) -> list[str]:
    async with vllm_generator(server.url, "pocket", patience=patience) as generator:
        return [piece async for piece in generator.answer(PROMPT)]


# What it asks


async def test_hands_on_each_piece_when_it_comes_and_not_when_the_answer_is_whole() -> None:
    heard = asyncio.Event()
    async with (
        fake_vllm(streams("This is ", heard, "Max.")) as server,
        vllm_generator(server.url, "pocket") as generator,
    ):
        pieces = []
        async for piece in generator.answer(PROMPT):
            pieces.append(piece)
            heard.set()  # the server goes on only now
    assert pieces == ["This is ", "Max."]


async def test_sends_pictures_between_the_words_named_by_the_hash_of_their_bytes() -> None:
    async with fake_vllm(streams("Max.")) as server:
        await the_answer(server)
    system, user = server.prompts[0].body["messages"]
    assert system == {"role": "system", "content": [{"type": "text", "text": "You are Familiar."}]}
    assert [part.get("text") for part in user["content"]] == ["Picture 1", None, " is “Max”.", None, "Who is this?"]
    for part, photo in ((user["content"][1], MAX), (user["content"][3], BELLA)):
        kind, _, data = part["image_url"]["url"].partition(",")
        assert (kind, base64.b64decode(data)) == ("data:image/jpeg;base64", photo.jpeg)
        assert part["uuid"] == photo.sha256


async def test_asks_for_the_likeliest_answer_of_bounded_length() -> None:
    async with fake_vllm(streams("Max.")) as server:
        await the_answer(server)
    body = server.prompts[0].body
    assert (body["model"], body["temperature"], body["stream"]) == ("pocket", 0, True)
    assert 0 < body["max_completion_tokens"] <= 512


async def test_gives_an_answer_without_the_space_some_tokenizers_begin_with() -> None:
    async with fake_vllm(streams(" ", " This", " is", " Max.")) as server:
        assert await the_answer(server) == ["This", " is", " Max."]


async def test_knows_its_name_and_the_context_that_the_server_tells() -> None:
    async with fake_vllm(silence) as server, vllm_generator(server.url, "pocket") as generator:
        assert (generator.name, generator.context) == ("pocket", 2048)


async def test_takes_the_context_of_the_base_model_for_a_lora_adapter() -> None:
    models = {"object": "list", "data": [model("pocket", 2048), model("rap-1f2e", None)]}
    async with fake_vllm(silence, models) as server, vllm_generator(server.url, "rap-1f2e") as generator:
        assert generator.context == 2048


async def test_shows_its_key_to_the_server_and_no_word_or_key_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        fake_vllm(streams("It is Max.")) as server,
        vllm_generator(server.url, "pocket", SecretStr("open sesame")) as generator,
    ):
        assert [piece async for piece in generator.answer(PROMPT)] == ["It is Max."]
    assert server.prompts[0].headers["authorization"] == "Bearer open sesame"
    for secret in ("sesame", "Max", "Who is", base64.b64encode(MAX.jpeg).decode()[:40]):
        assert secret not in caplog.text


# What is no answer


NO_ANSWER: dict[str, Speak] = {
    "the server breaks down": says({"error": "boom"}, 500),
    "the server is overloaded": says({"error": "later"}, 429),
    "the key is wrong": says({"error": "who are you?"}, 401),
    "the model is gone": says({"error": {"message": "The model `pocket` does not exist."}}, 404),
    "the prompt is too long": says({"error": {"message": "too long"}}, 400),
    "a proxy's page comes": raw(b"<html>Welcome</html>", kind="text/html"),
    "bytes come that are no text": raw(b"\xff\xfe\x00data: \x9f\n\n", kind="text/event-stream"),
    "bytes come that are not even HTTP": lambda writer: garbage(writer),
    "an event is no JSON": streams(b"data: {nonsense\n\n"),
    "an event is no chunk": streams(b"data: 42\n\n"),
    "an event has another shape": streams(b'data: {"choices": [{"delta": "Max"}]}\n\n'),
    "an event tells of an error": streams("This ", b'data: {"error": {"message": "engine died", "code": 500}}\n\n'),
    "the connection is cut": streams("This is", end=b"5\r\nda", finish=None),
    "the stream stops without an end": streams("This is", finish=None),
    "the stream is empty": streams(finish=None),
    "the answer is empty": streams(),
    "the answer is blank": streams(" ", "\n\n"),
    "the answer is half characters": streams("\ufffd\ufffd", " \ufffd"),
    "the answer is control characters": streams("\x00\x07", "Max"),
}


async def garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01\x02 what?\r\n\r\n" * 10)
    await writer.drain()


@pytest.mark.parametrize("what", NO_ANSWER)
async def test_is_down_when(what: str) -> None:
    async with fake_vllm(NO_ANSWER[what]) as server:
        with pytest.raises(GeneratorDown):
            await the_answer(server)
    assert len(server.prompts) == 1, "half an answer can't be begun again"


async def test_is_down_when_nobody_listens() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/v1"
        with pytest.raises(GeneratorDown):
            async with vllm_generator(url, "pocket"):
                pytest.fail("there is no server to open")


async def test_is_down_when_the_server_goes_away_after_the_opening() -> None:
    async with fake_vllm(streams("Max.")) as server:
        opened = vllm_generator(server.url, "pocket", patience=HURRIED)
        generator = await opened.__aenter__()
    with pytest.raises(GeneratorDown):
        [piece async for piece in generator.answer(PROMPT)]
    await opened.__aexit__(None, None, None)


@pytest.mark.parametrize(
    ("models", "complaint"),
    [
        ({"object": "list", "data": []}, "nothing"),
        ({"object": "list", "data": [model("other", 2048)]}, "other"),
        ({"object": "list", "data": [model("pocket", None)]}, "context"),
        ({"detail": "Not Found"}, "no answer of use"),
    ],
)
async def test_does_not_open_on_a_server_without_the_model(models: dict[str, Any], complaint: str) -> None:
    async with fake_vllm(silence, models) as server:
        with pytest.raises(GeneratorDown, match=complaint):
            async with vllm_generator(server.url, "pocket"):
                pytest.fail("it opened")


async def test_tells_nobody_what_the_server_quotes_when_it_refuses() -> None:
    quoting = {"error": {"message": "bad input: 'Who is this? This is Max'", "code": 400}}
    async with fake_vllm(says(quoting, 400)) as server:
        with pytest.raises(GeneratorDown) as caught:
            await the_answer(server)
    told = "".join(traceback.format_exception(caught.value))
    assert "400" in told
    assert "Max" not in told


# How long it waits


@pytest.mark.parametrize(
    "speak",
    [silence, streams(5.0, "Max."), streams("", 5.0, "Max."), streams("This ", 5.0, "is Max.")],
    ids=["no status", "no first word", "an empty piece is no word", "a pause between words"],
)
async def test_gives_up_on_a_server_that_is_silent_too_long(speak: Speak) -> None:
    async with fake_vllm(speak) as server, asyncio.timeout(2):
        with pytest.raises(GeneratorDown, match="Timeout"):
            await the_answer(server, HURRIED)
        await server.hung_up.wait()


async def test_waits_longer_for_the_first_word_than_between_two() -> None:
    async with fake_vllm(streams("", 0.4, "This ", "is Max.")) as server:
        assert await the_answer(server, Patience(first=10.0, between=0.2)) == ["This ", "is Max."]


async def test_gives_up_on_an_answer_that_never_ends() -> None:
    drip = [step for _ in range(100) for step in ("word ", 0.02)]
    async with fake_vllm(streams(*drip)) as server, asyncio.timeout(2):
        with pytest.raises(GeneratorDown, match="Timeout"):
            await the_answer(server, Patience(first=1.0, between=1.0, total=0.3))


async def test_does_not_count_the_time_a_reader_takes() -> None:
    async with (
        fake_vllm(streams("This ", "is ", 0.05, "Max.")) as server,
        vllm_generator(server.url, "pocket", patience=Patience(total=0.3)) as generator,
    ):
        pieces = []
        async for piece in generator.answer(PROMPT):
            pieces.append(piece)
            await asyncio.sleep(0.2)
    assert "".join(pieces) == "This is Max."


# How it lets go


async def test_hangs_up_when_the_reader_stops_reading() -> None:
    async with (
        fake_vllm(streams("This is ", asyncio.Event())) as server,
        vllm_generator(server.url, "pocket") as generator,
    ):
        async with aclosing(generator.answer(PROMPT)) as answer:
            assert await anext(answer) == "This is "
        async with asyncio.timeout(2):
            await server.hung_up.wait()


@pytest.mark.parametrize("speak", [silence, streams(asyncio.Event())], ids=["no status", "no word"])
async def test_hangs_up_when_the_answer_is_cancelled_before_its_first_word(speak: Speak) -> None:
    async with fake_vllm(speak) as server:
        waiting = asyncio.create_task(the_answer(server))
        async with asyncio.timeout(2):
            await server.prompted.wait()
            waiting.cancel()
            await server.hung_up.wait()
        with pytest.raises(asyncio.CancelledError):
            await waiting
