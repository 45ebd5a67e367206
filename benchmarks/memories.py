"""A big table of looks: many people's memories, and among them some of known size to ask. Drawn by chance, by seed.

Looks of one concept lie around a direction of its own, so that there is something to find. Rows come in the order in
which people teach: everybody's in turn, so that the looks of one memory lie far apart on the disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import psycopg
from numpy.typing import NDArray

DIMENSION = 512
ENCODER = "benchmark"
SIZES = (15, 100, 500, 2500)  # looks of the memories that are asked
ASKED = 8  # memories of each size
BACKGROUND = 60  # looks of everybody else's memory
LOOKS_PER_CONCEPT = 5
SPREAD = 0.6  # length of a look's own part beside its concept's direction
CHUNK = 20_000  # rows drawn and copied at a time

Half = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Asked:
    """A memory that is asked: its looks as they are kept, and whose they are."""

    memory: int
    looks: NDArray[np.int64]  # their numbers in the whole table
    concepts: NDArray[np.int64]
    vectors: Half  # looks × DIMENSION

    @classmethod
    def of(cls, memory: int, rows: list[tuple[Any, ...]]) -> Self:
        """Rows of look, concept, vector."""
        looks, concepts, vectors = zip(*rows, strict=True)
        return cls(memory, np.array(looks), np.array(concepts), np.stack(vectors))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows to be copied."""

    memories: NDArray[np.int64]
    concepts: NDArray[np.int64]
    first: int  # number of the first look
    vectors: Half


def memory_sizes(looks: int) -> NDArray[np.int64]:
    """How many looks each memory has, those that are asked first; together `looks`."""
    asked = np.repeat(np.array(SIZES), ASKED)
    left = looks - int(asked.sum())
    if left < 0:
        raise ValueError(f"{looks} looks are fewer than those that are asked: {asked.sum()}")
    background = np.full(left // BACKGROUND + 1, BACKGROUND)
    background[-1] = left % BACKGROUND
    return np.concatenate([asked, background[background > 0]])


def draw(looks: int, seed: int = 0) -> Iterator[Chunk]:
    """All rows, in the order in which they are taught."""
    chance = np.random.default_rng(seed)
    sizes = memory_sizes(looks)
    memories = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(looks) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    concepts = memories * 1000 + within // LOOKS_PER_CONCEPT  # 2,500 looks are 500 concepts
    order = chance.permutation(looks)
    for first in range(0, looks, CHUNK):
        rows = order[first : first + CHUNK]
        yield Chunk(memories[rows], concepts[rows], first, around(concepts[rows], chance))


def around(concepts: NDArray[np.int64], chance: np.random.Generator) -> Half:
    """Vectors of length 1 around the directions of these concepts."""
    known, which = np.unique(concepts, return_inverse=True)
    directions = np.stack([_direction(concept) for concept in known])[which]
    own = chance.standard_normal((len(concepts), DIMENSION), dtype=np.float32) * (SPREAD / DIMENSION**0.5)
    return normal(directions + own).astype(np.float16)


def normal(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same directions, of length 1."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def _direction(concept: int) -> NDArray[np.float32]:
    drawn = np.random.Generator(np.random.SFC64(int(concept))).standard_normal(DIMENSION, dtype=np.float32)
    return drawn / np.float32(np.linalg.norm(drawn))


def uuid_bytes(kind: int, numbers: NDArray[np.int64]) -> NDArray[np.void]:
    """A UUID for each number of a kind (memory, concept, look), as its 16 bytes."""
    pairs = np.empty((len(numbers), 2), dtype=">u8")
    pairs[:, 0], pairs[:, 1] = kind, numbers
    return pairs.view("V16").ravel()


def copy_rows(connection: psycopg.Connection[Any], chunk: Chunk, encoder: int) -> None:
    """Copy a chunk into looks and vectors."""
    looks = chunk.first + np.arange(len(chunk.memories))
    shown = {
        "memory": uuid_bytes(1, chunk.memories),
        "concept": uuid_bytes(2, chunk.concepts),
        "positive": np.bool_(True),
        "encoder": np.int16(encoder),
    }
    ids = uuid_bytes(3, looks)
    of_vectors = {**shown, "look": ids, "alive": np.bool_(True), "vector": _halfvecs(chunk.vectors)}
    of_looks = {
        **shown,
        "id": ids,
        "jpeg": np.void(b"\0"),
        "width": np.int32(1),
        "height": np.int32(1),
        "taught": np.int64(0),
        "born": np.int64(1),
    }
    _copy(connection, "looks", of_looks, len(looks))
    _copy(connection, "vectors", of_vectors, len(looks))


def _halfvecs(vectors: Half) -> NDArray[np.void]:
    # What pgvector's halfvec_recv reads: dimension, an unused number, then the halves; big-endian.
    spelt = np.zeros(len(vectors), dtype=[("dimension", ">i2"), ("unused", ">i2"), ("halves", ">f2", DIMENSION)])
    spelt["dimension"], spelt["halves"] = DIMENSION, vectors
    return spelt.view(f"V{4 + 2 * DIMENSION}")


def _copy(connection: psycopg.Connection[Any], table: str, columns: dict[str, Any], rows: int) -> None:
    """Rows of fixed length, written as PostgreSQL's binary COPY by one array: row by row would take minutes."""
    fields: list[Any] = [("count", ">i2")]
    for name, values in columns.items():
        kind = values.dtype if values.dtype.kind == "V" else values.dtype.newbyteorder(">")
        fields += [(f"{name} length", ">i4"), (name, kind)]
    spelt = np.zeros(rows, dtype=fields)
    spelt["count"] = len(columns)
    for name, values in columns.items():
        spelt[f"{name} length"], spelt[name] = values.dtype.itemsize, values
    names = ", ".join(columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + spelt.tobytes() + b"\xff\xff")
