"""Reading: Discord's messages and interactions -> notes. It holds no rules; whom the bot listens to is all it decides.

A group is the whole server, whatever the channel or thread: that is whom one talks to. In a place where only the
person has the bot with them, what they say is theirs, and the answer is for them alone.
"""

import asyncio
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import discord
from discord.utils import time_snowflake

from bot.discord.notes import Note, Ticket
from core.errors import BadInput
from core.language import to_say
from core.messages import Account, Group, Message

MOST_FILES = 10  # also in words below
MOST_BYTES = 20 * 2**20
MOST_TOGETHER = 64 * 2**20
FETCH_TIME = 30  # s; the links lead to a cache that is quick or broken
NAME = "discord"

TOO_MANY = to_say("I can take 10 pictures at once. Please send fewer.")
TOO_LARGE = to_say("That file is too large for me: I take pictures of up to 20 MB, and 64 MB at once.")
NOT_A_PICTURE = to_say("I can look at pictures, but not at videos or sound.")
NOT_FETCHED = to_say("I couldn't fetch that picture from Discord. Please send it again.")
BLIND = to_say("Here I can only read messages that mention me: please mention me, or leave the @ of your reply on.")
NOTHING_TO_SEE = to_say("I can't see any picture in what you forwarded.")

_MARK = re.compile(r"<(?P<kind>@!?|@&|#|a?:\w+:)(?P<id>\d+)>")

Source = discord.Attachment | discord.StickerItem
Speaker = discord.User | discord.Member


def account(user: int) -> str:
    """The account of a Discord user id."""
    return f"{NAME}:{user}"


def is_addressed(message: discord.Message, me: discord.ClientUser, called: str) -> bool:
    """Whether this is said to the bot: alone with it, by a mention, in reply to it, or by what it is called there."""
    if message.guild is None or me in message.mentions or _answers(message, me):
        return True
    if message.guild.self_role is not None and message.guild.self_role in message.role_mentions:
        return True
    return bool(called) and _name(called).search(message.content) is not None


def may_be_addressed(message: discord.Message) -> bool:
    """Whether it is a person's message at all."""
    return not message.author.bot and message.type in (discord.MessageType.default, discord.MessageType.reply)


async def note_of(message: discord.Message, me: discord.ClientUser, called: str = "") -> Note:
    """What a message says, with its pictures fetched."""
    guild = message.guild
    said = Message(
        NAME,
        str(message.id),
        account(message.author.id),
        chat=_chat(message.author, message.channel.id, guild),
        text=words(message, me, called),
        group=_group(guild, message.author),
        shown=message.author.display_name,
        mentions=tuple(Account(account(u.id), u.display_name) for u in message.mentions if not u.bot),
    )
    note = Note(said, message.channel.id, message.id)
    if refusal := _unreadable(message, me, said.text):
        return replace(note, refusal=refusal)
    return await with_pictures(note, _pictures(message), _quoted(message))


def edit_of(message: discord.Message, edited: datetime, me: discord.ClientUser) -> Note:
    """New words for a message that was accepted; its pictures can't change."""
    said = Message(
        NAME,
        f"{message.id}:{edited.timestamp()}",
        account(message.author.id),
        chat=_chat(message.author, message.channel.id, message.guild),
        text=words(message, me),
        group=_group(message.guild, message.author),
        shown=message.author.display_name,
        edits=str(message.id),
    )
    return Note(said, message.channel.id, message.id)


def moment_of(update: str) -> int:
    """When an update came, as an id: ids of Discord grow with time, those of messages and interactions in one row."""
    message, _, change = update.partition(":")
    is_edit = change.replace(".", "", 1).isdigit()
    return time_snowflake(datetime.fromtimestamp(float(change), UTC)) if is_edit else int(message)


def withdrawal_of(message: int, channel: int, guild: int | None, author: str) -> Note:
    """A message that was accepted is deleted. Discord does not say by whom."""
    chat = f"{account(guild)}:{channel}" if guild else author
    group = Group(account(guild)) if guild else None
    said = Message(NAME, f"{message}:deleted", author, chat, group=group, withdraws=str(message))
    return Note(said, channel)


def asked_in(interaction: discord.Interaction, text: str = "", choice: str | None = None) -> Note:
    """What an interaction says, without pictures yet. Its ticket is not good before the interaction is acknowledged."""
    user, channel = interaction.user, interaction.channel_id or 0
    guild = interaction.guild_id if interaction.is_guild_integration() else None
    elsewhere = guild is None and not interaction.context.dm_channel
    said = Message(
        NAME,
        str(interaction.id),
        account(user.id),
        chat=f"{account(guild)}:{channel}" if guild else account(user.id) + (f":{channel}" if elsewhere else ""),
        text=text,
        choice=choice,
        group=_group_of(interaction, guild),
        shown=user.display_name,
        language=str(interaction.locale.value).lower(),
    )
    ticket = Ticket(interaction.application_id, interaction.token, time.time(), is_private=elsewhere)
    return Note(said, channel, ticket=ticket, elsewhere=elsewhere)


