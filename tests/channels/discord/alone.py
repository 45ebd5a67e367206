"""A Familiar on Discord in a process of its own, to be killed: real channel, inbox and stores, a scripted voice.

python -m tests.channels.discord.alone --database URL --api URL --data FOLDER [--pause SECONDS]
"""

import argparse
import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.courier import Courier
from bot.discord_bot import DiscordChannel
from bot.inbox import open_inbox
from bot.languages import Languages
from bot.supervision import side_by_side
from core.adapters.database import open_database
from core.conversation import Conversation
from core.settings import Settings
from tests.channels.discord.conftest import quick
from tests.channels.discord.server import TOKEN
from tests.channels.familiar import SECRET, Notes, Scripted, ports_on, said


def settings(api: str, data: Path) -> Settings:
    """Nothing but Discord, at this server."""
    given: dict[str, Any] = {"discord_token": SecretStr(TOKEN), "discord_api": api, "FAMILIAR_DATA": data}
    return Settings(_env_file=None, **given)


async def serve(url: str, api: str, data: Path, pause: float) -> None:
    """Until the process ends."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        inbox = await stack.enter_async_context(open_inbox(database, url))
        ports = ports_on(database, Scripted(Notes(None), pause))
        talks = Conversation(ports)
        asked = (ports.people.group, talks.taught, Languages(ports.people.language))
        channel = DiscordChannel(settings(api, data), inbox, *asked, SECRET, pace=quick())
        courier = Courier(talks, inbox.letters, {channel.name: channel}, ports.people.move)

        async def received() -> None:
            await channel.run(said)

        async def answered() -> None:
            await inbox.run(courier.answer)

        await stack.enter_async_context(side_by_side({"Discord": received, "the inbox": answered}, said))
        await asyncio.Event().wait()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.channels.discord.alone", description=main.__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pause", type=float, default=0.0)
    asked = parser.parse_args()
    asyncio.run(serve(asked.database, asked.api, asked.data, asked.pause))


if __name__ == "__main__":
    main()
