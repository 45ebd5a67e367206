"""Who is a person, and who a child, by what is said of them. Where it is unclear, nobody is made a person by guessing."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from core.intents.mentions import singular
from core.intents.words import NUMBERS, PEOPLE
from core.turns import fold

OLD_ENOUGH = 13  # years; Discord's and many laws' age of consent for data

_CHILDREN = frozenset("baby child infant kid toddler newborn".split())
_IS_A = re.compile(r"\bis an? (?:[\w-]+ )?(?P<noun>[\w-]+)")
_RELATIVE = re.compile(  # what pets are called as well ("my boy", "my baby", "Max's brother") makes nobody a person
    r"\bis your (?:[\w-]+ ){0,2}"
    r"(?:daughter|son|niece|nephew|grand(?:son|daughter|child)|god(?:son|daughter|child)|cousin|sister|brother|pupil|student)$"
)
_LITTLE = re.compile(r"\b(?:little|small|baby|newborn)[ -](?:boy|girl|son|daughter|brother|sister)\b|\bnewborn\b")
_WORDS = "|".join(NUMBERS)
_YEARS = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{_WORDS})(?:[.,]\d)?(?: and a half)?[ -](?:years?|yrs?|y/?o)(?:[ -]old)?\b"
)
_MONTHS = re.compile(rf"\b(?:\d{{1,3}}|{_WORDS}|a few|half a)[ -](?:month|week|day)s?[ -]old\b")
_BORN = re.compile(r"\bborn\b.*?\b(?P<year>(?:19|20)\d\d)\b")


def is_person(kind: str, said: Iterable[str] = ()) -> bool:
    """Whether somebody is a person: by their kind, or by "is your daughter"."""
    if kind:
        return _head(kind) in PEOPLE
    return any(_RELATIVE.search(fold(text)) for text in said)


def is_child(kind: str, said: Iterable[str], *, is_someone: bool = False) -> bool:
    """Whether somebody is said to be a child: in so many words, or a person (`is_someone`: known to be) under 13."""
    texts = [fold(text) for text in said]
    if kind and not is_person(kind) and not is_someone:
        return False  # a puppy is a baby, too
    if (kind and _head(kind) in _CHILDREN) or any(_names_child(text) for text in texts):
        return True
    if not (is_someone or is_person(kind, texts)):
        return False
    return any(_LITTLE.search(text) or _is_young(text) for text in texts)


def _head(kind: str) -> str:
    return singular(fold(kind).rpartition(" ")[2])


def _names_child(text: str) -> bool:
    return any(found["noun"] in _CHILDREN for found in _IS_A.finditer(text))


def _is_young(text: str) -> bool:
    if _MONTHS.search(text):
        return True
    years = [_number(found["number"]) for found in _YEARS.finditer(text)]
    born = [datetime.now(UTC).year - int(found["year"]) for found in _BORN.finditer(text)]
    return any(age < OLD_ENOUGH for age in (*years, *born))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]
