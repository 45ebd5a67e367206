"""Which questions compare ages, and who is older by what was told."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from core.concepts import Concept, Fact
from core.intents import AskedOlder, asked_older, years_old
from core.paths.older import told_older

NAMES = ("Max", "Max the Second", "Bella", "O'Neil")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who is older, Max or Bella?", AskedOlder(("Max", "Bella"))),
        ("who's younger: bella or max", AskedOlder(("Bella", "Max"), young=True)),
        ("Is O'Neil or Max older?", AskedOlder(("O'Neil", "Max"))),
        ("Of Max and Bella, who is the older one?", AskedOlder(("Max", "Bella"))),
        ("Is Max older than Bella?", AskedOlder(("Max", "Bella"), than=True)),
        ("So Max the Second is younger than Bella?", AskedOlder(("Max the Second", "Bella"), young=True, than=True)),
        ("Is Max the older one, or is it Bella?", AskedOlder(("Max", "Bella"), than=True)),
        ("Who is the oldest?", AskedOlder()),
        ("which of my dogs is younger?", AskedOlder(young=True)),
        ("How much older is Max than Bella?", None),
        ("Is Max older than 3?", None),
        ("Is Max older than me?", None),
        ("Who is Max's older friend, Bella?", None),
        ("Who is older, Max, Bella or O'Neil?", None),
        ("Is Bella the older sister of Max?", None),
        ("Max is older", None),
        ("Who is old?", None),
        ("Why is Max older than Bella?", None),
    ],
)
def test_a_question_about_ages(question: str, asked: AskedOlder | None) -> None:
    assert asked_older(question, NAMES) == asked


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("is 3 years old", 3.0),
        ("is one year old", 1.0),
        ("is two and a half years old", 2.5),
        ("is 6 months old", 0.5),
        ("is 26 weeks old", 0.5),
        ("is a few months old", None),
        ("is 3 years old than", None),
        ("loves 3 years old cheese", None),
    ],
)
def test_an_age_is_counted_in_years(text: str, years: float | None) -> None:
    assert years_old(text) == years


def _is(name: str, kind: str, *facts: str, year: int = 2026) -> Concept:
    day = datetime(year, 1, 1, tzinfo=UTC)
    return Concept(uuid4(), name, kind, facts=tuple(Fact(uuid4(), "fact", text, day) for text in facts))


KNOWN = (
    _is("Max", "dog", "loves cheese", "is 3 years old"),
    _is("Bella", "cat", "is 30 months old"),
    _is("Rex", "dog", "is three years old"),
    _is("Luna", "bird"),
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is older, Max or Bella?", "Max is older."),
        ("Who is younger, Max or Bella?", "Bella is younger."),
        ("Is Max older than Bella?", "Yes, Max is older."),
        ("Is Bella older than Max?", "No, Max is older."),
        ("Is Bella younger than Max?", "Yes, Bella is younger."),
        ("Who is older, Max or Rex?", "Max and Rex are equally old."),
        ("Is Max older than Rex?", "No, Max and Rex are equally old."),
        ("Which of my dogs is older?", "Max and Rex are equally old."),
        ("Who is older, Max or Luna?", None),
        ("Who is the oldest?", None),
        ("Who loves cheese, Max or Bella?", None),
    ],
)
def test_two_ages_that_were_told_are_compared(question: str, told: str | None) -> None:
    assert told_older(question, KNOWN) == told


def test_the_oldest_of_three_is_told_where_all_ages_were() -> None:
    known = (*KNOWN[:2], _is("Nora", "aunt", "is 70 years old"))
    assert told_older("Who is the oldest?", known) == "Nora is the oldest."
    assert told_older("And who is the youngest of them?", known) == "Bella is the youngest."


def test_who_was_told_to_be_three_two_years_ago_is_five() -> None:
    known = (_is("Max", "dog", "is 3 years old", year=2024), _is("Bella", "cat", "is 4 years old"))
    assert told_older("Who is older, Max or Bella?", known) == "Max is older."
