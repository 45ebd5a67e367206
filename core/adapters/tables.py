"""The tables of PostgreSQL, and how values are kept in them. `migrations/` makes them; `alembic check` compares.

Every table but `encoders` holds rows of memories: `memory` leads every key, and row-level security hides what belongs
to another one. A deed is numbered within its memory; a row is visible from the deed that bore it (`born`) to the one
that ended it (`died`), so that taking a deed back is to delete what it bore and to revive what it ended.
"""

import json
import os
import time
from enum import StrEnum
from threading import Lock
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

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


def _memory() -> Column[UUID]:
    return Column("memory", Uuid, primary_key=True)


def _id() -> Column[UUID]:
    return Column("id", Uuid, primary_key=True)


def _lifetime() -> tuple[Column[int], Column[int]]:
    return Column("born", BigInteger, nullable=False), Column("died", BigInteger)


def _of_concept(column: str = "concept") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["memory", column], ["concepts.memory", "concepts.id"])


encoders = Table(  # of the installation, not of a memory
    "encoders",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("dimension", Integer, nullable=False),
    UniqueConstraint("name", name="uq_encoders"),
    UniqueConstraint("id", "dimension", name="uq_encoders_dimension"),
)

memories = Table(  # one row per memory: its lock, and the number of its newest deed
    "memories",
    metadata,
    _memory(),
    Column("deeds", BigInteger, nullable=False),
)

concepts = Table("concepts", metadata, _memory(), _id(), *_lifetime())

