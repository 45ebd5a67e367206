"""Questions for whoever something is true of: "who is afraid of thunder?"."""

import re

from core.concepts import Statement
from core.intents.facts import predicate_of
from core.intents.topics import OTHER, topic_of

_WHO = re.compile(
    r"""\W*(?:(?:so|and|hey|ok|okay|please|tell\ me|do\ you\ know)\b[\s,:]+)*
        (?:who|which(?:\ (?:one|of\ (?:them|mine|us|(?:my|our)\ \w+)|\w+))?)(?:'s|\b)\s*(?P<said>.{1,200}?)[\s?!.]*""",
    re.IGNORECASE | re.VERBOSE,
)


def asked_of_whom(question: str) -> Statement | None:
    """What somebody is asked for by, as it would be told of them; None where nobody is asked for by a fact."""
    asked = _WHO.fullmatch(re.sub(r"\b(who|which one)'s\b", r"\1 is", question, flags=re.IGNORECASE))
    said = predicate_of(f"he {asked['said']}") if asked else None
    if said is None:
        return None
    topic, single = topic_of(said)
    return None if topic == OTHER else Statement(topic, said, single)
