"""The courier: takes a letter to the conversation and brings the reply back, once."""

import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from bot.channel import Channel, Gone, Letter, Moved, Unreachable
from bot.letters import Letters, Outgoing
from core.errors import Outage
from core.language import say, to_say
from core.messages import Message, Reply

log = logging.getLogger(__name__)

BROKEN = to_say("Sorry, something in me broke on that one. I've noted it; everything else still works.")

Move = Callable[[str, str], Awaitable[None]]


class Handles(Protocol):
    """A conversation, as far as a courier needs it."""

    def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """Each reply is the whole reply so far, the last one has `final`."""


class Courier:
    """Answers letters, one chat's in their order."""

    def __init__(self, talks: Handles, letters: Letters, channels: Mapping[str, Channel], move: Move) -> None:
        """`move(old, new)` gives a group that goes on under another id its memory."""
        self._talks, self._letters, self._channels, self._move = talks, letters, channels, move

    async def answer(self, letters: Sequence[Letter]) -> str | None:
        """Answer one letter, or the letters of one album; the app's id of the last part, where there was one.

        Raises Unreachable and Outage: the letters are then to be kept. All is done when `Letters.answered` says so.
        """
        channel = self._channels.get(letters[0].channel)
        if channel is None:
            raise Unreachable(f"{letters[0].channel} is switched off")
        try:
            return await _Errand(letters, channel, self._talks, self._letters, self._move).run()
        except Gone:
            log.info("A chat of %s is gone", channel.name)
        except Moved as moved:  # it was the app's note of it
            await self._move(moved.old or letters[0].group, moved.group)
        except (Unreachable, Outage):
            raise
        except Exception as error:  # noqa: BLE001 - a letter that can't be brought must not stop those behind it
            _note(error, channel.name)
        return None


class _Errand:
    """One answer on its way. `to` is where it goes: it learns of a growing answer, and of a group that moved."""

    def __init__(self, said: Sequence[Letter], channel: Channel, talks: Handles, letters: Letters, move: Move) -> None:
        self._said, self._channel, self._talks, self._letters, self._move = said, channel, talks, letters, move
        self._kept = self._to = said[0]

    async def run(self) -> str | None:
        """Make the reply, if there is none yet, and bring what is not out of it; the id of the last part."""
        app_id = None
        for out in await self._letters.outgoing(self._kept) if self._kept.replied else await self._written():
            app_id = out.sent
            if app_id is None:
                app_id = await self._brought(out)
                if not out.is_last:
                    await self._letters.sent(self._kept, out.number, app_id, self._channel.mark(self._to))
        return app_id

    async def _written(self) -> list[Outgoing]:
        said = await self._channel.read(self._said)
        if said is None:
            return []
        parts = self._channel.parts(said if isinstance(said, Reply) else await self._reply(said))
        return await self._letters.keep(self._kept, parts, self._channel.mark(self._to)) if parts else []

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
            _note(error, self._kept.channel)
            return Reply(say(BROKEN))
        return reply

    async def _begun(self, app_id: str) -> None:
        self._to = replace(self._to, shown=app_id)
        await self._letters.shown(self._kept, app_id)

    async def _brought(self, out: Outgoing) -> str:
        key = f"{self._kept.channel}:{self._kept.update}:{out.number}"
        try:
            if out.mark is not None:
                there = await self._channel.arrived(self._to, out.part, key, out.mark)
                if there is not None:
                    return there
            return await self._channel.send(self._to, out.part, key)
        except Moved as moved:
            await self._move(self._to.group, moved.group)
            chat = self._to.chat.replace(self._to.group, moved.group, 1)
            self._to = replace(self._to, chat=chat, group=moved.group)
            return await self._channel.send(self._to, out.part, key)


def _note(error: Exception, channel: str) -> None:
    where = "".join(traceback.format_tb(error.__traceback__))  # the error's own words may be somebody's
    log.error("%s broke on a message of %s\n%s", type(error).__name__, channel, where)
