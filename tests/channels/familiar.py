"""A Familiar in a process of its own: real channels, inbox and stores, fake eyes and a scripted voice.

    python -m tests.channels.familiar --database URL --telegram URL [--pause SECONDS] [--notes FILE]

It starts in two seconds, so it can be killed often; and it adds nothing of a model's time, so its own can be measured.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import IO

from bot.channel import Letter, Part
from bot.courier import Courier
from bot.inbox import Inbox, open_inbox
from bot.languages import Languages
from bot.pacing import Pace
from bot.supervision import side_by_side
from bot.telegram_bot import Telegram
from core.adapters.consents import PostgresConsents
from core.adapters.database import Database, open_database
from core.adapters.history import PostgresHistory
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.conversation import Conversation
from core.ports import Ports
from core.prompt import Prompt
from core.settings import Settings
from tests.channels.telegram.server import TOKEN
from tests.fakes.models import BlockDetector, BlockEncoder, words_of

SECRET = "a secret for tests"


class Notes:
    """When what happened, a line of JSON each; kept whole however the process ends."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file

    def note(self, what: str, which: str) -> None:
        """`which` tells the messages apart: the last word of what was said."""
        if self._file:
            self._file.write(json.dumps([time.monotonic(), what, which]) + "\n")


class Scripted:
    """Answers "You said: …" in three pieces, with a pause before each."""

    name = "scripted"
    context = 4096

    def __init__(self, notes: Notes, pause: float) -> None:
        self._notes, self._pause = notes, pause

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        """The last word of the question, once more."""
        which = words_of(prompt).split()[-1]
        self._notes.note("asked", which)
        for piece in ("You ", "said: ", which):
            await asyncio.sleep(self._pause)
            yield piece
        self._notes.note("told", which)

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """Undecided."""
        return dict.fromkeys(options, 1 / len(options))


class Noting:
    """An inbox that tells when a letter came."""

    def __init__(self, inbox: Inbox, notes: Notes) -> None:
        self._inbox, self._notes = inbox, notes

    async def accept(self, letter: Letter) -> bool:
        """As an inbox does."""
        words = json.loads(letter.payload)["update"].get("message", {}).get("text", "")
        self._notes.note("came", words.split()[-1] if words else "")
        return await self._inbox.accept(letter)


class NotingTelegram(Telegram):
    """A channel that tells when a final answer leaves."""

    notes = Notes(None)

    async def send(self, letter: Letter, part: Part, key: str) -> str:
        """As a channel does."""
        self.notes.note("sent", part.text.split()[-1])
        return await super().send(letter, part, key)


def settings(telegram: str) -> Settings:
    """Nothing but Telegram, at this server."""
    given = {"telegram_token": TOKEN, "telegram_api": telegram}
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


def ports_on(database: Database, voice: Scripted) -> Ports:
    """Real stores, fake eyes."""
    stores = (PostgresConcepts(database), PostgresHistory(database))
    return Ports(BlockEncoder(), BlockDetector(), voice, *stores, PostgresPeople(database), PostgresConsents(database))


def said(line: str) -> None:
    """To whoever started the process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def serve(url: str, telegram: str, pause: float, notes: Notes) -> None:
    """Until the process ends."""
    NotingTelegram.notes = notes
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        inbox = await stack.enter_async_context(open_inbox(database, url))
        ports = ports_on(database, Scripted(notes, pause))
        unlimited = Pace(lambda _: 1e6, burst=1e6, overall=1e6)  # Telegram's limits are not Familiar's time
        asked = (ports.people.group, Languages(ports.people.language))
        channel = NotingTelegram(settings(telegram), Noting(inbox, notes), *asked, SECRET, pace=unlimited)
        courier = Courier(Conversation(ports), inbox.letters, {channel.name: channel}, ports.people.move)

        async def received() -> None:
            await channel.run(said)

        async def answered() -> None:
            await inbox.run(courier.answer)

        await stack.enter_async_context(side_by_side({"Telegram": received, "the inbox": answered}, said))
        await asyncio.Event().wait()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.channels.familiar", description=main.__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--telegram", required=True)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--notes", type=Path)
    asked = parser.parse_args()
    file = asked.notes.open("a", buffering=1) if asked.notes else None
    asyncio.run(serve(asked.database, asked.telegram, asked.pause, Notes(file)))


if __name__ == "__main__":
    main()
