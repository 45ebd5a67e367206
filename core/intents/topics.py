"""What a fact is about. A predicate reads on after a name: "is 3 years old", "loves tennis balls"."""

import re

from core.intents.words import BREEDS, COLOURS, DISLIKING, HABITS, LIKING, PEOPLE, TRAITS

OTHER = "other"  # the topic of what the grammar does not know; kept only when somebody says "remember that ..."

_LASTING = r"(?:(?:very|really|quite|so|rather|a bit|a little|extremely|always|never|often|usually|mostly|both) )*"
_SHADE = r"(?:(?:light|dark|pale|bright|all|mostly)[ -])?"
_NUMBER = r"(?:\d{1,4}(?:[.,]\d+)?(?:[-/]\d+)?|half)"


def third_person(verb: str) -> str:
    """ "love" -> "loves"."""
    irregular = {"have": "has", "do": "does", "go": "goes", "be": "is"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def one_of(words: frozenset[str] | dict[str, str]) -> str:
    """A pattern for one of these words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


VERBS = frozenset(map(third_person, HABITS))  # as they follow a name
_RELATIVE = one_of(PEOPLE | {"half-brother", "half-sister", "godchild", "owner", "best friend", "rival", "enemy", "ex"})

# The first that fits decides. Topics are those the trainer draws its facts from, and some more.
_TOPICS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), topic, single)
    for pattern, topic, single in (
        # the moment rather than the being: what is seen, done or felt now
        (r"(?:is|was) (?:just |still |now )?\w+ing\b(?!['-])", OTHER, False),
        (r"(?:has|is) (?:just|been|gone|done|to|got to|eaten|slept|had|left|come|taken|made|seen)\b", OTHER, False),
        (r"(?:\w+) (?:it|this|that|these|those|here|there|you|what|him|her|them)(?: (?:so )?(?:much|a lot|now|here|there))*$", OTHER, False),
        (r".* (?:of|to|with) (?:it|this|that|them)$", OTHER, False),
        (r"(?:is|was) (?:such )?an? (?:very |really |such a )?(?:good|bad|cute|sweet|lovely|great|nice|pretty|real|total) "
         r"(?:boy|girl|dog|cat|one|photo|picture|day|guy|doggo|kitty)\b", OTHER, False),
        (r"(?:comes?|gets?|goes|looks?|gives?|starts?|leaves|needs?|stays|brings|makes|turns|moves|follows|wins)\b"
         r"(?!.*\b(?:every|always|never|often|usually|up|from|back|when|whenever|each|on \w+days|everywhere|with|in|to)\b)",
         OTHER, False),
        (r"(?:loves|likes|enjoys|adores|prefers|hates|dislikes|fears|has|is|was|gives|makes)$", OTHER, False),
        # one value at a time
        (rf"is (?:not )?(?:almost |nearly |about |over |only |around )?{_NUMBER}(?: and a half)? (?:year|month|week|day)s? old", "age", True),
        (r"(?:is|was) born\b|has (?:a|his|her|its|their) birthday\b|celebrates\b", "birthday", True),
        (r"(?:lives|resides|does not live|does not reside) (?:in|at|on|with|near|by|under|next)\b", "home", True),
        (r"(?:is|comes|was) from\b|was (?:found|adopted|rescued|bought|a (?:present|gift) from)\b|is a (?:present|gift)\b", "origin", True),
        (rf"is (?:not )?{_LASTING}{_SHADE}{one_of(COLOURS)}(?:(?:,|,? and|,? with)? {_SHADE}{one_of(COLOURS)}){{0,4}}$", "colour", True),
        (r"has (?:[\w-]+ ){1,4}(?:eyes|hair|fur|coat|tail|ears|nose|paws|feathers|beard|freckles|teeth|legs|spots|stripes)$",
         "looks", False),
        (r"is (?:not )?(?:a |an )?(?:[\w-]+ )?(?:male|female|boy|girl|he|she|tomcat)$", "sex", True),
        (r"weighs\b|is .*(?:\b|\d)(?:kg|kilos?|kilograms?|pounds?|lbs?|grams?)\b", "weight", True),
        (r"(?:measures|is .*(?:\b|\d)(?:cm|centimetres?|centimeters?|metres?|meters?|feet|foot|inch(?:es)?)\b)", "size", True),
        (r"belongs to\b|is owned by\b|has an owner\b", "owner", True),
        (rf"is (?:not )?an? (?:[\w-]+ )?{one_of(BREEDS)}(?: mix| cross| puppy| dog| cat)?$|has the breed\b", "breed", True),
        (r"has (?:a |the )?favourites? (?P<what>[\w ]{1,40}?):", "favourite", True),
        (r"eats only\b|only eats\b|is on a .*\bdiet\b", "food", True),
        (r"(?:works|studies|goes to (?:school|university|college))\b|(?:would like to be|dreams of being|wants to be) an?\b|has a job\b|is (?:a|an) "
         r"(?:[\w-]+ )?(?:teacher|nurse|doctor|student|engineer|baker|pilot|cook|chef|vet|driver|artist|musician|lawyer|"
         r"gardener|tailor|singer|carpenter|painter|clown|detective|librarian|mechanic|potter|drummer|judge|programmer|"
         r"developer|scientist|writer|dentist|farmer|designer|architect|photographer|journalist|plumber|electrician)$", "job", True),
        (r"is (?:married|engaged) to\b|has an? (?:husband|wife|partner|boyfriend|girlfriend):", "partner", True),
        # as many as one likes
        (rf"(?:{one_of(frozenset(map(third_person, LIKING)))}|is {_LASTING}(?:fond of|crazy about|obsessed with|mad about"
         r"|into|keen on|addicted to|in love with|happy when|excited about)|likes)\b(?= \S)", "likes", False),
        (rf"(?:{one_of(frozenset(map(third_person, DISLIKING)))}|does not (?:really )?(?:{'|'.join(LIKING)}|care for)"
         r"|(?:can ?not|can't) stand|is not (?:a fan of|fond of|keen on|into))\b(?= \S)", "dislikes", False),
        (rf"(?:fears|is (?:not |no longer )?{_LASTING}(?:afraid|scared|frightened|terrified|nervous (?:around|about))"
         r"|has a (?:fear|phobia))\b(?= \S)", "fears", False),
        (r"is (?:very |highly )?(?:allergic|intolerant) to\b|has (?:an allergy|allergies)\b|(?:can ?not|can't|must not|should not|"
         r"may not|does not) (?:eat|drink|tolerate)\b", "allergy", False),
        (r"is (?:called|named|known as|nicknamed)\b|answers to\b|has the nickname\b", "nickname", False),
        (rf"is (?:the |an? )?(?:\S+ ){{0,3}}?\S+'s? (?:[\w-]+ ){{0,2}}?{_RELATIVE}\b|is (?:the |an? )?(?:[\w-]+ ){{0,2}}{_RELATIVE} of\b"
         rf"|is your\b|has (?:an?|two|three|four|five|six|no|\d+) (?:[\w-]+ ){{0,2}}?{_RELATIVE}s?\b|is related to\b"
         r"|is (?:best |good |close )?friends with\b|(?:gets|does not get) along with\b|is (?!(?:at|in|on|with|for|to)\b)(?:[\w-]+ )?\S+'s\b", "relation", False),
        (r"is (?:much |a bit |a little )?(?:\w+er|(?:more|less) \w+) than\b|is as \w+ as\b|is the \w+est\b", "comparison", False),
        (r"(?:can|cannot|can't|knows how|is (?:very |really |quite )?(?:good|bad|great|trained) (?:at|with|to|as)|speaks)\b", "skill", False),
        (r"has (?:an?|the|two|three|four|five|six|seven|no|only|one|\d+|diabetes|epilepsy|arthritis|asthma)\b", "has", False),
        (r"(?:owns|wears)\b", "has", False),
        (r"(?:died|passed away)\b|has (?:died|passed away)\b|is (?:dead|no longer with us)\b", "death", True),
        (rf"(?:is|was) (?:not )?{_LASTING}{one_of(TRAITS)}\b(?! (?:today|now|right now|at the moment|here)\b)", "trait", False),
        (r"is (?:always|never|often|usually|sometimes)\b", "habit", False),
        (r"is an? (?:[\w-]+ ){0,4}[\w-]+$", "description", False),
        (rf"(?:(?:always|never|often|usually|sometimes|regularly|mostly|only|secretly) )?{one_of(VERBS)}\b", "habit", False),
        (r"(?:always|never|often|usually|sometimes|regularly) \w+", "habit", False),
        (rf"does not {one_of(HABITS)}\b", "habit", False),
    )
)  # fmt: skip


def topic_of(predicate: str) -> tuple[str, bool]:
    """What a predicate is about, and whether only one such fact can be true at a time.

    "is 3 years old" -> ("age", True); "loves tennis balls" -> ("likes", False). What is not known is `OTHER`, and so
    is what holds at the moment only ("is sleeping", "is here").
    """
    for pattern, topic, single in _TOPICS:
        if found := pattern.match(predicate):
            parts = found.groupdict()
            # Each favourite is a topic of its own: a favourite toy does not supersede a favourite food.
            return (f"favourite {parts['what'].strip()}" if "what" in parts else topic), single
    return OTHER, False
