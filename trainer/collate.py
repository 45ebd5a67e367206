"""Examples -> token ids, loss mask and what helps a small model to learn: where its attention should go.

A group of examples shares a prefix (cards, pictures, photo); each example is a branch behind it with positions of its
own, and no branch sees another. So one row of a batch is exactly as many separate prompts, read once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transformers import PreTrainedTokenizerFast

from core.photos import Photo
from core.prompt import Prompt
from trainer.examples import Example, Group

IGNORED: Final = -100  # what torch's cross entropy ignores
_RESET, _DIM, _LEARNT = "\x1b[0m", "\x1b[2m", "\x1b[30;42m"


@dataclass(frozen=True, slots=True)
class Reader:
    """Spells prompts and answers as token ids, in the way the served model's processor does."""

    tokenizer: PreTrainedTokenizerFast
    per_picture: int  # tokens

    @property
    def picture(self) -> int:
        """The id that stands for one token of a picture."""
        return int(self.tokenizer.vocab["<image>"])

    @property
    def newline(self) -> frozenset[int]:
        """The ids that end a line."""
        return frozenset(self.tokenizer("Max\n\n", add_special_tokens=False)["input_ids"][-2:])

    def prompt(self, prompt: Prompt) -> list[int]:
        """The ids of a prompt, up to where the answer begins."""
        messages = prompt.messages(lambda photo: {"type": "image"})
        text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        assert isinstance(text, str)
        return self.text(text.replace("<image>", "<image>" * self.per_picture))

    def answer(self, answer: str) -> list[int]:
        """The ids of an answer and of the token that ends it."""
        return [*self.text(answer), int(self.tokenizer.eos_token_id)]

    def text(self, text: str) -> list[int]:
        """The ids of words as they stand."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])


@dataclass(slots=True)
class Row:
    """One group, packed. All positions count from 0 within the row.

    `labels` has at each place the id that is to follow there, IGNORED where nothing is to be learnt.
    """

    ids: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)  # 0 for the shared prefix
    labels: list[int] = field(default_factory=list)
    pictures: list[Photo] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)  # where each picture's tokens begin
    kinds: list[str] = field(default_factory=list)  # of branch 1, 2, ...
    cards: list[int] = field(default_factory=list)
    copies: list[tuple[int, int]] = field(default_factory=list)  # from, to: read the word there to write it here
    pairs: list[tuple[int, int, bool]] = field(default_factory=list)  # crop, reference, same
    lines: list[tuple[int, int, int, bool]] = field(default_factory=list)  # words behind it: first, last, crop, same
    actions: list[tuple[int, str]] = field(default_factory=list)  # the end of the line behind a crop
    places: list[tuple[int, str]] = field(default_factory=list)
    owners: list[tuple[int, int]] = field(default_factory=list)  # a word of a fact, whose it is
    lookups: list[tuple[int, int]] = field(default_factory=list)  # from, to: read the number there to know it here
    numbers: list[tuple[int, float]] = field(default_factory=list)  # a place where an age is known, and it


def pack(group: Group, reader: Reader) -> Row:
    """A group as one row."""
    prompts = [reader.prompt(example.prompt) for example in group]
    shared = _shared(group, prompts, reader)
    row = Row()
    _extend(row, prompts[0][:shared], 0, 0)
    for branch, (example, prompt) in enumerate(zip(group, prompts, strict=True), 1):
        _branch(row, branch, example, prompt[shared:], shared, reader)
    return row


def loss_mask(example: Example, reader: Reader) -> list[tuple[int, bool]]:
    """Each token of one example, and whether it is learnt: those of the answer are, and nothing else."""
    return [(token, False) for token in reader.prompt(example.prompt)] + [
        (token, True) for token in reader.answer(example.answer)
    ]


def in_colour(example: Example, reader: Reader) -> str:
    """One example as the model reads it: what is learnt is marked, each picture is one sign."""
    said: list[str] = []
    pictures = 0
    for token, learnt in loss_mask(example, reader):
        if token == reader.picture:
            pictures += 1
            if pictures % reader.per_picture == 1:
                said.append(f"{_DIM}▣{reader.per_picture}{_RESET}")
            continue
        word = reader.tokenizer.backend_tokenizer.id_to_token(token) if token < 4 else reader.tokenizer.decode([token])
        said.append(f"{_LEARNT}{word}{_RESET}" if learnt else f"{_DIM}|{_RESET}{word}")
    return "".join(said)


def _shared(group: Group, prompts: Sequence[list[int]], reader: Reader) -> int:
    """How many ids all prompts begin with, up to the first picture that is not the same in all.

    The last id of each prompt stays its own, so that a branch is never empty.
    """
    first = prompts[0]
    shortest = min(len(prompt) for prompt in prompts) - 1
    equal = next((at for at in range(shortest) if any(prompt[at] != first[at] for prompt in prompts)), shortest)
    pictures = [example.prompt.pictures for example in group]
    same = next((n for n, seen in enumerate(zip(*pictures, strict=False)) if any(one != seen[0] for one in seen)), None)
    if same is None:
        return equal
    return min(equal, _starts(first, range(len(first)), reader)[same])


def _starts(ids: Sequence[int], places: Sequence[int], reader: Reader) -> list[int]:
    """Where each picture's tokens begin."""
    picture = reader.picture
    return [place for place in places if ids[place] == picture][:: reader.per_picture]


