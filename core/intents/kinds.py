"""What somebody is, in descriptive words: "little sister" -> "sister", "3-year-old beagle" -> "dog", a breed, an age."""

import re
from collections.abc import Iterable, Sequence

from core.concepts import Statement
from core.intents.facts import predicate_of
from core.intents.mentions import singular
from core.intents.topics import VERBS, topic_of
from core.intents.words import ADJECTIVES, BREEDS, CAPITAL_ADJECTIVES, FUNCTION, KINDS, PEOPLE
from core.turns import fold

_MOST_WORDS = 3  # of a kind: "Norwegian forest cat"
_AFTER_NAME = re.compile(
    r"""\s*(?P<link>[,(–]\s*|-\s+|as\s+)?
        (?P<whose>my|our|an?|the|his|her|(?:(?:my|our)\ )?(?:[\w-]+\ ){0,2}(?!(?:he|she|it|that|this|who)'s)[\w-]+'s)\s+
        (?P<words>(?:(?!(?:he|she|it|they|is|was|has)\ )[\w-]+\ ){0,3}[\w-]+)(?=\s*(?:$|[.,;!)–]|\band\b|\bwho\b|\b(?:he|she|it|they)\b))\)?""",
    re.VERBOSE | re.IGNORECASE,
)


def nouns(kinds: Iterable[str] = ()) -> frozenset[str]:
    """All words that say what somebody is: those of the grammar, and the kinds of this memory."""
    return KINDS | BREEDS.keys() | {fold(kind) for kind in kinds} - FUNCTION  # "can Max swim?" names no can


def is_noun(word: str, known: frozenset[str] = KINDS) -> bool:
    """Whether a word, or its singular, says what somebody is."""
    return word in known or singular(word) in known


def is_kind(words: str) -> bool:
    """Whether words say what somebody is ("guinea pig") and not also how ("old dog")."""
    *before, last = fold(words).split() or [""]
    return is_noun(last, nouns()) and ADJECTIVES.isdisjoint(before)


def kind_of(words: Sequence[str], known: frozenset[str] = KINDS) -> tuple[str, tuple[Statement, ...]]:
    """The kind that words before a name say ("" for none), and the breed and age they say besides."""
    ages = (predicate_of(word.replace("-", " ")) for word in words if word[0].isdigit())
    said = tuple(_statement(age) for age in ages if age)
    kept = [word for word in words if word not in ADJECTIVES and not word[0].isdigit()]
    kept = kept or [word for word in words if is_noun(word, known)][-1:]
    for start in range(len(kept)):
        breed = kept[start:]
        if species := BREEDS.get(" ".join(breed)):
            return species, (_statement(f"is {'an' if breed[0][0] in 'aeiou' else 'a'} {_written(breed)}"), *said)
    return _written([*kept[-_MOST_WORDS:-1], singular(kept[-1])] if kept else ()), said


def kind_after_name(text: str, known: frozenset[str]) -> tuple[str, tuple[Statement, ...], int]:
    """The kind in ", my dog" or " the dog" after a name, what it says besides, and where it ends; "" and 0 for none."""
    found = _AFTER_NAME.match(text)
    if found is None or not (found["link"] or found["whose"].lower() == "the"):
        return "", (), 0
    words = found["words"].lower().split()
    if VERBS.intersection(words):
        return "", (), 0  # ", my dog loves balls" is what somebody else does
    kind, said = kind_of(words, known)
    if not said and not is_noun(kind.rpartition(" ")[2].lower(), known):
        return "", (), 0
    if found["whose"].endswith("'s"):
        said = (relation_of(kind, re.sub(r"^(?:my|our)\b", "your", found["whose"], flags=re.IGNORECASE)), *said)
    return kind, said, found.end()


def relation_of(kind: str, whose: str) -> Statement:
    """ "is Max's brother" of the brother; "is Anna's cat" of the cat, which has one owner at a time."""
    owned = kind.rpartition(" ")[2] not in PEOPLE
    return Statement("owner" if owned else "relation", f"is {whose} {kind}", single=owned)


def _statement(predicate: str) -> Statement:
    topic, single = topic_of(predicate)
    return Statement(topic, predicate, single)


def _written(words: Sequence[str]) -> str:
    return " ".join(word.capitalize() if word in CAPITAL_ADJECTIVES else word for word in words)
