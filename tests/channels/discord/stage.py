"""The Discord stage: the real channel, inbox and courier on the fake Discord, with the conversation on its fakes."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, LiteralString

from discord.gateway import KeepAliveHandler
from psycopg import AsyncConnection
from pydantic import SecretStr

from bot.channel import Letter, Ready
from bot.courier import Courier
from bot.discord.hearing import Hearing
from bot.discord_bot import DiscordChannel
from bot.inbox import Inbox, open_inbox
from bot.languages import Languages
from core.adapters.database import open_database
from core.settings import Settings
from tests.channels.discord.conftest import quick
from tests.channels.discord.server import TOKEN, Discord, open_discord
from tests.channels.discord.world import LOADING, PRIVATE, Payload
from tests.channels.process import Process
from tests.channels.stage import Shown
from tests.channels.waiting import until
from tests.fakes.chat import Chat as Familiar

SECRET = "what seals the buttons of these tests"


@dataclass
class DiscordTalker:
    """Somebody in a private channel or a server. In private they type commands; in a server they pick them."""

    stage: "DiscordStage"
    account: str
    channel: Payload
    _said: Payload | None = None

    async def say(self, text: str = "", *photos: bytes, reply_to: Shown | None = None) -> Shown:
        """Say it to the bot, and wait for all that comes."""
        await self._say(text, photos, reply_to)
        return await self._answered()

    async def begin(self, text: str = "", *photos: bytes) -> None:
        """Say it to the bot."""
        await self._say(text, photos)

    async def hear(self) -> Shown:
        """The oldest answer that was not heard yet, once it stays as it is."""
        await until(lambda: self.stage.unheard(self.channel) and not self.stage.is_growing(self.channel))
        return self.stage.hear(self.channel, self.stage.unheard(self.channel)[:1])

    async def edit(self, text: str) -> Shown:
        """Change the words."""
        assert self._said is not None
        await self.stage.discord.edits(self._said, self._addressed(text))
        await self.stage.accepted(f"{self._said['id']}:%")
        return await self._answered()

    async def delete(self) -> Payload:
        """Delete what they said last; what that was."""
        assert self._said is not None
        await self.stage.discord.deletes(self._said)
        await self.stage.discord.seen()
        return self._said

    async def post(self, *photos: bytes) -> Shown:
        """Show photos to the server."""
        posted = await self.stage.discord.says(self.account, self.channel, "", *photos)
        return Shown("", photos, handle=posted)

    async def murmur(self, text: str = "", *photos: bytes) -> None:
        """Say it to the server."""
        await self.stage.discord.says(self.account, self.channel, text, *photos)
        await self.stage.discord.seen()

    async def press(self, shown: Shown, label: str) -> Shown:
        """Press it, and wait for all that comes."""
        message, button = _button(shown, label)
        asked = await self.stage.discord.presses(self.account, message, button)
        await self.stage.accepted(asked.payload["id"])
        return await self._answered()

    async def poke(self, shown: Shown, label: str) -> str:
        """The line that only they see."""
        message, button = _button(shown, label)
        asked = await self.stage.discord.presses(self.account, message, button)
        return str(asked.response.get("content", ""))

    async def heard_nothing(self) -> bool:
        """Nothing is on its way, and nothing came."""
        await self.stage.quiet(self.channel)
        return not self.stage.unheard(self.channel)

    async def block(self) -> None:
        """The bot can't write here any more."""
        self.stage.discord.world.closed.add(int(self.channel["id"]))

    async def _say(self, text: str, photos: tuple[bytes, ...], reply_to: Shown | None = None) -> None:
        discord, is_private = self.stage.discord, self.channel["type"] == PRIVATE
        name, _, words = text.removeprefix("/").partition(" ")
        if text.startswith("/") and not is_private and any(c["name"] == name for c in discord.commands):
            asked = await discord.uses(self.account, self.channel, name, words, *photos)
            await self.stage.accepted(asked.payload["id"])
            return
        more: dict[str, Any] = {"reply_to": reply_to.handle} if reply_to else {}
        self._said = await discord.says(self.account, self.channel, self._addressed(text), *photos, **more)
        await self.stage.accepted(self._said["id"])

    def _addressed(self, text: str) -> str:
        return text if self.channel["type"] == PRIVATE else f"<@{self.stage.discord.world.me}> {text}".strip()

    async def _answered(self) -> Shown:
        await self.stage.quiet(self.channel)
        heard = self.stage.unheard(self.channel)
        assert heard, "no answer"
        return self.stage.hear(self.channel, heard)


