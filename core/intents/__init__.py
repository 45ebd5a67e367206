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
    ages        who is a person, and who a child
    older       who is older, in a question about ages that were told
    newcomers   who is new, by what is said of them
    sides       who is left of whom, in a question about a photo
    whose       whom something is true of
    whether     whether something is so
    passing     what is said and not kept
    what        what was told on one topic
    reading     the readers in order: commands answering questions changing teaching telling courtesies; people
"""

from core.intents.ages import is_child, is_person
from core.intents.kinds import is_kind
from core.intents.mentions import kinds_in, mended, names_in, places_in
from core.intents.naming import clean_name
from core.intents.older import AskedOlder, asked_older, years_old
from core.intents.passing import said_in_passing
from core.intents.people import code_in
from core.intents.questions import may_be_there, taken_for_there
from core.intents.reading import read_intent
from core.intents.shapes import (
    ME,
    About,
    AddAlias,
    Agree,
    Answer,
    Ask,
    Called,
    Correct,
    Courtesy,
    EraseMe,
    Export,
    Forget,
    Gallery,
    Heard,
    Help,
    Intent,
    Introduce,
    Language,
    Link,
    Manners,
    Merge,
    NotMe,
    Pair,
    Privacy,
    Remember,
    RemoveFact,
    RemoveLook,
    Rename,
    Rules,
    Share,
    Show,
    Start,
    Tell,
    Training,
    Undo,
    Unlink,
    Unshare,
    WhatIs,
    Why,
)
from core.intents.sides import AskedSide, asked_side
from core.intents.topics import OPPOSITES, topic_of
from core.intents.what import FAVOURITE, HAS, AskedWhat, asked_what
from core.intents.whether import asked_whether
from core.intents.whose import asked_of_whom

__all__ = [
    "FAVOURITE",
    "HAS",
    "ME",
    "OPPOSITES",
    "About",
    "AddAlias",
    "Agree",
    "Answer",
    "Ask",
    "AskedOlder",
    "AskedSide",
    "AskedWhat",
    "Called",
    "Correct",
    "Courtesy",
    "EraseMe",
    "Export",
    "Forget",
    "Gallery",
    "Heard",
    "Help",
    "Intent",
    "Introduce",
    "Language",
    "Link",
    "Manners",
    "Merge",
    "NotMe",
    "Pair",
    "Privacy",
    "Remember",
    "RemoveFact",
    "RemoveLook",
    "Rename",
    "Rules",
    "Share",
    "Show",
    "Start",
    "Tell",
    "Training",
    "Undo",
    "Unlink",
    "Unshare",
    "WhatIs",
    "Why",
    "asked_of_whom",
    "asked_older",
    "asked_side",
    "asked_what",
    "asked_whether",
    "clean_name",
    "code_in",
    "is_child",
    "is_kind",
    "is_person",
    "kinds_in",
    "may_be_there",
    "mended",
    "names_in",
    "places_in",
    "read_intent",
    "said_in_passing",
    "taken_for_there",
    "topic_of",
    "years_old",
]
