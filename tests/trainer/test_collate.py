"""What is learnt, and from what: the mask, the packing, the marks, and that training reads what serving reads."""

from itertools import islice

import pytest
import torch
from transformers import LlavaProcessor

from trainer.collate import IGNORED, Reader, Row, in_colour, loss_mask, pack
from trainer.examples import Group, groups
from trainer.scenes import Shard
from trainer.voice.batch import batch_of


@pytest.fixture(scope="module")
def read(shard: Shard) -> list[Group]:
    return list(islice(groups(6, [shard], 6), 40))


@pytest.fixture(scope="module")
def rows(read: list[Group], reader: Reader) -> list[Row]:
    return [pack(group, reader) for group in read]


def test_reads_the_ids_that_the_served_processor_makes(read: list[Group], reader: Reader, voice: str) -> None:
    processor = LlavaProcessor.from_pretrained(voice)
    for group in read[:12]:
        prompt = group[0].prompt
        text = processor.apply_chat_template(
            prompt.messages(lambda photo: {"type": "image"}), add_generation_prompt=True, tokenize=False
        )
        pictures = [photo.image() for photo in prompt.pictures]
        made = processor(text=[text], images=pictures or None, return_tensors="pt", add_special_tokens=False)
        assert made["input_ids"][0].tolist() == reader.prompt(prompt)


def test_an_answer_is_the_same_ids_alone_and_behind_its_prompt(read: list[Group], reader: Reader) -> None:
    for one in (example for group in read for example in group):
        prompt = reader.prompt(one.prompt)
        messages = one.prompt.messages(lambda photo: {"type": "image"})
        text = reader.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        assert isinstance(text, str)
        whole = text.replace("<image>", "<image>" * reader.per_picture) + one.answer + "<|im_end|>"
        assert reader.text(whole) == prompt + reader.answer(one.answer)


def test_a_name_is_the_same_ids_on_its_card_and_as_the_first_word_of_an_answer(reader: Reader) -> None:
    name = reader.text("Anna-Maria")
    for text in ("Card 1: Anna-Maria (dog).", "Anna-Maria is sleeping.", "who?\nAnna-Maria"):
        ids = reader.text(text)
        assert any(ids[at : at + len(name)] == name for at in range(len(ids)))


def test_the_mask_is_exactly_the_answer_and_its_end(read: list[Group], reader: Reader) -> None:
    for one in read[0]:
        learnt = [token for token, is_learnt in loss_mask(one, reader) if is_learnt]
        assert str(reader.tokenizer.decode(learnt)).strip() == f"{one.answer}<|im_end|>"
        assert [token for token, is_learnt in loss_mask(one, reader) if not is_learnt] == reader.prompt(one.prompt)


def test_each_branch_of_a_row_is_the_whole_example(read: list[Group], rows: list[Row], reader: Reader) -> None:
    for group, row in zip(read, rows, strict=True):
        for branch, one in enumerate(group, 1):
            seen = [at for at, of in enumerate(row.branches) if of in (0, branch)]
            whole = reader.prompt(one.prompt) + reader.answer(one.answer)
            assert [row.ids[at] for at in seen] == whole[:-1]
            assert [row.positions[at] for at in seen] == list(range(len(whole) - 1))
            learnt = [row.labels[at] for at in seen if row.labels[at] != IGNORED]
            assert learnt == reader.answer(one.answer)


def test_every_picture_of_a_row_has_its_place_once(read: list[Group], rows: list[Row], reader: Reader) -> None:
    for group, row in zip(read, rows, strict=True):
        places = {place + offset for place in row.slots for offset in range(reader.per_picture)}
        assert places == {at for at, token in enumerate(row.ids) if token == reader.picture}
        assert len(row.pictures) == len(row.slots)
        if all(one.prompt.pictures == group[0].prompt.pictures for one in group):
            assert tuple(row.pictures) == group[0].prompt.pictures


