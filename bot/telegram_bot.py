"""Telegram: python-telegram-bot <-> Message, Reply.

Updates come by polling or by webhook, answers go out at Telegram's pace. No rules: what is allowed and what is said is
the conversation's.
"""

import asyncio
import hmac
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit
from zlib import crc32

from fastapi import APIRouter, Request, Response
from telegram import Message, Update, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channel import Keep, Letter, Moved, Part, Ready
from bot.inbox import Full
from bot.languages import Languages
from bot.pacing import Pace, Urgency
from bot.telegram.buttons import Buttons
from bot.telegram.directory import Directory, Rules
from bot.telegram.limits import Limiter, named_errors, says, silence, usual_pace
from bot.telegram.menu import ENGLISH, Menus, set_menus
from bot.telegram.previews import (
    DRAFT_PAUSE,
    DRAFT_STAYS,
    GROUP_PAUSE,
    TYPING_STAYS,
    GroupMessage,
    Growing,
    draft,
    growing,
)
from bot.telegram.probing import arrived
from bot.telegram.reading import (
    NO_PICTURE,
    NOT_FETCHED,
    TOO_LARGE,
    Declined,
    Picture,
    account_of,
    group_of,
    is_group,
    mentions_of,
    picture_of,
    place_of,
    quoted_picture,
    speaker_of,
    words_of,
)
from bot.telegram.receiving import KINDS, Accepts, Receiver, name_of, opened
from bot.telegram.sending import Address, Sender, parts_of
from core import messages as said
from core.errors import Outage, Refusal
from core.language import say, speak, to_say
from core.messages import Group, Reply
from core.settings import Settings

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # s; between two attempts to connect
CONNECTIONS = 64
_LATER = Response(status_code=503, headers={"Retry-After": "5"})
FIRST = ":0"  # what the key of a reply's first part ends with

JOINED = to_say(
    "Hello! I remember the friends and pets you show me, for everybody in this group. "
    "I answer when you name me (@{name}), reply to me, or use a command such as /help."
)
SEES_ALL = to_say("Telegram shows me every message here; those that are not for me I neither read further nor keep.")
SEES_SOME = to_say("Telegram does not show me the other messages of this group.")


