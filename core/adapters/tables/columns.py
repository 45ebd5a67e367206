"""What tables are made of: roles, kinds of columns, and the keys that rows of memories share."""

import json
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, MetaData, Text, TypeDecorator, Uuid

APP_ROLE = "familiar_app"  # neither owner nor superuser; every transaction runs as it
SWEEPER_ROLE = "familiar_sweeper"  # changes by its policies what it can't read
APP_MEMORY = "app.memory"  # the setting that row-level security compares with; set per transaction


class Role(StrEnum):
    """What a label says of its concept."""

    NAME = "name"
    ALIAS = "alias"
    KIND = "kind"
    SELF = "self"


class Words(TypeDecorator[str]):
    """Text from people: what PostgreSQL can't hold (NUL, halves of surrogate pairs) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The value as it is kept."""
        if value is None:
            return None
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\x00", "\ufffd")


class Values(TypeDecorator[Any]):
    """Lists and dicts of the core's values as JSON. Text, for jsonb refuses strings that `Words` lets pass."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """The value as it is kept."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        """The value as it was."""
        return None if value is None else json.loads(value)


metadata = MetaData()


def memory_key() -> Column[UUID]:
    """The memory a row is of; it leads every key."""
    return Column("memory", Uuid, primary_key=True)


def id_key() -> Column[UUID]:
    """What a row is called within its memory."""
    return Column("id", Uuid, primary_key=True)


def lifetime() -> tuple[Column[int], Column[int]]:
    """The deed that bore a row, and the one that ended it."""
    return Column("born", BigInteger, nullable=False), Column("died", BigInteger)


def of_concept(column: str = "concept") -> ForeignKeyConstraint:
    """Holds a column to a concept of the same memory."""
    return ForeignKeyConstraint(["memory", column], ["concepts.memory", "concepts.id"])
