"""Whether something is so, told from what was told of somebody: words are compared, and no model is asked."""

from collections.abc import Sequence
from typing import Final

from core.concepts import Concept, Fact, Statement
from core.intents import asked_whether
from core.language import say, to_say
from core.paths.lookup import DENIES, content_of

MOST = 3  # facts in one answer
ONLY_THAT = to_say("I only know that {told}")
_OPPOSITES: Final = {"likes": "dislikes", "dislikes": "likes", "food": "allergy", "allergy": "food"}
_TOLD_INSTEAD: Final = frozenset({"likes", "dislikes", "fears", "allergy"})  # of which there can be several
_FADING: Final = frozenset({"age"})  # who is 3 now is 4 in a year
_VERBS: Final = frozenset({"can", "do", "does", "drink", "eat", "eats", "like", "love", "stand"})


def told_whether(question: str, known: Sequence[Concept]) -> str | None:
    """The answer to a question whether something is so; None where nothing was told that answers it.

    Yes where just that was told, no where the opposite was, or something else of which only one can be true. Where
    more or less was told than is asked, or other things of the kind, that is said.
    """
    asked = asked_whether(question, [concept.name for concept in known])
    if asked is None or asked[1].topic in _FADING:
        return None
    name, asks = asked
    facts = next(concept.facts for concept in known if concept.name == name)
    there = [fact for fact in facts if fact.topic == asks.topic and _denies(fact) == _denies(asks)]
    wanted = _thing(asks)
    against = [fact for fact in facts if _is_opposite(fact, asks) and wanted & _thing(fact)]
    if near := [fact for fact in there if wanted <= _thing(fact) or _thing(fact) <= wanted]:
        same = [fact for fact in near if _thing(fact) == wanted]
        return say("Yes, {told}", told=_sentences(name, same[:1])) if same else _sentences(name, near)
    if against or (there and asks.single):
        return say("No, {told}", told=_sentences(name, (against or there)[:1]))
    return say(ONLY_THAT, told=_sentences(name, there)) if there and asks.topic in _TOLD_INSTEAD else None


def _thing(told: Statement | Fact) -> set[str]:
    """The words for what is liked, feared, eaten; the others only say that it is."""
    return content_of(told.text) - (_VERBS | DENIES if told.topic in _OPPOSITES else DENIES)


def _is_opposite(fact: Fact, asks: Statement) -> bool:
    if fact.topic == asks.topic:
        return _denies(fact) != _denies(asks)
    return fact.topic == _OPPOSITES.get(asks.topic) and not _denies(asks)


def _denies(told: Statement | Fact) -> bool:
    """Whether it is told that it is not so; what is hated or not borne is told by the topic."""
    return told.topic not in ("dislikes", "allergy") and bool(content_of(told.text) & DENIES)


def _sentences(name: str, facts: Sequence[Fact]) -> str:
    return " ".join(f"{name} {fact.text}." for fact in facts[:MOST])
