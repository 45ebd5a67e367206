"""The vision-language model in this process, through transformers: for the machine without a server.

Knows weights and threads, nothing of prompts: what the model reads is decided in `core.prompt`. One answer at a time;
the event loop never waits on torch.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Final

import torch
from safetensors import SafetensorError

from core.adapters import torchvision_cure  # isort: skip  # must be imported before transformers uses torchvision
from transformers import AutoModelForImageTextToText, AutoProcessor, BatchFeature, StoppingCriteria, TextStreamer

from core.adapters import hub
from core.errors import GeneratorDown
from core.prompt import Prompt

torchvision_cure.cure()

LONGEST_ANSWER: Final = 128  # tokens; the prompts ask for one or two sentences
_FAILURES = (
    RuntimeError,
    ValueError,
    IndexError,
    OSError,
)  # torch's and transformers' words for: memory, device, shapes


class TransformersGenerator:
    """A `Generator` on weights in memory. Get one with `load`."""

    def __init__(self, model: Any, processor: Any, name: str) -> None:
        self._model = model
        self._processor = processor
        self._name = name
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def load(cls, source: str, device: str = "cpu") -> "TransformersGenerator":
        """A model from a folder, or by the name of a repository that is fetched. Takes seconds to minutes.

        Raises GeneratorDown with one sentence when the weights can't be had or read.
        """
        return cls(*await asyncio.to_thread(_load, source, device), source)

    @property
    def name(self) -> str:
        """The folder or repository that the weights came from."""
        return self._name

    @property
    def context(self) -> int:
        """The most tokens a prompt may take together with its answer."""
        return int(self._model.config.get_text_config().max_position_embeddings)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        """The most likely answer, in pieces as they come; at most LONGEST_ANSWER tokens.

        Closing the iterator stops the model at its next token. Raises GeneratorDown when the prompt does not fit, the
        device fails, or nothing is said.
        """
        said = False
        async with self._one_at_a_time:
            stop = threading.Event()
            pieces: asyncio.Queue[str | None] = asyncio.Queue()
            work = asyncio.create_task(asyncio.to_thread(self._speak, prompt, _sender(pieces), stop))
            try:
                while (piece := await pieces.get()) is not None:
                    if piece := piece if said else piece.lstrip():
                        said = True
                        yield piece
            finally:
                stop.set()
                await asyncio.shield(work)
        if not said:
            raise GeneratorDown(f"{self._name} said nothing")

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """The probability of each option as the whole answer; they sum to 1. Raises GeneratorDown as `answer` does."""
        if not options or len(set(options)) != len(options):
            raise ValueError("options must be different, and at least one")
        async with self._one_at_a_time:
            return await asyncio.shield(asyncio.to_thread(self._weigh, prompt, options))

    def _speak(self, prompt: Prompt, send: Callable[[str | None], None], stop: threading.Event) -> None:
        try:
            read = self._read(prompt)
            with torch.inference_mode():
                self._model.generate(
                    **read,
                    do_sample=False,
                    max_new_tokens=LONGEST_ANSWER,
                    streamer=_Pieces(self._processor.tokenizer, send),
                    stopping_criteria=[_Stopped(stop)],
                )
        except _FAILURES as error:
            raise GeneratorDown(f"{self._name} failed on {self._model.device}") from error
        finally:
            send(None)

    def _weigh(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        try:
            asked = self._read(prompt)["input_ids"].shape[1]
            scores = torch.tensor([self._score(prompt, option, asked) for option in options])
        except _FAILURES as error:
            raise GeneratorDown(f"{self._name} failed on {self._model.device}") from error
        return dict(zip(options, scores.softmax(0).tolist(), strict=True))

    @torch.inference_mode()
    def _score(self, prompt: Prompt, option: str, asked: int) -> float:
        """The log-probability of the option and of ending there, so that none is favoured for beginning another."""
        read = self._read(prompt, option + self._processor.tokenizer.eos_token)
        spelt = read["input_ids"][0, asked:]
        logits = self._model(**read).logits[0, asked - 1 : -1].float()
        return float(logits.log_softmax(-1).gather(1, spelt[:, None]).sum())

    def _read(self, prompt: Prompt, begun: str = "") -> BatchFeature:
        """The prompt, and the beginning of an answer, as the model takes it."""
        messages = prompt.messages(lambda photo: {"type": "image"})
        text = self._processor.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        pictures = [photo.image() for photo in prompt.pictures]
        # The template has written every special token already, and stored words were made harmless in `core.prompt`.
        read: BatchFeature = self._processor(
            text=[text + begun], images=pictures or None, return_tensors="pt", add_special_tokens=False
        )
        if (length := read["input_ids"].shape[1]) >= self.context:
            raise GeneratorDown(f"the prompt takes {length} tokens of {self.context}")
        return read.to(self._model.device)


class _Pieces(TextStreamer):
    """Hands on what an answer has more with each token, so that all pieces together are the answer decoded at once.

    The base class decodes each line by itself; a decoder that takes spaces from the beginning of a line misses them.
    """

    def __init__(self, tokenizer: Any, send: Callable[[str | None], None]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._send = send

    def put(self, value: torch.Tensor) -> None:
        """Called with the prompt, then with each token."""
        if self.next_tokens_are_prompt:
            self.next_tokens_are_prompt = False
            return
        self.token_cache.extend(value.tolist())
        text = self._decoded()
        # Spaces and half a letter may turn into something else with the next token.
        self._hand_on(text.removesuffix("\ufffd").rstrip())

    def end(self) -> None:
        """Called when the answer is over."""
        self._hand_on(self._decoded())

    def _decoded(self) -> str:
        return str(self.tokenizer.decode(self.token_cache, **self.decode_kwargs))

    def _hand_on(self, text: str) -> None:
        if piece := text[self.print_len :]:
            self.print_len = len(text)
            self._send(piece)


class _Stopped(StoppingCriteria):
    """Ends generation at the next token once nobody listens any more."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor, **_: Any) -> torch.Tensor:
        return torch.full((input_ids.shape[0],), self._stop.is_set(), device=input_ids.device)


def _load(source: str, device: str) -> tuple[Any, Any]:
    dtype = torch.float32 if device == "cpu" else "auto"
    try:
        with hub.asked_first(source):
            processor = AutoProcessor.from_pretrained(source)  # type: ignore[no-untyped-call]
            model: Any = AutoModelForImageTextToText.from_pretrained(source, dtype=dtype)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise GeneratorDown(f"The vision-language model {source!r} can't be loaded: {error}") from error
    return model.to(device).eval(), processor


def _sender(pieces: "asyncio.Queue[str | None]") -> Callable[[str | None], None]:
    """What the thread calls to put a piece into the queue of this event loop."""
    loop = asyncio.get_running_loop()

    def send(piece: str | None) -> None:
        loop.call_soon_threadsafe(pieces.put_nowait, piece)

    return send
