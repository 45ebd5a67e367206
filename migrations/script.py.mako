"""${message}

The reason for this change, in a sentence or two.
"""
# ${up_revision}, after ${down_revision | comma,n}; ${create_date}

import pgvector.sqlalchemy
import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Bring the schema forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Bring the schema back."""
    ${downgrades if downgrades else "pass"}
