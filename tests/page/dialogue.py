"""Everything a person can do, as one long conversation at the page, and who is answerable for each reply.

The photos are the samples that lie beside the page, and a few more of the same beings.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PIL import Image

from bot.page.room import OOPS
from bot.page.samples import FOLDER
from core.conversation import SORRY
from core.photos import Box, photo_of
from tests.page.pointing import number_of
from tests.page.talk import Heard, press, say
from tests.page.visitor import Visitor
from trainer.samples import MAX, SIZE, shots
from trainer.world import Identity, Scene, draw_identity, plan_scene, render


class By(StrEnum):
    """What a reply is made by. The first two have to be right, whichever models are served."""

    RULES = "rules"  # a deed, what was told and is read from a card, or words that are always the same
    EYES = "eyes"  # encoder and detector
    VOICE = "voice"  # the language model


class Verdict(StrEnum):
    """How a reply was."""

    RIGHT = "right"
    ASKED = "asked back"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """What the person says or presses, and what a good reply holds and does not hold (regular expressions)."""

    words: str
    right: str
    wrong: str = ""
    by: By = By.RULES
    photo: str = ""
    button: str = ""  # pressed instead of typing
    part: str = ""  # of the table of what a person can do; a new one begins here

    def verdict(self, heard: Heard) -> Verdict:
        """Whether a reply is as it should be."""
        if self.by is By.VOICE and heard.is_doubt:
            return Verdict.ASKED
        if self.by is By.EYES and heard.numbers and "Which one" not in self.right:
            return Verdict.ASKED
        is_right = re.search(self.right, heard.text, re.IGNORECASE)
        is_wrong = self.wrong and re.search(self.wrong, heard.text, re.IGNORECASE)
        return Verdict.RIGHT if is_right and not is_wrong else Verdict.WRONG


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line and what was heard."""

    line: Line
    heard: Heard

    @property
    def verdict(self) -> Verdict:
        """How the reply was."""
        return self.line.verdict(self.heard)


@dataclass(frozen=True, slots=True)
class Snap:
    """A photo of the person's: where the file is, who is in it by any name they get, and where the first of them is."""

    path: Path
    names: tuple[str, ...]
    box: Box


MEET_MAX, MEET_BELLA = "Max in the park", "Bella in the living room"
MAX_RUNS, BELLA_SLEEPS = "Max running at the beach", "Bella asleep in the garden"
BOTH, NEWCOMER = "Max and Bella in the snow", "a dog nobody has met"
MAX_AGAIN, ANNA_HERSELF = "Max in the forest", "Anna herself"
RABBIT_AND_BIRD, BEAR = "a rabbit and a bird", "a teddy bear"
SAMPLES: Final = {  # in the order of the samples, with who is in them
    MEET_MAX: ("Max",),
    MEET_BELLA: ("Bella",),
    MAX_RUNS: ("Max",),
    BELLA_SLEEPS: ("Bella",),
    BOTH: ("Max", "Bella"),
    NEWCOMER: ("Rex", "Toby", "Rocky"),
}
STRANGER: Final = r"don't know|do not know|not sure|stranger|nobody|someone new|haven't met|no idea"

