"""Filling a memory. Whoever is asked about is taught by talking; the crowd beside them through the store, for speed.

A lesson that the words did not get across is counted, and then given through the store, so that what is measured
afterwards is what it says.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final
from uuid import UUID

from core.concepts import Concept, Look, Statement, Vector, memory_of
from core.photos import Box, Photo, crops_of, read_photo
from core.ports import Lesson, Ports
from core.retrieval import find_regions
from core.turns import WhichBeing, fold
from trainer.evaluation.scorers import holds
from trainer.evaluation.talking import Answer, Words, talk
from trainer.evaluation.worlds import Member, Shot, take_shot
from trainer.world import Identity

_CROWD: Final = 4  # beings per photo when looks are made for the store
_BATCH: Final = 64  # crops encoded at once
_CALLED: Final = {"man": "friend", "woman": "friend", "boy": "friend", "girl": "friend"}  # nobody says "my man Bob"


@dataclass(frozen=True, slots=True)
class Memory:
    """A memory that was taught: ids and the vector of the first look, in the order of its members."""

    owner: str
    members: tuple[Member, ...]
    ids: tuple[UUID, ...]
    vectors: tuple[Vector, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it knows."""
        return tuple(member.name for member in self.members)


@dataclass(frozen=True, slots=True)
class Lessons:
    """How teaching by talking went: what was said, and what was then in the store under its name."""

    concepts: int = 0
    concepts_kept: int = 0
    facts: int = 0
    facts_kept: int = 0
    asked_which: int = 0  # “Which one is Max?” for a photo with one being

    def __add__(self, other: "Lessons") -> "Lessons":
        return Lessons(
            self.concepts + other.concepts,
            self.concepts_kept + other.concepts_kept,
            self.facts + other.facts,
            self.facts_kept + other.facts_kept,
            self.asked_which + other.asked_which,
        )


async def teach_by_talking(ports: Ports, owner: str, members: Sequence[Member], rng: Random) -> tuple[Memory, Lessons]:
    """Show one photo of each member with its name, then tell its facts, one message each."""
    shots = [await take_shot(rng, members, [place]) for place in range(len(members))]
    lessons = Lessons()
    for member, shot in zip(members, shots, strict=True):
        lessons += Lessons(asked_which=await _introduce(ports, owner, member, shot))
        for told in member.facts:
            await talk(ports, owner, [Words(f"{member.name} {told.text}.")])
    lessons += await _check(ports, owner, members, shots)
    return await _memory(ports, owner, members), lessons


async def teach_by_store(ports: Ports, owner: str, members: Sequence[Member], looks: Sequence[Sequence[Look]]) -> None:
    """Teach looks and facts of each member in one deed, without a word."""
    for member, seen in zip(members, looks, strict=True):
        await ports.concepts.teach(memory_of(owner), ports.encoder.name, _lesson(member, tuple(seen)))


async def draw_looks(ports: Ports, rng: Random, identities: Sequence[Identity], each: int) -> list[list[Look]]:
    """`each` looks of every identity: crops by their true boxes, out of photos with four beings."""
    crops: list[list[Photo]] = [[] for _ in identities]
    for _ in range(each):
        order = rng.sample(range(len(identities)), len(identities))
        for start in range(0, len(order), _CROWD):
            who = order[start : start + _CROWD]
            shot = await take_shot(rng, (), [identities[one] for one in who])
            for one, crop in zip(who, await asyncio.to_thread(_crops, shot), strict=True):
                crops[one].append(crop)
    flat = [crop for seen in crops for crop in seen]
    vectors: list[Vector] = []
    for start in range(0, len(flat), _BATCH):
        vectors += await ports.encoder.photos(flat[start : start + _BATCH])
    looks = iter(Look(crop, vector) for crop, vector in zip(flat, vectors, strict=True))
    return [[next(looks) for _ in seen] for seen in crops]


def closest(boxes: Sequence[Box], box: Box) -> int:
    """The place of the box that overlaps most with this one."""
    return max(range(len(boxes)), key=lambda place: boxes[place].iou(box))


def _crops(shot: Shot) -> list[Photo]:
    return crops_of(read_photo(shot.jpeg), list(shot.boxes))


async def _introduce(ports: Ports, owner: str, member: Member, shot: Shot) -> int:
    """Teach the photo; 1 when Familiar had to ask which being is meant."""
    chat = f"{owner}/about {member.name}"
    kind = _CALLED.get(member.identity.kind, member.identity.kind)
    shown = await talk(ports, owner, [Words(f"Remember, this is my {kind} {member.name}.", shot.jpeg)], chat=chat)
    return await _point_out(ports, owner, chat, shown, shot.boxes[0])


async def _point_out(ports: Ports, owner: str, chat: str, shown: Answer, box: Box) -> int:
    pending = shown.turn.pending if shown.turn else None
    if not isinstance(pending, WhichBeing):
        return 0
    await talk(ports, owner, [Words(str(1 + closest(pending.boxes, box)))], chat=chat)
    return 1


async def _check(ports: Ports, owner: str, members: Sequence[Member], shots: Sequence[Shot]) -> Lessons:
    """Count what is there, take away what was misheard, and give the rest through the store."""
    memory = memory_of(owner)
    known = {fold(concept.name): concept for concept in await ports.concepts.all(memory)}
    for misheard in known.keys() - {fold(member.name) for member in members}:
        await ports.concepts.forget(memory, known.pop(misheard).id)
    pictured = await ports.concepts.covers(memory)
    lessons = Lessons(len(members), facts=sum(len(member.facts) for member in members))
    for member, shot in zip(members, shots, strict=True):
        concept = known.get(fold(member.name))
        heard = concept if concept and concept.id in pictured else None
        missing = [told for told in member.facts if not _tells(concept, told.thing)]
        kept = Lessons(concepts_kept=heard is not None, facts_kept=len(member.facts) - len(missing))
        lessons += kept
        if heard is None or missing:
            looks = () if heard else (await _look(ports, shot),)
            statements = tuple(Statement(told.topic, told.text, told.single) for told in missing)
            lesson = replace(_lesson(member, looks), statements=statements)
            await ports.concepts.teach(memory, ports.encoder.name, lesson)
    return lessons


def _tells(concept: Concept | None, thing: str) -> bool:
    return concept is not None and any(holds(fact.text, thing) for fact in concept.facts)


async def _look(ports: Ports, shot: Shot) -> Look:
    regions = await find_regions(await asyncio.to_thread(read_photo, shot.jpeg), ports)
    region = regions[closest([region.box for region in regions], shot.boxes[0])]
    return Look(region.crop, region.vector)


def _lesson(member: Member, looks: tuple[Look, ...]) -> Lesson:
    statements = tuple(Statement(told.topic, told.text, told.single) for told in member.facts)
    kind = _CALLED.get(member.identity.kind, member.identity.kind)
    return Lesson(member.name, kind, statements, looks)


async def _memory(ports: Ports, owner: str, members: Sequence[Member]) -> Memory:
    by_name = {fold(concept.name): concept.id for concept in await ports.concepts.all(memory_of(owner))}
    ids = tuple(by_name[fold(member.name)] for member in members)
    covers = await ports.concepts.covers(memory_of(owner))
    vectors = await ports.encoder.photos([covers[one].crop for one in ids])
    return Memory(owner, tuple(members), ids, tuple(vectors))
