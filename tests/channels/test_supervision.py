"""Supervision: one that fails comes back by itself, one that can't start says why, and the others never notice."""

import asyncio

import pytest

from bot.supervision import kept_running, side_by_side
from core.errors import Refusal

ADDRESS = "https://example.org/bot123:SECRET/getUpdates"


async def test_what_fails_is_started_again_and_its_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    starts = 0
    well = asyncio.Event()

    async def run() -> None:
        nonlocal starts
        starts += 1
        if starts < 3:
            raise ConnectionError(ADDRESS)
        well.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(kept_running("Telegram", run, print, first_pause=0.01))
    await asyncio.wait_for(well.wait(), 5)
    task.cancel()
    assert "Telegram failed" in caplog.text
    assert "ConnectionError" in caplog.text
    assert "SECRET" not in caplog.text


async def test_what_refuses_gets_one_line_and_the_others_go_on() -> None:
    said: list[str] = []
    other = asyncio.Event()

    async def refuses() -> None:
        raise Refusal("the token is wrong.")

    async def goes_on() -> None:
        await asyncio.sleep(0.05)
        other.set()
        await asyncio.Event().wait()

    async with side_by_side({"Discord": refuses, "Telegram": goes_on}, said.append):
        await asyncio.wait_for(other.wait(), 5)
    assert said == ["Discord: the token is wrong."]
