"""The scenario table in every app: the same rows, each on the app's own stage."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from tests.channels.discord.stage import discord_stage
from tests.channels.stage import Stage
from tests.channels.table import ROWS, Row
from tests.channels.telegram.stage import telegram_stage

pytestmark = pytest.mark.postgres

Open = Callable[[str], AbstractAsyncContextManager[Stage]]
STAGES: dict[str, Open] = {"telegram": telegram_stage, "discord": discord_stage}


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, database_url: str) -> AsyncGenerator[Stage]:
    """An app with the bot on it."""
    async with STAGES[request.param](database_url) as opened:
        yield opened


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)
async def test_row(stage: Stage, row: Row) -> None:
    try:
        await row(stage)
    except NotImplementedError as missing:
        pytest.skip(f"{stage.app} has no {missing}")
