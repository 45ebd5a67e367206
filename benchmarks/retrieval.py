"""How long it takes to find out who is in a photo, among a million looks; beside the ways of others, in one run.

    python -m benchmarks.retrieval [--looks 1000000] [--out docs/measurements]

writes retrieval.json and retrieval.md.
"""

import argparse
import asyncio
import json
import logging
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.arms import Arm, FaissPerPerson, Familiar, Found, Regions, SharedHnsw
from benchmarks.machine import machine
from benchmarks.memories import ASKED, CHUNK, DIMENSION, ENCODER, SIZES, Asked, Crowd, copy_rows
from benchmarks.report import written
from core.adapters.database import open_database
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.postgres import PostgresConcepts

log = logging.getLogger(__name__)

REGIONS = (1, 8)
TARGET = {"looks": 500, "regions": 1, "p50_ms": 1.0, "recall": 1.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """One way, one size of memory, one number of regions. Times in milliseconds."""

    way: str
    looks: int
    regions: int
    questions: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    recall_known: float
    recall_strangers: float


@dataclass(frozen=True, slots=True)
class Question:
    """Views of beings, rounded as the database keeps them; which of them the memory knows."""

    regions: Regions
    is_known: NDArray[np.bool_]


def load(url: str, crowd: Crowd) -> list[Asked]:
    """Fill the table; the memories that will be asked."""
    kept: dict[int, list[tuple[Any, ...]]] = {memory: [] for memory in range(ASKED * len(SIZES))}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # these rows need no checking of foreign keys
        row = connection.execute(
            "INSERT INTO encoders (name, dimension) VALUES (%s, %s) RETURNING id", (ENCODER, DIMENSION)
        ).fetchone()
        assert row is not None
        for chunk in crowd.rows():
            copy_rows(connection, chunk, row[0])
            for index in np.flatnonzero(chunk.memories < len(kept)):
                memory = int(chunk.memories[index])
                kept[memory].append((chunk.first + index, chunk.concepts[index], chunk.vectors[index]))
            if chunk.first // CHUNK % 5 == 0:
                log.info("%d looks are in", chunk.first)
        connection.execute("VACUUM ANALYZE looks")
        connection.execute("VACUUM ANALYZE vectors")
    return [Asked.of(memory, rows) for memory, rows in kept.items()]


def build_shared_index(connection: psycopg.Connection[Any]) -> float:
    """A copy of the vectors under one HNSW index; the seconds the index took."""
    log.info("copying the vectors for the shared index")
    connection.execute(
        f"CREATE UNLOGGED TABLE shared AS SELECT memory, look, vector::halfvec({DIMENSION}) AS vector FROM vectors"
    )
    connection.execute("SET maintenance_work_mem = '2GB'")
    workers = 1 if shutil.disk_usage("/dev/shm").free > 3 * 2**30 else 0  # a parallel build keeps its graph there
    connection.execute(f"SET max_parallel_maintenance_workers = {workers}")
    log.info("building the shared index; this takes minutes")
    begin = perf_counter()
    connection.execute("CREATE INDEX ON shared USING hnsw (vector halfvec_ip_ops)")
    connection.execute("ANALYZE shared")
    return perf_counter() - begin


def question(crowd: Crowd, asked: Asked, regions: int) -> Question:
    """New views: about every other shows a being of the memory, the rest anybody's."""
    known = crowd.chance.choice(asked.concepts, regions)
    shown = np.where(crowd.chance.random(regions) < 0.5, known, crowd.chance.integers(crowd.concepts, size=regions))
    return Question(crowd.views(shown).astype(np.float32), np.isin(shown, asked.concepts))


async def measure(arm: Arm, crowd: Crowd, memories: list[Asked], regions: int) -> Cell:
    """Ask every memory of one size in turn, so that none stays nearer to the processor than people's would."""
    times: list[float] = []
    hits: list[float] = []
    known: list[bool] = []
    for asked in memories * arm.repeats:
        one = question(crowd, asked, regions)
        prepared = arm.prepare(asked, one.regions)
        begin = perf_counter()
        answer = await arm.find(prepared)
        times.append((perf_counter() - begin) * 1000)
        hits += recall(arm.looks(asked, answer), arm.truth(asked, one.regions))
        known += one.is_known.tolist()
    warm = times[len(memories) :]  # the first round fills caches
    p50, p95, p99 = (round(float(value), 3) for value in np.percentile(warm, (50, 95, 99)))
    of_known, of_strangers = (round(float(np.mean(np.array(hits)[np.array(known) == which])), 4) for which in (1, 0))
    looks = len(memories[0].vectors)
    log.info("%d looks, %d regions, %s: p50 %.2f ms, recall %.3f", looks, regions, arm.name, p50, np.mean(hits))
    return Cell(arm.name, looks, regions, len(warm), p50, p95, p99, of_known, of_strangers)


def recall(found: Found, truth: Found) -> list[float]:
    """Per region, the share of the true answers that were found."""
    return [len(set(one) & set(other)) / len(other) for one, other in zip(found, truth, strict=True)]


async def run(looks: int) -> dict[str, Any]:
    """The whole measurement, as it is written to JSON."""
    with TemporaryDirectory(prefix="familiar-bench-", ignore_cleanup_errors=True) as folder:
        async with embedded_postgres(Path(folder)) as url, open_database(url) as database:
            await migrate(url)
            begin = perf_counter()
            crowd = await asyncio.to_thread(Crowd, looks)
            memories = await asyncio.to_thread(load, url, crowd)
            loaded = perf_counter() - begin
            with psycopg.connect(url, autocommit=True) as connection:
                exact: list[Arm] = [Familiar(PostgresConcepts(database)), FaissPerPerson(memories)]
                cells = await measure_all(exact, crowd, memories)
                built = await asyncio.to_thread(build_shared_index, connection)
                connection.execute("SET enable_seqscan = off")
                shared: list[Arm] = [SharedHnsw(connection, scan) for scan in ("off", "strict_order")]
                cells += await measure_all(shared, crowd, memories)
                return {
                    "date": datetime.now(UTC).isoformat(timespec="minutes"),
                    "command": f"python -m benchmarks.retrieval --looks {looks}",
                    "machine": machine(connection),
                    "looks": looks,
                    "dimension": DIMENSION,
                    "seconds": {"load": round(loaded), "build shared index": round(built)},
                    "bytes": sizes(connection),
                    "target": TARGET,
                    "cells": [asdict(cell) for cell in cells],
                }


async def measure_all(arms: Sequence[Arm], crowd: Crowd, memories: list[Asked]) -> list[Cell]:
    """Every way on every size of memory and number of regions."""
    by_size = [memories[first : first + ASKED] for first in range(0, len(memories), ASKED)]
    return [await measure(arm, crowd, of_size, regions) for of_size in by_size for regions in REGIONS for arm in arms]


def sizes(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Bytes on disk: the vectors with their indexes, and the shared index alone."""
    query = """
        SELECT (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('vectors')),
               (SELECT pg_indexes_size('shared'))
    """
    row = connection.execute(query).fetchone()
    assert row is not None
    return {"vectors with indexes": int(row[0]), "shared index": int(row[1])}


def main(arguments: Sequence[str]) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=int, default=1_000_000, help="rows of the table; fewer for a try")
    parser.add_argument("--out", type=Path, default=Path("docs/measurements"))
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    result = asyncio.run(run(chosen.looks))
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "retrieval.json").write_text(json.dumps(result, indent=1) + "\n")
    (chosen.out / "retrieval.md").write_text(written(result))


if __name__ == "__main__":
    main(sys.argv[1:])
