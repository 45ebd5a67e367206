"""Eyes and a voice that are enough to run the evaluation without weights."""

from collections.abc import AsyncGenerator, Sequence

from core.photos import Box, Photo
from core.ports import Ports
from core.prompt import Prompt
from tests.fakes.history import FakeHistory
from tests.fakes.models import words_of
from tests.fakes.people import fake_stores
from trainer.evaluation.colours import ColourHistogram


class HalvesDetector:
    """Proposes the left and the right half of any photo, or what it is told."""

    name = "halves"

    def __init__(self, boxes: Sequence[Box] | None = None) -> None:
        self.boxes = boxes

    async def propose(self, photo: Photo) -> list[Box]:
        middle = photo.width // 2
        halves = [Box(0, 0, middle, photo.height), Box(middle, 0, photo.width, photo.height)]
        return halves if self.boxes is None else list(self.boxes)


class ListeningGenerator:
    """Says what it was told to, or reads the prompt aloud; remembers every prompt."""

    name = "listener"
    context = 4096

    def __init__(self, says: str | None = None) -> None:
        self.says = says
        self.prompts: list[Prompt] = []

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        self.prompts.append(prompt)
        yield words_of(prompt) if self.says is None else self.says

    async def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        return {options[0]: 0.9, options[1]: 0.1}

    @property
    def heard(self) -> str:
        """The words of the last prompt."""
        return words_of(self.prompts[-1])


def small_ports(boxes: Sequence[Box] | None = (), says: str | None = None) -> tuple[Ports, ListeningGenerator]:
    """Ports over a store in memory, with colours for eyes; without `boxes` the detector finds nothing."""
    history, generator = FakeHistory(), ListeningGenerator(says)
    return Ports(ColourHistogram(), HalvesDetector(boxes), generator, *fake_stores(history)), generator
