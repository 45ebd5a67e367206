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

from benchmarks.arms import Arm, FaissPerPerson, Familiar, Regions, SharedHnsw
from benchmarks.machine import machine
from benchmarks.memories import ASKED, CHUNK, DIMENSION, ENCODER, SIZES, Asked, around, copy_rows, draw
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
    recall: float


def load(url: str, looks: int) -> list[Asked]:
    """Fill the table; the memories that will be asked."""
    kept: dict[int, list[tuple[Any, ...]]] = {memory: [] for memory in range(ASKED * len(SIZES))}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # these rows need no checking of foreign keys
        row = connection.execute(
            "INSERT INTO encoders (name, dimension) VALUES (%s, %s) RETURNING id", (ENCODER, DIMENSION)
        ).fetchone()
        assert row is not None
        for chunk in draw(looks):
            copy_rows(connection, chunk, row[0])
            for index in np.flatnonzero(chunk.memories < len(kept)):
                memory = int(chunk.memories[index])
                kept[memory].append((chunk.first + index, chunk.concepts[index], chunk.vectors[index]))
            if chunk.first // CHUNK % 5 == 0:
                log.info("%d of %d looks", chunk.first, looks)
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


def questions(asked: Asked, regions: int, repeats: int, chance: np.random.Generator) -> list[Regions]:
    """Unseen views of concepts of the memory, rounded as the database keeps them."""
    shown = chance.choice(asked.concepts, (repeats, regions))
    return [around(concepts, chance).astype(np.float32) for concepts in shown]


async def measure(arm: Arm, memories: Sequence[Asked], regions: int) -> Cell:
    """Ask every memory of one size in turn, as strangers do, so that none stays nearer to the processor than others."""
    chance = np.random.default_rng(regions)
    asked_of = [(asked, questions(asked, regions, arm.repeats, chance)) for asked in memories]
    times: list[float] = []
    hits: list[float] = []
    for repeat in range(arm.repeats):
        for asked, of_it in asked_of:
            question = arm.prepare(asked, of_it[repeat])
            begin = perf_counter()
            answer = await arm.find(question)
            times.append((perf_counter() - begin) * 1000)
            hits += recall(arm.looks(asked, answer), arm.truth(asked, of_it[repeat]))
    warm = times[len(memories) :]  # the first round fills caches
    p50, p95, p99 = (round(float(value), 3) for value in np.percentile(warm, (50, 95, 99)))
    looks = len(memories[0].vectors)
    cell = Cell(arm.name, looks, regions, len(warm), p50, p95, p99, round(float(np.mean(hits)), 4))
    log.info("%d looks, %d regions, %s: p50 %.2f ms, recall %.3f", looks, regions, arm.name, p50, cell.recall)
    return cell


def recall(found: list[list[int]], truth: list[list[int]]) -> list[float]:
    """Per region, the share of the true answers that were found."""
    return [len(set(one) & set(other)) / len(other) for one, other in zip(found, truth, strict=True)]


async def run(looks: int) -> dict[str, Any]:
    """The whole measurement, as it is written to JSON."""
    with TemporaryDirectory(prefix="familiar-bench-", ignore_cleanup_errors=True) as folder:
        async with embedded_postgres(Path(folder)) as url, open_database(url) as database:
            await migrate(url)
            begin = perf_counter()
            memories = await asyncio.to_thread(load, url, looks)
            loaded = perf_counter() - begin
            with psycopg.connect(url, autocommit=True) as connection:
                exact = [Familiar(PostgresConcepts(database)), FaissPerPerson(memories)]
                cells = await measure_all(exact, memories)
                built = await asyncio.to_thread(build_shared_index, connection)
                connection.execute("SET enable_seqscan = off")
                cells += await measure_all([SharedHnsw(connection, scan) for scan in ("off", "strict_order")], memories)
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


async def measure_all(arms: Sequence[Arm], memories: Sequence[Asked]) -> list[Cell]:
    """Every way on every size of memory and number of regions."""
    by_size = [memories[first : first + ASKED] for first in range(0, len(memories), ASKED)]
    return [await measure(arm, of_size, regions) for of_size in by_size for regions in REGIONS for arm in arms]


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
