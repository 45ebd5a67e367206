"""Who memories are of: accounts, groups, what they share, and what people agreed to."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Uuid,
    text,
)

from core.adapters.tables.columns import Words, id_key, memory_key, metadata

# Of an account or a group, by the hash of its id: `memory` is that hash, and no memory has it for its own. In
# `accounts` there is also a row for each memory that went into another one.

accounts = Table(
    "accounts",
    metadata,
    memory_key(),
    Column("joined", Uuid),  # the memory it has; its own where there is none
    Column("admitted", DateTime(timezone=True)),
    Column("blocked", DateTime(timezone=True)),  # asked not to be remembered
    Column("code", Uuid),  # key of the one-time code it was given last
    Column("language", String),  # that it chose to be answered in
)

uses = Table(
    "uses",
    metadata,
    memory_key(),
    Column("use", String, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("count", Integer, nullable=False),
)

whereabouts = Table(  # the memories where an account is linked, or something is held of it
    "whereabouts",
    metadata,
    memory_key(),
    Column("place", Uuid, primary_key=True),
)

codes = Table(  # one-time codes; `memory` is the hash of the code
    "codes",
    metadata,
    memory_key(),
    Column("purpose", String, nullable=False),
    Column("owner", Words, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)

# Of memories again.

members = Table(  # the accounts that have one memory together
    "members",
    metadata,
    memory_key(),
    Column("subject", Uuid, primary_key=True),
)

groups = Table(  # what the admins of a group settled
    "groups",
    metadata,
    memory_key(),
    Column("rule", String, nullable=False),
    Column("called", Words, nullable=False),
)

visits = Table(  # of a person's memory: the groups they spoke in
    "visits",
    metadata,
    memory_key(),
    Column("place", Uuid, primary_key=True),
    Column("shown", Words, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

shares = Table(  # of a person's memory: what lies as a copy in which group's
    "shares",
    metadata,
    memory_key(),
    Column("concept", Uuid, primary_key=True),
    Column("place", Uuid, primary_key=True),
    Column("copy", Uuid, nullable=False),
)

links = Table(  # the concepts that are accounts
    "links",
    metadata,
    memory_key(),
    Column("concept", Uuid, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    ForeignKeyConstraint(["memory", "concept"], ["concepts.memory", "concepts.id"], ondelete="CASCADE"),
)

consents = Table(
    "consents",
    metadata,
    memory_key(),
    id_key(),
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
    memory_key(),
    id_key(),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("concept", Uuid, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["memory", "concept"], ["concepts.memory", "concepts.id"], ondelete="CASCADE"),
)
