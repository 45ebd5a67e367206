"""What nothing tells is asked, too, and the one right answer is that it is not known."""

from dataclasses import replace
from random import Random

import pytest

from trainer.beyond import OF_THE_WORLD_UNKNOWN, ask_of_somebody, ask_of_the_world, ways_beyond
from trainer.questions import beyond, some_questions
from trainer.scenes import Shard
from trainer.situations import Told, followed, photo_situation, word_situation


def test_what_nothing_tells_of_somebody_is_not_known_about_them(shard: Shard) -> None:
    rng = Random(7)
    for about in (word_situation(rng, shard, (2, 3)) for _ in range(40)):
        for one in some_questions(rng, about, 5, {beyond: 1.0}):
            (card,) = (card for card in about.cards if any(name in one.question for name in card.names))
            assert one.answer == f"I don't know that about {card.name} yet."


def test_what_a_card_may_tell_after_all_is_not_asked(shard: Shard) -> None:
    rng = Random(7)
    (card,) = word_situation(rng, shard, (1,)).cards
    climbs = replace(card, told=(Told("habit", "climbs the curtains"),))
    about = replace(word_situation(rng, shard, (1,)), cards=(climbs,))
    asked = [one for _ in range(2_000) if (one := beyond(rng, about))]
    assert len(asked) > 1_000
    assert not [one for one in asked if "climb" in one.question]


def test_beside_a_photo_nobody_asks_what_sounds_like_whether_somebody_is_there(shard: Shard) -> None:
    rng = Random(7)
    abouts = [photo_situation(rng, shard) for _ in range(300)]
    asked = [(about, one.question) for about in abouts if (one := beyond(rng, about))]
    alike = [way for way in ways_beyond(of_somebody=True, split="train") if way.startswith("Is ")]
    assert len(asked) > 100
    assert len(alike) > 10
    for about, question in asked:
        names = [name for card in about.cards for name in card.names]
        assert not [way for way in alike for name in names if way.format(name=name)[1:] in question]


def test_nor_about_him_of_whom_was_spoken(shard: Shard) -> None:
    rng, by_name = Random(7), []
    for about in (word_situation(rng, shard, (2, 3)) for _ in range(40)):
        subject = about.cards[-1]
        later = followed(rng, about, "Who is that?", "Somebody.", subject)
        for one in some_questions(rng, later, 5, {beyond: 1.0}):
            assert one.answer == f"I don't know that about {subject.name} yet."
            by_name.append(any(name in one.question for name in subject.names))
    assert 0.3 < sum(by_name) / len(by_name) < 0.7


def test_with_nobody_known_one_can_still_ask_about_the_world(shard: Shard) -> None:
    asked = some_questions(Random(1), word_situation(Random(1), shard, (0,)), 200)
    assert {one.kind for one in asked} == {"name: unheard", "no photo", "at large"}
    assert {one.answer for one in asked if one.kind == "at large"} == {OF_THE_WORLD_UNKNOWN}


@pytest.mark.parametrize("of_somebody", [True, False])
def test_it_is_asked_for_other_things_in_the_test(of_somebody: bool) -> None:
    train, test = (set(ways_beyond(of_somebody=of_somebody, split=split)) for split in ("train", "test"))
    assert min(len(train), len(test)) > 10
    assert not train & test
    rng = Random(1)
    for _ in range(100):
        asked = ask_of_somebody(rng, "test", "Max") if of_somebody else ask_of_the_world(rng, "test")
        assert any(way.format(name="Max", him="Max")[1:] in asked for way in test)
        assert not any(way.format(name="Max", him="Max")[1:] in asked for way in train)
