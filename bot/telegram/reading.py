"""What a Telegram message says: where, by whom, to whom, in which words and pictures. Asks Telegram nothing.

What is addressed to the bot is this file's question; what is done about it never is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import Chat, Document, Message, MessageEntity, PhotoSize, Sticker, User
from telegram.constants import ChatType, FileSizeLimit

from core.intents.commands import COMMANDS
from core.language import to_say
from core.messages import Account

Picture = PhotoSize | Document | Sticker

TOO_LARGE = to_say("That file is larger than 20 MB, and Telegram gives bots no more. Could you send it as a photo?")
NOT_FETCHED = to_say("Telegram would not hand me that picture. Could you send it again?")
NO_PICTURE = to_say("I can look at photos and read words, and nothing else yet. Send me a photo!")

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_CALLED = r"^\W*(?:(?:hey|hi|hello|ok|okay)\W+)?{0}(?!\w)[\s,:;.!–—-]*|[\s,]+{0}(?=\W*$)"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account."""

    id: int
    username: str
    sees_all: bool  # of a group's messages, also those that are not for it


class Declined(Exception):
    """What was sent can't be taken; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def group_of(chat: Chat) -> str:
    """The owner of the chat's memory."""
    return f"telegram:{chat.id}"


def chat_of(message: Message) -> str:
    """The chat, a topic being one of its own. In other groups a thread is only a chain of replies."""
    topic = f":{message.message_thread_id}" if message.is_topic_message and message.message_thread_id else ""
    return group_of(message.chat) + topic


def place_of(chat: str) -> tuple[int, int | None]:
    """The chat's id and its topic, as Telegram wants them."""
    _, number, *topic = chat.split(":")
    return int(number), int(topic[0]) if topic else None


def is_group(chat: Chat) -> bool:
    """Several people talk there."""
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def speaker_of(message: Message) -> Account | None:
    """Who said it; a group or channel that speaks for itself has an account, too. None: a machine did."""
    if message.is_automatic_forward:
        return None
    if message.sender_chat:
        return Account(group_of(message.sender_chat), message.sender_chat.effective_name or "")
    sender = message.from_user
    return account_of(sender) if sender and not sender.is_bot else None


def account_of(user: User) -> Account:
    """A person, by their id."""
    return Account(f"telegram:{user.id}", user.full_name)


def says_something(message: Message) -> bool:
    """Not one of Telegram's own notes ("Anna pinned a message")."""
    return bool(message.text or message.caption or message.effective_attachment)


def is_addressed(message: Message, me: Me, called: str) -> bool:
    """Whether a message of a group is for the bot: by mention, reply, command, or the name it is `called` there."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == me.id:
        return True
    return any(_is_mention_of(me, *found) or _is_command_for(me, *found) for found in _entities(message)) or bool(
        called and _called(called).search(_text(message))
    )


def words_of(messages: Sequence[Message], me: Me, called: str) -> str:
    """All that is said, in one or in the captions of an album, without the bot's own name."""
    said = dict.fromkeys(_words(message, me, called) for message in messages)
    return "\n".join(words for words in said if words)


def mentions_of(messages: Sequence[Message], me: Me, known: dict[str, Account]) -> tuple[Account, ...]:
    """People named by account; one named by "@username" where `known`, by it in lower case, tells whose it is."""
    found: dict[str, Account] = {}
    for message in messages:
        for entity, words in _entities(message):
            if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id != me.id:
                found[account_of(entity.user).id] = account_of(entity.user)
            elif entity.type == MessageEntity.MENTION and (account := known.get(words[1:].lower())):
                found[account.id] = account
    return tuple(found.values())


def picture_of(message: Message) -> Picture | None:
    """The picture in a message, in its best size that can be fetched. Raises Declined when there is none such."""
    pictures = list(_pictures(message))
    fetched = [picture for picture in pictures if (picture.file_size or 0) <= MOST_BYTES]
    if pictures and not fetched:
        raise Declined(TOO_LARGE)
    return max(fetched, key=_pixels, default=None)


def quoted_picture(message: Message) -> Picture | None:
    """The picture of the message this one replies to, here or in another chat; one that is too large is not there."""
    try:
        if message.reply_to_message:
            return picture_of(message.reply_to_message)
        elsewhere = message.external_reply
        return max(elsewhere.photo, key=_pixels) if elsewhere and elsewhere.photo else None
    except Declined:
        return None


def _pictures(message: Message) -> Iterator[Picture]:
    yield from message.photo
    if message.live_photo:
        yield from message.live_photo.photo or ()
    if message.document and (message.document.mime_type or "").startswith("image/") and not message.animation:
        yield message.document
    sticker = message.sticker
    if sticker and (sticker.is_animated or sticker.is_video):
        yield from [sticker.thumbnail] if sticker.thumbnail else []
    elif sticker:
        yield sticker


def _pixels(picture: Picture) -> int:
    return 0 if isinstance(picture, Document) else picture.width * picture.height


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _entities(message: Message) -> list[tuple[MessageEntity, str]]:
    return list({**message.parse_entities(), **message.parse_caption_entities()}.items())


def _is_mention_of(me: Me, entity: MessageEntity, words: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and words[1:].lower() == me.username.lower()


def _is_command_for(me: Me, entity: MessageEntity, words: str) -> bool:
    """A command at the start; without "@" it is ours when we have one of that name: other bots have commands, too."""
    if entity.type != MessageEntity.BOT_COMMAND or entity.offset:
        return False
    name, at, whose = words[1:].lower().partition("@")
    return whose == me.username.lower() if at else name in COMMANDS


def _words(message: Message, me: Me, called: str) -> str:
    raw = _text(message).encode("utf-16-le")  # entities count in its units
    for entity, words in sorted(_entities(message), key=lambda found: -found[0].offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if _is_mention_of(me, entity, words):
            raw = raw[:start] + raw[end:]
        elif entity.type == MessageEntity.BOT_COMMAND:
            raw = raw[:start] + words.partition("@")[0].encode("utf-16-le") + raw[end:]
    text = raw.decode("utf-16-le")
    text = _called(called).sub("", text, count=1) if called else text
    return re.sub(r"[ \t]{2,}", " ", text).strip(" \t\n,:")


def _called(name: str) -> re.Pattern[str]:
    return re.compile(_CALLED.format(re.escape(name)), re.IGNORECASE)
