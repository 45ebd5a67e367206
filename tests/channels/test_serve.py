"""All channels in one process: each that has a token, and none takes another along."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.serve import channels
from core.adapters.database import open_database
from core.settings import Settings
from core.wiring import Installation
from tests.channels.discord.server import open_discord
from tests.channels.telegram.server import TOKEN, bot_api, person
from tests.channels.waiting import until
from tests.fakes.chat import Chat

pytestmark = pytest.mark.postgres


def settings(**given: Any) -> Settings:
    """These, and nothing of this machine."""
    return Settings(_env_file=None, **given)


async def test_a_wrong_token_is_one_line_and_the_other_channel_answers(database_url: str, tmp_path: Path) -> None:
    said: list[str] = []
    familiar = Chat()
    async with (
        bot_api(per_minute=lambda _: 100_000) as api,
        open_discord() as discord,
        open_database(database_url) as database,
    ):
        given = {"telegram_token": TOKEN, "telegram_api": api.url, "discord_token": "wrong", "discord_api": discord.api}
        house = Installation(familiar.ports, database, database_url)
        both = settings(FAMILIAR_DATA=tmp_path, **given)
        async with channels(both, house, familiar.conversation, "a secret for tests", said.append) as routers:
            anna = person(42, "Anna")
            api.says(api.private(anna), anna, "/help")
            await until(lambda: api.from_bot(42))
            await until(lambda: any("DISCORD_TOKEN" in line for line in said))
        assert routers
        assert sum("DISCORD_TOKEN" in line for line in said) == 1
        assert any(line.startswith("Telegram: @") for line in said)
        assert not any("wrong" in line.split("DISCORD_TOKEN")[0] for line in said)


async def test_without_a_token_nothing_runs_beside_the_page(database_url: str, tmp_path: Path) -> None:
    familiar, before = Chat(), asyncio.all_tasks()
    async with open_database(database_url) as database:
        house = Installation(familiar.ports, database, database_url)
        nothing = settings(FAMILIAR_DATA=tmp_path)
        async with channels(nothing, house, familiar.conversation, "a secret for tests", print) as routers:
            assert routers == []
            assert asyncio.all_tasks() == before
