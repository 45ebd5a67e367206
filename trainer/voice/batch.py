"""Rows -> tensors, padded on the right; every mark becomes indices into [row, place]."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from random import Random
from typing import Any, Final

import torch
from torch import Tensor

from core.photos import Photo
from trainer.collate import IGNORED, Row
from trainer.world import ACTION_WORDS, PLACES

ACTIONS: Final = tuple(ACTION_WORDS)
PLACE_WORDS: Final = tuple(PLACES)
_SORTED_OVER = 6  # batches whose rows are sorted by length together, so that little is padding


@dataclass(frozen=True, slots=True)
class Batch:
    """B rows of T places. Marks are long tensors [M, n] whose first column is the row and second the place."""

    ids: Tensor  # [B, T]
    positions: Tensor  # [B, T]
    mask: Tensor  # [B, 1, T, T] 0 where the first may look at the second, -inf elsewhere
    labels: Tensor  # [B, T]
    branches: Tensor  # [B, T]
    pictures: tuple[Photo, ...]
    slots: Tensor  # [P, 2]
    copies: Tensor  # [M, 3] row, from, to
    pairs: Tensor  # [M, 4] row, crop, reference, same
    lines: Tensor  # [M, 4] row, place, crop, same
    actions: Tensor  # [M, 3] row, place, number of the action
    places: Tensor  # [M, 3] row, place, number of the place
    owners: Tensor  # [M, 3] row, from, to
    lookups: Tensor  # [M, 3] row, from, to
    numbers: Tensor  # [M, 2] row, place
    values: Tensor  # [M] the number that is known there
    kinds: tuple[tuple[str, ...], ...]  # of each row's branches
    cards: tuple[tuple[int, ...], ...]

    def on(self, device: torch.device) -> "Batch":
        """The same on another device."""
        held = ((one.name, getattr(self, one.name)) for one in fields(self))
        moved: dict[str, Any] = {name: value.to(device) for name, value in held if isinstance(value, Tensor)}
        return replace(self, **moved)


def batch_of(rows: Sequence[Row]) -> Batch:
    """Rows of different length as one batch."""
    longest = max(len(row.ids) for row in rows)

    def padded(values: Callable[[Row], list[int]], fill: int) -> Tensor:
        return torch.tensor([values(row) + [fill] * (longest - len(row.ids)) for row in rows])

    branches = padded(lambda row: row.branches, -1)
    return Batch(
        ids=padded(lambda row: row.ids, 0),
        positions=padded(lambda row: row.positions, 0),
        mask=_mask(branches),
        labels=padded(lambda row: row.labels, IGNORED),
        branches=branches,
        pictures=tuple(picture for row in rows for picture in row.pictures),
        slots=_marks(2, ((b, slot) for b, row in enumerate(rows) for slot in row.slots)),
        copies=_marks(3, ((b, *copy) for b, row in enumerate(rows) for copy in row.copies)),
        pairs=_marks(4, ((b, *pair) for b, row in enumerate(rows) for pair in row.pairs)),
        lines=_marks(
            4,
            (
                (b, place, crop, same)
                for b, row in enumerate(rows)
                for first, last, crop, same in row.lines
                for place in range(first, last + 1)
            ),
        ),
        actions=_marks(3, ((b, at, ACTIONS.index(word)) for b, row in enumerate(rows) for at, word in row.actions)),
        places=_marks(3, ((b, at, PLACE_WORDS.index(word)) for b, row in enumerate(rows) for at, word in row.places)),
        owners=_marks(3, ((b, *owner) for b, row in enumerate(rows) for owner in row.owners)),
        lookups=_marks(3, ((b, *lookup) for b, row in enumerate(rows) for lookup in row.lookups)),
        numbers=_marks(2, ((b, place) for b, row in enumerate(rows) for place, _ in row.numbers)),
        values=torch.tensor([value for row in rows for _, value in row.numbers]),
        kinds=tuple(tuple(row.kinds) for row in rows),
        cards=tuple(tuple(row.cards) for row in rows),
    )


def batches(rows: Iterator[Row], tokens: int, seed: int) -> Iterator[Batch]:
    """Batches of at most about `tokens` places each, padding included, of rows of like length."""
    rng = Random(seed)
    while pool := list(islice(rows, _SORTED_OVER * max(1, tokens // 400))):
        cut = list(_cut(sorted(pool, key=lambda row: len(row.ids)), tokens))
        rng.shuffle(cut)
        yield from map(batch_of, cut)


def _cut(rows: Sequence[Row], tokens: int) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        if held and (len(held) + 1) * len(row.ids) > tokens:
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def _mask(branches: Tensor) -> Tensor:
    """Each place sees the shared prefix and its own branch, up to itself; padding sees itself."""
    size = branches.shape[1]
    earlier = torch.ones(size, size, dtype=torch.bool).tril()
    own = branches[:, :, None] == branches[:, None, :]
    seen = earlier & (own | (branches[:, None, :] == 0))
    return torch.zeros(seen.shape).masked_fill(~seen, torch.finfo(torch.float32).min)[:, None]


def _marks(width: int, marks: Iterable[tuple[int, ...]]) -> Tensor:
    return torch.tensor(list(marks), dtype=torch.long).reshape(-1, width)
