"""Courtesy: what one says back to a hello or a thank-you. Nothing is looked up, and no model is asked."""

from typing import Final

from core.intents import Courtesy, Manners, Start
from core.language import say, to_say
from core.messages import Reply
from core.paths.browse import explain
from core.paths.pending import said_again
from core.turns import Moment, Outcome

CONTRADICTED = to_say(
    "Did I get that wrong? Say “that's not {name}” or “no, that's Bella”, or tell me what is true of {name}."
)
FOND_TOO = to_say("I like {name}, too!")
HELLO_AGAIN = to_say("Hello! Show me a photo, or ask me about {name}.")
SAID_BACK: Final = {
    Manners.HOW_ARE_YOU: to_say("I'm well, thank you! Show me a photo, or tell me about somebody."),
    Manners.THANKS: to_say("You're welcome!"),
    Manners.BYE: to_say("See you! I'll remember."),
    Manners.PRAISE: to_say("Thank you!"),
    Manners.SORRY: to_say("No worries!"),
    Manners.NOD: to_say("🙂"),
    Manners.NO: to_say("🙂"),
    Manners.FOND: to_say("🙂"),
}


async def courtesy(intent: Courtesy, moment: Moment) -> Outcome:
    """A few words. "He" still means whom the turn before was about; what that asked is asked again after an "ok"."""
    if intent.what in (Manners.NOD, Manners.NO) and (asked := moment.asked) and asked.pending:
        return Outcome(await said_again(asked), asked.subjects, asked.seen, asked.pending, asked.photo)
    subjects = moment.last.subjects if moment.last else ()
    about = next(iter(moment.of(subjects)), None)
    if intent.what is Manners.NO and about:
        return Outcome(Reply(say(CONTRADICTED, name=about.name)), subjects)
    if intent.what is Manners.FOND and (liked := moment.named(intent.name) if intent.name else about):
        return Outcome(Reply(say(FOND_TOO, name=liked.name)), (liked.id,))
    if intent.what is not Manners.HELLO:
        return Outcome(Reply(say(SAID_BACK[intent.what])), subjects)
    others = [concept.name for concept in moment.known if concept is not moment.me]
    if not others:
        return explain(Start(), moment)
    return Outcome(Reply(say(HELLO_AGAIN, name=others[-1])), subjects)
