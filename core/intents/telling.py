"""Tell: "Max is afraid of thunder". A statement that begins with a known name, or with "he" after a turn about one."""

import re
from dataclasses import replace

from core.concepts import Statement
from core.intents.clauses import clauses
from core.intents.facts import predicate_of, statements_in
from core.intents.mentions import singular
from core.intents.questions import goes_on_to_ask, is_question
from core.intents.shapes import Heard, Intent, RemoveFact, Tell
from core.intents.spelling import sentences
from core.intents.subjects import about_whom, whom_meant
from core.intents.topics import OTHER, one_of, topic_of
from core.intents.words import FUNCTION, PEOPLE, REMARKS

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
_GIVER = re.compile(  # of whom one gets a pet for good; from a vet or from work it only comes back
    rf"""(?:[\w'-]+\ ){{0,3}}?(?:shelter|breeder|rescue|pound|pet\ ?(?:shop|store)|refuge|sanctuary|charity|farm|litter|street
        |foster\ \w+|{one_of(PEOPLE - {"coach", "doctor", "nanny", "nurse", "teacher"})})s?\b(?!')""",
    re.IGNORECASE | re.VERBOSE,
)
_LONG_AGO = re.compile(
    r"""\b(?:(?:19|20)\d\d|(?:years?|months?)\ ago|when\ (?:he|she|it|they)\ (?:was|were)\ (?:an?|only|just|\d+))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PHOTO = re.compile(r"\b(?:photo|picture|pic|image|selfie|screenshot|album|gallery|camera|phone)s?\b", re.IGNORECASE)
_BOTH = re.compile(
    r"""(?P<one>[^,.!?]{1,60}?)\ and\ (?P<two>[^,.!?]{1,60}?)\ are\ (?P<what>(?:(?:best|good|close|great)\ )?friends|siblings
        |brothers|sisters|brother\ and\ sister|twins|cousins|neighbou?rs|partners|a\ couple|rivals|married|engaged)[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)
_MINE_IS = re.compile(r"(?P<whose>(?:my|our) [\w -]{1,40}?) is (?P<name>[^\W\d][\w' -]{0,60})[\s.!]*", re.IGNORECASE)
_IS_HIS = re.compile(
    rf"""(?P<name>(?-i:[^\W\d_a-z])[\w'-]*(?:\ [\w'-]+)?)\ is\ (?P<owner>[\w -]{{1,60}}?)'s
        \ (?P<what>(?:\w+\ )?{one_of(PEOPLE)})[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ONE_OF_TWO = {"brother and sister": "sibling", "a couple": "partner"}
_ENDED = re.compile(
    r"""he\ (?P<is>(?:is|was)\ )?(?:(?P<over>no\ longer|(?:has\ )?stopped|used\ to)|not|does\ not(?:\ really)?)
        \ (?P<what>.+?)(?P<any_more>\ (?:any\ ?more|any\ longer))?[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)
_IT = re.compile(r"its?\b", re.IGNORECASE)
_OF_A_BEING = frozenset("sex weight breed looks home birthday food fears allergy likes dislikes death".split())


def read_telling(heard: Heard) -> Intent | None:
    """Facts about the one the first sentence is about. What may be a question, a guess or the moment tells nothing."""
    said = sentences(heard.text)
    first = _OPENING.sub("", said[0], count=1) if said else ""
    if not first or is_question(first) or goes_on_to_ask(first):
        return None
    if (aside := _NAME_AND_HE.match(first)) and whom_meant(aside["name"], heard):
        first = f"{aside['name']}: {first[aside.end() :]}"
    if both := read_both(first, heard):
        return both
    about = about_whom(_came(first, heard) or turned_round(first, heard) or first, heard)
    if about is None:
        return None
    name, clause = about
    is_being = not _IT.match(first)
    if over := _over(name, clause):
        return over if is_being or _is_of_a_being(over.words or "") else None
    statements = statements_in(" ".join((clause, *said[1:])), (name,))
    kept = tuple(s for s in statements if is_being or _is_of_a_being(s.text))
    return Tell(name, kept, _told_besides(name, heard)) if kept else None


def _told_besides(first: str, heard: Heard) -> tuple[Tell, ...]:
    """What is told of other known ones, each from where they are named: "Max is 3, and Bella is 5 and loves balls"."""
    told: dict[str, list[str]] = {}
    whom = first
    for clause in clauses(heard.text):
        whom, said = about_whom(clause, replace(heard, last_subjects=())) or (whom, clause)
        told.setdefault(whom, []).append(said)
    return tuple(
        Tell(name, statements)
        for name, parts in told.items()
        if name != first and (statements := statements_in(". ".join(parts), (name,)))
    )


def _came(said: str, heard: Heard) -> str | None:
    """ "I adopted Max in 2020" as a sentence about Max; None for what tells of no origin: "we got Max from the vet"."""
    came = _CAME.fullmatch(said)
    if came is None or whom_meant(came["whom"], heard) is None:
        return None
    how, rest = came["how"], came["rest"]
    if how is None:
        return f"{came['whom']} is{rest}" if _is_given(rest) else None
    if how.lower() == "found" and (not rest.strip(" .!") or _PHOTO.search(rest)):
        return None
    return f"{came['whom']} was {how}{rest}"


def turned_round(said: str, heard: Heard) -> str | None:
    """ "My best friend is Max" and "Tom is Anna's husband" with the known one first; None for any other sentence."""
    if (mine := _MINE_IS.fullmatch(said)) and (name := whom_meant(mine["name"], heard)):
        return f"{name} is {mine['whose']}"
    of = _IS_HIS.fullmatch(said)
    if of is None or of["name"].lower() in FUNCTION or whom_meant(of["name"], heard):
        return None
    if whom_meant(of["owner"], heard) is None:
        return None
    return f"{of['owner']}'s {of['what']} is {of['name']}"


def _is_given(rest: str) -> bool:
    """Whether one got somebody for good: from whom one gets a pet, from somebody with a name, or long ago."""
    source = rest.partition(" from ")[2]
    name = re.match(r"[^\W\d_][\w-]*(?!['\w])", source)
    is_named = name is not None and name[0][0].isupper() and name[0].lower() not in FUNCTION | REMARKS
    return is_named or bool(_GIVER.match(source) or _LONG_AGO.search(source))


def _is_of_a_being(predicate: str) -> bool:
    """Whether "it" is somebody where this is said of it; "it works" and "it's a nice day" may be about anything."""
    topic, _ = topic_of(predicate)
    return topic in _OF_A_BEING or topic.startswith("favourite") or (topic == "age" and predicate.endswith("old"))


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


def _over(name: str, clause: str) -> RemoveFact | None:
    """ "he is no longer afraid of thunder", "he does not like balls any more": the fact that was true ends."""
    found = _ENDED.fullmatch(clause)
    if found is None or not (found["over"] or found["any_more"]):
        return None
    words = predicate_of(f"they {found['is'] or ''}{found['what']}")
    return RemoveFact(name, words) if words and topic_of(words)[0] != OTHER else None
