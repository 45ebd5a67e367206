"""The menu of commands is told to Telegram once, in each language, and again only when it differs."""

import asyncio

import pytest

from bot.telegram.menu import Menus
from bot.telegram_bot import Telegram
from core.intents.commands import COMMANDS
from core.language import LANGUAGES
from core.paths.menu import Command, menus
from tests.channels.telegram.conftest import SECRET, Rules, Shelf, languages, quick, receiving, settings
from tests.channels.telegram.server import BotApi, Refused, Trouble

WHO = Command("who", "Everybody I know")
MENUS = {"": (WHO, Command("link", "One memory", in_groups=False)), "de": (Command("who", "Alle, die ich kenne"),)}


async def _run(api: BotApi, menus: Menus) -> int:
    """How many menus were set."""
    before = len(api.calls)
    async with receiving(Telegram(settings(api), Shelf(), Rules(), languages(), SECRET, menus=menus, pace=quick())):
        await asyncio.sleep(0.3)
    return sum(call.method == "setMyCommands" for call in api.calls[before:])


async def test_a_menu_is_set_when_it_changed(api: BotApi) -> None:
    assert await _run(api, MENUS) == 4
    private, groups = (api.menus[f"all_{chats}_chats", ""] for chats in ("private", "group"))
    assert [command["command"] for command in private] == ["who", "link"]
    assert [command["command"] for command in groups] == ["who"]
    assert api.menus["all_group_chats", "de"] == [{"command": "who", "description": "Alle, die ich kenne"}]
    assert await _run(api, MENUS) == 0
    assert await _run(api, {**MENUS, "": (WHO,)}) == 1


async def test_without_a_menu_it_works_all_the_same(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    api.trouble.append(Trouble(("getMyCommands",), Refused(500, "Internal")))
    assert await _run(api, MENUS) == 0
    assert "no menu of commands" in caplog.text


async def test_telegram_takes_the_menus_as_they_are_and_each_of_their_commands_is_understood(api: BotApi) -> None:
    assert await _run(api, menus()) == 2 * len(LANGUAGES)
    assert {command["command"] for menu in api.menus.values() for command in menu} <= COMMANDS.keys()
