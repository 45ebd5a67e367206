"""Names and things spelt with tokens drawn at random, so that copying is learnt for every token there is.

A token that stands in hardly any name or fact of the training split is read from a card but not written: of "Tucker"
comes "T", of "potter" "atheter". In a disguised row it is practised as often as any other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from transformers import PreTrainedTokenizerFast

from trainer.collate import Reader, Row
from trainer.examples import Group

_SPACE: Final = "Ġ"  # as byte-level BPE writes it
_THINGS: Final = 0.5  # of a disguised row are spelt anew
_REPEATED: Final = 0.15  # of a spelling's tokens stood in it before: the last token alone can't tell what follows
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

    def other(self, words: Sequence[int], rng: Random) -> list[int]:
        """Another spelling with the same number of tokens, words beginning where they did."""
        first, other = frozenset(self.first), list[int]()
        spelt: dict[bool, list[int]] = {True: [], False: []}
        for begins in (token in first for token in words):
            again = spelt[begins] and rng.random() < _REPEATED
            other.append(rng.choice(spelt[begins] if again else self.first if begins else self.later))
            spelt[begins].append(other[-1])
        return other

    def can_spell(self, words: Sequence[int]) -> bool:
        """Whether the words have no other tokens than these, and so may be spelt anew."""
        usable = frozenset((*self.first, *self.later))
        return all(token in usable for token in words)


def disguise(row: Row, group: Group, reader: Reader, spellings: Spellings, rng: Random) -> None:
    """Spell each name of the row's group anew wherever it stands, and half of the things that its facts tell.

    A thing is spelt anew only within its fact, in cards and answers, and where a question asks whether it is so. The
    row's marks stay true.
    """
    ids, labels = list(row.ids), list(row.labels)
    for wholes, part in _parts(group, reader, spellings, rng):
        other = spellings.other(part, rng)
        for whole, begin in wholes:
            for line, kept in ((ids, row.ids), (labels, row.labels)):
                for at in _found(line, whole):
                    kept[at + begin : at + begin + len(part)] = other


def _parts(
    group: Group, reader: Reader, spellings: Spellings, rng: Random
) -> Iterator[tuple[list[tuple[list[int], int]], list[int]]]:
    """What to spell anew, behind the words to look for, each with where in them it begins."""
    for name in sorted({name for example in group for name in example.names}):
        spelt = reader.text(name)
        yield [(spelt, 0)], spelt
    for told in sorted({told for example in group for told in example.told if told.thing}):
        thing = reader.text(told.thing)
        asked = sorted({one.phrase for one in group if one.phrase.endswith(f" {told.thing}")})
        wholes = [
            (whole, begin) for whole in map(reader.text, (told.text, *asked)) for begin in _found(whole, thing)[:1]
        ]
        if wholes and spellings.can_spell(thing) and rng.random() < _THINGS:
            yield wholes, thing


def _found(line: Sequence[int], part: Sequence[int]) -> list[int]:
    size, sought = len(part), list(part)
    places = range(len(line) - size + 1)
    return [at for at in places if line[at] == sought[0] and list(line[at : at + size]) == sought]
