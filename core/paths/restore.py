"""Restore: teach everything of an archive to a memory."""

import asyncio

from core.archive import Unpacked, unpack
from core.concepts import Look, MemoryId
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
    looks = await _looks(one.positive, ports)
    lesson = Lesson(one.name, one.kind, one.statements, looks, one.is_self)
    taught = await ports.concepts.teach(memory, ports.encoder.name, lesson)
    for alias in one.aliases:
        await ports.concepts.add_alias(memory, taught.concept.id, alias)
    for look in await _looks(one.negative, ports):
        await ports.concepts.correct(memory, ports.encoder.name, taught.concept.id, None, look)


async def _looks(photos: tuple[Photo, ...], ports: Ports) -> tuple[Look, ...]:
    vectors = await ports.encoder.photos(photos) if photos else []
    return tuple(Look(photo, vector) for photo, vector in zip(photos, vectors, strict=True))
