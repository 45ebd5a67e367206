"""Show and Why: what the last answer was made of."""

import asyncio

from core.concepts import Concept, Verdict
from core.drawings import boxed
from core.language import say, to_say
from core.messages import Picture, Reply
from core.paths.ask import yes_no_else
from core.photos import crops_of
from core.ports import Ports, Thresholds
from core.retrieval import look_at
from core.turns import IsThis, Moment, Outcome, Seen

_MEANS = {
    Verdict.SURE: to_say("It is {likeness} like {name}, so I was sure."),
    Verdict.MAYBE: to_say("It is {likeness} like {name}, so I wasn't sure."),
    Verdict.STRANGER: to_say("It is {likeness} like {name}, so I took it for a stranger."),
}
_SETTLED = to_say("It is {likeness} like {name}, which is close; a second look or your words settled it.")


async def show(moment: Moment, ports: Ports) -> Outcome:
    """The photo of this message, or the last one, with boxes and names."""
    photo = moment.photos[0] if moment.photos else moment.pictured.photo if moment.pictured else None
    if photo is None:
        return Outcome(Reply(say("There is no photo to show. Send me one!")))
    sight = await look_at(photo, moment.memory, moment.known, ports)
    found = [(m.region, m.concept.name if m.verdict is Verdict.SURE else f"{m.concept.name}?") for m in sight.matches]
    found += [(region.box, "?") for region in sight.strangers]
    from_left = sorted((box, label) for box, label in found if box)
    boxes, labels = [box for box, _ in from_left], [label for _, label in from_left]
    if not boxes:
        return Outcome(Reply(say("I can't make out anybody in that photo.")))
    drawn = await asyncio.to_thread(boxed, photo, boxes, labels)
    legend = ", ".join(f"{number}: {label}" for number, label in enumerate(labels, start=1))
    subjects = tuple(m.concept.id for m in sight.matches)
    kept = photo if moment.photos else None
    text = say("Here is what I see. {legend}", legend=legend)
    return Outcome(Reply(text, (Picture(drawn.jpeg, legend),)), subjects, photo=kept)


async def why(moment: Moment, ports: Ports) -> Outcome:
    """The candidates of the last photo with their similarity, the reference that was used, and the verdict."""
    turn = moment.pictured
    if turn is None or turn.photo is None or not turn.seen:
        return Outcome(Reply(say("There is nothing to explain yet: ask me about a photo first.")))
    lines = [_limits(ports.encoder.thresholds)]
    pictures: list[Picture] = []
    crops = await asyncio.to_thread(crops_of, turn.photo, [seen.box for seen in turn.seen])
    by_id = {concept.id: concept for concept in moment.known}
    for number, (seen, crop) in enumerate(zip(turn.seen, crops, strict=True), start=1):
        concept = by_id.get(seen.concept) if seen.concept else None
        lines.append(f"{number}. {_because(seen, concept, ports.encoder.thresholds)}")
        pictures.append(Picture(crop.jpeg, say("{number}: cut out of your photo", number=number)))
        reference = await ports.concepts.look(moment.memory, seen.look) if seen.look and concept else None
        if reference and concept:
            pictures.append(
                Picture(reference.crop.jpeg, say("{number}: how I remember {name}", number=number, name=concept.name))
            )
    # "Is this Max?" stays open, so that its buttons still mean something.
    open_ = moment.pending if isinstance(moment.pending, IsThis) else None
    choices = yes_no_else() if open_ else ()
    return Outcome(Reply("\n".join(lines), tuple(pictures), choices), turn.subjects, pending=open_)


def _because(seen: Seen, concept: Concept | None, limits: Thresholds) -> str:
    if concept is None:
        return say("It looks like nobody I know.")
    settled = seen.verdict is Verdict.SURE and seen.similarity < limits.sure
    return say(_SETTLED if settled else _MEANS[seen.verdict], likeness=f"{seen.similarity:.2f}", name=concept.name)


def _limits(of: Thresholds) -> str:
    sure, maybe = f"{of.sure:.2f}", f"{of.maybe:.2f}"
    return say("I call it sure from {sure} and a stranger below {maybe}:", sure=sure, maybe=maybe)
