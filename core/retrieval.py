"""Photo -> the known concepts in it, with the reason; thresholds and ranking live here.

Every region a detector proposes, the whole photo and its centre are embedded in one batch and matched exactly, in the
caller's memory only, in one statement. There is no top-K: as many are found as are there.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.concepts import Candidate, Concept, Likeness, Match, MemoryId, Reason, Vector, Verdict
from core.photos import Box, Photo, crops_of
from core.ports import Ports, Thresholds

MOST_REGIONS = 8  # more beings than this in one photo are a crowd; a batch of ten crops keeps an answer quick
CANDIDATES = 4  # per region; enough that a region whose first choice is taken by a better one has a second
CATCH_UP = 64  # looks that are embedded again in one batch
CENTRE = 0.6  # of each side; a subject held up to the camera fills about this much


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a photo with its crop, its vector, and the concepts that came nearest, best first."""

    box: Box
    crop: Photo
    vector: Vector
    candidates: tuple[Candidate, ...] = ()
    proposed: bool = True  # by the detector; False for the whole photo and its centre


@dataclass(frozen=True, slots=True)
class Sight:
    """What was recognised in one photo. `matches` and `strangers` share no region."""

    photo: Photo
    regions: tuple[Region, ...]
    matches: tuple[Match, ...]  # sure ones and maybes, the most similar first
    strangers: tuple[Region, ...]  # proposed regions that match nobody; the whole photo where nothing was found in it

    def region(self, box: Box | None) -> Region | None:
        """The region with exactly this box."""
        return next((r for r in self.regions if r.box == box), None)


def judge(candidates: Sequence[Candidate], thresholds: Thresholds) -> list[tuple[Candidate, Verdict]]:
    """The candidates that may be meant, best first, each with its verdict; those ruled out are left out.

    A negative look within `margin` of the positive one rules a concept out: "that's not Max" works at once.
    """
    open_ = [c for c in candidates if c.similarity >= thresholds.maybe and c.against < c.similarity - thresholds.margin]
    open_.sort(key=lambda c: c.similarity, reverse=True)
    verdicts = []
    for place, candidate in enumerate(open_):
        rival = open_[1].similarity if place == 0 and len(open_) > 1 else -1.0
        sure = (
            place == 0 and candidate.similarity >= thresholds.sure and candidate.similarity - rival >= thresholds.margin
        )
        verdicts.append((candidate, Verdict.SURE if sure else Verdict.MAYBE))
    return verdicts


def likeness(similarity: float, thresholds: Thresholds) -> Likeness | None:
    """What the model is told of a similarity: nothing below *sure*, nor where nobody measured look-alikes."""
    if thresholds.certain is None or similarity < thresholds.sure:
        return None
    return Likeness.JUST_LIKE if similarity >= thresholds.certain else Likeness.LIKE


def assign(regions: Sequence[Region], thresholds: Thresholds) -> list[tuple[Region, Candidate, Verdict]]:
    """Give each region at most one concept and each concept at most one region, the most similar pairs first.

    A region that was proposed goes before the whole photo and its centre, which only speak where no region did.
    """
    pairs = [(region, *judged) for region in regions for judged in judge(region.candidates, thresholds)]
    pairs.sort(key=lambda pair: (pair[0].proposed, pair[1].similarity), reverse=True)
    taken: set[Box | UUID] = set()
    chosen = []
    for region, candidate, verdict in pairs:
        if region.box in taken or candidate.concept in taken:
            continue
        if not region.proposed and verdict is not Verdict.SURE and any(r.proposed for r in regions):
            continue
        taken |= {region.box, candidate.concept}
        chosen.append((region, candidate, verdict))
    return chosen


async def look_at(photo: Photo, memory: MemoryId, known: Sequence[Concept], ports: Ports) -> Sight:
    """Recognise what is in a photo. Raises EncoderDown or StoreDown when it can't."""
    await catch_up(memory, ports)
    regions = await find_regions(photo, ports)
    nearest = await ports.concepts.nearest(memory, ports.encoder.name, [r.vector for r in regions], CANDIDATES)
    regions = [
        Region(r.box, r.crop, r.vector, tuple(found), r.proposed) for r, found in zip(regions, nearest, strict=True)
    ]
    return sight_of(photo, regions, known, ports.encoder.thresholds)


