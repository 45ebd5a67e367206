"""The way to PostgreSQL: one pool, transactions that see one memory, and errors translated once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.adapters.hotline import Hotline
from core.adapters.tables import APP_MEMORY, APP_ROLE, SWEEPER_ROLE
from core.concepts import MemoryId
from core.errors import Refusal, StoreDown

CONNECT_SECONDS = 3  # a database that is up answers at once; a person is waiting
DEED_SECONDS = 20  # what any transaction may take before we call the database down
CONNECTIONS = 10

_OUTAGES = (
    *(OperationalError, InterfaceError, InternalError, PoolExhausted),  # of SQLAlchemy
    *(psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError),
    TimeoutError,
)


def psycopg_url(url: str) -> str:
    """The URL with the driver we use, whatever PostgreSQL scheme it came with. Raises Refusal for another database."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Refusal("DATABASE_URL is not a URL; it should look like postgresql://user:password@host/name.") from error
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise Refusal("DATABASE_URL must name a PostgreSQL: postgresql://user:password@host/name.")
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


class Database:
    """Transactions on one memory, as the application role. Raises StoreDown when PostgreSQL does not answer."""

    def __init__(self, engine: AsyncEngine, hotline: Hotline) -> None:
        self._engine, self._hotline = engine, hotline

    @asynccontextmanager
    async def reading(self, memory: UUID) -> AsyncGenerator[AsyncConnection]:
        """A read-only transaction: one snapshot, one memory."""
        # One snapshot for all statements of a call: nobody reads a concept that lost its name in between.
        kind = "ISOLATION LEVEL REPEATABLE READ READ ONLY"
        async with _transaction(self._engine, _as_app(memory), kind) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, memory: UUID) -> AsyncGenerator[AsyncConnection]:
        """A transaction that is committed at the end of the block, and rolled back when it raises."""
        async with _transaction(self._engine, _as_app(memory), "READ WRITE") as connection:
            yield connection

    @asynccontextmanager
    async def sweeping(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction on all memories at once, as a role that can read none of them."""
        as_sweeper = f"SELECT set_config('role', '{SWEEPER_ROLE}', true)"
        async with _transaction(self._engine, as_sweeper, "READ WRITE") as connection:
            yield connection

    async def ask(self, memory: MemoryId, query: bytes, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of one query in the driver's own terms, on one memory, by the shortest way."""
        async with _outages_translated():
            return await self._hotline.ask(memory, query, *parameters)


async def enter(connection: AsyncConnection, memory: UUID) -> None:
    """Go on in another memory within a transaction; the one before is out of sight from here on."""
    await connection.exec_driver_sql(_as_app(memory))


def _as_app(memory: UUID) -> str:
    # Both settings end with the transaction, so a pooler may hand the connection to anyone after it.
    return f"SELECT set_config('role', '{APP_ROLE}', true), set_config('{APP_MEMORY}', '{memory}', true)"


@asynccontextmanager
async def _transaction(engine: AsyncEngine, role: str, kind: str) -> AsyncGenerator[AsyncConnection]:
    """Begun in one exchange with the server, together with its settings; what is not committed, the pool rolls back."""
    begin = f"BEGIN {kind}; {role}"
    async with _outages_translated(), engine.connect() as connection:
        try:
            await connection.exec_driver_sql(begin)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            await connection.rollback()  # it was kept too long; this makes room for a new one
            await connection.exec_driver_sql(begin)
        yield connection
        await connection.exec_driver_sql("COMMIT")


@asynccontextmanager
async def _outages_translated() -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(DEED_SECONDS):
            yield
    except _OUTAGES as error:
        raise StoreDown(type(error).__name__) from error


@asynccontextmanager
async def open_database(url: str) -> AsyncGenerator[Database]:
    """The database at a migrated URL; connects at first use and recovers by itself when PostgreSQL comes back."""
    url, options = psycopg_url(url), {"connect_timeout": CONNECT_SECONDS, "application_name": "familiar"}
    engine = create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=DEED_SECONDS,
        isolation_level="AUTOCOMMIT",  # transactions begin and end in words of our own
        hide_parameters=True,  # what people said must not get into a log with the error
        connect_args=options,
    )
    hotline = Hotline(url, **options)
    try:
        yield Database(engine, hotline)
    finally:
        await hotline.close()
        await engine.dispose()
