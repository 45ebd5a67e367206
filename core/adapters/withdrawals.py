"""What the deeds of one update taught, and taking it away: for a message that its author deleted or edited."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.deeds import Deed
from core.adapters.tables import Role, concepts, deeds, facts, looks
from core.concepts import Did, MemoryId, Statement

TEACHES = (Did.TAUGHT.name, Did.TOLD.name, Did.CORRECTED.name)


async def taught_in(connection: AsyncConnection, memory: MemoryId, channel: str, update: str) -> tuple[UUID, ...]:
    """The living concepts that have something of these deeds, in order of id."""
    numbers = (await connection.scalars(_numbers(memory, channel, update))).all()
    if not numbers:
        return ()  # as for most messages: an index says so, and no other table is read
    found: set[UUID] = set()
    for table, concept in ((looks, looks.c.concept), (facts, facts.c.concept), (concepts, concepts.c.id)):
        born = select(concept).where(table.c.memory == memory, table.c.died.is_(None), table.c.born.in_(numbers))
        found.update(await connection.scalars(born))
    return tuple(sorted(found))


async def withdraw(deed: Deed, channel: str, update: str) -> tuple[str, ...]:
    """End what these deeds bore, and make true again what they superseded; the names of whom it was about."""
    about = await taught_in(deed.connection, deed.memory, channel, update)
    names = [name for one in about for name in await deed.names(one, Role.NAME)]
    numbers = list(await deed.connection.scalars(_numbers(deed.memory, channel, update)))
    superseded = await _superseded(deed, numbers)
    await deed.end_looks(looks.c.born.in_(numbers))
    await deed.end_facts(facts.c.born.in_(numbers))
    for fact in superseded:
        await deed.add_facts(fact.concept, [Statement(fact.topic, fact.text, fact.single)])
    await deed.end_concepts(concepts.c.born.in_(numbers), ~_has_facts(deed), ~_has_looks(deed))
    await deed.record(Did.WITHDRAWN, about[0] if about else None)
    return tuple(names)


def _numbers(memory: MemoryId, channel: str, update: str) -> Select[int]:
    signed = (deeds.c.channel == channel, deeds.c.update == update, deeds.c.did.in_(TEACHES))
    return select(deeds.c.number).where(deeds.c.memory == memory, *signed)


async def _superseded(deed: Deed, numbers: Sequence[int]) -> list[Row[Any]]:
    """The facts that these deeds ended by newer ones that are true still."""
    newer = facts.alias()
    is_true = exists().where(*deed.living(newer), newer.c.born.in_(numbers), newer.c.topic == facts.c.topic)
    ended = (facts.c.memory == deed.memory, facts.c.died.in_(numbers), facts.c.single)
    columns = select(facts.c.concept, facts.c.topic, facts.c.text, facts.c.single)
    query = columns.where(*ended, is_true.where(newer.c.concept == facts.c.concept)).order_by(facts.c.id)
    return list(await deed.connection.execute(query))


def _has_facts(deed: Deed) -> ColumnElement[bool]:
    return exists().where(*deed.living(facts), facts.c.concept == concepts.c.id)


def _has_looks(deed: Deed) -> ColumnElement[bool]:
    return exists().where(*deed.living(looks), looks.c.concept == concepts.c.id, looks.c.positive)
