"""Whom words are about: a known name, or "him" where the last turn was about one only."""

import re

from core.intents.clauses import expanded
from core.intents.mentions import known, known_by_first_name
from core.intents.shapes import Heard

_MOST_WORDS = 8  # of a name with what stands before it: "my best friend Max the Second"
_PRONOUNS = frozenset("he she it they him her them this that".split())
_POINTERS = frozenset(
    f"{this} {one}" for this in ("this", "that") for one in ("one", "dog", "cat", "bird", "pet", "person")
)
_SUBJECTS = _PRONOUNS - {"this", "that"}  # "this is a test" is about the moment
_POSSESSIVES = frozenset("his her its their".split())
_OWNS = re.compile(r"(?:'s|(?<=s)')$")


def whom_meant(words: str, heard: Heard) -> str | None:
    """The known name that words stand for, as it is known."""
    if words.lower() in _PRONOUNS | _POINTERS:
        return the_one(heard)
    return known(words, heard.names) or known_by_first_name(words, heard.names)


def the_one(heard: Heard) -> str | None:
    """The name the last turn was about, where it was about one only."""
    return heard.last_subjects[0] if len(heard.last_subjects) == 1 else None


def about_whom(sentence: str, heard: Heard) -> tuple[str, str] | None:
    """The known name a sentence begins with, and the rest with a pronoun in its place.

    "Max loves balls" -> ("Max", "he loves balls"); "Max's birthday is 3 May" -> ("Max", "his birthday is 3 May").
    """
    words = expanded(sentence).split()
    for length in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        head, rest = " ".join(words[:length]), " ".join(words[length:])
        if head.endswith(":") and (name := whom_meant(head[:-1], heard)):
            return name, rest
        if head.endswith(","):
            continue  # "Max, ..." speaks to Max or shows him
        if head.lower() in _SUBJECTS | _POSSESSIVES:
            name = the_one(heard)
            return (name, f"{'his' if head.lower() in _POSSESSIVES else 'he'} {rest}") if name else None
        if name := known(head, heard.names) or known_by_first_name(head, heard.names):
            return name, f"he {rest}"
        owner = _OWNS.sub("", head)
        if owner != head and (name := known(owner, heard.names)):
            return name, f"he is {rest}" if _IS.match(rest) else f"his {rest}"
    return None


_IS = re.compile(r"(?:\d|afraid|scared|allergic|fond|an?|my|not)\b", re.IGNORECASE)  # "Max's 3"
