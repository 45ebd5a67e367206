"""A big table of looks: many people's memories, and among them some of known size to ask. Drawn by chance, by seed.

Beings of one kind look alike, and looks of one being more so, as encoders see breeds and pets: looks of two beings of
a kind are at a cosine of about 0.6, two looks of one at 0.74. Rows come in the order in which people teach: everybody's
in turn, so that the looks of one memory lie far apart on the disk.
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
LOOKS_PER_CONCEPT = 3
KINDS = 50
OF_ITS_OWN = 0.5  # length of what sets a being apart from its kind
OF_THE_VIEW = 0.6  # length of what sets a look apart from its being
CHUNK = 20_000  # rows drawn and copied at a time

Half = NDArray[np.float16]
Whole = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A memory that is asked: its looks as they are kept, and whose they are."""

    memory: int
    looks: Numbers  # their numbers in the whole table
    concepts: Numbers
    vectors: Half  # looks × DIMENSION

    @classmethod
    def of(cls, memory: int, rows: list[tuple[Any, ...]]) -> Self:
        """Rows of look, concept, vector."""
        looks, concepts, vectors = zip(*rows, strict=True)
        return cls(memory, np.array(looks), np.array(concepts), np.stack(vectors))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows to be copied."""

    first: int  # number of the first look
    memories: Numbers
    concepts: Numbers
    vectors: Half


class Crowd:
    """Everybody's memories. The first ones are those that are asked, `ASKED` of each size."""

    def __init__(self, looks: int, seed: int = 0) -> None:
        self.chance = np.random.default_rng(seed)
        sizes = _memory_sizes(looks)
        self._memory = np.repeat(np.arange(len(sizes)), sizes)
        of_memory = -(-sizes // LOOKS_PER_CONCEPT)
        within = np.arange(looks) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self._concept = np.repeat(np.cumsum(of_memory) - of_memory, sizes) + within // LOOKS_PER_CONCEPT
        self.concepts = int(of_memory.sum())
        kinds = _directions(KINDS, 1.0, self.chance)
        self._beings = np.empty((self.concepts, DIMENSION), dtype=np.float16)
        for first in range(0, self.concepts, CHUNK):
            some = self._beings[first : first + CHUNK]
            kind = self.chance.integers(KINDS, size=len(some))
            some[:] = _normal(kinds[kind] + _directions(len(some), OF_ITS_OWN, self.chance))

    def rows(self) -> Iterator[Chunk]:
        """All looks, in the order in which they are taught."""
        order = self.chance.permutation(len(self._memory))
        for first in range(0, len(order), CHUNK):
            some = order[first : first + CHUNK]
            yield Chunk(first, self._memory[some], self._concept[some], self.views(self._concept[some]))

    def views(self, concepts: Numbers) -> Half:
        """A look at each of these beings."""
        return _normal(self._beings[concepts] + _directions(len(concepts), OF_THE_VIEW, self.chance)).astype(np.float16)


def _memory_sizes(looks: int) -> Numbers:
    asked = np.repeat(np.array(SIZES), ASKED)
    left = looks - int(asked.sum())
    if left < 0:
        raise ValueError(f"{looks} looks are fewer than those that are asked: {asked.sum()}")
    background = np.full(left // BACKGROUND + 1, BACKGROUND)
    background[-1] = left % BACKGROUND
    return np.concatenate([asked, background[background > 0]])


def _directions(count: int, length: float, chance: np.random.Generator) -> Whole:
    return chance.standard_normal((count, DIMENSION), dtype=np.float32) * np.float32(length / DIMENSION**0.5)


def _normal(vectors: Whole) -> Whole:
    lengths: Whole = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


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
