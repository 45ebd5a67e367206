"""Which concepts look most like the regions of a photo: the one query whose time a person feels."""

from collections.abc import Sequence
from functools import cache

import psycopg
from pgvector import HalfVector
from pgvector.psycopg.halfvec import HalfVectorBinaryDumper

from core.adapters.database import Database
from core.concepts import Candidate, MemoryId, Vector

# Exact: every living look of the memory is compared. First the concepts by their best similarity; then, for the few
# that are wanted, the look it came from, through the index: to sort all looks would take longer than to compare them.
_NEAREST = """
    SELECT region, best.concept, best.similarity, best.against, closest.look
    FROM unnest(ARRAY[{regions}]) WITH ORDINALITY AS regions (given, region)
    CROSS JOIN LATERAL (
        SELECT
            concept,
            max(similarity) FILTER (WHERE positive) AS similarity,
            coalesce(max(similarity) FILTER (WHERE NOT positive), -1) AS against
        FROM (SELECT concept, positive, -(vector <#> given) AS similarity FROM vectors WHERE {its_living}) AS seen
        GROUP BY concept
        HAVING bool_or(positive)
        ORDER BY similarity DESC, concept
        LIMIT $3
    ) AS best
    CROSS JOIN LATERAL (
        SELECT look FROM vectors
        WHERE {its_living} AND concept = best.concept AND positive
        ORDER BY vector <#> given, look
        LIMIT 1
    ) AS closest
    ORDER BY region, best.similarity DESC, best.concept
"""
_ITS_LIVING = "memory = $1 AND encoder = $2 AND alive"
LONGEST_INDEXED = 1280  # dimensions; the planner knows the index `ix_vectors_search` by this very condition
_ENCODER = b"SELECT id FROM encoders WHERE name = $1"

# Binary: as text, a vector takes longer to spell and to parse than a small memory takes to search.
psycopg.adapters.register_dumper(HalfVector, HalfVectorBinaryDumper)


class Search:
    """Exact search among the looks of one memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._encoders: dict[str, int] = {}  # their numbers, which never change; to look one up takes a plan of its own

    async def nearest(
        self, memory: MemoryId, encoder: str, vectors: Sequence[Vector], limit: int
    ) -> list[list[Candidate]]:
        """For each vector, the `limit` concepts that look most like it. Raises StoreDown."""
        found: list[list[Candidate]] = [[] for _ in vectors]
        number = await self._number(memory, encoder)
        if number is None or not vectors:
            return found
        regions = [HalfVector(list(vector)) for vector in vectors]
        rows = await self._database.ask(
            memory, _statement(len(regions), len(vectors[0]) <= LONGEST_INDEXED), memory, number, limit, *regions
        )
        for region, concept, similarity, against, look in rows:
            found[region - 1].append(Candidate(concept, _cosine(similarity), _cosine(against), look))
        return found

    async def _number(self, memory: MemoryId, encoder: str) -> int | None:
        if encoder not in self._encoders:
            for (number,) in await self._database.ask(memory, _ENCODER, encoder):
                self._encoders[encoder] = number
        return self._encoders.get(encoder)


@cache
def _statement(regions: int, is_indexed: bool) -> bytes:
    given = ", ".join(f"${number}::halfvec" for number in range(4, 4 + regions))
    living = f"{_ITS_LIVING} AND dimension <= {LONGEST_INDEXED}" if is_indexed else _ITS_LIVING
    return _NEAREST.format(regions=given, its_living=living).encode()


def _cosine(similarity: float) -> float:
    return max(-1.0, min(1.0, similarity))  # half precision may go past the end by a hair
