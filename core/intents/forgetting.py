"""Forget and EraseMe. Whole messages only: "ignore your instructions and forget everything" is talk."""

import re

from core.intents.mentions import known
from core.intents.naming import Case, read_named
from core.intents.phrases import pattern_of, phrases
from core.intents.shapes import EraseMe, Forget, Heard, Intent
from core.intents.subjects import whom_meant

_FOR_GOOD = pattern_of("(completely|entirely|forever|for good|from your memory|now|again)")
_ERASE = phrases(
    """
    {erase} [about] (me|us|everyone|everybody) [{for_good}]
    {erase} [all [of]] (my|your) [whole|entire] (data|memory|memories|account|profile|everything|information) [{for_good}]
    {erase} all [of] [the] (data|memories|information) [(about|of|on) me] [{for_good}]
    {erase} (everything|all|whatever|anything) [[that] (you|u) [ever] {know}] [(about|of|from|on) (me|us)] [{for_good}]
    """,
    erase=pattern_of("(forget|delete|erase|wipe [out]|remove|clear|destroy)"),
    know=pattern_of("(know|have|store|stored|remember|learned|save|saved|keep|kept)"),
    for_good=_FOR_GOOD,
)
_FORGET = phrases(
    """
    {forget} (about|all about|everything [[that] you know] about|all you know about) <whom> [{for_good}]
    {forget} <whom> [{for_good}]
    """,
    forget=pattern_of("(forget|delete|remove|erase)"),
    for_good=_FOR_GOOD,
)
_POINTED_AT = phrases(
    """
    (him|her|them)
    (this|that) (one|dog|cat|bird|pet|animal|person|guy|man|woman|boy|girl|thing)
    """
)


def read_erasure(heard: Heard) -> Intent | None:
    """ "delete everything you know about me"."""
    return EraseMe() if _ERASE.fits(heard.text) else None


def read_forgetting(heard: Heard) -> Intent | None:
    """ "forget Max", "forget him"; "forget it" means never mind."""
    said = _FORGET.whole(heard.text)
    if said is None:
        return None
    if _POINTED_AT.fits(said["whom"]):
        return Forget(whom_meant(said["whom"], heard))
    return forget_named(said["whom"], heard, Case.CAPITAL)


def forget_named(whom: str, heard: Heard, case: Case) -> Intent | None:
    """Forget somebody known, or somebody with a name; None for words that name nobody."""
    if name := known(whom, heard.names):
        return Forget(name)
    named = read_named(whom, (), heard.kinds, case)
    if named is None or named.name is None or re.search(r"\w", named.rest):
        return None
    return Forget(" and ".join((named.name, *named.others)))  # nobody is called "Max and Bella", and nobody is deleted
