"""Introduce, and facts about the person who talks: "my name is Anna", "this is me", "remember that I love tea"."""

import re

from core.concepts import Statement
from core.intents.facts import statements_in
from core.intents.naming import Case, read_named
from core.intents.phrases import openings, phrases
from core.intents.questions import is_question
from core.intents.shapes import ME, Heard, Intent, Introduce, Tell
from core.intents.spelling import sentences
from core.intents.words import CAPITAL_ADJECTIVES, HABITS, SOME_TIME
from core.turns import fold

_SHOWN = phrases(
    """
    [remember|save] [that] (this|that|it)('s| is| was) (me|myself)
    [remember|save] [that] (this|that|it)('s| is| was) (me|myself)[,] [i'm|i am|my name is] <name>
    """
)
_ONLY_ME = phrases("[remember|save] (me|myself)")
_CALLED = phrases(
    """
    my name('s| is) <name>
    [you can|people|please] call me <name>
    remember me as <name>
    (i'm|i am) called <name>
    """
)
_I_AM = phrases("(i'm|i am) <name>")
_OF_ME = re.compile(r"(?P<subject>i'm|im|i|my)\s+(?P<rest>.+)", re.IGNORECASE)
_MINE = openings(
    """
    (birthday|bday|age|hobby|job|address|height|weight|eyes|hair|allergy|allergies) (is|are)
    (favourite|favorite) <what> (is|are)
    """
)
_MY_VERBS = HABITS | {"am", "is", "was", "have", "do", "don't", "can", "can't", "cannot", "never", "always", "turned"}
_JOINS = re.compile(r"(?:and|with|or)\b", re.IGNORECASE)


def read_introduction(heard: Heard) -> Intent | None:
    """ "my name is Anna", "this is me"."""
    first = next(iter(sentences(heard.text)), "")
    shown = _SHOWN.whole(first)
    if shown is not None and not _JOINS.match(shown.get("name", "")):
        return Introduce(own_name(shown.get("name", ""), Case.CAPITAL))
    if heard.photos and _ONLY_ME.fits(heard.text):
        return Introduce(None)
    return None if is_question(first) else _named(first)


def read_self(said: str) -> Intent | None:
    """What was said to be remembered, when it is about the person who says it: "I'm allergic to nuts"."""
    if named := _named(said):
        return named
    found = _OF_ME.match(said)
    if found is None:
        return None
    statements = _mine(found["rest"]) if found["subject"].lower() == "my" else _of_me(found["subject"], found["rest"])
    return Tell(ME, statements) if statements else None


def _named(said: str) -> Intent | None:
    for ways, case in ((_CALLED, Case.ANY), (_I_AM, Case.CAPITAL)):
        if (found := ways.whole(said)) and (name := own_name(found["name"], case)):
            none = CAPITAL_ADJECTIVES if ways is _I_AM else SOME_TIME  # "I'm German", "call me later"
            return None if fold(name) in none else Introduce(name)
    return None


def own_name(phrase: str, case: Case) -> str | None:
    """The name that a phrase is, or begins with before a comma; "Anna's friend" and "a nurse" are none."""
    named = read_named(phrase, (), (), case)
    if named is None or named.kind or named.others:
        return None
    return named.name if re.match(r"\s*(?:[^\w\s]|and\b|from\b|$)", named.rest) else None


def _mine(rest: str) -> tuple[Statement, ...]:
    return statements_in(f"his {rest}", anything=True) if _MINE.start(rest) else ()


def _of_me(subject: str, rest: str) -> tuple[Statement, ...]:
    said = rest if subject.lower() == "i" else f"am {rest}"
    if said.split(" ", 1)[0].lower() not in _MY_VERBS:
        return ()
    return statements_in("they " + re.sub(r"^am\b", "are", said, flags=re.IGNORECASE), anything=True)
