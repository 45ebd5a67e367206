"""The words and marks of a phrase, with their places; a quoted part is one of them."""

import re
from dataclasses import dataclass

from core.intents.spelling import LETTER
from core.intents.words import ABBREVIATIONS

MOST = 40  # of one phrase; a name and a kind stand at its beginning

_TOKEN = re.compile(rf'"(?P<quoted>[^"]{{0,200}})"|(?P<word>{LETTER}+(?:[\'.’·-]{LETTER}+)*)|\S')


@dataclass(frozen=True, slots=True)
class Token:
    """One word, quoted part or mark; `end` is where it ends in its phrase."""

    text: str
    end: int
    is_word: bool = True
    is_quoted: bool = False
    after_space: bool = True  # and not directly after a word or a mark

    @property
    def lower(self) -> str:
        """The word in lower case, as the word lists have it."""
        return self.text.lower()

    @property
    def is_plain(self) -> bool:
        """Whether it is a word outside of quotes."""
        return self.is_word and not self.is_quoted

    @property
    def owns(self) -> bool:
        """Whether it is a possessive: "Max's"."""
        return self.is_plain and self.lower.endswith(("'s", "’s"))

    @property
    def is_capital(self) -> bool:
        """Whether it begins as a name does; in scripts without capitals every word does."""
        first = next((c for c in self.text if c.isalpha()), "")
        return self.is_plain and bool(first) and (first.isupper() or first.istitle() or first.lower() == first.upper())


def tokens(phrase: str) -> list[Token]:
    """The first `MOST` tokens. A full stop belongs to "Mr." and to initials."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(phrase):
        if match.start() < end:
            continue  # the full stop that was taken already
        after_space = match.start() > end or not found
        text, end = match[0], match.end()
        if match["quoted"] is not None:
            found.append(Token(match["quoted"], end, is_quoted=True, after_space=after_space))
        elif match["word"]:
            if phrase[end : end + 1] == "." and (text.lower() in ABBREVIATIONS or (len(text) == 1 and text.isupper())):
                text, end = text + ".", end + 1
            found.append(Token(text, end, after_space=after_space))
        else:
            found.append(Token(text, end, is_word=False, after_space=after_space))
        if len(found) == MOST:
            break
    return found
