"""Edited and deleted messages: what they had taught is asked about, or taken back, by the update they were."""

from dataclasses import replace

from core.language import listed, say, to_say
from core.messages import Choice, Reply
from core.people import Signature
from core.ports import Ports
from core.turns import Moment, Outcome, SureToRelearn

CHANGED = to_say("You changed what you taught me about {names}. Shall I take back the old and learn the new?")
TAKEN_BACK = to_say("You deleted that message, so I took back what it taught me about {names}.")
NOTHING = Outcome(Reply(""), is_kept=False)  # nothing to say, and nothing to send


async def edited(moment: Moment, ports: Ports) -> Outcome | None:
    """What an edit asks first; None when it is to be answered like any message."""
    message, update = moment.message, moment.message.edits or ""
    before = await ports.history.answered(moment.memory, message.channel, update)
    if before and before.asked == message.text:
        return NOTHING  # apps call it an edit when a link got its preview
    taught = await ports.concepts.taught_in(moment.memory, message.channel, update)
    if not taught:
        return None
    question = say(CHANGED, names=listed([concept.name for concept in moment.of(taught)]))
    photo = moment.photos[0] if moment.photos else None
    pending = SureToRelearn(update, message.text)
    return Outcome(Reply(question, choices=learn_or_not()), taught, pending=pending, photo=photo)


def learn_or_not() -> tuple[Choice, ...]:
    """The buttons under "Shall I learn the new instead?"."""
    return Choice(say("Yes, learn the new"), "yes"), Choice(say("No"), "no")


async def withdrawn(moment: Moment, ports: Ports) -> Outcome:
    """Take back what a deleted message taught."""
    message = moment.message
    names = await ports.concepts.withdraw(moment.memory, message.channel, message.withdraws or "")
    await ports.people.tidy(moment.memory)
    return Outcome(Reply(say(TAKEN_BACK, names=listed(names)))) if names else NOTHING


async def relearn(pending: SureToRelearn, moment: Moment, ports: Ports) -> tuple[Moment, Ports]:
    """Take back what the old words taught; the moment in which the new ones are said."""
    channel = moment.message.channel
    await ports.concepts.withdraw(moment.memory, channel, pending.update)
    known = await ports.concepts.all(moment.memory)
    photo = moment.pictured.photo if moment.pictured is moment.asked and moment.pictured else None
    message = replace(moment.message, text=pending.text, choice=None)
    said = replace(moment, message=message, photos=(photo,) if photo else (), recent=(), known=tuple(known))
    signature = Signature(channel, pending.update, moment.speaker)
    return said, replace(ports, concepts=ports.concepts.signed(signature))
