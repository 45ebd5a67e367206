"""The prompt of RAP (CVPR 2025), as its released cli.py spells it: what our own is measured against.

The pocket voice learns both, or the comparison would be between a prompt it knows and one it never saw.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.photos import Photo
from core.prompt import Known, Part, Prompt, Said


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of a talk by the paper's rules."""

    asked: str
    answered: str


def paper_prompt(known: Sequence[Known], photo: Photo | None, before: Sequence[Exchange], words: str) -> Prompt:
    """As cli.py spells it; a talk without a photo as its text evaluation does, without brackets."""
    listed: list[Part] = []
    for number, one in enumerate(known, 1):
        info = " ".join(f"<{one.concept.name}> {fact.text}." for fact in one.concept.facts)
        picture: tuple[Part, ...] = (one.reference,) if one.reference else ()
        listed += (f"{number}. ", *picture, f"Name: <{one.concept.name}>, Info: {info}\n")
    opening: list[Part] = [photo, "\n[", *listed, "]"] if photo else listed
    said: list[Said] = []
    for number, turn in enumerate(before):
        said += (Said("user", (*(opening if number == 0 else ()), turn.asked)), Said("assistant", (turn.answered,)))
    return Prompt((*said, Said("user", (*(() if before else opening), words))))


def bracketed(words: str, names: Sequence[str]) -> str:
    """The words as a user of the paper's demo writes them, and its evaluation scripts do."""
    for name in names:
        words = re.sub(rf"(?<![\w<]){re.escape(name)}(?![\w>])", f"<{name}>", words)
    return words
