"""Names spelt with tokens drawn at random, so that copying is learnt for every token there is.

A token that stands in hardly any name of the training split is read from a card but not written: of "Tucker" comes
"T". In a disguised row it is practised as often as any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from transformers import PreTrainedTokenizerFast

from trainer.collate import Row

_SPACE: Final = "Ġ"  # as byte-level BPE writes it
_STRUCTURE: Final = frozenset("0123456789\".,:;?!()'-|<>Ċ")  # what keeps cards and answers apart


@dataclass(frozen=True, slots=True)
class Spellings:
    """The tokens a name may be spelt with: none that is special, a number or a mark that parts a card."""

    first: tuple[int, ...]  # of a word
    later: tuple[int, ...]

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerFast) -> "Spellings":
        """All those of a tokenizer."""
        special = {*tokenizer.all_special_ids, int(tokenizer.vocab["<image>"])}
        plain = {token: number for token, number in tokenizer.vocab.items() if number not in special}
        usable = sorted((number, token) for token, number in plain.items() if not _STRUCTURE & set(token))
        return cls(
            tuple(number for number, token in usable if token.startswith(_SPACE) and token != _SPACE),
            tuple(number for number, token in usable if not token.startswith(_SPACE)),
        )

    def other(self, name: Sequence[int], rng: Random) -> list[int]:
        """Another spelling with the same number of tokens, words beginning where they did."""
        first = frozenset(self.first)
        return [rng.choice(self.first if token in first else self.later) for token in name]


def disguise(row: Row, names: Iterable[Sequence[int]], spellings: Spellings, rng: Random) -> None:
    """Spell each name of the row anew wherever it stands; the row's marks stay true."""
    ids, labels = list(row.ids), list(row.labels)
    for name in names:
        other = spellings.other(name, rng)
        for line, kept in ((ids, row.ids), (labels, row.labels)):
            for at in _found(line, name):
                kept[at : at + len(name)] = other


def _found(line: Sequence[int], part: Sequence[int]) -> list[int]:
    size, sought = len(part), list(part)
    places = range(len(line) - size + 1)
    return [at for at in places if line[at] == sought[0] and list(line[at : at + size]) == sought]
