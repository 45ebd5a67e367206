"""Whether something is so, told from what was told of somebody: words are compared, and no model is asked."""

import re
from collections.abc import Sequence
from typing import Final

from core.concepts import Concept, Fact, Statement
from core.intents import OPPOSITES, asked_whether
from core.language import say, to_say
from core.paths.lookup import DENIES, content_of

MOST = 3  # facts in one answer
ONLY_THAT = to_say("I only know that {told}")
_TOLD_INSTEAD: Final = frozenset({"likes", "dislikes", "fears", "allergy"})  # of which there can be several
_NUMBER: Final = re.compile(r"\d")
_FADING: Final = frozenset({"age"})  # who is 3 now is 4 in a year
_VERBS: Final = frozenset({"can", "do", "does", "drink", "eat", "eats", "like", "love", "stand"})


def told_whether(question: str, known: Sequence[Concept]) -> str | None:
    """The answer to a question whether something is so; None where nothing was told that answers it.

    Yes where just that was told, no where it is ruled out: by the opposite, by another number, by "only". Where more
    or less was told than is asked, or something else of the kind, that is said: who lives in Rome may live in Italy.
    """
    asked = asked_whether(question, [concept.name for concept in known])
    if asked is None or asked[1].topic in _FADING:
        return None
    name, asks = asked
    facts = next(concept.facts for concept in known if concept.name == name)
    there = [fact for fact in facts if fact.topic == asks.topic and _denies(fact) == _denies(asks)]
    wanted = _thing(asks)
    opposite = [fact for fact in facts if _is_opposite(fact, asks) and _thing(fact)]
    if same := [fact for fact in there if _thing(fact) == wanted]:
        return say("Yes, {told}", told=_sentences(name, same[:1]))
    if against := [fact for fact in opposite if _thing(fact) <= wanted]:
        return say("No, {told}", told=_sentences(name, against[:1]))
    if near := [fact for fact in there + opposite if wanted <= _thing(fact) or _thing(fact) <= wanted]:
        return _sentences(name, near)
    if ruling_out := [fact for fact in there if asks.single and _rules_out(fact, asks)]:
        return say("No, {told}", told=_sentences(name, ruling_out[:1]))
    instead = there and (asks.single or asks.topic in _TOLD_INSTEAD)
    return say(ONLY_THAT, told=_sentences(name, there)) if instead else None


def _thing(told: Statement | Fact) -> set[str]:
    """The words for what is liked, feared, eaten; the others only say that it is."""
    return content_of(told.text) - (_VERBS | DENIES if told.topic in OPPOSITES else DENIES)


def _rules_out(fact: Fact, asks: Statement) -> bool:
    """Whether one value excludes the other: two numbers do, and so does "only"."""
    return " only " in f" {fact.text} " or bool(_NUMBER.search(fact.text) and _NUMBER.search(asks.text))


def _is_opposite(fact: Fact, asks: Statement) -> bool:
    if fact.topic == asks.topic:
        return _denies(fact) != _denies(asks)
    return fact.topic == OPPOSITES.get(asks.topic) and not _denies(asks)


def _denies(told: Statement | Fact) -> bool:
    """Whether it is told that it is not so; what is hated or not borne is told by the topic."""
    return told.topic not in ("dislikes", "allergy") and bool(content_of(told.text) & DENIES)


def _sentences(name: str, facts: Sequence[Fact]) -> str:
    return " ".join(f"{name} {fact.text}." for fact in facts[:MOST])
