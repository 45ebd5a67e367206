"""How alembic reaches PostgreSQL: by the URL it is handed, or DATABASE_URL on the command line."""

import asyncio
import os
from typing import Any

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.adapters.database import psycopg_url
from core.adapters.tables import metadata
from core.errors import Refusal

ONE_AT_A_TIME = 0x46414D  # key of the advisory lock: two Familiars that start at once don't both migrate


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    # The job queue keeps its own tables in the same database; comparing would drop them.
    return kind != "table" or name in metadata.tables


def _counts(item: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    # A foreign key to a partitioned table is listed once more for each partition; only the first is declared.
    return kind != "foreign_key_constraint" or item.elements[0].column.table.schema != "partitions"


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, include_name=_is_ours, include_object=_counts)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


async def _run() -> None:
    url = context.config.attributes.get("url") or os.environ.get("DATABASE_URL")
    if not url:
        raise Refusal("Set DATABASE_URL to the PostgreSQL that is to be migrated.")
    engine = create_async_engine(psycopg_url(url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


asyncio.run(_run())
