"""Which known names and kinds are in the words.

A name counts in any case, with a possessive, without its accents, and with a small typing error; a name that is a word
of every day ("Star", "May") only where it clearly is a name. Knows nothing of intents.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from rapidfuzz.distance import OSA

from core.intents.spelling import LETTER
from core.intents.words import ANIMALS, BREEDS, COMMON, FUNCTION, PEOPLE, SAME_KIND, TITLES
from core.turns import fold

READ_AT_MOST = 4_000  # letters searched for names; no question is longer
MOST_SLIPS = 40  # words that are compared with every name; a long text has more unknown words than typing errors

_TOKEN = re.compile(rf"{LETTER}+(?:['’]{LETTER}+)*")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
_PLAIN_LETTERS = str.maketrans("łøđðħıŧ", "loddhit") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
_POSSESSIVE = re.compile(r"'(?:s|[^\W\d_]{1,3})?$")

# What stands before and after a name in a question; a word of every day between them is taken for the name.
_BEFORE = frozenset("is does did was has isnt doesnt didnt wasnt hasnt whos wheres than about".split())
_AFTER = frozenset(
    """is isnt was wasnt has hasnt had does doesnt likes like loves love hates hate turned turns lives live eats eat doing
    older younger bigger smaller taller afraid scared allergic called born fears fear weighs weigh prefers prefer enjoys
    enjoy sleeps sleep plays play barks bites snores wants want needs need and or too can cant knows know""".split()
)
_ARTICLES = frozenset("a an some any no many every each".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, the forms it can have as a name, and where it stands."""

    text: str
    forms: tuple[str, ...]  # the whole first, then without its ending
    begins: bool  # a sentence
    quoted: bool = False

    @property
    def whole(self) -> str:
        """The word as it is compared."""
        return self.forms[0]

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, as a name does."""
        return self.text[0].isupper()


def skeleton(text: str) -> str:
    """The letters of a name by which it is recognised: no case, accents, apostrophes ("Łukasz" and "lukasz" are one)."""
    if text.isascii():
        return text.lower().replace("'", "")
    bare = unicodedata.normalize("NFKD", fold(text)).translate(_PLAIN_LETTERS)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not "\u0300" <= c <= "\u036f" and c not in "'’"))


def words_of(text: str) -> list[Word]:
    """The words of a text. A hyphen separates, so that "anna maria" finds "Anna-Maria"."""
    found: list[Word] = []
    end = 0
    for token in _TOKEN.finditer(text):
        between = text[end : token.start()]
        begins = not found or any(mark in between for mark in ".!?:\n")
        quoted = text[token.start() - 1 : token.start()] in ('"', "“") and text[token.end() : token.end() + 1] in (
            '"',
            "”",
        )
        found.append(Word(token[0], _forms(token[0].replace("’", "'")), begins, quoted))
        end = token.end()
    return found


def _forms(token: str) -> tuple[str, ...]:
    whole = skeleton(token)
    forms = [whole]
    if "'" in token:
        forms.append(skeleton(_POSSESSIVE.sub("", token)))
    forms += [
        whole[: -len(ending)] for ending in ("es", "s") if whole.endswith(ending) and len(whole) > len(ending) + 2
    ]
    return tuple(dict.fromkeys(forms))


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The known names in a text, as they are known, in order of appearance, each once."""
    register, words = _Register(names), words_of(text[:READ_AT_MOST])
    found, unknown = register.whole(words)
    found += [(place, name) for place in unknown if (name := register.inside(words[place]))]
    found += register.slips(words, unknown)
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda pair: pair[0])))


def mended(text: str, names: Iterable[str]) -> str:
    """The text with small typing errors in known names put right: "bela's" is "Bella's"."""
    register, words = _Register(names), words_of(text)
    slips = dict(register.slips(words, register.whole(words)[1]))
    places = count()

    def written(token: re.Match[str]) -> str:
        name, ending = slips.get(next(places)), _POSSESSIVE.search(token[0].replace("’", "'"))
        return name + (token[0][ending.start() :] if ending else "") if name else token[0]

    return _TOKEN.sub(written, text)


def known_by_first_name(word: str, names: Iterable[str]) -> str | None:
    """ "Anna Schmidt" for "Anna", as long as there is one Anna only."""
    words = words_of(word)
    return _Register(names).by_first_name(words[0]) if len(words) == 1 else None


