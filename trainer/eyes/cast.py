"""Who appears before the eyes: identities in three parts that never mix, chains of look-alikes, and their labels.

`train` teaches, `validation` calibrates, `test` is only ever measured. The world knows train and test; validation is
held back from train here, by the same rule: a hash over the kind and the discrete traits but the accessory.
"""

import hashlib
from collections.abc import Callable
from random import Random
from typing import Final, Literal

from trainer.world import KINDS, PLACES, TEST_PLACES, Identity, draw_identity, look_alike, split_of

Part = Literal["train", "validation", "test"]
Cast = Literal["chains", "strangers", "pairs"]

_VALIDATION_OF = 24  # one hash in 24 of the world's train split is held back
_ALIKE = 0.6  # of the neighbours in a chain, this many differ in one trait only; the others share the kind
_TWINS = 48  # look-alikes tried of one identity before another one is drawn: most have no held-out one in a given trait

KIND_WORDS: Final = tuple(KINDS)
TRAITS: Final[dict[str, tuple[str, ...]]] = {
    trait: tuple(sorted({option for kind in KINDS.values() for option in kind.choices.get(trait, ())}))
    for trait in sorted({trait for kind in KINDS.values() for trait in kind.choices})
}
ACTIONS: Final = tuple(sorted({action for kind in KINDS.values() for action in kind.actions}))
PLACE_WORDS: Final = tuple(place for place in PLACES if place not in TEST_PLACES)
UNLABELLED: Final = -100  # what torch's cross entropy ignores


def part_of(identity: Identity) -> Part:
    """The part an identity belongs to; the same on every machine."""
    if split_of(identity) == "test":
        return "test"
    kind = KINDS[identity.kind]
    seen = [str(getattr(identity.traits, trait)) for trait in kind.choices if trait != kind.accessory]
    digest = hashlib.blake2b("|".join(("held back", identity.kind, *seen)).encode(), digest_size=4).digest()
    return "validation" if int.from_bytes(digest, "big") % _VALIDATION_OF == 0 else "train"


def draw_cast(cast: Cast, seed: int, part: Part, count: int, chain: int = 8) -> list[Identity]:
    """`count` identities of a part: all strangers to each other, in pairs of look-alikes, or in chains of `chain`."""
    rng = Random(f"cast {cast} {seed} {part}")
    drawn: list[Identity] = []
    while len(drawn) < count:
        if cast == "pairs":
            drawn.extend(_pair(rng, part))
            continue
        first = _draw(rng, part)
        drawn.append(first)
        if cast == "chains":
            for _ in range(chain - 1):
                drawn.append(_alike(rng, drawn[-1], part) if rng.random() < _ALIKE else _draw(rng, part, first.kind))
    return drawn[:count]


def _pair(rng: Random, part: Part) -> tuple[Identity, Identity]:
    """Two who differ in a trait drawn first: a changed accessory never leaves the part, another trait mostly does."""
    kind = rng.choice(KIND_WORDS)
    trait = rng.choice([trait for trait, options in KINDS[kind].choices.items() if len(options) > 1])
    while True:
        first = _draw(rng, part, kind)
        for _ in range(_TWINS):
            second = look_alike(first, rng.getrandbits(48))
            if part_of(second) == part and getattr(second.traits, trait) != getattr(first.traits, trait):
                return first, second


def _draw(rng: Random, part: Part, kind: str | None = None) -> Identity:
    split: Literal["train", "test"] = "test" if part == "test" else "train"
    return _first(lambda: draw_identity(rng.getrandbits(48), kind, split), part)


def _alike(rng: Random, identity: Identity, part: Part) -> Identity:
    return _first(lambda: look_alike(identity, rng.getrandbits(48)), part)


def _first(draw: Callable[[], Identity], part: Part) -> Identity:
    while True:
        identity = draw()
        if part_of(identity) == part:
            return identity


def trait_labels(identity: Identity) -> list[int]:
    """For each of TRAITS, the number of its value, or UNLABELLED where the kind has no such trait."""
    has = KINDS[identity.kind].choices
    return [
        options.index(getattr(identity.traits, trait)) if trait in has else UNLABELLED
        for trait, options in TRAITS.items()
    ]
