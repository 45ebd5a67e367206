"""What a fact is about decides what it supersedes."""

import pytest

from core.intents import topic_of


@pytest.mark.parametrize(
    "predicate",
    [
        *("was born on 3 May", "was born in 2019", "was born in May", "was born last winter", "was born two years ago"),
        *("was born on Christmas Eve", "was born in Lisbon on 3 May", "has his birthday in June"),
    ],
)
def test_when_somebody_was_born_is_one_day(predicate: str) -> None:
    assert topic_of(predicate) == ("birthday", True)


@pytest.mark.parametrize(
    "predicate", ["was born in Lisbon", "was born on a farm", "was born near Porto", "was born in Mayo"]
)
def test_where_somebody_was_born_is_one_place(predicate: str) -> None:
    assert topic_of(predicate) == ("birthplace", True)


def test_how_somebody_was_born_is_one_trait_of_many() -> None:
    assert topic_of("was born deaf") == ("trait", False)
