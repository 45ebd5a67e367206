"""Who is on which side of a photo, told from where the detector found them: a place is measured, not guessed."""

from collections.abc import Sequence

from core.concepts import Verdict
from core.intents import AskedSide, asked_side
from core.language import say, to_say
from core.photos import Box, Photo
from core.retrieval import Sight

LEAST_APART = 0.05  # of the photo's width; whose middles are nearer is on no side of the other
IS_ON = {"left": to_say("{name} is on the left."), "right": to_say("{name} is on the right.")}
IS_OF = {"left": to_say("{name} is left of {other}."), "right": to_say("{name} is right of {other}.")}
IS_LEVEL = to_say("{name} and {other} are equally far to the left.")
IS_UNKNOWN = {
    "left": to_say("I don't know the one on the left yet."),
    "right": to_say("I don't know the one on the right yet."),
}


def told_side(question: str, names: Sequence[str], sight: Sight | None) -> str | None:
    """The answer to a question about sides; None where it asks for something else, or hangs on somebody in doubt.

    `names` are all that are known: who is asked about and not in the photo is missed by name.
    """
    asked = asked_side(question, names)
    if sight is None or asked is None:
        return None
    places = {match.concept.name: _middle(match.region, sight.photo) for match in sight.matches if match.region}
    doubtful = {match.concept.name for match in sight.matches if match.verdict is not Verdict.SURE}
    if asked.one:
        return None if doubtful & {asked.one, asked.other} else _of_two(asked, places)
    return _at_the_edge(asked, places, doubtful, sight)


def _of_two(asked: AskedSide, places: dict[str, float]) -> str:
    for name in (asked.one, asked.other):
        if name not in places:
            return say("I don't see {name} here.", name=name)
    one, other = places[asked.one], places[asked.other]
    word = None if abs(one - other) < LEAST_APART else "left" if one < other else "right"
    told = say(IS_OF[word] if word else IS_LEVEL, name=asked.one, other=asked.other)
    if asked.word is None:
        return told
    return say("Yes, {told}", told=told) if asked.word == word else say("No, {told}", told=told)


def _at_the_edge(asked: AskedSide, places: dict[str, float], doubtful: set[str], sight: Sight) -> str | None:
    """Who is outermost of those who are known, and that somebody unknown is further out, if so."""
    assert asked.word is not None
    sign = -1 if asked.word == "left" else 1
    unknown = max((sign * _middle(region.box, sight.photo) for region in sight.strangers), default=-2.0)
    place, name = max(((sign * place, name) for name, place in places.items()), default=(-2.0, ""))
    if name in doubtful or not (places or sight.strangers):
        return None
    told = say(IS_ON[asked.word], name=name)
    if place > unknown - LEAST_APART:
        return told
    return " ".join([say(IS_UNKNOWN[asked.word]), *([say("Of those I know, {told}", told=told)] if name else [])])


def _middle(box: Box, photo: Photo) -> float:
    return (box.left + box.right) / 2 / photo.width
