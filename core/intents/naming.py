"""The name and kind in "my dog Max", "Luna, my best friend's cat", "a beagle called Max", '"Who"'.

Unquoted, a name begins with a capital letter, or is known, or follows words that leave no doubt.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from core.concepts import Statement
from core.intents.kinds import is_noun, kind_after_name, kind_of, nouns, relation_of
from core.intents.spelling import LETTER, cleaned
from core.intents.tokens import Token, tokens
from core.intents.topics import VERBS
from core.intents.words import (
    ADJECTIVES,
    ALSO_THINGS,
    ANIMALS,
    CAPITAL_ADJECTIVES,
    COMMON,
    FUNCTION,
    ORDERS,
    PARTICLES,
    PEOPLE,
    REMARKS,
    TITLES,
)
from core.turns import fold

LONGEST_NAME = 64  # letters with their accents
MOST_PARTS = 6  # of a name, and of a description before it

_OWNERS = frozenset("my our his her their your".split())
_DETERMINERS = _OWNERS | {"the", "a", "an", "this", "that", "these"}
_CALLED = frozenset("called named".split())
_LINKS = frozenset([",", ":", "=", "–"])
_LINKS_NAMES = frozenset(["and", "&", ","])
_NEVER_FIRST = frozenset("the of y e".split())  # particles that only stand inside a name
_GOES_ON = frozenset("and but who he she it they is was has with".split())  # after a name in lower case
_BOTH = frozenset("bear buddy fox wolf tiger lion owl duck mouse bunny kitty puppy bird".split())  # names, too
_UNLIKELY_ENDINGS = ("ing", "ed", "ful", "ous", "able", "ible", "less", "ish", "est", "tion", "ment", "ly")


class Case(IntEnum):
    """How much a name may be without a capital letter."""

    CAPITAL = 0  # not at all: "this is great" says nothing
    LIKELY = 1  # a single word that is no word of every day: a photo of "max"
    ANY = 2  # after words that leave no doubt: "remember this is ..."


@dataclass(frozen=True, slots=True)
class Named:
    """What a phrase calls somebody. `rest` is what follows it."""

    name: str | None
    kind: str = ""
    statements: tuple[Statement, ...] = ()
    others: tuple[str, ...] = ()
    rest: str = ""


def clean_name(raw: str, *, quoted: bool = False) -> str | None:
    """A name as it may be kept, or None for what is none: a command, punctuation, a pronoun, a word like "the".

    At most `LONGEST_NAME` letters. Quotes allow any word ("Who"); lower case is taken for haste, and mended.
    """
    name = " ".join(cleaned(raw).split()).strip("\"'.,;:!?()[]{}<>*_~&+=|\\- ")
    letters = sum(not unicodedata.combining(c) for c in name)
    if letters > LONGEST_NAME or raw.lstrip().startswith(("/", "@")) or "://" in raw:
        return None
    if not quoted:
        name = " ".join(re.sub(rf"(?!{LETTER})[^\s'’.·()&-]", " ", name).split())
    if not any(c.isalpha() for c in name) or (not quoted and fold(name) in FUNCTION | REMARKS | ORDERS):
        return None
    return _capitalised(name) if name == name.lower() and not quoted else name


def _capitalised(name: str) -> str:
    """ "anna-maria" -> "Anna-Maria", "o'neil" -> "O'Neil", "van gogh" -> "van Gogh"."""
    first = re.compile(r"(^|-|^\w')(\w)")
    parts = name.split()
    return " ".join(
        part if part in PARTICLES and len(parts) > 1 else first.sub(lambda m: m[1].upper() + m[2].upper(), part)
        for part in parts
    )


def read_named(phrase: str, names: Sequence[str], kinds: Sequence[str] = (), case: Case = Case.CAPITAL) -> Named | None:
    """The name and kind a phrase begins with; None when it begins with neither. A known name is spelled as it is known."""
    reader = _Reader(phrase, names, nouns(kinds), case)
    named = reader.read()
    if named is None:
        return None
    rest = phrase[reader.end :]
    if named.kind or named.name is None:
        return replace(named, rest=rest)
    kind, said, end = kind_after_name(rest, reader.nouns)
    return replace(named, kind=kind, statements=said, rest=rest[end:])


class _Reader:
    """Walks over the words of one phrase; `end` is where those read so far end."""

    def __init__(self, phrase: str, names: Sequence[str], nouns: frozenset[str], case: Case) -> None:
        self.nouns = nouns
        self._tokens = tokens(phrase)
        self._known = {tuple(t.lower for t in tokens(fold(name))): name for name in names}
        self._case = case
        self._place = 0

    @property
    def end(self) -> int:
        return self._tokens[self._place - 1].end if self._place else 0

    def read(self) -> Named | None:
        first = self._at()
        if first is None:
            return None
        if first.lower in _DETERMINERS or first.owns or self._is_kind_before_name():
            return self._described()
        name = self._name(self._case)
        return Named(name, others=self._others()) if name else None

    # my best friend's cat Luna

    def _described(self) -> Named | None:
        """Whose, what, and the name."""
        mine = self._tokens[0].lower in _OWNERS
        self._place += self._tokens[0].lower in _DETERMINERS
        whose, words = self._description()
        name = self._name_after_link()
        if name is None:
            words, name = self._lower_name_in(words)
        kind, said = kind_of(words, self.nouns)
        if not kind and name is None:
            return None
        if name is None and not self._stands_alone(kind, mine, bool(whose)):
            return None
        if whose and kind:
            said = (relation_of(kind, whose), *said)
        return Named(name, kind, said, self._others() if name else ())

    def _stands_alone(self, kind: str, mine: bool, whose: bool) -> bool:
        """Whether a kind without a name shows somebody; "the beach" and "my life" do not."""
        is_kind = is_noun(kind.rpartition(" ")[2].lower(), self.nouns)
        if self._case is Case.ANY:
            return is_kind or (mine and self._at() is None)
        return is_kind and (mine or whose)

    def _description(self) -> tuple[str, list[str]]:
        """Whose it is ("Max's", "your best friend's", or ""), and the words before the name."""
        whose, words = "", list[str]()
        mine = self._tokens[0].lower in ("my", "our")
        while (token := self._at()) and len(words) < MOST_PARTS:
            after = self._at(1)
            if token.owns and after and after.is_plain:
                whose = " ".join([*(["your"] if mine else []), *words, token.text])
                words = []
            elif self._describes(token, first=not words):
                words.append(token.lower)
            else:
                break
            self._place += 1
        return whose, words

    def _describes(self, token: Token, *, first: bool) -> bool:
        if not token.is_plain or token.lower in _CALLED or self._known_here():
            return False
        if token.lower in FUNCTION - ADJECTIVES:
            return self._is_thing_with_name()
        if not token.is_capital:
            return token.lower not in PARTICLES | VERBS
        after = self._at(1)
        if after is None or not after.is_plain:  # "my Dog" has no name yet, "my Buddy" and "the Dog" may be called so
            return first and self._tokens[0].lower in ("my", "our") and token.lower in (ANIMALS | PEOPLE) - _BOTH
        return token.lower in CAPITAL_ADJECTIVES or (first and token.lower in self.nouns)

    def _is_thing_with_name(self) -> bool:
        """Whether "can" is a thing here: a name follows and nothing else, and nobody is before it who can do it."""
        token, before, link = self._at(), self._at(-1), self._at(1)
        if token is None or token.text not in ALSO_THINGS or before is None or before.lower in self.nouns:
            return False
        if link and (link.lower in _CALLED or link.text in _LINKS):
            return True
        name = self._capitals(1)
        after = self._at(1 + name)
        return name > 0 and (after is None or not after.is_plain or after.lower in _GOES_ON)

    def _name_after_link(self) -> str | None:
        """The name after a description, "called", or a comma."""
        link = self._at()
        if link is None or not (link.lower in _CALLED or link.text in _LINKS):
            return self._name(Case.CAPITAL)
        self._place += 1
        name = self._name(Case.ANY if link.lower in _CALLED else Case.CAPITAL)
        self._place -= name is None
        return name

    def _lower_name_in(self, words: list[str]) -> tuple[list[str], str | None]:
        """ "dog max" is a kind and a name, where the kind is a known word and no capital tells them apart."""
        last = max((place for place, word in enumerate(words) if word in self.nouns), default=len(words))
        if words[-1:] and words[-1] in _BOTH and _is_animal(words[-2:-1]):
            last = len(words) - 2  # "dog bear"; no teddy bear, and no pet mouse
        rest, after = words[last + 1 :], self._at()
        if not 1 <= len(rest) <= 3 or (after and after.lower in FUNCTION - _GOES_ON):
            return words, None  # "my shop closes at six"
        if self._case is not Case.ANY and not all(word in _BOTH or _may_be_name(word) for word in rest):
            return words, None
        return words[: last + 1], clean_name(" ".join(rest))

    def _is_kind_before_name(self) -> bool:
        """ "dog Max", "cat = Minka"."""
        first, second = self._at(), self._at(1)
        if first is None or second is None or first.is_capital or first.lower not in self.nouns or self._known_here():
            return False
        return second.is_capital or second.text in (":", "=")

    # Vincent van Gogh

    def _name(self, case: Case) -> str | None:
        """The name that begins here, stepped over; None when none does, or when somebody's thing is meant."""
        token = self._at()
        if token is None or not token.is_word:
            return None
        if token.is_quoted:
            self._place += 1
            return self._spelled(clean_name(token.text, quoted=True))
        length = max(self._known_here(), self._capitals(), self._lower_run(case))
        run, after = self._tokens[self._place : self._place + length], self._at(length)
        if not run or run[-1].owns or (after and after.is_plain and after.lower in self.nouns - _BOTH):
            return None  # "Max's bed", "Christmas tree"
        self._place += length
        return self._spelled(clean_name(" ".join(token.text for token in run)))

    def _spelled(self, name: str | None) -> str | None:
        return next((known for known in self._known.values() if name and fold(known) == fold(name)), name)

    def _known_here(self) -> int:
        """How many words the longest known name has that begins here."""
        here = tuple(token.lower for token in self._tokens[self._place : self._place + MOST_PARTS])
        return max((len(key) for key in self._known if key and key == here[: len(key)]), default=0)

    def _capitals(self, ahead: int = 0) -> int:
        """How many words from here, or some words ahead, are written as a name: "Max the Second", "Mr. Whiskers"."""
        length = 0
        while length < MOST_PARTS and (token := self._at(ahead + length)) and (length == 0 or token.after_space):
            if self._is_proper(token):
                length += 1
            elif token.lower in PARTICLES - (frozenset() if length else _NEVER_FIRST) and self._is_proper(
                self._at(ahead + length + 1)
            ):
                length += 2
            else:
                break
        return length

    def _is_proper(self, token: Token | None) -> bool:
        if token is None or not token.is_capital:
            return False
        return token.lower in TITLES or token.lower not in FUNCTION | REMARKS

    def _lower_run(self, case: Case) -> int:
        """How many words from here may be a name in lower case."""
        first, after = self._at(), self._at(1)
        if case is Case.CAPITAL or first is None or first.is_capital or first.lower in self.nouns - _BOTH:
            return 0
        if case is Case.LIKELY:
            ends = after is None or not after.is_plain or after.lower in _GOES_ON - {"is", "was", "has"}
            return int(ends and _may_be_name(first.lower))
        length = int(first.lower not in FUNCTION | REMARKS | VERBS)
        while 0 < length < 3 and (token := self._at(length)) and token.is_plain and _may_be_name(token.lower):
            length += 1
        return length

    def _others(self) -> tuple[str, ...]:
        """The further names in "Max, Bella and my cat Luna"."""
        others: list[str] = []
        while len(others) < MOST_PARTS:
            before = self._place
            self._place += self._bracket()
            link = self._at()
            name = self._linked_name() if link and link.lower in _LINKS_NAMES else None
            after = self._at()
            if name is None or (after and (after.owns or after.lower in VERBS | {"is", "was", "has"})):
                self._place = before
                break
            others.append(name)
        self._place += self._bracket() if others else 0  # the age of one of several says nothing of the first
        return tuple(others)

    def _bracket(self) -> int:
        """How many tokens a remark in brackets takes that begins here: "Leo (5) and Mia (3)"."""
        marks = [token.text for token in self._tokens[self._place : self._place + 5]]
        return marks.index(")") + 1 if marks[:1] == ["("] and ")" in marks else 0

    def _linked_name(self) -> str | None:
        while (token := self._at()) and token.lower in _LINKS_NAMES:
            self._place += 1
        if (token := self._at()) and token.lower in _OWNERS:
            self._place += 1
            self._description()
        return self._name(Case.CAPITAL)

    def _at(self, ahead: int = 0) -> Token | None:
        place = self._place + ahead
        return self._tokens[place] if 0 <= place < len(self._tokens) else None


def _is_animal(words: Sequence[str]) -> bool:
    return any(word in ANIMALS and word not in ADJECTIVES for word in words)


def _may_be_name(word: str) -> bool:
    return word not in COMMON | VERBS and not (len(word) > 4 and word.endswith(_UNLIKELY_ENDINGS))
