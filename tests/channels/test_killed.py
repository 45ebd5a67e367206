"""Killed at fifty moments nobody chose: nothing that was said is lost, answered twice or taught twice."""

import asyncio
import sys
from collections import Counter
from random import Random

import psycopg
import pytest

from core.adapters.database import open_database
from core.adapters.postgres import PostgresConcepts
from core.concepts import memory_of
from tests.channels.telegram.server import BotApi, Chat, Json, bot_api, person
from tests.channels.waiting import until
from tests.fakes.chat import MAX

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

KILLS = 50
PEOPLE = 4  # one of whom only teaches
LONGEST = 0.7  # s from ready to the end: by then most of what was said is answered
PAUSE = 0.04  # s before each piece of an answer


async def started(api: BotApi, url: str) -> asyncio.subprocess.Process:
    """A Familiar that is connected."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.channels.familiar", "--database", url, "--telegram", api.url),
        *("--pause", str(PAUSE)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    assert line.startswith(b"Telegram: @")
    return process


class Crowd:
    """People in private and in a group, who say something new each time, and somebody who teaches."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._people = [person(100 + number, f"Person {number}") for number in range(PEOPLE)]
        self._chats = [api.private(user) for user in self._people]
        self._group = api.group("friends", *self._people)
        self.questions: list[tuple[Chat, str]] = []
        self.taught: list[str] = []

    @property
    def teacher(self) -> Json:
        """Who teaches."""
        return self._people[0]

    def speak(self, turn: int) -> None:
        """Everybody says something, in private and in the group; one of them shows a photo."""
        for user, chat in list(zip(self._people, self._chats, strict=True))[1:]:
            self._ask(chat, user, f"word{turn}x{user['id']}")
        self._ask(self._group, self._people[turn % PEOPLE], f"group{turn}x", "@familiar_bot ")
        self.taught.append(f"Rex{'abcdefghij'[turn // 10]}{'abcdefghij'[turn % 10]}")
        words = f"remember, this is my dog {self.taught[-1]}"
        self._api.says(self._chats[0], self.teacher, words, photo=self._api.photo(MAX))

    def _ask(self, chat: Chat, user: Json, word: str, before: str = "") -> None:
        self.questions.append((chat, word))
        self._api.says(chat, user, f"{before}hello there {word}")


def heard(api: BotApi, chat: Chat) -> Counter[str]:
    """The last words of what the bot said there, how often each."""
    return Counter(str(message.get("text", "")).split()[-1] for message in api.from_bot(chat.id) if message.get("text"))


def waiting(url: str) -> int:
    """Letters without an answer."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM inbox WHERE answered IS NULL").fetchone()
    return int(row[0]) if row else 0


async def test_killed_at_fifty_moments_it_loses_nothing_and_says_and_learns_nothing_twice(database_url: str) -> None:
    chance = Random(20261125)
    async with bot_api(per_minute=lambda _: 1_000_000) as api:
        crowd = Crowd(api)
        for turn in range(KILLS):
            process = await started(api, database_url)
            crowd.speak(turn)
            await asyncio.sleep(chance.uniform(0, LONGEST))
            process.kill()
            await process.wait()
        process = await started(api, database_url)
        try:
            await until(lambda: api.acknowledged > api.newest_update, 60)
            await until(lambda: waiting(database_url) == 0, 120)
        finally:
            process.kill()
            await process.wait()
        counts = Counter(heard(api, chat)[word] for chat, word in crowd.questions)
        assert counts == {1: len(crowd.questions)}
    async with open_database(database_url) as database:
        cards = await PostgresConcepts(database).cards(memory_of(f"telegram:{crowd.teacher['id']}"))
    assert Counter(card.concept.name for card in cards) == dict.fromkeys(crowd.taught, 1)
    assert all(len(card.looks) == 1 for card in cards)
