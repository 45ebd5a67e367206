"""The words of a question as they are read: with names for aliases, for slips, for "he" and "my dog"."""

import re
from collections.abc import Sequence

from core.concepts import Concept
from core.intents import Ask, mended
from core.turns import Moment, fold

_IS_HE = re.compile(r"^(?P<is>\W*(?:(?:and|so|but)\s+)?(?:is|was|does|did|has|can))\s+(?:he|she)\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:my|our) (?P<kind>[\w-]+)", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|him|(?P<his>his))\b", re.IGNORECASE)


def with_his_name(intent: Ask, moment: Moment) -> str:
    """ "Is she older than Max?" with the name of whom the last turn was about: two are compared by their names."""
    subjects = moment.of(moment.last.subjects) if moment.last else ()
    named = [moment.named(name) for name in intent.names]
    others = [concept for concept in subjects if concept not in named]
    if not intent.names or moment.photos or len(others) != 1:
        return intent.question
    return _IS_HE.sub(lambda found: f"{found['is']} {others[0].name}", intent.question)


def for_him(question: str, moment: Moment) -> str:
    """ "How heavy is he?" with the name of the only one whom the last turn was about: names are read more surely."""
    who = spoken_of(moment)
    return _HE.sub(lambda found: who.name + ("'s" if found["his"] else ""), question) if who else question


def for_mine(question: str, known: Sequence[Concept]) -> str:
    """ "What does my dog like?" with the name of the only dog that is known."""
    kinds = [fold(concept.kind) for concept in known]
    only = {kind: concept.name for kind, concept in zip(kinds, known, strict=True) if kinds.count(kind) == 1}
    return _MINE.sub(lambda found: only.get(fold(found["kind"]), found[0]), question)


def spoken_of(moment: Moment) -> Concept | None:
    """The only one whom the last turn was about."""
    subjects = moment.of(moment.last.subjects) if moment.last else ()
    return subjects[0] if len(subjects) == 1 else None


def by_name(question: str, known: Sequence[Concept]) -> str:
    """The question with names as they stand on the cards, for aliases and slips: a small model looks none up."""
    question = mended(question, [name for concept in known for name in concept.names])
    for concept in known:
        for alias in concept.aliases:
            whole = re.compile(rf"\b{re.escape(alias)}\b", re.IGNORECASE)
            question = whole.sub(concept.name.replace("\\", r"\\"), question)
    return question
