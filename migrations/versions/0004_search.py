"""A search reads an index alone: there the vectors of a memory lie side by side, in the table as they were taught.

Half a memory's time was to fetch its vectors from pages that hold one of them each. An entry of a B-tree may have 2,704
bytes, so vectors of more than 1,280 dimensions stay with the table.
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the index, on every partition."""
    op.execute("""
        CREATE INDEX ix_vectors_search ON vectors (memory, encoder, concept) INCLUDE (positive, look, vector)
        WHERE alive AND dimension <= 1280
    """)


def downgrade() -> None:
    """Drop it; what is found stays the same."""
    op.execute("DROP INDEX ix_vectors_search")
