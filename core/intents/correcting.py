"""Correct: "that's not Max", "no, that's Bella", "wrong". A plain "that's Bella" corrects a turn that said another."""

import re

from core.intents.kinds import is_noun, nouns
from core.intents.mentions import known
from core.intents.naming import Case, read_named
from core.intents.phrases import openings, phrases
from core.intents.pointing import IS, IS_NOT
from core.intents.shapes import Correct, Heard, Intent
from core.intents.subjects import the_one

_NOT_RIGHT = phrases(
    r"""
    [(that|this|it)('s| is| was)|you('re| are)|ur] [totally|completely|just] (wrong|incorrect|false|mistaken)
    [(that|this|it)('s| is| was)|you('re| are)|ur] not [quite|totally|at all] (right|true|correct|it)
    you got (it|that) wrong
    wrong (one|name|dog|cat|person)
    {it_is} (someone else|somebody else|a stranger|a different \w+|(nobody|someone) you [don't] know)
    """,
    it_is=IS,
)
_CONTRADICTS = openings(
    """
    (no+|nope|nah|wrong|incorrect|false|sorry|actually|not (quite|true)|i said|you mean)
    (that|this|it)('s| is) wrong
    you('re| are) wrong
    """
)
_NO_IT_IS_NOT = phrases("{is_not}", is_not=IS_NOT)
_DENIES = phrases(
    r"""
    {is_not} <wrong>(?:\s*[,.;–-])? (but [{it_is}]|{it_is}) <right>
    {is_not} <wrong>
    """,
    it_is=IS,
    is_not=IS_NOT,
)
_SAYS = phrases(
    """
    (?P<points>{it_is}) <right> [and] not <wrong>
    (?P<points>{it_is}) <right>
    <right> [and] not <wrong>
    <right>
    """,
    it_is=IS,
)
_NAME_IS = phrases(
    """
    (his|her|its|their) name is <name>
    (he|she|it)('s| is) (called|named) <name>
    """
)
_HEDGED = re.compile(r"\b(?:i think|i guess|maybe|perhaps|probably|might|could|looks like|or)\b", re.IGNORECASE)
_MOST_CONTRADICTIONS = 4  # "no no, wrong, that's Bella"


def read_correction(heard: Heard) -> Intent | None:
    """The message as a correction; guesses and questions correct nothing."""
    text = heard.text
    if text.rstrip().endswith("?") or _HEDGED.search(text[:200]):
        return None
    contradicts = False
    for _ in range(_MOST_CONTRADICTIONS):
        if _NOT_RIGHT.fits(text) or (contradicts and _NO_IT_IS_NOT.fits(text)):
            return Correct()
        opening = _CONTRADICTS.start(text)
        if opening is None:
            break
        contradicts, text = True, text[opening.end() :].lstrip(" ,.!–-")
    return _denied(text, heard) or _named(text, heard) or _said(text, heard, contradicts=contradicts)


def _denied(text: str, heard: Heard) -> Intent | None:
    """ "that's not Max", "it's not him but Bella"."""
    said = _DENIES.whole(text)
    if said is None:
        return None
    right = someone(said["right"], heard) if "right" in said else None
    if "right" in said and right is None:
        return None
    if said["wrong"].lower() in ("him", "her", "it", "them", "he", "she") or _is_kind(said["wrong"], heard):
        return Correct(the_one(heard), right)
    wrong = someone(said["wrong"], heard)
    return Correct(wrong, right) if wrong else None


def _is_kind(words: str, heard: Heard) -> bool:
    """ "not my dog", after a turn about one."""
    mine = re.fullmatch(r"my (\w+)", words, re.IGNORECASE)
    return bool(mine and the_one(heard) and is_noun(mine[1].lower(), nouns(heard.kinds)))


def _named(text: str, heard: Heard) -> Intent | None:
    """ "his name is Rex", after a turn that called him Max."""
    said = _NAME_IS.whole(text) if heard.last_subjects and not heard.photos else None
    right = someone(said["name"], heard, Case.LIKELY) if said else None
    return Correct(right=right) if right else None


def _said(text: str, heard: Heard, *, contradicts: bool) -> Intent | None:
    """ "(no,) that's Bella", "Bella, not Max"."""
    said = _SAYS.whole(text)
    right = someone(said["right"], heard) if said else None
    if said is None or right is None:
        return None
    if "wrong" in said and (wrong := someone(said["wrong"], heard)):
        return Correct(wrong, right)
    points = said.get("points", "")
    if contradicts and (points or known(said["right"], heard.names)):
        return Correct(right=right)
    differs = heard.last_subjects and right not in heard.last_subjects and not heard.photos
    return Correct(right=right) if differs and points and not points.lower().startswith("this") else None


def someone(words: str, heard: Heard, case: Case = Case.CAPITAL) -> str | None:
    """The one name that words are: a known one, or one written as a name; with or without "my dog"."""
    if name := known(words, heard.names):
        return name
    named = read_named(words, heard.names, heard.kinds, case)
    if named is None or named.others or re.search(r"\w", named.rest):
        return None
    return named.name
