"""Correct: "that's not Max", "no, that's Bella", and the answers to a doubtful question.

A "no" is kept as a negative look and works at once; it is never taken back by itself.
"""

from uuid import UUID

from core.concepts import Look, Verdict
from core.intents import Correct
from core.language import say, to_say
from core.messages import Picture, Reply
from core.paths import consent
from core.paths.consent import May
from core.photos import Box, Photo
from core.ports import Ports
from core.retrieval import Region, Sight, look_at
from core.turns import IsThis, Moment, Outcome, Seen, Turn, WhoInstead

LOST = to_say("I lost track of that photo. Could you send it again?")
NOT_THIS = to_say("I'll remember that this is not {name}.")


async def correct(intent: Correct, moment: Moment, ports: Ports) -> Outcome:
    """Keep what it is not, and what it is, for the region that was meant."""
    photo = _photo(moment)
    if photo is None:
        return Outcome(Reply(say("Which photo do you mean? Send it again and tell me who it is.")))
    sight = await look_at(photo, moment.memory, moment.known, ports)
    wrong = moment.named(intent.wrong) if intent.wrong else None
    if intent.wrong and wrong is None:
        return Outcome(Reply(say("I don't know any {name}, so I won't call it that.", name=intent.wrong)))
    seen = _meant(moment.pictured, wrong.id if wrong else None, intent.right)
    region = _region(sight, seen.box if seen else None)
    wrong_id = wrong.id if wrong else _taken_for(seen, intent.right, moment)
    return await keep_correction(wrong_id, intent.right, region, photo, moment, ports)


async def answer_is_this(
    yes: bool, else_: bool, name: str | None, pending: IsThis, moment: Moment, ports: Ports
) -> Outcome:
    """Yes, No, or Someone else, to "Is this Max?"."""
    photo = moment.pictured.photo if moment.pictured else None
    concept = next(iter(moment.of([pending.concept])), None)
    if photo is None or concept is None:
        return Outcome(Reply(say(LOST)))
    if else_ and name is None:
        return Outcome(Reply(say("Who is it, then?")), pending=WhoInstead(concept.id, pending.box))
    region = _region(await look_at(photo, moment.memory, moment.known, ports), pending.box)
    if yes:
        return await keep_correction(None, concept.name, region, photo, moment, ports)
    return await keep_correction(concept.id, name, region, photo, moment, ports)


async def answer_who_instead(name: str, pending: WhoInstead, moment: Moment, ports: Ports) -> Outcome:
    """The name that belongs to the region somebody was wrongly taken for."""
    photo = moment.pictured.photo if moment.pictured else None
    if photo is None:
        return Outcome(Reply(say(LOST)))
    region = _region(await look_at(photo, moment.memory, moment.known, ports), pending.box)
    return await keep_correction(pending.wrong, name, region, photo, moment, ports)


async def keep_correction(
    wrong: UUID | None, right: str | None, region: Region, photo: Photo, moment: Moment, ports: Ports
) -> Outcome:
    """One deed: the region as a negative look of the wrong concept and a positive one of the right."""
    if right is not None and (refused := await _not_by_look(wrong, right, region, photo, moment, ports)):
        return refused
    look = Look(region.crop, region.vector)
    taught = await ports.concepts.correct(moment.memory, ports.encoder.name, wrong, right, look)
    not_this = next((concept.name for concept in moment.of([wrong] if wrong else [])), None)
    picture = (Picture(region.crop.jpeg, say("the one I mean")),)
    if taught is None:
        pending = WhoInstead(wrong, region.box)
        noted = say(NOT_THIS, name=not_this) if not_this else ""
        text = " ".join(filter(None, (say("Sorry!"), noted, say("Who is it?"))))
        return Outcome(Reply(text, picture), seen=(Seen(region.box, Verdict.STRANGER),), pending=pending, photo=photo)
    name = taught.concept.name
    if not_this:
        text = say("Thank you! I'll remember that this is {name}, not {wrong}.", name=name, wrong=not_this)
    else:
        text = say("Thank you! I'll remember that this is {name}.", name=name)
    seen = (Seen(region.box, Verdict.SURE, taught.concept.id, 1.0),)
    return Outcome(Reply(text, picture), (taught.concept.id,), seen, photo=photo)


async def _not_by_look(
    wrong: UUID | None, right: str, region: Region, photo: Photo, moment: Moment, ports: Ports
) -> Outcome | None:
    """Of a child no look is kept, nor of a person who did not say yes to it: then only what it is not is kept."""
    leave = await consent.weigh(right, "", (), consent.depicted(right, "", moment), moment, ports)
    if leave.may is May.LOOKS:
        return None
    noted = ""
    if wrong is not None:
        look = Look(region.crop, region.vector)
        await ports.concepts.correct(moment.memory, ports.encoder.name, wrong, None, look)
        names = [concept.name for concept in moment.of([wrong])]
        noted = say(NOT_THIS, name=names[0]) if names else ""
    sentence = say(consent.MENTION, name=right) if leave.may is May.WORDS_AND_ASK else leave.sentence
    return Outcome(
        Reply(" ".join(filter(None, (noted, sentence)))), seen=(Seen(region.box, Verdict.STRANGER),), photo=photo
    )


def _photo(moment: Moment) -> Photo | None:
    if moment.photos:
        return moment.photos[0]
    return moment.pictured.photo if moment.pictured else None


def _meant(turn: Turn | None, wrong: UUID | None, right: str | None) -> Seen | None:
    """The region of the last photo that was meant: the one taken for `wrong`, else the doubtful one."""
    if turn is None or not turn.seen:
        return None
    if wrong and (found := next((seen for seen in turn.seen if seen.concept == wrong), None)):
        return found
    if isinstance(turn.pending, IsThis):
        return next((seen for seen in turn.seen if seen.box == turn.pending.box), turn.seen[0])
    if right and len(turn.seen) > 1:
        return next((seen for seen in turn.seen if seen.verdict is not Verdict.SURE), turn.seen[0])
    return turn.seen[0]


def _taken_for(seen: Seen | None, right: str | None, moment: Moment) -> UUID | None:
    """Whom the region was taken for, unless that is just who it is said to be."""
    if seen is None or seen.concept is None or seen.verdict is Verdict.STRANGER:
        return None
    concept = next(iter(moment.of([seen.concept])), None)
    named = moment.named(right) if right else None
    return None if concept is None or (named and named.id == concept.id) else concept.id


def _region(sight: Sight, box: Box | None) -> Region:
    """The region that was meant; the best guess when none was: the first proposed one, else the whole photo."""
    meant = sight.region(box)
    return meant or next((r for r in sight.regions if r.proposed), sight.regions[0])