async def with_pictures(note: Note, attached: Sequence[Source], quoted: Sequence[Source] = ()) -> Note:
    """The note with its pictures fetched; or with the sentence that says why not."""
    try:
        attachments, quotes = await _fetched(attached), await _fetched([s for s in quoted if _may_be_picture(s)])
    except BadInput as sentence:
        return replace(note, refusal=str(sentence))
    return replace(note, message=replace(note.message, attachments=attachments, quoted=quotes))


def words(message: discord.Message, me: discord.ClientUser, called: str = "") -> str:
    """The words as a person reads them: names where Discord has ids, without those that only call the bot."""
    guild = message.guild
    people = {user.id: user.display_name for user in message.mentions} | {me.id: ""}
    roles = {role.id: role.name for role in message.role_mentions}
    if guild and guild.self_role:
        roles[guild.self_role.id] = ""

    def name(mark: re.Match[str]) -> str:
        kind, id_ = mark["kind"], int(mark["id"])
        if kind in ("@", "@!"):
            return people.get(id_, "")
        if kind == "@&":
            return roles.get(id_, "")
        return kind.lstrip("a").strip(":") if ":" in kind else ""

    text = _MARK.sub(name, message.content).strip(" ,:")
    return (
        re.sub(rf"^(hey |hi |hello )?{_name(called).pattern}[\s,:]*", "", text, flags=re.IGNORECASE) if called else text
    )


def _name(called: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(called)}(?!\w)", re.IGNORECASE)


def _answers(message: discord.Message, me: discord.ClientUser) -> bool:
    quoted = message.reference.resolved if message.reference else None
    return isinstance(quoted, discord.Message) and quoted.author.id == me.id


def _chat(author: Speaker, channel: int, guild: discord.Guild | None) -> str:
    return f"{account(guild.id)}:{channel}" if guild else account(author.id)


def _group(guild: discord.Guild | None, author: Speaker) -> Group | None:
    is_admin = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    return Group(account(guild.id), is_admin, guild.name) if guild else None


def _group_of(interaction: discord.Interaction, guild: int | None) -> Group | None:
    shown = interaction.guild.name if interaction.guild else ""
    return Group(account(guild), interaction.permissions.manage_guild, shown) if guild else None


def _unreadable(message: discord.Message, me: discord.ClientUser, text: str) -> str:
    if text or _pictures(message) or message.stickers or _quoted(message):
        return ""
    if message.message_snapshots:
        return NOTHING_TO_SEE
    is_hidden = message.guild is not None and me not in message.mentions
    return BLIND if is_hidden else ""


def _pictures(message: discord.Message) -> list[Source]:
    forwarded = [a for snapshot in message.message_snapshots for a in snapshot.attachments]
    stickers = [s for s in message.stickers if s.format is not discord.StickerFormatType.lottie]
    return [*message.attachments, *forwarded, *stickers]


def _quoted(message: discord.Message) -> list[Source]:
    is_reply = message.type is discord.MessageType.reply
    quoted = message.reference.resolved if is_reply and message.reference else None
    return _pictures(quoted) if isinstance(quoted, discord.Message) else []


def pictures_of(message: discord.Message) -> list[Source]:
    """What may be a picture in a message of anybody."""
    return [source for source in _pictures(message) if _may_be_picture(source)]


def _may_be_picture(source: Source) -> bool:
    kind = (source.content_type or "") if isinstance(source, discord.Attachment) else "image/png"
    return kind.startswith("image/") or not kind


async def _fetched(sources: Sequence[Source]) -> tuple[bytes, ...]:
    """The bytes, at once: the links end. Raises BadInput."""
    if len(sources) > MOST_FILES:
        raise BadInput(TOO_MANY)
    files = [source for source in sources if isinstance(source, discord.Attachment)]
    if any((file.content_type or "").startswith(("video/", "audio/")) for file in files):
        raise BadInput(NOT_A_PICTURE)
    _check_sizes(file.size for file in files)
    try:
        async with asyncio.timeout(FETCH_TIME):
            return tuple([await source.read() for source in sources])
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise BadInput(NOT_FETCHED) from error


def _check_sizes(sizes: Iterable[int]) -> None:
    together = 0
    for size in sizes:
        together += size
        if size > MOST_BYTES or together > MOST_TOGETHER:
            raise BadInput(TOO_LARGE)
