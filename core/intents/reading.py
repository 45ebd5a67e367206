"""The words of one message, in the light of the chat -> the one thing they mean."""

from collections.abc import Callable
from dataclasses import replace

from core.intents.answering import read_answer, read_choice
from core.intents.changing import read_change
from core.intents.commands import read_command
from core.intents.correcting import read_correction
from core.intents.courtesies import read_courtesy
from core.intents.forgetting import read_erasure, read_forgetting
from core.intents.introducing import read_introduction
from core.intents.mentions import names_in
from core.intents.people import read_people
from core.intents.questions import read_card, read_gallery_of, read_request, read_what_is
from core.intents.shapes import Ask, Heard, Help, Intent
from core.intents.spelling import LONGEST, cleaned, plain
from core.intents.teaching import read_shown_besides, read_teaching
from core.intents.telling import read_telling

# Tried in order; the first that understands decides. What is open comes before what is new, what is exact before what
# is free, and a correction before a lesson, since "no, that's Bella" would be both.
READERS: tuple[Callable[[Heard], Intent | None], ...] = (
    read_answer,
    read_people,
    read_request,
    read_erasure,
    read_change,
    read_forgetting,
    read_gallery_of,
    read_card,
    read_what_is,
    read_correction,
    read_shown_besides,
    read_introduction,
    read_teaching,
    read_telling,
)


def read_intent(heard: Heard) -> Intent:
    """What a message means. Pure, never raises, and bounded in time; what is not understood is an `Ask`.

    Only `Forget`, `EraseMe`, `Remember`, `Tell` and the like change anything, and each needs clear words for it.
    """
    if heard.choice is not None:
        return read_choice(heard) or read_command(replace(heard, text=f"/{heard.choice}")) or Help()
    text = cleaned(heard.text)
    asked = Ask(text, names_in(text, heard.names))
    if len(text) > LONGEST or not text:
        return asked
    intent = read_command(heard)
    said = replace(heard, text=plain(text))
    readers = iter(READERS)
    while intent is None and (reader := next(readers, None)):
        intent = reader(said)
    intent = intent or read_courtesy(replace(heard, text=text))  # of which `plain` leaves nothing: "thank you so much"
    return replace(asked, question=intent.question) if isinstance(intent, Ask) else intent or asked
