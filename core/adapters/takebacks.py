"""Taking a deed back, and deleting for good. Both run in the transaction of a `Deed`, which holds the memory's lock."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, delete, select, update

from core.adapters.deeds import CALLS, Deed
from core.adapters.history import empty_turns
from core.adapters.tables import (
    Role,
    concepts,
    consents,
    deeds,
    facts,
    groups,
    held,
    inbox,
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
from core.concepts import Did

FROM_LEAVES_TO_ROOT = (
    *(held, consents, links, shares, visits, members, groups),
    *(turns, vectors, looks, facts, labels, moves, deeds, concepts),
)


async def take_back(deed: Deed) -> str | None:
    """Undo the newest deed that is recorded, and drop its record; the deed in words."""
    newest = select(deeds).where(deeds.c.memory == deed.memory).order_by(deeds.c.number.desc()).limit(1)
    last = (await deed.connection.execute(newest)).one_or_none()
    if last is None or last.did == Did.JOINED.name:  # two memories that became one stay so, and what was before it
        return None
    words = await _in_words(deed, last)
    await _delete(deed, deeds, deeds.c.number == last.number)
    born = select(looks.c.id).where(looks.c.memory == deed.memory, looks.c.born == last.number)
    await _delete(deed, vectors, vectors.c.look.in_(born))
    for table in (labels, facts, looks):
        await _delete(deed, table, table.c.born == last.number)
    await _move_back(deed, last.number)
    for table in (labels, facts, looks, concepts):
        alive = {"died": None, "ended": None} if table is facts else {"died": None}
        ended = (table.c.memory == deed.memory, table.c.died == last.number)
        await deed.connection.execute(update(table).where(*ended).values(alive))
    await _delete(deed, concepts, concepts.c.born == last.number)
    return words


async def _in_words(deed: Deed, last: Row[Any]) -> str:
    did = Did[last.did]
    names = [await _name(deed, one) for one in (last.subject, last.other) if one is not None]
    if did is Did.RENAMED:
        was = (labels.c.role == Role.NAME, labels.c.died == last.number)
        old = await deed.connection.scalar(select(labels.c.text).where(labels.c.memory == deed.memory, *was))
        names = [f"{old} to {names[0]}"]
    return did.of(*names)


async def _name(deed: Deed, concept: UUID) -> str:
    """The name it has; of one that was merged into another, the last it had."""
    names = select(labels.c.text).where(labels.c.memory == deed.memory, labels.c.concept == concept)
    names = names.where(labels.c.role == Role.NAME).order_by(labels.c.died.desc().nulls_first()).limit(1)
    return str(await deed.connection.scalar(names))


async def _move_back(deed: Deed, number: int) -> None:
    moved = (moves.c.memory == deed.memory, moves.c.deed == number)
    for table in (facts, looks):
        back = update(table).where(table.c.memory == deed.memory, table.c.id == moves.c.row, *moved)
        await deed.connection.execute(back.values(concept=moves.c.source))
    await _delete(deed, moves, moves.c.deed == number)


async def forget(deed: Deed, concept: UUID) -> dict[str, int]:
    """Delete a concept and what was merged into it, from every row that holds something of it; rows per table."""
    gone = await with_merged(deed, concept)
    of_gone = select(looks.c.id).where(looks.c.memory == deed.memory, looks.c.concept.in_(gone))
    called = select(labels.c.folded).where(labels.c.memory == deed.memory, labels.c.concept.in_(gone))
    names = set(await deed.connection.scalars(called.where(labels.c.role.in_(CALLS))))
    return {
        "turns": await empty_turns(deed.connection, deed.memory, gone, names),
        "vectors": await _delete(deed, vectors, vectors.c.look.in_(of_gone)),
        "looks": await _delete(deed, looks, looks.c.concept.in_(gone)),
        "facts": await _delete(deed, facts, facts.c.concept.in_(gone)),
        "labels": await _delete(deed, labels, labels.c.concept.in_(gone)),
        "moves": await _delete(deed, moves, moves.c.source.in_(gone)),
        "deeds": await _forget_deeds(deed, gone),
        "concepts": await _delete(deed, concepts, concepts.c.id.in_(gone)),
    }


async def with_merged(deed: Deed, concept: UUID) -> set[UUID]:
    """A concept, and all that was merged into it."""
    gone, more = set[UUID](), {concept}
    while more:
        gone |= more
        into = select(deeds.c.other).where(deeds.c.memory == deed.memory, deeds.c.did == Did.MERGED.name)
        more = set(await deed.connection.scalars(into.where(deeds.c.subject.in_(more)))) - gone
    return gone


async def _forget_deeds(deed: Deed, gone: Iterable[UUID]) -> int:
    """Deeds that were about others too stay for them, and no longer tell of the one that is gone."""
    here = deeds.c.memory == deed.memory
    clear_other = update(deeds).where(here, deeds.c.other.in_(gone)).values(other=None)
    other_is_subject = update(deeds).where(here, deeds.c.subject.in_(gone)).values(subject=deeds.c.other, other=None)
    await deed.connection.execute(clear_other)
    await deed.connection.execute(other_is_subject)
    return await _delete(deed, deeds, deeds.c.subject.is_(None), deeds.c.did != Did.JOINED.name)


async def drop_looks(deed: Deed, concept: UUID) -> int:
    """Delete the looks of a concept, also those that were removed before; how many."""
    of_it = select(looks.c.id).where(looks.c.memory == deed.memory, looks.c.concept == concept)
    await _delete(deed, vectors, vectors.c.look.in_(of_it))
    return await _delete(deed, looks, looks.c.concept == concept)


async def erase(deed: Deed) -> dict[str, int]:
    """Delete every row of the memory; rows per table, but for the one that is the memory's lock."""
    counted = {table.name: await _delete(deed, table) for table in FROM_LEAVES_TO_ROOT}
    counted[inbox.name] = await _delete(deed, inbox, inbox.c.answered.is_not(None))  # what asks for this is on its way
    await _delete(deed, memories)
    return counted


async def _delete(deed: Deed, table: Table, *which: ColumnElement[bool]) -> int:
    gone = await deed.connection.execute(delete(table).where(table.c.memory == deed.memory, *which))
    deed.changed = True
    return gone.rowcount