LINES: Final = (
    Line("hi!", r"Send me a photo", part="Hello, help, and what is stored"),
    Line("What can you do?", r"I remember the friends and pets"),
    Line("What do you store?", r"Where a photo was taken is never kept"),
    Line(
        "Remember, this is my dog Max, he's 3 and loves tennis balls",
        r"this is your dog Max\. I noted: Max is 3 years old and loves tennis balls",
        photo=MEET_MAX,
        by=By.EYES,
        part="Teach by photo",
    ),
    Line(
        "Remember, this is my cat Bella, she is afraid of thunder",
        r"this is your cat Bella\. I noted: Bella is afraid of thunder",
        photo=MEET_BELLA,
        by=By.EYES,
    ),
    Line("this is Max", r"Another look at Max", photo=MAX_AGAIN, by=By.EYES),
    Line("remember, this is my rabbit Pip", r"Which one is Pip\?", photo=RABBIT_AND_BIRD, by=By.EYES),
    Line("remember this", r"What's the name", photo=BEAR),
    Line("Coco", r"this is Coco", by=By.EYES),
    Line("my name is Anna", r"Nice to meet you, Anna!", part="The person themselves"),
    Line("this is me", r"Nice to meet you, Anna!", photo=ANNA_HERSELF, by=By.EYES),
    Line(
        "Who is this?",
        r"\bMax\b",
        r"\b(?:Bella|Anna|Pip|Coco)\b",
        By.VOICE,
        MAX_RUNS,
        part="Ask about a photo",
    ),
    Line("why?", r"It is \d\.\d\d like Max", by=By.EYES),
    Line("show me", r"Here is what I see\..*\bMax\b", by=By.EYES),
    Line("and what is he doing?", r"\brun", by=By.VOICE),
    Line("What is Bella doing?", r"\b(?:sleep|asleep)", r"\bMax\b", By.VOICE, BELLA_SLEEPS),
    Line("and where is she?", r"\bgarden\b", by=By.VOICE),
    Line("Who is in this photo?", r"Max.*Bella|Bella.*Max", by=By.VOICE, photo=BOTH),
    Line("", r"Max.*Bella|Bella.*Max", by=By.VOICE, photo=BOTH),
    Line("Who is on the left?", r"Bella is on the left", by=By.EYES),
    Line("Is Max left or right of Bella?", r"Max is right of Bella", by=By.EYES),
    Line("What does Max like?", r"tennis balls", part="Ask without a photo"),
    Line("what is bela afraid of?", r"thunder"),
    Line("Who is scared of thunder?", r"^Bella is afraid of thunder\.$"),
    Line("Does Max like tennis balls?", r"\byes\b", r"\bno\b"),
    Line("Does Max like carrots?", r"tennis balls|(?:don't|do not) know|\bno\b", r"\byes\b"),
    Line("is Max a dog?", r"Yes, Max is your dog\."),
    Line("How much does he weigh?", r"don't know"),
    Line("Max weighs 30 kg", r"Noted: Max weighs 30 kg"),
    Line("thanks!", r"You're welcome!"),
    Line("how heavy is he?", r"\b30 kg\b"),
    Line("Bella turned 5", r"Noted: Bella is 5 years old"),
    Line("Who is older, Max or Bella?", r"\bBella\b"),
    Line("is she older than Max?", r"\byes\b|\bBella is older|\bshe is\b", r"\bno\b|Max is older"),
    Line("Where was Max born?", r"don't know"),
    Line("Can Max swim?", r"(?:don't|do not) know|(?:haven't|not) told", by=By.VOICE),
    Line("What's the weather like today?", r"(?:don't|do not) know|\bcan't|\bonly\b", r"\bphoto\b", By.VOICE),
    Line("Max turned 4", r"Noted: Max is 4 years old\. \(Before, I knew: is 3 years old\.\)", part="Facts that change"),
    Line("How old is Max?", r"\b4\b|\bfour\b", r"\b3\b|\bthree\b"),
    Line("Who is this?", STRANGER, r"\b(?:Max|Bella|Anna|Pip|Coco)\b", By.VOICE, NEWCOMER, part="Correct"),
    Line("no, that's Rex", r"I'll remember that this is Rex"),
    Line("Who is this?", r"\bRex\b", r"\b(?:Max|Bella|Anna|Pip|Coco)\b", By.VOICE, NEWCOMER),
    Line("that's not Rex", r"I'll remember that this is not Rex\. Who is it\?"),
    Line("Toby", r"I'll remember that this is Toby, not Rex"),
    Line("Who is this?", r"\bToby\b", r"\bRex\b", By.VOICE, NEWCOMER),
    Line("Who do you know?", r"I know 7:", part="The gallery and the card"),
    Line("/about Max", r"Max, your dog\n1\. (?s:.*)Before: is 3 years old"),
    Line("rename Toby to Rocky", r"Toby is called Rocky from now on", part="Rename, alias, merge, remove, undo"),
    Line("Max is also called Maxie", r"Max is also called Maxie"),
    Line("What does Maxie like?", r"tennis balls"),
    Line("remember my dog Sparky", r"I'll remember your dog Sparky"),
    Line("merge Rocky and Sparky", r"Now Sparky is another name of Rocky"),
    Line("remove fact 1 of Bella", r"I no longer say that Bella is afraid of thunder"),
    Line("undo", r"Undone: removed a fact about Bella"),
    Line("remove photo 2 of Max", r"I took photo 2 of Max away"),
    Line("undo", r"Undone: removed a photo of Max"),
    Line("forget Bella", r"Shall I forget Bella", part="Forget, in two steps"),
    Line("", r"Good, Bella stays", button="No"),
    Line("forget Bella", r"Shall I forget Bella"),
    Line("", r"Forgotten\. Deleted: .*\d looks", button="Yes, delete"),
    Line("Who do you know?", r"I know 6:", r"Bella"),
    Line("Who is this?", STRANGER, r"\bBella\b", By.VOICE, BELLA_SLEEPS),
    Line("/export", r"Here is all I know of 6", part="Export and erase"),
    Line("/erase me", r"Shall I delete everything"),
    Line("", r"Everything is deleted\. Receipt: .*\d concepts", button="Yes, delete"),
    Line("Who do you know?", r"I don't know anybody yet"),
)


