"""Who there is: identities from a seed, the split they belong to, and look-alikes on demand."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import cast

from trainer.world.kinds import KINDS, PEOPLE
from trainer.world.pose import Kind, Split, Traits

_TEST_OF = 8  # one hash in eight belongs to the test split


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody or something that stays itself in every scene: its kind, by the word a person uses, and its traits."""

    kind: str
    traits: Traits

    def traits_in_words(self) -> tuple[str, ...]:
        """What can be seen of it, as short phrases: "brown coat", "white spots", "red collar"."""
        return KINDS[self.kind].words(self.traits)

    @property
    def human(self) -> bool:
        """Whether it is a person."""
        return self.kind in PEOPLE


def split_of(identity: Identity) -> Split:
    """The split that the identity belongs to, by its kind and its discrete traits without the accessory."""
    kind = KINDS[identity.kind]
    seen = [str(getattr(identity.traits, trait)) for trait in kind.choices if trait != kind.accessory]
    return _split_of_text("|".join((identity.kind, *seen)))


@lru_cache(maxsize=65536)
def _split_of_text(text: str) -> Split:
    digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
    return "test" if int.from_bytes(digest, "big") % _TEST_OF == 0 else "train"


def draw_identity(seed: int, kind: str | None = None, split: Split = "train") -> Identity:
    """An identity of the split, of the given kind or of any; the same one for the same seed."""
    rng = Random(f"identity {seed} {split} {kind}")
    while True:
        word = kind or rng.choice(tuple(KINDS))
        identity = Identity(word, _some_traits(rng, KINDS[word]))
        if split_of(identity) == split:
            return identity


def _some_traits(rng: Random, kind: Kind) -> Traits:
    drawn: dict[str, str | float | int] = {}
    for trait, meaning in kind.traits.__annotations__.items():
        if trait in kind.choices:
            drawn[trait] = _choose(rng, kind, trait)
        else:
            drawn[trait] = rng.randrange(4096) if meaning is int else round(rng.uniform(0.84, 1.16), 3)
    while any(drawn[one] == drawn[other] for one, other in kind.distinct):
        drawn |= {other: rng.choice(kind.choices[other]) for _, other in kind.distinct}
    return kind.traits(**drawn)


def _choose(rng: Random, kind: Kind, trait: str) -> str:
    options = kind.choices[trait]
    bare = options[0] == "none" and len(options) > 3 and rng.random() < 0.4  # many people wear no hat
    return "none" if bare else rng.choice(options)


def look_alike(identity: Identity, seed: int) -> Identity:
    """An identity of the same split that differs from this one in exactly one trait that can be seen."""
    kind = KINDS[identity.kind]
    rng = Random(f"look-alike {seed}")
    traits = list(kind.choices)
    rng.shuffle(traits)
    for trait in (*traits, kind.accessory):  # a changed accessory never changes the split
        options = [option for option in kind.choices[trait] if option != getattr(identity.traits, trait)]
        rng.shuffle(options)
        for option in options:
            other = Identity(identity.kind, identity.traits._replace(**{trait: option}))
            if _is_sound(other, kind) and split_of(other) == split_of(identity):
                return other
    raise AssertionError("every kind has an accessory that can change")


def _is_sound(identity: Identity, kind: Kind) -> bool:
    return all(
        cast(str, getattr(identity.traits, one)) != getattr(identity.traits, other) for one, other in kind.distinct
    )
