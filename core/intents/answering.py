"""Answer: what is said to the question the last turn left open. Anything else is read as if nothing were open."""

import re

from core.intents.changing import number_in
from core.intents.correcting import someone
from core.intents.facts import statements_in
from core.intents.phrases import openings, pattern_of, phrases
from core.intents.pointing import IS, IS_NOT
from core.intents.questions import is_question
from core.intents.shapes import Answer, Heard, Intent
from core.intents.teaching import name_alone
from core.intents.words import NUMBERS, ORDINALS
from core.photos import Box
from core.turns import (
    IsPerson,
    IsThis,
    SureToErase,
    SureToForget,
    SureToRelearn,
    WhatName,
    WhichBeing,
    WhichGroup,
    WhoInstead,
    fold,
)

_PARTS = {
    "yes": pattern_of(
        "(yes+|yep|yup|yeah|ya|yea|y|sure|correct|exactly|right|absolutely|indeed|definitely|of course|true)"
    ),
    "no": pattern_of("(no+|nope|nah|n|negative|wrong|incorrect|false|not at all|never)"),
    "him": pattern_of("(him|her|it|them|right|correct|true|the one)"),
    "then": r"[\s,.!–-]+",
    "it_is": IS,
    "is_not": IS_NOT,
}
_YES = phrases(
    """
    {yes}(?:{then}{yes})*[{then}({it_is}[ {him}]|(he|she|it) is|i'm sure)]
    (ok|okay|k)
    {it_is} {him}
    i (am sure|think so)
    (👍|✅|✔|👌|💯).?
    """,
    **_PARTS,
)
_NO = phrases(
    """
    {no}(?:{then}{no})*[{then}({is_not}[ {him}]|(he|she|it) is not)]
    {is_not} {him}
    (👎|❌|✖|🙅).?
    """,
    **_PARTS,
)
_ELSE = phrases(
    r"""
    [{no}{then}][{it_is} ](someone|somebody|something) else
    [{no}{then}][{it_is} ](another|a different) \w+
    [{no}{then}][{it_is} ](neither|none of (them|these|those)|a stranger|(nobody|no one) [you know])
    [{no}{then}][{it_is} ](someone|somebody|one) you (don't|do not) know
    """,
    **_PARTS,
)
_NEVER_MIND = phrases(
    """
    (never ?mind|nvm|cancel|stop|skip [it]|nothing|abort|none|no|nope|not now)
    forget [about] it
    (leave|drop) it
    don't bother
    i changed my mind
    """
)
# A "yes" that deletes is a plain one, and not "ok" or a thumb, which people also send to be polite; nor "really", which
# marvels at the question where no yes stands before it.
_DO_IT = phrases(
    """
    {sure}(?:{then}({sure}|really|do (it|that|so)|go ahead|i am sure|i'm sure|{delete}|delete))*
    do it
    go ahead
    confirm[ed]
    (i am|i'm) sure
    {delete}
    """,
    sure=pattern_of("(yes+|yep|yup|yeah|yea|sure|absolutely|definitely|correct|of course)"),
    then=r"[\s,.!]+",
    delete=pattern_of("(forget|delete|erase|remove) (him|her|them|me|everything|all of it|it all)"),
)
_DO_NOT = phrases(
    r"""
    {no}(?:{then}({no}|keep {whom}|don't[ (do|forget|delete|erase)[ {whom}]]|i changed my mind))*
    [please] (don't|do not)[ (do|forget|delete|erase)[ {whom}]]
    keep {whom}
    (never ?mind|nvm|forget it|abort|i changed my mind)
    (👎|❌|✖).?
    """,
    no=pattern_of("(no+|nope|nah|n|stop|wait|cancel|never)"),
    then=r"[\s,.!]+",
    whom=pattern_of(r"(him|her|it|them|that|everything|\w+)"),
)
_SIDE = pattern_of("(left|right|middle|center|centre|top|bottom)")
_NUMBERED = phrases(
    r"""
    [it's|it is|that's|that is|i mean] [the] (?:(number|no\.?|box|\#) ?)?(?P<number>{number}) [{one}] [[(one|to)] (on|in|at|to) the (?P<side>{side})]
    [the] [{one}] (on|in|at|to) the (?P<side>{side})
    """,
    one=pattern_of("(one|dog|cat|person|box|being|guy|girl|man|woman|bird)"),
    side=_SIDE,
    number=rf"\d{{1,3}}(?:st|nd|rd|th)?|{'|'.join(NUMBERS)}|{'|'.join(ORDINALS)}|last|{_SIDE}|leftmost|rightmost|upper|lower"
    "|big|bigger|biggest|large|larger|largest|small|smaller|smallest|little",
)
_ORDERS = openings("(forget|delete|erase|remove|rename|merge|undo|export|remember|help|privacy|no idea|same|unknown)")
_NO_NAME = phrases(  # what is said while one thinks, or instead of an answer
    """
    (idk|dunno|wait|hold on|hang on|one (sec|second|moment)|later|whatever|test|it's (complicated|a secret))
    (u+m+|u+h+|e+r+m*|hm+|oh+|ah+|aha|lol|lmao|rofl|(ha){2,6}|(he){2,6}|oops|meh|omg|wtf|bruh|ew+|yay)
    [oh] sorry
    """
)
_NO_THEN = re.compile(rf"(?:{_PARTS['no']}(?:\s*[,!.–-]+\s*|\s(?={IS}\s)))+(?P<rest>\w.*)", re.IGNORECASE)
_YES_THEN = re.compile(rf"(?:{_PARTS['yes']}[\s,!.]+)+(?P<rest>\w.*)", re.IGNORECASE)
_IT_IS_NAME = phrases("[{it_is}] <name>", it_is=IS)
_IS_ANOTHER = openings("{it_is} (a|an|my|our|his|her|{owner})", it_is=IS, owner=r"(?:the )?[\w-]+'s")
_IS_NOT_NAME = phrases("{is_not} <name>", is_not=IS_NOT)


