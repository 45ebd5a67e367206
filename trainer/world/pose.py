"""What a drawer is told beside the identity: how the being holds itself and what it wears today."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from trainer.world.pen import Pen

Split = Literal["train", "test"]


class Pose(NamedTuple):
    """One moment of a being: its action, the turn of its head in degrees, and the seed of the clothes of the day."""

    action: str
    turn: float = 0.0
    outfit: int = 0

    @property
    def asleep(self) -> bool:
        """Whether the eyes are shut."""
        return self.action == "sleeps"


Traits = Any  # a NamedTuple of the kind's own module: strings are discrete traits, floats proportions, ints placements


class Kind(NamedTuple):
    """A kind of being or thing: the word for it, what its traits may be, how it is drawn and how it is told.

    `draw` draws it in units of which a standing dog is 100 high, facing right, feet at (0, 0), y downwards.
    """

    word: str
    traits: type
    choices: dict[str, tuple[str, ...]]
    accessory: str  # the discrete trait that does not count for the split
    distinct: tuple[tuple[str, str], ...]  # pairs of traits that must not have the same colour
    draw: Callable[[Pen, Traits, Pose], None]
    words: Callable[[Traits], tuple[str, ...]]
    actions: tuple[str, ...]
    size: float  # how large it is drawn beside a dog
