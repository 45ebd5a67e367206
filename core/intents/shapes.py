"""What a message can mean, and what it is read in the light of. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.concepts import Statement
from core.turns import Pending

ME = "me"  # stands where a name stands and means the person who talks; no concept can have it as its name


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, and what the chat and the memory know so far."""

    text: str
    photos: int = 0  # attached, or of the message it replies to
    choice: str | None = None  # the value of the button that was pressed
    pending: Pending | None = None  # what the last turn left open
    names: Sequence[str] = ()  # all names and aliases of this memory
    kinds: Sequence[str] = ()  # all kinds of this memory
    last_subjects: Sequence[str] = ()  # the names the last turn was about; what "he" means


@dataclass(frozen=True, slots=True)
class Remember:
    """ "remember this is my dog Max": teach the photo, or what the words say, under this name (None: ask for one).

    `others` are the further names of "this is Max and Bella"; one deed teaches one concept, so they are only noted.
    `points` is False where the words tell of somebody ("I have a dog called Max") and may not mean the photo before.
    """

    name: str | None
    kind: str = ""
    statements: tuple[Statement, ...] = ()
    others: tuple[str, ...] = ()
    points: bool = True


@dataclass(frozen=True, slots=True)
class Tell:
    """ "Max is afraid of thunder": a fact about somebody who is known, or about the person themselves (`ME`).

    `also` is what the same message tells of others: "Max is 3 and Bella is 5".
    """

    name: str
    statements: tuple[Statement, ...]
    also: tuple["Tell", ...] = ()


@dataclass(frozen=True, slots=True)
class Introduce:
    """ "my name is Anna" (name) or a photo with "this is me" (None): the person's own profile."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in words, a photo with or without one. `names` are the known names in the words, as they are known."""

    question: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """ "show me": the last photo with boxes and names."""


@dataclass(frozen=True, slots=True)
class Why:
    """ "why?": the candidates, the reference and the verdict of the last answer."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """ "who do you know?", /who; "how many dogs do I have?" with the `kind` that was asked for, as it was said."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """ "/about Max": the card; `ME` is the person's own."""

    name: str


@dataclass(frozen=True, slots=True)
class Correct:
    """ "that's not Max" (wrong), "no, that's Bella" (right), or both; neither: a bare "no, wrong"."""

    wrong: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """ "rename Max to Maximilian"."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Merge:
    """ "merge Max and Maxie", "Maxie is Max": everything of `other` goes to `keep`."""

    keep: str
    other: str


@dataclass(frozen=True, slots=True)
class AddAlias:
    """ "Max is also called Maxie"."""

    name: str
    alias: str


@dataclass(frozen=True, slots=True)
class RemoveLook:
    """ "remove photo 2 of Max": counted from 1 as on the card."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class RemoveFact:
    """ "Max is no longer afraid of thunder", "remove fact 2 of Max": by words, or counted from 1 as on the card.

    The words are those of the fact that ends ("is afraid of thunder"), not of its end.
    """

    name: str
    words: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """ "undo": take back the last change."""


@dataclass(frozen=True, slots=True)
class Forget:
    """ "forget Max"; None: "forget him", the one the last turn was about."""

    name: str | None


@dataclass(frozen=True, slots=True)
class EraseMe:
    """ "/erase me", "delete everything you know about me"."""


@dataclass(frozen=True, slots=True)
class Export:
    """ "/export"."""


@dataclass(frozen=True, slots=True)
class Start:
    """ "/start": what an app says for the person when they open the chat."""


@dataclass(frozen=True, slots=True)
class Help:
    """ "/help", "what can you do?"."""


@dataclass(frozen=True, slots=True)
class WhatIs:
    """ "what is Max?", "is Max a dog?": what `name` was introduced as. `kind` is what was asked for, "" where nothing was."""

    name: str
    kind: str = ""


class Manners(StrEnum):
    """What one is polite about."""

    HELLO = "hello"
    HOW_ARE_YOU = "how are you"
    THANKS = "thanks"
    BYE = "bye"
    PRAISE = "praise"
    SORRY = "sorry"
    NOD = "nod"
    NO = "no"
    FOND = "fond"


@dataclass(frozen=True, slots=True)
class Courtesy:
    """ "hi", "thanks!", "good night": wants a few words back, and nothing else.

    `name` is whom somebody is fond of ("I love Max"), None for "him" and where it is something else.
    """

    what: Manners
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """ "/privacy", "what do you store?"."""


@dataclass(frozen=True, slots=True)
class Share:
    """ "/share Max": the person's own Max, with a group. None: no name was said."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Unshare:
    """ "/unshare Max": with no group any more."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Rules:
    """ "/rules admins": who may teach, correct and forget in this group. None: "/rules" asks; "" is no rule there is."""

    rule: str | None


@dataclass(frozen=True, slots=True)
class Called:
    """ "/called Fido": the name the bot answers to in this group; None: its own name alone."""

    name: str | None


@dataclass(frozen=True, slots=True)
class NotMe:
    """ "/notme", "don't remember me"; `is_on` is False for "/notme off"."""

    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Training:
    """ "/training on": may the person's turns train the model? None: "/training" asks what holds now."""

    is_on: bool | None


@dataclass(frozen=True, slots=True)
class Link:
    """ "/link": a code for another account; "/link CODE": that other account."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Unlink:
    """ "/unlink"."""


@dataclass(frozen=True, slots=True)
class Language:
    """ "/language de": the language of what is not the model's; "/language" (None): which there are."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """ "/pair CODE": let somebody in."""

    code: str


@dataclass(frozen=True, slots=True)
class Agree:
    """A button of the card "may I remember what you look like?"."""

    request: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to what the last turn left open: "yes", "no", "else", a number from 1, or a name.

    "No, that's Bella" to "Is this Max?" is a no with a name. "Never mind" is a no, whatever was asked.
    """

    yes: bool | None = None
    else_: bool = False
    number: int | None = None
    name: str | None = None
    kind: str = ""
    statements: tuple[Statement, ...] = ()


Intent = (
    Remember
    | Tell
    | Introduce
    | Ask
    | Show
    | Why
    | Gallery
    | About
    | WhatIs
    | Correct
    | Rename
    | Merge
    | AddAlias
    | RemoveLook
    | RemoveFact
    | Undo
    | Forget
    | EraseMe
    | Export
    | Start
    | Help
    | Privacy
    | Courtesy
    | Share
    | Unshare
    | Rules
    | Called
    | NotMe
    | Training
    | Link
    | Unlink
    | Language
    | Pair
    | Agree
    | Answer
)
