"""What was said of somebody and is not kept: whoever said it is told so, and no model is asked."""

from core.intents import Heard, said_in_passing
from core.language import say, to_say
from core.turns import Moment

NOT_KEPT = to_say("I haven't noted that. Say “remember that {words}” if I should.")


def told_not_kept(words: str, moment: Moment) -> str | None:
    """How to have it remembered that "Max is sick"; None for anything but a statement about somebody known."""
    names = tuple(name for concept in moment.known for name in concept.names)
    subjects = tuple(concept.name for concept in moment.of(moment.last.subjects)) if moment.last else ()
    said = said_in_passing(Heard(words, names=names, last_subjects=subjects))
    return say(NOT_KEPT, words=said) if said else None
