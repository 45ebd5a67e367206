"""A role that empties what was only to stay for a while, in all memories, and can read none of them.

It has no right to select a single column. What it may change is told by policies alone: the photo of a turn that is a
day old, which it can only take away, and a crop whose owner did not say yes in time.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

SWEEPER_ROLE = "familiar_sweeper"

# As in 0001: the role belongs to the whole server, and may be there already.
MAKE_ROLE = f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SWEEPER_ROLE}') THEN
            CREATE ROLE {SWEEPER_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    DO $$ BEGIN
        GRANT {SWEEPER_ROLE} TO CURRENT_USER;
    EXCEPTION WHEN insufficient_privilege THEN
        IF NOT pg_has_role('{SWEEPER_ROLE}', 'MEMBER') THEN RAISE; END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO {SWEEPER_ROLE};
"""


def upgrade() -> None:
    """Make the role and what it may do."""
    op.execute(MAKE_ROLE)
    op.execute(f"GRANT UPDATE (jpeg, width, height) ON turns TO {SWEEPER_ROLE}")
    op.execute(f"GRANT DELETE ON held TO {SWEEPER_ROLE}")
    op.execute(f"""
        CREATE POLICY old_photos ON turns FOR UPDATE TO {SWEEPER_ROLE}
        USING (jpeg IS NOT NULL AND at < now() - interval '1 day') WITH CHECK (jpeg IS NULL)
    """)
    op.execute(f"CREATE POLICY too_late ON held FOR DELETE TO {SWEEPER_ROLE} USING (expires < now())")


def downgrade() -> None:
    """Take the rights away; the role may serve other databases."""
    op.execute("DROP POLICY old_photos ON turns")
    op.execute("DROP POLICY too_late ON held")
    op.execute(f"REVOKE ALL ON turns, held FROM {SWEEPER_ROLE}")
    op.execute(f"REVOKE UPDATE (jpeg, width, height) ON turns FROM {SWEEPER_ROLE}")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {SWEEPER_ROLE}")
