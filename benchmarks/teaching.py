"""How long it takes to teach a photo, from the message to the commit; and to find who is in one, before the answer.

    python -m benchmarks.teaching [--photos 60] [--out docs/measurements]

writes teaching.json and teaching.md.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import psycopg
import torch
from PIL import Image

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from benchmarks.machine import machine
from benchmarks.stopwatch import Stopwatch
from core.adapters.consents import PostgresConsents
from core.adapters.database import open_database
from core.adapters.detection import load_detector
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.history import PostgresHistory
from core.adapters.open_clip import load_encoder
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.conversation import Conversation
from core.messages import Message, Reply
from core.photos import photo_of, read_photo
from core.ports import Ports
from core.prompt import Prompt
from core.settings import Settings
from trainer.world import draw_identity, name, plan_scene, render

log = logging.getLogger(__name__)

PARTS = ("photo check", "detector", "encoder", "store", "the rest", "all")
WARM_UP = 5  # photos that fill caches first, and are not counted
SIDE = 640  # px; the largest that the drawn world has
TARGET_MS = 300.0


class Mute:
    """A generator that takes no time, so that what comes before its answer can be seen."""

    name = "mute"
    context = 4096

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        """A word."""
        yield "Hm."

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """No opinion."""
        return dict.fromkeys(options, 1 / len(options))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A photo of somebody, another one of the same, and how they are called."""

    name: str
    kind: str
    shown: bytes
    asked: bytes


class Class:
    """One person who teaches, and asks."""

    def __init__(self, ports: Ports) -> None:
        self._watch = Stopwatch(ports)
        self._conversation = Conversation(self._watch.ports)
        self._updates = count()

    async def say(self, words: str, *photos: bytes, choice: str | None = None) -> tuple[Reply, dict[str, float]]:
        """The final reply, and what it took."""
        message = Message("web", str(next(self._updates)), "web:anna", "web:anna", words, photos, choice=choice)
        begin = perf_counter()
        for photo in photos:
            await asyncio.to_thread(read_photo, photo)  # beside the turn: no port lies between to time it there
        check = (perf_counter() - begin) * 1000
        self._watch.reset()
        begin = perf_counter()
        async for reply in self._conversation.handle(message):
            last = reply
        spent = {**self._watch.spent, "photo check": check, "all": (perf_counter() - begin) * 1000}
        spent["the rest"] = spent["all"] - sum(spent.get(part, 0.0) for part in PARTS[:4])
        return last, {part: spent.get(part, 0.0) for part in PARTS}


def lessons(number: int) -> list[Lesson]:
    """Beings of the test split, each under a name of its own, in two photos."""
    chance = Random(0)
    names: list[str] = []
    for seed in count():
        called = name(seed, "test")
        if called.isalpha() and called not in names:
            names.append(called)
        if len(names) == number:
            break
    return [_lesson(seed, called, chance) for seed, called in enumerate(names)]


def _lesson(seed: int, called: str, chance: Random) -> Lesson:
    being = draw_identity(seed, chance.choice(("dog", "cat", "rabbit", "bird")), "test")
    shown, asked = (
        photo_of(Image.fromarray(render(plan_scene(2 * seed + again, [being], split="test", size=SIDE)))).jpeg
        for again in (0, 1)
    )
    return Lesson(called, being.kind, shown, asked)


async def teach_and_ask(ports: Ports, taught: Sequence[Lesson]) -> dict[str, Any]:
    """Every lesson, then a question about every other photo."""
    school = Class(ports)
    teaching, asked_which, asking = [], 0, []
    for number, lesson in enumerate(taught):
        reply, spent = await school.say(f"remember, this is my {lesson.kind} {lesson.name}", lesson.shown)
        if reply.choices:  # two are seen where one is; the lesson takes a second message then
            asked_which += 1
            reply, more = await school.say("", choice="1")
            spent = {part: spent[part] + more[part] for part in PARTS}
        assert "Got it" in reply.text, reply.text
        teaching += [spent] if number >= WARM_UP else []
        log.info("%d: %s %.0f ms", number, reply.text, spent["all"])
    for number, lesson in enumerate(taught):
        _, spent = await school.say("who is this?", lesson.asked)
        asking += [spent] if number >= WARM_UP else []
    return {
        "photos": len(taught),
        "asked which": asked_which,
        "teaching": {"n": len(teaching), **_percentiles(teaching)},
        "asking": {"n": len(asking), **_percentiles(asking)},
    }


def _percentiles(turns: Sequence[dict[str, float]]) -> dict[str, Any]:
    return {
        f"p{percentile}_ms": {
            part: round(float(np.percentile([turn[part] for turn in turns], percentile)), 1) for part in PARTS
        }
        for percentile in (50, 95)
    }


async def run(photos: int) -> dict[str, Any]:
    """The whole measurement, as it is written to JSON."""
    settings = Settings(_env_file=None)
    taught = await asyncio.to_thread(lessons, photos)
    with TemporaryDirectory(prefix="familiar-bench-", ignore_cleanup_errors=True) as folder:
        async with embedded_postgres(Path(folder)) as url, open_database(url) as database:
            await migrate(url)
            encoder, detector = load_encoder(settings.encoder), load_detector(settings.detector)
            stores = (PostgresConcepts(database), PostgresHistory(database))
            own = (PostgresPeople(database), PostgresConsents(database))
            ports = Ports(encoder, detector, Mute(), *stores, *own)
            figures = await teach_and_ask(ports, taught)
            with psycopg.connect(url, autocommit=True) as connection:
                return {
                    **about(f"python -m benchmarks.teaching --photos {photos}"),
                    "machine": machine(connection),
                    "threads": torch.get_num_threads(),
                    "side": SIDE,
                    "encoder": settings.encoder,
                    "detector": settings.detector,
                    "target_p50_ms": TARGET_MS,
                    **figures,
                }


def page(result: dict[str, Any]) -> list[str]:
    """The figures for people."""
    teaching, asking = result["teaching"], result["asking"]
    p50 = teaching["p50_ms"]["all"]
    rows = [
        (part, *(f"{turns[key][part]:.0f}" for turns in (teaching, asking) for key in ("p50_ms", "p95_ms")))
        for part in PARTS
    ]
    return [
        *head("Teaching a photo", result),
        f"Photos of the drawn world, {result['side']} px; the encoder `{result['encoder']}` and the detector"
        f" `{result['detector']}` with {result['threads']} threads in the process that answers; an embedded PostgreSQL"
        f" {result['machine']['postgresql']} with all its safety on. “All” is the time from a message to the end of"
        " `Conversation.handle`: the deed and the turn are committed then. “Asking” is a question with a photo, all but"
        " the generator. The photo check is timed once more beside the turn; the rest is what no part explains.",
        table(("milliseconds", "teaching p50", "p95", "asking p50", "p95"), rows),
        f"{teaching['n']} lessons and {asking['n']} questions, after {WARM_UP} of each to warm up;"
        f" {result['asked which']} of {result['photos']} photos were answered with “which one?”; the time of such a"
        " lesson is that of both messages.",
        f"Target: teaching p50 {result['target_p50_ms']:.0f} ms or less on two cores. Measured: {p50:.0f} ms:"
        f" **{'met' if p50 <= result['target_p50_ms'] else 'not met'}**.",
    ]


def main(arguments: Sequence[str]) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    log.setLevel(logging.INFO)
    result = asyncio.run(run(chosen.photos))
    keep(chosen.out, "teaching", result, page(result))


if __name__ == "__main__":
    main(sys.argv[1:])
