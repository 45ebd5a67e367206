"""Hearing: a client that keeps what people say to it, in the order in which they said it. It answers nothing itself.

An interaction is acknowledged first: Discord waits for three seconds, whatever else there is to do.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary

import aiohttp
import discord
from discord import app_commands

from bot.channel import Letter, Part
from bot.discord import commands
from bot.discord.buttons import Seal, presses
from bot.discord.looks import Dress, params_of
from bot.discord.missed import Bookmarks, missed
from bot.discord.notes import Note, letter_of
from bot.discord.post import Post
from bot.discord.reading import (
    NAME,
    Source,
    account,
    asked_in,
    edit_of,
    is_addressed,
    may_be_addressed,
    note_of,
    with_pictures,
    withdrawal_of,
)
from bot.inbox import Full
from bot.languages import Languages
from core.errors import StoreDown
from core.language import say, speak, to_say
from core.people import GroupRules

log = logging.getLogger(__name__)

AT_ONCE = 16  # messages whose pictures are fetched; the others wait without theirs
AUTHORS_KEPT = 10_000
NAME_KEPT = 60.0  # s
COMES_BACK = 5  # s; between two attempts to keep a letter while the database is down
BUSY = to_say("I have too much to do right now. Please try again in a minute.")
BROKEN = to_say("Sorry, something in me broke on that one.")
SEES_ALL = to_say("Hello! I see what is written here, but I keep only what is said to me.")
SEES_MENTIONS = to_say("Hello! I can't read what is written here unless it mentions me.")
ANSWERS = to_say(
    "I answer only when you mention me, reply to me or use my commands. "
    "What I am taught here belongs to this server, apart from what you told me in private."
)

Interaction = discord.Interaction[Any]
Rules = Callable[[str], Awaitable[GroupRules]]
Taught = Callable[[str, str, str], Awaitable[bool]]  # whether an owner was taught something by a channel's message


class Accepts(Protocol):
    """An inbox, as far as a channel needs it."""

    async def accept(self, letter: Letter) -> bool:
        """Keep a letter, once."""

    async def knows(self, channel: str, group: str, update: str) -> bool:
        """Whether such a letter was accepted."""


class Hearing(discord.AutoShardedClient):
    """One connection to Discord, from log-in to the end."""

    def __init__(
        self,
        inbox: Accepts,
        seal: Seal,
        rules: Rules,
        taught: Taught,
        languages: Languages,
        *,
        menus: commands.Menus,
        reads_all: bool,
        data: Path,
        **options: Any,
    ) -> None:
        """`data`: the folder for what has to be known at the next start."""
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=reads_all)
        super().__init__(
            intents=intents,
            max_messages=None,  # what isn't said to us is not kept, not even for a while
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30,
            **options,
        )
        self._inbox, self._seal, self._rules, self._taught = inbox, seal, rules, taught
        self._languages, self._menus, self._data = languages, menus, data
        self._called: dict[str, tuple[str, float]] = {}
        self._doors: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._authors: OrderedDict[str, str] = OrderedDict()
        self._bookmarks = Bookmarks(data / "discord-bookmarks")
        self._left_at = self._bookmarks.hold()
        self.tree = app_commands.CommandTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.tree.error(self._broke)

    async def setup_hook(self) -> None:
        """Menus and buttons, before the first event."""
        await self.tree.set_translator(commands.Translated(self._menus))
        for command in commands.commands_of(self.hear, self._speak):
            self.tree.add_command(command)
        self.add_dynamic_items(presses(self._seal, self._pressed, self._speak))
        await commands.sync(self.tree, self._data / "discord-commands")

    async def on_ready(self) -> None:
        """Read up what was said to us while we were away."""
        left_at, self._left_at = self._left_at, []
        async with aclosing(missed(self, left_at)) as messages:
            async for message in messages:
                await self.on_message(message)
        self._bookmarks.release()

    async def on_shard_resumed(self, shard: int) -> None:
        """Discord brings what we missed."""
        self._left_at = []
        self._bookmarks.release()

    async def on_shard_disconnect(self, shard: int) -> None:
        """Remember where we were; where the session can be taken up again, Discord brings the rest."""
        self._left_at = self._bookmarks.hold()

    async def on_message(self, message: discord.Message) -> None:
        """Keep what is said to us; anything else is not even read."""
        me = self.user
        if me is None or not may_be_addressed(message):
            return
        async with self._door(message.channel.id):
            called = "" if is_addressed(message, me, "") else await self._called_in(message)
            if is_addressed(message, me, called):
                async with self._room:
                    await self._keep(await note_of(message, me, called))
                    self._bookmarks.put(message.channel.id, message.id)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Keep the new words of what concerns us."""
        message, me = event.message, self.user
        if me is None or message.edited_at is None or message.author.bot:
            return  # without a time it is a link that got its preview
        note = edit_of(message, message.edited_at, me)
        async with self._door(event.channel_id):
            if note.message.text and await self._concerns(note.message.owner, str(message.id)):
                await self._keep(note)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Keep that something is deleted which concerns us."""
        await self._withdraw(event.message_id, event.channel_id, event.guild_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        for message in sorted(event.message_ids):
            await self._withdraw(message, event.channel_id, event.guild_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Commands, buttons and forms are heard elsewhere; only a form from before a restart has no other place."""
        if commands.is_stale(interaction):
            await self._speak(interaction)
            await interaction.response.send_message(commands.stale(interaction), ephemeral=True)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say what we can see here."""
        log.info("Joined a server")
        channel = guild.system_channel
        if channel is not None and channel.permissions_for(guild.me).send_messages:
            speak(guild.preferred_locale.value)
            await channel.send(self.greeting(), suppress_embeds=True)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Letters that are still to be answered there will find it gone."""
        log.info("Left a server")

    def greeting(self) -> str:
        """What we see here: what this connection was granted, not what somebody wrote in the settings."""
        return f"{say(SEES_ALL if self.intents.message_content else SEES_MENTIONS)} {say(ANSWERS)}"

    async def hear(
        self,
        interaction: Interaction,
        text: str,
        attached: Sequence[Source] = (),
        quoted: Sequence[Source] = (),
        is_private: bool = False,
    ) -> None:
        """Acknowledge a command or form, and keep it as words."""
        await self._take(interaction, asked_in(interaction, text), attached, quoted, is_private)

    async def _pressed(self, interaction: Interaction, value: str) -> None:
        under = interaction.message
        is_private = under is not None and under.flags.ephemeral
        await self._take(interaction, asked_in(interaction, choice=value), is_private=is_private)

    async def _take(
        self,
        interaction: Interaction,
        note: Note,
        attached: Sequence[Source] = (),
        quoted: Sequence[Source] = (),
        is_private: bool = False,
    ) -> None:
        assert note.ticket is not None
        is_private = is_private or note.ticket.is_private
        acknowledged = asyncio.create_task(self._acknowledged(interaction, is_private))
        async with self._door(note.channel), self._room:
            note = await with_pictures(note, attached, quoted)
            ticket = replace(note.ticket, is_private=is_private) if note.ticket and await acknowledged else None
            try:
                await self._inbox.accept(letter_of(replace(note, ticket=ticket)))
            except (Full, StoreDown):
                if ticket:
                    dress = Dress(self._seal, note.message.person, is_edit=True)
                    await self._languages.speak(note.message.person, note.message.language)
                    await Post(self).answer(ticket, params_of(Part(say(BUSY)), dress))

    async def _acknowledged(self, interaction: Interaction, is_private: bool) -> bool:
        try:
            await interaction.response.defer(ephemeral=is_private, thinking=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("An interaction was not acknowledged: %s", type(error).__name__)
            return False
        return True

    def ask_again(self, group: str) -> None:
        """What a group settled may be something else from now on."""
        self._called.pop(group, None)

    async def _called_in(self, message: discord.Message) -> str:
        """The name that the bot goes by in this server; kept for a minute, and asked for only where it can be read."""
        if message.guild is None or not self.intents.message_content:
            return ""
        group, now = account(message.guild.id), asyncio.get_running_loop().time()
        known, until = self._called.get(group, ("", 0.0))
        if now >= until:
            with suppress(StoreDown):  # who mentions it is heard all the same
                known = (await self._rules(group)).called
            self._called[group] = known, now + NAME_KEPT
        return known

    async def _withdraw(self, message: int, channel: int, guild: int | None) -> None:
        async with self._door(channel):
            author = self._authors.get(str(message)) or await self._talks_in(channel, guild)
            note = withdrawal_of(message, channel, guild, author)
            if author and await self._concerns(note.message.owner, str(message)):
                await self._keep(note)

    async def _concerns(self, owner: str, message: str) -> bool:
        """Whether a message was said to us: in the last days, as the inbox knows, or ever, if it taught something."""

        async def ask() -> bool:
            return await self._inbox.knows(NAME, owner, message) or await self._taught(owner, NAME, message)

        return await _patiently(ask)

    async def _talks_in(self, channel: int, guild: int | None) -> str:
        """The author of a message that is not remembered: in private there is one; in a server it stays the server."""
        if guild is not None:
            return account(guild)
        try:
            found = self.get_channel(channel) or await self.fetch_channel(channel)
        except discord.HTTPException:
            return ""
        return account(found.recipient.id) if isinstance(found, discord.DMChannel) and found.recipient else ""

    async def _keep(self, note: Note) -> None:
        """Keep a letter, however long it takes: Discord would not send it again."""
        self._authors[note.message.update] = note.message.person
        if len(self._authors) > AUTHORS_KEPT:
            self._authors.popitem(last=False)
        await _patiently(lambda: self._inbox.accept(letter_of(note)))

    def _door(self, channel: int) -> asyncio.Lock:
        """Discord's library starts a task for each event; within a channel they go in one by one."""
        return self._doors.setdefault(str(channel), asyncio.Lock())

    async def _broke(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        log.error("%s in a command", type(error.__cause__ or error).__name__, exc_info=error)
        if not interaction.response.is_done():
            await self._speak(interaction)
            await interaction.response.send_message(say(BROKEN), ephemeral=True)

    async def _speak(self, interaction: Interaction) -> None:
        """Have `say` answer whom this comes from."""
        await self._languages.speak(account(interaction.user.id), interaction.locale.value)


async def _patiently(attempt: Callable[[], Awaitable[bool]]) -> bool:
    """What comes of it once the store is there and has room."""
    while True:
        try:
            return await attempt()
        except (Full, StoreDown) as error:
            log.warning("A message waits at the door: %s", type(error).__name__)
            await asyncio.sleep(COMES_BACK)
