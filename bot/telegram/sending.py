"""Replies in pieces that Telegram takes, and the calls that bring them: without markup and link previews."""

from dataclasses import dataclass, replace

from telegram import InputMediaPhoto, ReplyParameters
from telegram.constants import MediaGroupLimit, MessageLimit
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.channel import Part
from bot.pacing import Urgency
from bot.splitting import pieces, utf16
from bot.telegram.buttons import Buttons
from bot.telegram.limits import says
from bot.telegram.previews import PLAIN
from core.messages import Picture, Reply

TEXT, CAPTION = int(MessageLimit.MAX_TEXT_LENGTH), int(MessageLimit.CAPTION_LENGTH)
ALBUM = int(MediaGroupLimit.MAX_MEDIA_LENGTH)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a part goes."""

    chat: int
    thread: int | None
    answered: str  # the account that may press its buttons
    reply_to: int | None = None  # the message that it answers, where that may not be the last one


def parts_of(reply: Reply) -> list[Part]:
    """One picture and its words in one, several pictures before the words; buttons under the last words; then files."""
    texts, pictures = pieces(reply.text, TEXT, utf16), reply.pictures
    if len(pictures) == 1 and utf16(reply.text) <= CAPTION and utf16(pictures[0].caption) <= CAPTION:
        found = [Part(texts[0], pictures)] if texts else [Part(pictures=pictures)]
    else:
        texts = [*(each.caption for each in pictures if utf16(each.caption) > CAPTION), *texts]
        shown = tuple(each if utf16(each.caption) <= CAPTION else Picture(each.jpeg) for each in pictures)
        found = [Part(pictures=shown[at : at + ALBUM]) for at in range(0, len(shown), ALBUM)]
        found += [Part(text) for each in texts for text in pieces(each, TEXT, utf16)]
    if reply.choices:
        under = found.pop() if found and (found[-1].text or len(found[-1].pictures) == 1) else Part("…")
        found.append(replace(under, choices=reply.choices))
    return [*found, *(Part(files=(file,)) for file in reply.files)]


def caption_of(part: Part) -> str:
    """What stands under its first picture: the words, where it has any."""
    return part.text or part.pictures[0].caption


class Sender:
    """The calls. Raises Telegram's errors as they are."""

    def __init__(self, bot: ExtBot[Urgency], buttons: Buttons) -> None:
        self._bot, self._buttons = bot, buttons

    async def sent(self, to: Address, part: Part) -> int:
        """Bring a part; the id of its message, of an album the first one's."""
        reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True) if to.reply_to else None
        keyboard = self._buttons.keyboard(part.choices, to.answered)
        if part.files:
            file = part.files[0]
            message = await self._bot.send_document(
                to.chat, file.content, filename=file.name, message_thread_id=to.thread, reply_parameters=reply
            )
        elif len(part.pictures) > 1:
            album = [InputMediaPhoto(each.jpeg, each.caption or None) for each in part.pictures]
            message, *_ = await self._bot.send_media_group(
                to.chat, album, message_thread_id=to.thread, reply_parameters=reply
            )
        elif part.pictures:
            message = await self._bot.send_photo(
                *(to.chat, part.pictures[0].jpeg, caption_of(part)),
                reply_markup=keyboard,
                message_thread_id=to.thread,
                reply_parameters=reply,
            )
        else:
            message = await self._bot.send_message(
                *(to.chat, part.text),
                reply_markup=keyboard,
                message_thread_id=to.thread,
                reply_parameters=reply,
                link_preview_options=PLAIN,
            )
        return message.message_id

    async def replaced(self, message_id: int, to: Address, part: Part) -> bool:
        """Let a part take the place of a message that grew. False: it can't, or that message is not there any more."""
        if part.files or part.pictures:
            return False
        keyboard = self._buttons.keyboard(part.choices, to.answered)
        try:
            await self._bot.edit_message_text(
                part.text, to.chat, message_id, reply_markup=keyboard, link_preview_options=PLAIN
            )
        except BadRequest as error:
            return says(error, "not modified")
        return True

    async def removed(self, chat: int, message_id: int) -> None:
        """Take a message that grew away; one that is gone already will do."""
        try:
            await self._bot.delete_message(chat, message_id)
        except BadRequest as error:
            if not says(error, "not found", "can't be deleted"):
                raise
