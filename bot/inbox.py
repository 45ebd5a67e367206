"""The inbox: accept once, keep, hand over in order.

An update is committed under its own id before the app hears that we have it. One job per chat (procrastinate, in the
same PostgreSQL) hands the chat's letters over one after the other, many chats at once. A reply is kept until each of
its parts is out, so that a crash at any moment loses nothing and answers nothing twice.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from procrastinate.tasks import Task
from psycopg.conninfo import make_conninfo
from sqlalchemy import ColumnElement, Row, Table, and_, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channel import Letter, Part, Unreachable
from bot.parcels import packed, unpacked
from core.adapters.database import CONNECT_SECONDS, Database
from core.adapters.tables import inbox, outbox
from core.concepts import memory_of
from core.errors import Outage
from core.turns import now

log = logging.getLogger(__name__)

QUEUE = "letters"
MOST_WAITING = 2_000  # letters; beyond it apps are told to come back later
AT_ONCE = 200  # chats
REMEMBERED = timedelta(days=2)  # apps repeat an update for a day at most (Telegram keeps it for 24 h)
QUIET, LONGEST = timedelta(seconds=1.2), timedelta(seconds=5)  # an album has no end mark: it is whole after a silence
LONGEST_WAIT = 300  # s; between two attempts to reach an app that is down
LAST_WORDS = 5.0  # s; for answers that are under way when we are told to stop; the rest waits for the next start
ONE_AT_WORK = 0x46414E  # key of the advisory lock
LOST_SIGHT = 0.5  # s; how long a job may wait whose notice got lost

# Back to the role that connected, and to where the queue's tables and functions are.
_AS_QUEUE = text("SELECT set_config('role', 'none', true), set_config('search_path', 'queue', true)")

_DELETE_JOB = "DELETE FROM procrastinate_jobs WHERE id = %(id)s"

Answer = Callable[[Sequence[Letter]], Awaitable[None]]


class Full(Exception):
    """Too much is waiting; nothing was accepted. `seconds`: when to try again."""

    seconds = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One part of a reply, and how far it has come."""

    part: Part
    number: int
    tried: bool  # its sending was begun, perhaps by a process that ended in the middle
    sent: str | None = None


