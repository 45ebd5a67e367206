"""The courier: takes a letter to the conversation and brings the reply back, once."""

import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from bot.channel import Channel, Gone, Letter, Moved, Unreachable
from bot.inbox import Inbox, Outgoing
from core.errors import Outage
from core.messages import Message, Reply

log = logging.getLogger(__name__)

BROKEN = "Sorry, something in me broke on that one. I've noted it; everything else still works."

Move = Callable[[str, str], Awaitable[None]]


class Handles(Protocol):
    """A conversation, as far as a courier needs it."""

    def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """Each reply is the whole reply so far, the last one has `final`."""


class Courier:
    """Answers letters, one chat's in their order."""

    def __init__(self, talks: Handles, inbox: Inbox, channels: Mapping[str, Channel], move: Move) -> None:
        """`move(old, new)` gives a group that goes on under another id its memory."""
        self._talks, self._inbox, self._channels, self._move = talks, inbox, channels, move

    async def answer(self, letters: Sequence[Letter]) -> None:
        """Answer one letter, or the letters of one album. Raises Unreachable and Outage: they are then to be kept."""
        channel = self._channels.get(letters[0].channel)
        if channel is None:
            raise Unreachable(f"{letters[0].channel} is switched off")
        try:
            await _Errand(letters, channel, self._talks, self._inbox, self._move).run()
        except Gone:
            log.info("A chat of %s is gone", channel.name)
        await self._inbox.answered(letters)


class _Errand:
    """One answer on its way. `to` is where it goes: it learns of a growing answer, and of a group that moved."""

    def __init__(self, letters: Sequence[Letter], channel: Channel, talks: Handles, inbox: Inbox, move: Move) -> None:
        self._letters, self._channel, self._talks, self._inbox, self._move = letters, channel, talks, inbox, move
        self._kept = self._to = letters[0]

    async def run(self) -> None:
        for part in await self._inbox.outgoing(self._kept) or await self._written():
            if part.sent is None:
                await self._inbox.sent(self._kept, part.number, await self._brought(part))

    async def _written(self) -> list[Outgoing]:
        said = await self._channel.read(self._letters)
        if said is None:
            return []
        parts = self._channel.parts(said if isinstance(said, Reply) else await self._reply(said))
        return await self._inbox.keep(self._kept, parts) if parts else []

    async def _reply(self, message: Message) -> Reply:
        try:
            async with (
                self._channel.preview(self._to, self._begun) as preview,
                aclosing(self._talks.handle(message)) as replies,
            ):
                async for reply in replies:
                    if not reply.final:
                        preview.show(reply.text)
        except (Unreachable, Outage, Gone):
            raise
        except Exception as error:  # noqa: BLE001 - a letter that breaks us must not stop those behind it
            where = "".join(traceback.format_tb(error.__traceback__))  # the error's own words may be somebody's
            log.error("%s broke on a message of %s\n%s", type(error).__name__, self._kept.channel, where)
            return Reply(BROKEN)
        return reply

    async def _begun(self, app_id: str) -> None:
        self._to = replace(self._to, shown=app_id)
        await self._inbox.shown(self._kept, app_id)

    async def _brought(self, out: Outgoing) -> str:
        key = f"{self._kept.channel}:{self._kept.update}:{out.number}"
        if out.tried and (there := await self._channel.arrived(self._to, out.part, key)) is not None:
            return there
        try:
            return await self._channel.send(self._to, out.part, key)
        except Moved as moved:
            await self._move(self._to.group, moved.group)
            chat = self._to.chat.replace(self._to.group, moved.group, 1)
            self._to = replace(self._to, chat=chat, group=moved.group)
            return await self._channel.send(self._to, out.part, key)
