"""The ways of finding the nearest looks of one memory that are measured: ours, the paper's, and a shared index."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

import faiss
import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector import HalfVector
from psycopg import sql

from benchmarks.memories import DIMENSION, ENCODER, Asked, uuid_bytes
from core.adapters.postgres import PostgresConcepts
from core.concepts import MemoryId

NEAREST = 5  # answers per region
Regions = NDArray[np.float32]  # regions × DIMENSION, exactly as half precision holds them
Found = list[list[int]]  # per region, numbers of looks within the memory, best first


class Arm(Protocol):
    """One way. What it prepares for a memory is not timed; `find` is."""

    name: str
    repeats: int  # per memory

    def prepare(self, asked: Asked, regions: Regions) -> Any:
        """The question in this way's own terms."""

    async def find(self, question: Any) -> Any:
        """The answer in this way's own terms."""

    def looks(self, asked: Asked, answer: Any) -> Found:
        """The looks of the answer."""

    def truth(self, asked: Asked, regions: Regions) -> Found:
        """What an exact answer to the same question is."""


class Familiar:
    """`ConceptStore.nearest`, from the call to the values: row-level security, transaction, driver and all."""

    name = "Familiar: exact in PostgreSQL, row-level security on"
    repeats = 50

    def __init__(self, store: PostgresConcepts) -> None:
        self._store = store

    def prepare(self, asked: Asked, regions: Regions) -> Any:
        """The memory's id, and tuples of floats."""
        return MemoryId(uuid_of(1, asked.memory)), [tuple(region) for region in regions.tolist()]

    async def find(self, question: Any) -> Any:
        """Candidates per region: concepts, each with its nearest look."""
        memory, regions = question
        return await self._store.nearest(memory, ENCODER, regions, NEAREST)

    def looks(self, asked: Asked, answer: Any) -> Found:
        """The nearest look of each candidate."""
        number = {uuid_of(3, look): index for index, look in enumerate(asked.looks.tolist())}
        return [[number[candidate.look] for candidate in candidates] for candidates in answer]

    def truth(self, asked: Asked, regions: Regions) -> Found:
        """The nearest look of each of the nearest concepts."""
        found: Found = []
        for ranked in _ranked(asked, regions):
            _, first = np.unique(asked.concepts[ranked], return_index=True)
            found.append(ranked[np.sort(first)][:NEAREST].tolist())
        return found


class FaissPerPerson:
    """The paper's way: a flat index for each person, kept in the memory of the process."""

    name = "the paper's way: FAISS IndexFlatL2 per person, in process memory"
    repeats = 50

    def __init__(self, memories: Sequence[Asked]) -> None:
        faiss.omp_set_num_threads(1)
        self._indexes = {asked.memory: faiss.IndexFlatL2(DIMENSION) for asked in memories}
        for asked in memories:
            self._indexes[asked.memory].add(asked.vectors.astype(np.float32))

    def prepare(self, asked: Asked, regions: Regions) -> Any:
        """The person's index."""
        return self._indexes[asked.memory], regions

    async def find(self, question: Any) -> Any:
        """Numbers of looks."""
        index, regions = question
        return index.search(regions, NEAREST)[1]

    def looks(self, asked: Asked, answer: Any) -> Found:
        """Numbers of looks, as FAISS counts them."""
        return [row.tolist() for row in answer]

    def truth(self, asked: Asked, regions: Regions) -> Found:
        """The nearest looks."""
        return [ranked[:NEAREST].tolist() for ranked in _ranked(asked, regions)]


class SharedHnsw:
    """One HNSW index over everybody's looks, and a filter. The bare driver, no row-level security: it has it easier."""

    repeats = 4

    def __init__(self, connection: psycopg.Connection[Any], iterative_scan: str) -> None:
        self.name = f"shared HNSW index with a filter, iterative scan {iterative_scan}"
        self._connection, self._scan = connection, iterative_scan

    def prepare(self, asked: Asked, regions: Regions) -> Any:
        """Parameters of the statement; and the way the index is to be scanned."""
        self._connection.execute(sql.SQL("SET hnsw.iterative_scan = {}").format(self._scan))
        vectors = {f"region_{number}": HalfVector(region) for number, region in enumerate(regions.tolist())}
        return self._statement(list(vectors)), {"memory": uuid_of(1, asked.memory), **vectors}

    def _statement(self, names: list[str]) -> sql.Composed:
        given = sql.SQL(", ").join(sql.SQL("CAST({} AS halfvec)").format(sql.Placeholder(name, "b")) for name in names)
        return sql.SQL("""
            SELECT region, look
            FROM unnest(ARRAY[{given}]) WITH ORDINALITY AS regions (given, region)
            CROSS JOIN LATERAL (
                SELECT look FROM shared WHERE memory = %(memory)s
                ORDER BY vector <#> CAST(given AS halfvec({dimension})) LIMIT {nearest}
            ) AS closest
        """).format(given=given, dimension=DIMENSION, nearest=NEAREST)

    async def find(self, question: Any) -> Any:
        """Regions and looks."""
        statement, parameters = question
        return len(parameters) - 1, self._connection.execute(statement, parameters).fetchall()

    def looks(self, asked: Asked, answer: Any) -> Found:
        """The looks of each region; there may be fewer than were asked for."""
        regions, rows = answer
        number = {uuid_of(3, look): index for index, look in enumerate(asked.looks.tolist())}
        return [[number[look] for region, look in rows if region == one + 1] for one in range(regions)]

    def truth(self, asked: Asked, regions: Regions) -> Found:
        """The nearest looks."""
        return [ranked[:NEAREST].tolist() for ranked in _ranked(asked, regions)]


def uuid_of(kind: int, number: int) -> UUID:
    """The UUID of one number of a kind."""
    return UUID(bytes=uuid_bytes(kind, np.array([number]))[0].tobytes())


def _ranked(asked: Asked, regions: Regions) -> NDArray[np.int64]:
    return np.argsort(-(regions @ asked.vectors.astype(np.float32).T), axis=1, kind="stable")
