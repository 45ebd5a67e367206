"""Every case through every arm, through the front door."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from core.concepts import Verdict
from core.ports import Ports
from core.turns import Turn
from trainer.evaluation.arms import (
    ARMS,
    NO_MEMORY,
    NO_PICTURES,
    ORACLE,
    OURS,
    PAPER,
    PAPER_RETRIEVAL,
    Arm,
    Sight,
    told_ports,
    without_pictures,
)
from trainer.evaluation.cases import (
    BESIDE,
    CAPTIONS,
    OPEN_SET,
    RECOGNITION,
    TEXT,
    TURNS,
    TWINS,
    VISUAL,
    WRONG,
    Builder,
    Case,
    captions_of,
    untold,
)
from trainer.evaluation.expected import score
from trainer.evaluation.plan import Plan, Say
from trainer.evaluation.scorers import Counts
from trainer.evaluation.teaching import Lessons, Memory, teach_by_talking
from trainer.evaluation.worlds import draw_members

_AS_OURS: Final = (*CAPTIONS, *RECOGNITION, *VISUAL, *TEXT, *TURNS, *OPEN_SET, *WRONG)
ASKED_OF: Final[dict[str, tuple[Builder, ...]]] = {
    OURS.key: (*_AS_OURS, *BESIDE),
    PAPER.key: _AS_OURS,
    PAPER_RETRIEVAL.key: _AS_OURS,
    ORACLE.key: (*CAPTIONS, *RECOGNITION, *VISUAL),
    NO_MEMORY.key: (*CAPTIONS, *RECOGNITION, *VISUAL, *TEXT),
    NO_PICTURES.key: (*CAPTIONS, *RECOGNITION, *WRONG),
}
TIMED: Final = (captions_of(1), captions_of(4), untold)  # the last of words only, and answered by no rule
_TIMED_MEMORY: Final = 10  # concepts; enough for four in a photo
_TIERS: Final = {Verdict.STRANGER: 0.0, Verdict.MAYBE: 10.0, Verdict.SURE: 20.0}


@dataclass(frozen=True, slots=True)
class Result:
    """One case, answered by one arm."""

    arm: str
    cell: str
    seed: int
    score: bool | Counts
    asked: str
    answered: str
    expected: str
    asks_back: bool
    sureness: float  # of the final verdict: tier of the verdict, then similarity; 0 where nothing was seen
    first: float
    total: float


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was asked of one seed, and how its lessons went."""

    results: tuple[Result, ...]
    lessons: Lessons


async def ask_all(ports: Ports, plan: Plan, seed: int, say: Say) -> Asked:
    """Teach one memory of unrelated members and one of twins, and ask every arm the same of them.

    One question at a time: the seconds of an answer are those a single person waits.
    """
    friends, lessons = await _teach(ports, plan, seed, say, twins=False)
    twins, more = await _teach(ports, plan, seed, say, twins=True)
    cases = await _cases((*_AS_OURS, *BESIDE), friends, seed, plan.cases)
    about_twins = await _cases(TWINS, twins, seed, plan.cases)
    results = [await answer(ports, OURS, case, twins, seed) for of_one in about_twins.values() for case in of_one]
    for arm in ARMS:
        asked = [case for build in ASKED_OF[arm.key] for case in cases[build][: _count(arm, plan)]]
        began = time.perf_counter()
        results += [await answer(ports, arm, case, friends, seed) for case in asked]
        spent = time.perf_counter() - began
        say(f"seed {seed}, {arm.key}: {len(asked)} answers, {len(asked) / spent:.1f} a second")
    return Asked(tuple(results), lessons + more)


async def time_answers(ports: Ports, plan: Plan, seed: int) -> tuple[Result, ...]:
    """Answers to a memory of their own, for the seconds they take; the first of each kind warms up and is left out."""
    rng = Random(f"timing {seed}")
    members = draw_members(rng, _TIMED_MEMORY)
    memory, _ = await teach_by_talking(ports, f"evaluation:timing {seed}", members, rng)
    results: list[Result] = []
    for build in TIMED:
        cases = [await build(rng, members) for _ in range(1 + plan.timed)]
        results += [await answer(ports, OURS, case, memory, seed) for case in cases][1:]
    return tuple(results)


async def answer(ports: Ports, arm: Arm, case: Case, memory: Memory, seed: int) -> Result:
    """One case through one arm, scored."""
    owner = memory.owner if arm.remembers else f"{memory.owner}, nothing taught"
    said = await arm.talk(_ports_of(ports, arm, case, memory), owner, case.said)
    return Result(
        arm.key,
        case.cell,
        seed,
        score(case.expects, said.text, memory.names),
        case.said[-1].text,
        said.text,
        str(case.expects),
        said.asks_back,
        sureness(said.turn),
        said.first,
        said.total,
    )


def sureness(turn: Turn | None) -> float:
    """How sure the final verdict on a photo was; the similarity orders verdicts of the same tier."""
    seen = turn.seen if turn else ()
    return max((_TIERS[one.verdict] + one.similarity for one in seen), default=0.0)


def _ports_of(ports: Ports, arm: Arm, case: Case, memory: Memory) -> Ports:
    who = case.pretended or (case.shot.who if case.shot and arm.sight is Sight.TOLD else None)
    if who is not None and case.shot:
        looks = [memory.vectors[one] if one is not None else None for one in who]
        ports = told_ports(ports, case.shot.boxes, looks, truly=case.pretended is None)
    return ports if arm.pictures else without_pictures(ports)


def _count(arm: Arm, plan: Plan) -> int:
    return plan.cases if arm is OURS else plan.compared


async def _teach(ports: Ports, plan: Plan, seed: int, say: Say, *, twins: bool) -> tuple[Memory, Lessons]:
    owner = f"evaluation:{'twins' if twins else 'friends'} {seed}"
    rng = Random(owner)
    began = time.perf_counter()
    taught = await teach_by_talking(ports, owner, draw_members(rng, plan.memory, twins=twins), rng)
    spent = time.perf_counter() - began
    say(f"seed {seed}: taught {plan.memory} {'look-alikes' if twins else 'concepts'} by talking in {spent:.0f} s")
    return taught


async def _cases(builders: Sequence[Builder], memory: Memory, seed: int, count: int) -> dict[Builder, list[Case]]:
    """`count` cases of each kind, the same ones for the same kind at the same place."""
    cases: dict[Builder, list[Case]] = {}
    for place, build in enumerate(builders):
        rng = Random(f"cases {seed} {place}")
        cases[build] = [await build(rng, memory.members) for _ in range(count)]
    return cases
