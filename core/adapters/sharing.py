"""Copies of a person's concepts in the memories of groups, in the transaction it is handed.

It goes from one memory to the other within the transaction, and ends in the person's.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters import takebacks
from core.adapters.concept_rows import cards_of
from core.adapters.database import enter
from core.adapters.deeds import Deed
from core.adapters.tables import Role, accounts, concepts, deeds, encoders, facts, links, shares, vectors, whereabouts
from core.concepts import Did, Look, MemoryId, Statement
from core.people import Shared, Signature
from core.ports import Card

Seen = list[tuple[str, Look]]  # looks with the name of their encoder


async def share(
    connection: AsyncConnection, memory: MemoryId, concept: UUID, place: MemoryId, by: Signature, *, in_words: bool
) -> Shared:
    """Copy a concept into a group's memory; a copy shared before is replaced."""
    card = next(iter(await cards_of(connection, memory, [concept])), None)
    if card is None:
        return Shared.GONE
    seen = [] if in_words else await _looks(connection, card, memory)
    said = await _statements(connection, memory, concept)
    its_account = select(links.c.subject).where(links.c.memory == memory, links.c.concept == concept)
    subjects = (await connection.scalars(its_account)).all()
    await withdraw(connection, memory, [concept], place)
    place = await standing(connection, place)
    deed = await Deed.begin(connection, place, by)
    if await deed.called(card.concept.name):
        await enter(connection, memory)
        return Shared.TAKEN
    copy = await _copied(deed, card, said, seen)
    await deed.record(Did.SHARED, copy)
    for account in subjects:
        await connection.execute(upsert(links).values(memory=place, concept=copy, subject=account))
    await note_whereabouts(connection, subjects, place)
    await enter(connection, memory)
    await connection.execute(upsert(shares).values(memory=memory, concept=concept, place=place, copy=copy))
    return Shared.DONE


async def withdraw(
    connection: AsyncConnection, memory: MemoryId, shared: Collection[UUID] | None, place: MemoryId | None = None
) -> int:
    """Delete the copies of these concepts (None: of all) in a group (None: in every one); how many."""
    which = [shares.c.memory == memory]
    which += [] if shared is None else [shares.c.concept.in_(shared)]
    which += [] if place is None else [shares.c.place == place]
    gone = (await connection.execute(delete(shares).where(*which).returning(shares.c.place, shares.c.copy))).all()
    for row in sorted(gone):
        deed = await Deed.begin(connection, await standing(connection, row.place))
        if await deed.is_known(row.copy):
            await takebacks.forget(deed, row.copy)
    await enter(connection, memory)
    return len(gone)


async def standing(connection: AsyncConnection, memory: MemoryId) -> MemoryId:
    """Where a memory is now: itself, or the one it was joined to. Goes there."""
    await enter(connection, memory)
    while joined := await connection.scalar(select(accounts.c.joined).where(accounts.c.memory == memory)):
        memory = MemoryId(joined)
        await enter(connection, memory)
    return memory


async def note_whereabouts(connection: AsyncConnection, subjects: Iterable[UUID], place: MemoryId) -> None:
    """These accounts are known in that memory. Ends in one of theirs."""
    for subject in sorted(subjects):
        await enter(connection, subject)
        await connection.execute(upsert(whereabouts).values(memory=subject, place=place).on_conflict_do_nothing())


async def orphans(connection: AsyncConnection, memory: MemoryId) -> list[UUID]:
    """Shared concepts that are no longer there, nor in one they were merged into."""
    its_concept = (concepts.c.memory == memory, concepts.c.id == shares.c.concept)
    its_merge = (deeds.c.memory == memory, deeds.c.other == shares.c.concept, deeds.c.did == Did.MERGED.name)
    lives, merged = exists().where(*its_concept, concepts.c.died.is_(None)), exists().where(*its_merge)
    gone = select(shares.c.concept).where(shares.c.memory == memory, ~lives, ~merged)
    return list(await connection.scalars(gone))


async def _copied(deed: Deed, card: Card, said: list[Statement], seen: Seen) -> UUID:
    concept = card.concept
    copy = await deed.add_concept(concept.name)
    await deed.set_kind(copy, concept.kind)
    for alias in concept.aliases:
        if await deed.called(alias) is None:
            await deed.label(copy, Role.ALIAS, alias)
    await deed.add_facts(copy, said)
    for encoder, look in seen:
        await deed.add_looks(copy, encoder, [look])
    return copy


async def _statements(connection: AsyncConnection, memory: MemoryId, concept: UUID) -> list[Statement]:
    current = (facts.c.memory == memory, facts.c.concept == concept, facts.c.died.is_(None))
    rows = await connection.execute(select(facts.c.topic, facts.c.text, facts.c.single).where(*current))
    return [Statement(row.topic, row.text, row.single) for row in rows]


async def _looks(connection: AsyncConnection, card: Card, memory: MemoryId) -> Seen:
    """The looks of a card, once for each encoder that has a vector of them."""
    by_id = {look.id: look for look in card.looks}
    columns = (vectors.c.look, vectors.c.vector, encoders.c.name)
    query = select(*columns).join_from(vectors, encoders, vectors.c.encoder == encoders.c.id)
    of_card = (vectors.c.memory == memory, vectors.c.concept == card.concept.id, vectors.c.alive)
    rows = await connection.execute(query.where(*of_card).order_by(vectors.c.look))
    return [(r.name, Look(by_id[r.look].crop, tuple(r.vector), by_id[r.look].positive)) for r in rows]
