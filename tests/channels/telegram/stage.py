"""The Telegram stage: the real channel, inbox and courier against the server, with the conversation on its fakes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from psycopg import AsyncConnection

from bot.courier import Courier
from bot.inbox import Inbox, open_inbox
from bot.languages import Languages
from bot.telegram_bot import Telegram
from core.adapters.database import open_database
from tests.channels.process import Process
from tests.channels.stage import Shown
from tests.channels.telegram.conftest import SECRET, quick, settings
from tests.channels.telegram.server import BotApi, Chat, Json, Refused, Trouble, bot_api, person
from tests.channels.waiting import until
from tests.fakes.chat import Chat as Familiar

SENDS = ("sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument")


@dataclass
class TelegramTalker:
    """Somebody in a private chat or a group."""

    stage: "TelegramStage"
    user: Json
    chat: Chat
    _said: Json = field(default_factory=dict)

    async def say(self, text: str = "", *photos: bytes, reply_to: Shown | None = None) -> Shown:
        """Say it to the bot, and wait for all that comes."""
        self._say(text, photos, reply_to)
        return await self._answered()

    async def begin(self, text: str = "", *photos: bytes) -> None:
        """Say it to the bot."""
        self._say(text, photos)
        await self.stage.seen()

    async def hear(self) -> Shown:
        """The next message with words that was not heard yet, and the pictures before it."""
        await until(lambda: any(_words(message) for message in self.stage.unheard(self.chat)))
        heard: list[Json] = []
        for message in self.stage.unheard(self.chat):
            heard.append(message)
            if _words(message):
                break
        return self.stage.hear(self.chat, heard)

    async def edit(self, text: str) -> Shown:
        """Change the words."""
        self.stage.api.edits(self._said, self._addressed(text))
        return await self._answered()

    async def post(self, *photos: bytes) -> Shown:
        """Show photos to the group."""
        for photo in photos:
            self._said = self.stage.api.says(self.chat, self.user, photo=self.stage.api.photo(photo))
        await self.stage.seen()
        return Shown("", photos, handle=self._said)

    async def murmur(self, text: str = "", *photos: bytes) -> None:
        """Say it to the group."""
        self._send(text, photos)
        await self.stage.seen()

    async def press(self, shown: Shown, label: str) -> Shown:
        """Press it, and wait for all that comes."""
        assert isinstance(shown.handle, dict)
        self.stage.api.presses(self.user, shown.handle, label)
        return await self._answered()

    async def poke(self, shown: Shown, label: str) -> str:
        """The toast."""
        assert isinstance(shown.handle, dict)
        press = self.stage.api.presses(self.user, shown.handle, label)
        await until(lambda: press in self.stage.api.toasts)
        return self.stage.api.toasts[press] or ""

    async def heard_nothing(self) -> bool:
        """Nothing is on its way, and nothing came."""
        await self.stage.quiet(self.chat)
        return not self.stage.unheard(self.chat)

    async def block(self) -> None:
        """Block the bot."""
        self.stage.api.lets_in(self.chat, self.user, "kicked", before="member")

    async def _answered(self) -> Shown:
        await self.stage.quiet(self.chat)
        heard = self.stage.unheard(self.chat)
        assert heard, "no answer"
        return self.stage.hear(self.chat, heard)

    def _say(self, text: str, photos: tuple[bytes, ...], reply_to: Shown | None = None) -> None:
        self._send(self._addressed(text), photos, reply_to)

    def _send(self, text: str, photos: tuple[bytes, ...], reply_to: Shown | None = None) -> None:
        api, more = self.stage.api, {"reply_to_message": reply_to.handle} if reply_to else {}
        album = {"media_group_id": str(next(self.stage.albums))} if len(photos) > 1 else {}
        if not photos:
            self._said = api.says(self.chat, self.user, text, **more)
        for number, photo in enumerate(photos):
            words = "" if number else text
            self._said = api.says(self.chat, self.user, words, photo=api.photo(photo), **album, **more)

    def _addressed(self, text: str) -> str:
        if self.chat.type == "private":
            return text
        command, space, rest = text.partition(" ")
        return f"{command}@familiar_bot{space}{rest}" if text.startswith("/") else f"@familiar_bot {text}".strip()


class TelegramStage:
    """People on Telegram."""

    app = "telegram"

    def __init__(self, api: BotApi, url: str, familiar: Familiar) -> None:
        self.api, self.familiar, self._url = api, familiar, url
        self.albums = count(1)
        self._people, self._heard = dict[str, Json](), dict[int, int]()
        self._process: Process[Inbox] | None = None

    def person(self, account: str, shown: str = "") -> TelegramTalker:
        """In private."""
        user = self._person(account, shown)
        return TelegramTalker(self, user, self.api.private(user))

    def group(self, name: str, *members: str, admin: str = "") -> dict[str, TelegramTalker]:
        """A supergroup."""
        chat = self.api.group(name, *(self._person(member) for member in members))
        if admin:
            chat.members[self._person(admin)["id"]] = "creator"
        return {member: TelegramTalker(self, self._person(member), chat) for member in members}

    @property
    def waiting(self) -> int:
        """As the inbox tells."""
        assert self._process
        return self._process.what.waiting

    async def repeat(self) -> None:
        """The newest update once more."""
        asked = self._polls
        self.api.repeat()
        await until(lambda: self._polls > asked)

    def hold_up(self, seconds: float) -> None:
        """The next sending is refused."""
        refusal = Refused(429, "Too Many Requests", retry_after=max(1, round(seconds)))
        self.api.trouble.append(Trouble(SENDS, refusal))

    async def start(self) -> None:
        """A process begins."""
        self._process = await Process.start(self._serve)

    async def stop(self) -> None:
        """It is killed."""
        assert self._process
        await self._process.kill()

    async def restart(self) -> None:
        """Killed, and another one begins."""
        await self.stop()
        await self.start()

    async def seen(self) -> None:
        """Until everything that happened is acknowledged."""
        await until(lambda: self.api.acknowledged > self.api.newest_update)

    async def quiet(self, chat: Chat) -> None:
        """Until nothing of this chat waits any more."""
        await self.seen()
        async with await AsyncConnection.connect(self._url) as connection:
            async with asyncio.timeout(20):
                while not await _is_quiet(connection, f"telegram:{chat.id}"):  # noqa: ASYNC110 - a table tells nobody
                    await asyncio.sleep(0.01)

    def unheard(self, chat: Chat) -> list[Json]:
        """What the bot said and nobody has heard."""
        after = self._heard.get(chat.id, 0)
        return [message for message in self.api.from_bot(chat.id) if message["message_id"] > after]

    def hear(self, chat: Chat, heard: list[Json]) -> Shown:
        """As a person sees it."""
        self._heard[chat.id] = heard[-1]["message_id"]
        keyboards = [message for message in heard if "reply_markup" in message]
        rows = keyboards[-1]["reply_markup"]["inline_keyboard"] if keyboards else []
        files = [message["document"] for message in heard if "document" in message]
        return Shown(
            "\n".join(words for message in heard if (words := _words(message))),
            tuple(self.api.files[m["photo"][-1]["file_id"]] for m in heard if "photo" in m),
            tuple(button["text"] for row in rows for button in row),
            tuple((file["file_name"], self.api.files[file["file_id"]]) for file in files),
            (keyboards or heard)[-1],
        )

    @asynccontextmanager
    async def _serve(self) -> AsyncGenerator[Inbox]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(open_database(self._url))
            inbox = await stack.enter_async_context(open_inbox(database, self._url))
            people = self.familiar.ports.people
            channel = Telegram(
                settings(self.api), inbox, people.group, Languages(people.language), SECRET, pace=quick()
            )
            courier = Courier(self.familiar.conversation, inbox.letters, {channel.name: channel}, people.move)
            connected = asyncio.Event()
            work = [
                asyncio.create_task(inbox.run(courier.answer)),
                asyncio.create_task(channel.run(lambda line: connected.set())),
            ]
            try:
                await connected.wait()
                yield inbox
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

    def _person(self, account: str, shown: str = "") -> Json:
        number = 100 + len(self._people)
        return self._people.setdefault(account, person(number, shown or account.title(), username=f"{account}_x"))

    @property
    def _polls(self) -> int:
        return sum(call.method == "getUpdates" for call in self.api.calls)


@asynccontextmanager
async def telegram_stage(database_url: str) -> AsyncGenerator[TelegramStage]:
    """A stage with the bot on it, until the block ends."""
    async with bot_api(per_minute=lambda _: 100_000) as api:
        stage = TelegramStage(api, database_url, Familiar())
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
        assert api.refused == []


async def _is_quiet(connection: AsyncConnection, group: str) -> bool:
    """Whether every letter of this group or person was answered."""
    query = "SELECT count(*) FROM inbox WHERE (chat = %s OR chat LIKE %s) AND answered IS NULL"
    row = await (await connection.execute(query, (group, f"{group}:%"))).fetchone()
    await connection.rollback()
    return row == (0,)


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")
