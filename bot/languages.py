"""Languages: which one a channel speaks where it says something by itself, outside of a conversation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.kept import Kept
from core.errors import StoreDown
from core.language import speak

log = logging.getLogger(__name__)

CHOICE_STAYS = 60.0  # s
PATIENCE = 1.0  # s; an app waits for about three, whatever there is to be looked up

Chosen = Callable[[str], Awaitable[str]]  # the language an account chose, empty where it chose none


class Languages:
    """The one that an account chose with /language; where it chose none, that of its app."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._choices: Kept[str, str] = Kept(CHOICE_STAYS)

    async def speak(self, account: str, told: str) -> None:
        """Have `say` answer this account from here on, in this task. `told`: the language its app tells, if it does.

        Never raises, and never waits long: without an answer it is the app's.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                chosen = await self._choices.get(account, lambda: self._chosen(account))
        except (StoreDown, TimeoutError) as error:
            log.warning("Nobody knows which language was chosen: %s", type(error).__name__)
            chosen = ""
        speak(chosen or told)

    def answered(self, account: str) -> None:
        """It was answered: perhaps that it is spoken with in another one now."""
        self._choices.drop(account)
