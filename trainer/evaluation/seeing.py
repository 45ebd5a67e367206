"""What encoder and thresholds are worth by themselves: curves over memories and looks, without a word said.

The photos go through `core.retrieval` as they do when Familiar serves, and so do the verdicts. Only the ranking between
the two is done here, by the same exact cosine as the store's, because a memory of 500 takes the store a minute to learn
and eight of them are asked. Who is in them was taught by crops of the true boxes.
"""

import time
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.concepts import Candidate, Concept, Look, Verdict
from core.photos import Photo, read_photo
from core.ports import Ports, Thresholds
from core.retrieval import CANDIDATES, Region, find_regions, sight_of
from trainer.evaluation.colours import ColourHistogram
from trainer.evaluation.plan import Plan, Say
from trainer.evaluation.teaching import closest, draw_looks
from trainer.evaluation.worlds import Member, Shot, draw_members, draw_stranger, draw_twin, take_shot
from trainer.world import Identity


@dataclass(frozen=True, slots=True)
class Query:
    """A photo of one being, with the regions retrieval found in it. `member` is who it is, None for a stranger."""

    photo: Photo
    shot: Shot
    regions: tuple[Region, ...]
    member: int | None
    alike: int | None = None  # the member whom a stranger resembles in all traits but one

    def of_being(self, regions: Sequence[Region]) -> Region:
        """The region that lies best on the being."""
        return regions[closest([region.box for region in regions], self.shot.boxes[0])]


@dataclass(frozen=True, slots=True)
class Gallery:
    """A memory of concepts that are numbered, each with as many looks: `vectors` [C, looks, D]."""

    concepts: tuple[Concept, ...]
    vectors: NDArray[np.float64]

    def recognise(self, regions: Sequence[Region]) -> tuple[Region, ...]:
        """The regions with the concepts that come nearest, as the store finds them."""
        asked = np.asarray([region.vector for region in regions])
        scores = np.einsum("rd,cld->rcl", asked, self.vectors).max(2)
        order = np.argsort(-scores, axis=1)[:, :CANDIDATES]
        return tuple(
            Region(
                one.box,
                one.crop,
                one.vector,
                tuple(Candidate(self.concepts[c].id, float(row[c]), -1.0, self.concepts[c].id) for c in first),
                one.proposed,
            )
            for one, row, first in zip(regions, scores, order, strict=True)
        )


