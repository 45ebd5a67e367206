"""Questions whether something is so: "does Max like cheese?", "was Bella born in Rome?"."""

import re
from collections.abc import Sequence

from core.concepts import Statement
from core.intents.facts import predicate_of
from core.intents.mentions import places_in
from core.intents.topics import OTHER, third_person, topic_of

_ASKS = re.compile(r"(?P<verb>does|do|is|was|can|has)\s+(?:our |my )?$", re.IGNORECASE)  # before the name
_ASKS_ELSE = re.compile(
    r"\b(?:why|when|what|who|whom|whose|where|how|which|since|if|whether|or)\b", re.IGNORECASE
)  # before the verb; "or" between names
_SAID = re.compile(r"\s+(?:really |also |still |actually )?(?P<said>(?:[^?.!]|\.(?=\d))+)")
_SEVERAL = re.compile(r"\b(?:or|and|but|than|more|most|any|anything|something|someone|anybody|it|that|this)\b", re.I)
_EATS = re.compile(r"(?:can eat|may eat|eats)\b", re.IGNORECASE)


def asked_whether(question: str, names: Sequence[str]) -> tuple[str, Statement] | None:
    """Of whom of these names what is asked, as it would be told of them; None for any other question.

    "Does Max like cheese?" -> ("Max", "likes cheese"); what somebody can eat or eats is asked as their food.
    """
    for name, start in places_in(question, names).items():
        before, behind = question[:start], question[start + len(name) :]
        verb, said = _ASKS.search(before), _SAID.match(behind)
        if verb is None or said is None or _ASKS_ELSE.search(before) or _SEVERAL.search(said["said"]):
            continue
        told = predicate_of(f"he {_told(verb['verb'].lower(), said['said'].strip())}")
        if told is None or places_in(told, [name]):
            return None
        topic, single = ("food", True) if _EATS.match(told) else topic_of(told)
        return None if topic == OTHER else (name, Statement(topic, told, single))
    return None


def _told(verb: str, said: str) -> str:
    """ "does", "like cheese" -> "likes cheese"; "is", "living in Rome" -> "lives in Rome"; "can", "swim" -> "can swim"."""
    first, _, rest = said.partition(" ")
    if verb == "is" and first == "living":
        return f"lives {rest}"
    return f"{third_person(first)} {rest}".strip() if verb in ("does", "do") else f"{verb} {said}"
