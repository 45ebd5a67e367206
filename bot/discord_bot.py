"""Discord <-> Message, Reply, on discord.py. Here stands the order of things; how each is done, in `bot.discord`.

What is answered, and who may do what, is the conversation's.
"""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.channel import Gone, Keep, Letter, Part, Preview, Ready, Unreachable
from bot.discord.buttons import Seal
from bot.discord.commands import Menus
from bot.discord.growing import Growing
from bot.discord.hearing import Accepts, Hearing, Rules, Taught
from bot.discord.looks import Dress, growing_params, is_like, nonce_of, params_of, parts_of
from bot.discord.notes import Note, Ticket, address_of, unpacked
from bot.discord.post import Post, TicketEnded, slowing, told
from bot.discord.reading import NAME, moment_of
from bot.languages import Languages
from bot.pacing import Pace, Urgency
from core.errors import Refusal
from core.language import say, to_say
from core.messages import Message, Reply
from core.settings import Settings

PER_MINUTE = 50  # calls; Discord takes about five in five seconds a channel
ONLY_FOR_YOU = to_say(
    "That answer is only for you, and I may not write to you alone: please use my slash command instead."
)
WRONG_TOKEN = "Discord does not know this DISCORD_TOKEN: copy it again from the Bot page of the developer portal."
NO_INTENT = (
    "DISCORD_MESSAGE_CONTENT is on, but Message Content is off on the Bot page of the developer portal: "
    "turn it on there, or off here."
)


