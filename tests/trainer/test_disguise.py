"""Names and things spelt anew: the same wherever they stand, by any token but those that part a card."""

from copy import deepcopy
from itertools import islice
from random import Random

import pytest

from trainer.collate import Reader, Row, pack
from trainer.examples import Group, example_of, groups
from trainer.questions import some_questions, whether
from trainer.scenes import Shard
from trainer.situations import word_situation
from trainer.voice.disguise import Spellings, disguise


@pytest.fixture(scope="module")
def read(shard: Shard) -> list[Group]:
    return list(islice(groups(9, [shard], 6), 120))


def _disguised(group: Group, reader: Reader) -> tuple[Row, Row, list[list[int]]]:
    """The row before and after, and the names in it."""
    row = pack(group, reader)
    before, names = deepcopy(row), sorted({name for one in group for name in one.names})
    disguise(row, group, reader, Spellings.of(reader.tokenizer), Random(1))
    return before, row, [reader.text(name) for name in names]


def test_what_is_copied_is_still_what_stands_where_it_is_copied_from(read: list[Group], reader: Reader) -> None:
    changed = 0
    for group in read:
        before, row, _ = _disguised(group, reader)
        assert all(row.labels[source] == row.ids[target] for source, target in row.copies)
        changed += sum(before.labels[source] != row.labels[source] for source, _ in row.copies)
    assert changed > 100


def test_no_name_is_left_and_all_else_stays(read: list[Group], reader: Reader) -> None:
    for group in read:
        before, row, names = _disguised(group, reader)
        for name in names:
            assert not any(row.ids[at : at + len(name)] == name for at in range(len(row.ids)))
        things = [reader.text(told.thing) for one in group for told in one.told if told.thing]
        spelt = {token for words in (*names, *things) for token in words}
        assert all(old in spelt for old, new in zip(before.ids, row.ids, strict=True) if old != new)
        assert (row.positions, row.branches, row.slots) == (before.positions, before.branches, before.slots)


def test_a_thing_that_is_asked_about_is_spelt_as_in_its_fact(shard: Shard, reader: Reader) -> None:
    rng, spelt = Random(2), 0
    for about in (word_situation(rng, shard, (1,)) for _ in range(150)):
        for asked in some_questions(rng, about, 2, {whether: 1.0}):
            before, row, _ = _disguised([example_of(about, asked)], reader)
            if asked.kind == "whether: yes" and (
                told := next(one for one in about.cards[0].told if one.text in asked.answer)
            ):
                thing = reader.text(told.thing)
                at = [n for n in range(len(before.ids)) if before.ids[n : n + len(thing)] == thing]
                spellings = {tuple(row.ids[n : n + len(thing)]) for n in at}
                assert len(at) > 1
                assert len(spellings) == 1
                spelt += spellings != {tuple(thing)}
    assert spelt > 5


def test_half_of_the_things_are_spelt_anew_and_what_tells_the_topic_stays(read: list[Group], reader: Reader) -> None:
    kept = gone = 0
    for group in read:
        before, row, _ = _disguised(group, reader)
        for told in {told for one in group for told in one.told if told.text == f"loves {told.thing}"}:
            words = reader.text(told.text)
            at = next(at for at in range(len(before.ids)) if before.ids[at : at + len(words)] == words)
            assert row.ids[at] == words[0]
            same = row.ids[at : at + len(words)] == words
            kept, gone = kept + same, gone + (not same)
    assert kept > 3
    assert gone > 3


def test_an_age_stays_as_it_is_told(read: list[Group], reader: Reader) -> None:
    for group in read:
        before, row, _ = _disguised(group, reader)
        for told in {told for one in group for told in one.told if told.text.endswith("years old")}:
            words = reader.text(told.text)
            at = next(at for at in range(len(before.ids)) if before.ids[at : at + len(words)] == words)
            assert row.ids[at : at + len(words)] == words


def test_a_name_is_spelt_with_no_number_mark_or_special_token(reader: Reader) -> None:
    spellings = Spellings.of(reader.tokenizer)
    words = [str(reader.tokenizer.decode([token])) for token in (*spellings.first, *spellings.later)]
    assert len(words) > 500
    assert not any(character in word for word in words for character in '0123456789".,:;?!()\n|<>')


def test_words_begin_where_they_did(reader: Reader) -> None:
    spellings, name = Spellings.of(reader.tokenizer), reader.text("Uncle Tucker")
    first = set(spellings.first)
    assert [token in first for token in spellings.other(name, Random(2))] == [token in first for token in name]


def test_some_parts_of_a_spelling_stand_in_it_twice_and_words_begin_where_they_did(reader: Reader) -> None:
    spellings, rng = Spellings.of(reader.tokenizer), Random(1)
    words = [spellings.first[0], *spellings.later[:3], spellings.first[1], *spellings.later[:3]]
    made = [spellings.other(words, rng) for _ in range(200)]
    assert 80 < sum(len(set(other)) < len(other) for other in made) < 180
    assert all(
        (one in spellings.first) == (was in spellings.first)
        for other in made
        for one, was in zip(other, words, strict=True)
    )
