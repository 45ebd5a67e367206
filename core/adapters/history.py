"""The turns of each chat in PostgreSQL. Knows nothing of what was said: it keeps and finds it."""

import re
from collections.abc import Collection
from typing import Any, get_args
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.database import Database
from core.adapters.tables import new_id, turns
from core.concepts import MemoryId
from core.photos import Photo
from core.turns import Pending, Seen, Turn, fold

_SEEN = TypeAdapter(tuple[Seen, ...])
_PENDING = {kind.__name__: TypeAdapter[Pending](kind) for kind in get_args(Pending)}
_NO_PHOTO = {"jpeg": None, "width": None, "height": None}


class PostgresHistory:
    """History in PostgreSQL. Raises StoreDown when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recent(self, memory: MemoryId, chat: str, limit: int) -> list[Turn]:
        """The last turns, oldest first, without those that a forget has emptied."""
        said = _turns(memory).where(turns.c.chat == chat, turns.c.answered != "")
        async with self._database.reading(memory) as connection:
            rows = (await connection.execute(said.order_by(turns.c.id.desc()).limit(limit))).all()
        return [_turn(row) for row in reversed(rows)]

    async def keep(self, memory: MemoryId, turn: Turn) -> bool:
        """Add a turn, and drop the chat's earlier photo when this one has its own. False when it is there already."""
        row = _row(memory, turn)
        kept_once = insert(turns).values(row).on_conflict_do_nothing(index_elements=["memory", "channel", "update"])
        earlier = (turns.c.memory == memory, turns.c.chat == turn.chat, turns.c.jpeg.is_not(None))
        async with self._database.writing(memory) as connection:
            is_new = await connection.scalar(kept_once.returning(turns.c.id)) is not None
            if is_new and turn.photo is not None:
                await connection.execute(update(turns).where(*earlier, turns.c.id != row["id"]).values(_NO_PHOTO))
        return is_new

    async def answered(self, memory: MemoryId, channel: str, update: str) -> Turn | None:
        """The turn of an update that was answered before; its words are empty when they were forgotten since."""
        one = _turns(memory).where(turns.c.channel == channel, turns.c.update == update)
        async with self._database.reading(memory) as connection:
            row = (await connection.execute(one)).one_or_none()
        return _turn(row) if row else None


async def empty_turns(
    connection: AsyncConnection, memory: MemoryId, concepts: Collection[UUID], names: Collection[str]
) -> int:
    """Leave of the turns about these concepts, or with one of these folded names in them, only that they were answered.

    The record of the answer stays, or an update that arrives twice would teach again what was forgotten.
    """
    columns = (turns.c.id, turns.c.asked, turns.c.answered, turns.c.seen, turns.c.subjects, turns.c.pending)
    said = await connection.execute(select(*columns).where(turns.c.memory == memory, turns.c.answered != ""))
    # In letters and digits of ASCII a name must stand alone; where words run together ("李雷是谁"), anywhere.
    marks = [re.escape(str(one)) for one in concepts]
    marks += [rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" for name in names]
    told = re.compile("|".join(marks))
    about = [row.id for row in said if told.search(fold(" ".join(map(str, row[1:]))))]
    gone = update(turns).where(turns.c.memory == memory, turns.c.id.in_(about))
    emptied = gone.values(asked="", answered="", seen=[], subjects=[], pending=None, **_NO_PHOTO)
    return (await connection.execute(emptied)).rowcount


def _turns(memory: MemoryId) -> Select[Any]:
    return select(turns).where(turns.c.memory == memory)


def _row(memory: MemoryId, turn: Turn) -> dict[str, Any]:
    photo, pending = turn.photo, turn.pending
    kind = type(pending).__name__
    return {
        "memory": memory,
        "id": new_id(),
        "channel": turn.channel,
        "update": turn.update,
        "chat": turn.chat,
        "asked": turn.asked,
        "answered": turn.answered,
        "at": turn.at,
        **({"jpeg": photo.jpeg, "width": photo.width, "height": photo.height} if photo else _NO_PHOTO),
        "seen": _SEEN.dump_python(turn.seen, mode="json"),
        "subjects": list(turn.subjects),
        "pending": {kind: _PENDING[kind].dump_python(pending, mode="json")} if pending else None,
        "speaker": turn.speaker,
    }


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        channel=row.channel,
        update=row.update,
        chat=row.chat,
        asked=row.asked,
        answered=row.answered,
        at=row.at,
        photo=None if row.jpeg is None else Photo(row.jpeg, row.width, row.height),
        seen=_SEEN.validate_python(row.seen),
        subjects=tuple(row.subjects),
        pending=_pending(row.pending),
        speaker=row.speaker,
    )


def _pending(kept: dict[str, Any] | None) -> Pending | None:
    for kind, values in (kept or {}).items():
        return _PENDING[kind].validate_python(values)
    return None
