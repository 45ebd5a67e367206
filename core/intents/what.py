"""Questions for what was told of somebody on one topic: "how heavy is Max?", "what does she like?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.intents.mentions import places_in, whole
from core.intents.phrases import Phrases, phrases
from core.intents.spelling import plain

FAVOURITE = "favourite"  # with what it is a favourite of: "favourite toy"
HAS = "has"  # with what one has: "has vet", "has phone number"
_ONE = "\ue000"  # stands for the name while a question is read: names have dots and question words of their own
_PARTS = {
    "one": rf"(?:(?:my|our|the) (?:\w+ ){{0,2}})?{_ONE}|he|she|it|they|him|her|them|this one",
    "his": rf"(?:(?:my|our|the) (?:\w+ ){{0,2}})?{_ONE}'?s?|his|her|its|their",
    "owned": rf"(?:(?:my|our|the) (?:\w+ ){{0,2}})?{_ONE}(?:'s|'(?!s)|s)|his|her|its|their",
    "is": "(?:is|was|are|were)",
    "does": "(?:does|do|did)",
    "which": "(?:what|which)",
    "asks": r"(?:(?:so|and|but|now|hey|hi|ok|okay|well|please|then|tell me|(?:do|can) you (?:know|remember|tell me)) )*",
}


@dataclass(frozen=True, slots=True)
class AskedWhat:
    """A question about one topic, of the one with this name; of whoever was spoken of where it says "he" or "she"."""

    topic: str
    name: str | None = None


def _ways(lines: str) -> Phrases:
    """Ways of asking, one per line, also in other words: "where does he live" is "do you know where he lives", too."""
    return phrases("\n".join(f"{{asks}}{line.strip()}" for line in lines.splitlines() if line.strip()), **_PARTS)


_WAYS = (
    (
        "age",
        _ways(
            """
            how old {is} {one} [now]
            how old {one} is [now]
            {which} age {is} {one}
            (what is|what's|whats) {his} age
            (what is|what's) the age of {one}
            """
        ),
    ),
    (
        "birthday",
        _ways(
            """
            when {is} {one} born
            when {one} was born
            (when|what day) is {his} (birthday|bday)
            (what is|what's|when is|when's) {his} (birthday|birth date|date of birth)
            (what is|what's) the (birthday|birth date|date of birth) of {one}
            """
        ),
    ),
    (
        "birthplace",
        _ways(
            """
            where {is} {one} born
            where {one} was born
            in {which} (city|town|country|place|village) {is} {one} born
            (what is|what's) {his} (place of birth|birthplace)
            """
        ),
    ),
    (
        "home",
        _ways(
            """
            where {does} {one} live
            where {one} lives
            (where is|where's) {his} home
            [in] {which} (city|town|country|place|village|street|house) {does} {one} live [in]
            """
        ),
    ),
    (
        "origin",
        _ways(
            """
            where {does} {one} come from
            where {one} comes from
            where {is} {one} from
            who gave {one} to (me|us|you)
            who gave (me|us|you) {one}
            from whom {is} {one} a present
            where (did (i|we|you) get|do (i|we) have) {one} [from]
            """
        ),
    ),
    (
        "weight",
        _ways(
            """
            how much {does} {one} weigh
            how much {one} weighs
            what {does} {one} weigh
            how heavy {is} {one}
            how heavy {one} is
            (what is|what's) {his} weight
            """
        ),
    ),
    (
        "size",
        _ways(
            """
            how (big|tall|long|high) {is} {one}
            how (big|tall|long|high) {one} is
            (what is|what's) {his} (size|height)
            """
        ),
    ),
    (
        "breed",
        _ways(
            """
            {which} breed {is} {one}
            (what is|what's) {his} breed
            (what is|what's) the breed of {one}
            {which} (kind|sort|type) of (dog|cat|horse|rabbit) {is} {one}
            """
        ),
    ),
    (
        "likes",
        _ways(
            """
            what {does} {one} [really] (like|love|enjoy|adore)
            what {one} (likes|loves|enjoys|adores)
            what {is} {one} (fond of|crazy about|mad about|into|keen on|obsessed with)
            what are {his} hobbies
            """
        ),
    ),
    (
        "dislikes",
        _ways(
            """
            what {does} {one} (hate|dislike|not like)
            what {one} (hates|dislikes|does not like|doesn't like)
            what (doesn't|don't) {one} like
            what (can't|cannot) {one} stand
            """
        ),
    ),
    (
        "fears",
        _ways(
            """
            what {is} {one} (afraid|scared|frightened|terrified) of
            what {one} is (afraid|scared|frightened|terrified) of
            what {does} {one} fear
            what (scares|frightens) {one}
            what are {his} fears
            """
        ),
    ),
    (
        "food",
        _ways(
            """
            what {does} {one} eat
            what {one} eats
            what (should|can|may|do|must) (i|we) feed {one} [with]
            (what is|what's) {his} (food|diet)
            """
        ),
    ),
    (
        "allergy",
        _ways(
            """
            what {is} {one} (allergic to|intolerant to|intolerant of)
            what {one} is (allergic to|intolerant to)
            {which} (allergy|allergies) {does} {one} have
            what (are {his} allergies|is {his} allergy)
            what (must|can|should|may) {one} not eat
            what (can't|mustn't|shouldn't|cannot) {one} eat
            """
        ),
    ),
    (
        "habit",
        _ways(
            """
            (what is|what's) {his} habit
            what are {his} habits
            {which} habits {does} {one} have
            what {does} {one} (always|usually|often) do
            """
        ),
    ),
    (
        "nickname",
        _ways(
            """
            (what is|what's) {his} nickname
            what are {his} nicknames
            {does} {one} have a nickname
            what {is} {one} [also] called [by \\w+]
            """
        ),
    ),
    (
        "job",
        _ways(
            """
            (what is|what's) {his} [dream] (job|profession|occupation)
            {which} job {does} {one} (have|want)
            what would {one} like to (be|become)
            what {does} {one} want to (be|become)
            what {does} {one} do (for a living|for work)
            where {does} {one} work
            """
        ),
    ),
    (
        "relation",
        _ways(
            """
            whose relative {is} {one}
            who {is} {one} related to
            how {is} {one} related to others
            who is related to {one}
            """
        ),
    ),
    (
        "owner",
        _ways(
            """
            who owns {one}
            (who|whom) {does} {one} belong to
            (who is|who's) {his} owner
            """
        ),
    ),
    (
        FAVOURITE,
        _ways(
            """
            (what is|what's|which is) {his} favou?rite (?P<what>\\w+)
            {which} (?P<what>\\w+) {does} {one} (like|love) (best|most)
            what {does} {one} (?P<what>play) with
            """
        ),
    ),
    (
        HAS,
        _ways(
            """
            (what|when|who) (is|are) {owned} (?!name\\b)(?P<what>\\w+(?: \\w+)?)
            (what's|whats|when's|who's) {owned} (?!name\\b)(?P<what>\\w+(?: \\w+)?)
            """
        ),
    ),
)
_PLAYTHING = {"play": "toy"}
_BEFORE_WORDS = re.compile(rf"^[^\w{_ONE}]+")
_PARTED = re.compile(r"(?<=[.?!:,])\s+|\n+")
_ASKS_MORE = re.compile(
    r"""\b(?:why|when|who|whom|whose|where|how|which|since|if|whether|or|what(?!\ do\ you\ think)
        |and\b[^?]*\?|he|she|they|him|her|his|them|(?:is|was|does|did|can|has)\ it)(?:\b|(?<=\?))""",
    re.IGNORECASE | re.VERBOSE,
)


def asked_what(question: str, names: Sequence[str]) -> AskedWhat | None:
    """On which topic somebody is asked about; None for any other question, and where more is asked or two are named.

    "Hi! How heavy is Max?" -> weight, of Max. What stands around the question may be anything that asks nothing.
    """
    text = plain(question)
    there = tuple(places_in(text, names))
    if len(there) > 1:
        return None
    name = there[0] if there else None
    if name is not None:
        text = re.sub(whole(name), _ONE, text, flags=re.IGNORECASE)
    parts = [part for part in _PARTED.split(text) if part]
    part, topic = next(((part, topic) for part in parts if (topic := _topic_of(part))), ("", None))
    if topic is None or any(_ONE in other or _ASKS_MORE.search(other) for other in parts if other is not part):
        return None
    return AskedWhat(topic, name if _ONE in part else None)


def _topic_of(part: str) -> str | None:
    text = _BEFORE_WORDS.sub("", part).rstrip(" ,:")
    for topic, ways in _WAYS:
        if (said := ways.whole(text, asked=True)) is not None:
            what = said.get("what", "").lower()
            return f"{topic} {_PLAYTHING.get(what, what)}" if what else topic
    return None
