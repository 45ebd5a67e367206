"""The scenario table at the page, in a real browser. What the page has not is skipped, and says why."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.web import create_app, serve
from tests.channels.table import ROWS, Row
from tests.fakes.chat import Chat
from tests.page.stage import Current, PageStage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served() -> AsyncIterator[tuple[Current, str]]:
    """The page in this process, and its address."""
    current, address = Current(), asyncio.get_running_loop().create_future()
    app = create_app(current, secret="a secret for tests")
    task = asyncio.create_task(serve(app, "127.0.0.1", 0, listening=address.set_result))
    yield current, await address
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest_asyncio.fixture(loop_scope="session")
async def stage(served: tuple[Current, str], browser: Browser, tmp_path: Path) -> AsyncGenerator[PageStage]:
    """Nobody has said anything yet."""
    current, url = served
    current.familiar = Chat()
    async with AsyncExitStack() as stack:
        yield PageStage(browser, url, current.familiar, stack, tmp_path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)
async def test_at_the_page(row: Row, stage: PageStage) -> None:
    try:
        await row(stage)
    except NotImplementedError as missing:
        pytest.skip(str(missing))
