"""Who is older: what is asked of ages that were told, which are compared and need no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.intents.mentions import places_in
from core.intents.words import NUMBERS

_COMPARES = re.compile(
    r"\b(?P<word>older|younger|oldest|youngest|eldest)\b(?! (?:brother|sister|son|daughter)s?\b)", re.I
)
_WHO = re.compile(r"\b(?:who|who'?s|which)\b|\bor\b", re.IGNORECASE)
_ASKS_ELSE = re.compile(
    r"\b(?:how|why|when|what|where|whose|would be|will be)\b|(?<!who)'s (?:older|younger|oldest|youngest)\b", re.I
)
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
_AGE = re.compile(
    rf"is (?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})(?P<half> and a half)? (?P<unit>{'|'.join(_YEARS)})s? old",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedOlder:
    """A question about ages: of `names`, of all where there are none. With `than` it asks whether the first one is it."""

    names: tuple[str, ...] = ()
    young: bool = False
    than: bool = False


def asked_older(question: str, names: Sequence[str]) -> AskedOlder | None:
    """ "Who is older, Max or Bella?", "is Max younger than Bella?", "who is the oldest?"; None for anything else."""
    compared = _COMPARES.search(question)
    if compared is None or _ASKS_ELSE.search(question):
        return None
    places = places_in(question, names)
    there = tuple(places)
    young = compared["word"].lower().startswith("young")
    than = re.match(r" (?:one,? or is it|than)\b", question[compared.end() :])
    if len(there) not in ((2,) if than else (0, 2)) or not (than or _WHO.search(question)):
        return None
    if than and not places[there[0]] < compared.start() < places[there[1]]:
        return None
    return AskedOlder(there, young, bool(than))


def years_old(text: str) -> float | None:
    """The years in "is 3 years old", "is two and a half years old", "is 7 weeks old"; None where no age is told."""
    told = _AGE.fullmatch(text)
    if told is None:
        return None
    count = int(told["count"]) if told["count"].isdecimal() else NUMBERS[told["count"].lower()]
    return (count + (0.5 if told["half"] else 0.0)) * _YEARS[told["unit"].lower()]
