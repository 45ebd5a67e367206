"""Names, facts and the words for what is seen; and that the test split's own never occur in training."""

import pytest

from trainer.world import ACTION_WORDS, KINDS, PLACE_PHRASES, PLACES, article, fact, facts, name, name_split
from trainer.world.facts import TOPICS


def test_names_of_the_test_split_never_occur_in_training() -> None:
    train = {name(seed).casefold() for seed in range(6000)}
    test = {name(seed, "test").casefold() for seed in range(6000)}
    assert not train & test
    assert {name_split(word) for word in test} == {"test"}


def test_there_are_more_names_than_two_hundred_thousand() -> None:
    drawn = [name(seed) for seed in range(20_000)]
    repeated = len(drawn) - len(set(drawn))  # names on lists come again; the others hardly ever
    assert repeated < 0.5 * len(drawn)
    made_up = [word for word in set(drawn) if drawn.count(word) == 1]
    assert len(made_up) > 9_000


def test_names_have_one_to_four_words_and_come_in_many_scripts() -> None:
    drawn = [name(seed) for seed in range(4000)]
    assert {len(word.replace("-", " ").split()) for word in drawn} == {1, 2, 3, 4}
    assert any("\u4e00" <= word[0] <= "\u9fff" for word in drawn)
    assert any("\u0400" <= word[0] <= "\u04ff" for word in drawn)


def test_what_test_facts_are_about_never_occurs_in_training_facts() -> None:
    train = {fact(seed).thing for seed in range(8000)}
    test = {fact(seed, "test").thing for seed in range(8000)}
    assert not train & test


def test_half_of_the_ages_are_those_of_the_young_and_one_is_only_learnt() -> None:
    train, test = ([fact(seed, split, "age").text for seed in range(2000)] for split in ("train", "test"))
    for ages in (train, test):
        assert 0.5 < sum(int(age.split()[1]) <= 15 for age in ages) / len(ages) < 0.65
    assert {age for age in train if age.startswith("is 1 ")} == {
        f"is 1 {unit} old" for unit in ("year", "month", "week")
    }
    assert not [age for age in test if age.startswith("is 1 ")]


@pytest.mark.parametrize("split", ["train", "test"])
def test_every_topic_has_several_facts_in_both_splits(split: str) -> None:
    for topic in TOPICS:
        drawn = {fact(seed, "test" if split == "test" else "train", topic) for seed in range(200)}
        assert {one.topic for one in drawn} == {topic}
        assert len({one.thing for one in drawn}) >= 2, topic


def test_facts_of_one_being_have_different_topics_and_repeat_with_their_seed() -> None:
    assert len({one.topic for one in facts(3, 5)}) == 5
    assert facts(3, 5) == facts(3, 5)
    assert facts(3, 5) != facts(4, 5)


def test_a_fact_reads_on_after_a_name_and_holds_its_thing() -> None:
    for seed in range(300):
        one = fact(seed)
        assert one.thing in one.text
        assert one.text.split()[0].endswith("s")
        assert one.text == one.text.strip()


def test_a_habit_to_train_on_begins_with_any_verb_but_those_of_the_test_split() -> None:
    train = {fact(seed, "train", "habit").text.split()[0] for seed in range(2000)}
    test = {fact(seed, "test", "habit").text.split()[0] for seed in range(2000)}
    others = {fact(seed, "train", topic).text.split()[0] for topic in TOPICS for seed in range(50) if topic != "habit"}
    assert len(train) > 300
    assert not train & test
    assert train & others <= {"eats"}, "a listed habit; no verb that is made up to begin with may tell another topic"


def test_the_words_of_a_fact_stand_one_space_apart() -> None:
    for seed in range(400):
        one = fact(seed, "test")
        assert (one.text, one.thing) == (" ".join(one.text.split()), " ".join(one.thing.split()))


def test_every_action_and_place_has_its_words() -> None:
    assert {action for kind in KINDS.values() for action in kind.actions} == set(ACTION_WORDS)
    assert set(PLACES) == set(PLACE_PHRASES)


def test_the_article_suits_the_noun() -> None:
    assert article("apple") == "an apple"
    assert article("dog") == "a dog"
