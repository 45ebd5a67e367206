"""Reading an answer: which names it claims, yes or no, what is done where, whether it holds a fact. Pure.

The traps of this field's scorers, and what is done here:

- A name is a span, of any number of words, in any case, possessive or not; inside another word it is nobody's name.
  Said twice it counts once. A longer name hides a shorter one within it.
- A name that is an ordinary word ("Snow") counts only as it is spelled: "in the snow" names nobody.
- "That is not Max" and "Is this Max?" mention Max and do not name him.
- Articles are taken from the truth ("the dark"), never from the answer, and never the whole truth: an empty answer is
  not an "A".
- An answer that says yes and no at once is neither.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from trainer.world import ACTION_WORDS, KINDS, PLACE_PHRASES

_ORDINARY: Final = frozenset(
    word
    for phrase in (*PLACE_PHRASES, *KINDS, *(doing for _, doing in ACTION_WORDS.values()))
    for word in phrase.casefold().split()
)
_SPACELESS: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")  # scripts whose words have no spaces between them
_SENTENCE: Final = re.compile(r"[^.!?;\n]*[.!?;\n]?")
_CLAUSE: Final = re.compile(r",|\bbut\b", re.IGNORECASE)
_NEGATION: Final = re.compile(r"\b(?:not|never|no|nor|neither|without|cannot|\w+n['’]t)\b", re.IGNORECASE)
_FIRST_WORD: Final = re.compile(r"\W*(yes|yeah|yep|no|nope)\b", re.IGNORECASE)
_ABSTAINS: Final = re.compile(  # to see nobody, or no photo, is an answer to something else
    r"\b(?:do|could|have|ca)n['’]t\b(?! see)|\b(?:do|could|have|can) ?not\b(?! see)|\byou did(?:n['’]t| not)\b"
    r"|\bnot sure\b|\bno idea\b",
    re.IGNORECASE,
)
_ACTIONS: Final = {
    action: re.compile(pattern, re.IGNORECASE)
    for action, pattern in {
        "stands": r"\bstand(?:s|ing)\b",
        "sits": r"\bsit(?:s|ting)\b",
        "sleeps": r"\bsleep(?:s|ing)\b|\basleep\b",
        "runs": r"\brun(?:s|ning)\b",
        "walks": r"\bwalk(?:s|ing)\b",
        "jumps": r"\bjump(?:s|ing)\b",
        "hops": r"\bhop(?:s|ping)\b",
        "flies": r"\bfl(?:ies|ying)\b",
        "sings": r"\bsing(?:s|ing)\b",
        "eats": r"\beat(?:s|ing)\b",
        "waves": r"\bwav(?:es|ing)\b",
        "reads a book": r"\bread(?:s|ing)\b",
        "plays with a ball": r"\bplay(?:s|ing)\b.*\bball\b",
        "lies": r"\b(?:lies|lying)\b.*\bside\b",
        "leans": r"\blean(?:s|ing)\b",
        "lies upside down": r"\bupside down\b",
        "hangs": r"\bhang(?:s|ing)\b",
        "drives": r"\bdriv(?:es|ing)\b",
    }.items()
}
_PLACES: Final = {
    place: re.compile(rf"\b{place.removesuffix(' at night')}\b", re.IGNORECASE) for place in PLACE_PHRASES
}


class Counts(NamedTuple):
    """Names in one answer: how many were rightly said, said at all, and there to be said."""

    right: int
    said: int
    present: int


class _Mention(NamedTuple):
    """A place in a text where a name stands, and how it is meant."""

    name: str
    start: int
    end: int
    claimed: bool
    denied: bool


def names_said(text: str, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that the text claims: mentioned at least once where nothing denies or asks it."""
    return frozenset(one.name for one in _mentions(text, names) if one.claimed)


