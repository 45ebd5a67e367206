"""The published Bot API, as python-telegram-bot has it typed: what a call may carry, and how an object must look."""

import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
    TelegramObject,
)

# What the library's methods take for their callers' convenience and never send.
_NOT_SENT = {
    *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename"),
    *("allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview", "location", "contact"),
}
_OBJECTS: dict[str, type[TelegramObject]] = {
    "reply_markup": InlineKeyboardMarkup,
    "reply_parameters": ReplyParameters,
    "link_preview_options": LinkPreviewOptions,
    "scope": BotCommandScope,
}


class Unpublished(Exception):
    """Not what the Bot API says."""


@cache
def _parameters(method: str) -> Mapping[str, inspect.Parameter]:
    function = getattr(Bot, method, None)
    if function is None:
        raise Unpublished(f"no method {method}")
    return {name: each for name, each in inspect.signature(function).parameters.items() if name not in _NOT_SENT}


def check_call(method: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The call's parameters as values. Raises Unpublished for one that is unknown, missing or of another type."""
    published = _parameters(method)
    if unknown := given.keys() - published.keys():
        raise Unpublished(f"{method} has no {', '.join(sorted(unknown))}")
    missing = {name for name, each in published.items() if each.default is inspect.Parameter.empty} - given.keys()
    if missing:
        raise Unpublished(f"{method} needs {', '.join(sorted(missing))}")
    return {name: _value(method, name, raw, published[name]) for name, raw in given.items()}


def _value(method: str, name: str, raw: str, published: inspect.Parameter) -> Any:
    if name in _OBJECTS:
        data = json.loads(raw)
        check_object(_OBJECTS[name], data)
        return data
    if name in ("media", "commands", "allowed_updates"):
        return [_item(name, item) for item in json.loads(raw)]
    kinds = {published.annotation, *get_args(published.annotation)}
    try:
        if bool in kinds:
            return {"true": True, "false": False}[raw]
        return int(raw) if int in kinds and (str not in kinds or raw.lstrip("-").isdigit()) else raw
    except (KeyError, ValueError):
        raise Unpublished(f"{method}: {name} is {raw!r}") from None


def _item(name: str, item: Any) -> Any:
    if name == "media":
        published = set(inspect.signature(InputMediaPhoto).parameters) | {"type"}
        if unknown := item.keys() - published:
            raise Unpublished(f"InputMediaPhoto has no {', '.join(sorted(unknown))}")
    elif name == "commands":
        check_object(BotCommand, item)
    return item


def check_object(kind: type[TelegramObject], data: dict[str, Any]) -> None:
    """Raises Unpublished where an object has a field that was never published, lacks one, or loses one on the way."""
    try:
        read = kind.de_json(data, None)
    except (TypeError, ValueError, KeyError) as error:
        raise Unpublished(f"{kind.__name__}: {error}") from error
    for owner, extra in _unread(read):
        raise Unpublished(f"{owner} has no {', '.join(extra)}")
    again = json.loads(json.dumps(read.to_dict()))
    if lost := list(_lost(json.loads(json.dumps(data)), again)):
        raise Unpublished(f"{kind.__name__} loses {', '.join(lost)}")


def _lost(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """What is not there any more; the library may add what is false or empty."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            yield from _lost(value, after.get(name, [] if value == [] else None), f"{where}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, value in enumerate(before):
            yield from _lost(value, after[number], f"{where}[{number}]")
    elif before != after:
        yield where


def _unread(value: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, TelegramObject):
        if value.api_kwargs:
            yield type(value).__name__, tuple(value.api_kwargs)
        slots = {slot for owner in type(value).__mro__ for slot in getattr(owner, "__slots__", ())}
        for slot in slots - {"api_kwargs", "_bot", "_effective_attachment"}:
            yield from _unread(getattr(value, slot, None))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _unread(item)