class DiscordStage:
    """People on Discord."""

    app = "discord"

    def __init__(self, discord: Discord, url: str, familiar: Familiar, data: Path) -> None:
        self.discord, self.familiar, self._url, self._data = discord, familiar, url, data
        self._heard: set[str] = set()
        self._servers: list[Payload] = []
        self._process: Process[Inbox] | None = None
        self._clients: list[Hearing] = []

    def person(self, account: str, shown: str = "") -> DiscordTalker:
        """In private."""
        self.discord.world.person(account, shown)
        return DiscordTalker(self, account, self.discord.world.private(account))

    def group(self, name: str, *members: str, admin: str = "") -> dict[str, DiscordTalker]:
        """A server; the bot is told of it with what is said there first."""
        server = self.discord.world.server(name, members, admin)
        channel = self.discord.world.channels[int(server["channels"][0]["id"])]
        self.discord.arriving.append(server)
        return {member: DiscordTalker(self, member, channel) for member in members}

    @property
    def waiting(self) -> int:
        """As the inbox tells."""
        assert self._process
        return self._process.what.waiting

    async def repeat(self) -> None:
        """The newest event once more."""
        await self.discord.repeats()
        await self.discord.seen()

    def hold_up(self, seconds: float) -> None:
        """The next sending is refused."""
        self.discord.hold_up(seconds)

    async def start(self) -> None:
        """A process begins."""
        self._process = await Process.start(self._serve)

    async def stop(self) -> None:
        """It is killed."""
        assert self._process
        await self._process.kill()
        for thread in threading.enumerate():  # what goes with a process of its own
            if isinstance(thread, KeepAliveHandler):
                thread.stop()
        for client in self._clients:
            await client.http.close()
        self._clients.clear()

    async def restart(self) -> None:
        """Killed, and another one begins."""
        await self.stop()
        await self.start()

    async def accepted(self, update: str) -> None:
        """Until the inbox has it."""
        await self._until("SELECT count(*) > 0 FROM inbox WHERE update LIKE %s", update)

    async def quiet(self, channel: Payload) -> None:
        """Until nothing of this chat waits any more."""
        await self.discord.seen()
        is_private = channel["type"] == PRIVATE
        chat = channel["recipients"][0]["id"] if is_private else f"{channel['guild_id']}:{channel['id']}"
        await self._until("SELECT count(*) = 0 FROM inbox WHERE chat = %s AND answered IS NULL", f"discord:{chat}")

    async def _until(self, query: LiteralString, *values: str) -> None:
        async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
            for _ in range(2_000):
                if await (await connection.execute(query, values)).fetchone() == (True,):
                    return
                await asyncio.sleep(0.01)
        raise AssertionError("it did not happen")

    def unheard(self, channel: Payload) -> list[Payload]:
        """What the bot said and nobody has heard."""
        return [message for message in self.discord.ours(channel) if message["id"] not in self._heard]

    def is_growing(self, channel: Payload) -> bool:
        """Whether the oldest of it may get other words yet."""
        first = self.unheard(channel)[0]
        return bool(first["flags"] & LOADING) or first["id"] not in self.discord.settled

    def hear(self, channel: Payload, heard: list[Payload]) -> Shown:
        """As a person sees it."""
        self._heard |= {message["id"] for message in heard}
        files = [(a["filename"], self._file(a)) for message in heard for a in message["attachments"]]
        buttons = [one for message in heard for one in _parts(message["components"]) if one["type"] == 2]
        last = next((message for message in reversed(heard) if buttons and message["components"]), heard[-1])
        return Shown(
            "\n".join(text for message in heard if (text := _words(message))),
            tuple(content for name, content in files if name.endswith(".jpg")),
            tuple(button["label"] for button in buttons),
            tuple((name, content) for name, content in files if not name.endswith(".jpg")),
            last,
        )

    def _file(self, attached: Payload) -> bytes:
        return self.discord.world.files[f"/attachments/{attached['id']}/{attached['filename']}"]

    @asynccontextmanager
    async def _serve(self) -> AsyncGenerator[Inbox]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(open_database(self._url))
            inbox = await stack.enter_async_context(open_inbox(database, self._url))
            people, talks = self.familiar.ports.people, self.familiar.conversation
            asked = (people.group, talks.taught, Languages(people.language))
            channel = DiscordChannel(self._settings(), inbox, *asked, SECRET, pace=quick())
            courier = Courier(talks, inbox.letters, {channel.name: channel}, people.move)
            self._watch(channel)
            connected = asyncio.Event()
            work = [
                asyncio.create_task(inbox.run(courier.answer)),
                asyncio.create_task(channel.run(lambda line: connected.set())),
            ]
            try:
                await connected.wait()
                await until(lambda: self.discord.gateways)
                yield inbox
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

    def _watch(self, channel: DiscordChannel) -> None:
        send: Callable[..., Awaitable[str]] = channel.send

        async def watched(letter: Letter, part: Any, key: str) -> str:
            sent = await send(letter, part, key)
            self.discord.settled.add(sent)
            return sent

        channel.send = watched  # type: ignore[method-assign]
        client = channel.client

        def noted(ready: Ready) -> Hearing:
            self._clients.append(client(ready))
            return self._clients[-1]

        channel.client = noted  # type: ignore[method-assign]

    def _settings(self) -> Settings:
        given: dict[str, Any] = {"discord_token": SecretStr(TOKEN), "discord_api": self.discord.api}
        return Settings(_env_file=None, discord_message_content=True, FAMILIAR_DATA=self._data, **given)


@asynccontextmanager
async def discord_stage(database_url: str) -> AsyncGenerator[DiscordStage]:
    """A stage with the bot on it, until the block ends."""
    with TemporaryDirectory(prefix="familiar-discord-") as folder:
        async with open_discord() as discord:
            stage = DiscordStage(discord, database_url, Familiar(), Path(folder))
            await stage.start()
            try:
                yield stage
            finally:
                await stage.stop()
            assert discord.refused == []


def _parts(components: list[Payload]) -> Iterator[Payload]:
    for component in components:
        yield component
        yield from _parts(component.get("components", []))


def _words(message: Payload) -> str:
    texts = [message["content"], *(p["content"] for p in _parts(message["components"]) if p["type"] == 10)]
    return _unescaped(next((text for text in texts if text), ""))


def _unescaped(text: str) -> str:
    out, letters = "", iter(text)
    for letter in letters:
        out += next(letters, "") if letter == "\\" else letter
    return out


def _button(shown: Shown, label: str) -> tuple[Payload, str]:
    assert isinstance(shown.handle, dict)
    found = next(one for one in _parts(shown.handle["components"]) if one.get("label") == label)
    return shown.handle, found["custom_id"]
