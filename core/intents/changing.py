"""Rename, Merge, AddAlias, RemoveLook, RemoveFact: "rename Max to Maximilian", "Maxie is Max", "remove photo 2 of Max".

Each is a whole message, so that no order hides inside of talk.
"""

import re
from dataclasses import replace

from core.intents.facts import predicate_of
from core.intents.mentions import known
from core.intents.naming import clean_name, read_named
from core.intents.phrases import pattern_of, phrases
from core.intents.questions import is_question
from core.intents.shapes import AddAlias, Heard, Intent, Merge, RemoveFact, RemoveLook, Rename
from core.intents.subjects import about_whom, the_one, whom_meant
from core.intents.words import FUNCTION, NUMBERS, ORDINALS, PARTICLES, SOME_TIME

_RENAME = phrases(
    """
    rename <old> (to|as|into|=>|->|→) <new>
    change <old>'s name (to|into) <new>
    change the name of <old> (to|into) <new>
    <old>'s [real|new|actual|full|right|correct] name is [actually|really|now] <new>
    <old> is (now|actually|really) (called|named) <new>
    <old> is (called|named) <new> (now|from now on)
    <old> should be (called|named) <new>
    call <both> (from now on|instead|now)
    (rename|call) <both>
    """
)
_MERGE = phrases(
    """
    (merge|combine|put) <other> into <keep>
    (merge|combine|join) <keep> (and|with|&) <other>
    <keep> and <other> are (the same|one and the same|identical) [dog|cat|person|one|being|thing]
    <keep> and <other> are one (dog|cat|person|being|thing)
    <other> is the same [dog|cat|person|one|being|thing] as <keep>
    """
)
_SAME = phrases("<one> (is|=) [really|actually|just|also] <two>")
_ALIAS = phrases(
    r"""
    <name>( is|'s) (also|sometimes|often|otherwise) (called|named|known as) <alias>
    <name> [is] (aka|a\.k\.a\.|alias|also known as|known as|nicknamed) <alias>
    <alias> is (another|an other|also a) (name|nickname|alias) (for|of) <name>
    <alias> is <name>'s (nickname|other name|second name|alias|pet name)
    <name>'s (nickname|other name|second name|alias|pet name) is <alias>
    (we|i) [also|sometimes|often|usually] call <both>
    add [the] (alias|nickname|name) <alias> (to|for) <name>
    <name> [also] (goes by|answers to) [the name] <alias>
    <name> is called <alias> [too|as well]
    """
)
_PARTS = {
    "take": pattern_of("(remove|delete|forget|drop|erase|take away|get rid of)"),
    "look": pattern_of("(photo|picture|pic|image|look|crop)"),
    "number": r"(?:number |no\.? ?|#)?(?P<number>\d{1,4}|" + "|".join(NUMBERS) + ")",
    "nth": r"(?P<nth>\d{1,3}(?:st|nd|rd|th)|" + "|".join(ORDINALS) + ")",
}
_REMOVE_LOOK = phrases(
    """
    {take} [the] {look} {number} [(of|from|about|for) <name>]
    {take} [the] {nth} {look} [(of|from|about|for) <name>]
    {take} <name>'s {look} {number}
    {take} <name>'s {nth} {look}
    """,
    **_PARTS,
)
_REMOVE_FACT = phrases(
    """
    {take} [the] (fact|note) {number} [(of|from|about|for) <name>]
    {take} [the] {nth} (fact|note) [(of|from|about|for) <name>]
    {take} <name>'s (fact|note) {number}
    {take} <name>'s {nth} (fact|note)
    """,
    **_PARTS,
)
_REMOVE_TOLD = phrases("{take} [the (fact|note)] that <told>", **_PARTS)
_REMOVE_OWN = phrases("{take} <name>'s <words>", **_PARTS)
_HIS = re.compile(r"\b(?:his|her|its|their)(?= (?!name is)\w)", re.IGNORECASE)  # "his name is Rex" corrects
_BETWEEN = re.compile(r"\s+(?:to|as|into|and|with|->|=>?|→)\s+|\s*,\s*")
_MOST_PARTS = 6  # of a name


def read_change(heard: Heard) -> Intent | None:
    """Rename, merge, alias, remove: a whole message, about names that are known."""
    if one := the_one(heard):
        heard = replace(heard, text=_HIS.sub(lambda _: f"{one}'s", heard.text))
    readers = (_rename, _merge, _alias, _remove, _remove_words, _same)
    return next((intent for reader in readers if (intent := reader(heard))), None)


