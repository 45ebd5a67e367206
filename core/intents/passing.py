"""What is said of somebody in passing: "Max is sick", "Max ate my shoes". Nothing of it is kept unless somebody says so."""

import re

from core.intents.questions import goes_on_to_ask, is_question
from core.intents.shapes import Heard
from core.intents.spelling import plain, sentences
from core.intents.subjects import about_whom
from core.intents.topics import VERBS, one_of
from core.intents.words import PAST

_NOW = "is has wants needs misses feels looks seems cannot".split()
_SAYS = re.compile(
    rf"he (?P<words>(?:{one_of([*_NOW, *PAST, *VERBS])}|\w{{2,}}ed|does not|(?:is|was|has) not)\b.*?\w)\W*", re.I
)
_LONGEST = 120  # letters


def said_in_passing(heard: Heard) -> str | None:
    """What is said of somebody known, by their name: "he is sick" -> "Max is sick". None for a question, and for a story."""
    said = sentences(plain(heard.text))
    if len(said) != 1 or len(said[0]) > _LONGEST or is_question(said[0]) or goes_on_to_ask(said[0]):
        return None
    name, clause = about_whom(said[0], heard) or ("", "")
    told = _SAYS.fullmatch(clause)
    return f"{name} {told['words']}" if told else None