def _extend(row: Row, ids: Sequence[int], branch: int, position: int) -> None:
    row.ids += ids
    row.positions += range(position, position + len(ids))
    row.branches += [branch] * len(ids)
    row.labels += [IGNORED] * len(ids)


def _branch(row: Row, branch: int, example: Example, rest: list[int], shared: int, reader: Reader) -> None:
    begin = len(row.ids)
    answer = reader.answer(example.answer)
    _extend(row, [*rest, *answer[:-1]], branch, shared)  # nothing follows the last token
    at = begin + len(rest) - 1
    row.labels[at : at + len(answer)] = answer
    row.kinds.append(example.kind)
    row.cards.append(example.cards)
    seen = [*range(shared), *range(begin, begin + len(rest))]
    if branch == 1 or reader.picture in rest:
        _mark_pictures(row, example, seen, begin if branch > 1 else 0, reader)
    row.copies += _copies(row, example, seen, at, answer, reader)
    if branch == 1:
        _mark_owners(row, example, seen, reader)
    _mark_numbers(row, example, seen, reader)


def _mark_pictures(row: Row, example: Example, seen: list[int], begin: int, reader: Reader) -> None:
    """Note where the pictures from `begin` on are, and what is true of them."""
    starts = _starts(row.ids, seen, reader)
    ends = [_line_end(row, start + reader.per_picture, seen[-1], reader) for start in starts]
    fresh = [number for number, start in enumerate(starts) if start >= begin]
    row.slots += [starts[number] for number in fresh]
    row.pictures += [example.prompt.pictures[number] for number in fresh]
    for pair in example.pairs:
        if pair.crop in fresh:
            crop, reference = starts[pair.crop], starts[pair.reference]
            row.pairs.append((crop, reference, pair.same))
            row.lines.append((crop + reader.per_picture, ends[pair.crop], crop, pair.same))
    row.actions += [(ends[number], action) for number, action in example.actions if number in fresh]
    if example.place and example.place[0] in fresh:
        row.places.append((ends[example.place[0]], example.place[1]))


def _line_end(row: Row, start: int, last: int, reader: Reader) -> int:
    return next((place for place in range(start, last) if row.ids[place] in reader.newline), last)


def _copies(
    row: Row, example: Example, seen: list[int], at: int, answer: list[int], reader: Reader
) -> list[tuple[int, int]]:
    """For every name and fact in the answer: where it stands last before it, token by token."""
    ids = [row.ids[place] for place in seen]
    copies = []
    for text in example.copied:
        spelt = reader.text(text)
        source, target = _last(ids, spelt), _last(answer, spelt)
        if source is not None and target is not None:
            copies += [(at + target + offset, seen[source + offset]) for offset in range(len(spelt))]
    return copies


def _mark_owners(row: Row, example: Example, seen: list[int], reader: Reader) -> None:
    """Note whose each fact is: from its words to the first token of the name before them."""
    ids = [row.ids[place] for place in seen]
    for told in example.told:
        spelt = reader.text(told.text)
        start = _last(ids, spelt)
        owner = _last(ids[:start], reader.text(told.name)) if start is not None else None
        if start is not None and owner is not None:
            row.owners += [(seen[start + offset], seen[owner]) for offset in range(len(spelt))]


def _mark_numbers(row: Row, example: Example, seen: list[int], reader: Reader) -> None:
    """Note where a card tells a number ("is 12 years old": at "years"), whose it is, and where the question names them.

    A name is found by its first token: no two names of a prompt share a word.
    """
    ids = [row.ids[place] for place in seen]
    for number in example.numbers:
        name, start = reader.text(number.name), _last(ids, reader.text(number.words))
        asked, owner = _last(ids, name), _last(ids[:start], name) if start is not None else None
        if start is None or asked is None or owner is None:
            continue
        known = start + len(reader.text(number.begin)) - 1
        row.numbers.append((seen[known], number.value))
        if (whose := (seen[known], seen[owner])) not in row.owners:
            row.owners.append(whose)
        if asked > known + len(reader.text(number.words)):
            row.numbers.append((seen[asked], number.value))
            row.lookups.append((seen[asked], seen[known]))


def _last(ids: Sequence[int], part: Sequence[int]) -> int | None:
    """Where `part` begins for the last time."""
    size = len(part)
    return next((at for at in range(len(ids) - size, -1, -1) if list(ids[at : at + size]) == list(part)), None)
