"""How much is measured at each size."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Size = Literal["quick", "full"]
Say = Callable[[str], None]  # gets a line whenever a part is done


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of cases; all are per seed."""

    size: Size
    memory: int = 30  # concepts, when people are asked
    cases: int = 12  # per cell, for what is served
    compared: int = 5  # of these, for each other arm
    timed: int = 10  # per kind of question, with nothing else going on
    sizes: tuple[int, ...] = (10, 30, 100, 300, 500)  # of the memory, for the curve; also taught looks 1
    looks: tuple[int, ...] = (1, 3, 5)  # per concept, for the curve
    looks_memory: int = 300  # concepts, for that curve
    queries: int = 100  # members of whom a photo is asked about, for the curves; those of smaller memories again
    strangers: int = 60  # and of strangers
    crowds: int = 24  # photos of two and of four, for the detector and for K
    most_k: int = 5


PLANS: Final[dict[Size, Plan]] = {
    "quick": Plan("quick"),
    "full": Plan("full", cases=100, compared=60, timed=50, queries=300, strangers=200, crowds=100),
}
