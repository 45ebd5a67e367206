"""Long words in pieces: nothing is lost, nothing too long, and sentences stay whole where they can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.splitting import Measure, pieces, utf16

WORDS = st.text(st.sampled_from("ab 🐶é.!?\n“”。"), max_size=300)


@given(WORDS, st.integers(2, 40), st.sampled_from([len, utf16]))
def test_every_character_comes_in_its_order_and_no_piece_is_too_long(text: str, most: int, measure: Measure) -> None:
    found = pieces(text, most, measure)
    assert all(0 < measure(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One is here. Two is here. Three is here.", ["One is here. Two is here.", "Three is here."]),
        ("A heading\n\nOne is here. Two, too.", ["A heading", "One is here. Two, too."]),
        ("one\ntwo three four five six seven", ["one\ntwo three four five", "six seven"]),
        ("“Is it?” She said that it is so.", ["“Is it?”", "She said that it is so."]),
        ("狗在这里。猫也在这里。" * 2, ["狗在这里。猫也在这里。狗在这里。猫也在这里。"]),
        ("x" * 30, ["x" * 25, "x" * 5]),
        ("short", ["short"]),
        (" \n ", []),
    ],
)
def test_a_piece_ends_where_a_reader_would_pause(text: str, found: list[str]) -> None:
    assert pieces(text, 25) == found


def test_telegram_counts_an_animal_twice() -> None:
    assert [utf16(piece) for piece in pieces("🐶" * 5, 4, utf16)] == [4, 4, 2]
