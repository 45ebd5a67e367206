"""Restore: teach everything of an archive to a memory."""

import asyncio
from collections.abc import Sequence

from core.archive import Unpacked, unpack
from core.concepts import Look, MemoryId
from core.intents import is_child
from core.photos import Photo
from core.ports import Lesson, Ports


async def restore(content: bytes, memory: MemoryId, ports: Ports) -> int:
    """Teach what a zip file holds; how many concepts. A name that is known already gets the looks and facts added.

    Raises BadInput with a sentence when the file can't be read; nothing is taught then.
    """
    unpacked = await asyncio.to_thread(unpack, content)
    for one in unpacked:
        await _teach(one, memory, ports)
    return len(unpacked)


async def _teach(one: Unpacked, memory: MemoryId, ports: Ports) -> None:
    is_young = is_child(one.kind, [said.text for said in one.statements], is_someone=one.is_self)
    looks = () if is_young else await looks_of(one.positive, ports)  # of children no look is kept
    lesson = Lesson(one.name, one.kind, one.statements, looks, one.is_self)
    taught = await ports.concepts.teach(memory, ports.encoder.name, lesson)
    for alias in one.aliases:
        await ports.concepts.add_alias(memory, taught.concept.id, alias)
    for look in () if is_young else await looks_of(one.negative, ports):
        await ports.concepts.correct(memory, ports.encoder.name, taught.concept.id, None, look)


async def looks_of(photos: Sequence[Photo], ports: Ports) -> tuple[Look, ...]:
    """Crops with their vectors, embedded in one batch."""
    vectors = await ports.encoder.photos(photos) if photos else []
    return tuple(Look(photo, vector) for photo, vector in zip(photos, vectors, strict=True))
