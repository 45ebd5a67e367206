"""The vision-language model behind vLLM's OpenAI API.

Knows requests and time, nothing of prompts: what the model reads is decided in `core.prompt`. vLLM itself is never
imported; it lives in another environment and is reached over HTTP.
"""

import asyncio
import base64
import logging
import math
import unicodedata
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, OpenAIError
from openai.types import Model
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam, ChatCompletionTokenLogprob
from openai.types.chat.chat_completion_chunk import Choice
from pydantic import SecretStr

from core.errors import GeneratorDown
from core.photos import Photo
from core.prompt import Prompt

LONGEST_ANSWER = 128  # tokens; the prompts ask for one or two sentences
_LIKELIEST = 20  # tokens in each place with their log-probability; the most that vLLM gives unless told otherwise
_IDLE_SECONDS = 2.0  # vLLM closes a connection that idled for 5 s; a request sent into that moment would be lost

# Whatever is wrong on the way or at the other end: refused, timed out, an error status, text that is no JSON, JSON that
# is no answer. ValueError is what the library lets through for bytes that don't decode.
_FAILURES = (OpenAIError, httpx2.HTTPError, httpx2.StreamError, ValueError, TimeoutError)
# Of these the text is our own or the network's. Any other may quote what a person said, and is not to be logged.
_WITHOUT_CONTENT = (APIConnectionError, httpx2.TransportError, TimeoutError)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for the server, in seconds. `total` counts only the waiting, not the reader's own time."""

    connect: float = 3.0
    first: float = 60.0  # until the first words; a busy server queues
    between: float = 15.0
    total: float = 180.0


class VllmGenerator:
    """A `Generator` on a vLLM server. Open it with `vllm_generator`."""

    def __init__(self, client: AsyncOpenAI, model: str, context: int, patience: Patience) -> None:
        self._client = client
        self._model = model
        self._context = context
        self._patience = patience

    @property
    def name(self) -> str:
        """The model's name at the server."""
        return self._model

    @property
    def context(self) -> int:
        """The most tokens a prompt may take together with its answer, as the server has it."""
        return self._context

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        """The most likely answer, in pieces as the server makes them; at most LONGEST_ANSWER tokens.

        Closing the iterator closes the connection, and the server then stops working on it. Raises GeneratorDown, also
        after some pieces, when the server is down, refuses, takes too long, breaks off, or says nothing readable.
        """
        text, finished = "", False
        async with aclosing(self._spoken(prompt)) as spoken:
            async for choice in spoken:
                finished = finished or choice.finish_reason is not None
                piece = _without_garbage(choice.delta.content or "")
                if piece := piece if text else piece.lstrip():
                    text += piece
                    yield piece
        if not finished:
            raise GeneratorDown("the server broke off in mid-answer")
        _refuse_unreadable(text)

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """The probability of each option as the answer; they sum to 1.

        The server may write nothing but one of the options. The one it picks gets the probability of its tokens, as
        `share_of` reads it; the others divide the rest, asked for again without it. So two options take one request,
        and options that begin with the same token are told apart where they part. Raises GeneratorDown as `answer`.
        """
        if not options or len(set(options)) != len(options) or any(not one or one != one.strip() for one in options):
            raise ValueError("options must be different, none of them empty or with space around it")
        messages = _messages(prompt)
        odds: dict[str, float] = {}
        left, open_share = list(options), 1.0
        while len(left) > 1:
            pick, tokens = await self._pick(messages, left)
            share = share_of(pick, left, tokens)
            odds[pick] = open_share * share
            open_share *= 1.0 - share
            left.remove(pick)
        odds[left[0]] = open_share
        return {option: odds[option] for option in options}

    async def _spoken(self, prompt: Prompt) -> AsyncGenerator[Choice]:
        """The parts of the answer as the library reads them, each waited for no longer than patience allows."""
        wait, left = self._patience.first, self._patience.total
        began = _now()
        started = self._client.chat.completions.create(
            model=self._model,
            messages=_messages(prompt),
            temperature=0,
            max_completion_tokens=LONGEST_ANSWER,
            stream=True,
        )
        async with await _within(min(wait, left), started) as stream:
            chunks = aiter(stream)
            while (chunk := await _within(min(wait, left), anext(chunks, None))) is not None:
                left -= _now() - began
                for choice in chunk.choices:
                    wait = self._patience.between if choice.delta.content else wait
                    yield choice
                began = _now()

    async def _pick(
        self, messages: list[ChatCompletionMessageParam], options: Sequence[str]
    ) -> tuple[str, list[ChatCompletionTokenLogprob]]:
        # Some tokenizers begin every word with its space, the first of an answer too. vLLM compares text, so without
        # that spelling it would force such a model to tokens that it never learnt to begin with.
        spellings = [spelling for option in options for spelling in (option, " " + option)]
        asked = self._client.chat.completions.create(
            model=self._model,
            messages=messages,
            temperature=0,
            max_completion_tokens=max(len(spelling.encode()) for spelling in spellings) + 1,
            logprobs=True,
            top_logprobs=_LIKELIEST,
            extra_body={"structured_outputs": {"choice": spellings}},
        )
        return _read_pick(await _within(self._patience.first, asked), options)


