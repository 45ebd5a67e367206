"""Which questions are about sides, and who is on which side of a photo."""

from uuid import uuid4

import pytest
from PIL import Image

from core.concepts import Concept, Match, Reason, Verdict
from core.intents import AskedSide, asked_side
from core.paths.sides import told_side
from core.photos import Box, photo_of
from core.retrieval import Sight

NAMES = ("Max", "Max the Second", "Bella", "Anna-Maria", "O'Neil")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is Max left or right of Bella?", AskedSide("Max", "Bella")),
        ("is Max on the left or on the right of Bella", AskedSide("Max", "Bella")),
        ("On which side of Bella is Max?", AskedSide("Max", "Bella")),
        ("Max is on which side of Bella?", AskedSide("Max", "Bella")),
        ("is Max to the left of Anna-Maria?", AskedSide("Max", "Anna-Maria", "left")),
        ("Is O'Neil right of Max?", AskedSide("O'Neil", "Max", "right")),
        ("Is Max the Second left or right of Bella?", AskedSide("Max the Second", "Bella")),
        ("Who is on the left?", AskedSide(word="left")),
        ("So, who is on the far right? Please.", AskedSide(word="right")),
        ("who is rightmost", AskedSide(word="right")),
        ("Name the one on the left.", AskedSide(word="left")),
        ("who is standing left", AskedSide(word="left")),
        ("who is standing left Thanks!", AskedSide(word="left")),
        ("who is standing right behind the sofa?", None),
        ("Who is furthest to the left?", AskedSide(word="left")),
        ("Who is on the left of Bella?", None),
        ("who left the ball on the sofa?", None),
        ("Is Max left-handed?", None),
        ("Who is right, Max or Bella?", None),
        ("Max or Bella, who is on the left?", None),
        ("What is on the left?", None),
        ("where is Max?", None),
        ("which is the right one?", None),
        ("who is to the left or right?", None),
    ],
)
def test_a_question_about_sides(question: str, asked: AskedSide | None) -> None:
    assert asked_side(question, NAMES) == asked


def _seen(*, max_at: int, bella_at: int, verdict: Verdict = Verdict.SURE) -> Sight:
    """Both in a photo 100 px wide, by the left edge of a box that is 10 px wide."""
    photo = photo_of(Image.new("RGB", (100, 100)))
    placed = (("Max", max_at, Verdict.SURE), ("Bella", bella_at, verdict))
    matches = (
        Match(Concept(uuid4(), name), sure, Reason.REGION, 0.9, None, Box(left, 0, left + 10, 10))
        for name, left, sure in placed
    )
    return Sight(photo, (), tuple(matches), ())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is Max left or right of Bella?", "Max and Bella are equally far to the left."),
        ("is Max left of Bella?", "No, Max and Bella are equally far to the left."),
        ("who is on the left?", "Max is on the left."),
        ("where is Max?", None),
    ],
)
def test_two_in_the_same_place_are_on_no_side_of_each_other(question: str, told: str | None) -> None:
    assert told_side(question, NAMES, _seen(max_at=20, bella_at=23)) == told


def test_a_side_that_hangs_on_somebody_in_doubt_is_not_told() -> None:
    sight = _seen(max_at=20, bella_at=60, verdict=Verdict.MAYBE)
    assert told_side("is Max left of Bella?", NAMES, sight) is None
    assert told_side("who is on the right?", NAMES, sight) is None
    assert told_side("who is on the left?", NAMES, sight) == "Max is on the left."