def _rename(heard: Heard) -> Intent | None:
    said = _RENAME.whole(heard.text)
    if said is None:
        return None
    if both := said.get("both"):
        pair = two_names(both, heard)
        return Rename(*pair) if pair else None
    ordered = heard.text.lower().startswith(("rename", "change"))
    old = whom_meant(said["old"], heard) or (clean_name(said["old"]) if ordered else None)
    new = new_name(said["new"])
    return Rename(old, new) if old and new else None


def _merge(heard: Heard) -> Intent | None:
    said = _MERGE.whole(heard.text)
    if said is None:
        return None
    keep, other = known(said["keep"], heard.names), known(said["other"], heard.names)
    if heard.text.lower().startswith(("merge", "combine")):
        keep, other = keep or clean_name(said["keep"]), other or clean_name(said["other"])
    return Merge(keep, other) if keep and other and keep != other else None


def _alias(heard: Heard) -> Intent | None:
    said = _ALIAS.whole(heard.text)
    if said is None:
        return None
    if both := said.get("both"):
        pair = two_names(both, heard)
        return AddAlias(*pair) if pair else None
    name, alias = whom_meant(said["name"], heard), new_name(said["alias"])
    is_fact = " by " in said["alias"]  # "is called the Boss by Grandma"
    return AddAlias(name, alias) if name and alias and not is_fact else None


def _same(heard: Heard) -> Intent | None:
    """ "Maxie is Max": two that are known are one; one that is not is another name."""
    said = _SAME.whole(heard.text)
    if said is None or is_question(heard.text):
        return None
    one, two = known(said["one"], heard.names), known(said["two"], heard.names)
    if two is None or one == two:
        return None
    if one:
        return Merge(keep=two, other=one)
    written = read_named(said["one"], ())
    is_name = written and not written.kind and not written.others and not written.rest.strip()
    return AddAlias(two, written.name) if is_name and written and written.name else None


def _remove(heard: Heard) -> Intent | None:
    look = _REMOVE_LOOK.whole(heard.text)
    said = look or _REMOVE_FACT.whole(heard.text)
    if said is None:
        return None
    whom = said.get("name")
    name = whom_meant(whom, heard) or clean_name(whom) if whom else the_one(heard)
    number = number_in(said.get("number") or said["nth"])
    if not name or not number:
        return None
    return RemoveLook(name, number) if look else RemoveFact(name, number=number)


def _remove_words(heard: Heard) -> Intent | None:
    """ "forget that Max is afraid of thunder", "forget Max's birthday"."""
    if said := _REMOVE_TOLD.whole(heard.text):
        about = about_whom(said["told"], heard)
        words = predicate_of(about[1]) if about else None
        return RemoveFact(about[0], words) if about and words else None
    if said := _REMOVE_OWN.whole(heard.text):
        name = known(said["name"], heard.names)
        return RemoveFact(name, said["words"]) if name else None
    return None


def new_name(words: str) -> str | None:
    """A name that somebody is to have: the whole of the words, in quotes or not."""
    if quoted := re.fullmatch(r'\W*"([^"]+)"\W*', words):
        return clean_name(quoted[1], quoted=True)
    first, *more = words.split() or [""]
    if first.lower() in FUNCTION - {"the"} | SOME_TIME or len(more) >= _MOST_PARTS:
        return None
    return None if FUNCTION.difference(PARTICLES, {"and"}).intersection(more) else clean_name(words)  # "short for Max"


def two_names(words: str, heard: Heard) -> tuple[str, str] | None:
    """A known name and the new one after it: "Max Maximilian", "Anna Maria Annie", "Max to Maximilian"."""
    parts = _BETWEEN.sub(" ", f" {words} ").split()
    for length in range(min(len(parts) - 1, _MOST_PARTS), 0, -1):
        if old := whom_meant(" ".join(parts[:length]).strip('"'), heard):
            new = new_name(" ".join(parts[length:]))
            return (old, new) if new else None
    return None


def number_in(words: str) -> int | None:
    """The number that a word or digits are: "2", "two", "second", "2nd"."""
    lower = words.lower()
    if digits := re.match(r"\d{1,4}", lower):
        return int(digits[0])
    return NUMBERS.get(lower) or ORDINALS.get(lower)