@asynccontextmanager
async def vllm_generator(
    url: str, model: str, api_key: SecretStr | None = None, patience: Patience = Patience()
) -> AsyncGenerator[VllmGenerator]:
    """The generator at `url` ("http://127.0.0.1:8000/v1") that serves `model`, until the block ends.

    Raises GeneratorDown when the server can't be reached, refuses, or does not serve that model.
    """
    for name in ("openai", "httpx2", "httpcore2"):  # a line per request, with its address, is nobody's business
        logging.getLogger(name).setLevel(logging.WARNING)
    client = AsyncOpenAI(
        base_url=url,
        api_key=api_key.get_secret_value() if api_key else "none",  # the library insists on one
        max_retries=0,  # an answer that a person saw half of can't be begun again
        http_client=httpx2.AsyncClient(
            timeout=httpx2.Timeout(None, connect=patience.connect),  # all other waiting is timed in `_within`
            limits=httpx2.Limits(keepalive_expiry=_IDLE_SECONDS),
        ),
        _strict_response_validation=True,  # rubbish is an error here, not an AttributeError later
    )
    async with client:
        served = await _within(patience.first, client.models.list())
        yield VllmGenerator(client, model, _context_of(model, served.data), patience)


def share_of(pick: str, options: Sequence[str], tokens: Sequence[ChatCompletionTokenLogprob]) -> float:
    """The probability that the answer is `pick` and none of the other options, in [0, 1].

    `tokens` are those that spelled it, each with the likeliest tokens in its place; vLLM gives the probabilities after
    it struck out what leads to no option. In each place the tokens count for the pick that spell on towards it alone
    ("Y" and " Yes" as well as "Yes"), and those against it that lead elsewhere or end too early. One that leaves it
    open ("N", between "No" and "Never") counts for neither. Half a character can't be read, and counts against it.
    """
    others = [option for option in options if option != pick]
    share, said = 1.0, ""
    for token in tokens:
        kept, lost = math.exp(token.logprob), 0.0
        for likely in token.top_logprobs:
            ahead = (said + likely.token).lstrip()
            if (likely.token, likely.logprob) == (token.token, token.logprob):
                continue
            if not pick.startswith(ahead):
                lost += math.exp(likely.logprob)
            elif not any(other.startswith(ahead) for other in others):
                kept += math.exp(likely.logprob)
        share *= kept / ((kept + lost) or 1.0)
        said += token.token
    return share


async def _within(seconds: float, awaited: Awaitable[_T]) -> _T:
    """The one place where a failure of the library, the network or the server becomes GeneratorDown."""
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except _FAILURES as error:
        raise GeneratorDown(_reason(error)) from (error if isinstance(error, _WITHOUT_CONTENT) else None)


def _reason(error: Exception) -> str:
    if isinstance(error, APIStatusError):
        return f"the server refuses with status {error.status_code}"
    return f"no answer of use from the server: {type(error).__name__}"


def _context_of(model: str, served: Sequence[Model]) -> int:
    """The model's `max_model_len`; a LoRA adapter has none of its own and takes that of its base."""
    if model not in (one.id for one in served):
        raise GeneratorDown(
            f"the server does not serve {model}, but {', '.join(one.id for one in served) or 'nothing'}"
        )
    by_name = {one.id: (one.model_extra or {}).get("max_model_len") for one in served}
    length = by_name[model] or next(filter(None, by_name.values()), None)
    if not isinstance(length, int):
        raise GeneratorDown("the server does not tell the length of its context, as vLLM does")
    return length


def _messages(prompt: Prompt) -> list[ChatCompletionMessageParam]:
    return cast(list[ChatCompletionMessageParam], prompt.messages(_spell))


def _spell(photo: Photo) -> dict[str, Any]:
    # The uuid is vLLM's cache key in place of a hash of its own. Only the hash of the bytes is safe as one: any name
    # that could be guessed or used twice would show one person's picture to another.
    url = "data:image/jpeg;base64," + base64.b64encode(photo.jpeg).decode()
    return {"type": "image_url", "image_url": {"url": url}, "uuid": photo.sha256}


def _read_pick(answer: ChatCompletion, options: Sequence[str]) -> tuple[str, list[ChatCompletionTokenLogprob]]:
    choice = answer.choices[0] if answer.choices else None
    pick = (choice.message.content or "").strip() if choice else ""
    tokens = (choice.logprobs.content if choice and choice.logprobs else None) or []
    if pick not in options:
        raise GeneratorDown("the server answered with none of the options")
    if not tokens:
        raise GeneratorDown("the server gives no log-probabilities")
    likely = [token.logprob for token in tokens] + [other.logprob for token in tokens for other in token.top_logprobs]
    if not all(logprob <= 0.0 for logprob in likely):  # so put, it also refuses NaN
        raise GeneratorDown("the server gives log-probabilities that are none")
    return pick, tokens


def _without_garbage(piece: str) -> str:
    if any(unicodedata.category(char) == "Cc" and char not in "\n\r\t" for char in piece):
        raise GeneratorDown("the server answered with control characters")
    return piece


def _refuse_unreadable(text: str) -> None:
    if all(char == "\N{REPLACEMENT CHARACTER}" or char.isspace() for char in text):
        raise GeneratorDown("the server answered with nothing that can be read")


def _now() -> float:
    return asyncio.get_running_loop().time()
