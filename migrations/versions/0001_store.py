"""The store: concepts of memories, what is known of them, and the turns of each chat.

Large tables are hash partitioned by memory from the start, because that can't be added to a full table. Row-level
security is forced, so that even the owner of the tables sees no memory that is not named in `app.memory`.
"""

from alembic import op

revision = "0001"
down_revision = None

PARTITIONS = 32
APP_ROLE = "familiar_app"

# An unset setting is NULL, one left over from an earlier transaction is ''; either must mean no memory at all.
ITS_OWN = "memory = nullif(current_setting('app.memory', true), '')::uuid"

PLAIN = {
    "memories": """
        memory uuid,
        deeds bigint NOT NULL,
        CONSTRAINT pk_memories PRIMARY KEY (memory)
    """,
    "concepts": """
        memory uuid,
        id uuid,
        born bigint NOT NULL,
        died bigint,
        CONSTRAINT pk_concepts PRIMARY KEY (memory, id)
    """,
    "deeds": """
        memory uuid,
        number bigint,
        did varchar NOT NULL,
        subject uuid,
        other uuid,
        at timestamptz NOT NULL,
        CONSTRAINT pk_deeds PRIMARY KEY (memory, number),
        CONSTRAINT fk_deeds_subject FOREIGN KEY (memory, subject) REFERENCES concepts (memory, id),
        CONSTRAINT fk_deeds_other FOREIGN KEY (memory, other) REFERENCES concepts (memory, id)
    """,
    "moves": """
        memory uuid,
        deed bigint,
        "row" uuid,
        source uuid NOT NULL,
        CONSTRAINT pk_moves PRIMARY KEY (memory, deed, "row"),
        CONSTRAINT fk_moves_source FOREIGN KEY (memory, source) REFERENCES concepts (memory, id)
    """,
    "labels": """
        memory uuid,
        id uuid,
        concept uuid NOT NULL,
        role varchar NOT NULL,
        text text NOT NULL,
        folded text NOT NULL,
        born bigint NOT NULL,
        died bigint,
        CONSTRAINT pk_labels PRIMARY KEY (memory, id),
        CONSTRAINT ck_labels_role CHECK (role IN ('name', 'alias', 'kind', 'self')),
        CONSTRAINT fk_labels_concept FOREIGN KEY (memory, concept) REFERENCES concepts (memory, id)
    """,
    "facts": """
        memory uuid,
        id uuid,
        concept uuid NOT NULL,
        topic text NOT NULL,
        text text NOT NULL,
        single boolean NOT NULL,
        told timestamptz NOT NULL,
        ended timestamptz,
        born bigint NOT NULL,
        died bigint,
        CONSTRAINT pk_facts PRIMARY KEY (memory, id),
        CONSTRAINT fk_facts_concept FOREIGN KEY (memory, concept) REFERENCES concepts (memory, id)
    """,
}

PARTITIONED = {
    "looks": """
        memory uuid,
        id uuid,
        concept uuid NOT NULL,
        positive boolean NOT NULL,
        encoder smallint NOT NULL,
        jpeg bytea NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        taught timestamptz NOT NULL,
        born bigint NOT NULL,
        died bigint,
        alive boolean NOT NULL GENERATED ALWAYS AS (died IS NULL) STORED,
        CONSTRAINT pk_looks PRIMARY KEY (memory, id),
        CONSTRAINT uq_looks_shown UNIQUE (memory, id, concept, positive, alive),
        CONSTRAINT fk_looks_encoders FOREIGN KEY (encoder) REFERENCES encoders (id),
        CONSTRAINT fk_looks_concept FOREIGN KEY (memory, concept) REFERENCES concepts (memory, id)
    """,
    # Inline, whatever the dimension: out of line, every comparison fetches its vector from another table.
    "vectors": """
        memory uuid,
        look uuid,
        encoder smallint,
        concept uuid NOT NULL,
        positive boolean NOT NULL,
        alive boolean NOT NULL,
        vector halfvec STORAGE PLAIN NOT NULL,
        dimension integer NOT NULL GENERATED ALWAYS AS (vector_dims(vector)) STORED,
        CONSTRAINT pk_vectors PRIMARY KEY (memory, look, encoder),
        CONSTRAINT fk_vectors_encoders FOREIGN KEY (encoder, dimension) REFERENCES encoders (id, dimension),
        CONSTRAINT fk_vectors_looks FOREIGN KEY (memory, look, concept, positive, alive)
            REFERENCES looks (memory, id, concept, positive, alive) ON UPDATE CASCADE
    """,
    "turns": """
        memory uuid,
        id uuid,
        channel varchar NOT NULL,
        update text NOT NULL,
        chat text NOT NULL,
        asked text NOT NULL,
        answered text NOT NULL,
        at timestamptz NOT NULL,
        jpeg bytea,
        width integer,
        height integer,
        seen text NOT NULL,
        subjects uuid[] NOT NULL,
        pending text,
        CONSTRAINT pk_turns PRIMARY KEY (memory, id),
        CONSTRAINT uq_turns UNIQUE (memory, channel, update)
    """,
}

