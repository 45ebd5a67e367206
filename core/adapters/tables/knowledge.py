"""What a memory knows: deeds, concepts, their labels, facts, looks and vectors."""

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

from core.adapters.tables.columns import Words, id_key, lifetime, memory_key, metadata, of_concept

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
    memory_key(),
    Column("deeds", BigInteger, nullable=False),
)

concepts = Table("concepts", metadata, memory_key(), id_key(), *lifetime())

deeds = Table(
    "deeds",
    metadata,
    memory_key(),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("did", String, nullable=False),
    Column("subject", Uuid),
    Column("other", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("channel", String),  # with `update` and `by`: the signature, where the deed has one
    Column("update", Words),
    Column("by", Uuid),
    of_concept("subject"),
    of_concept("other"),
    Index("ix_deeds_update", "memory", "channel", "update", postgresql_where=text("update IS NOT NULL")),
)

moves = Table(  # the looks and facts that a merge took from one concept to another
    "moves",
    metadata,
    memory_key(),
    Column("deed", BigInteger, primary_key=True, autoincrement=False),
    Column("row", Uuid, primary_key=True),
    Column("source", Uuid, nullable=False),
    of_concept("source"),
)

labels = Table(
    "labels",
    metadata,
    memory_key(),
    id_key(),
    Column("concept", Uuid, nullable=False),
    Column("role", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("folded", Words, nullable=False),
    *lifetime(),
    CheckConstraint("role IN ('name', 'alias', 'kind', 'self')", name="ck_labels_role"),
    of_concept(),
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
    memory_key(),
    id_key(),
    Column("concept", Uuid, nullable=False),
    Column("topic", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("single", Boolean, nullable=False),
    Column("told", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),
    *lifetime(),
    of_concept(),
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
    memory_key(),
    id_key(),
    Column("concept", Uuid, nullable=False),
    Column("positive", Boolean, nullable=False),
    Column("encoder", SmallInteger, ForeignKey("encoders.id"), nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("taught", DateTime(timezone=True), nullable=False),
    *lifetime(),
    Column("alive", Boolean, Computed("died IS NULL", persisted=True), nullable=False),
    of_concept(),
    UniqueConstraint("memory", "id", "concept", "positive", "alive", name="uq_looks_shown"),
    Index("ix_looks_concept", "memory", "concept"),
    postgresql_partition_by="HASH (memory)",
)

vectors = Table(  # apart from the looks, so that another encoder adds rows and rewrites none
    "vectors",
    metadata,
    memory_key(),
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
