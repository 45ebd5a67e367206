"""The menu of commands, in each language, told to Telegram only where it differs from what Telegram has."""

import logging
from collections.abc import Mapping, Sequence

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.pacing import Urgency
from core.paths.menu import COMMANDS, Command

log = logging.getLogger(__name__)

Menus = Mapping[str, Sequence[Command]]  # by language; "" for everybody who speaks another one
ENGLISH: Menus = {"": COMMANDS}


async def set_menus(bot: ExtBot[Urgency], menus: Menus) -> None:
    """Have Telegram show these. A menu that can't be set is nobody's loss: the commands work without it."""
    try:
        for language, commands in menus.items():
            private = [command for command in commands if command.in_private]
            groups = [command for command in commands if command.in_groups]
            await _set_menu(bot, private, language, BotCommandScopeAllPrivateChats())
            await _set_menu(bot, groups, language, BotCommandScopeAllGroupChats())
    except TelegramError as error:
        log.warning("Telegram has no menu of commands from us: %s", type(error).__name__)


async def _set_menu(
    bot: ExtBot[Urgency],
    commands: Sequence[Command],
    language: str,
    scope: BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats,
) -> None:
    wanted = tuple(BotCommand(command.name, command.description) for command in commands)
    if await bot.get_my_commands(scope, language_code=language) != wanted:
        await bot.set_my_commands(wanted, scope, language_code=language)