def read_choice(heard: Heard) -> Intent | None:
    """A button says exactly what it means, also where the question is no longer open."""
    value = heard.choice
    if value in ("yes", "no"):
        return Answer(yes=value == "yes")
    if value == "else":
        return Answer(else_=True)
    if value and value.isascii() and value.isdecimal():
        return Answer(number=int(value[:4]))
    return None


def read_answer(heard: Heard) -> Intent | None:
    """Words that answer the open question, or None."""
    match heard.pending:
        case None:
            return None
        case WhichBeing(boxes=boxes):
            return _which(heard.text, boxes)
        case WhatName():
            return _named(heard)
        case WhoInstead():
            return Answer(else_=True) if _ELSE.fits(heard.text) else _named(heard)
        case IsThis():
            return _is_this(heard)
        case SureToForget() | SureToErase():
            return _sure(heard.text)
        case SureToRelearn() | IsPerson():
            return Answer(yes=True) if _YES.fits(heard.text) or _DO_IT.fits(heard.text) else _refused(heard.text)
        case WhichGroup():
            return _which(heard.text, ())


def _refused(text: str) -> Intent | None:
    return Answer(yes=False) if _NO.fits(text) or _DO_NOT.fits(text) or _NEVER_MIND.fits(text) else None


def _which(text: str, boxes: tuple[Box, ...]) -> Intent | None:
    if _ELSE.fits(text) or _NEVER_MIND.fits(text):
        return Answer(yes=False)
    said = _NUMBERED.whole(re.sub(r"[^\w\s#.']", "", text))
    if said is None or (not boxes and "side" in said):
        return None
    words = said.get("side", said.get("number", "")).lower()
    return Answer(number=number_in(words) or (_placed(words, boxes) if boxes else 0))


def _placed(words: str, boxes: tuple[Box, ...]) -> int:
    """The number of the box that "left", "middle", "biggest" means, counted from 1."""
    places = range(len(boxes))
    across = sorted(places, key=lambda i: boxes[i].left + boxes[i].right)
    down = sorted(places, key=lambda i: boxes[i].top + boxes[i].bottom)
    by_size = sorted(places, key=lambda i: boxes[i].area)
    if words == "last":
        return len(boxes)
    if words.startswith(("middle", "cent")):
        return across[len(across) // 2] + 1
    order = across if words.startswith(("left", "right")) else down if words in _HEIGHTS else by_size
    return order[0 if words.startswith(("left", "top", "upper", "small", "little")) else -1] + 1


_HEIGHTS = frozenset({"top", "upper", "bottom", "lower"})


def _named(heard: Heard) -> Intent | None:
    if _NEVER_MIND.fits(heard.text):
        return Answer(yes=False)
    if is_question(heard.text) or _ORDERS.start(heard.text) or _NO_NAME.fits(heard.text):
        return None
    after_no = _NO_THEN.fullmatch(heard.text)
    named = name_alone(after_no["rest"] if after_no else heard.text, heard)
    if named is None:
        return None
    said = statements_in(named.rest, (named.name or "",))
    return Answer(name=named.name, kind=named.kind, statements=(*named.statements, *said))


def _is_this(heard: Heard) -> Intent | None:
    text = heard.text
    if _YES.fits(text):
        return Answer(yes=True)
    if _ELSE.fits(text):
        return Answer(else_=True)
    if _NO.fits(text) or _NEVER_MIND.fits(text):
        return Answer(yes=False)
    if is_question(text):
        return None
    after_yes, after_no = _YES_THEN.fullmatch(text), _NO_THEN.fullmatch(text)
    if after_yes:
        return Answer(yes=True) if _who(after_yes["rest"], heard) else None
    named = _by_name(after_no["rest"] if after_no else text, heard)
    is_another = named is None and after_no and _IS_ANOTHER.start(after_no["rest"])
    return Answer(yes=False) if is_another else named


def _by_name(text: str, heard: Heard) -> Intent | None:
    """ "it's Bella" is a no with a name, unless Bella is the one who was asked about; "that's not Max" is a no."""
    if denied := _IS_NOT_NAME.whole(text):
        return Answer(yes=False) if someone(denied["name"], heard) else None
    name = _who(text, heard)
    if name is None:
        return None
    is_asked = fold(name) in map(fold, heard.last_subjects)
    return Answer(yes=True) if is_asked else Answer(yes=False, name=name)


def _who(text: str, heard: Heard) -> str | None:
    said = _IT_IS_NAME.whole(text)
    return someone(said["name"], heard) if said else None


def _sure(text: str) -> Intent | None:
    if _DO_NOT.fits(text):
        return Answer(yes=False)
    return Answer(yes=True) if _DO_IT.fits(text) else None
