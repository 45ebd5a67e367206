"""The table of kinds: every being and thing of the drawn world, by the word a person would use."""

from types import MappingProxyType
from typing import Final

from trainer.world.beasts import BEASTS
from trainer.world.birds import BIRDS
from trainer.world.people import FOLK
from trainer.world.things import THINGS
from trainer.world.toys import TOYS

KINDS: Final = MappingProxyType({kind.word: kind for kind in (*BEASTS, *BIRDS, *FOLK, *TOYS, *THINGS)})
PEOPLE: Final = frozenset(kind.word for kind in FOLK)
