"""Tell: "Max is afraid of thunder". A statement that begins with a known name, or with "he" after a turn about one."""

import re

from core.concepts import Statement
from core.intents.facts import predicate_of, statements_in
from core.intents.mentions import singular
from core.intents.questions import is_question
from core.intents.shapes import Heard, Intent, RemoveFact, Tell
from core.intents.spelling import sentences
from core.intents.subjects import about_whom, whom_meant
from core.intents.topics import OTHER, topic_of

_OPENING = re.compile(
    r"""^(?:(?:actually|yes|yeah|no|sorry|fun\ fact|note|info|for\ the\ record|just\ so\ you\ know|you\ know)\b[\s,:!]+
        |(?:did\ you\ know|you\ should\ know|i\ want\ to\ tell\ you)\ that\s+)""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME_AND_HE = re.compile(r"(?P<name>[^,:]{1,60}), (?=(?:he|she|it|they|\d)\b)", re.IGNORECASE)
_CAME = re.compile(  # "I adopted Max in 2020": told of Max, not of me
    r"""(?:i|we|my\ (?:\w+\ )?\w+)\ (?:(?P<how>adopted|rescued|bought|found)|got(?=\ [\w\ -]+?\ from\ ))
        \ (?!it\b)(?P<whom>[^,.!?]{1,60}?)(?P<rest>\ (?:from|in|at|on|near|as|when|last|\w+\ \w+\ ago)\b.*|[\s.!]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_BOTH = re.compile(
    r"""(?P<one>[^,.!?]{1,60}?)\ and\ (?P<two>[^,.!?]{1,60}?)\ are\ (?P<what>(?:(?:best|good|close|great)\ )?friends|siblings
        |brothers|sisters|brother\ and\ sister|twins|cousins|neighbou?rs|partners|a\ couple|rivals|married|engaged)[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ONE_OF_TWO = {"brother and sister": "sibling", "a couple": "partner"}
_ENDED = re.compile(
    r"""he\ (?P<is>(?:is|was)\ )?(?:(?P<over>no\ longer|(?:has\ )?stopped|used\ to)|not|does\ not(?:\ really)?)
        \ (?P<what>.+?)(?P<any_more>\ (?:any\ ?more|any\ longer))?[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)


def read_telling(heard: Heard) -> Intent | None:
    """Facts about the one the first sentence is about. What may be a question, a guess or the moment tells nothing."""
    said = sentences(heard.text)
    first = _OPENING.sub("", said[0], count=1) if said else ""
    if not first or is_question(first):
        return None
    if (aside := _NAME_AND_HE.match(first)) and whom_meant(aside["name"], heard):
        first = f"{aside['name']}: {first[aside.end() :]}"
    if both := read_both(first, heard):
        return both
    if (came := _CAME.fullmatch(first)) and whom_meant(came["whom"], heard):
        first = f"{came['whom']} {'was ' + came['how'] if came['how'] else 'is'}{came['rest']}"
    about = about_whom(first, heard)
    if about is None:
        return None
    name, clause = about
    if over := _over(name, clause):
        return over
    statements = statements_in(" ".join((clause, *said[1:])), (name,))
    return Tell(name, statements) if statements else None


def read_both(said: str, heard: Heard) -> Intent | None:
    """ "Max and Bella are siblings", as a fact about the first."""
    found = _BOTH.fullmatch(said)
    if found is None:
        return None
    one, two, what = whom_meant(found["one"], heard), whom_meant(found["two"], heard), found["what"].lower()
    if one is None or two is None or one == two:
        return None
    if what in ("married", "engaged"):
        predicate = f"is {what} to {two}"
    elif what.endswith("friends"):
        predicate = f"is {what} with {two}"
    else:
        predicate = f"is {two}'s {_ONE_OF_TWO.get(what) or singular(what)}"
    topic, single = topic_of(predicate)
    return Tell(one, (Statement(topic, predicate, single),))


def _over(name: str, clause: str) -> Intent | None:
    """ "he is no longer afraid of thunder", "he does not like balls any more": the fact that was true ends."""
    found = _ENDED.fullmatch(clause)
    if found is None or not (found["over"] or found["any_more"]):
        return None
    words = predicate_of(f"they {found['is'] or ''}{found['what']}")
    return RemoveFact(name, words) if words and topic_of(words)[0] != OTHER else None
