"""Long words in pieces that an app takes: split at the ends of sentences, never cut."""

import re
from bisect import bisect_right
from collections.abc import Callable

Measure = Callable[[str], int]

# The best place first: the end of a paragraph, a sentence, a line, a word.
_ENDS = (
    re.compile(r"\n{2,}"),
    re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’»)])\s+|(?<=[。！？])"),
    re.compile(r"\n"),
    re.compile(r"\s+"),
)
_LEAST = 0.3  # of a piece; a better end that would leave less than this gives way to a lesser one


def utf16(text: str) -> int:
    """How long Telegram says it is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, most: int, measure: Measure = len) -> list[str]:
    """The text in pieces of at most `most`; together they hold every word, in order. Empty for nothing but spaces."""
    found, rest = [], text.strip()
    while measure(rest) > most:
        cut = _cut(rest, _fits(rest, most, measure))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _fits(text: str, most: int, measure: Measure) -> int:
    """How many characters, from the start, are not too many."""
    return max(1, bisect_right(range(1, min(len(text), most) + 1), most, key=lambda end: measure(text[:end])))


def _cut(text: str, fits: int) -> int:
    """Where to end a piece of at most `fits` characters."""
    for ends in _ENDS:
        last = max((end.start() for end in ends.finditer(text, 0, fits + 1) if end.start() <= fits), default=0)
        if last > fits * _LEAST and text[:last].strip():
            return last
    return fits
