"""The inbox: accept once, keep, hand over in order.

An update is committed under its own id before the app hears that we have it. One job per chat (procrastinate, in the
same PostgreSQL) hands the chat's letters over one after the other, many chats at once. A crash at any moment loses
nothing: what was being done is taken up again.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from procrastinate.tasks import Task
from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channel import Letter, Unreachable
from bot.letters import Letters, add
from core.adapters.database import CONNECT_SECONDS, Database
from core.concepts import memory_of
from core.errors import Outage
from core.turns import now

log = logging.getLogger(__name__)

QUEUE = "letters"
MOST_WAITING = 2_000  # letters; beyond it apps are told to come back later
AT_ONCE = 200  # chats
QUIET, LONGEST = timedelta(seconds=1.2), timedelta(seconds=5)  # an album has no end mark: it is whole after a silence
LONGEST_WAIT = 300  # s; between two attempts to reach an app that is down
LAST_WORDS = 5.0  # s; for answers that are under way when we are told to stop; the rest waits for the next start
ONE_AT_WORK = 0x46414E  # key of the advisory lock
LOST_SIGHT = 0.5  # s; how long a job may wait whose notice got lost

# Back to the role that connected, and to where the queue's tables and functions are.
_AS_QUEUE = text("SELECT set_config('role', 'none', true), set_config('search_path', 'queue', true)")

_DELETE_JOB = "DELETE FROM procrastinate_jobs WHERE id = %(id)s"

Answer = Callable[[Sequence[Letter]], Awaitable[str | None]]  # returns the app's id of the last part


class Full(Exception):
    """Too much is waiting; nothing was accepted. `seconds`: when to try again."""

    seconds = 5


class Inbox:
    """Where letters come in. `letters` is where they are kept. Raises StoreDown when PostgreSQL does not answer."""

    def __init__(self, database: Database, jobs: App, conninfo: str, most_waiting: int = MOST_WAITING) -> None:
        self.letters = Letters(database)
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
            is_new = await add(connection, letter)
            if is_new:
                await _defer_within(connection, self._hand_over, letter)
        self._waiting += is_new
        return is_new

    async def knows(self, channel: str, group: str, update: str) -> bool:
        """Whether such a letter was accepted in the last days."""
        return await self.letters.knows(channel, group, update)

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
            letters = await self.letters.waiting(channel, group, chat)
            while letters := await self._whole(letters):
                last = await self._answer(letters)
                self._waiting, attempt = max(0, self._waiting - len(letters)), 0
                letters = await self.letters.answered(letters, last)
        except (Unreachable, Outage) as error:
            wait = min(LONGEST_WAIT, 2**attempt)
            log.warning("A chat of %s waits %d s: %s", channel, wait, error)
            await self._defer(channel, group, chat, attempt + 1, wait)

    async def _whole(self, letters: list[Letter]) -> list[Letter]:
        """These letters; of an album, all, once nothing has come for a while."""
        while letters and letters[0].album is not None:
            accepted = [letter.accepted or now() for letter in letters]
            wait = min(accepted[-1] + QUIET, accepted[0] + LONGEST) - now()
            if wait <= timedelta():
                break
            await asyncio.sleep(wait.total_seconds())
            letters = await self.letters.waiting(letters[0].channel, letters[0].group, letters[0].chat)
        return letters

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
