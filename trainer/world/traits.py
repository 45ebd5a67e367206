"""The traits of those that more than one module draws: strings are discrete, floats proportions, ints placements."""

from typing import NamedTuple


class Beast(NamedTuple):
    """The traits of a four-legged friend. `places` decides where spots, stripes and patches lie on its body."""

    coat: str
    second: str
    pattern: str
    ears: str
    tail: str
    neck: str
    hat: str
    build: float
    head: float
    legs: float
    places: int


class Person(NamedTuple):
    """The traits of a person that the clothes don't change."""

    skin: str
    hair: str
    style: str
    beard: str
    glasses: str
    jewelry: str
    hat: str
    build: float
    head: float
    tall: float


class Made(NamedTuple):
    """The traits of a made thing; what `part` and `detail` are is the kind's own matter."""

    body: str
    second: str
    shape: str
    motif: str
    ink: str
    part: str
    detail: str
    build: float
