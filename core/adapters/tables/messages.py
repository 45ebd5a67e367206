"""What is said in a memory: the turns of its chats, updates that came in, replies that go out."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from core.adapters.tables.columns import Values, Words, id_key, memory_key, metadata

turns = Table(
    "turns",
    metadata,
    memory_key(),
    id_key(),
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
    memory_key(),
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
    memory_key(),
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
