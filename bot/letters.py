"""Letters and replies on their way, in PostgreSQL.

What a channel brought stays until it is answered, a reply until each of its parts is out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channel import Letter, Part
from bot.parcels import packed, unpacked
from core.adapters.database import Database
from core.adapters.tables import inbox, outbox
from core.concepts import memory_of
from core.turns import now

REMEMBERED = timedelta(days=2)  # apps repeat an update for a day at most (Telegram keeps it for 24 h)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One part of a reply, and how far it has come."""

    part: Part
    number: int
    mark: str | None  # where the app stood when the sending was begun, perhaps by a process that ended in the middle
    sent: str | None = None
    is_last: bool = False


class Letters:
    """Every call is one transaction, on the memory of the chat. Raises StoreDown when PostgreSQL does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def knows(self, channel: str, group: str, update: str) -> bool:
        """Whether such a letter was accepted in the last days."""
        key = and_(inbox.c.memory == memory_of(group), inbox.c.channel == channel, inbox.c.update == update)
        async with self._database.reading(memory_of(group)) as connection:
            return (await connection.execute(select(inbox.c.number).where(key))).first() is not None

    async def waiting(self, channel: str, group: str, chat: str) -> list[Letter]:
        """The oldest letter of a chat that is not answered, with all of its album."""
        async with self._database.reading(memory_of(group)) as connection:
            return await _waiting(connection, channel, group, chat)

    async def outgoing(self, letter: Letter) -> list[Outgoing]:
        """The reply that was made for this letter and is not wholly out; empty when none was made."""
        async with self._database.reading(memory_of(letter.group)) as connection:
            query = select(outbox).where(_of(outbox, letter)).order_by(outbox.c.part)
            rows = (await connection.execute(query)).all()
        return [
            Outgoing(unpacked(row.body, row.files), row.part, row.mark, row.sent, row.part == rows[-1].part)
            for row in rows
        ]

    async def keep(self, letter: Letter, parts: Sequence[Part], mark: str) -> list[Outgoing]:
        """Keep a reply before it goes out; the sending of its first part counts as begun."""
        rows, key = [], {"memory": memory_of(letter.group), "channel": letter.channel, "update": letter.update}
        for number, part in enumerate(parts):
            body, files = packed(part)
            rows.append(key | {"part": number, "body": body, "files": files, "mark": None if number else mark})
        async with self._database.writing(memory_of(letter.group)) as connection:
            await connection.execute(insert(outbox), rows)
        return [Outgoing(part, number, None, is_last=number == len(parts) - 1) for number, part in enumerate(parts)]

    async def sent(self, letter: Letter, number: int, app_id: str, mark: str) -> None:
        """A part is out; the sending of the next one counts as begun."""
        async with self._database.writing(memory_of(letter.group)) as connection:
            of_letter = _of(outbox, letter)
            await connection.execute(update(outbox).where(of_letter, outbox.c.part == number).values(sent=app_id))
            await connection.execute(update(outbox).where(of_letter, outbox.c.part == number + 1).values(mark=mark))

    async def shown(self, letter: Letter, app_id: str) -> None:
        """A growing answer was begun for this letter."""
        async with self._database.writing(memory_of(letter.group)) as connection:
            await connection.execute(update(inbox).where(_of(inbox, letter)).values(shown=app_id))

    async def answered(self, letters: Sequence[Letter], last: str | None) -> list[Letter]:
        """Let go of letters and of their reply, but for the fact that they were here; what waits in the chat then.

        `last`: the app's id of the reply's last part.
        """
        first, memory = letters[0], memory_of(letters[0].group)
        updates = [letter.update for letter in letters]
        replies = and_(outbox.c.memory == memory, outbox.c.channel == first.channel, outbox.c.update.in_(updates))
        old = and_(inbox.c.memory == memory, inbox.c.answered < now() - REMEMBERED)
        theirs = and_(inbox.c.memory == memory, inbox.c.channel == first.channel, inbox.c.update.in_(updates))
        done = update(inbox).where(theirs).values(answered=now(), payload=None, shown=last)
        done = done.add_cte(delete(outbox).where(replies).cte("replies"), delete(inbox).where(old).cte("old"))
        async with self._database.writing(memory) as connection:
            await connection.execute(done)
            return await _waiting(connection, first.channel, first.group, first.chat)


async def add(connection: AsyncConnection, letter: Letter) -> bool:
    """Keep a letter, once, in a transaction that goes on. False: it was here before."""
    row = {"memory": memory_of(letter.group), "channel": letter.channel, "update": letter.update, "accepted": now()}
    row |= {"chat": letter.chat, "album": letter.album, "payload": letter.payload}
    once = upsert(inbox).values(row).on_conflict_do_nothing().returning(inbox.c.number)
    return (await connection.execute(once)).first() is not None


async def _waiting(connection: AsyncConnection, channel: str, group: str, chat: str) -> list[Letter]:
    theirs = and_(inbox.c.memory == memory_of(group), inbox.c.chat == chat, inbox.c.channel == channel)
    previous = select(inbox.c.shown).where(theirs, inbox.c.answered.is_not(None), inbox.c.shown.is_not(None))
    replied = exists().where(
        outbox.c.memory == inbox.c.memory, outbox.c.channel == inbox.c.channel, outbox.c.update == inbox.c.update
    )
    last = previous.order_by(inbox.c.number.desc()).limit(1).correlate(None).scalar_subquery().label("previous")
    query = select(inbox, replied.label("replied"), last).where(theirs, inbox.c.answered.is_(None))
    query = query.order_by(inbox.c.number)
    rows = (await connection.execute(query.limit(1))).all()
    if rows and rows[0].album is not None:
        rows = (await connection.execute(query.where(inbox.c.album == rows[0].album))).all()
    return [_letter(row, group) for row in rows]


def _of(table: Table, letter: Letter) -> ColumnElement[bool]:
    return and_(
        table.c.memory == memory_of(letter.group),
        table.c.channel == letter.channel,
        table.c.update == letter.update,
    )


def _letter(row: Row[Any], group: str) -> Letter:
    return Letter(
        row.channel,
        row.update,
        row.chat,
        group,
        row.payload,
        row.album,
        row.accepted,
        row.shown,
        row.replied,
        row.previous,
    )
