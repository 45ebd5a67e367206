"""Eyes and a voice for tests: they see coloured blocks on white, and say whom the prompt shows.

A "being" is a block of one colour; the colour is its identity. Close colours are look-alikes.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence

import numpy as np
from PIL import Image

from core.concepts import Vector
from core.errors import EncoderDown, GeneratorDown
from core.photos import Box, Photo
from core.ports import Thresholds
from core.prompt import Prompt

RED, GREEN, BLUE, GOLD = (220, 40, 40), (40, 160, 60), (40, 60, 220), (230, 180, 30)
REDDISH = (210, 40, 55)  # sure for RED, but not just like it
ALMOST_RED = (190, 40, 100)  # a maybe for RED

Colour = tuple[int, int, int]


def picture(*colours: Colour, size: int = 240) -> Image.Image:
    """A white picture with one block per colour, side by side."""
    image = Image.new("RGB", (size, size), "white")
    width = size // max(1, len(colours))
    for place, colour in enumerate(colours):
        image.paste(colour, (place * width + width // 5, size // 4, (place + 1) * width - width // 5, size * 3 // 4))
    return image


class BlockEncoder:
    """A block's colour is its direction in space."""

    name = "blocks-1"
    dimension = 3
    thresholds = Thresholds(sure=0.985, maybe=0.9, margin=0.004, certain=0.998)

    def __init__(self) -> None:
        self.is_down = False

    async def photos(self, photos: Sequence[Photo]) -> list[Vector]:
        if self.is_down:
            raise EncoderDown("no weights")
        return [_direction(photo.image()) for photo in photos]

    async def words(self, texts: Sequence[str]) -> list[Vector]:
        return [_normal((float(len(text)), 1.0, 1.0)) for text in texts]


class BlockDetector:
    """Finds the blocks, from left to right."""

    name = "blocks-1"

    async def propose(self, photo: Photo) -> list[Box]:
        image = photo.image()
        dark = (np.asarray(image).min(axis=2) < 150).any(axis=0)
        boxes, start = [], None
        for x, is_block in enumerate([*dark, False]):
            if is_block and start is None:
                start = x
            elif not is_block and start is not None:
                if x - start > 4:
                    boxes.append(Box(start, image.height // 4, x, image.height * 3 // 4))
                start = None
        return boxes


class ReadingGenerator:
    """Answers with whom it was shown, in pieces; remembers every prompt. Can be told to be down, or to be slow."""

    name = "reader"
    context = 4096

    def __init__(self) -> None:
        self.prompts: list[Prompt] = []
        self.odds = 0.5  # of "the same one", when it is asked to compare
        self.is_down = False
        self.pause = 0.0  # seconds between pieces
        self.closed = 0  # answers that were stopped before their end
        self.answering = 0
        self.most_at_once = 0

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        if self.is_down:
            raise GeneratorDown("refused")
        self.prompts.append(prompt)
        self.answering += 1
        self.most_at_once = max(self.most_at_once, self.answering)
        done = False
        try:
            for piece in ("I read: ", words_of(prompt)):
                await asyncio.sleep(self.pause)
                yield piece
            done = True
        finally:
            self.answering -= 1
            self.closed += not done

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        if self.is_down:
            raise GeneratorDown("refused")
        self.prompts.append(prompt)
        return {options[0]: self.odds, options[1]: 1 - self.odds}


def words_of(prompt: Prompt) -> str:
    """All words of the last message of a prompt."""
    return " ".join(part.strip() for part in prompt.said[-1].parts if isinstance(part, str))


def _direction(image: Image.Image) -> Vector:
    pixels = np.asarray(image.resize((24, 24)), dtype=float).reshape(-1, 3)
    dark = pixels[pixels.min(axis=1) < 200]
    return _normal(tuple(dark.mean(axis=0) - 110) if len(dark) else (1.0, 1.0, 1.0))


def _normal(vector: tuple[float, ...]) -> Vector:
    length = math.sqrt(sum(x * x for x in vector)) or 1.0
    return tuple(float(x / length) for x in vector)