def test_pictures_that_differ_are_never_shared(read: list[Group], rows: list[Row]) -> None:
    """The crops of a comparison stand in its branches, behind the one reference."""
    compared = [(group, row) for group, row in zip(read, rows, strict=True) if group[0].kind.startswith("compare")]
    assert compared
    for group, row in compared:
        reference = group[0].prompt.pictures[0]
        if len({one.prompt.pictures[1] for one in group}) > 1:
            assert row.pictures == [reference, *(one.prompt.pictures[1] for one in group)]
            assert [row.branches[slot] for slot in row.slots] == [0, *range(1, len(group) + 1)]


def test_the_words_behind_a_crop_point_back_at_it(rows: list[Row], reader: Reader) -> None:
    lines = [(row, *line) for row in rows for line in row.lines]
    assert len(lines) > 50
    for row, first, last, crop, same in lines:
        assert first == crop + reader.per_picture
        assert {row.branches[place] for place in range(crop, last + 1)} == {row.branches[crop]}
        assert any((crop, reference, same) in row.pairs for reference in row.slots)
        assert str(reader.tokenizer.decode(row.ids[first : last + 1])).strip().startswith("is cut from the photo")


def test_marks_point_from_a_crop_to_its_reference(read: list[Group], rows: list[Row]) -> None:
    checked = 0
    for group, row in zip(read, rows, strict=True):
        at = dict(zip(row.slots, row.pictures, strict=True))
        told = {
            (one.prompt.pictures[pair.crop], one.prompt.pictures[pair.reference], pair.same)
            for one in group
            for pair in one.pairs
        }
        assert {(at[crop], at[reference], same) for crop, reference, same in row.pairs} == told
        checked += len(told)
    assert checked > 20


def test_a_copied_name_is_read_where_the_same_token_stands(rows: list[Row]) -> None:
    copies = [(row, source, target) for row in rows for source, target in row.copies]
    assert len(copies) > 100
    for row, source, target in copies:
        assert row.labels[source] == row.ids[target]
        assert target <= source


def test_an_age_is_looked_up_where_a_card_tells_it(shard: Shard, reader: Reader) -> None:
    rows = [pack(group, reader) for group in islice(groups(7, [shard], 6, words_only=1.0), 60)]
    known = {(id(row), place): value for row in rows for place, value in row.numbers}
    lookups = [(row, source, target) for row in rows for source, target in row.lookups]
    assert len(lookups) > 20
    for row, source, target in lookups:
        count, unit = str(reader.tokenizer.decode(row.ids[target - 6 : target + 1])).split()[-2:]
        years = int(count) / {"year": 1, "month": 12, "week": 52}[unit.rstrip("s")]
        assert known[id(row), target] == known[id(row), source] == pytest.approx(10 * years**0.5, rel=0.02)
        assert row.branches[target] in (0, row.branches[source])


def test_every_word_of_a_fact_points_at_the_name_on_its_card(
    read: list[Group], rows: list[Row], reader: Reader
) -> None:
    checked = 0
    for group, row in zip(read, rows, strict=True):
        told = [(reader.text(one.name)[0], reader.text(one.text)) for one in group[0].told]
        for name, fact in told:
            words = [(word, at) for word, at in row.owners if row.ids[at] == name and row.ids[word] in fact]
            assert len(words) >= len(fact)
            assert all(at < word for word, at in words)
            checked += 1
        assert len(row.owners) == sum(len(fact) for _, fact in told)
    assert checked > 20


def test_no_branch_sees_another_nor_what_comes_later(rows: list[Row]) -> None:
    batch = batch_of(rows[:4])
    seen = batch.mask[:, 0] == 0
    own = batch.branches[:, :, None] == batch.branches[:, None, :]
    shared = (batch.branches == 0)[:, None, :]
    assert not (seen & ~(own | shared)).any()
    assert not torch.triu(seen, 1).any()
    assert seen.any(-1).all()


def test_shows_one_example_with_what_is_learnt_in_colour(read: list[Group], reader: Reader) -> None:
    one = next(example for group in read for example in group if example.prompt.pictures)
    shown = in_colour(one, reader)
    assert shown.count("▣") == len(one.prompt.pictures)
    learnt = "".join(piece.split("\x1b[0m")[0] for piece in shown.split("\x1b[30;42m")[1:])
    assert learnt.strip() == f"{one.answer}<|im_end|>"