def sight_of(photo: Photo, regions: Sequence[Region], known: Sequence[Concept], thresholds: Thresholds) -> Sight:
    """The verdicts over regions whose candidates are there. Pure; the trainer ranks with it too."""
    by_id = {concept.id: concept for concept in known}
    assigned = [(r, c, v) for r, c, v in assign(regions, thresholds) if c.concept in by_id]
    matches = tuple(
        Match(
            by_id[candidate.concept],
            verdict,
            Reason.REGION if region.proposed else Reason.WHOLE,
            candidate.similarity,
            candidate.look,
            region.box,
        )
        for region, candidate, verdict in assigned
    )
    matched = {region.box for region, _, _ in assigned}
    strangers = tuple(r for r in regions if r.proposed and r.box not in matched)
    if not matches and not strangers:
        strangers = tuple(r for r in regions if r.box == photo.box)
    return Sight(photo, tuple(regions), matches, strangers)


def believed(sight: Sight, said: Sequence[Concept], thresholds: Thresholds) -> Sight:
    """What is seen by who was told that these are in the photo.

    Their maybes are sure. One who was missed is the stranger who comes nearest to them and to nobody else, down to the
    limit `told` (never measured: as far below *maybe* as *sure* is above it), if no negative look rules it out.
    """
    told = {concept.id for concept in said}
    matches = [replace(m, verdict=Verdict.SURE) if m.concept.id in told else m for m in sight.matches]
    strangers = list(sight.strangers)
    found = {match.concept.id for match in matches}
    for concept in (one for one in said if one.id not in found):
        may_be = [(one.candidates[0], one) for one in strangers if _may_be(concept, one, thresholds)]
        if may_be:
            nearest, region = max(may_be, key=lambda pair: pair[0].similarity)
            strangers.remove(region)
            matches.append(Match(concept, Verdict.SURE, Reason.REGION, nearest.similarity, nearest.look, region.box))
    return replace(sight, matches=tuple(matches), strangers=tuple(strangers))


def doubted(sight: Sight, asked: Sequence[Concept], thresholds: Thresholds) -> Sight:
    """What is seen by who is asked whether these are in the photo: below the limit `same`, somebody only like them is.

    Elsewhere look-alikes are rare and a name is worth a mistake; who asks that question has a doubt.
    """
    doubtful = {concept.id for concept in asked}
    least = thresholds.same or -1.0
    only_like = {m.region for m in sight.matches if m.concept.id in doubtful and m.similarity < least}
    return replace(
        sight,
        matches=tuple(match for match in sight.matches if match.region not in only_like),
        strangers=(*sight.strangers, *(region for region in sight.regions if region.box in only_like)),
    )


def _may_be(concept: Concept, stranger: Region, thresholds: Thresholds) -> bool:
    nearest = next(iter(stranger.candidates), None)
    least = 2 * thresholds.maybe - thresholds.sure if thresholds.told is None else thresholds.told
    return (
        nearest is not None
        and nearest.concept == concept.id
        and nearest.similarity >= max(least, nearest.against + thresholds.margin)
    )


async def catch_up(memory: MemoryId, ports: Ports) -> int:
    """Give looks that were taught to another encoder a vector of this one; how many. One empty query when all have it.

    Done when a memory is next looked into, so that a new encoder needs no job that somebody has to start.
    """
    done = 0
    while looks := await ports.concepts.looks_to_encode(memory, ports.encoder.name, CATCH_UP):
        vectors = await ports.encoder.photos([look.crop for look in looks])
        by_look = {look.id: vector for look, vector in zip(looks, vectors, strict=True)}
        await ports.concepts.keep_vectors(memory, ports.encoder.name, by_look)
        done += len(looks)
    return done


async def find_regions(photo: Photo, ports: Ports) -> list[Region]:
    """The proposed regions, best first, then the whole photo and its centre; each with its crop and vector."""
    proposed = (await ports.detector.propose(photo))[:MOST_REGIONS]
    boxes = list(dict.fromkeys([*proposed, photo.box, centre_of(photo.box)]))
    crops = await asyncio.to_thread(crops_of, photo, boxes)
    vectors = await ports.encoder.photos(crops)
    return [
        Region(box, crop, vector, proposed=box in proposed)
        for box, crop, vector in zip(boxes, crops, vectors, strict=True)
    ]


def centre_of(box: Box) -> Box:
    """The middle part of a box, `CENTRE` of each side."""
    width, height = (box.right - box.left) * CENTRE, (box.bottom - box.top) * CENTRE
    left = box.left + (box.right - box.left - width) / 2
    top = box.top + (box.bottom - box.top - height) / 2
    return Box(
        round(left), round(top), max(round(left + width), round(left) + 1), max(round(top + height), round(top) + 1)
    )