class Inbox:
    """Letters and replies on their way. Raises StoreDown when PostgreSQL does not answer."""

    def __init__(self, database: Database, jobs: App, conninfo: str, most_waiting: int = MOST_WAITING) -> None:
        self._database, self._jobs, self._conninfo, self._most = database, jobs, conninfo, most_waiting
        self._waiting = 0
        self._hand_over = jobs.task(name="hand_over", queue=QUEUE)(self._handed_over)
        self._answer: Answer | None = None

    @property
    def waiting(self) -> int:
        """Letters that this process accepted and has not answered."""
        return self._waiting

    async def accept(self, letter: Letter) -> bool:
        """Keep a letter, once. False: it was here before. Raises Full, and keeps nothing, when too many wait."""
        if self._waiting >= self._most:
            raise Full
        async with self._database.writing(memory_of(letter.group)) as connection:
            row = {"memory": memory_of(letter.group), "channel": letter.channel, "update": letter.update}
            row |= {"chat": letter.chat, "album": letter.album, "payload": letter.payload, "accepted": now()}
            once = upsert(inbox).values(row).on_conflict_do_nothing().returning(inbox.c.number)
            is_new = (await connection.execute(once)).first() is not None
            if is_new:
                await _defer_within(connection, self._hand_over, letter)
        self._waiting += is_new
        return is_new

    async def knows(self, channel: str, group: str, update: str) -> bool:
        """Whether such a letter was accepted in the last days."""
        key = and_(inbox.c.memory == memory_of(group), inbox.c.channel == channel, inbox.c.update == update)
        async with self._database.reading(memory_of(group)) as connection:
            return (await connection.execute(select(inbox.c.number).where(key))).first() is not None

    async def outgoing(self, letter: Letter) -> list[Outgoing]:
        """The reply that was made for this letter and is not wholly out; empty when none was made."""
        async with self._database.reading(memory_of(letter.group)) as connection:
            query = select(outbox).where(_of(outbox, letter)).order_by(outbox.c.part)
            rows = (await connection.execute(query)).all()
        return [Outgoing(unpacked(row.body, row.files), row.part, row.tried, row.sent) for row in rows]

    async def keep(self, letter: Letter, parts: Sequence[Part]) -> list[Outgoing]:
        """Keep a reply before it goes out; its first part counts as tried from now on."""
        rows = []
        for number, part in enumerate(parts):
            body, files = packed(part)
            key = {"memory": memory_of(letter.group), "channel": letter.channel, "update": letter.update}
            rows.append(key | {"part": number, "body": body, "files": files, "tried": number == 0})
        async with self._database.writing(memory_of(letter.group)) as connection:
            await connection.execute(insert(outbox), rows)
        return [Outgoing(part, number, tried=False) for number, part in enumerate(parts)]

    async def sent(self, letter: Letter, number: int, app_id: str) -> None:
        """A part is out; the next one, if there is one, counts as tried from now on."""
        async with self._database.writing(memory_of(letter.group)) as connection:
            of_letter = _of(outbox, letter)
            await connection.execute(update(outbox).where(of_letter, outbox.c.part == number).values(sent=app_id))
            await connection.execute(update(outbox).where(of_letter, outbox.c.part == number + 1).values(tried=True))

    async def shown(self, letter: Letter, app_id: str) -> None:
        """A growing answer was begun for this letter."""
        async with self._database.writing(memory_of(letter.group)) as connection:
            await connection.execute(update(inbox).where(_of(inbox, letter)).values(shown=app_id))

    async def answered(self, letters: Sequence[Letter]) -> None:
        """Let go of letters and of their reply; only that they were here is remembered for a while."""
        first, memory = letters[0], memory_of(letters[0].group)
        updates = [letter.update for letter in letters]
        async with self._database.writing(memory) as connection:
            theirs = and_(outbox.c.channel == first.channel, outbox.c.update.in_(updates))
            await connection.execute(delete(outbox).where(outbox.c.memory == memory, theirs))
            done = and_(inbox.c.memory == memory, inbox.c.channel == first.channel, inbox.c.update.in_(updates))
            await connection.execute(update(inbox).where(done).values(answered=now(), payload=None, shown=None))
            old = and_(inbox.c.memory == memory, inbox.c.answered < now() - REMEMBERED)
            await connection.execute(delete(inbox).where(old))
        self._waiting = max(0, self._waiting - len(letters))

    async def run(self, answer: Answer) -> None:
        """Hand letters over to `answer` until cancelled. Whatever a process that ended has left is taken up first."""
        self._answer = answer
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
            # While another Familiar is at work on this database, we stand by; its lock ends with it, however it ends.
            await connection.execute("SELECT pg_advisory_lock(%s)", (ONE_AT_WORK,))
            await self._take_up()
            await self._jobs.run_worker_async(
                queues=[QUEUE],
                concurrency=AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=LOST_SIGHT,
                shutdown_graceful_timeout=LAST_WORDS,
            )

    async def _take_up(self) -> None:
        """Queue again what was being done when a process ended, or was told to."""
        waits = 0
        for job in await self._jobs.job_manager.list_jobs_async(queue=QUEUE):
            waits += 1
            if job.status != Status.TODO.value:
                channel, group, chat = (str(job.task_kwargs[key]) for key in ("channel", "group", "chat"))
                await self._defer(channel, group, chat, attempt=0, wait=0)
                await self._jobs.connector.execute_query_async(_DELETE_JOB, id=job.id)
        self._waiting = waits

    async def _handed_over(self, channel: str, group: str, chat: str, attempt: int = 0) -> None:
        assert self._answer is not None
        try:
            while letters := await self._next(channel, group, chat):
                await self._answer(letters)
                attempt = 0
        except (Unreachable, Outage) as error:
            wait = min(LONGEST_WAIT, 2**attempt)
            log.warning("A chat of %s waits %d s: %s", channel, wait, error)
            await self._defer(channel, group, chat, attempt + 1, wait)

    async def _next(self, channel: str, group: str, chat: str) -> list[Letter]:
        """The oldest letter of a chat that is not answered; of an album, all, once it is whole."""
        while letters := await self._oldest(channel, group, chat):
            accepted = [letter.accepted or now() for letter in letters]
            wait = min(accepted[-1] + QUIET, accepted[0] + LONGEST) - now()
            if letters[0].album is None or wait <= timedelta():
                return letters
            await asyncio.sleep(wait.total_seconds())
        return []

    async def _oldest(self, channel: str, group: str, chat: str) -> list[Letter]:
        memory = memory_of(group)
        waiting = and_(
            inbox.c.memory == memory, inbox.c.chat == chat, inbox.c.channel == channel, inbox.c.answered.is_(None)
        )
        async with self._database.reading(memory) as connection:
            query = select(inbox).where(waiting).order_by(inbox.c.number)
            first = (await connection.execute(query.limit(1))).first()
            if first is None:
                return []
            if first.album is None:
                return [_letter(first, group)]
            rows = (await connection.execute(query.where(inbox.c.album == first.album))).all()
        return [_letter(row, group) for row in rows]

    async def _defer(self, channel: str, group: str, chat: str, attempt: int, wait: int) -> None:
        later = self._hand_over.configure(lock=chat, queueing_lock=chat, schedule_in={"seconds": wait})
        with suppress(AlreadyEnqueued):
            await later.defer_async(channel=channel, group=group, chat=chat, attempt=attempt)


async def _defer_within(connection: AsyncConnection, hand_over: Task[..., Any, Any], letter: Letter) -> None:
    """Queue the chat's job in the transaction of `connection`, as its last deed; one that waits already will do."""
    await connection.execute(_AS_QUEUE)
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    job = hand_over.configure(lock=letter.chat, queueing_lock=letter.chat, connection=driver)
    with suppress(AlreadyEnqueued):
        async with driver.transaction():
            await job.defer_async(channel=letter.channel, group=letter.group, chat=letter.chat)


def _of(table: Table, letter: Letter) -> ColumnElement[bool]:
    return and_(
        table.c.memory == memory_of(letter.group),
        table.c.channel == letter.channel,
        table.c.update == letter.update,
    )


def _letter(row: Row[Any], group: str) -> Letter:
    return Letter(row.channel, row.update, row.chat, group, row.payload, row.album, row.accepted, row.shown)


@asynccontextmanager
async def open_inbox(database: Database, url: str, most_waiting: int = MOST_WAITING) -> AsyncGenerator[Inbox]:
    """The inbox of a migrated database. Raises StoreDown when PostgreSQL does not answer."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    conninfo = make_conninfo(
        plain, options="-c search_path=queue", application_name="familiar", connect_timeout=CONNECT_SECONDS
    )
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4)
    async with App(connector=connector).open_async() as jobs:
        yield Inbox(database, jobs, conninfo, most_waiting)
