"""Somebody new, by what is said of them without pointing: "Rocky is my cat", "my mom is Greta", "we have two cats, Tom and
Jerry". A kind of being behind "my" and a new name are clear words; "Rome is my home" and "my cat is Black" are not.
"""

import re
from dataclasses import replace

from core.intents.ages import is_person
from core.intents.mentions import known, singular
from core.intents.naming import Case, Named, read_named
from core.intents.phrases import phrases
from core.intents.shapes import Heard
from core.intents.words import ANIMALS, CAPITAL_ADJECTIVES, COLOURS, COMMON, PEOPLE
from core.turns import fold

_IS_MY = re.compile(r"(?P<name>[^,.!?]{1,60}?) is (?=(?:my|our)\b)")
_I_HAVE = re.compile(r"(?:i|we) (?:have|own|got|adopted|bought) an? ", re.IGNORECASE)
_BY_NAME = re.compile(r"(?:[\w-]+ ){1,2}(?:called|named) ", re.IGNORECASE)
_MINE_ARE = phrases(
    """
    (my|our) <kinds> are [called|named] <names>
    <names> are (my|our) <kinds>
    (i|we) (have|got|own) [got] (two|three|four|five|2|3|4|5|some) <kinds>[:|,] [called|named|they are called|their names are] <names>
    """
)
_MINE_IS = phrases("(my|our) <kind> is <name>")


def is_mine(sentence: str, heard: Heard) -> Named | None:
    """ "Rocky is my cat", of somebody new: it says who that is as "this is my cat Rocky" does."""
    said = _IS_MY.match(sentence)
    if said is None or "?" in heard.text or known(said["name"], heard.names):
        return None
    name = read_named(said["name"], heard.names, heard.kinds, Case.LIKELY)
    what = read_named(sentence[said.end() :], heard.names, heard.kinds)
    if name is None or name.name is None or name.rest.strip() or what is None or what.name:
        return None
    is_likely = _is_being(what.kind) and not (is_person(what.kind) and fold(name.name) in COMMON)
    return replace(what, name=name.name) if is_likely else None  # "Rome is my home", "Music is my friend"


def mine_is(sentence: str, heard: Heard) -> Named | None:
    """ "my mom is Greta", of somebody new; "my dog is Swiss" names nobody."""
    said = _MINE_IS.whole(sentence)
    named = read_named(said["name"], heard.names, heard.kinds) if said else None
    what = read_named(f"my {said['kind']}", heard.names, heard.kinds) if said else None
    if not named or not what or what.name or named.kind or named.rest.strip() or named.name in (None, *heard.names):
        return None
    if not _is_being(what.kind) or what.kind in heard.kinds or fold(named.name or "") in COMMON | CAPITAL_ADJECTIVES:
        return None
    return replace(what, name=named.name)


def mine_are(sentence: str, heard: Heard) -> Named | None:
    """ "I have two cats, Tom and Jerry": those of them who are new, so that a message that comes twice finishes the first."""
    said = _MINE_ARE.whole(sentence)
    named = read_named(f"my {singular(said['kinds'])} {said['names']}", heard.names, heard.kinds) if said else None
    if named is None or not named.name or not named.others or not _is_being(named.kind) or named.rest.strip(" ."):
        return None
    new = [name for name in (named.name, *named.others) if name not in heard.names]
    if not new or {*map(fold, new)} & COLOURS:
        return None  # "my cats are Black and White"
    return replace(named, name=new[0], others=tuple(new[1:]))


def had_one(sentence: str, heard: Heard) -> Named | None:
    """Who is had in "I have a dog called Max"; the name may be missing. Not "I have a feeling Max is called something"."""
    mine = _I_HAVE.match(sentence)
    had = read_named(f"my {sentence[mine.end() :]}", heard.names, heard.kinds) if mine else None
    is_one = mine and had and (_is_being(had.kind) or _BY_NAME.match(sentence, mine.end()))
    return had if is_one else None


def is_new(named: Named, heard: Heard) -> bool:
    """Whether a name is said of a kind of which nobody is known: it is nobody's new name."""
    return bool(named.kind) and named.kind not in heard.kinds and named.name not in heard.names


def _is_being(kind: str) -> bool:
    return fold(kind.rpartition(" ")[2]) in ANIMALS | PEOPLE
