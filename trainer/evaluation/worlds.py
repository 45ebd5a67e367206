"""Who is in a memory, and photos of them: identities, names, facts, places and words of the test split only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image

from core.photos import Box, photo_of
from trainer.world import (
    PLACES,
    TEST_PLACES,
    Fact,
    Identity,
    draw_identity,
    fact,
    facts,
    look_alike,
    name,
    plan_scene,
    render,
)

TAUGHT_PLACES: Final = tuple(place for place in PLACES if place not in TEST_PLACES)  # training used their words
_FACTS: Final = 2  # told about most
MANY_FACTS: Final = 6  # told about those who are talked of a lot
_TALKED_OF: Final = 5  # every fifth one
_AGE_OF: Final = 2  # every second one has an age in years, so that ages can be compared


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody a memory is taught: who it is, its name, what is told about it."""

    identity: Identity
    name: str
    facts: tuple[Fact, ...]

    def knows(self, topic: str) -> Fact | None:
        """What is told about a topic."""
        return next((one for one in self.facts if one.topic == topic), None)


@dataclass(frozen=True, slots=True)
class Shot:
    """A drawn photo and what is true of it. `who` are places in the memory's members, None for a stranger."""

    jpeg: bytes
    place: str
    boxes: tuple[Box, ...]
    who: tuple[int | None, ...]
    actions: tuple[str, ...]
    scenery: tuple[Box, ...]  # objects that nobody teaches
    size: int  # px, of both sides


def draw_members(rng: Random, count: int, *, twins: bool = False) -> tuple[Member, ...]:
    """Unrelated members; with `twins`, 2k and 2k+1 are look-alikes of whom nothing is told. No names share a word."""
    taken: set[str] = set()
    members: list[Member] = []
    for place in range(count):
        if twins and place % 2:
            identity = look_alike(members[-1].identity, rng.getrandbits(32))
        else:
            identity = draw_identity(rng.getrandbits(48), split="test")
        members.append(Member(identity, _new_name(rng, taken), () if twins else _told(rng, place)))
    return tuple(members)


def draw_stranger(rng: Random) -> Identity:
    """Somebody of the test split whom nobody teaches."""
    return draw_identity(rng.getrandbits(48), split="test")


def draw_twin(rng: Random, member: Member) -> Identity:
    """A stranger that differs from a member in exactly one trait."""
    return look_alike(member.identity, rng.getrandbits(32))


async def take_shot(
    rng: Random, members: Sequence[Member], who: Sequence[int | Identity], *, place: str | None = None
) -> Shot:
    """A photo of members (by place in `members`) and strangers (by identity), somewhere or at a given place."""
    beings = [members[one].identity if isinstance(one, int) else one for one in who]
    known = tuple(one if isinstance(one, int) else None for one in who)
    return await asyncio.to_thread(_draw, rng.getrandbits(48), beings, known, place)


def _draw(seed: int, beings: Sequence[Identity], known: tuple[int | None, ...], place: str | None) -> Shot:
    scene = plan_scene(seed, beings, split="test", place=place)
    return Shot(
        photo_of(Image.fromarray(render(scene))).jpeg,
        scene.place,
        tuple(being.box for being in scene.beings),
        known,
        tuple(being.action for being in scene.beings),
        tuple(thing.box for thing in scene.objects),
        scene.size,
    )


def _new_name(rng: Random, taken: set[str]) -> str:
    while True:
        drawn = name(rng.getrandbits(48), "test")
        words = set(drawn.replace("-", " ").casefold().split())
        if not words & taken:
            taken |= words
            return drawn


def _told(rng: Random, place: int) -> tuple[Fact, ...]:
    count = _FACTS if place % _TALKED_OF else MANY_FACTS
    told = facts(rng.getrandbits(48), count, "test")
    if place % _AGE_OF:
        return told
    others = [one for one in told if one.topic != "age"]
    return (*others[: count - 1], _age_in_years(rng))


def _age_in_years(rng: Random) -> Fact:
    while True:
        drawn = fact(rng.getrandbits(48), "test", "age")
        if drawn.thing.endswith("years"):
            return drawn