class Telegram:
    """The channel. A letter is an update; its name says which message it was, so one that comes twice is known."""

    name = "telegram"

    def __init__(
        self,
        settings: Settings,
        inbox: Accepts,
        rules: Rules,
        languages: Languages,
        secret: str,
        *,
        menus: Menus = ENGLISH,
        pace: Pace | None = None,
    ) -> None:
        """`rules` tells what a group's admins settled; `secret` seals buttons and must outlive a restart."""
        assert settings.telegram_token
        silence()
        self._settings, self._languages, self._menus = settings, languages, menus
        self._bot: ExtBot[Urgency] = ExtBot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{settings.telegram_api}/bot",
            base_file_url=f"{settings.telegram_api}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=30, read_timeout=20),
            get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=10),
            rate_limiter=Limiter(pace or usual_pace()),
        )
        self._buttons = Buttons(secret)
        self._directory = Directory(self._bot, rules)
        self._sender = Sender(self._bot, self._buttons)
        self._receiver = Receiver(self._bot, inbox, self._directory, languages, self._buttons)

    # Updates in

    async def run(self, ready: Ready) -> None:
        """Receive until cancelled. Raises Refusal when Telegram does not know the token."""
        menus = None
        try:
            await self._connect()
            ready(f"Telegram: @{(await self._directory.me()).username}")
            menus = asyncio.create_task(set_menus(self._bot, self._menus))  # Telegram may ask to wait long for it
            await (asyncio.Event().wait() if self._settings.telegram_webhook_url else self._receiver.poll())
        except InvalidToken:  # its text holds the token
            raise Refusal("TELEGRAM_TOKEN: Telegram does not know this token; @BotFather has the right one.") from None
        finally:
            if menus:
                menus.cancel()
            await self._receiver.disconnect()

    async def _connect(self) -> None:
        failed = 0
        while True:
            try:
                await self._receiver.connect()
                await self._directory.me(again=True)
                await self._choose_way()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = min(LONGEST_WAIT, 2.0**failed)
                failed += 1
                log.warning("Telegram can't be reached, next try in %.0f s: %s", wait, type(error).__name__)
                await asyncio.sleep(wait)

    async def _choose_way(self) -> None:
        """Webhook where there is an address for it, else polling; what waits at Telegram is kept either way."""
        url, secret = self._settings.telegram_webhook_url, self._settings.telegram_webhook_secret
        if url and secret:
            await self._bot.set_webhook(
                url, allowed_updates=KINDS, secret_token=secret.get_secret_value(), drop_pending_updates=False
            )
        else:
            await self._bot.delete_webhook(drop_pending_updates=False)

    def router(self) -> APIRouter:
        """Where Telegram brings updates, for the page's server. Nobody else knows the secret they come with."""
        router, url = APIRouter(), self._settings.telegram_webhook_url or ""
        secret = self._settings.telegram_webhook_secret
        if not url or secret is None:
            return router
        expected = secret.get_secret_value().encode()

        @router.post(urlsplit(url).path or "/")
        async def receive(request: Request) -> Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
            if not hmac.compare_digest(given, expected):
                return Response(status_code=403)
            if not self._receiver.is_connected:
                return _LATER
            try:
                await self._receiver.take(Update.de_json(await request.json(), self._bot))
            except Full as full:
                return Response(status_code=429, headers={"Retry-After": str(full.seconds)})
            except (Outage, TelegramError):
                return _LATER
            return Response()

        return router

    # Letters read

    async def read(self, letters: Sequence[Letter]) -> said.Message | Reply | None:
        """What was said, pictures fetched; a group that moved raises Moved."""
        with named_errors():
            updates = [opened(letter, self._bot).update for letter in letters]
            first, letter = updates[0], letters[0]
            speak(_language_of(first.effective_user))
            if first.callback_query:
                return await self._pressed(letter, first)
            if first.my_chat_member:
                return await self._joined(first)
            messages = [message for update in updates if (message := update.message or update.edited_message)]
            if messages[0].migrate_to_chat_id:
                raise Moved(letter.group, old=group_of(messages[0].chat))
            try:
                return await self._said(letter, messages)
            except Declined as declined:
                await self._speak(first.effective_user)
                return Reply(say(declined.sentence))

    async def _said(self, letter: Letter, messages: list[Message]) -> said.Message:
        first, me = messages[0], await self._directory.me()
        called = (await self._directory.rules(letter.group)).called if is_group(first.chat) else ""
        words = words_of(messages, me, called)
        shown = [picture for message in messages if (picture := picture_of(message))]
        quoted = None if shown else quoted_picture(first)
        if not shown and not words and any(message.effective_attachment for message in messages):
            raise Declined(NO_PICTURE)
        try:
            pictures = await asyncio.gather(*(self._fetched(each) for each in (*shown, *([quoted] if quoted else []))))
        except BadRequest as error:
            raise Declined(TOO_LARGE if says(error, "too big") else NOT_FETCHED) from None
        message = await self._message(letter, first, words)
        return replace(
            message,
            attachments=tuple(pictures[: len(shown)]),
            quoted=tuple(pictures[len(shown) :]),
            mentions=mentions_of(messages, me, self._directory.usernames),
            edits=name_of(first) if first.edit_date and letter.update.startswith("edit:") else None,
        )

    async def _message(self, letter: Letter, message: Message, words: str) -> said.Message:
        speaker, user = speaker_of(message), message.from_user
        assert speaker  # nothing else is accepted
        if user:
            self._directory.meet(user)
        return said.Message(
            *(self.name, letter.update, speaker.id, letter.chat, words),
            group=Group(letter.group, await self._directory.by_admin(message, user, words), message.chat.title or "")
            if is_group(message.chat)
            else None,
            shown=speaker.shown,
            language=_language_of(user),
        )

    async def _pressed(self, letter: Letter, update: Update) -> said.Message | None:
        query = update.callback_query
        assert query
        assert query.message  # nothing else is accepted
        speaker = account_of(query.from_user)
        value = self._buttons.value(query.data or "", speaker.id)
        group, chat = None, query.message.chat
        if is_group(chat):
            is_admin = await self._directory.is_admin(chat.id, query.from_user.id)
            group = Group(letter.group, is_admin, chat.title or "")
        return said.Message(
            *(self.name, letter.update, speaker.id, letter.chat),
            choice=value,
            group=group,
            shown=speaker.shown,
            language=_language_of(query.from_user),
        )

    async def _joined(self, update: Update) -> Reply:
        """The line on joining says what can be seen: as Telegram tells it now, and admins see everything."""
        await self._speak(update.effective_user)
        me, change = await self._directory.me(again=True), update.my_chat_member
        sees_all = me.sees_all or (change and change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR)
        return Reply(f"{say(JOINED, name=me.username)} {say(SEES_ALL if sees_all else SEES_SOME)}")

    async def _speak(self, user: User | None) -> None:
        """Have `say` answer somebody; only where the channel itself has something to say, since it may be looked up."""
        if user:
            await self._languages.speak(account_of(user).id, _language_of(user))

    async def _fetched(self, picture: Picture) -> bytes:
        file = await self._bot.get_file(picture.file_id)
        try:
            return bytes(await file.download_as_bytearray())
        except InvalidToken:  # what a 404 is taken for: the token was good a moment ago
            raise BadRequest("file not found") from None

    # Replies out

    def parts(self, reply: Reply) -> list[Part]:
        """The reply in pieces that Telegram takes."""
        return parts_of(reply)

    async def send(self, letter: Letter, part: Part, key: str) -> str:
        """Bring one part; the first one takes the place of the answer that grew."""
        with named_errors():
            to = self._address(letter)
            if letter.shown and key.endswith(FIRST):
                if await self._sender.replaced(int(letter.shown), to, part):
                    return letter.shown
                await self._sender.removed(to.chat, int(letter.shown))
            sent = await self._sender.sent(to, part)
            self._directory.passed(to.chat, sent)
            self._directory.answered(letter.group)
            self._languages.answered(to.answered)
            return str(sent)

    def mark(self, letter: Letter) -> str:
        """The highest message id that was seen where this chat's messages are counted."""
        return str(self._directory.newest(place_of(letter.chat)[0]))

    async def arrived(self, letter: Letter, part: Part, key: str, mark: str) -> str | None:
        """Looked for among the messages after the mark; `bot.telegram.probing` says what can't be known."""
        if letter.shown and key.endswith(FIRST):
            return None  # to replace it once more does no harm
        mail, to = opened(letter, self._bot), self._address(letter)
        message = mail.update.effective_message
        after = max(int(mark), int(letter.previous or 0), mail.newest, message.message_id if message else 0)
        has_topics = to.thread is not None or bool(message and message.chat.is_forum)
        with named_errors():
            found = await arrived(self._bot, to.chat, to.thread, after, part, has_topics=has_topics) if after else None
            return str(found) if found else None

    @asynccontextmanager
    async def preview(self, letter: Letter, keep: Keep) -> AsyncGenerator[Growing]:
        """A draft in a private chat, a message that grows in a group."""
        chat, thread = place_of(letter.chat)
        if chat > 0:
            push = draft(self._bot, chat, thread, crc32(letter.update.encode()) or 1)
            async with growing(push, DRAFT_PAUSE, DRAFT_STAYS) as preview:
                yield preview
        else:
            message = GroupMessage(self._bot, chat, thread, letter.shown, keep)
            async with growing(message.push, GROUP_PAUSE, TYPING_STAYS) as preview:
                yield preview

    def _address(self, letter: Letter) -> Address:
        """Where an answer goes. Telegram has none that one person of a group sees alone: `is_private` is lost."""
        update, (chat, thread) = opened(letter, self._bot).update, place_of(letter.chat)
        message, user = update.effective_message, update.effective_user
        query = update.callback_query
        speaker = speaker_of(message) if message and not query else account_of(user) if user else None
        answered = speaker.id if speaker else letter.chat
        is_reply = (chat < 0 or update.edited_message) and message and not query and message.chat.id == chat
        return Address(chat, thread, answered, message.message_id if message and is_reply else None)


def _language_of(user: User | None) -> str:
    return (user.language_code or "").lower() if user else ""
