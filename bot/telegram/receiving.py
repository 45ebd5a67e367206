"""Updates become letters: by polling or by webhook, each committed before Telegram is told that we have it.

They go through python-telegram-bot's Application to its handlers. Its updater stays out: it tells Telegram that an
update arrived when it has queued it in memory.
"""

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Never, Protocol

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
)
from telegram.ext.filters import UpdateType

from bot.channel import Letter
from bot.inbox import Full
from bot.languages import Languages
from bot.pacing import Urgency
from bot.telegram.albums import Albums
from bot.telegram.buttons import Buttons
from bot.telegram.directory import Directory
from bot.telegram.limits import asked_pause
from bot.telegram.reading import (
    account_of,
    chat_of,
    group_of,
    is_addressed,
    is_group,
    says_something,
    speaker_of,
)
from core.errors import Outage
from core.language import say, to_say

log = logging.getLogger(__name__)

KINDS = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
LONG_POLL = 25  # s; how long Telegram keeps a question for updates open
WATCHDOG = 60.0  # s; a question that is open for longer is dead
LONGEST_WAIT = 60.0  # s; between two attempts to reach Telegram
A_MOMENT = 0.3  # s; before the next look at an album that may not be for us
NOT_YOURS = to_say("That button is not yours.")
AGAIN = to_say("You pressed that already.")
_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Accepts(Protocol):
    """The inbox, as far as a channel needs it."""

    async def accept(self, letter: Letter) -> bool:
        """Keep a letter, once. Raises Full when too many wait."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter's content. `newest`: the highest message id that was seen before it came."""

    update: Update
    newest: int


def opened(letter: Letter, bot: ExtBot[Urgency]) -> Opened:
    """What `sealed` closed."""
    content = json.loads(letter.payload)
    return Opened(Update.de_json(content["update"], bot), content["newest"])


def sealed(update: Update, newest: int) -> bytes:
    """An update as it is kept."""
    return json.dumps({"update": update.to_dict(), "newest": newest}, ensure_ascii=False).encode()


class Handlers(Application[ExtBot[Urgency], Any, Any, Any, Any, None]):
    """The Application, but for one thing: what a handler raises reaches whoever brought the update."""

    async def process_error(self, update: object | None, error: Exception, *_: Any, **__: Any) -> Never:
        """Raises the error, so that an update that was not kept is not acknowledged."""
        raise error