_WHOSE = re.compile(  # "my old dog Max"; "the breed of Max" is not Max
    r"^(?:my|our|the)\s+(?:(?!(?:of|with|about|from|for|to|in|on|by|behind|and|or)\b)\w+\s+){0,2}", re.IGNORECASE
)


def known(phrase: str, names: Iterable[str]) -> str | None:
    """The name that a phrase is, as it is known ("maxx", "my dog Max"); None when it is not one name and nothing else."""
    names = tuple(names)
    register = _Register(names)
    wanted = fold(phrase)
    if exact := next((name for name in names if fold(name) == wanted), None):
        return exact
    if phrase.endswith(("'s", "'")):
        return None  # what belongs to somebody is not that one
    bare = _WHOSE.sub("", phrase)
    for candidate in dict.fromkeys((phrase, bare)):
        words = words_of(candidate)
        name, length = register.longest(words, 0, alone=True) if words else (None, 0)
        if name and length == len(words):
            return name
        if len(words) == 1 and (name := register.misspelt(words[0])):
            return name
    return None


class _Register:
    """The known names, made ready to be looked up."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: dict[tuple[str, ...], list[str]] = {}
        self._unspaced: list[tuple[str, str]] = []
        for name in dict.fromkeys(names):
            if key := tuple(map(skeleton, _TOKEN.findall(name))):
                self._by_key.setdefault(key, []).append(name)
            if len(name) > 1 and _UNSPACED.search(name):
                self._unspaced.append((fold(name), name))
        self._unspaced.sort(key=lambda pair: -len(pair[0]))
        self._longest = max(map(len, self._by_key), default=0)
        self._first = self._first_names()
        self._single = [key[0] for key in self._by_key if len(key) == 1 and len(key[0]) > 2 and key[0] not in COMMON]

    def _first_names(self) -> dict[str, str]:
        """ "Anna" for "Anna Schmidt", as long as there is one Anna only, and it is no word of every day."""
        first: dict[str, list[str]] = {}
        for key, names in self._by_key.items():
            called = next((word for word in key if word not in TITLES), None)
            if len(key) > 1 and called and len(called) > 2 and called not in COMMON:
                first.setdefault(called, []).extend(names)
        return {
            called: names[0] for called, names in first.items() if len(names) == 1 and (called,) not in self._by_key
        }

    def whole(self, words: Sequence[Word]) -> tuple[list[tuple[int, str]], list[int]]:
        """The names that are there letter by letter, with the place of the word each begins at; and all other places."""
        found: list[tuple[int, str]] = []
        unknown: list[int] = []
        place = 0
        while place < len(words):
            name, length = self.longest(words, place)
            if name is None:
                unknown.append(place)
            else:
                found.append((place, name))
            place += length
        return found, unknown

    def slips(self, words: Sequence[Word], places: Iterable[int]) -> list[tuple[int, str]]:
        """Those of the words at these places that are a slip away from a name, with it."""
        likely = [place for place in places if not words[place].forms[0].isdecimal()][:MOST_SLIPS]
        return [(place, name) for place in likely if (name := self.misspelt(words[place]))]

    def longest(self, words: Sequence[Word], place: int, *, alone: bool = False) -> tuple[str | None, int]:
        """The longest name that begins at a word, and how many words it takes (1 for none).

        `alone` says that the words are a name or nothing, so that no neighbours have to make it likely.
        """
        for length in range(min(self._longest, len(words) - place), 0, -1):
            head = tuple(word.whole for word in words[place : place + length - 1])
            last = words[place + length - 1]
            for form in last.forms:
                names = self._by_key.get((*head, form))
                if names and (length > 1 or alone or _is_clearly(words, place, form)):
                    return _nearest(names, " ".join(w.text for w in words[place : place + length])), length
        return (None if alone else self.by_first_name(words[place])), 1

    def by_first_name(self, word: Word) -> str | None:
        """The one name of several words whose first this is."""
        return next((self._first[form] for form in word.forms if form in self._first), None)

    def inside(self, word: Word) -> str | None:
        """The name inside a word of a script that sets no spaces ("李雷在哪里")."""
        if not self._unspaced or not _UNSPACED.search(word.text):
            return None
        return next((name for key, name in self._unspaced if key in fold(word.text)), None)

    def misspelt(self, word: Word) -> str | None:
        """The one name that a word is a small slip away from."""
        if word.forms[0] in COMMON:
            return None
        near = {key for key in self._single for form in word.forms if form not in COMMON and _is_slip(form, key)}
        names = self._by_key[(near.pop(),)] if len(near) == 1 else []
        return names[0] if names else None


def _nearest(names: Sequence[str], written: str) -> str:
    """Of names that differ in accents only, the one that was written."""
    return next((name for name in names if fold(written).startswith(fold(name))), names[0])


def _is_slip(word: str, name: str) -> bool:
    """Whether a word is the name, mistyped. The shorter the name, the less may differ: "Mia" is not "Mo", "Lena" no "Luna".

    Three letters: the last one doubled. To five: letters doubled or swapped. To six: one missing or too many as well.
    More: one wrong letter; from ten, two. First and last letter stay, since "Daniela" is not "Daniel".
    """
    if abs(len(word) - len(name)) > 2 or word[0] != name[0] or word[-1] != name[-1]:
        return False
    if len(name) == 3:
        return len(word) > 3 and word.rstrip(word[-1]) + word[-1] == name
    if _undoubled(word) == _undoubled(name) or (sorted(word) == sorted(name) and OSA.distance(word, name) == 1):
        return True
    if len(name) < 6:
        return False
    allowed = 2 if len(name) > 9 else 1
    return OSA.distance(word, name, score_cutoff=allowed) <= allowed and (len(name) > 6 or len(word) != len(name))


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _is_clearly(words: Sequence[Word], place: int, form: str) -> bool:
    """Whether a known name at this place is meant as one, and not as the word of every day it may be."""
    word = words[place]
    before = words[place - 1].whole if place and not word.begins else ""
    if not word.capital and before in _ARTICLES:
        return False
    if form not in COMMON or word.quoted or len(words) == 1:
        return True
    if word.capital and not word.begins:
        return True
    if form in FUNCTION:
        return False
    owns = "'" in word.text or "’" in word.text
    goes_on = owns or (place + 1 < len(words) and words[place + 1].whole in _AFTER and not words[place + 1].begins)
    if word.begins:
        return goes_on and (word.capital or not owns)
    ends = place + 1 == len(words) or words[place + 1].begins
    asks_what_it_is = before == "is" and ends and words[place - 2].whole in ("what", "how") and place > 1
    return before in _BEFORE and (goes_on or ends) and not asks_what_it_is


def places_in(text: str, names: Iterable[str]) -> dict[str, int]:
    """Where each name first stands, letter for letter in any case, in that order; not those that are a part of a longer one."""
    found = {name: place for name in names if (place := re.search(whole(name), text, re.IGNORECASE))}
    longest = {name: at.start() for name, at in found.items() if not any(name in one for one in found if one != name)}
    return dict(sorted(longest.items(), key=lambda stands: stands[1]))


def whole(name: str) -> str:
    """The regular expression of a name that is not a part of a word."""
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def kinds_in(text: str, kinds: Iterable[str]) -> tuple[str, ...]:
    """The known kinds that a text speaks of, as they are known ("my dogs" -> "dog"), each once.

    "pets" and "people" stand for all that are one. "a dog" speaks of any dog, and so of none that is known; "can" of
    a can only where it is somebody's, or that one.
    """
    words = [word.whole for word in words_of(text[:READ_AT_MOST])]
    spoken = {
        singular(word)
        for before, word in pairwise(["", *words])
        if before not in _ARTICLES and (word not in FUNCTION or before in _THAT_ONE)
    }
    pairs = {f"{first} {singular(second)}" for first, second in pairwise(words)}
    return tuple(kind for kind in dict.fromkeys(kinds) if _is_spoken_of(fold(kind), spoken, pairs))


_THAT_ONE = frozenset("my our your the this that his her their".split())
_ANIMAL_WORDS, _PEOPLE_WORDS = frozenset({"pet", "animal"}), frozenset({"person", "human"})
_SINGULARS = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse", "geese": "goose",
    "wolves": "wolf", "calves": "calf", "wives": "wife", "fish": "fish", "sheep": "sheep", "knives": "knife",
}  # fmt: skip


def _is_spoken_of(kind: str, spoken: set[str], pairs: set[str]) -> bool:
    species = {kind, SAME_KIND.get(kind, kind), BREEDS.get(kind, kind), kind.rpartition(" ")[2]}
    if kind in spoken or kind in pairs or any(SAME_KIND.get(word) == kind for word in spoken):
        return True
    if species & spoken:
        return True
    return bool((species & ANIMALS and spoken & _ANIMAL_WORDS) or (species & PEOPLE and spoken & _PEOPLE_WORDS))


def singular(word: str) -> str:
    """ "dogs" -> "dog"; what is no plural stays."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
