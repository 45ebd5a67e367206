"""Killed at fifty moments nobody chose: nothing that was said is lost, answered twice or taught twice."""

import asyncio
import sys
from collections import Counter
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot.discord.missed import SAVED_AFTER
from core.adapters.database import open_database
from core.adapters.postgres import PostgresConcepts
from core.concepts import memory_of
from tests.channels.discord.server import Discord
from tests.channels.discord.world import Payload
from tests.channels.waiting import until
from tests.fakes.chat import MAX

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

KILLS = 50
TALKERS = ("ben", "cleo", "dan")
LONGEST = 1.0  # s from connected to the end
PAUSE = 0.04  # s before each piece of an answer


class Crowd:
    """People in private and in a server, who say something new each time, and Anna, who teaches."""

    def __init__(self, discord: Discord) -> None:
        """Nobody has spoken."""
        self._discord = discord
        server = discord.world.server("friends", [*TALKERS, "anna"])
        self._general = discord.world.channels[int(server["channels"][0]["id"])]
        self.questions: list[tuple[Payload, str]] = []
        self.taught: list[str] = []

    async def speak(self, turn: int) -> None:
        """Everybody says something; Anna shows a photo."""
        for account in TALKERS:
            await self._ask(account, self._discord.world.private(account), f"word{turn}x{account}")
        await self._ask(TALKERS[turn % 3], self._general, f"group{turn}x", f"<@{self._discord.world.me}> ")
        self.taught.append(f"Rex{'abcdefghij'[turn // 10]}{'abcdefghij'[turn % 10]}")
        words = f"remember, this is my dog {self.taught[-1]}"
        await self._discord.says("anna", self._discord.world.private("anna"), words, MAX)

    async def _ask(self, account: str, channel: Payload, word: str, before: str = "") -> None:
        self.questions.append((channel, word))
        await self._discord.says(account, channel, f"{before}hello there {word}")


async def started(discord: Discord, url: str, data: Path) -> asyncio.subprocess.Process:
    """A Familiar that is connected."""
    await until(lambda: not discord.gateways)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.channels.discord.alone", "--database", url, "--api", discord.api),
        *("--data", str(data), "--pause", str(PAUSE)),
        stdout=asyncio.subprocess.PIPE,
    )
    await until(lambda: discord.gateways, 60)
    return process


async def ended(process: asyncio.subprocess.Process) -> None:
    """Killed."""
    process.kill()
    await process.wait()


def answered(url: str) -> tuple[int, int]:
    """How many letters there are, and how many of them have their answer."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*), count(answered) FROM inbox").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def heard(discord: Discord, channel: Payload) -> Counter[str]:
    """The last words of what the bot said there, how often each."""
    return Counter(message["content"].split()[-1] for message in discord.ours(channel) if message["content"])


async def test_killed_at_any_moment_it_loses_nothing_and_says_and_learns_nothing_twice(
    discord: Discord, database_url: str, tmp_path: Path
) -> None:
    chance, crowd = Random(20261125), Crowd(discord)
    process = await started(discord, database_url, tmp_path)
    await crowd.speak(0)  # where it was never spoken to, it can't know that it missed something
    await until(lambda: answered(database_url) == (5, 5), 30)
    await asyncio.sleep(2.5 + SAVED_AFTER)
    await ended(process)
    for turn in range(1, KILLS + 1):
        process = await started(discord, database_url, tmp_path)
        await crowd.speak(turn)
        await asyncio.sleep(chance.uniform(0, LONGEST))
        await ended(process)
    everything = 5 * (KILLS + 1)
    process = await started(discord, database_url, tmp_path)
    try:
        await until(lambda: answered(database_url) == (everything, everything), 60)
    finally:
        await ended(process)
    wrong = [(w, [m["content"] for m in discord.ours(c)]) for c, w in crowd.questions if heard(discord, c)[w] != 1]
    assert wrong == []
    anna = discord.world.person("anna")["id"]
    async with open_database(database_url) as database:
        cards = await PostgresConcepts(database).cards(memory_of(f"discord:{anna}"))
    assert Counter(card.concept.name for card in cards) == dict.fromkeys(crowd.taught, 1)
    assert all(len(card.looks) == 1 for card in cards)