INDEXES = """
    CREATE INDEX ix_labels_concept ON labels (memory, concept);
    CREATE UNIQUE INDEX uq_labels_folded ON labels (memory, folded) WHERE died IS NULL AND role IN ('name', 'alias');
    CREATE UNIQUE INDEX uq_labels_one_each ON labels (memory, concept, role)
        WHERE died IS NULL AND role IN ('name', 'kind');
    CREATE UNIQUE INDEX uq_labels_one_self ON labels (memory) WHERE died IS NULL AND role = 'self';
    CREATE INDEX ix_facts_concept ON facts (memory, concept);
    CREATE UNIQUE INDEX uq_facts_single ON facts (memory, concept, topic) WHERE died IS NULL AND single;
    CREATE INDEX ix_looks_concept ON looks (memory, concept);
    CREATE INDEX ix_vectors_concept ON vectors (memory, encoder, concept) WHERE alive;
    CREATE INDEX ix_turns_chat ON turns (memory, chat, id);
    CREATE INDEX ix_turns_photos ON turns (memory, chat) WHERE jpeg IS NOT NULL;
"""

# Roles belong to the whole server: another database, or another Familiar starting now, may have made it already.
MAKE_ROLE = f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
            CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    DO $$ BEGIN
        GRANT {APP_ROLE} TO CURRENT_USER;
    EXCEPTION WHEN insufficient_privilege THEN -- somebody else's role is as good, if we were let into it
        IF NOT pg_has_role('{APP_ROLE}', 'MEMBER') THEN RAISE; END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO {APP_ROLE};
"""


def upgrade() -> None:
    """Make the tables, their partitions, the policies and the application role."""
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.execute(MAKE_ROLE)
    op.execute("CREATE SCHEMA partitions")  # the role can't enter it: partitions are reached through their tables
    op.execute("""
        CREATE TABLE encoders (
            id smallint GENERATED BY DEFAULT AS IDENTITY,
            name varchar NOT NULL,
            dimension integer NOT NULL,
            CONSTRAINT pk_encoders PRIMARY KEY (id),
            CONSTRAINT uq_encoders UNIQUE (name),
            CONSTRAINT uq_encoders_dimension UNIQUE (id, dimension)
        )
    """)
    op.execute(f"GRANT SELECT, INSERT ON encoders TO {APP_ROLE}")
    for table, columns in PLAIN.items():
        op.execute(f"CREATE TABLE {table} ({columns})")
    for table, columns in PARTITIONED.items():
        _make_partitioned(table, columns)
    op.execute(INDEXES)
    for table in (*PLAIN, *PARTITIONED):
        _make_its_own(table)


def _make_partitioned(table: str, columns: str) -> None:
    op.execute(f"CREATE TABLE {table} ({columns}) PARTITION BY HASH (memory)")
    for number in range(PARTITIONS):
        partition = f"partitions.{table}_{number:02}"
        op.execute(
            f"CREATE TABLE {partition} PARTITION OF {table} FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        )
        op.execute(f"ALTER TABLE {partition} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _make_its_own(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY its_own ON {table} USING ({ITS_OWN}) WITH CHECK ({ITS_OWN})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")


def downgrade() -> None:
    """Drop everything but the extension and the role, which other databases of the server may use."""
    for table in reversed(("encoders", *PLAIN, *PARTITIONED)):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP SCHEMA partitions")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {APP_ROLE}")
