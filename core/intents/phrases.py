"""The grammar's own spelling of what people say, one phrase per line:

    rename <old> (to|as) <new>
    how do (you|u) know [that|it]

`<old>` is a slot for any words, `(a|b)` one of several, `[a]` may be left out, `{part}` a pattern given by the caller.
A comma may stand after any word, an apostrophe may be missing, and case does not count.
"""

import re
from dataclasses import dataclass

from core.intents.spelling import LETTER

LONGEST_SLOT = 100  # letters; bounded, so that no text takes long to read

_SLOT = re.compile(r"(?<!\?P)<(\w+)>")
_OPTIONAL = re.compile(r"( ?)\[([^\[\]]*)\]")  # innermost first
_SPACE = r"(?:,? |(?<!\w))"  # none is needed where no word stands before, as after a part that was left out
_END = rf"(?P<end>(?:\s|(?!{LETTER})[^\s\"')\]])*)"  # marks and emoji, but no quote that belongs to a name


@dataclass(frozen=True, slots=True)
class Phrases:
    """Ways of saying one thing."""

    patterns: tuple[re.Pattern[str], ...]

    def whole(self, text: str, *, asked: bool = False) -> dict[str, str] | None:
        """The filled slots of the first phrase that is the whole text; None when none is.

        A text with a question mark at its end fits only where it may be `asked`.
        """
        for pattern in self.patterns:
            found = pattern.fullmatch(text)
            if found and (asked or "?" not in found["end"]):
                return {slot: words for slot, words in found.groupdict().items() if words and slot != "end"}
        return None

    def fits(self, text: str, *, asked: bool = False) -> bool:
        """Whether one of the phrases is the whole text."""
        return self.whole(text, asked=asked) is not None

    def start(self, text: str) -> re.Match[str] | None:
        """The first phrase that the text begins with, up to the end of a word."""
        return next((found for pattern in self.patterns if (found := pattern.match(text))), None)


def phrases(lines: str, **parts: str) -> Phrases:
    """The phrases of a text, one per line, to be compared with whole texts."""
    return Phrases(tuple(re.compile(f"{pattern_of(line, **parts)}{_END}", re.IGNORECASE) for line in _lines(lines)))


def openings(lines: str, **parts: str) -> Phrases:
    """The phrases of a text, one per line, to be looked for at the beginning of texts. A line may end with "$"."""
    ends = r"(?:(?<!\w)|\b)"
    return Phrases(tuple(re.compile(f"{pattern_of(line, **parts)}{ends}", re.IGNORECASE) for line in _lines(lines)))


def pattern_of(phrase: str, **parts: str) -> str:
    """The regular expression of a phrase, to be a part of others."""
    return f"(?:{_spelled(phrase, parts)})"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _spelled(line: str, parts: dict[str, str]) -> str:
    """The regular expression of one phrase."""
    pattern = re.sub(r"\((?!\?)", "(?:", line)
    while "[" in pattern:
        pattern = _OPTIONAL.sub(r"(?:\1(?:\2))?", pattern)
    pattern = re.sub(r"(?<!\\) ", lambda _: _SPACE, pattern.replace("'", "'?"))
    pattern = _SLOT.sub(rf"(?P<\1>[^!?]{{1,{LONGEST_SLOT}}}?)", pattern)
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{part})")
    return pattern
