"""Who is left of whom: what is asked of the places in a photo, which are measured and need no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.intents.mentions import places_in, whole

Word = Literal["left", "right"]

_EDGE = re.compile(
    r"""\b(?:on|to|at)\ the\ (?:far\ |very\ |extreme\ )?(?P<on>left|right)\b(?!\ (?:of|or|and)\b) | \b(?P<most>left|right)-?most\b
        | \b(?:standing|sitting|lying|further|furthest)\ (?P<stands>left|right)\b
          (?!\ (?:of|or|and|behind|before|beside|beneath|below|above|next|near|in|on|at|by|under|over)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_WHO = re.compile(r"\b(?:who|which|name)\b", re.IGNORECASE)
_WORDS = re.compile(r"\b(left|right|side)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedSide:
    """A question about sides. Without `one` it asks who is on the `word` side; else where `one` is, seen from `other`.

    With a `word` it then asks whether it is so, without one on which side.
    """

    one: str = ""
    other: str = ""
    word: Word | None = None


def asked_side(question: str, names: Sequence[str]) -> AskedSide | None:
    """ "Who is on the left?", "Is Max left or right of Bella?"; None for anything else. `names` stand in the question."""
    there = tuple(places_in(question, names))
    if not there:
        edge = _EDGE.search(question) if _WHO.search(question) else None
        return AskedSide(word=_word(edge[edge.lastgroup or "on"])) if edge else None
    words = {word.lower() for word in _WORDS.findall(question)}
    if len(there) != 2 or not words:
        return None
    others = [name for name in there if re.search(rf"\b(?:left|right|side) of {whole(name)}", question, re.IGNORECASE)]
    if len(others) != 1:
        return None
    one = next(name for name in there if name != others[0])
    return AskedSide(one, others[0], _word(words.pop()) if words in ({"left"}, {"right"}) else None)


def _word(said: str) -> Word:
    return "left" if said.lower() == "left" else "right"
