"""A few connections of the driver's own, for the one query whose time a person feels.

The way through SQLAlchemy's pool takes as long as such a query itself, and the driver's cursors a third of it. This one
is a single exchange with the server: the settings of the transaction and the query go out in one packet, both prepared
before, and are one transaction.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Wait
from sqlalchemy.engine import make_url

from core.adapters.tables import APP_MEMORY, APP_ROLE
from core.concepts import MemoryId

LINES = 4  # a query takes less than a millisecond; more of them at once would only wait for the processor

# The plan does not depend on the memory: to make one anew for each question would take as long as to search 500 looks.
_AS_APP = b"""
    SELECT set_config('role', $1, true), set_config($2, $3, true),
           set_config('plan_cache_mode', 'force_generic_plan', true)
"""


class Hotline:
    """Queries on one memory, as the application role. Raises the driver's own errors."""

    def __init__(self, url: str, **options: Any) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._options = options
        self._idle: list[_Line] = []
        self._free = asyncio.Semaphore(LINES)

    async def ask(self, memory: MemoryId, query: bytes, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query that changes nothing; with a new connection when an idle one turns out to be broken."""
        async with self._free:
            while self._idle:
                line = self._idle.pop()
                try:
                    return await self._ask(line, memory, query, parameters)
                except psycopg.OperationalError:
                    if not line.connection.broken:
                        raise
            fresh = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, **self._options)
            return await self._ask(_Line(fresh), memory, query, parameters)

    async def _ask(
        self, line: "_Line", memory: MemoryId, query: bytes, parameters: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        try:  # one transaction, as no statement of it begins another
            _, rows = await line.run((_AS_APP, (APP_ROLE, APP_MEMORY, str(memory))), (query, parameters))
        except BaseException:
            await line.connection.close()  # who knows what is still on the line
            raise
        self._idle.append(line)
        return rows

    async def close(self) -> None:
        """Hang up."""
        while self._idle:
            await self._idle.pop().connection.close()


class _Line:
    """A connection, and what was prepared on it. All values go both ways in binary."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self.connection = connection
        self._values = Transformer(connection)
        self._prepared: dict[tuple[bytes, tuple[int, ...]], bytes] = {}

    async def run(self, *statements: tuple[bytes, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
        """The rows of each statement, all sent at once."""
        server = self.connection.pgconn
        server.enter_pipeline_mode()
        answers = [kept for query, parameters in statements for kept in self._send(server, query, parameters)]
        results = await self.connection.wait(_exchange(server, len(answers)))
        server.exit_pipeline_mode()
        return [self._rows(result) for result, has_rows in zip(results, answers, strict=True) if has_rows]

    def _send(self, server: PGconn, query: bytes, parameters: Sequence[Any]) -> Iterator[bool]:
        """Queue a statement; for each answer that will come, whether it has the rows."""
        values = self._values.dump_sequence(parameters, [PyFormat.BINARY] * len(parameters))
        types = self._values.types or ()
        name = self._prepared.get((query, types))
        if name is None:
            name = self._prepared[query, types] = f"hotline_{len(self._prepared)}".encode()
            server.send_prepare(name, query, types)
            yield False
        server.send_query_prepared(name, values, self._values.formats, result_format=1)
        yield True

    def _rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        self._values.set_pgresult(result)
        return self._values.load_rows(0, result.ntuples, tuple)


def _exchange(server: PGconn, answers: int) -> PQGen[list[PGresult]]:
    """Send what is queued and read its answers: all of them, for after an error comes what ends the exchange."""
    server.pipeline_sync()
    while server.flush():  # nothing is read meanwhile: the few bytes that the server may say by now never block it
        yield Wait.W
    results = []
    for _ in range(answers):
        results.append((yield from _answer(server)))
        yield from _answer(server)  # none: the end of a statement's answer
    results.append((yield from _answer(server)))  # the end of the exchange
    for result in results:
        if result is None:
            raise psycopg.OperationalError("the connection is lost")
        if result.status in (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE):
            raise error_from_result(result)
    return [result for result in results[:answers] if result]


def _answer(server: PGconn) -> PQGen[PGresult | None]:
    while server.is_busy():
        yield Wait.R
        server.consume_input()
    return server.get_result()
