"""What a fact is about. A predicate reads on after a name: "is 3 years old", "loves tennis balls"."""

import re
from collections.abc import Iterable

from core.intents.phrases import Phrases, openings
from core.intents.words import BREEDS, COLOURS, DISLIKING, HABITS, JOBS, LIKING, PEOPLE, TIMES, TRAITS

OPPOSITES = {"likes": "dislikes", "dislikes": "likes", "food": "allergy", "allergy": "food"}
OTHER = "other"  # the topic of what the grammar does not know; kept only when somebody says "remember that ..."


def third_person(verb: str) -> str:
    """ "love" -> "loves"."""
    if verb in ("have", "be"):
        return "has" if verb == "have" else "is"
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def one_of(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


VERBS = frozenset(map(third_person, HABITS))  # as they follow a name

_PARTS = {
    "number": r"(?:\d{1,4}(?:[.,/-]\d+)?|half)",
    "measure": r"\d+(?:[.,]\d+)?",
    "is": r"(?:is|was)(?: not)?(?: (?:very|really|quite|so|rather|a bit|a little|extremely|always|never|often|usually))*",
    "doing": r"\w+ing\b(?!['-])",
    "word": r"[\w-]+",
    "words": r"(?:[\w-]+ ){0,3}",
    "shade": r"(?:(?:light|dark|pale|bright|all|mostly)[ -])?",
    "colour": one_of(COLOURS),
    "coat": r"(?:eyes|hair|fur|coat|tail|ears|nose|paws|feathers|beard|freckles|teeth|legs|spots|stripes)",
    "breed": one_of(BREEDS),
    "job": one_of(JOBS),
    "trait": one_of(TRAITS),
    "relative": one_of(PEOPLE | {"half-brother", "half-sister", "godchild", "owner", "rival", "enemy", "ex"}),
    "whose": r"\S+'s?",
    "owner": r"\S+'s",
    "many": r"(?:an?|the|two|three|four|five|six|seven|eight|no|one|only|\d+)",
    "likes": one_of(map(third_person, LIKING)),
    "like": one_of(LIKING),
    "dislikes": one_of(map(third_person, DISLIKING)),
    "verb": one_of(VERBS),
    "often": "(?:always|never|often|usually|sometimes|regularly|mostly)",
    "passing": r"(?:comes|gets|goes|gives|starts|stops|leaves|needs|stays|brings|turns|moves|follows|wins)\b",
    "time": one_of(TIMES),
    "something": r"(?= \S)",
    "daily": r"(?=.*\b(?:every|each|daily|(?:once|twice|times) an?)\b)",
    "regular": r"(?=.*\b(?:every|each|always|up|from|back|when|whenever|everywhere|with|in|to|on \w+days)\b)",
}


def _about(topic: str, lines: str, *, single: bool = False) -> tuple[Phrases, str, bool]:
    return openings(lines, **_PARTS), topic, single


# The first that fits decides. Topics are those the trainer draws its facts from, and some more.
_TOPICS = (
    _about(  # the moment rather than the being: what is seen, done or felt now
        OTHER,
        r"""
        (is|was) [just|still|now] {doing}
        (has|is) (just|been|gone|done|to|got to|eaten|slept|had|left|come|taken|made|seen)
        \w+ (it|this|that|these|those|here|there|you|what|him|her|them)(?: (?:so|much|a lot|now|here|there))*$
        .* (of|to|with) (it|this|that|them)$
        (is|was) [such] an? [very|really|such a] (good|bad|cute|sweet|lovely|great|nice|pretty|real) (boy|girl|dog|cat|one)
        (loves|likes|enjoys|adores|prefers|hates|dislikes|fears|has|is|was|gives|makes)$
        """,
    ),
    _about(
        "age",
        "is [not] [almost|nearly|about|over|only|around] {number} [and a half] (year|month|week|day)s? old",
        single=True,
    ),
    _about(
        "birthday",
        r"""
        (is|was) born (?=.*\b(?:\d|{time}\b))
        has (a|his|her|its|their) birthday
        celebrates
        """,
        single=True,
    ),
    _about("birthplace", "(is|was) born (in|at|near|on|aboard){something}", single=True),
    _about("home", "(lives|resides|does not (live|reside)) (in|at|on|with|near|by|under|next)", single=True),
    _about(
        "origin",
        """
        (is|comes|was) from
        was (found|adopted|rescued|bought)
        (is|was) an? (present|gift)
        """,
        single=True,
    ),
    _about("colour", "{is} {shade}{colour}(?:(?:,|,? and|,? with)? {shade}{colour}){0,4}$", single=True),
    _about("looks", "has {words}{coat}$"),
    _about("sex", "is [not] [an?] [{word}] (male|female|boy|girl|he|she|tomcat)$", single=True),
    _about(
        "weight",
        r"""
        weighs
        is {words}[{measure} ?](kg|kilos?|kilograms?|pounds?|lbs?|grams?)
        """,
        single=True,
    ),
    _about(
        "size",
        r"""
        measures
        is {words}[{measure} ?](m|cm|centimet(er|re)s?|met(er|re)s?|feet|foot|inch|inches)
        """,
        single=True,
    ),
    _about(
        "owner",
        """
        belongs to
        is owned by
        has an owner
        """,
        single=True,
    ),
    _about("breed", "is [not] an? [{word}] {breed} [mix|cross|puppy|dog|cat]$", single=True),
    _about("favourite", "has [a|the] favourites? <what>:", single=True),
    _about(
        "food",
        """
        eats only
        only eats
        is on a <some> diet
        """,
        single=True,
    ),
    _about(
        "job",
        """
        (works|studies)
        goes to (school|university|college)
        (would like|dreams of|wants) (to be|being) an?
        has a job
        is an? [{word}] {job}$
        """,
        single=True,
    ),
    _about(
        "partner",
        """
        is (married|engaged) to
        has an? (husband|wife|partner|boyfriend|girlfriend):
        """,
        single=True,
    ),
    _about(
        "likes",
        """
        {likes}{something}
        {is} (fond of|crazy about|obsessed with|mad about|into|keen on|addicted to|in love with|excited about){something}
        """,
    ),
    _about(
        "dislikes",
        """
        {dislikes}{something}
        does not [really] ({like}|care for){something}
        (cannot|can't) stand{something}
        """,
    ),
    _about(
        "fears",
        """
        fears{something}
        {is} (afraid|scared|frightened|terrified|nervous (around|about)){something}
        has a (fear|phobia) of
        """,
    ),
    _about(
        "allergy",
        """
        {is} [highly] (allergic|intolerant) to
        has (an allergy|allergies)
        (cannot|can't|must not|should not|may not|does not) (eat|drink|tolerate)
        """,
    ),
    _about(
        "nickname",
        """
        is (called|named|known as|nicknamed)
        answers to
        """,
    ),
    _about(
        "relation",
        """
        is [the|an?] {words}{whose} {words}{relative}
        is [the|an?] {words}{relative} of
        is (?!(at|in|on|with|for|to) )[{word}] {owner}
        is your
        is related to
        is [best|good|close|great] friends with
        (gets|does not get) along with
        has {many} {words}{relative}s?
        """,
    ),
    _about(
        "comparison",
        r"""
        is [much|a bit|a little] (\w+er|(more|less) \w+) than
        is as \w+ as
        is the \w+est
        """,
    ),
    _about(
        "skill",
        """
        (can|cannot|can't|speaks)
        knows how
        {is} (good|bad|great|trained) (at|with|to|as)
        """,
    ),
    _about(
        "has",
        """
        has ({many}|diabetes|epilepsy|arthritis|asthma)
        (owns|wears)
        """,
    ),
    _about(
        "death",
        """
        [has] (died|passed away)
        is (dead|no longer with us)
        """,
        single=True,
    ),
    _about(
        "trait",
        """
        {is} {trait}(?! (today|now|right now|at the moment|here))
        (is|was) born{something}
        """,
    ),
    _about("description", "is an? {words}{word}$"),
    _about(
        "habit",
        r"""
        is {often}
        is [not] allowed{something}
        (takes|needs|gets){daily}
        (?!{passing}){verb}
        {verb}{regular}
        ({often}|only|secretly) \w+
        does not {verb_stem}
        """.replace("{verb_stem}", one_of(HABITS)),
    ),
)


def topic_of(predicate: str) -> tuple[str, bool]:
    """What a predicate is about, and whether only one such fact can be true at a time.

    "is 3 years old" -> ("age", True); "loves tennis balls" -> ("likes", False). What is not known is `OTHER`, and so
    is what holds at the moment only ("is sleeping", "is here").
    """
    for said, topic, single in _TOPICS:
        if found := said.start(predicate):
            what = found.groupdict().get("what")
            # Each favourite is a topic of its own: a favourite toy does not supersede a favourite food.
            return (f"{topic} {what}" if what else topic), single
    return OTHER, False
