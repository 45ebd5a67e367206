"""Which questions are about sides, and who is on which side of a photo."""

import pytest

from core.intents import AskedSide, asked_side

NAMES = ("Max", "Bella", "Anna-Maria", "O'Neil")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is Max left or right of Bella?", AskedSide("Max", "Bella")),
        ("is Max on the left or on the right of Bella", AskedSide("Max", "Bella")),
        ("On which side of Bella is Max?", AskedSide("Max", "Bella")),
        ("Max is on which side of Bella?", AskedSide("Max", "Bella")),
        ("is Max to the left of Anna-Maria?", AskedSide("Max", "Anna-Maria", "left")),
        ("Is O'Neil right of Max?", AskedSide("O'Neil", "Max", "right")),
        ("Who is on the left?", AskedSide(word="left")),
        ("So, who is on the far right? Please.", AskedSide(word="right")),
        ("who is rightmost", AskedSide(word="right")),
        ("Name the one on the left.", AskedSide(word="left")),
        ("who is standing left", AskedSide(word="left")),
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
