"""The answer while it grows: a draft in a private chat, one message that is edited in a group.

All of it may be shed.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from telegram import LinkPreviewOptions, Message
from telegram.constants import ChatAction, MessageLimit
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channel import Keep
from bot.pacing import Urgency
from bot.splitting import pieces, utf16

log = logging.getLogger(__name__)

A_MOMENT = 0.3  # s; what is answered by then needs no preview
DRAFT_PAUSE, DRAFT_STAYS = 0.4, 20.0  # s; Telegram drops a draft after 30
GROUP_PAUSE = 3.0  # s between edits, and before the first words
TYPING_STAYS = 4.5  # s; Telegram shows it for 5
LAST_CALL = 2.0  # s; how long the end waits for a call that is on its way

Push = Callable[[str], Awaitable[None]]
PLAIN = LinkPreviewOptions(is_disabled=True)


class Growing:
    """Pushes the newest words, one call at a time."""

    def __init__(self, push: Push, pause: float, stays: float) -> None:
        """`pause`: the least time between two calls; `stays`: after it the same words are pushed again."""
        self._push, self._pause, self._stays = push, pause, stays
        self._text = ""
        self._news, self._over = asyncio.Event(), asyncio.Event()

    def show(self, text: str) -> None:
        """The newest words win."""
        self._text = text
        self._news.set()

    def end(self) -> None:
        """No further call."""
        self._over.set()
        self._news.set()

    async def run(self) -> None:
        """Push until the end, at first without words. A call that fails is nobody's loss."""
        words = ""
        await _happens(self._over, A_MOMENT)
        while not self._over.is_set():
            try:
                await self._push(words)
            except TelegramError as error:
                log.debug("A preview failed: %s", type(error).__name__)
            if not await _happens(self._over, self._pause):
                await _happens(self._news, self._stays)
            self._news.clear()
            words = self._text


@asynccontextmanager
async def growing(push: Push, pause: float, stays: float) -> AsyncGenerator[Growing]:
    """A preview that ends with the block, and before the reply: a late draft would stand beside it."""
    preview = Growing(push, pause, stays)
    work = asyncio.create_task(preview.run())
    try:
        yield preview
        preview.end()
        with suppress(TimeoutError):
            await asyncio.wait_for(work, LAST_CALL)
    finally:
        work.cancel()


def draft(bot: ExtBot[Urgency], chat: int, thread: int | None, draft_id: int) -> Push:
    """A draft in a private chat; without words it says that the bot is thinking."""

    async def push(text: str) -> None:
        await bot.send_message_draft(chat, draft_id, _last_piece(text) or None, message_thread_id=thread)

    return push


class GroupMessage:
    """One message of a group: typing first, then the words, edited as they grow."""

    def __init__(self, bot: ExtBot[Urgency], chat: int, thread: int | None, shown: str | None, keep: Keep) -> None:
        """`shown`: a message that was begun before; `keep` gets the id of one that is begun now."""
        self._bot, self._chat, self._thread, self._keep = bot, chat, thread, keep
        self._id = int(shown) if shown else None
        self._written = ""

    async def push(self, text: str) -> None:
        """Typing, the message, or its next edit."""
        words = _last_piece(text)
        if not words:
            await self._bot.send_chat_action(self._chat, ChatAction.TYPING, message_thread_id=self._thread)
        elif self._id is None:
            await self._begin(words)
        elif words != self._written:
            edited = await self._bot.edit_message_text(
                words, self._chat, self._id, link_preview_options=PLAIN, rate_limit_args=Urgency.STREAM
            )
            self._written = words if isinstance(edited, Message) else self._written  # it may have been shed

    async def _begin(self, words: str) -> None:
        sent = await self._bot.send_message(
            self._chat,
            words,
            message_thread_id=self._thread,
            link_preview_options=PLAIN,
            rate_limit_args=Urgency.STREAM,
        )
        if isinstance(sent, Message):  # else it was shed
            self._id, self._written = sent.message_id, words
            await self._keep(str(sent.message_id))


def _last_piece(text: str) -> str:
    return (pieces(text, MessageLimit.MAX_TEXT_LENGTH, utf16) or [""])[-1]


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