def take_photos(folder: Path) -> dict[str, Snap]:
    """Every photo of the conversation, by what it shows."""
    max_himself = draw_identity(MAX, "dog", "test")
    woman, rabbit, bird, bear = (draw_identity(3, kind, "test") for kind in ("woman", "rabbit", "bird", "teddy bear"))
    return {
        **_samples(),
        MAX_AGAIN: _drawn(folder / "max.jpg", ("Max",), 11, [max_himself], "sits"),
        ANNA_HERSELF: _drawn(folder / "anna.jpg", ("Anna",), 12, [woman], "waves"),
        RABBIT_AND_BIRD: _drawn(folder / "two.jpg", ("Pip",), 13, [rabbit, bird], "sits", "stands"),
        BEAR: _drawn(folder / "bear.jpg", ("Coco",), 14, [bear], "sits"),
    }


class Dialogue:
    """A person who says line after line, and answers truly what Familiar asks in between."""

    def __init__(self, visitor: Visitor, snaps: Mapping[str, Snap], notice: Callable[[Exchange], None]) -> None:
        self.held: list[Exchange] = []
        self._visitor = visitor
        self._snaps = snaps
        self._notice = notice
        self._shown: Snap | None = None  # the photo that was sent last

    async def hold(self, lines: Sequence[Line]) -> None:
        """Say these, each once the one before is answered."""
        for line in lines:
            self._shown = self._snaps.get(line.photo, self._shown)
            heard = self._keep(line, await self._do(line))
            if heard.numbers:
                await self._press(await self._number(heard), r"Got it|Another look|Nice to meet you")
            elif heard.is_doubt and line.by is By.VOICE:
                await self._press(self._truth(heard), r"remember that this is")

    async def _do(self, line: Line) -> Heard:
        if not line.button:
            return await say(self._visitor, line.words, *([self._snaps[line.photo].path] if line.photo else []))
        if not self.held or line.button not in self.held[-1].heard.choices:
            return Heard(f"(there is no button “{line.button}”)")
        return await press(self._visitor, line.button)

    async def _press(self, button: str, right: str) -> None:
        self._keep(Line("", right, by=By.RULES, button=button), await press(self._visitor, button))

    def _keep(self, line: Line, heard: Heard) -> Heard:
        self.held.append(Exchange(line, heard))
        self._notice(self.held[-1])
        return heard

    async def _number(self, heard: Heard) -> str:
        return await number_of(self._shown.path, self._shown.box, heard.numbers) if self._shown else heard.numbers[0]

    def _truth(self, heard: Heard) -> str:
        asked = heard.text.splitlines()[-1]
        return "Yes" if self._shown and any(name in asked for name in self._shown.names) else "No"


def apologised(exchange: Exchange) -> bool:
    """Whether a reply is none: empty, or the sentence for an outage or a bug."""
    return not exchange.heard.text or exchange.heard.text.startswith((OOPS, SORRY))


def _samples() -> dict[str, Snap]:
    found = {}
    for number, (shot, (title, names)) in enumerate(zip(shots(), SAMPLES.items(), strict=True), start=1):
        scene = plan_scene(shot.seed, shot.cast, place=shot.place, actions=shot.actions, split="test", size=SIZE)
        found[title] = Snap(FOLDER / f"{number}.jpg", names, scene.beings[0].box)
    return found


def _drawn(path: Path, names: tuple[str, ...], seed: int, cast: Sequence[Identity], *actions: str) -> Snap:
    scene: Scene = plan_scene(seed, cast, place="forest", actions=actions, split="test", size=SIZE)
    path.write_bytes(photo_of(Image.fromarray(render(scene))).jpeg)
    return Snap(path, names, scene.beings[0].box)
