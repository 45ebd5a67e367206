"""A server that speaks as much of vLLM's OpenAI API as the adapter uses, and speaks it as badly as a test wants.

A real socket on loopback, so that a refused connection, a cut stream and a closed one are real too.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from core.photos import photo_of
from core.prompt import Prompt, Said

MAX = photo_of(Image.new("RGB", (40, 30), "tan"))
BELLA = photo_of(Image.new("RGB", (30, 40), "black"))
PROMPT = Prompt(
    (
        Said("system", ("You are Familiar.",)),
        Said("user", ("Picture 1", MAX, " is “Max”.", BELLA, "Who is this?")),
    )
)

Speak = Callable[[asyncio.StreamWriter], Awaitable[None]]

_STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def model(name: str, context: int | None) -> dict[str, Any]:
    """An entry of the list of models; a LoRA adapter's tells no context."""
    return {"id": name, "object": "model", "created": 1, "owned_by": "vllm", "max_model_len": context}


MODELS = {"object": "list", "data": [model("pocket", 2048)]}


@dataclass(slots=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(slots=True)
class FakeVllm:
    """Answers /v1/models with `models`, anything else with `speak`; tells what it was asked, and who hung up on it."""

    speak: Speak
    models: dict[str, Any]
    asked: list[Asked] = field(default_factory=list)
    prompted: asyncio.Event = field(default_factory=asyncio.Event)  # a prompt has arrived
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)  # the asker left before the answer was at its end
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def prompts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == "/v1/chat/completions"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            if asked.path == "/v1/models":
                return await says(self.models)(writer)
            self.prompted.set()
            speaking = asyncio.ensure_future(self.speak(writer))
            leaving = asyncio.ensure_future(reader.read())
            await asyncio.wait((speaking, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not speaking.done():
                self.hung_up.set()
            speaking.cancel()
            leaving.cancel()
        finally:
            writer.close()


@asynccontextmanager
async def fake_vllm(speak: Speak, models: dict[str, Any] = MODELS) -> AsyncGenerator[FakeVllm]:
    """A fake server on a free port, until the block ends."""
    fake = FakeVllm(speak, models)
    async with await asyncio.start_server(fake.serve, "127.0.0.1", 0) as server:
        fake.port = server.sockets[0].getsockname()[1]
        yield fake


def says(body: dict[str, Any], status: int = 200) -> Speak:
    """A whole answer in JSON."""
    return raw(json.dumps(body).encode(), status)


def raw(content: bytes, status: int = 200, kind: str = "application/json") -> Speak:
    """A whole answer of any bytes."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + content)
        await writer.drain()

    return speak


def streams(
    *steps: str | bytes | float | asyncio.Event, end: bytes = b"0\r\n\r\n", finish: str | None = "stop"
) -> Speak:
    """A streamed answer: words, raw events (bytes), pauses in seconds, and events to wait for, one after the other.

    `end` is how the stream closes, and `finish` the reason it gives before, None for none.
    """

    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(_STREAM)
        for step in steps:
            if isinstance(step, asyncio.Event):
                await step.wait()
            elif isinstance(step, float):
                await asyncio.sleep(step)
            else:
                _chunk(writer, step if isinstance(step, bytes) else event(step))
                await writer.drain()
        if finish:
            _chunk(writer, event("", finish) + b"data: [DONE]\n\n")
        writer.write(end)
        await writer.drain()

    return speak


async def silence(writer: asyncio.StreamWriter) -> None:
    """Takes the request, and never says a word."""
    await asyncio.Event().wait()


def event(words: str, finish: str | None = None) -> bytes:
    """One event of a stream, as vLLM writes it."""
    choice = {"index": 0, "delta": {"content": words}, "logprobs": None, "finish_reason": finish}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "pocket", "choices": [choice]}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def picks(option: str | None, *places: list[tuple[str, float]]) -> dict[str, Any]:
    """A choice as vLLM answers it: in each place the likeliest tokens with log-probabilities, the written one first."""
    content = [{**_token(*likely[0]), "top_logprobs": [_token(*one) for one in likely]} for likely in places]
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": option},
        "logprobs": {"content": content} if places else None,
        "finish_reason": "stop",
    }
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "pocket", "choices": [choice]}


def _token(token: str, logprob: float) -> dict[str, Any]:
    return {"token": token, "logprob": logprob, "bytes": list(token.encode())}


def _chunk(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(head[0].split()[1], headers, json.loads(body) if body else {})
