"""Remember: "remember this is my dog Max, he's 3", "this is Max", "remember that Max bites".

Only clear words teach: "remember", "this is" and their like. "I think this is Max" and "is this Max?" teach nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.concepts import Statement
from core.intents.changing import read_change
from core.intents.clauses import expanded
from core.intents.facts import statements_in
from core.intents.introducing import own_name, read_self
from core.intents.mentions import known
from core.intents.naming import Case, Named, read_named
from core.intents.newcomers import had_one, is_mine, is_new, mine_are, mine_is
from core.intents.phrases import openings, pattern_of, phrases
from core.intents.pointing import IS, THING
from core.intents.questions import is_question
from core.intents.shapes import AddAlias, Heard, Intent, Remember, Rename, Tell
from core.intents.spelling import sentences
from core.intents.subjects import about_whom, the_one
from core.intents.telling import read_both, turned_round

_TRIGGER = openings(
    r"""
    (remember|memorise|memorize|(keep|bear) in mind){that}
    (don't|do not|never) forget(?= that){that}
    (?P<weak>save|store|learn|note|add|teach){that}
    """,
    that=r"\b(?P<that>[\s,:]+that\b(?!\s*(?:is|'s|was)\b))?[\s,:–-]*",
)
_AFTER_WEAK = re.compile(r"(?:this|these|that|him|her|it|them)\b|[\"A-Z]")  # "learn Spanish" asks for something else
_NO_LESSON = openings("(to|when|how|what|who|why|where|if|not|the time|that (time|day|night)|i|we|you)")
_ONLY_POINTS = phrases("(this|that|these|those|him|her|it|them) [{thing}]", thing=THING)
_POINTING = openings(
    """
    {it_is} [called|named]{goes_on}
    this(?= (my|our) ){goes_on}
    here('s| is| are| comes){goes_on}
    (meet|introducing|i present [to you]|say (hi|hello) to){goes_on}
    """,
    it_is=IS,
    goes_on=r"\b(?!\s*(?:n't|not|no|never|what|how|why|where|when|who)\b)[\s:,]+"
    + pattern_of(r"[(an?|another|the|my) [\w+] {thing} of] ", thing=THING),
)
_AS = openings(
    r"""
    (this|that|him|her|it|them|these)(?: \w+)?? (as|called|named|is called|is named|under [the name]) (?=\S)
    the \w+ (as|called|named|is called|is named|under [the name]) (?=\S)
    """
)
_POINTS_FIRST = re.compile(r"(?:this|that|him|her|it|them)(?: \w+)?\s*[,:–-]\s*(?=\S)", re.IGNORECASE)
_THIS_KIND = phrases("(this|that|these) <kind>")
_NAME_IS = phrases(
    r"""
    (his|her|its|their|the) name('s| is) <name>
    (the|my|our|this|his|her) (?P<of>{noun})'s name('s| is) <name>
    (he|she|it|they|this one)( is|'s|'re| are) (called|named) <name>
    (my|our|the|this) (?P<of>{noun}) (is|are) (called|named) <name>
    name(:| is) <name>
    [we|i] call (him|her|it|them) <name>
    """,
    noun=r"[\w-]+(?: [\w-]+)?",
)
_TAKEN_BACK = re.compile(
    r"\W*(?:or|right|i think|i guess|maybe|perhaps|isn't|is it|no|speaking|calling)\b|.*\?\W*$", re.IGNORECASE
)
_VERB_FOLLOWS = re.compile(r"\s*(?!and\b|who\b)[a-z']")
_HE = re.compile(r"(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_PREDICATE = re.compile(r"\s+(?:is|was|has|does|can|cannot|will|never|always|(?!this\b)\w+(?:s|ed))\b", re.IGNORECASE)
_MY = re.compile(r"(?:my|our)\s", re.IGNORECASE)
_OWN = re.compile(r"(?P<who>[^,.!?]{1,60}?)'s? (?P<what>[\w-]+(?: [\w-]+)? (?:is|are) .+)", re.IGNORECASE)
_I_AM_AND = re.compile(
    r"""(?:(?P<called>my\ name(?:'?s|\ is)|call\ me)|i'?m|i\ am)\ (?P<me>[^,.!?]{1,60}?)(?:\ and\ |[,.!]+\ (?:and\ )?)
        (?=(?:this|that|these|here|meet|my|our)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ONE_ENDS = re.compile(r"\W*|\s*[,;(–-]\s*(?:and |who |he\b|she\b|it\b|they\b|\d|an? ).*")


def read_teaching(heard: Heard) -> Intent | None:
    """The first sentence that says to remember, or that points at somebody and says who it is; and what follows it."""
    said = sentences(heard.text)
    for place, sentence in enumerate(said):
        later = " ".join(said[place + 1 :])
        if intent := _remembered(sentence, later, heard) or _pointed_out(sentence, later, heard):
            return intent
    return None


def read_shown_besides(heard: Heard) -> Intent | None:
    """ "I'm Sarah and this is my dog Rex", with a photo: it shows Rex, and not what Sarah looks like."""
    found = _I_AM_AND.match(heard.text) if heard.photos else None
    if found is None or not own_name(found["me"], Case.ANY if found["called"] else Case.CAPITAL):
        return None
    shown = read_teaching(replace(heard, text=heard.text[found.end() :]))
    return shown if isinstance(shown, Remember) else None


def _remembered(sentence: str, later: str, heard: Heard) -> Intent | None:
    """ "remember ..."; what follows says whom, and what."""
    trigger = _TRIGGER.start(sentence)
    if trigger is None or sentence.rstrip().endswith("?"):
        return None
    rest, weak = sentence[trigger.end() :], trigger["weak"] if "weak" in trigger.re.groupindex else None
    if not re.search(r"\w", rest) or _ONLY_POINTS.fits(rest):
        return Remember(None) if heard.photos or not weak else None
    if weak and not _AFTER_WEAK.match(rest):
        return None
    if trigger["that"] or not weak:
        told = _named_to(rest, later, heard) or read_self(f"{rest} {later}".strip()) or _told(rest, later, heard)
        if told:
            return told
    return _taught(rest, later, heard, weak=bool(weak))


def _named_to(rest: str, later: str, heard: Heard) -> Intent | None:
    """ "remember that his name is Max", "... I have a dog called Max", "... Max is also called Maxie"."""
    if named := name_is(rest, heard) or is_mine(rest, heard):
        return _remember(named, later, heard)
    if named := mine_is(rest, heard):
        return replace(_remember(named, later, heard), points=False)
    if had := _had(rest, later, heard):
        return had
    if both := read_both(rest, heard):
        return both
    change = read_change(replace(heard, text=rest))
    return change if isinstance(change, AddAlias | Rename) else None


def _taught(rest: str, later: str, heard: Heard, *, weak: bool) -> Intent | None:
    """After "remember": "this is Max", "him as Max", "my dog Max", "this dog"."""
    if first := _POINTS_FIRST.match(rest):
        rest = rest[first.end() :]
    pointing = _AS.start(rest) or _POINTING.start(rest)
    phrase = rest[pointing.end() :] if pointing else rest
    if _NO_LESSON.start(phrase) or (weak and not pointing and not first):
        return None
    named = read_named(phrase, heard.names, heard.kinds, Case.ANY)
    if named and named.others and re.match(r"\s*(?:are|were|have)\b", named.rest):
        return None  # what two of them are, and not who is seen
    if named:
        return _remember(named, later, heard)
    if pointing or phrase.startswith(("/", '"')):
        return Remember(None)
    return _this_kind(rest, heard)


def _this_kind(rest: str, heard: Heard) -> Intent | None:
    """ "this dog" says a kind, and no name."""
    shown = _THIS_KIND.whole(rest)
    named = read_named(f"my {shown['kind']}", (), heard.kinds) if shown else None
    return Remember(named.name, named.kind, named.statements) if named else None


def _told(rest: str, later: str, heard: Heard) -> Intent | None:
    """ "remember that Max bites": a fact about somebody known or not; here whatever is said is kept."""
    if _AS.start(rest) or (_POINTING.start(rest) and not _HE.match(rest)):
        return None
    if (
        _HE.match(rest)
        and (pointing := _POINTING.start(rest))
        and read_named(rest[pointing.end() :], heard.names, heard.kinds)
    ):
        return None  # "he is my dog Max"
    if about := about_whom(turned_round(rest, heard) or rest, heard):
        said = statements_in(f"{about[1]} {later}", (about[0],), anything=True)
        return Tell(about[0], said) if said else None
    if _HE.match(rest):
        said = statements_in(f"{rest} {later}", anything=True)
        return Remember(None, "", said) if said else None
    return _told_of_new(rest, later, heard)


def _told_of_new(rest: str, later: str, heard: Heard) -> Intent | None:
    """ "my friend Anna is a nurse", "Rex's birthday is 3 May"."""
    rest = expanded(rest)
    owned = _OWN.match(rest)
    whole = read_named(owned["who"], heard.names, heard.kinds, Case.ANY) if owned else None
    if owned and whole and not re.search(r"\w", whole.rest):
        named, clause = whole, f"his {owned['what']}"
    else:
        first = read_named(rest, heard.names, heard.kinds, Case.ANY)
        if first is None or first.others or not _PREDICATE.match(first.rest):
            return None
        named, clause = first, f"he{first.rest}"
    said = statements_in(f"{clause} {later}", (named.name,) if named.name else (), anything=True)
    if not said:
        return None
    return Remember(named.name, named.kind, _once((*named.statements, *said)), points=False)


def _pointed_out(sentence: str, later: str, heard: Heard) -> Intent | None:
    """ "this is Max, he's 3"; with a photo "my dog Max" is enough."""
    if is_question(sentence):
        return None
    case = Case.LIKELY if heard.photos else Case.CAPITAL
    if several := mine_are(sentence, heard):
        return replace(_remember(several, later, heard), points=False)
    if (named := name_is(sentence, heard)) and (heard.photos or not heard.last_subjects or is_new(named, heard)):
        return _remember(named, later, heard)
    if named := is_mine(sentence, heard):
        return _remember(named, later, heard)
    if named := mine_is(sentence, heard):
        return replace(_remember(named, later, heard), points=False)
    if pointing := _POINTING.start(sentence):
        named = read_named(sentence[pointing.end() :], heard.names, heard.kinds, case)
        if named is None or _TAKEN_BACK.match(named.rest) or not (named.name or heard.photos or not the_one(heard)):
            return None
        return _remember(named, later, heard)
    if had := _had(sentence, later, heard):
        return had
    if not heard.photos and _MY.match(sentence):
        return _mine_told(sentence, later, heard)
    if _MY.match(sentence):
        named = read_named(sentence, heard.names, heard.kinds, case)
        if named is None or named.name is None or _VERB_FOLLOWS.match(named.rest):
            return None
        # "Who is this? My friend says ..." asks; beside a question a new name has to be written as one.
        is_name = "?" not in heard.text or named.name in sentence or known(named.name, heard.names)
        return _remember(named, later, heard) if is_name else None
    return None


def _had(sentence: str, later: str, heard: Heard) -> Remember | None:
    """What "I have a dog called Max" teaches; the name may come later: "we got a new dog, her name is Nala"."""
    had = had_one(sentence, heard)
    lesson = _remember(had, later, heard) if had else None
    return replace(lesson, points=False) if lesson and lesson.name else None


def _mine_told(sentence: str, later: str, heard: Heard) -> Remember | None:
    """ "my cat Rocky likes cheese", "my cat Rocky", of somebody new. What holds at the moment only teaches nothing."""
    named = read_named(sentence, heard.names, heard.kinds)
    if named is None or not (named.name and named.kind) or named.others or named.name in heard.names:
        return None
    if "?" in heard.text:
        return None
    said = statements_in(f"he{named.rest} {later}", (named.name,))
    is_lesson = said or not re.search(r"\w", named.rest + later)
    lesson = Remember(named.name, named.kind, _once((*named.statements, *said)), points=not said)
    return lesson if is_lesson else None


def name_is(text: str, heard: Heard) -> Named | None:
    """ "his name is Max", "my dog's name is Max", "she's called Luna"; None when no name is said."""
    found = _NAME_IS.whole(text)
    if found is None:
        return None
    noun = found.get("of")
    if noun and known(noun, heard.names):
        return None  # "the Max's name is ...": that renames
    named = read_named(found["name"], heard.names, heard.kinds, Case.ANY)
    if named is None or named.name is None:
        return None
    of = read_named(f"my {noun}", (), heard.kinds) if noun and noun != "one" else None
    return replace(named, kind=named.kind or (of.kind if of else ""))


def name_alone(text: str, heard: Heard) -> Named | None:
    """The name in an answer to "What's the name?": "Max", "he's called Max", "my dog Max, he's 3". Never a sentence."""
    if named := name_is(text, heard):
        return named
    pointing = _POINTING.start(text)
    phrase = text[pointing.end() :] if pointing else text
    if name := known(phrase.strip(" .!"), heard.names):
        return Named(name)
    named = read_named(phrase, heard.names, heard.kinds, Case.ANY)
    if named is None or named.name is None:
        return None
    return named if _ONE_ENDS.fullmatch(named.rest) else None


def _remember(named: Named, later: str, heard: Heard) -> Remember:
    """The lesson of a name with all that is said after it. "This is my dog. His name is Rex" names it late."""
    after = re.sub(r"^\W+(?=\w)", "", named.rest)
    if named.name is None:
        for sentence in (after, *sentences(later)):
            if late := name_is(sentence, heard):
                named = replace(named, name=late.name, kind=named.kind or late.kind)
                break
    said = statements_in(f"{after} {later}" if after else later, (named.name,) if named.name else ())
    kind, said = _kind_said(named.kind, said)
    others = (*named.others, *_pointed_out_too(named, (after, *sentences(later)), heard))
    return Remember(named.name, kind, _once((*named.statements, *said)), others)


def _pointed_out_too(first: Named, sentences_after: Sequence[str], heard: Heard) -> tuple[str, ...]:
    """The further names in "this is Max and this is my cat Bella"."""
    found: list[str] = []
    for sentence in sentences_after:
        sentence = re.sub(r"^(?:and|,|&)\s+", "", sentence, flags=re.IGNORECASE)
        pointing = _POINTING.start(sentence) if re.match(r"(?:this|that)\b", sentence, re.IGNORECASE) else None
        named = read_named(sentence[pointing.end() :], heard.names, heard.kinds, Case.CAPITAL) if pointing else None
        if named and named.name and named.name != first.name:
            found.append(named.name)
    return tuple(found)


def _kind_said(kind: str, said: Sequence[Statement]) -> tuple[str, tuple[Statement, ...]]:
    """ "he's my dog" is what he is, not a fact about him."""
    for statement in said:
        mine = re.fullmatch(r"is your (.+)", statement.text)
        named = read_named(f"my {mine[1]}", ()) if mine else None
        if not kind and named and named.name is None and not named.statements:
            return named.kind, tuple(s for s in said if s is not statement)
    return kind, tuple(s for s in said if s.topic != "nickname")


def _once(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple({s.text: s for s in statements}.values())
