"""One deed on a memory, step by step, in the transaction it is handed. Which steps make a deed, the store decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Table, exists, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.concept_rows import fact_of
from core.adapters.tables import (
    Role,
    concepts,
    deeds,
    encoders,
    facts,
    labels,
    looks,
    memories,
    moves,
    new_id,
    vectors,
)
from core.concepts import Did, Fact, Look, MemoryId, Statement, Vector
from core.people import Signature
from core.turns import fold, now

CALLS = (Role.NAME, Role.ALIAS)


@dataclass(slots=True)
class Deed:
    """A numbered change of one memory. Nobody else changes that memory until its transaction ends."""

    connection: AsyncConnection
    memory: MemoryId
    number: int
    at: datetime
    changed: bool = False
    signature: Signature | None = None

    @classmethod
    async def begin(
        cls, connection: AsyncConnection, memory: MemoryId, signature: Signature | None = None, numbers: int = 1
    ) -> Self:
        """Wait for the memory's other deeds to end, and take the next number; or the last of the next `numbers`."""
        counted = upsert(memories).values(memory=memory, deeds=numbers)
        counted = counted.on_conflict_do_update(index_elements=["memory"], set_={"deeds": memories.c.deeds + numbers})
        number = await connection.scalar(counted.returning(memories.c.deeds))
        assert number is not None
        return cls(connection, memory, number, now(), signature=signature)

    async def record(self, did: Did, subject: UUID | None, other: UUID | None = None) -> None:
        """Make it a deed that can be taken back, if anything changed."""
        if self.changed:
            signed = self.signature
            row = {"number": self.number, "did": did.name, "subject": subject, "other": other, "at": self.at}
            by = {"channel": signed.channel, "update": signed.update, "by": signed.by} if signed else {}
            await self._insert(deeds, row | by)

    async def is_known(self, *ids: UUID) -> bool:
        """Whether all of these are living concepts of the memory."""
        query = select(func.count()).select_from(concepts).where(*self.living(concepts), concepts.c.id.in_(ids))
        return await self.connection.scalar(query) == len(set(ids))

    async def called(self, name: str) -> UUID | None:
        """The concept that has this name or alias."""
        query = select(labels.c.concept).where(*self.living(labels), labels.c.role.in_(CALLS))
        return await self.connection.scalar(query.where(labels.c.folded == fold(name)))

    async def may_be_called(self, concept: UUID, name: str) -> bool:
        """Whether the concept is there, and no other has this name or alias."""
        return await self.is_known(concept) and await self.called(name) in (None, concept)

    async def names(self, concept: UUID, role: Role) -> Sequence[str]:
        """The words of its labels in this role."""
        of_role = (*self.living(labels, concept), labels.c.role == role)
        return (await self.connection.scalars(select(labels.c.text).where(*of_role))).all()

    async def add_concept(self, name: str) -> UUID:
        """A new concept of this name, which nobody may have yet."""
        concept = new_id()
        await self._bear(concepts, {"id": concept})
        await self.label(concept, Role.NAME, name)
        return concept

    async def label(self, concept: UUID, role: Role, words: str) -> None:
        """Add a label. The one it replaces must have ended."""
        row = {"id": new_id(), "concept": concept, "role": role, "text": words, "folded": fold(words)}
        await self._bear(labels, row)

    async def end_labels(self, *which: ColumnElement[bool]) -> Sequence[str]:
        """End the labels that meet all conditions; their words."""
        return [row.text for row in await self._end(labels, *which)]

    async def set_kind(self, concept: UUID, kind: str) -> None:
        """What the concept is, in the owner's words; an empty kind says nothing."""
        is_kind = (labels.c.concept == concept, labels.c.role == Role.KIND)
        same = select(labels.c.id).where(*self.living(labels), *is_kind, labels.c.text == kind)
        if kind and await self.connection.scalar(same) is None:
            await self.end_labels(*is_kind)
            await self.label(concept, Role.KIND, kind)

    async def set_self(self, concept: UUID) -> None:
        """This one, and no other, is the person whose memory it is."""
        is_self = labels.c.role == Role.SELF
        if await self.connection.scalar(select(labels.c.concept).where(*self.living(labels), is_self)) != concept:
            await self.end_labels(is_self)
            await self.label(concept, Role.SELF, "")

    async def add_facts(self, concept: UUID, statements: Sequence[Statement]) -> tuple[Fact, ...]:
        """Add what is not known already; the facts it superseded."""
        superseded: list[Fact] = []
        for said in statements:
            of_topic = (facts.c.concept == concept, facts.c.topic == said.topic)
            current = await self.connection.scalars(select(facts.c.text).where(*self.living(facts), *of_topic))
            if fold(said.text) in map(fold, current):
                continue
            if said.single:
                superseded += await self.end_facts(*of_topic)
            row = {"id": new_id(), "concept": concept, "topic": said.topic, "text": said.text, "single": said.single}
            await self._bear(facts, {**row, "told": self.at})
        return tuple(superseded)

    async def end_facts(self, *which: ColumnElement[bool]) -> list[Fact]:
        """End the current facts that meet all conditions."""
        return [fact_of(row) for row in await self._end(facts, *which, ended=self.at)]

    async def add_looks(self, concept: UUID, encoder: str, taught: Sequence[Look]) -> tuple[UUID, ...]:
        """Add looks with their vectors; the ids, in the order given."""
        return tuple([await self._add_look(concept, encoder, look) for look in taught])

    async def _add_look(self, concept: UUID, encoder: str, look: Look) -> UUID:
        same_crop = (looks.c.concept == concept, looks.c.jpeg == look.crop.jpeg)
        again = select(looks.c.id).where(*self.living(looks), *same_crop, looks.c.positive == look.positive)
        coder = await self._encoder(encoder, len(look.vector))
        id_ = await self.connection.scalar(again)
        if id_ is None:
            await self.end_looks(*same_crop)  # the same crop can't both be and not be the concept
            id_ = new_id()
            picture = {"jpeg": look.crop.jpeg, "width": look.crop.width, "height": look.crop.height}
            row = {"id": id_, "concept": concept, "positive": look.positive, "encoder": coder, "taught": self.at}
            await self._bear(looks, {**row, **picture})
        await self._add_vector(coder, id_, look.vector)
        return id_

    async def add_vectors(self, encoder: str, found: dict[UUID, Vector]) -> None:
        """Add vectors to those of the looks that are there."""
        there = select(looks.c.id).where(looks.c.memory == self.memory, looks.c.id.in_(found))
        for look in (await self.connection.scalars(there)).all():
            await self._add_vector(await self._encoder(encoder, len(found[look])), look, found[look])

    async def _add_vector(self, coder: int, look: UUID, vector: Vector) -> None:
        given = (literal(coder, vectors.c.encoder.type), literal(list(vector), vectors.c.vector.type))
        shown = (looks.c.memory, looks.c.id, looks.c.concept, looks.c.positive, looks.c.alive)
        row = select(*shown, *given).where(looks.c.memory == self.memory, looks.c.id == look)
        columns = ["memory", "look", "concept", "positive", "alive", "encoder", "vector"]
        added = upsert(vectors).from_select(columns, row).on_conflict_do_nothing().returning(vectors.c.look)
        self.changed |= await self.connection.scalar(added) is not None

    async def _encoder(self, name: str, dimension: int) -> int:
        number = select(encoders.c.id).where(encoders.c.name == name)
        known: int | None = await self.connection.scalar(number)
        if known is None:
            row = upsert(encoders).values(name=name, dimension=dimension)
            await self.connection.execute(row.on_conflict_do_nothing(index_elements=["name"]))
            known = await self.connection.scalar(number)
        assert known is not None
        return known

    async def end_looks(self, *which: ColumnElement[bool]) -> Sequence[UUID]:
        """End the looks that meet all conditions; the concepts they showed."""
        return [row.concept for row in await self._end(looks, *which)]

    async def end_concepts(self, *which: ColumnElement[bool]) -> None:
        """End the concepts that meet all conditions, with their labels and the looks they are not."""
        for concept in await self._end(concepts, *which):
            await self.end_labels(labels.c.concept == concept.id)
            await self.end_looks(looks.c.concept == concept.id)

    async def absorb(self, keep: UUID, other: UUID) -> None:
        """Everything of one concept goes to another; the first ends, and its names become aliases."""
        await self._absorb_labels(keep, other)
        await self._end_older_twins(keep, other)
        for table in (facts, looks):
            of_other = (table.c.memory == self.memory, table.c.concept == other)
            went = select(literal(self.memory), literal(self.number), table.c.id, literal(other)).where(*of_other)
            await self.connection.execute(insert(moves).from_select(["memory", "deed", "row", "source"], went))
            await self.connection.execute(update(table).where(*of_other).values(concept=keep))
        shown = looks.alias()
        is_shown = exists().where(*self.living(shown), shown.c.concept == keep, shown.c.positive)
        was_denied = (looks.c.concept == keep, ~looks.c.positive, is_shown.where(shown.c.jpeg == looks.c.jpeg))
        await self.end_looks(*was_denied)
        await self._end(concepts, concepts.c.id == other)

    async def _absorb_labels(self, keep: UUID, other: UUID) -> None:
        has = set(await self.connection.scalars(select(labels.c.role).where(*self.living(labels, keep))))
        for label in await self._end(labels, labels.c.concept == other):
            if label.role in CALLS:
                await self.label(keep, Role.ALIAS, label.text)
            elif label.role not in has:
                await self.label(keep, label.role, label.text)

    async def _end_older_twins(self, *both: UUID) -> None:
        query = select(facts.c.id, facts.c.topic).where(*self.living(facts), facts.c.concept.in_(both), facts.c.single)
        current = (await self.connection.execute(query.order_by(facts.c.id))).all()
        newest = {fact.topic: fact.id for fact in current}
        await self.end_facts(facts.c.id.in_({fact.id for fact in current} - set(newest.values())))

    def living(self, table: FromClause, concept: UUID | None = None) -> tuple[ColumnElement[bool], ...]:
        """The conditions that a row is there, and of the concept."""
        alive = (table.c.memory == self.memory, table.c.died.is_(None))
        return alive if concept is None else (*alive, table.c.concept == concept)

    async def _bear(self, table: Table, row: dict[str, Any]) -> None:
        await self._insert(table, {**row, "born": self.number})
        self.changed = True

    async def _insert(self, table: Table, row: dict[str, Any]) -> None:
        await self.connection.execute(insert(table).values(memory=self.memory, **row))

    async def _end(self, table: Table, *which: ColumnElement[bool], **also: Any) -> list[Row[Any]]:
        kept = [column for column in table.c if column.name != "jpeg"]
        query = update(table).where(*self.living(table), *which).values(died=self.number, **also).returning(*kept)
        rows = (await self.connection.execute(query)).all()
        self.changed |= bool(rows)
        return sorted(rows, key=lambda row: row.id)
