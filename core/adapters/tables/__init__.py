"""The tables of PostgreSQL, and how values are kept in them. `migrations/` makes them; `alembic check` compares.

Every table but `encoders` holds rows of memories: `memory` leads every key, and row-level security hides what belongs
to another one. A deed is numbered within its memory; a row is visible from the deed that bore it (`born`) to the one
that ended it (`died`), so that taking a deed back is to delete what it bore and to revive what it ended.
"""

from core.adapters.tables.columns import APP_MEMORY, APP_ROLE, SWEEPER_ROLE, Role, metadata
from core.adapters.tables.ids import new_id
from core.adapters.tables.knowledge import concepts, deeds, encoders, facts, labels, looks, memories, moves, vectors
from core.adapters.tables.messages import inbox, outbox, turns
from core.adapters.tables.people import (
    accounts,
    codes,
    consents,
    groups,
    held,
    links,
    members,
    shares,
    uses,
    visits,
    whereabouts,
)

__all__ = [
    "APP_MEMORY",
    "APP_ROLE",
    "SWEEPER_ROLE",
    "Role",
    "accounts",
    "codes",
    "concepts",
    "consents",
    "deeds",
    "encoders",
    "facts",
    "groups",
    "held",
    "inbox",
    "labels",
    "links",
    "looks",
    "members",
    "memories",
    "metadata",
    "moves",
    "new_id",
    "outbox",
    "shares",
    "turns",
    "uses",
    "vectors",
    "visits",
    "whereabouts",
]
