"""Rows of the concept tables, read back as values. Knows no transaction: it reads in the one it is handed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters.tables import Role, concepts, encoders, facts, labels, looks
from core.concepts import Concept, Fact, KeptLook, MemoryId
from core.photos import Photo
from core.ports import Card


async def concepts_of(
    connection: AsyncConnection, memory: MemoryId, only: Iterable[UUID] | None = None
) -> list[Concept]:
    """The living concepts, or those of `only` that live, in order of id."""
    chosen = None if only is None else list(only)
    ids = await connection.scalars(
        select(concepts.c.id)
        .where(concepts.c.memory == memory, concepts.c.died.is_(None), *_among(concepts.c.id, chosen))
        .order_by(concepts.c.id)
    )
    said = await _grouped(
        connection,
        select(labels.c.concept, labels.c.role, labels.c.text)
        .where(labels.c.memory == memory, labels.c.died.is_(None), *_among(labels.c.concept, chosen))
        .order_by(labels.c.id),
    )
    known = await _grouped(
        connection,
        _facts(memory).where(facts.c.died.is_(None), *_among(facts.c.concept, chosen)).order_by(facts.c.id),
    )
    return [_concept(one, said[one], known[one]) for one in ids]


async def cards_of(connection: AsyncConnection, memory: MemoryId, only: Iterable[UUID] | None = None) -> list[Card]:
    """The cards of the living concepts, or of those of `only` that live, in order of id."""
    known = await concepts_of(connection, memory, only)
    chosen = [concept.id for concept in known]
    seen = await _grouped(
        connection,
        looks_of(memory).where(looks.c.died.is_(None), looks.c.concept.in_(chosen)).order_by(looks.c.id),
    )
    told = await _grouped(connection, _facts(memory).where(facts.c.concept.in_(chosen)).order_by(facts.c.id))
    return [
        Card(concept, tuple(map(kept_look, seen[concept.id])), tuple(map(fact_of, told[concept.id])))
        for concept in known
    ]


def looks_of(memory: MemoryId) -> Select[Any]:
    """A query of looks, also of ended ones, with all that `kept_look` needs."""
    return (
        select(
            looks.c.concept,
            looks.c.id,
            looks.c.positive,
            looks.c.jpeg,
            looks.c.width,
            looks.c.height,
            looks.c.taught,
            encoders.c.name.label("encoder"),
        )
        .join_from(looks, encoders, looks.c.encoder == encoders.c.id)
        .where(looks.c.memory == memory)
    )


def kept_look(row: Row[Any]) -> KeptLook:
    """A row of `looks_of` as a value."""
    return KeptLook(row.id, Photo(row.jpeg, row.width, row.height), row.encoder, row.positive, row.taught)


def fact_of(row: Row[Any]) -> Fact:
    """A row with the columns of a fact as a value."""
    return Fact(row.id, row.topic, row.text, row.told, row.ended)


def _facts(memory: MemoryId) -> Select[Any]:
    columns = (facts.c.concept, facts.c.id, facts.c.topic, facts.c.text, facts.c.told, facts.c.ended)
    return select(*columns).where(facts.c.memory == memory)


def _among(column: ColumnElement[UUID], chosen: Sequence[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    return () if chosen is None else (column.in_(chosen),)


async def _grouped(connection: AsyncConnection, query: Select[Any]) -> dict[UUID, list[Row[Any]]]:
    grouped: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(query):
        grouped[row.concept].append(row)
    return grouped


def _concept(id_: UUID, said: list[Row[Any]], known: list[Row[Any]]) -> Concept:
    texts: dict[str, list[str]] = defaultdict(list)
    for row in said:
        texts[row.role].append(row.text)
    return Concept(
        id_,
        name=texts[Role.NAME][0],
        kind="".join(texts[Role.KIND]),
        aliases=tuple(texts[Role.ALIAS]),
        facts=tuple(map(fact_of, known)),
        is_self=bool(texts[Role.SELF]),
    )
