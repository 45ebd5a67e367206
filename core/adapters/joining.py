"""Two memories that become one, in the transaction it is handed. Which ones, and why, is decided elsewhere.

Rows can't be handed over under row-level security: they are read and deleted in the one memory and inserted in the
other. The deeds of the first are numbered on after those of the second.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.database import enter
from core.adapters.deeds import CALLS, Deed
from core.adapters.sharing import note_whereabouts
from core.adapters.tables import (
    Role,
    accounts,
    concepts,
    consents,
    deeds,
    facts,
    groups,
    held,
    labels,
    links,
    looks,
    members,
    memories,
    moves,
    shares,
    turns,
    vectors,
    visits,
)
from core.concepts import Did, MemoryId

FROM_ROOT_TO_LEAVES = (
    *(concepts, deeds, moves, labels, facts, looks, vectors, turns),
    *(groups, members, visits, shares, links, consents, held),
)
NUMBERED = ("born", "died", "deed", "number")  # columns with the number of a deed

Rows = dict[str, list[dict[str, Any]]]


async def pour(connection: AsyncConnection, source: MemoryId, target: MemoryId) -> None:
    """Everything of `source` goes into `target`; concepts of one name become one. Ends in `target`."""
    last = {memory: await _locked(connection, memory) for memory in sorted((source, target))}
    await enter(connection, source)
    taken = await _taken_out(connection, source)
    await enter(connection, target)
    into = await Deed.begin(connection, target, numbers=last[source] + 1)
    same = await _same(into, taken["labels"])
    await _put(into, taken, last[target], into.number)
    for other, keep in same.items():
        into = await _merged(into, keep, other)
    into = await Deed.begin(connection, target)
    into.changed = True
    await into.record(Did.JOINED, None)
    await note_whereabouts(connection, {row["subject"] for row in (*taken["links"], *taken["held"])}, target)
    await enter(connection, source)
    went = upsert(accounts).values(memory=source, joined=target)
    await connection.execute(went.on_conflict_do_update(index_elements=["memory"], set_={"joined": target}))
    await enter(connection, target)


async def _locked(connection: AsyncConnection, memory: MemoryId) -> int:
    """The number of a memory's last deed. Nobody else changes it from here on."""
    await enter(connection, memory)
    return (await Deed.begin(connection, memory, numbers=0)).number


async def _taken_out(connection: AsyncConnection, source: MemoryId) -> Rows:
    taken: Rows = {}
    for table in FROM_ROOT_TO_LEAVES:
        made = [column for column in table.c if column.computed is None]
        rows = await connection.execute(select(*made).where(table.c.memory == source))
        taken[table.name] = [dict(row._mapping) for row in rows]
    for table in (*reversed(FROM_ROOT_TO_LEAVES), memories):
        await connection.execute(delete(table).where(table.c.memory == source))
    return taken


async def _same(into: Deed, taken: list[dict[str, Any]]) -> dict[UUID, UUID]:
    """For each concept that comes and has a name that is there, or stands for the person too: the one it becomes."""
    there = await into.connection.execute(select(labels).where(*into.living(labels)))
    known = {_key(row.role, row.folded): row.concept for row in there if row.role != Role.KIND}
    same: dict[UUID, UUID] = {}
    for row in sorted(taken, key=lambda row: (row["role"] != Role.SELF, row["role"] != Role.NAME)):
        keep = known.get(_key(row["role"], row["folded"])) if row["died"] is None else None
        if keep and row["role"] != Role.KIND:
            same.setdefault(row["concept"], keep)
    return same


def _key(role: str, folded: str) -> tuple[bool, str]:
    return role in CALLS, folded


async def _put(into: Deed, taken: Rows, after: int, ends: int) -> None:
    """Insert the rows; labels that are there already have ended by then."""
    there = await into.connection.execute(select(labels.c.role, labels.c.folded).where(*into.living(labels)))
    known = {_key(role, folded) for role, folded in there if role != Role.KIND}
    for row in taken["labels"]:
        if row["role"] != Role.KIND and row["died"] is None and _key(row["role"], row["folded"]) in known:
            row["died"] = ends - after  # numbered on with the others
    for table in FROM_ROOT_TO_LEAVES:
        rows = [{**row, **_numbered(table, row, after), "memory": into.memory} for row in taken[table.name]]
        if rows:
            await into.connection.execute(upsert(table).on_conflict_do_nothing(), rows)


def _numbered(table: Table, row: dict[str, Any], after: int) -> dict[str, int]:
    names: Iterable[str] = () if table is held else (name for name in NUMBERED if name in table.c)
    return {name: row[name] + after for name in names if row[name] is not None}


async def _merged(last: Deed, keep: UUID, other: UUID) -> Deed:
    deed = await Deed.begin(last.connection, last.memory)
    await deed.absorb(keep, other)
    deed.changed = True
    await deed.record(Did.MERGED, keep, other)
    return deed