@dataclass(slots=True)
class Stage:
    """Every query against one memory; one entry per photo of somebody known, of a stranger, of a look-alike."""

    concepts: int
    looks: int
    first: list[bool] = field(default_factory=list)  # the nearest concept is the right one
    sure_right: list[bool] = field(default_factory=list)
    sure_wrong: list[bool] = field(default_factory=list)
    doubtful: list[bool] = field(default_factory=list)  # nobody is sure, somebody is maybe
    known: list[float] = field(default_factory=list)  # the best similarity
    strange: list[float] = field(default_factory=list)
    alike: list[float] = field(default_factory=list)
    strange_named: list[bool] = field(default_factory=list)  # surely somebody
    alike_named: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Curves:
    """The stages of one seed: memories that grow, then looks; and the first choices of plain colours by memory."""

    by_memory: tuple[Stage, ...]
    by_looks: tuple[Stage, ...]
    by_colours: dict[int, list[bool]]
    scenes_a_second: float  # drawn, detected and encoded


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who is taught, with what looks, and what is asked."""

    members: Sequence[Member]
    looks: Sequence[Sequence[Look]]
    queries: Sequence[Query]

    def gallery(self, concepts: int, looks: int) -> Gallery:
        """A memory of the first concepts with the first looks of each."""
        known = tuple(Concept(UUID(int=place), one.name) for place, one in enumerate(self.members[:concepts]))
        return Gallery(known, np.asarray([[look.vector for look in own[:looks]] for own in self.looks[:concepts]]))


async def draw_curves(ports: Ports, plan: Plan, seed: int, say: Say) -> Curves:
    """Draw, detect, encode; then ask every memory the same."""
    began = time.perf_counter()
    cast = await _draw(ports, Random(f"curves {seed}"), plan)
    scenes = len(cast.queries) + sum(map(len, cast.looks)) / 4
    speed = scenes / (time.perf_counter() - began)
    say(f"seed {seed}: {scenes:.0f} scenes drawn, detected and encoded, {speed:.0f} a second")
    limits = ports.encoder.thresholds
    return Curves(
        tuple(_ask(cast, size, 1, limits) for size in plan.sizes),
        tuple(_ask(cast, plan.looks_memory, looks, limits) for looks in plan.looks),
        await _by_colours(plan, cast),
        speed,
    )


def best_similarity(regions: Sequence[Region]) -> float:
    """Of the nearest concept to any proposed region; of the whole photo and its centre where nothing was proposed."""
    proposed = [region for region in regions if region.proposed] or list(regions)
    return max((region.candidates[0].similarity for region in proposed if region.candidates), default=-1.0)


async def _draw(ports: Ports, rng: Random, plan: Plan) -> _Cast:
    members = draw_members(rng, max(*plan.sizes, plan.looks_memory))
    many = [member.identity for member in members[: plan.looks_memory]]
    rest = [member.identity for member in members[plan.looks_memory :]]
    looks = await draw_looks(ports, rng, many, max(plan.looks)) + await draw_looks(ports, rng, rest, 1)
    return _Cast(members, looks, await _queries(ports, rng, members, plan))


async def _queries(ports: Ports, rng: Random, members: Sequence[Member], plan: Plan) -> list[Query]:
    """Photos of the first members, so that every memory holds some of them; of strangers; of look-alikes."""
    known = [place for size in (*plan.sizes, plan.queries) if size <= plan.queries for place in range(size)]
    asked: list[tuple[int | Identity, int | None]] = [(place, None) for place in known]
    asked += [(draw_stranger(rng), None) for _ in range(plan.strangers)]
    alike = [place % min(plan.sizes) for place in range(plan.strangers // 2)]
    asked += [(draw_twin(rng, members[place]), place) for place in alike]
    queries = []
    for who, twin in asked:
        shot = await take_shot(rng, members, [who])
        photo = await to_thread(read_photo, shot.jpeg)
        queries.append(Query(photo, shot, tuple(await find_regions(photo, ports)), shot.who[0], twin))
    return queries


def _ask(cast: _Cast, concepts: int, looks: int, limits: Thresholds) -> Stage:
    gallery, stage = cast.gallery(concepts, looks), Stage(concepts, looks)
    for query in cast.queries:
        if query.member is not None and query.member >= concepts:
            continue
        regions = gallery.recognise(query.regions)
        matches = sight_of(query.photo, regions, gallery.concepts, limits).matches
        sure = {match.concept.id.int for match in matches if match.verdict is Verdict.SURE}
        if query.member is None:
            (stage.strange if query.alike is None else stage.alike).append(best_similarity(regions))
            (stage.strange_named if query.alike is None else stage.alike_named).append(bool(sure))
            continue
        stage.first.append(query.of_being(regions).candidates[0].concept.int == query.member)
        stage.known.append(best_similarity(regions))
        stage.sure_right.append(sure == {query.member})
        stage.sure_wrong.append(bool(sure - {query.member}))
        stage.doubtful.append(not sure and bool(matches))
    return stage


async def _by_colours(plan: Plan, cast: _Cast) -> dict[int, list[bool]]:
    """How often colours alone find the right one of each memory, from the same crops."""
    known = [query for query in cast.queries if query.member is not None]
    asked = np.asarray(await ColourHistogram().photos([query.of_being(query.regions).crop for query in known]))
    crops = [own[0].crop for own in cast.looks[: max(plan.sizes)]]
    scores = asked @ np.asarray(await ColourHistogram().photos(crops)).T
    truth = np.asarray([query.member for query in known])
    return {size: (scores[truth < size, :size].argmax(1) == truth[truth < size]).tolist() for size in plan.sizes}