deeds = Table(
    "deeds",
    metadata,
    _memory(),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("did", String, nullable=False),
    Column("subject", Uuid),
    Column("other", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("channel", String),  # with `update` and `by`: the signature, where the deed has one
    Column("update", Words),
    Column("by", Uuid),
    _of_concept("subject"),
    _of_concept("other"),
    Index("ix_deeds_update", "memory", "channel", "update", postgresql_where=text("update IS NOT NULL")),
)

moves = Table(  # the looks and facts that a merge took from one concept to another
    "moves",
    metadata,
    _memory(),
    Column("deed", BigInteger, primary_key=True, autoincrement=False),
    Column("row", Uuid, primary_key=True),
    Column("source", Uuid, nullable=False),
    _of_concept("source"),
)

labels = Table(
    "labels",
    metadata,
    _memory(),
    _id(),
    Column("concept", Uuid, nullable=False),
    Column("role", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("folded", Words, nullable=False),
    *_lifetime(),
    CheckConstraint("role IN ('name', 'alias', 'kind', 'self')", name="ck_labels_role"),
    _of_concept(),
    Index("ix_labels_concept", "memory", "concept"),
    Index(
        "uq_labels_folded",
        "memory",
        "folded",
        unique=True,
        postgresql_where=text("died IS NULL AND role IN ('name', 'alias')"),
    ),
    Index(
        "uq_labels_one_each",
        "memory",
        "concept",
        "role",
        unique=True,
        postgresql_where=text("died IS NULL AND role IN ('name', 'kind')"),
    ),
    Index("uq_labels_one_self", "memory", unique=True, postgresql_where=text("died IS NULL AND role = 'self'")),
)

facts = Table(
    "facts",
    metadata,
    _memory(),
    _id(),
    Column("concept", Uuid, nullable=False),
    Column("topic", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("single", Boolean, nullable=False),
    Column("told", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),
    *_lifetime(),
    _of_concept(),
    Index("ix_facts_concept", "memory", "concept"),
    Index(
        "uq_facts_single",
        "memory",
        "concept",
        "topic",
        unique=True,
        postgresql_where=text("died IS NULL AND single"),
    ),
)

looks = Table(
    "looks",
    metadata,
    _memory(),
    _id(),
    Column("concept", Uuid, nullable=False),
    Column("positive", Boolean, nullable=False),
    Column("encoder", SmallInteger, ForeignKey("encoders.id"), nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("taught", DateTime(timezone=True), nullable=False),
    *_lifetime(),
    Column("alive", Boolean, Computed("died IS NULL", persisted=True), nullable=False),
    _of_concept(),
    UniqueConstraint("memory", "id", "concept", "positive", "alive", name="uq_looks_shown"),
    Index("ix_looks_concept", "memory", "concept"),
    postgresql_partition_by="HASH (memory)",
)

vectors = Table(  # apart from the looks, so that another encoder adds rows and rewrites none
    "vectors",
    metadata,
    _memory(),
    Column("look", Uuid, primary_key=True),
    Column("encoder", SmallInteger, primary_key=True, autoincrement=False),
    # As of the look, for the search to need no other table. The foreign key keeps them so.
    Column("concept", Uuid, nullable=False),
    Column("positive", Boolean, nullable=False),
    Column("alive", Boolean, nullable=False),
    Column("vector", HALFVEC(), nullable=False),
    # Encoders differ in dimension, so the column has none; the foreign key holds each vector to its encoder's.
    Column("dimension", Integer, Computed("vector_dims(vector)", persisted=True), nullable=False),
    ForeignKeyConstraint(["encoder", "dimension"], ["encoders.id", "encoders.dimension"]),
    ForeignKeyConstraint(
        ["memory", "look", "concept", "positive", "alive"],
        ["looks.memory", "looks.id", "looks.concept", "looks.positive", "looks.alive"],
        onupdate="CASCADE",
    ),
    Index("ix_vectors_concept", "memory", "encoder", "concept", postgresql_where=text("alive")),
    Index(  # a search reads this alone, not the table
        "ix_vectors_search",
        *("memory", "encoder", "concept"),
        postgresql_include=["positive", "look", "vector"],
        postgresql_where=text("alive AND dimension <= 1280"),
    ),
    postgresql_partition_by="HASH (memory)",
)

turns = Table(
    "turns",
    metadata,
    _memory(),
    _id(),
    Column("channel", String, nullable=False),
    Column("update", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("asked", Words, nullable=False),
    Column("answered", Words, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("jpeg", LargeBinary),
    Column("width", Integer),
    Column("height", Integer),
    Column("seen", Values, nullable=False),
    Column("subjects", ARRAY(Uuid), nullable=False),
    Column("pending", Values),
    Column("speaker", Uuid),
    UniqueConstraint("memory", "channel", "update", name="uq_turns"),
    Index("ix_turns_chat", "memory", "chat", "id"),
    Index("ix_turns_photos", "memory", "chat", postgresql_where=text("jpeg IS NOT NULL")),
    postgresql_partition_by="HASH (memory)",
)

inbox = Table(  # of a chat: every update it has sent, its content only until it is answered
    "inbox",
    metadata,
    _memory(),
    Column("channel", String, primary_key=True),
    Column("update", Words, primary_key=True),
    Column("chat", Words, nullable=False),
    Column("number", BigInteger, Identity(), nullable=False),
    Column("album", Words),
    Column("payload", LargeBinary),
    Column("shown", Words),
    Column("accepted", DateTime(timezone=True), nullable=False),
    Column("answered", DateTime(timezone=True)),
    Index("ix_inbox_chat", "memory", "chat", "number"),
)

outbox = Table(  # a reply in parts, until all of them are out
    "outbox",
    metadata,
    _memory(),
    Column("channel", String, primary_key=True),
    Column("update", Words, primary_key=True),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("body", Values, nullable=False),
    Column("files", ARRAY(LargeBinary), nullable=False),
    Column("mark", Words),
    Column("sent", Words),
    ForeignKeyConstraint(
        ["memory", "channel", "update"], ["inbox.memory", "inbox.channel", "inbox.update"], ondelete="CASCADE"
    ),
)

# Of an account or a group, by the hash of its id: `memory` is that hash, and no memory has it for its own. In
# `accounts` there is also a row for each memory that went into another one.

accounts = Table(
    "accounts",
    metadata,
    _memory(),
    Column("joined", Uuid),  # the memory it has; its own where there is none
    Column("admitted", DateTime(timezone=True)),
    Column("blocked", DateTime(timezone=True)),  # asked not to be remembered
    Column("code", Uuid),  # key of the one-time code it was given last
    Column("language", String),  # that it chose to be answered in
)

uses = Table(
    "uses",
    metadata,
    _memory(),
    Column("use", String, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("count", Integer, nullable=False),
)

whereabouts = Table(  # the memories where an account is linked, or something is held of it
    "whereabouts",
    metadata,
    _memory(),
    Column("place", Uuid, primary_key=True),
)

codes = Table(  # one-time codes; `memory` is the hash of the code
    "codes",
    metadata,
    _memory(),
    Column("purpose", String, nullable=False),
    Column("owner", Words, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)

# Of memories again.

members = Table(  # the accounts that have one memory together
    "members",
    metadata,
    _memory(),
    Column("subject", Uuid, primary_key=True),
)

groups = Table(  # what the admins of a group settled
    "groups",
    metadata,
    _memory(),
    Column("rule", String, nullable=False),
    Column("called", Words, nullable=False),
)

visits = Table(  # of a person's memory: the groups they spoke in
    "visits",
    metadata,
    _memory(),
    Column("place", Uuid, primary_key=True),
    Column("shown", Words, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

shares = Table(  # of a person's memory: what lies as a copy in which group's
    "shares",
    metadata,
    _memory(),
    Column("concept", Uuid, primary_key=True),
    Column("place", Uuid, primary_key=True),
    Column("copy", Uuid, nullable=False),
)

links = Table(  # the concepts that are accounts
    "links",
    metadata,
    _memory(),
    Column("concept", Uuid, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    ForeignKeyConstraint(["memory", "concept"], ["concepts.memory", "concepts.id"], ondelete="CASCADE"),
)

consents = Table(
    "consents",
    metadata,
    _memory(),
    _id(),
    Column("subject", Uuid, nullable=False),
    Column("purpose", String, nullable=False),
    Column("version", String, nullable=False),
    Column("given", DateTime(timezone=True), nullable=False),
    Column("revoked", DateTime(timezone=True)),
    Index("uq_consents", "memory", "subject", "purpose", unique=True, postgresql_where=text("revoked IS NULL")),
)

held = Table(  # crops that wait for the yes of the one they show; without vectors
    "held",
    metadata,
    _memory(),
    _id(),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("concept", Uuid, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["memory", "concept"], ["concepts.memory", "concepts.id"], ondelete="CASCADE"),
)

_last = 0
_lock = Lock()


def new_id() -> UUID:
    """A UUID of version 7: later ones sort after earlier ones, strictly so within one process."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits of their fraction: a quarter of a microsecond is one step.
        milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
        _last = max(_last + 1, milliseconds << 12 | nanoseconds * 4096 // 1_000_000)
        stamp = _last
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=stamp >> 12 << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | chance)
