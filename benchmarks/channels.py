"""How much Familiar itself adds to a message, how many it carries, and whether it grows: 200 chats on a fake Bot API.

    python -m benchmarks.channels [--messages 100000] [--out docs/measurements]

The Bot API runs in this process, Familiar in another, with real channel, inbox, conversation and PostgreSQL; eyes and
voice are fakes that take no time: all the time there is, is Familiar's own. Writes channels.json and channels.md.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from core.adapters.embedded import embedded_postgres, migrate
from tests.channels.telegram.server import BotApi, Chat, Json, bot_api, person

CHATS = 200
CALM = 15.0  # messages a second of all chats: half of what Telegram lets a bot send
CALM_MESSAGES = 1_500
TARGET_MS = 30.0
WARM_UP = 400  # messages that fill caches first, and are not counted
PATIENCE = 60.0  # s


@dataclass
class Crowd:
    """People who each say something in their own chat."""

    api: BotApi
    people: list[Json] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)
    words: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        for number in range(CHATS):
            self.people.append(person(1_000 + number, f"Person {number}"))
            self.chats.append(self.api.private(self.people[-1]))

    def speak(self, which: int) -> str:
        """One of them asks something; the word that tells it apart."""
        word = f"w{next(self.words)}"
        self.api.says(self.chats[which], self.people[which], f"hello there {word}")
        return word


@dataclass(frozen=True, slots=True)
class Familiar:
    """The process under test."""

    process: asyncio.subprocess.Process
    notes: Path

    @property
    def megabytes(self) -> float:
        """What it holds in memory (resident), as Linux counts."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def times(self) -> dict[str, dict[str, float]]:
        """When what happened to each message: came, asked, told, sent."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for line in self.notes.read_text().splitlines():
            at, what, which = json.loads(line)
            found[which].setdefault(what, at)
        return found


@asynccontextmanager
async def familiar(database: str, api: BotApi, notes: Path) -> AsyncGenerator[Familiar]:
    """A Familiar that is connected, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.channels.familiar", "--database", database, "--telegram", api.url),
        *("--notes", str(notes)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    await process.stdout.readline()
    try:
        yield Familiar(process, notes)
    finally:
        process.kill()
        await process.wait()


class Ears:
    """Who has been answered. What the server noted is let go of, so that it does not slow down."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._answered: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def listen(self) -> None:
        """Until cancelled."""
        while True:
            calls, self._api.calls = self._api.calls, []
            for call in calls:
                if call.method == "sendMessage":
                    self._answered[int(call.given["chat_id"])].set()
            if len(self._api.messages) > 10 * CHATS:
                self._api.messages.clear()
            await asyncio.sleep(0.002)

    async def hear(self, chat: Chat) -> None:
        """Wait for the next answer there."""
        await asyncio.wait_for(self._answered[chat.id].wait(), PATIENCE)
        self._answered[chat.id].clear()


async def calm(crowd: Crowd, ears: Ears) -> list[str]:
    """People write when they like, evenly over time; returns when all are answered."""

    async def one(which: int) -> str:
        word = crowd.speak(which)
        await ears.hear(crowd.chats[which])
        return word

    tasks = []
    for number in range(CALM_MESSAGES):
        tasks.append(asyncio.create_task(one(number * 7 % CHATS)))
        await asyncio.sleep(1 / CALM)
    return await asyncio.gather(*tasks)


async def rush(crowd: Crowd, ears: Ears, messages: int, subject: Familiar) -> dict[str, Any]:
    """Every chat says the next thing as soon as it is answered: as many messages as go through."""
    begin, sizes, left = time.monotonic(), [subject.megabytes], iter(range(1, messages + 1))

    async def chat(which: int) -> None:
        for number in left:
            crowd.speak(which)
            await ears.hear(crowd.chats[which])
            if number % max(1, messages // 20) == 0:
                sizes.append(subject.megabytes)

    await asyncio.gather(*(chat(which) for which in range(CHATS)))
    seconds = time.monotonic() - begin
    rate = round(messages / seconds, 1)
    return {"messages": messages, "seconds": round(seconds, 1), "per_second": rate, "megabytes": sizes}


def added(times: dict[str, dict[str, float]], words: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds that Familiar took before the voice was asked, after it had told, and both."""
    whole = [times[word] for word in words]
    before = np.array([at["asked"] - at["came"] for at in whole]) * 1000
    after = np.array([at["sent"] - at["told"] for at in whole]) * 1000
    parts = {"accepted to first call of the voice": before, "end of the voice to final send": after}
    parts["both"] = before + after
    return {
        part: {"p50": round(float(np.median(ms)), 1), "p95": round(float(np.percentile(ms, 95)), 1)}
        for part, ms in parts.items()
    }


async def measure(messages: int, folder: Path) -> dict[str, Any]:
    """Both loads on one process."""
    async with embedded_postgres(folder / "postgres") as url, bot_api(per_minute=lambda _: 10**9) as api:
        await migrate(url)
        async with familiar(url, api, folder / "notes") as subject:
            crowd, ears = Crowd(api), Ears(api)
            listening = asyncio.create_task(ears.listen())
            await rush(crowd, ears, WARM_UP, subject)
            rushed = await rush(crowd, ears, messages, subject)
            words = await calm(crowd, ears)
            listening.cancel()
            calmly = {"per_second": CALM, "messages": len(words), "ms": added(subject.times(), words)}
            return {"rush": rushed, "calm": calmly}


def paragraphs(result: dict[str, Any]) -> list[str]:
    """The page."""
    calm, rush = result["calm"], result["rush"]
    sizes = rush["megabytes"]
    rows = [(part, ms["p50"], ms["p95"]) for part, ms in calm["ms"].items()]
    return [
        *head("What Familiar itself adds to a message", result),
        f"{CHATS} chats of people on a fake Bot API over HTTP, {calm['per_second']:.0f} messages a second in all"
        f" (Telegram lets a bot send 30), {calm['messages']} messages. Real channel, inbox, conversation and embedded"
        f" PostgreSQL; eyes and voice take no time. Goal: {TARGET_MS:.0f} ms at p50.",
        table(("part", "p50 ms", "p95 ms"), rows),
        f"As fast as it goes, {CHATS} messages under way at once: **{rush['per_second']} messages a second**, over"
        f" {rush['messages']} messages. The Bot API shares the two cores. Memory of the process from the first of them"
        f" to the last: {sizes[0]:.0f} MB, {sizes[len(sizes) // 2]:.0f} MB in the middle, {sizes[-1]:.0f} MB.",
    ]


def main() -> None:
    """Measure, and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.channels", description=main.__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="familiar-bench-", ignore_cleanup_errors=True) as folder:
        measured = asyncio.run(measure(asked.messages, Path(folder)))
    result = about(f"python -m benchmarks.channels --messages {asked.messages}") | measured
    keep(asked.out, "channels", result, paragraphs(result))


if __name__ == "__main__":
    main()