class DiscordChannel:
    """Discord, as `bot.channel.Channel`."""

    def __init__(
        self,
        settings: Settings,
        inbox: Accepts,
        rules: Rules,
        taught: Taught,
        languages: Languages,
        secret: str,
        *,
        menus: Menus | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`rules` tells what a group's admins settled; `secret` seals buttons and must outlive a restart.

        `taught` says of a message, however old, whether something it taught is still there.
        """
        self._settings, self._inbox, self._rules, self._taught = settings, inbox, rules, taught
        self._languages, self._menus = languages, menus or {}
        self._seal = Seal(secret)
        self._pace = pace or Pace(lambda _: PER_MINUTE, burst=5, overall=40)
        self._client: Hearing | None = None
        for loud in ("discord.http", "discord.webhook.async_"):  # their lines hold the tokens of interactions
            logging.getLogger(loud).setLevel(logging.ERROR)

    @property
    def name(self) -> str:
        """ "discord"."""
        return NAME

    async def read(self, letters: Sequence[Letter]) -> Message | Reply | None:
        """What was said; a message of Discord holds all of its pictures, so there is one letter."""
        note = unpacked(letters[0].payload)
        if not note.refusal:
            return note.message
        await self._languages.speak(note.message.person, note.message.language)
        return Reply(say(note.refusal))

    def parts(self, reply: Reply) -> list[Part]:
        """The reply in pieces that Discord takes."""
        return parts_of(reply)

    async def send(self, letter: Letter, part: Part, key: str) -> str:
        """Bring one part: on the interaction it answers while that lasts, else as a message."""
        note = address_of(letter.payload)
        if self._client is not None:
            self._client.ask_again(letter.group)  # this may be the answer to a change of it
        self._languages.answered(note.message.person)
        await self._pace.turn(_budget(note), Urgency.FINAL)
        if note.ticket and note.ticket.is_good:
            with suppress(TicketEnded):
                async with told():
                    return await self._answer(note.ticket, note, part, _is_first(key))
        async with told():
            return await self._write(letter, note, part, key)

    def mark(self, letter: Letter) -> str:
        """What is answered: all that we wrote for it came later."""
        return str(moment_of(letter.update))

    async def arrived(self, letter: Letter, part: Part, key: str, mark: str) -> str | None:
        """Look for a part among what we wrote since. What only one person sees can't be looked for."""
        note = address_of(letter.payload)
        if _is_for_one(note, part) or (note.ticket is not None and _is_first(key)):
            return None  # an answer to an interaction takes the place of the one before
        try:
            async with told():
                async for ours in self._post.since(note.channel, int(mark)):
                    # An answer that grew has the nonce of its first part, but not yet its words.
                    if is_like(ours, part) and ours.get("nonce") in (None, nonce_of(key)):
                        return str(ours["id"])
        except Gone:
            return None  # not allowed to look; the same nonce is not taken twice for some minutes
        return None

    @asynccontextmanager
    async def preview(self, letter: Letter, keep: Keep) -> AsyncGenerator[Preview]:
        """The answer while it grows, in the message that will hold it in the end."""
        note = address_of(letter.payload)
        answering = note.ticket is not None and note.ticket.is_good
        growing = Growing(self._pace, _budget(note), self._shows(letter, note, keep))

        async def typing() -> None:
            async with told():
                await self._post.type(note.channel)

        async with growing.until_done(None if answering else typing):
            yield growing

    async def run(self, ready: Ready) -> None:
        """Stay connected until cancelled. Raises Refusal where the token or an intent is wrong."""
        if self._settings.discord_api:
            Route.BASE = self._settings.discord_api
        token = self._settings.discord_token
        self._client = client = self.client(ready)
        try:
            async with client:
                await client.start(token.get_secret_value() if token else "")
        except discord.LoginFailure:
            raise Refusal(WRONG_TOKEN) from None
        except discord.PrivilegedIntentsRequired:
            raise Refusal(NO_INTENT) from None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise Unreachable(f"Discord: {type(error).__name__}") from error
        finally:
            self._client = None
        raise Unreachable("Discord closed the connection")

    def client(self, ready: Ready) -> Hearing:
        """A connection that is not open yet."""
        client = Hearing(
            self._inbox,
            self._seal,
            self._rules,
            self._taught,
            self._languages,
            menus=self._menus,
            reads_all=self._settings.discord_message_content,
            data=self._settings.data,
            http_trace=slowing(self._pace),
        )

        @client.event
        async def on_shard_connect(shard: int) -> None:
            if shard == 0:
                ready(f"Discord: {client.user}")

        self._client = client
        return client

    @property
    def _post(self) -> Post:
        if self._client is None or self._client.user is None:
            raise Unreachable("Discord is not connected yet")
        return Post(self._client)

    async def _answer(self, ticket: Ticket, note: Note, part: Part, is_first: bool) -> str:
        dress = self._dress(note, is_private=ticket.is_private or part.is_private)
        if not is_first:
            return await self._post.follow_up(ticket, params_of(part, dress))
        if dress.is_private == ticket.is_private:
            return await self._post.answer(ticket, params_of(part, replace(dress, is_edit=True)))
        await self._post.take_back(ticket)  # who sees it was settled when it was acknowledged
        return await self._post.follow_up(ticket, params_of(part, dress))

    async def _write(self, letter: Letter, note: Note, part: Part, key: str) -> str:
        if _is_for_one(note, part):
            return await self._write_alone(note, part, key)
        if letter.shown and _is_first(key):
            with suppress(discord.NotFound):  # it was deleted while it grew
                dress = self._dress(note, is_edit=True)
                return await self._post.rewrite(note.channel, int(letter.shown), params_of(part, dress))
        return await self._write_once(note.channel, note, part, key)

    async def _write_once(self, channel: int, note: Note, part: Part, key: str) -> str:
        answers = (note.channel, note.source) if note.source and note.message.group and _is_first(key) else None
        dress = self._dress(note, nonce=nonce_of(key), answers=answers if channel == note.channel else None)
        made = await self._post.write(channel, params_of(part, dress))
        if is_like(made, part):
            return str(made["id"])
        # It has this nonce since it grew, in a process that ended: it gets its last words now.
        return await self._post.rewrite(channel, int(made["id"]), params_of(part, self._dress(note, is_edit=True)))

    async def _write_alone(self, note: Note, part: Part, key: str) -> str:
        try:
            alone = await self._post.private_channel(int(note.message.person.removeprefix(f"{NAME}:")))
            return await self._write_once(alone, note, part, key)
        except discord.Forbidden:
            if note.elsewhere or not _is_first(key):
                raise
        await self._languages.speak(note.message.person, note.message.language)
        return await self._write_once(note.channel, note, Part(say(ONLY_FOR_YOU)), key)

    def _shows(self, letter: Letter, note: Note, keep: Keep) -> Callable[[str], Awaitable[None]]:
        shown = letter.shown
        first = nonce_of(f"{letter.channel}:{letter.update}:0")  # as the part that will take its place

        async def show(text: str) -> None:
            nonlocal shown
            async with told():
                if note.ticket and note.ticket.is_good:
                    await self._post.answer(note.ticket, growing_params(text, self._dress(note, is_edit=True)))
                elif shown:
                    dress = self._dress(note, is_edit=True)
                    await self._post.rewrite(note.channel, int(shown), growing_params(text, dress))
                elif not _is_for_one(note, Part()):
                    answers = (note.channel, note.source) if note.source and note.message.group else None
                    dress = self._dress(note, nonce=first, answers=answers)
                    shown = str((await self._post.write(note.channel, growing_params(text, dress)))["id"])
                    await keep(shown)

        return show

    def _dress(self, note: Note, **around: Any) -> Dress:
        return Dress(self._seal, note.message.person, **around)


def _budget(note: Note) -> str:
    return str(note.channel)


def _is_first(key: str) -> bool:
    return key.endswith(":0")


def _is_for_one(note: Note, part: Part) -> bool:
    """Whether nobody else in the channel may see it, although several are there."""
    was_private = note.ticket is not None and note.ticket.is_private
    return note.elsewhere or (note.message.group is not None and (part.is_private or was_private))
