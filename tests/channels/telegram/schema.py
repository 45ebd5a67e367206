"""The published Bot API, as aiogram generates its types from it: what a call may carry, and how an object must look.

Not the library under test: what python-telegram-bot leaves out or gets wrong is seen here.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import isclass
from typing import Any, get_args, get_origin

from aiogram import methods, types
from aiogram.methods import TelegramMethod
from pydantic import BaseModel, TypeAdapter, ValidationError

Method = type[TelegramMethod[Any]]


class Unpublished(Exception):
    """Not what the Bot API says."""


@cache
def _published() -> Mapping[str, Method]:
    """Every method by its name, in the letters of the API."""
    found = (getattr(methods, name) for name in methods.__all__)
    kinds = (
        each for each in found if isclass(each) and issubclass(each, TelegramMethod) and each is not TelegramMethod
    )
    return {kind.__api_method__: kind for kind in kinds}


def check_call(method: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The call's parameters as values. Raises Unpublished for one that is unknown, missing or of another type."""
    if method not in _published():
        raise Unpublished(f"no method {method}")
    kind = _published()[method]
    try:
        call = kind.model_validate({name: _decoded(kind, name, raw) for name, raw in given.items()})
    except ValidationError as error:
        raise Unpublished(f"{method}: {_told(error)}") from None
    _refuse_extras(method, call)
    return call.model_dump(mode="json", include=set(given), exclude_unset=True)


def _decoded(kind: Method, name: str, raw: str) -> Any:
    """Objects and lists come as JSON, a chat by its number or its name, all else as it is."""
    kinds = set(_parts(kind.model_fields[name].annotation)) if name in kind.model_fields else set()
    is_number = {int, str} <= kinds and raw.lstrip("-").isdigit()
    if not (is_number or any(each is list or issubclass(each, types.TelegramObject) for each in kinds)):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _parts(annotation: Any) -> Iterator[type]:
    """Every class an annotation speaks of."""
    if isclass(origin := get_origin(annotation) or annotation):
        yield origin
    for part in get_args(annotation):
        yield from _parts(part)


@cache
def _returned(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(_published()[method].__returning__)


def check_result(method: str, result: Any) -> None:
    """Raises Unpublished where an answer to a call is not what the call returns."""
    _check(method, _returned(method), result)


@cache
def _object(kind: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def check_object(kind: type[BaseModel], data: dict[str, Any]) -> None:
    """Raises Unpublished where an object has a field that was never published, or lacks one."""
    _check(kind.__name__, _object(kind), data)


def _check(name: str, published: TypeAdapter[Any], data: Any) -> None:
    try:
        read = published.validate_python(data)
    except ValidationError as error:
        raise Unpublished(f"{name}: {_told(error)}") from None
    _refuse_extras(name, read)


def _refuse_extras(name: str, read: object) -> None:
    if extras := sorted(set(_extras(read))):
        raise Unpublished(f"{name}: never published: {', '.join(extras)}")


def _extras(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{name}" for name in value.model_extra or {})
        for name in value.model_fields_set:
            yield from _extras(getattr(value, name, None))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _extras(item)


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_input=False))
