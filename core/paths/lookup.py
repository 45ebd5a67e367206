"""Look something up the other way round: of whom was it told? What was told is compared, and no model is asked."""

import re
from collections.abc import Sequence
from typing import Final

from core.concepts import Concept, Fact, Statement
from core.intents import asked_of_whom
from core.messages import Reply
from core.turns import Outcome

MOST = 12  # facts in one answer
# Words that only say how a topic is put: "likes", "is fond of" and "loves" are one.
_PUTS: Final = frozenset(
    """a adores afraid allergic an and at born by dislikes eats enjoys fears fond frightened from has hates in is lives
    likes loves my of on only our really scared the to was weighs with your""".split()
)

DENIES: Final = frozenset("cannot longer never no nobody not nothing".split())


def told_of_whom(question: str, known: Sequence[Concept]) -> Outcome | None:
    """Everybody of whom was told what is asked for, in those words; None where that is nobody."""
    asked = asked_of_whom(question)
    if asked is None:
        return None
    found = [(concept, fact) for concept in known for fact in concept.facts if _says(fact, asked)][:MOST]
    if not found:
        return None
    said = " ".join(f"{concept.name} {fact.text}." for concept, fact in found)
    return Outcome(Reply(said), tuple(dict.fromkeys(concept.id for concept, _ in found)))


def _says(fact: Fact, asked: Statement) -> bool:
    wanted, told = content_of(asked.text), content_of(fact.text)
    return bool(wanted) and fact.topic == asked.topic and wanted <= told and wanted & DENIES == told & DENIES


def content_of(text: str) -> set[str]:
    """The words of a fact that tell more than how its topic is put."""
    return set(re.findall(r"[\w'-]+", text.casefold())) - _PUTS
