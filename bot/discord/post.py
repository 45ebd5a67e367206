"""Post: one call for each way that a message can go out. What goes wrong is told in the words of `bot.channel`."""

import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import MultipartParameters
from discord.webhook.async_ import async_context

from bot.channel import Gone, Unreachable
from bot.discord.notes import Ticket
from bot.pacing import Pace

log = logging.getLogger(__name__)

_CHANNEL = re.compile(r"/channels/(\d+)/")
UNKNOWN_MESSAGE = 10008
_TICKET_ENDED = (10015, 50027, 10062, UNKNOWN_MESSAGE)  # its webhook, its token, itself; or its answer was deleted


class TicketEnded(Exception):
    """Discord takes no more answers on this interaction."""


def slowing(pace: Pace) -> aiohttp.TraceConfig:
    """Lets a chat pause that Discord told us to be slower in; the library waits only with the call it was told at."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, call: aiohttp.TraceRequestEndParams) -> None:
        found = _CHANNEL.search(call.url.path)
        if call.response.status == 429 and found:
            seconds = float(call.response.headers.get("Retry-After", 1))
            log.warning("Discord asks a channel to pause for %.1f s", seconds)
            pace.slow(found[1], seconds)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace


@asynccontextmanager
async def told() -> AsyncIterator[None]:
    """Raises Gone, Unreachable and TicketEnded for what the library raises; any other refusal is a bug of ours."""
    try:
        yield
    except (discord.RateLimited, discord.DiscordServerError) as error:
        raise Unreachable(f"Discord: {type(error).__name__}") from error
    except discord.HTTPException as error:
        if error.code in _TICKET_ENDED:
            raise TicketEnded from error
        if error.status in (403, 404):
            raise Gone(f"Discord: {error.status}, code {error.code}") from error
        if error.status in (401, 429):
            raise Unreachable(f"Discord: {error.status}") from error
        raise
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unreachable(f"Discord: {type(error).__name__}") from error


class Post:
    """Calls of Discord on one client."""

    def __init__(self, client: discord.Client) -> None:
        """The client is logged in."""
        self._client = client

    async def write(self, channel: int, params: MultipartParameters) -> dict[str, Any]:
        """A new message; or the one that has its nonce already."""
        with params:
            return dict(await self._client.http.send_message(channel, params=params))

    async def rewrite(self, channel: int, message: int, params: MultipartParameters) -> str:
        """Other words for a message of ours."""
        with params:
            return str((await self._client.http.edit_message(channel, message, params=params))["id"])

    async def answer(self, ticket: Ticket, params: MultipartParameters) -> str:
        """The answer to an interaction; another one takes its place."""
        with params:
            made = await async_context.get().edit_original_interaction_response(
                ticket.application, ticket.token, session=self._session, **_sent(params)
            )
        return str(made["id"])

    async def follow_up(self, ticket: Ticket, params: MultipartParameters) -> str:
        """One more message for an interaction."""
        with params:
            made = await async_context.get().execute_webhook(
                ticket.application, ticket.token, session=self._session, wait=True, **_sent(params)
            )
        assert made is not None
        return str(made["id"])

    async def take_back(self, ticket: Ticket) -> None:
        """No answer that everybody sees; there may be none any more."""
        try:
            await async_context.get().delete_original_interaction_response(
                ticket.application, ticket.token, session=self._session
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise

    async def private_channel(self, user: int) -> int:
        """Where one writes to a person alone."""
        return int((await self._client.http.start_private_message(user))["id"])

    async def type(self, channel: int) -> None:
        """Show that an answer is being made, for ten seconds."""
        await self._client.http.send_typing(channel)

    async def since(self, channel: int, message: int) -> AsyncGenerator[dict[str, Any]]:
        """What we wrote in a channel after a message, oldest first; as far as a chat gets in a while."""
        me = self._client.user
        for found in reversed(await self._client.http.logs_from(channel, 100, after=message)):
            if me is not None and int(found["author"]["id"]) == me.id:
                yield dict(found)

    @property
    def _session(self) -> aiohttp.ClientSession:
        # The library's own way to the session that it shares.
        return discord.Webhook.partial(1, "unused", client=self._client).session


def _sent(params: MultipartParameters) -> dict[str, Any]:
    return {"payload": params.payload, "multipart": params.multipart, "files": params.files}
