"""Telegram's limits: every call waits for its turn in one budget per chat, and errors are named once."""

import logging
import warnings
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter
from telegram.warnings import PTBDeprecationWarning

from bot.channel import Gone, Moved, Unreachable
from bot.pacing import Pace, Urgency

URGENCY = {  # of the calls that a chat's budget pays for, where the caller does not say
    "sendMessage": Urgency.FINAL,
    "sendPhoto": Urgency.FINAL,
    "sendMediaGroup": Urgency.FINAL,
    "sendDocument": Urgency.FINAL,
    "editMessageText": Urgency.FINAL,
    "editMessageCaption": Urgency.CONTROL,
    "deleteMessage": Urgency.CONTROL,
    "forwardMessage": Urgency.CONTROL,
    "stopMessageLiveLocation": Urgency.CONTROL,
    "sendMessageDraft": Urgency.STREAM,
    "sendChatAction": Urgency.TYPING,
}
PRIVATE, GROUP, OTHER = 60.0, 18.0, 1_200.0  # calls a minute: of a chat, of a group, of a method without a chat

_NOBODY_THERE = (
    *("chat not found", "user is deactivated", "bot was kicked", "not enough rights", "have no rights"),
    *("chat_write_forbidden", "need administrator rights", "peer_id_invalid", "topic_closed", "thread not found"),
    *("topic_deleted", "group chat was deactivated", "chat_restricted", "chat_send_"),
)


def usual_pace() -> Pace:
    """What Telegram allows one bot; a chat's key is its id, a method without a chat goes by its name."""
    return Pace(lambda key: GROUP if key.startswith("-") else PRIVATE if key.isdigit() else OTHER)


class Limiter(BaseRateLimiter[Urgency]):
    """Lets calls out at their pace. A call that was shed looks as if it had succeeded: it returns True.

    When Telegram asks for a pause, that chat pauses and no other; the call is repeated, unless it was cosmetic.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Any:
        """Call when it is this call's turn. `rate_limit_args`: another urgency than that of the endpoint."""
        usual = URGENCY.get(endpoint)
        urgency = Urgency.CONTROL if usual is None else usual if rate_limit_args is None else rate_limit_args
        key = endpoint if usual is None else str(data["chat_id"])
        messages = len(data["media"]) if endpoint == "sendMediaGroup" else 1  # each counts
        while await self._turn(key, urgency, messages):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._pace.slow(key, asked_pause(error))
                if urgency >= Urgency.STREAM:
                    break
        return True

    async def _turn(self, key: str, urgency: Urgency, messages: int) -> bool:
        for _ in range(messages):
            if not await self._pace.turn(key, urgency):
                return False
        return True


@contextmanager
def named_errors() -> Generator[None]:
    """Telegram's errors as Gone, Moved and Unreachable; what is left is a bug.

    Their causes are cut off: the text of a network error can hold the address, and the address holds the token.
    """
    try:
        yield
    except ChatMigrated as error:
        raise Moved(f"telegram:{error.new_chat_id}") from None
    except Forbidden as error:
        raise Gone(error.message) from None
    except BadRequest as error:
        if any(reason in error.message.lower() for reason in _NOBODY_THERE):
            raise Gone(error.message) from None
        raise
    except (NetworkError, RetryAfter, Conflict, InvalidToken) as error:
        raise Unreachable(f"Telegram: {type(error).__name__}") from None


def silence() -> None:
    """The HTTP client writes every address into the log at INFO, and ours hold the token."""
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)  # of the type of its own `retry_after`
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)


def says(error: TelegramError, *reasons: str) -> bool:
    """Whether the error gives one of these reasons."""
    return any(reason in error.message.lower() for reason in reasons)


def asked_pause(error: RetryAfter) -> float:
    """The seconds that Telegram wants us to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