class Receiver:
    """Decides what is for us, and has it kept. What is not for us is neither kept nor answered."""

    def __init__(
        self, bot: ExtBot[Urgency], inbox: Accepts, directory: Directory, languages: Languages, buttons: Buttons
    ) -> None:
        self._bot, self._inbox, self._directory, self._buttons = bot, inbox, directory, buttons
        self._languages = languages
        self._albums = Albums()
        self._aside: set[asyncio.Task[None]] = set()
        builder = ApplicationBuilder().application_class(Handlers).bot(bot).updater(None).job_queue(None)
        self.is_connected = False
        self._application = builder.build()
        self._application.add_handlers(
            [
                CallbackQueryHandler(self._pressed),
                ChatMemberHandler(self._moved_in_or_out, ChatMemberHandler.MY_CHAT_MEMBER),
                MessageHandler(UpdateType.MESSAGES, self._said),
            ]
        )

    async def connect(self) -> None:
        """Make the bot ready. Raises TelegramError; until this was done, nothing can be taken."""
        await self._application.initialize()
        self.is_connected = True

    async def disconnect(self) -> None:
        """Let go of Telegram's connections."""
        self.is_connected = False
        await self._application.shutdown()

    async def poll(self) -> None:
        """Ask for updates until cancelled. An update counts as received only once it was taken: the offset waits."""
        offset, failed = 0, 0
        while True:
            try:
                async with asyncio.timeout(WATCHDOG):
                    updates = await self._bot.get_updates(offset, timeout=LONG_POLL, allowed_updates=KINDS)
                offset = await self._take_all(updates, offset)
                failed = 0
            except InvalidToken:
                raise
            except (TelegramError, TimeoutError, Outage, Full) as error:
                wait = _pause(error, failed)
                failed += 1
                log.warning("Telegram's updates wait %.0f s: %s", wait, type(error).__name__)
                await asyncio.sleep(wait)

    async def take(self, update: Update) -> None:
        """Have an update kept if it is for us. Raises Full and Outage: Telegram is then to bring it again."""
        try:
            await self._application.process_update(update)
        except (Full, Outage, TelegramError):
            raise
        except Exception as error:  # noqa: BLE001 - an update that breaks us must not stop those behind it
            log.error("%s broke on update %d", type(error).__name__, update.update_id)

    async def _take_all(self, updates: tuple[Update, ...], offset: int) -> int:
        for update in updates:
            await self.take(update)
        held = self._albums.first_held()
        if held is None:
            return updates[-1].update_id + 1 if updates else offset
        await asyncio.sleep(A_MOMENT)
        return held

    async def _said(self, update: Update, _: object) -> None:
        message = update.message or update.edited_message
        assert message  # what the handler is for
        for letter in await self._letters(update, message):
            await self._inbox.accept(letter)

    async def _letters(self, update: Update, message: Message) -> list[Letter]:
        newest = self._directory.newest(message.chat.id)
        self._directory.passed(message.chat.id, message.message_id)
        if message.migrate_to_chat_id:
            new = f"telegram:{message.migrate_to_chat_id}"  # in whose row it stands before all that is said there
            return [Letter("telegram", f"moved:{message.chat.id}", new, new, sealed(update, 0))]
        if not says_something(message) or speaker_of(message) is None:
            return []
        ours = not is_group(message.chat) or await self._addressed(message)
        letter = _letter(update, message, newest)
        if letter.album and not update.edited_message and is_group(message.chat):
            return self._albums.sorted_in(letter, update.update_id, ours)
        return [letter] if ours else []

    async def _addressed(self, message: Message) -> bool:
        called = (await self._directory.rules(group_of(message.chat))).called
        return is_addressed(message, await self._directory.me(), called)

    async def _pressed(self, update: Update, _: object) -> None:
        query = update.callback_query
        assert query  # what the handler is for
        person = account_of(query.from_user).id
        await self._languages.speak(person, query.from_user.language_code or "")
        value = self._buttons.value(query.data or "", person)
        if value is None or query.message is None:
            self._soon(self._answer(query, say(NOT_YOURS)))
            return
        chat = chat_of(query.message) if isinstance(query.message, Message) else group_of(query.message.chat)
        name = f"press:{query.message.chat.id}:{query.message.message_id}:{value}"
        payload = sealed(update, self._directory.newest(query.message.chat.id))
        is_new = await self._inbox.accept(Letter("telegram", name, chat, group_of(query.message.chat), payload))
        self._soon(self._answer(query, None if is_new else say(AGAIN)))

    async def _moved_in_or_out(self, update: Update, _: object) -> None:
        change = update.my_chat_member
        assert change  # what the handler is for
        was_out, is_out = (member.status in _OUT for member in (change.old_chat_member, change.new_chat_member))
        if is_out:
            log.info("Telegram: out of a %s chat", change.chat.type)
        elif was_out and is_group(change.chat):
            chat = group_of(change.chat)
            name = f"joined:{change.chat.id}:{change.date.timestamp():.0f}"
            await self._inbox.accept(Letter("telegram", name, chat, chat, sealed(update, 0)))

    async def _answer(self, query: CallbackQuery, line: str | None) -> None:
        with suppress(TelegramError):  # too old by now, or Telegram is away: nobody waits for it
            await query.answer(line)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Not on the way of the next update."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


def _pause(error: Exception, failed: int) -> float:
    """Before the next attempt, after so many that failed."""
    if isinstance(error, RetryAfter):
        return asked_pause(error)
    return error.seconds if isinstance(error, Full) else min(LONGEST_WAIT, 2.0**failed)


def _letter(update: Update, message: Message, newest: int) -> Letter:
    """A message has one name, however often it comes; each edit of it is another letter."""
    name = f"edit:{update.update_id}" if update.edited_message else name_of(message)
    album = None if update.edited_message else message.media_group_id
    chat, group = chat_of(message), group_of(message.chat)
    return Letter("telegram", name, chat, group, sealed(update, newest), album)


def name_of(message: Message) -> str:
    """The name of the letter a message came in."""
    return f"{message.chat.id}:{message.message_id}"
