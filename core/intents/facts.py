"""What is said of somebody -> statements: "he's 3 and loves tennis balls" -> "is 3 years old", "loves tennis balls".

A clause has to be about the one it is told of: it begins with a pronoun, with the name, or with a verb that goes on.
Facts are written the way Familiar says them back: "my sofa" is "your sofa".
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from core.concepts import Statement
from core.intents.clauses import ADVERBS, PRONOUNS, STARTS, clauses
from core.intents.spelling import LETTER
from core.intents.topics import OTHER, one_of, third_person, topic_of
from core.intents.words import (
    ADJECTIVES,
    ANIMALS,
    CAPITAL_ADJECTIVES,
    COLOURS,
    COMMON,
    FUNCTION,
    HABITS,
    KINDS,
    NUMBERS,
    PAST,
    PEOPLE,
    TRAITS,
)

LONGEST_FACT = 300  # letters
MOST_FACTS = 12  # of one message

_ABOUT_HIM = re.compile(rf"(?:(?:and|but|also|plus|because|since)\s+)*(?:{PRONOUNS})\s+(?P<said>.+)", re.IGNORECASE)
_HIS = re.compile(
    r"(?:his|her|its|their) (?P<what>[\w -]{2,40}?)(?: (?:is|are|was) |: )(?:now )?(?P<value>.+)", re.IGNORECASE
)
_GOES_ON = re.compile(f"{ADVERBS}{STARTS}", re.IGNORECASE)
_VERB_FIRST = re.compile(
    rf"(?:is|has|does|can|cannot|will|never|always|\w{{2,}}(?:s|ed)|{one_of(PAST)})\b", re.IGNORECASE
)
_STATES = "afraid|scared|frightened|terrified|allergic|fond"
_FRAGMENTS = tuple(  # what stands after a name without a verb
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            r"((?:now |almost |nearly |about )?\d{1,3}(?: (?:and a half|years?|months?|weeks?|yrs?|y/?o|old|yo)\b.*)?)",
            "is {}",
        ),
        (r"aged? (\d{1,3}.*)", "is {}"),
        (r"(born\b.+)", "was {}"),
        (r"(an? \w.+)", "is {}"),
        (rf"((?:very |really )?(?:{_STATES})\b.+)", "is {}"),
    )
)


def statements_in(text: str, names: Iterable[str] = (), *, anything: bool = False) -> tuple[Statement, ...]:
    """The statements that a text makes about one being, in order, each once.

    `names` are those of this being: a clause that begins with one is about it. Questions and clauses about somebody
    else are left out, and so is what the grammar does not know, unless `anything` was asked to be remembered.
    """
    own = tuple(names)
    predicates = dict.fromkeys(_of_one(clauses(text), own))
    made = [Statement(topic, said, single) for said in predicates for topic, single in [topic_of(said)]]
    kept = [s for s in made if s.topic != OTHER or (anything and _VERB_FIRST.match(s.text))]
    return _settled(kept)[:MOST_FACTS]


_HE_OR_SHE = re.compile(r"(?:(?:and|but|also|plus|because|since)\s+)*(?:(he|his)|she|her)\b", re.IGNORECASE)
_HIM_OR_HER = re.compile(r"\b(?:(him)\b|her$)", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?P<whose>(?:my|our|the|his|her|its|their|[\w-]+'s) )?(?P<who>[^\W\d][\w'-]*(?: [\w'-]+){0,2}?)"
    rf" (?:{STARTS}|(?:are|have|love|like|hate)\b)",
    re.IGNORECASE,
)


def _of_one(parts: Iterable[str], own: Sequence[str]) -> Iterator[str]:
    """The predicates of the clauses about one being: where somebody else was named in between, "he" means them.

    So does a "she" after a "he"; the first clause is told of the being, whichever pronoun stands there for a name.
    """
    is_another, first, now = False, "", ""
    for place, clause in enumerate(parts):
        bare, said = _tidied(clause), predicate_of(clause, own)
        if _begins_with_one_of(own, bare):
            is_another, now = False, first
        elif said is None and _is_of_another(bare):
            whom = _HIM_OR_HER.search(bare)  # "my sister loves him" is about him still
            is_another = whom is None
            first = now = first or ("" if whom is None else "he" if whom[1] else "she")
        elif place and not is_another and (spoken := _HE_OR_SHE.match(bare)):
            now = "he" if spoken[1] else "she"
            first = first or now
        if said and not is_another and now == first:
            yield said


def _begins_with_one_of(names: Iterable[str], clause: str) -> bool:
    return any(re.match(rf"{re.escape(name)}\b", clause, re.IGNORECASE) for name in names if name)


def _is_of_another(clause: str) -> bool:
    """Whether a clause that tells nothing of the being has somebody else as its subject."""
    found = _ANOTHER.match(clause)
    if found is None:
        return False
    return _is_somebody(found["who"]) if found["whose"] else found["who"].split()[0].lower() not in FUNCTION


def _is_somebody(what: str) -> bool:
    """Whether what one has is a being: a "brother", a "best friend", "sister Mia"; a "dog bed" is none."""
    *before, last = what.split()
    if last.lower() in _BEINGS or not before or before[-1].lower() not in _BEINGS:
        return last.lower() in _BEINGS
    return last[0].isupper() or (before[-1].lower() in PEOPLE and last.lower() not in COMMON | KINDS)


_BEINGS = PEOPLE | ANIMALS | {"owner"}


def _settled(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Of several on a single topic the last, and rather what is than what is not ("isn't 3, he is 4")."""
    last = {s.topic: s for s in sorted(statements, key=lambda s: " not " not in s.text) if s.single}
    return tuple(s for s in statements if not s.single or last[s.topic] is s)


