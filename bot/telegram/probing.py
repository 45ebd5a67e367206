"""Did a message arrive whose sending broke off? Telegram knows no key of ours and tells no history, so it is tried out.

What came after the sending was begun has a higher id. The next ids are tried with a call that changes nothing on any
message but a live location, and whose refusal tells whether the bot has a message there. A chat is answered in order,
so a message of ours that nobody noted must be the one. Only where topics share a row of ids may it be another topic's:
there it is forwarded into the same topic, without a sound, to be read, and the copy deleted at once.

What can't be known: an answer further on than the ids that are tried (private chats of one bot share their numbers, so
others may have talked much meanwhile), or one in a group with topics that forbids forwarding; those may come twice.
"""

from telegram import Message
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.channel import Part
from bot.pacing import Urgency
from bot.telegram.limits import says
from bot.telegram.sending import caption_of

PROBES = 20


async def arrived(
    bot: ExtBot[Urgency], chat: int, thread: int | None, after: int, part: Part, *, has_topics: bool
) -> int | None:
    """The id of the part, among the next messages after this id."""
    for message_id in range(after + 1, after + 1 + PROBES):
        if await _is_ours(bot, chat, message_id):
            if not has_topics:
                return message_id
            copy = await _copy(bot, chat, thread, message_id)
            if copy and _is(copy, part):
                return message_id
    return None


async def _is_ours(bot: ExtBot[Urgency], chat: int, message_id: int) -> bool:
    try:
        await bot.stop_message_live_location(chat, message_id)
    except BadRequest as error:
        return says(error, "no live location")  # else it is not there, or somebody else's
    return False


async def _copy(bot: ExtBot[Urgency], chat: int, thread: int | None, message_id: int) -> Message | None:
    try:
        copy = await bot.forward_message(chat, chat, message_id, disable_notification=True, message_thread_id=thread)
        await bot.delete_message(chat, copy.message_id)
    except BadRequest:
        return None
    return copy


def _is(message: Message, part: Part) -> bool:
    if part.files:
        document = message.document
        return document is not None and (document.file_name, document.file_size) == (
            part.files[0].name,
            len(part.files[0].content),
        )
    if part.pictures:
        return bool(message.photo) and (message.caption or "") == caption_of(part).strip()
    return (message.text or "") == part.text.strip()
