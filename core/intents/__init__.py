"""Message + last turn -> Remember | Tell | Ask | Correct | Forget | ...   (pure)

What the grammar does not understand is a question, never an accident: nothing is stored without clear words to store
it, nothing deleted without confirmation.

    shapes      Heard, and every intent
    spelling    what people type -> what the grammar reads
    words       the English it knows
    mentions    known names and kinds in a text
    naming      the name and kind in "my dog Max"
    topics      what a predicate is about
    facts       what is said of somebody -> statements
    subjects    whom a sentence is about
    reading     the readers in order: commands answering questions changing teaching telling
"""

from core.intents.mentions import kinds_in, names_in
from core.intents.naming import clean_name
from core.intents.reading import read_intent
from core.intents.shapes import (
    ME,
    About,
    AddAlias,
    Answer,
    Ask,
    Correct,
    EraseMe,
    Export,
    Forget,
    Gallery,
    Heard,
    Help,
    Intent,
    Introduce,
    Merge,
    Privacy,
    Remember,
    RemoveFact,
    RemoveLook,
    Rename,
    Show,
    Tell,
    Undo,
    Why,
)
from core.intents.topics import topic_of

__all__ = [
    "ME",
    "About",
    "AddAlias",
    "Answer",
    "Ask",
    "Correct",
    "EraseMe",
    "Export",
    "Forget",
    "Gallery",
    "Heard",
    "Help",
    "Intent",
    "Introduce",
    "Merge",
    "Privacy",
    "Remember",
    "RemoveFact",
    "RemoveLook",
    "Rename",
    "Show",
    "Tell",
    "Undo",
    "Why",
    "clean_name",
    "kinds_in",
    "names_in",
    "read_intent",
    "topic_of",
]
