"""Looks and memories for the contract tests: vectors whose cosines can be read off, crops that differ in one byte."""

import math
from itertools import count

from core.concepts import Candidate, Concept, Look, MemoryId, Statement, Vector, memory_of
from core.photos import Photo
from core.ports import ConceptStore, Lesson

ANNA: MemoryId = memory_of("web:anna")
BEN: MemoryId = memory_of("web:ben")
ENCODER = "encoder-one"

_crops = count()


def crop(mark: int | None = None) -> Photo:
    """A picture unlike any other, or the one of this mark."""
    number = next(_crops) if mark is None else 1_000_000 + mark
    return Photo(b"\xff\xd8" + number.to_bytes(4, "big") + b"\xff\xd9", 32, 24)


def towards(degrees: float) -> Vector:
    """A vector of length 1; the cosine of two of them is that of the angle between."""
    return (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)), 0.0)


def look(degrees: float, mark: int | None = None) -> Look:
    """A look in this direction."""
    return Look(crop(mark), towards(degrees))


def lesson(name: str, *degrees: float, says: tuple[Statement, ...] = ()) -> Lesson:
    """A lesson with a look in each direction."""
    return Lesson(name, "dog", says, tuple(map(look, degrees)))


async def teach(concepts: ConceptStore, name: str, *degrees: float, says: tuple[Statement, ...] = ()) -> Concept:
    """Anna teaches a dog."""
    return (await concepts.teach(ANNA, ENCODER, lesson(name, *degrees, says=says))).concept


async def seen_at(concepts: ConceptStore, degrees: float) -> list[Candidate]:
    """Whom of Anna's a region in this direction looks like."""
    return (await concepts.nearest(ANNA, ENCODER, [towards(degrees)], 10))[0]


def texts(concept: Concept) -> list[str]:
    """What is known of it now."""
    return [fact.text for fact in concept.facts]
