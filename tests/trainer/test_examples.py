"""Examples tell the truth, keep the splits apart, and read back as other trainers read them."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pytest

from core.concepts import Likeness
from core.ports import Thresholds
from core.prompt import build_prompt
from trainer.examples import Example, example_of, groups, save
from trainer.phrasings import ask, split_of_wording
from trainer.questions import OF_AGES, TOPICS, WEIGHTS, doing_it, known_fact, some_questions, whether
from trainer.scenes import Shard, draw_shard
from trainer.situations import Situation, doubted_situations, photo_situation, word_situation
from trainer.world import ACTION_WORDS, PLACE_PHRASES, Split, fact, facts
from trainer.world.facts import TOPICS as WORLD_TOPICS


@pytest.fixture(scope="module")
def situations(shard: Shard) -> list[Situation]:
    rng = Random(3)
    return [photo_situation(rng, shard) for _ in range(150)]


@pytest.fixture(scope="module")
def read(shard: Shard) -> list[Example]:
    return [example for group in islice(groups(2, [shard], 8), 250) for example in group]


def answers(about: Situation, kind: str, seed: int = 1) -> list[str]:
    return [one.answer for one in some_questions(Random(seed), about, 40) if one.kind.startswith(kind)]


def test_who_names_all_that_are_there_and_nobody_else(situations: list[Situation]) -> None:
    checked = 0
    for about in situations:
        for answer in answers(about, "who"):
            said = answer.removeprefix(f"That is not {about.mistaken[0].name}." if about.mistaken else "")
            assert {card.name for card in about.cards if card.name in said} == {card.name for card in about.present}
            checked += 1
    assert checked > 100


def test_a_wrong_reference_is_answered_with_not(situations: list[Situation]) -> None:
    checked = 0
    for about in situations:
        for card in about.mistaken:
            assert card.sighting is not None
            said = {one.answer for one in some_questions(Random(1), about, 40) if card.name in one.question}
            seen = {answer for answer in said if answer.startswith(("That is", "No, that is"))}
            assert seen <= {f"That is not {card.name}.", f"No, that is not {card.name}."}
            checked += len(seen)
    assert checked > 30


def test_a_doubted_card_is_right_in_half_of_its_photos_and_its_owner_in_no_other(shard: Shard) -> None:
    rng = Random(4)
    rights: list[bool] = []
    for about in (one for _ in range(40) for one in doubted_situations(rng, shard, 5)):
        (card,) = about.cards
        assert about.scene is not None
        assert card.sighting in about.scene.seen
        assert card.known.crop == card.sighting.crop != card.known.reference
        (owner,) = {
            sighting.identity
            for scene in shard.scenes
            for sighting in scene.seen
            if sighting.crop == card.known.reference
        }
        assert card.same == (owner in {sighting.identity for sighting in about.scene.seen})
        assert {*about.strangers, card.sighting} == set(about.scene.seen)
        rights.append(card.same)
    assert 0.35 < sum(rights) / len(rights) < 0.65


def test_most_cards_beside_a_crop_tell_what_was_measured_and_the_others_ask(shard: Shard) -> None:
    rng, crops = Random(8), sum(len(scene.seen) for scene in shard.scenes)
    alike = shard.looked_at(np.ones((crops, 1), np.float32), Thresholds(sure=0.5, maybe=0.5, margin=0, certain=0.9))
    abouts = [photo_situation(rng, alike) for _ in range(200)] + doubted_situations(rng, alike, 100)
    told = [card.known.likeness for about in abouts for card in about.cards if card.sighting]
    assert set(told) == {Likeness.JUST_LIKE, None}
    assert 0.6 < told.count(Likeness.JUST_LIKE) / len(told) < 0.8
    assert all(card.known.likeness is None for about in abouts for card in about.cards if not card.sighting)


def test_what_somebody_does_and_where_is_what_was_drawn(situations: list[Situation]) -> None:
    checked = 0
    for about in situations:
        assert about.scene is not None
        for answer in answers(about, "caption"):
            assert answer.endswith(f" {PLACE_PHRASES[about.scene.place]}.")
            for card in about.present:
                assert card.sighting is not None
                assert f"{card.name} {ACTION_WORDS[card.sighting.action][1]}" in answer
                checked += 1
    assert checked > 60


def test_a_fact_is_told_as_it_stands_on_the_card(shard: Shard) -> None:
    rng, checked = Random(1), 0
    for _ in range(60):
        about = word_situation(rng, shard)
        for answer in answers(about, "fact"):
            told = [f"{card.name} {one.text}." for card in about.cards for one in card.told if one.topic]
            assert answer in told or answer.startswith("I don't know ")
            checked += 1
    assert checked > 60


def test_whether_something_is_so_is_answered_with_what_is_told(shard: Shard) -> None:
    rng, kinds = Random(7), Counter[str]()
    for about in (word_situation(rng, shard, (1,)) for _ in range(400)):
        (card,) = about.cards
        facts_of = {one.text: one.thing for one in card.told if one.topic}
        for one in some_questions(rng, about, 8, {whether: 1.0}):
            kinds[one.kind] += 1
            yes, no, only = (one.answer.startswith(begin) for begin in ("Yes, ", "No, ", "I only know that "))
            told = re.sub(f"^(Yes, |No, |I only know that ){re.escape(card.name)} ", "", one.answer).removesuffix(".")
            assert (told in facts_of) == (yes or no or only) != one.answer.startswith("I don't know ")
            is_asked = told in facts_of and f" {facts_of[told]}?" in one.question
            assert is_asked == (one.kind in ("whether: yes", "whether: opposite")) == bool(one.phrase)
            assert yes == (one.kind == "whether: yes")
            assert one.phrase in one.question
    assert min(kinds[f"whether: {how}"] for how in ("yes", "other", "opposite", "unknown")) > 20


def test_beside_a_photo_nobody_asks_what_sounds_like_whether_somebody_is_there(situations: list[Situation]) -> None:
    rng = Random(1)
    assert not [one for about in situations if (one := whether(rng, about))]


def test_up_to_six_facts_are_told_of_somebody(shard: Shard) -> None:
    rng = Random(1)
    counts = {
        sum(bool(one.topic) for one in card.told) for _ in range(200) for card in photo_situation(rng, shard).cards
    }
    assert counts == {0, 1, 2, 3, 4, 6}


def test_who_is_called_by_a_second_name_is_answered_with_the_first(shard: Shard) -> None:
    rng, checked = Random(8), 0
    for _ in range(120):
        about = word_situation(rng, shard, (1,))
        (card,) = about.cards
        for asked in some_questions(rng, about, 20):
            if any(alias in asked.question for alias in card.names[1:]):
                said = re.sub("^(Yes, |No, |I only know that )", "", asked.answer)
                assert said.startswith((f"{card.name} ", "I don't"))
                assert card.names[1] not in asked.answer
                checked += 1
    assert checked > 30


def ages_told(about: Situation) -> dict[str, float]:
    """The weeks of everybody whose age a card tells."""
    weeks = {"year": 52.0, "month": 4.33, "week": 1.0}
    told = {card.name: age.text.split()[1:3] for card in about.cards if (age := card.knows("age"))}
    return {name: int(number) * weeks[unit.rstrip("s")] for name, (number, unit) in told.items()}


def test_the_oldest_one_is_the_one_with_most_weeks(shard: Shard) -> None:
    rng, checked = Random(2), 0
    for _ in range(120):
        about = word_situation(rng, shard)
        ages = ages_told(about)
        for answer in answers(about, "oldest"):
            assert answer == f"{max(ages, key=lambda name: ages[name])} is the oldest."
            checked += 1
    assert checked > 10


def test_yes_is_said_where_the_one_asked_about_is_older_and_no_where_the_other_is(shard: Shard) -> None:
    rng, said = Random(3), []
    for _ in range(120):
        about = word_situation(rng, shard, (2, 3))
        ages, names = ages_told(about), {called: card.name for card in about.cards for called in card.names}
        for one in some_questions(Random(1), about, 40):
            if one.kind == "older than":
                asked, other = sorted(
                    (called for called in names if called in one.question), key=lambda called: one.question.find(called)
                )[:2]
                is_older = ages[names[asked]] > ages[names[other]]
                said.append(is_older)
                assert one.answer == (f"Yes, {names[asked]} is older." if is_older else f"No, {names[other]} is older.")
    assert 0.3 < sum(said) / len(said) < 0.7


@pytest.mark.parametrize("split", ["train", "test"])
def test_no_age_is_told_in_both_splits(shard: Shard, split: Split) -> None:
    rng, ours = Random(5), replace(shard, split=split)
    told = [age.text for _ in range(300) for c in word_situation(rng, ours).cards if (age := c.knows("age"))]
    theirs = {fact(seed, "test" if split == "train" else "train", "age").text for seed in range(8000)}
    assert len(told) > 100
    assert not theirs & {*told}
    assert sum("year" in age for age in told) > 0.6 * len(told)


def test_an_age_weighs_more_among_the_young(shard: Shard) -> None:
    rng, checked = Random(2), 0
    for about in (word_situation(rng, shard) for _ in range(120)):
        for asked in some_questions(rng, about, 10, OF_AGES):
            for number in example_of(about, asked).numbers:
                years = ages_told(about)[number.name] / 52
                assert number.value == pytest.approx(10 * years**0.5)
                checked += 1
    assert checked > 100


def test_a_crowd_is_of_so_many_most_of_them_known_and_its_caption_names_those(shard: Shard) -> None:
    rng, checked, known = Random(4), 0, []
    for count in (2, 3, 4) * 20:
        about = photo_situation(rng, shard, count)
        known += [True] * len(about.present) + [False] * len(about.unknown)
        for answer in answers(about, "caption"):
            assert all((f"{card.name} " in answer) == card.same for card in about.cards)
            checked += len(about.present) > 1
    assert checked > 20
    assert 0.7 < sum(known) / len(known) < 0.95


def test_an_instruction_inside_a_fact_changes_no_answer(read: list[Example]) -> None:
    spoken = ("BANANA", "HACKED", "ignore your instructions", "is the system now")
    prompts = [
        " ".join(part for said in one.prompt.said for part in said.parts if isinstance(part, str)) for one in read
    ]
    assert any("ignore your instructions" in words for words in prompts)
    assert not any(word in one.answer for one in read for word in spoken)


def test_every_kind_of_the_paper_and_what_it_misses_is_there(read: list[Example]) -> None:
    kinds = Counter(one.kind for one in read)
    wanted = {
        *("who", "who: nobody", "who: wrong reference", "is: yes", "is: absent", "is: wrong reference", "caption"),
        *("description", "doing", "doing: not there", "where", "fact", "fact: unknown", "fact by sight"),
        *("fact, later turn", "older", "name: unheard", "no photo", "object", "compare: same", "compare: different"),
    }
    assert wanted <= set(kinds)
    assert {one.cards for one in read} >= {1, 2, 3, 4}


def test_some_are_spelt_as_the_paper_spells_them(read: list[Example]) -> None:
    papers = [one for one in read if one.kind.startswith("paper's prompt")]
    assert len(papers) > 30
    for one in papers:
        assert one.prompt.said[0].role == "user", "it has no system text"
        words = "".join(part for said in one.prompt.said for part in said.parts if isinstance(part, str))
        assert words.count("Name: <") == one.cards <= 2
        assert not one.pairs
        assert all(f"<{name}>" in one.answer for name in one.names if name in one.answer)
    pictured = [one for one in papers if one.place]
    assert pictured
    assert all(one.prompt.said[0].parts[0] is one.prompt.pictures[0] for one in pictured)


def test_the_pairs_are_a_reference_and_the_crop_beside_it(read: list[Example]) -> None:
    assert all(pair.crop == pair.reference + 1 for one in read for pair in one.pairs)
    same = [pair.same for one in read for pair in one.pairs]
    assert 0.3 < sum(same) / len(same) < 0.9


def test_a_superseded_fact_is_answered_from_the_card(read: list[Example]) -> None:
    later = [one for one in read if len(one.prompt.said) > 2 and one.kind == "fact"]
    assert later
    for one in later:
        card = "".join(part for part in one.prompt.said[-1].parts if isinstance(part, str))
        told = one.answer.removesuffix(".")
        assert any(told == f"{name} {said}" for name in one.names for said in card.split('"')[1::2])


def test_nothing_of_the_test_split_is_trained_on(read: list[Example]) -> None:
    test = draw_shard(9, 20, "test", size=128)
    tested = [one for group in islice(groups(2, [test], 8), 120) for one in group]
    assert not {name for one in read for name in one.names} & {name for one in tested for name in one.names}


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize("kind", ["who", "is", "caption", "doing", "about", "nobody"])
def test_a_wording_belongs_to_one_split(kind: str, split: Split) -> None:
    rng = Random(kind)
    asked = {ask(rng, kind, split, name="{name}") for _ in range(60)}
    assert len(asked) > 15
    assert {split_of_wording(way) for way in asked} == {split}


def test_every_topic_of_the_world_can_be_asked_about() -> None:
    assert set(TOPICS) == set(WORLD_TOPICS)
    assert {one.topic for seed in range(200) for one in facts(seed, 3)} <= set(TOPICS)


def test_habits_are_asked_about_more_often_than_anything_else(situations: list[Situation]) -> None:
    rng = Random(1)
    asked = [one.question for about in situations * 8 for one in some_questions(rng, about, 1, {known_fact: 1.0})]
    habits, jobs = (
        sum(any(word in question for word in words) for question in asked)
        for words in (("habit", "always do"), ("job", "like to be"))
    )
    assert habits > jobs > 0


def test_prompts_are_built_by_core_alone(situations: list[Situation]) -> None:
    about = situations[0]
    asked = some_questions(Random(1), about, 1)[0]
    assert example_of(about, asked).prompt == build_prompt(
        asked.question,
        [card.known for card in about.cards],
        photo=about.photo,
        strangers=[one.crop for one in about.strangers],
    )


def test_rows_read_back_with_a_picture_for_every_image_part(read: list[Example], tmp_path: Path) -> None:
    assert save(iter(read[:40]), tmp_path) == 40
    rows = [json.loads(line) for line in (tmp_path / "examples.jsonl").read_text().splitlines()]
    for row, one in zip(rows, read, strict=False):
        parts = [part for message in row["messages"] for part in message["content"]]
        assert sum(part["type"] == "image" for part in parts) == len(row["images"])
        assert row["messages"][-1] == {"role": "assistant", "content": [{"type": "text", "text": one.answer}]}
        kept = [(tmp_path / path).read_bytes() for path in row["images"]]
        assert kept == [picture.jpeg for picture in one.prompt.pictures]


def test_the_same_seed_asks_the_same(shard: Shard) -> None:
    def first() -> list[Example]:
        return [one for group in islice(groups(4, [shard], 5), 10) for one in group]

    assert first() == first()


def test_every_asker_finds_something_to_ask(shard: Shard, situations: list[Situation]) -> None:
    rng = Random(1)
    wordy = [word_situation(rng, shard) for _ in range(150)]
    for asker in WEIGHTS:
        assert any(asker(rng, about) for about in [*situations, *wordy]), asker.__name__


def test_of_one_there_was_talk_of_who_is_not_in_the_photo_it_is_said_that_they_are_not(shard: Shard) -> None:
    checked = 0
    for about in (photo_situation(Random(seed), shard) for seed in range(40)):
        for card in (card for card in about.cards if not card.sighting):
            asked = doing_it(Random(1), replace(about, subject=card))
            assert asked is not None
            assert (asked.kind, asked.answer) == ("doing: not there", f"I don't see {card.name} here.")
            checked += 1
    assert checked > 3
