"""Crowds: what the detector finds, and whom retrieval puts into the prompt, by the paper's K and by our thresholds."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from core.concepts import Concept, Verdict, memory_of
from core.photos import Box, read_photo
from core.ports import Ports
from core.retrieval import look_at
from trainer.evaluation.paper_rules import hits_in, ranked
from trainer.evaluation.plan import Plan, Say
from trainer.evaluation.scorers import Counts
from trainer.evaluation.teaching import draw_looks, teach_by_store
from trainer.evaluation.worlds import Shot, draw_members, take_shot
from trainer.eyes.boxes import matched

SAME = 0.5  # intersection over union from which a proposal is the being


@dataclass(slots=True)
class Crowds:
    """One seed. Counts are of retrieved concepts: (right, retrieved, present)."""

    found: list[bool] = field(default_factory=list)  # per being
    proposals: list[bool] = field(default_factory=list)  # per proposal: it is a being
    scenery: list[bool] = field(default_factory=list)  # per proposal: it is an object that nobody teaches
    by_k: dict[int, list[Counts]] = field(default_factory=dict)  # the paper's retrieval
    sure: list[Counts] = field(default_factory=list)  # ours: what is named
    maybe: list[Counts] = field(default_factory=list)  # ours, with what is compared or asked about


async def see_crowds(ports: Ports, plan: Plan, seed: int, say: Say) -> Crowds:
    """Photos of one, two and four members of a memory; each detected and retrieved from."""
    rng, owner, crowds = Random(f"crowds {seed}"), f"evaluation:crowds {seed}", Crowds()
    members = draw_members(rng, plan.memory)
    looks = await draw_looks(ports, rng, [member.identity for member in members], 1)
    await teach_by_store(ports, owner, members, looks)
    concepts = await ports.concepts.all(memory_of(owner))
    for number in range(3 * plan.crowds):
        who = rng.sample(range(len(members)), (1, 2, 4)[number % 3])
        shot = await take_shot(rng, members, who)
        present = frozenset(members[one].name for one in who)
        await _retrieve(ports, plan, owner, concepts, shot, present, crowds)
    say(f"seed {seed}: {3 * plan.crowds} crowds detected and retrieved from")
    return crowds


async def _retrieve(
    ports: Ports,
    plan: Plan,
    owner: str,
    concepts: Sequence[Concept],
    shot: Shot,
    present: frozenset[str],
    crowds: Crowds,
) -> None:
    names = {concept.id: concept.name for concept in concepts}
    photo = await to_thread(read_photo, shot.jpeg)
    sight = await look_at(photo, memory_of(owner), concepts, ports)
    match_boxes([region.box for region in sight.regions if region.proposed], shot.boxes, shot.scenery, crowds)
    crowds.sure.append(_counts({m.concept.name for m in sight.matches if m.verdict is Verdict.SURE}, present))
    crowds.maybe.append(_counts({m.concept.name for m in sight.matches}, present))
    hits = await hits_in(photo, memory_of(owner), ports)
    for top in range(1, plan.most_k + 1):
        found = {names[one] for one in ranked((), hits, top)}
        crowds.by_k.setdefault(top, []).append(_counts(found, present))


def _counts(found: set[str], present: frozenset[str]) -> Counts:
    return Counts(len(found & present), len(found), len(present))


def match_boxes(proposals: Sequence[Box], beings: Sequence[Box], scenery: Sequence[Box], crowds: Crowds) -> None:
    """Match proposals to beings one to one, best overlap first, and add what was found to `crowds`."""
    taken = matched(proposals, beings, SAME)
    crowds.found += [place in taken.values() for place in range(len(beings))]
    crowds.proposals += [place in taken for place in range(len(proposals))]
    crowds.scenery += [
        place not in taken and any(box.iou(thing) >= SAME for thing in scenery) for place, box in enumerate(proposals)
    ]
