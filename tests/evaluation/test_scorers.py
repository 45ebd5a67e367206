"""Scorers decide what is claimed of a model, so the traps that others fell into are each a test here."""

import pytest

from trainer.evaluation.scorers import (
    Counts,
    abstains,
    action_told,
    count_names,
    holds,
    names_mentioned,
    names_said,
    place_told,
    yes_or_no,
    yes_said,
)

KNOWN = ("Max", "Bella", "Sir Hugo", "Snow", "李雷", "नेहा", "Anna-Maria", "Anna", "Mo", "Łukasz")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Max is sleeping at the beach.", {"Max"}),
        ("max is here", {"Max"}),
        ("MAX!", {"Max"}),
        ("That's Max's ball and Bella’s bowl.", {"Max", "Bella"}),
        ("sir  hugo is reading a book", {"Sir Hugo"}),
        ("Hugo is reading a book", set()),  # half a name is not the name
        ("Maximilian is running with Almax.", set()),  # a name inside another word
        ("The moon is out.", set()),  # Mo
        ("This is Anna-Maria.", {"Anna-Maria"}),  # and not Anna
        ("This is Anna-Lena.", set()),
        ("This is Anna - Max is away.", {"Anna", "Max"}),
        ("Max, Max and Max.", {"Max"}),
        ("<Max> is running.", {"Max"}),
        ("这是李雷。", {"李雷"}),
        ("नेहा is dancing", {"नेहा"}),
        ("łukasz is here", {"Łukasz"}),
        ("", set()),
    ],
)
def test_a_name_is_a_span_of_whole_words(text: str, said: set[str]) -> None:
    assert names_said(text, KNOWN) == said


def test_a_name_that_is_an_ordinary_word_counts_only_as_it_is_spelled() -> None:
    assert names_said("Max is running in the snow.", KNOWN) == {"Max"}
    assert names_said("Snow is running in the snow.", KNOWN) == {"Snow"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("That is not Max. I don't know this one yet.", set()),
        ("No, this is Bella.", {"Bella"}),
        ("This is Bella, not Max.", {"Bella"}),
        ("I don't see Max here, but Bella is sleeping.", {"Bella"}),
        ("I'm not sure. Is this Max?", set()),
        ("This is Bella.\nI'm not sure about one: is Max in it, too?", {"Bella"}),
        ("Max is not sleeping.", {"Max"}),  # something is denied of Max, not that it is Max
        ("I don’t know Max and Bella yet.", set()),
    ],
)
def test_who_is_denied_or_asked_about_is_not_named(text: str, said: set[str]) -> None:
    assert names_said(text, KNOWN) == said


def test_a_denied_name_is_still_a_mention() -> None:
    assert names_mentioned("That is not Max.", KNOWN) == {"Max"}


def test_a_name_said_twice_is_one_right_name() -> None:
    assert count_names("Max sits. Max sleeps. Bella too.", ["Max", "Mo"], KNOWN) == Counts(right=1, said=2, present=2)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes, this is Max.", True),
        ("yes", True),
        ("No, that is not Max.", False),
        ("No.", False),
        ("No, this is Bella.", False),
        ("I don't see Max here.", False),
        ("That is not Max.", False),
        ("This is Max.", True),
        ("", None),  # an empty answer is no answer
        ("I don't know this one yet.", None),
        ("I'm not sure. Is this Max?", None),
        ("No, this is Max.", None),  # says both
        ("Yes, that is not Max.", None),
        ("Norbert is sleeping.", None),  # begins with No, and is no no
    ],
)
def test_yes_and_no_are_read_by_what_is_said_of_the_name(text: str, answer: bool | None) -> None:
    assert yes_or_no(text, "Max") is answer


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Yes, Max loves cheese.", True),
        ("yes!", True),
        ("No, Max hates cheese.", False),
        ("I only know that Max loves cheese.", None),
        ("Yesterday Max ate cheese.", None),
        ("", None),
    ],
)
def test_a_yes_or_a_no_is_the_first_word(text: str, yes: bool | None) -> None:
    assert yes_said(text) is yes


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Max is sleeping.", "sleeps"),
        ("Max is sleeping and Bella is running at the beach.", "sleeps"),
        ("Bella is running and Max is playing with a ball.", "plays with a ball"),
        ("It is lying on its side.", "lies"),
        ("Max is lying upside down.", "lies upside down"),
        ("Max is sitting, sleeping, running and eating.", None),  # everything at once is no answer
        ("Bella is running.", None),  # about somebody else
        ("", None),
    ],
)
def test_an_action_must_be_told_of_the_one_who_was_asked_about(text: str, action: str | None) -> None:
    assert action_told(text, "Max", KNOWN) == action


def test_a_place_is_told_once_and_a_name_is_no_place() -> None:
    assert place_told("Max is at the beach.", KNOWN) == "beach"
    assert place_told("Snow is in the kitchen.", KNOWN) == "kitchen"
    assert place_told("Max is in the city at night.", KNOWN) == "city at night"
    assert place_told("In the park or the garden.", KNOWN) is None
    assert place_told("I don't see Max here.", KNOWN) is None


@pytest.mark.parametrize(
    ("text", "thing", "held"),
    [
        ("Max loves tennis balls.", "tennis balls", True),
        ("Max is afraid of dark.", "the dark", True),  # the truth's article may be missing
        ("Max is 12 years old.", "2 years", False),
        ("", "A", False),  # the SQuAD normaliser of the field takes both for the empty string
        ("A", "A", True),
        ("Max does not live in Oslo.", "Oslo", False),
        ("I don't know where Max lives yet.", "Oslo", False),
    ],
)
def test_a_fact_is_held_as_whole_words_that_are_claimed(text: str, thing: str, held: bool) -> None:
    assert holds(text, thing) is held


def test_saying_that_it_does_not_know_is_told_from_answering() -> None:
    assert abstains("I don't know how old Max is yet.", "Max")
    assert abstains("I don't know Max's age.", "Max")
    assert abstains("I'm not sure.")
    assert abstains("I can't tell.")
    assert abstains("You did not tell me.")
    assert not abstains("Max is 3 years old.")
    assert not abstains("No, Max did not go out today.")
    assert not abstains("I don't see Max here.")
    assert not abstains("I don't know Max yet.", "Max")
