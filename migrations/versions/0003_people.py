"""People and groups: whose memory is whose, what they allowed, what groups settled, and who said what was done.

`memory` of accounts, uses and whereabouts is the hash of an account, that of codes the hash of a code: they are behind
the same policy as the rest, and nobody can list them.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

APP_ROLE = "familiar_app"
ITS_OWN = "memory = nullif(current_setting('app.memory', true), '')::uuid"

TABLES = {
    "accounts": """
        memory uuid,
        joined uuid,
        admitted timestamptz,
        blocked timestamptz,
        code uuid,
        language varchar,
        CONSTRAINT pk_accounts PRIMARY KEY (memory)
    """,
    "uses": """
        memory uuid,
        use varchar,
        since timestamptz NOT NULL,
        count integer NOT NULL,
        CONSTRAINT pk_uses PRIMARY KEY (memory, use)
    """,
    "whereabouts": """
        memory uuid,
        place uuid,
        CONSTRAINT pk_whereabouts PRIMARY KEY (memory, place)
    """,
    "codes": """
        memory uuid,
        purpose varchar NOT NULL,
        owner text NOT NULL,
        until timestamptz NOT NULL,
        CONSTRAINT pk_codes PRIMARY KEY (memory)
    """,
    "members": """
        memory uuid,
        subject uuid,
        CONSTRAINT pk_members PRIMARY KEY (memory, subject)
    """,
    "groups": """
        memory uuid,
        rule varchar NOT NULL,
        called text NOT NULL,
        CONSTRAINT pk_groups PRIMARY KEY (memory)
    """,
    "visits": """
        memory uuid,
        place uuid,
        shown text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_visits PRIMARY KEY (memory, place)
    """,
    "shares": """
        memory uuid,
        concept uuid,
        place uuid,
        copy uuid NOT NULL,
        CONSTRAINT pk_shares PRIMARY KEY (memory, concept, place)
    """,
    "links": """
        memory uuid,
        concept uuid,
        subject uuid,
        CONSTRAINT pk_links PRIMARY KEY (memory, concept, subject),
        CONSTRAINT fk_links_concept FOREIGN KEY (memory, concept) REFERENCES concepts (memory, id) ON DELETE CASCADE
    """,
    "consents": """
        memory uuid,
        id uuid,
        subject uuid NOT NULL,
        purpose varchar NOT NULL,
        version varchar NOT NULL,
        given timestamptz NOT NULL,
        revoked timestamptz,
        CONSTRAINT pk_consents PRIMARY KEY (memory, id)
    """,
    "held": """
        memory uuid,
        id uuid,
        number smallint,
        concept uuid NOT NULL,
        subject uuid NOT NULL,
        jpeg bytea NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        expires timestamptz NOT NULL,
        CONSTRAINT pk_held PRIMARY KEY (memory, id, number),
        CONSTRAINT fk_held_concept FOREIGN KEY (memory, concept) REFERENCES concepts (memory, id) ON DELETE CASCADE
    """,
}


def upgrade() -> None:
    """Make the tables and their policies; deeds get a signature, turns a speaker."""
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns})")
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY its_own ON {name} USING ({ITS_OWN}) WITH CHECK ({ITS_OWN})")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {APP_ROLE}")
    op.execute("CREATE UNIQUE INDEX uq_consents ON consents (memory, subject, purpose) WHERE revoked IS NULL")
    op.execute('ALTER TABLE deeds ADD COLUMN channel varchar, ADD COLUMN "update" text, ADD COLUMN by uuid')
    op.execute('CREATE INDEX ix_deeds_update ON deeds (memory, channel, "update") WHERE "update" IS NOT NULL')
    op.execute("ALTER TABLE turns ADD COLUMN speaker uuid")


def downgrade() -> None:
    """Drop all of it. Who had joined memories has the own one again, and those who asked are no longer blocked."""
    op.execute("ALTER TABLE turns DROP COLUMN speaker")
    op.execute("DROP INDEX ix_deeds_update")
    op.execute('ALTER TABLE deeds DROP COLUMN channel, DROP COLUMN "update", DROP COLUMN by')
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
