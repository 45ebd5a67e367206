"""All rows of one evaluation by section: one per arm, then what lies beneath the answers; and the goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from trainer.evaluation.arms import ARMS, OURS, PAPER
from trainer.evaluation.asking import Asked, Result
from trainer.evaluation.cells import Rows, answer_rows, names_rows, open_set_rows
from trainer.evaluation.detecting import Crowds
from trainer.evaluation.intervals import Estimate, shares
from trainer.evaluation.seeing import Curves, Stage

Sections = dict[str, Rows]

RETRIEVAL: Final = "retrieval"
DETECTOR: Final = "detector"
TEACHING: Final = "teaching"
_MISTAKES: Final = 4  # kept per cell of what is served, to be read


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row should reach; `at_most` where less is better. `field` is where others stand, on their own data."""

    title: str
    section: str
    row: str
    value: float
    field: str = "–"
    at_most: bool = False

    def met(self, found: Estimate) -> bool:
        """Whether the value is reached; the interval tells how surely."""
        return found.value <= self.value if self.at_most else found.value >= self.value


GOALS: Final = (
    Goal("caption F1, 1 concept in 30", OURS.key, "caption, 1: F1", 0.97, "RAP 0.950 of 45"),
    Goal("caption F1, 2 concepts", OURS.key, "caption, 2: F1", 0.96, "RePIC 0.957 with retrieval"),
    Goal("caption F1, 4 concepts", OURS.key, "caption, 4: F1", 0.85, "RePIC 0.710 with oracle, 0.192 with retrieval"),
    Goal(
        "recognition, weighted, look-alikes in",
        OURS.key,
        "recognition, weighted",
        0.98,
        "RAP 0.980 (by name only), R2P 0.940",
    ),
    Goal("visual questions", OURS.key, "visual questions", 0.95, "RAP-Phi3 0.941"),
    Goal("text questions", OURS.key, "text questions", 0.97, "RAP 0.938"),
    Goal(
        "says the name though the reference is wrong",
        OURS.key,
        "wrong reference",
        0.10,
        "RAP 0.92 to 0.98, RePIC 0.72",
        at_most=True,
    ),
    Goal(
        "stranger named falsely at 95 % recall",
        OURS.key,
        "final verdict: strangers named at 95% recall",
        0.03,
        "nobody reports it",
        at_most=True,
    ),
    Goal("retrieval top-1 of 300, one look", RETRIEVAL, "300 concepts, 1 look: top-1", 0.95),
    Goal("retrieval top-1 of 300, three looks", RETRIEVAL, "300 concepts, 3 looks: top-1", 0.98),
    Goal("detector recall at IoU 0.5", DETECTOR, "recall at IoU 0.5", 0.97),
)
LESS_IS_BETTER: Final = frozenset(
    {"wrong reference", "wrong reference, look-alike", "who is this, stranger", "what is Max doing, not there"}
)


def sections_of(asked: Sequence[Asked], curves: Sequence[Curves], crowds: Sequence[Crowds]) -> Sections:
    """Every row; one entry of each sequence per seed."""
    answers = answer_rows([result for seed in asked for result in seed.results])
    return {
        **{arm.key: answers[arm.key] for arm in ARMS},
        RETRIEVAL: _retrieval(curves, crowds),
        DETECTOR: _detector(crowds),
        TEACHING: _teaching(asked),
    }


Standing = Literal["ahead", "level", "behind"]


def compared(sections: Sections) -> list[tuple[str, Estimate, Estimate, Standing]]:
    """Every row that ours and the paper's rules share, and how ours stands in it. Nobody is ahead of a perfect one."""
    ours, paper = sections[OURS.key], sections[PAPER.key]
    rows = [row for row in ours if row in paper and row != "asks back"]
    return [(row, ours[row], paper[row], _standing(row, ours[row].value, paper[row].value)) for row in rows]


def mistakes(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The first few wrong answers of each cell of what is served, word for word."""
    kept: list[dict[str, Any]] = []
    for cell in dict.fromkeys(result.cell for result in results):
        wrong = [one for one in results if one.arm == OURS.key and one.cell == cell and not _right(one)]
        kept += [
            {"cell": cell, "seed": one.seed, "asked": one.asked, "answered": one.answered, "expected": one.expected}
            for one in wrong[:_MISTAKES]
        ]
    return kept


def _right(result: Result) -> bool:
    if isinstance(result.score, bool):
        return result.score != (result.cell in LESS_IS_BETTER)
    right, said, present = result.score
    return right == said == present


def _standing(row: str, ours: float, paper: float) -> Standing:
    if ours == paper:
        return "level"
    return "ahead" if (ours < paper) == (row in LESS_IS_BETTER) else "behind"


def _retrieval(curves: Sequence[Curves], crowds: Sequence[Crowds]) -> Rows:
    rows: Rows = {}
    for stages in zip(*(one.by_memory for one in curves), strict=True):
        rows |= _stage_rows(stages)
    for stages in zip(*(one.by_looks for one in curves), strict=True):
        rows |= _stage_rows(stages)
    for size in curves[0].by_colours:
        rows[f"{size} concepts, 1 look: top-1 by colours alone"] = shares([one.by_colours[size] for one in curves])
    for top in crowds[0].by_k:
        rows |= names_rows(f"a crowd, the paper's K = {top}", [one.by_k[top] for one in crowds])
    rows |= names_rows("a crowd, ours, sure", [one.sure for one in crowds])
    rows |= names_rows("a crowd, ours, sure and maybe", [one.maybe for one in crowds])
    return rows


def _stage_rows(stages: Sequence[Stage]) -> Rows:
    of = f"{stages[0].concepts} concepts, {stages[0].looks} look{'s' if stages[0].looks > 1 else ''}"
    rows = {
        f"{of}: top-1": shares([stage.first for stage in stages]),
        f"{of}: sure and right": shares([stage.sure_right for stage in stages]),
        f"{of}: sure and wrong": shares([stage.sure_wrong for stage in stages]),
        f"{of}: in doubt": shares([stage.doubtful for stage in stages]),
        f"{of}: strangers surely named": shares([stage.strange_named for stage in stages]),
        f"{of}: look-alikes surely named": shares([stage.alike_named for stage in stages]),
    }
    known = [stage.known for stage in stages]
    for who, scores in (
        ("", [stage.strange for stage in stages]),
        ("look-alikes, ", [stage.alike for stage in stages]),
    ):
        rows |= {f"{of}: {who}{row}": value for row, value in open_set_rows(known, scores).items()}
    return rows


def _detector(crowds: Sequence[Crowds]) -> Rows:
    return {
        "recall at IoU 0.5": shares([one.found for one in crowds]),
        "precision at IoU 0.5": shares([one.proposals for one in crowds]),
        "proposals that are scenery": shares([one.scenery for one in crowds]),
    }


def _teaching(asked: Sequence[Asked]) -> Rows:
    def share(kept: str, said: str) -> Estimate:
        pairs = [(getattr(one.lessons, kept), getattr(one.lessons, said)) for one in asked]
        return shares([[place < hits for place in range(n)] for hits, n in pairs])

    return {
        "photo kept under its name": share("concepts_kept", "concepts"),
        "fact kept": share("facts_kept", "facts"),
        "had to ask which being is meant": share("asked_which", "concepts"),
    }
