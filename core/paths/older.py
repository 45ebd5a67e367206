"""Who is older, told from the ages on the cards: numbers are compared, not guessed."""

from collections.abc import Sequence
from datetime import timedelta
from operator import itemgetter

from core.concepts import Concept
from core.intents import asked_older, kinds_in, years_old
from core.language import say, to_say

IS_OLDER = {False: to_say("{name} is older."), True: to_say("{name} is younger.")}
IS_OLDEST = {False: to_say("{name} is the oldest."), True: to_say("{name} is the youngest.")}
_YEAR = timedelta(days=365)
EQUAL = to_say("{name} and {other} are equally old.")


def told_older(question: str, known: Sequence[Concept]) -> str | None:
    """The answer to a question about two or more ages; None where it asks for something else, or an age wasn't told."""
    asked = asked_older(question, [concept.name for concept in known])
    if asked is None:
        return None
    kinds = kinds_in(question, [concept.kind for concept in known])
    meant = [c for c in known if (c.name in asked.names if asked.names else c.kind in kinds or not kinds)]
    ages = {c.name: (fact.told, age) for c in meant for fact in c.facts if (age := years_old(fact.text)) is not None}
    if len(ages) < max(2, len(meant)):
        return None
    newest = max(day for day, _ in ages.values())
    told = [(age + (newest - day) // _YEAR, name) for name, (day, age) in ages.items()]  # who was 3 two years ago is 5
    (first, name), (second, other), *_ = sorted(told, key=itemgetter(0), reverse=not asked.young)
    if first == second:
        answer = say(EQUAL, name=name, other=other)
    else:
        answer = say((IS_OLDER if len(told) == 2 else IS_OLDEST)[asked.young], name=name)
    if not asked.than:
        return answer
    so = first != second and name == asked.names[0]
    return say("Yes, {told}", told=answer) if so else say("No, {told}", told=answer)