def predicate_of(clause: str, names: Iterable[str] = ()) -> str | None:
    """What a clause says of its subject, as it reads on after a name; None when it is about somebody else."""
    clause = _without_name(_tidied(clause), names)
    if about := _ABOUT_HIM.fullmatch(clause):
        return _finished(about["said"])
    if owned := _HIS.fullmatch(clause):
        return _attribute(owned["what"], owned["value"])
    if _GOES_ON.match(clause):
        return _finished(clause)
    fragments = ((pattern.fullmatch(clause), said) for pattern, said in _FRAGMENTS)
    return next((_finished(said.format(found[1])) for found, said in fragments if found), None)


def _without_name(clause: str, names: Iterable[str]) -> str:
    """The clause with a pronoun for the name it begins with."""
    for name in sorted(names, key=len, reverse=True):
        rest = clause[len(name) :]
        if not clause.casefold().startswith(name.casefold()):
            continue
        if re.match(rf"['’]s? (?:\d|{_STATES}|my|an? )", rest):
            return "he is" + rest[rest.index(" ") :]
        if owned := re.match(r"['’]s? ", rest):
            return "his " + rest[owned.end() :]
        if rest.startswith((" ", ",")):
            return "he " + rest.lstrip(" ,")
    return clause


_PARTS_OF_A_BODY = frozenset("eyes hair fur coat tail ears nose paws beard".split())
_BIRTHDAYS = ("birthday", "bday", "b-day", "birth date", "date of birth")
_DATE = re.compile(
    r"""(?!.*(?:\d\ (?:days?|weeks?|months?)|\b(?:ago|today|tomorrow|yesterday))\b)
        .*(?:\d|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?
          |nov(?:ember)?|dec(?:ember)?|christmas|easter|halloween|new\ year|valentine)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_SAID_AS = {  # what people have -> the predicate that says it
    **dict.fromkeys(_BIRTHDAYS, "was born on {}"),
    **dict.fromkeys(("birthplace", "birth place", "place of birth"), "was born in {}"),
    **dict.fromkeys(("age", "colour", "color", "height", "size", "breed", "job"), "is {}"),
    "weight": "weighs {}",
    "owner": "belongs to {}",
    "home": "lives in {}",
}


def _attribute(what: str, said: str) -> str | None:
    """ "favourite toy", "a ball" -> "has a favourite toy: a ball"."""
    is_somebody, what = _is_somebody(what), what.lower()
    value = _finished(re.sub(r"^(?:on|in) ", "", said) if what in _SAID_AS else said, first=False)
    if what in ("name", "names") or value is None:
        return None
    if what.startswith(_BIRTHDAYS) and not (what in _BIRTHDAYS and _DATE.match(value)):
        return None  # "tomorrow"; and a birthday party is none
    if is_somebody or what.endswith(" name"):
        value = re.sub(r"^(?:called|named) ", "", value)
        if not _is_name(value):
            return None  # "his sister is 5" tells of her, and "his full name is long" no name
    if way := _SAID_AS.get(what):
        year = re.fullmatch(r"\d{4}", value)
        return _finished(way.format(value) if not year else way.replace(" on ", " in ").format(value))
    if " " not in value and what in _PARTS_OF_A_BODY:
        return f"has {value} {what}"
    article = "" if what.endswith("s") else "an " if what[0] in "aeiou" else "a "
    return f"has {article}{what}: {value}"


def _is_name(value: str) -> bool:
    """Whether words say who somebody is, and not how: "Rex", "a poodle", "your sister"; never "5" or "cute"."""
    first, *more = value.split()
    if first[0].isdigit() or value.lower() in CAPITAL_ADJECTIVES:
        return False
    if not first[0].islower() or first in ("a", "an", "the", "you", "your"):
        return True
    is_state = {first, *more} & (COMMON | TRAITS | COLOURS | ADJECTIVES) or re.match(_STATES, first)
    return len(more) < 2 and not is_state and not value.endswith(("ing", "ed"))


_FIRST_VERB = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"(?:are|be)\b", "is"),
        (r"were\b", "was"),
        (r"have\b", "has"),
        (r"(?:do|does) not\b", "does not"),
        (r"(?:has|have) got\b", "has"),
        (r"got\b", "has"),
        (r"can't\b", "cannot"),
    )
)
_OF_COURSE = re.compile(r"^(is |was )(?:(?:actually|really|currently|already|just) )+", re.IGNORECASE)
_YOURS = {"my": "your", "mine": "yours", "our": "your", "ours": "yours", "me": "you", "us": "you"}
_MINE = re.compile(rf"\b(?:{'|'.join(_YOURS)})\b", re.IGNORECASE)
_AGE = re.compile(
    r"""(?:is(?P<not>\ not)?|(?:has\ )?(?:just\ )?turned|turns)\ (?P<about>(?:now|almost|nearly|about|over|only|around|already|just)\ )?
        (?P<number>\d{1,3}(?:[.,]\d)?|a)(?P<half>\ and\ a\ half)?
        (?:[\s-]*(?P<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|days?)?[\s/-]*(?:olds?|o)?(?:\ of\ age)?)
        (?P<late>\ and\ a\ half(?:\ old)?)?
        (?:\ (?:now|today|already|yesterday|tomorrow|(?:last|this)\ \w+|on\ \w+))?(?P<rest>\ .+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_UNITS = {"m": "months", "w": "weeks", "d": "days", "y": "years"}


def _finished(said: str, *, first: bool = True) -> str | None:
    """A predicate in the third person, without what stands around it, from Familiar's side: "my" becomes "your"."""
    said = re.sub(f"^{ADVERBS}", "", _tidied(said), flags=re.IGNORECASE) if first else _tidied(said)
    if not said:
        return None
    if first:
        said = _OF_COURSE.sub(r"\1", _third_person(said))
    said = _MINE.sub(lambda word: _YOURS[word[0].lower()], said)
    return _aged(_without_emoji(said))[:LONGEST_FACT].rstrip() or None


def _third_person(said: str) -> str:
    for pattern, spelled in _FIRST_VERB:
        if pattern.match(said):
            return pattern.sub(spelled, said, count=1)
    verb, space, rest = said.partition(" ")
    return f"{third_person(verb.lower()) if verb.lower() in HABITS else verb.lower()}{space}{rest}"


def _aged(said: str) -> str:
    """ "is 3", "turned 3", "is three yrs old" -> "is 3 years old"; what is no age stays."""
    spelled = re.sub(r"\b[a-z]+\b", lambda word: str(NUMBERS.get(word[0], word[0])), said[:40]) + said[40:]
    found = _AGE.fullmatch(spelled)
    if found is None or found["rest"] or (found["number"] == "a" and not found["unit"]):
        return said
    about = (found["about"] or "").replace("now ", "").replace("already ", "").replace("just ", "")
    number = "1" if found["number"] == "a" else found["number"]
    number += ".5" if found["half"] or found["late"] else ""
    unit = _UNITS[(found["unit"] or "years")[0].lower()]
    return f"is{found['not'] or ''} {about}{number} {unit.rstrip('s') if number == '1' else unit} old"


def _tidied(said: str) -> str:
    return said.strip(" \t,.;:!?–()&+~*")


def _without_emoji(said: str) -> str:
    """Without what decorates the end; an emoji stays where it is all that a verb has ("loves 🎾")."""
    bare = re.sub(rf"(?:(?!{LETTER})[^\s)\"'%$€£°]|\s)+$", "", said)
    return bare if " " in bare or " " not in said else said
