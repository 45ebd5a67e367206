"""Who is on which side of a photo, told from where the detector found them: a place is measured, not guessed."""

from core.concepts import Verdict
from core.intents import AskedSide, asked_side
from core.language import say, to_say
from core.photos import Box, Photo
from core.retrieval import Sight

LEAST_APART = 0.05  # of the photo's width; whose middles are nearer is on no side of the other
IS_ON = {"left": to_say("{name} is on the left."), "right": to_say("{name} is on the right.")}
IS_OF = {"left": to_say("{name} is left of {other}."), "right": to_say("{name} is right of {other}.")}


def told_side(question: str, sight: Sight | None) -> str | None:
    """The answer to a question about sides; None where it asks for something else, or the photo does not tell."""
    if sight is None:
        return None
    places = {
        match.concept.name: _middle(match.region, sight.photo)
        for match in sight.matches
        if match.region and match.verdict is Verdict.SURE
    }
    asked = asked_side(question, tuple(places))
    if asked is None:
        return None
    return _of_two(asked, places) if asked.one else _at_the_edge(asked, places, sight)


def _of_two(asked: AskedSide, places: dict[str, float]) -> str | None:
    one, other = places[asked.one], places[asked.other]
    if abs(one - other) < LEAST_APART:
        return None
    word = "left" if one < other else "right"
    told = say(IS_OF[word], name=asked.one, other=asked.other)
    if asked.word is None:
        return told
    return say("Yes, {told}", told=told) if asked.word == word else say("No, {told}", told=told)


def _at_the_edge(asked: AskedSide, places: dict[str, float], sight: Sight) -> str | None:
    """Who is outermost, if that is somebody known and nobody is as far out."""
    assert asked.word is not None
    sign = -1 if asked.word == "left" else 1
    doubtful = [match.region for match in sight.matches if match.region and match.verdict is not Verdict.SURE]
    unknown = [_middle(box, sight.photo) for box in (*doubtful, *(region.box for region in sight.strangers))]
    outermost = sorted(((sign * place, name) for name, place in places.items()), reverse=True)
    if not outermost:
        return None
    (first, name), *rest = outermost
    nearest = max([place for place, _ in rest] + [sign * place for place in unknown], default=-2.0)
    return say(IS_ON[asked.word], name=name) if first - nearest >= LEAST_APART else None


def _middle(box: Box, photo: Photo) -> float:
    return (box.left + box.right) / 2 / photo.width
