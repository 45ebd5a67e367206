"""Which concepts are accounts, what those allowed, and what waits for their yes, in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.database import Database, enter
from core.adapters.sharing import note_whereabouts, standing
from core.adapters.tables import accounts, concepts, consents, deeds, held, links, new_id, whereabouts
from core.concepts import Did, MemoryId
from core.people import Consent, Held, Purpose, Subject
from core.photos import Photo


class PostgresConsents:
    """Consents in PostgreSQL. Raises StoreDown when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def linked(self, memory: MemoryId) -> dict[UUID, frozenset[Subject]]:
        """The concepts of a memory that are accounts."""
        async with self._database.reading(memory) as connection:
            rows = (await connection.execute(select(links).where(links.c.memory == memory))).all()
            if not rows:
                return {}
            merged = (deeds.c.memory == memory, deeds.c.did == Did.MERGED.name)
            into = {r.other: r.subject for r in await connection.execute(select(deeds).where(*merged))}
            living = (concepts.c.memory == memory, concepts.c.died.is_(None))
            alive = set(await connection.scalars(select(concepts.c.id).where(*living)))
        found: dict[UUID, frozenset[Subject]] = {}
        for row in rows:
            concept = row.concept
            while concept not in alive and concept in into:
                concept = into[concept]
            found[concept] = found.get(concept, frozenset()) | {row.subject}
        return {concept: subjects for concept, subjects in found.items() if concept in alive}

    async def link(self, memory: MemoryId, concept: UUID, subject: Subject) -> None:
        """This concept is this account, and no other of the memory is."""
        async with self._database.writing(memory) as connection:
            others = (links.c.memory == memory, links.c.subject == subject, links.c.concept != concept)
            await connection.execute(delete(links).where(*others))
            is_there = (concepts.c.memory == memory, concepts.c.id == concept)
            if await connection.scalar(select(concepts.c.id).where(*is_there)):
                row = upsert(links).values(memory=memory, concept=concept, subject=subject)
                await connection.execute(row.on_conflict_do_nothing())
                await note_whereabouts(connection, [subject], memory)

    async def give(self, memory: MemoryId, subject: Subject, purpose: Purpose, version: str, at: datetime) -> None:
        """Record a yes. One that was given to the same words and not revoked stays as it is."""
        async with self._database.writing(memory) as connection:
            other_words = (*_open(memory, subject, purpose), consents.c.version != version)
            await connection.execute(update(consents).where(*other_words).values(revoked=at))
            row = {"memory": memory, "id": new_id(), "subject": subject, "purpose": purpose}
            yes = upsert(consents).values(**row, version=version, given=at)
            await connection.execute(yes.on_conflict_do_nothing())

    async def revoke(self, memory: MemoryId, subject: Subject, purpose: Purpose, at: datetime) -> bool:
        """Record that it is taken back. False when there was none."""
        async with self._database.writing(memory) as connection:
            back = update(consents).where(*_open(memory, subject, purpose)).values(revoked=at)
            return bool((await connection.execute(back)).rowcount)

    async def given(self, memory: MemoryId) -> list[Consent]:
        """Every consent of a memory, revoked ones too, oldest first."""
        query = select(consents).where(consents.c.memory == memory).order_by(consents.c.id)
        async with self._database.reading(memory) as connection:
            rows = (await connection.execute(query)).all()
        return [Consent(r.subject, Purpose(r.purpose), r.version, r.given, r.revoked) for r in rows]

    async def hold(self, memory: MemoryId, waiting: Held) -> None:
        """Keep crops until the one they show has said yes or no."""
        row = {"memory": memory, "id": waiting.id, "concept": waiting.concept, "subject": waiting.subject}
        async with self._database.writing(memory) as connection:
            for number, crop in enumerate(waiting.crops):
                picture = {"jpeg": crop.jpeg, "width": crop.width, "height": crop.height}
                kept = upsert(held).values(**row, **picture, number=number, expires=waiting.expires)
                await connection.execute(kept.on_conflict_do_nothing())
            await note_whereabouts(connection, [waiting.subject], memory)

    async def held(self, memory: MemoryId, id: UUID, at: datetime) -> Held | None:
        """What waits under this id, unless it has expired."""
        waiting = select(held).where(held.c.memory == memory, held.c.id == id, held.c.expires > at)
        async with self._database.reading(memory) as connection:
            rows = (await connection.execute(waiting.order_by(held.c.number))).all()
        if not rows:
            return None
        crops = tuple(Photo(row.jpeg, row.width, row.height) for row in rows)
        return Held(id, rows[0].concept, rows[0].subject, crops, rows[0].expires)

    async def release(self, memory: MemoryId, id: UUID) -> None:
        """Delete what waits under this id."""
        async with self._database.writing(memory) as connection:
            await connection.execute(delete(held).where(held.c.memory == memory, held.c.id == id))

    async def block(self, subject: Subject, at: datetime) -> list[MemoryId]:
        """This account does not want to be remembered. The memories where it is linked, or something is held of it."""
        async with self._database.writing(subject) as connection:
            row = upsert(accounts).values(memory=subject, blocked=at)
            await connection.execute(row.on_conflict_do_update(index_elements=["memory"], set_={"blocked": at}))
            found = select(whereabouts.c.place).where(whereabouts.c.memory == subject)
            places = (await connection.scalars(found)).all()
            return sorted({await standing(connection, MemoryId(place)) for place in places})

    async def clear(self, memory: MemoryId, subject: Subject, at: datetime) -> None:
        """Revoke its consents in a memory, and delete its links there and what is held of it."""
        async with self._database.writing(memory) as connection:
            for table in (links, held):
                await connection.execute(delete(table).where(table.c.memory == memory, table.c.subject == subject))
            asked = (consents.c.memory == memory, consents.c.subject == subject, consents.c.revoked.is_(None))
            back = update(consents).where(*asked, consents.c.purpose != Purpose.TRAIN)
            await connection.execute(back.values(revoked=at))
            await _leave(connection, subject, memory)

    async def unblock(self, subject: Subject) -> bool:
        """It may be remembered again. False when it was not blocked."""
        async with self._database.writing(subject) as connection:
            was = (accounts.c.memory == subject, accounts.c.blocked.is_not(None))
            return bool((await connection.execute(update(accounts).where(*was).values(blocked=None))).rowcount)

    async def is_blocked(self, subject: Subject) -> bool:
        """Whether it asked not to be remembered."""
        async with self._database.reading(subject) as connection:
            return await connection.scalar(select(accounts.c.blocked).where(accounts.c.memory == subject)) is not None


def _open(memory: MemoryId, subject: Subject, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    of_subject = (consents.c.memory == memory, consents.c.subject == subject)
    return (*of_subject, consents.c.purpose == purpose, consents.c.revoked.is_(None))


async def _leave(connection: AsyncConnection, subject: Subject, memory: MemoryId) -> None:
    """The account is no longer known in that memory, nor in those that went into it."""
    of_subject = whereabouts.c.memory == subject
    await enter(connection, subject)
    places = (await connection.scalars(select(whereabouts.c.place).where(of_subject))).all()
    gone = [place for place in places if await standing(connection, MemoryId(place)) == memory]
    await enter(connection, subject)
    await connection.execute(delete(whereabouts).where(of_subject, whereabouts.c.place.in_(gone)))
