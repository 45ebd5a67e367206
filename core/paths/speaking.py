"""Speaking: the language a person is answered in, where the words are neither theirs nor the model's."""

from core.intents import Language
from core.language import LANGUAGES, say, speak, to_say
from core.messages import Choice, Reply
from core.ports import Ports
from core.turns import Moment, Outcome

WHICH = to_say("Which language shall I speak with you? Pick one, or say “/language en”, “de”, “es” or “fr”.")
CHOSEN = to_say("From now on I speak {language} with you.")
ONLY_ENGLISH = to_say(
    "Please go on writing to me in English: I understand no other language yet, and what I tell of photos is English."
)


async def language(intent: Language, moment: Moment, ports: Ports) -> Outcome:
    """The choice of languages, or the one that was chosen."""
    if intent.code is None:
        choices = tuple(Choice(name, f"language {code}") for code, name in LANGUAGES.items())
        return Outcome(Reply(say(WHICH), choices=choices, is_private=True))
    await ports.people.choose_language(moment.message.person, intent.code)
    speak(intent.code)
    chosen = say(CHOSEN, language=LANGUAGES[intent.code])
    text = chosen if intent.code == "en" else f"{chosen} {say(ONLY_ENGLISH)}"
    return Outcome(Reply(text, is_private=True))