def names_mentioned(text: str, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that occur in the text at all, denied and asked ones too."""
    return frozenset(one.name for one in _mentions(text, names))


def count_names(text: str, present: Iterable[str], known: Iterable[str]) -> Counts:
    """Precision is right / said, recall right / present, over the names the memory knows."""
    said, there = names_said(text, known), frozenset(present)
    return Counts(len(said & there), len(said), len(there))


def yes_or_no(text: str, name: str) -> bool | None:
    """What the text answers to “is this NAME?”; None when it does not say, or says both."""
    mentions = list(_mentions(text, [name]))
    claims, denies = any(one.claimed for one in mentions), any(one.denied for one in mentions)
    yes = yes_said(text)
    if yes is None:
        return claims if claims != denies else None
    contradicted = denies and not claims if yes else claims and not denies
    return None if contradicted else yes


def yes_said(text: str) -> bool | None:
    """Whether the text begins with a yes, or with a no; None where it begins with neither."""
    word = _FIRST_WORD.match(text)
    return word[1].casefold().startswith("y") if word else None


def action_told(text: str, name: str, names: Iterable[str]) -> str | None:
    """The one action the text gives to `name`; None when there is none, or several."""
    told = _told_of(text, name, names)
    found = [action for action, pattern in _ACTIONS.items() if pattern.search(told)]
    return found[0] if len(found) == 1 else None


def place_told(text: str, names: Iterable[str]) -> str | None:
    """The one place the text is about; None when there is none, or several."""
    bare = _without(text, _mentions(text, names))
    found = [place for place, pattern in _PLACES.items() if pattern.search(bare)]
    return found[0] if len(found) == 1 else None


def holds(text: str, thing: str) -> bool:
    """Whether the text claims the thing a fact is about, as a span of whole words."""
    bare = re.sub(r"^(?:a|an|the)\s+(?=\S)", "", thing, flags=re.IGNORECASE)
    return bool(bare) and any(one.claimed for one in _mentions(text, [bare], ordinary=frozenset()))


def side_told(text: str) -> str | None:
    """The one side that the text tells, "left" or "right"; None where it tells none, or both."""
    told = {word.casefold() for word in re.findall(r"\b(left|right)\b", text, re.IGNORECASE)}
    return told.pop() if len(told) == 1 else None


def abstains(text: str, name: str = "") -> bool:
    """Whether the text says that it does not know. Not to know `name` at all is another thing."""
    knows_nobody = name and re.search(rf"\bknow {re.escape(name)}\b(?!['’])", text)
    return bool(_ABSTAINS.search(text)) and not knows_nobody


def _told_of(text: str, name: str, names: Iterable[str]) -> str:
    """What follows each mention of `name`, up to the next name; the whole text where nobody is named."""
    mentions = list(_mentions(text, {name, *names}))
    if not mentions:
        return text
    ends = [one.start for one in mentions[1:]] + [len(text)]
    plain = _normal(text)
    return " … ".join(plain[one.end : end] for one, end in zip(mentions, ends, strict=True) if one.name == name)


def _without(text: str, mentions: Iterable[_Mention]) -> str:
    letters = list(_normal(text))
    for one in mentions:
        letters[one.start : one.end] = " " * (one.end - one.start)
    return "".join(letters)


def _mentions(text: str, names: Iterable[str], ordinary: frozenset[str] = _ORDINARY) -> Iterator[_Mention]:
    """Every place where a name stands, from left to right."""
    plain = _normal(text)
    spans = sorted(_spans(plain, names, ordinary), key=lambda span: span[1])
    for name, start, end in spans:
        sentence = next(m for m in _SENTENCE.finditer(plain) if m.start() <= start < m.end())
        asked = sentence[0].rstrip().endswith("?")
        before = _CLAUSE.split(plain[sentence.start() : start])[-1]
        denied = not asked and bool(_NEGATION.search(before))
        yield _Mention(name, start, end, not asked and not denied, denied)


def _spans(plain: str, names: Iterable[str], ordinary: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    taken = [False] * len(plain)
    for name in sorted(set(names), key=len, reverse=True):
        flags = re.NOFLAG if name.casefold() in ordinary else re.IGNORECASE
        words = r"\s+".join(map(re.escape, _normal(name).split()))
        for found in re.finditer(words, plain, flags) if words else ():
            start, end = found.span()
            if not any(taken[start:end]) and _stands_alone(plain, start, end):
                taken[start:end] = [True] * (end - start)
                yield name, start, end


def _stands_alone(plain: str, start: int, end: int) -> bool:
    before, after = plain[:start], plain[end:]
    if before.endswith("-") and _goes_on(before[-2:-1], plain[start]):
        return False
    if after.startswith("-") and _goes_on(after[1:2], plain[end - 1]):
        return False
    return not _goes_on(before[-1:], plain[start]) and not _goes_on(after[:1], plain[end - 1])


def _goes_on(neighbour: str, edge: str) -> bool:
    """Whether a word goes on from the edge of a name into the neighbouring letter."""
    if not neighbour or not (neighbour.isalnum() or neighbour == "_" or unicodedata.category(neighbour)[0] == "M"):
        return False
    scripts = [unicodedata.name(letter, "").split(" ")[0] for letter in (neighbour, edge)]
    return not any(script in _SPACELESS for script in scripts)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
