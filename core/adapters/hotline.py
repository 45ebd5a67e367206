"""A few connections of the driver's own, for the one query whose time a person feels.

The way through SQLAlchemy's pool takes as long as such a query itself. This one is a single exchange with the server:
the settings of the transaction and the query are sent together, as one transaction.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.sql import Composed
from sqlalchemy.engine import make_url

from core.adapters.tables import APP_MEMORY, APP_ROLE
from core.concepts import MemoryId

LINES = 4  # a query takes about a millisecond; more of them at once would only wait for the processor

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

_AS_APP = "SELECT set_config('role', %s, true), set_config(%s, %s, true)"


class Hotline:
    """Queries on one memory, as the application role. Raises the driver's own errors."""

    def __init__(self, url: str, **options: Any) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._options = options
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(LINES)

    async def ask(self, memory: MemoryId, query: Composed, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a query that changes nothing; with a new connection when an idle one turns out to be broken."""
        async with self._free:
            while self._idle:
                connection = self._idle.pop()
                try:
                    return await self._ask(connection, memory, query, parameters)
                except psycopg.OperationalError:
                    if not connection.broken:
                        raise
            fresh = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, **self._options)
            return await self._ask(fresh, memory, query, parameters)

    async def _ask(
        self, connection: Connection, memory: MemoryId, query: Composed, parameters: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        try:
            async with connection.pipeline():  # one transaction, as no statement of it begins another
                await connection.execute(_AS_APP, (APP_ROLE, APP_MEMORY, str(memory)))
                answer = await connection.execute(query, parameters, binary=True)
            rows = await answer.fetchall()
        except BaseException:
            await connection.close()  # who knows what is still on the line
            raise
        self._idle.append(connection)
        return rows

    async def close(self) -> None:
        """Hang up."""
        while self._idle:
            await self._idle.pop().close()
