"""The concept store in PostgreSQL: each call is one transaction on one memory. Rules about matches live elsewhere."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from copy import copy
from typing import Self
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.dialects.postgresql import distinct_on

from core.adapters import takebacks, withdrawals
from core.adapters.concept_rows import cards_of, concepts_of, kept_look, looks_of
from core.adapters.database import Database
from core.adapters.deeds import Deed
from core.adapters.nearest import Search
from core.adapters.tables import Role, concepts, deeds, encoders, facts, labels, looks, vectors
from core.concepts import Candidate, Concept, Did, KeptLook, Look, MemoryId, Statement, Vector
from core.people import Signature, Subject
from core.ports import Card, Lesson, Taught
from core.turns import fold


class PostgresConcepts:
    """ConceptStore in PostgreSQL. Raises StoreDown when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = Search(database)
        self._signature: Signature | None = None

    def signed(self, signature: Signature) -> Self:
        """The same store; every deed keeps this signature."""
        signed = copy(self)
        signed._signature = signature
        return signed

    @asynccontextmanager
    async def _deed(self, memory: MemoryId) -> AsyncGenerator[Deed]:
        async with self._database.writing(memory) as connection:
            deed = await Deed.begin(connection, memory, self._signature)
            yield deed
            if not deed.changed:
                await connection.rollback()

    async def teach(self, memory: MemoryId, encoder: str, lesson: Lesson) -> Taught:
        """Add a concept, or looks and facts to the one that has this name or alias."""
        async with self._deed(memory) as deed:
            known = await deed.called(lesson.name)
            concept = known or await deed.add_concept(lesson.name)
            await deed.set_kind(concept, lesson.kind)
            if lesson.is_self:
                await deed.set_self(concept)
            superseded = await deed.add_facts(concept, lesson.statements)
            added = await deed.add_looks(concept, encoder, lesson.looks)
            await deed.record(Did.TAUGHT, concept)
            return Taught(await self._read(deed, concept), known is None, added, superseded)

    async def tell(self, memory: MemoryId, concept: UUID, statements: Sequence[Statement]) -> Taught | None:
        """Add facts; those on a single topic supersede."""
        async with self._deed(memory) as deed:
            if not await deed.is_known(concept):
                return None
            superseded = await deed.add_facts(concept, statements)
            await deed.record(Did.TOLD, concept)
            return Taught(await self._read(deed, concept), False, (), superseded)

    async def correct(
        self, memory: MemoryId, encoder: str, wrong: UUID | None, right: str | None, look: Look
    ) -> Taught | None:
        """Keep a look as not being `wrong`, and as being the one named `right`."""
        async with self._deed(memory) as deed:
            if wrong is not None and not await deed.is_known(wrong):
                return None
            known = await deed.called(right) if right is not None else None
            concept = known or (await deed.add_concept(right) if right is not None else None)
            denied = wrong if wrong != concept else None
            if denied is not None:
                await deed.add_looks(denied, encoder, [Look(look.crop, look.vector, positive=False)])
            if concept is None:
                await deed.record(Did.CORRECTED, denied)
                return None
            added = await deed.add_looks(concept, encoder, [Look(look.crop, look.vector)])
            await deed.record(Did.CORRECTED, concept, denied)
            return Taught(await self._read(deed, concept), known is None, added, ())

    async def rename(self, memory: MemoryId, concept: UUID, name: str) -> bool:
        """Give a new name. False when another concept has it."""
        async with self._deed(memory) as deed:
            if not await deed.may_be_called(concept, name):
                return False
            if [name] != await deed.names(concept, Role.NAME):
                is_it = labels.c.concept == concept
                await deed.end_labels(is_it, labels.c.role == Role.ALIAS, labels.c.folded == fold(name))
                await deed.end_labels(is_it, labels.c.role == Role.NAME)
                await deed.label(concept, Role.NAME, name)
            await deed.record(Did.RENAMED, concept)
            return True

    async def add_alias(self, memory: MemoryId, concept: UUID, alias: str) -> bool:
        """One more name. False when another concept has it."""
        async with self._deed(memory) as deed:
            if not await deed.may_be_called(concept, alias):
                return False
            if await deed.called(alias) is None:
                await deed.label(concept, Role.ALIAS, alias)
            await deed.record(Did.CALLED, concept)
            return True

    async def merge(self, memory: MemoryId, keep: UUID, other: UUID) -> Concept | None:
        """Everything of `other` goes to `keep`; the other names become aliases."""
        async with self._deed(memory) as deed:
            if keep == other or not await deed.is_known(keep, other):
                return None
            await deed.absorb(keep, other)
            await deed.record(Did.MERGED, keep, other)
            return await self._read(deed, keep)

    async def remove_look(self, memory: MemoryId, look: UUID) -> bool:
        """Take one look away."""
        async with self._deed(memory) as deed:
            for concept in await deed.end_looks(looks.c.id == look):
                await deed.record(Did.LOOK_REMOVED, concept)
            return deed.changed

    async def remove_fact(self, memory: MemoryId, fact: UUID) -> bool:
        """Take one fact away."""
        async with self._deed(memory) as deed:
            concept = await deed.connection.scalar(
                select(facts.c.concept).where(facts.c.memory == memory, facts.c.id == fact)
            )
            await deed.end_facts(facts.c.id == fact)
            await deed.record(Did.FACT_REMOVED, concept)
            return deed.changed

    async def undo(self, memory: MemoryId) -> str | None:
        """Take back the newest deed; says which."""
        async with self._deed(memory) as deed:
            return await takebacks.take_back(deed)

    async def forget(self, memory: MemoryId, concept: UUID) -> dict[str, int] | None:
        """Delete a concept and everything of it; rows per table."""
        async with self._deed(memory) as deed:
            return await takebacks.forget(deed, concept) if await deed.is_known(concept) else None

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        """Delete every row of a memory; rows per table."""
        async with self._deed(memory) as deed:
            return await takebacks.erase(deed)

    async def withdraw(self, memory: MemoryId, channel: str, update: str) -> tuple[str, ...]:
        """Take away what deeds of this update added; the names of whom it was about."""
        async with self._deed(memory) as deed:
            return await withdrawals.withdraw(deed, channel, update)

    async def drop_looks(self, memory: MemoryId, concept: UUID) -> int:
        """Delete every look of a concept for good; how many."""
        async with self._deed(memory) as deed:
            return await takebacks.drop_looks(deed, concept)

    async def keep_vectors(self, memory: MemoryId, encoder: str, vectors: dict[UUID, Vector]) -> None:
        """Add vectors of another encoder to looks that are there."""
        async with self._deed(memory) as deed:
            await deed.add_vectors(encoder, vectors)

    async def teacher(self, memory: MemoryId, concept: UUID) -> Subject | None:
        """Who signed the deed that made a concept."""
        made = and_(concepts.c.memory == deeds.c.memory, concepts.c.born == deeds.c.number)
        query = select(deeds.c.by).join_from(deeds, concepts, made)
        async with self._database.reading(memory) as connection:
            return await connection.scalar(query.where(concepts.c.memory == memory, concepts.c.id == concept))

    async def last_signer(self, memory: MemoryId) -> Subject | None:
        """Who signed the deed that `undo` would take back."""
        newest = select(deeds.c.by).where(deeds.c.memory == memory).order_by(deeds.c.number.desc()).limit(1)
        async with self._database.reading(memory) as connection:
            return await connection.scalar(newest)

    async def taught_in(self, memory: MemoryId, channel: str, update: str) -> tuple[UUID, ...]:
        """The concepts that deeds of this update taught, as far as they are still there."""
        async with self._database.reading(memory) as connection:
            return await withdrawals.taught_in(connection, memory, channel, update)

    async def all(self, memory: MemoryId) -> list[Concept]:
        """Every concept, in order of id."""
        async with self._database.reading(memory) as connection:
            return await concepts_of(connection, memory)

    async def card(self, memory: MemoryId, concept: UUID) -> Card | None:
        """All about one concept."""
        async with self._database.reading(memory) as connection:
            return next(iter(await cards_of(connection, memory, [concept])), None)

    async def cards(self, memory: MemoryId) -> list[Card]:
        """Everything of a memory."""
        async with self._database.reading(memory) as connection:
            return await cards_of(connection, memory)

    async def nearest(
        self, memory: MemoryId, encoder: str, vectors: Sequence[Vector], limit: int
    ) -> list[list[Candidate]]:
        """For each vector, the concepts with the most similar positive looks."""
        return await self._search.nearest(memory, encoder, vectors, limit)

    async def look(self, memory: MemoryId, look: UUID) -> KeptLook | None:
        """One look."""
        one = looks_of(memory).where(looks.c.id == look, looks.c.died.is_(None))
        async with self._database.reading(memory) as connection:
            row = (await connection.execute(one)).one_or_none()
        return kept_look(row) if row else None

    async def covers(self, memory: MemoryId) -> dict[UUID, KeptLook]:
        """The first positive look of every concept that has one."""
        first = looks_of(memory).where(looks.c.positive, looks.c.died.is_(None))
        first = first.ext(distinct_on(looks.c.concept)).order_by(looks.c.concept, looks.c.id)
        async with self._database.reading(memory) as connection:
            rows = await connection.execute(first)
            return {row.concept: kept_look(row) for row in rows}

    async def looks_to_encode(self, memory: MemoryId, encoder: str, limit: int) -> list[KeptLook]:
        """Looks that have no vector of this encoder; removed ones too, since undo may bring them back."""
        number = select(encoders.c.id).where(encoders.c.name == encoder).scalar_subquery()
        of_look = (vectors.c.memory == memory, vectors.c.look == looks.c.id, vectors.c.encoder == number)
        lacking = looks_of(memory).where(~exists().where(*of_look)).order_by(looks.c.id).limit(limit)
        async with self._database.reading(memory) as connection:
            rows = await connection.execute(lacking)
            return [kept_look(row) for row in rows]

    @staticmethod
    async def _read(deed: Deed, concept: UUID) -> Concept:
        return (await concepts_of(deed.connection, deed.memory, [concept]))[0]
