"""What is said of somebody -> statements: "he's 3 and loves tennis balls" -> "is 3 years old", "loves tennis balls".

A clause has to be about the one it is told of: it begins with a pronoun, with the name, or with a verb that goes on.
"""

import re
from collections.abc import Iterable, Iterator

from core.concepts import Statement
from core.intents.spelling import sentences
from core.intents.topics import OTHER, VERBS, one_of, third_person, topic_of
from core.intents.words import HABITS, NUMBERS

LONGEST_FACT = 300  # letters
MOST_FACTS = 12  # of one message

_PRONOUN = r"(?:he|she|it|they|who|which)"
_STARTER = rf"(?:is|was|has|does not|cannot|can|turned|has turned|never|always|often|usually|sometimes|died|{one_of(VERBS)[3:-1]})"
_ADVERB = r"(?:(?:also|just|really|actually|simply|now|recently|still) )*"

_CONTRACTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), spelled)
    for pattern, spelled in (
        (rf"\b({_PRONOUN[3:-1]})(?:'s|s(?<!its)) (?=got\b)", r"\1 has "),
        (rf"(?<![\w-])({_PRONOUN[3:-1]})'s\b", r"\1 is"),
        (r"\b(he|she)s\b(?! (?:is|are)\b)", r"\1 is"),
        (r"\b(they|we|you)'?re\b", r"\1 are"),
        (r"\b(they)'?ve\b", r"\1 have"),
        (r"\bits (?=(?:\d|called|named|an?\b|afraid|scared|allergic|my))", "it is "),
        (r"\b(?:does|do)(?:n't|nt)\b", "does not"),
        (r"\b(is|was|has)n'?t\b", r"\1 not"),
        (r"\baren'?t\b", "is not"),
        (r"\bcan(?:'t|t| not)\b", "cannot"),
        (r"\b(?:is )?an? (\d{1,3})[- ](year|month|week)s?[- ]old (?=\w)", r"is \1 \2s old, a "),
        (r"\bfavorite", "favourite"),
    )
)
_SPLIT = re.compile(
    rf"""\s*(?:[,;(–]|\s-\s|\band\b(?!\ a\ half)|\bbut\b|&|\+)[\s,]*
         (?:(?:and|but|also|plus|who|which|because|since|then)\s+)*
         (?=(?:{_PRONOUN}\s+)?(?:{_ADVERB}{_STARTER}|are|have|love|like|hate|do)\b|{_PRONOUN}\s
            |(?:his|her|its|their|my|our|the)\s+(?:[\w-]+\s+){{1,3}}?(?:is|are|has|loves|likes|hates)\b
            |[^\W\d_][\w'-]{{0,30}}\s+(?:is|has|loves|likes|hates)\b)
       |\s*[,;(–]\s*(?=\d+\b|an?\s|born\b|aged?\s|not\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_AGED_AND_MORE = re.compile(
    r"(?P<is>.{0,60}?\bis )(?P<age>\d{1,3}(?: \w+ old)?)(?:,| and) (?P<more>[^\d\s].+)", re.IGNORECASE
)
_SUBJECT = re.compile(rf"(?:(?:and|but|also|plus|because|since)\s+)*(?:{_PRONOUN})\s+(?P<rest>.+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?P<what>[\w -]{2,40}?)(?: (?:is|are|was) |: )(?:now |on |in )?(?P<value>.+)", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:{_ADVERB}{_STARTER})\b", re.IGNORECASE)
_VERB_FIRST = re.compile(
    r"(?:is|was|has|does|can|cannot|will|never|always|\w{2,}(?:s|ed)|went|got|came|said)\b", re.IGNORECASE
)
_FRAGMENTS = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            r"(?:now |almost |nearly |about )?\d{1,3}(?: (?:and a half|years?|months?|weeks?|yrs?|y/?o|old|yo)\b.*)?$",
            "is {}",
        ),
        (r"aged? (\d{1,3}.*)", "is {}"),
        (r"born\b.+", "was {}"),
        (r"an? \w.+", "is {}"),
        (r"(?:very |really )?(?:afraid|scared|frightened|terrified|allergic|fond)\b.+", "is {}"),
    )
)


def statements_in(text: str, names: Iterable[str] = (), *, anything: bool = False) -> tuple[Statement, ...]:
    """The statements that a text makes about one being, in order, each topic and text once.

    `names` are those of this being: a clause that begins with one is about it. Questions and clauses about somebody
    else are left out, and so is what the grammar does not know, unless `anything` was asked to be remembered.
    """
    own = tuple(names)
    made: dict[str, Statement] = {}
    for clause in _clauses(text):
        predicate = predicate_of(clause, own)
        if predicate is None:
            continue
        topic, single = topic_of(predicate)
        if topic != OTHER or (anything and _VERB_FIRST.match(predicate)):
            made.setdefault(predicate, Statement(topic, predicate, single))
    return tuple(made.values())[:MOST_FACTS]


def _clauses(text: str) -> Iterator[str]:
    for sentence in sentences(expanded(text)):
        if not sentence.rstrip().endswith("?"):
            for part in _SPLIT.split(sentence):
                aged = _AGED_AND_MORE.fullmatch(part or "")
                yield from (f"{aged['is']}{aged['age']}", f"is {aged['more']}") if aged else [part] if part else []


def expanded(text: str) -> str:
    """The text with its contractions spelled out: "he's" is "he is", "doesn't" is "does not"."""
    for pattern, spelled in _CONTRACTIONS:
        text = pattern.sub(spelled, text)
    return text


def predicate_of(clause: str, names: Iterable[str] = ()) -> str | None:
    """What a clause says of its subject, as it reads on after a name; None when it is about somebody else."""
    clause = _without_name(_tidied(clause), names)
    if subject := _SUBJECT.fullmatch(clause):
        return _finished(subject["rest"])
    if owned := re.fullmatch(r"(?:his|her|its|their) (?P<rest>.+)", clause, re.IGNORECASE):
        return _attribute(owned["rest"])
    if _GOES_ON.match(clause):
        return _finished(clause)
    for pattern, said in _FRAGMENTS:
        if found := pattern.fullmatch(clause):
            return _finished(said.format(found[1] if found.groups() else clause))
    return None


def _without_name(clause: str, names: Iterable[str]) -> str:
    """The clause with a pronoun for the name it begins with."""
    for name in sorted(names, key=len, reverse=True):
        if clause.casefold().startswith(name.casefold()):
            rest = clause[len(name) :]
            if re.match(r"['’]s? (?:\d|afraid|scared|allergic|fond|my|an? )", rest):
                return "he is" + rest[rest.index(" ") :]
            if owned := re.match(r"['’]s? ", rest):
                return "his " + rest[owned.end() :]
            if rest.startswith((" ", ",")):
                return "he " + rest.lstrip(" ,")
    return clause


def _attribute(said: str) -> str | None:
    """ "favourite toy is a ball" -> "has a favourite toy: a ball"."""
    found = _ATTRIBUTE.fullmatch(said)
    if found is None:
        return None
    what, value = found["what"].lower(), _finished(found["value"], first=False)
    if what in ("name", "names") or value is None:
        return None
    if what in ("birthday", "bday", "b-day", "birth date", "date of birth"):
        return f"was born {value}" if value.startswith(("on ", "in ")) else f"was born on {value}"
    if what in ("age", "colour", "color", "weight", "height"):
        return _finished(f"weighs {value}" if what == "weight" else f"is {value}")
    if what in ("owner", "home"):
        return f"belongs to {value}" if what == "owner" else f"lives in {value.removeprefix('in ')}"
    if " " not in value and what in ("eyes", "hair", "fur", "coat", "tail", "ears", "nose", "paws", "beard"):
        return f"has {value} {what}"
    article = "an" if what[0] in "aeiou" else "a"
    return f"has {article} {what}: {value}" if not what.endswith("s") else f"has {what}: {value}"


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
_YOURS = tuple(
    (re.compile(rf"\b{said}\b", re.IGNORECASE), heard)
    for said, heard in (
        ("my", "your"),
        ("mine", "yours"),
        ("our", "your"),
        ("ours", "yours"),
        ("me", "you"),
        ("us", "you"),
    )
)
_AGE = re.compile(
    r"""(?:is|(?:has\ )?(?:just\ )?turned|turns)\ (?P<about>(?:now|almost|nearly|about|over|only|around|already|just)\ )?
        (?P<number>\d{1,3}(?:[.,]\d)?|a)(?P<half>\ and\ a\ half)?
        (?:[\s-]*(?P<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|days?)?[\s/-]*(?:olds?|o)?(?:\ of\ age)?)
        (?P<late>\ and\ a\ half(?:\ old)?)?(?:\ (?:now|today|already|yesterday|tomorrow|(?:last|this)\ \w+|on\ \w+))?(?P<rest>\ .+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_UNITS = {"m": "months", "w": "weeks", "d": "days", "y": "years"}


def _finished(said: str, *, first: bool = True) -> str | None:
    """A predicate in the third person, without what stands around it, from Familiar's side: "my" becomes "your"."""
    said = re.sub(rf"^{_ADVERB}", "", _tidied(said), flags=re.IGNORECASE) if first else _tidied(said)
    if not said:
        return None
    if first:
        said = _OF_COURSE.sub(r"\1", _third_person(said))
    for pattern, heard in _YOURS:
        said = pattern.sub(heard, said)
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
    return f"is {about}{number} {unit.rstrip('s') if number == '1' else unit} old"


def _tidied(said: str) -> str:
    return said.strip(" \t,.;:!?–()&+~*")


def _without_emoji(said: str) -> str:
    """Without what decorates the end; an emoji stays where it is all that a verb has ("loves 🎾")."""
    bare = re.sub(r"[^\w\s)\"'%$€£°]+$", "", said).strip()
    return bare if " " in bare or " " not in said else said
