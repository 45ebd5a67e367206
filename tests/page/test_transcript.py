"""Everything a person can do, through the page, on the real thing: pocket models, embedded PostgreSQL, a browser.

The models are small and err now and then. Asserted is what has to hold whatever they say: every deed is done, every
fixed reply comes, everybody in the samples is found, and no question stays without an answer.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from core.archive import unpack
from core.wiring import POCKET_NOTICE
from tests.page.dialogue import LINES, By, Dialogue, Exchange, Line, Verdict, apologised, take_photos
from tests.page.familiar import Familiar, serving
from tests.page.talk import Heard, download
from tests.page.visitor import Visitor, new_context, visiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

EXPORT = next(number for number, line in enumerate(LINES) if line.words == "/export")


@pytest.fixture(scope="module")
def familiar() -> Iterator[Familiar]:
    with serving() as familiar:
        yield familiar


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def anna(browser: Browser, familiar: Familiar) -> AsyncIterator[Visitor]:
    async with visiting(await new_context(browser), familiar.url, "Anna") as visitor:
        yield visitor


@dataclass(frozen=True, slots=True)
class Told:
    """The conversation, what the gallery and a card showed in its middle, and the export."""

    held: tuple[Exchange, ...]
    tiles: int
    card: str
    export: bytes

    def by(self, by: By) -> list[Exchange]:
        return [exchange for exchange in self.held if exchange.line.by is by]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(anna: Visitor, tmp_path_factory: pytest.TempPathFactory) -> Told:
    dialogue = Dialogue(anna, take_photos(tmp_path_factory.mktemp("photos")), _unnoticed)
    await dialogue.hold(LINES[: EXPORT + 1])
    export = await download(anna, "familiar-export.zip")
    tiles = await anna.tiles.count()
    card = await (await anna.open_card("Max")).inner_text()
    await anna.page.keyboard.press("Escape")
    await dialogue.hold(LINES[EXPORT + 1 :])
    return Told(tuple(dialogue.held), tiles, card, export)


def _unnoticed(_: Exchange) -> None:
    """Nobody watches."""


def as_told(exchanges: list[Exchange]) -> list[str]:
    return [f"{one.line.words or one.line.button!r}: {one.heard.text}" for one in exchanges]


async def test_the_page_says_that_the_pocket_models_know_only_drawn_beings(anna: Visitor) -> None:
    await expect(anna.page.get_by_role("note")).to_contain_text(POCKET_NOTICE)
    for words in ("pocket models", "drawn", "nothing of real photos", "GENERATOR_URL, ENCODER and DETECTOR"):
        assert words in POCKET_NOTICE


async def test_every_deed_is_done_and_every_fixed_reply_comes(told: Told) -> None:
    assert as_told([one for one in told.by(By.RULES) if one.verdict is not Verdict.RIGHT]) == []


async def test_everybody_in_the_samples_is_found_where_they_are(told: Told) -> None:
    assert as_told([one for one in told.by(By.EYES) if one.verdict is Verdict.WRONG]) == []


async def test_no_question_stays_without_an_answer(told: Told) -> None:
    assert as_told([one for one in told.held if apologised(one)]) == []


async def test_pictures_come_with_what_is_taught_shown_and_explained(told: Told) -> None:
    pictured: dict[str, tuple[str, ...]] = {}
    for one in told.held:
        pictured.setdefault(one.line.words, one.heard.pictures)
    assert "numbered boxes" in pictured["remember, this is my rabbit Pip"][0]
    assert pictured["no, that's Rex"] == ("the one I mean",)
    assert any("cut out of your photo" in caption for caption in pictured["why?"])
    assert len(pictured["show me"]) == 1
    # Rex has none: the only photo of Rex was not Rex.
    assert {"Max", "Bella", "Anna", "Pip", "Coco", "Toby"} == {*pictured["Who do you know?"]}


async def test_the_gallery_the_card_and_the_export_tell_the_same(told: Told) -> None:
    exported = {one.name: one for one in unpack(told.export)}
    assert told.tiles == len(exported) == 6
    assert set(exported) == {"Max", "Anna", "Pip", "Coco", "Rex", "Rocky"}
    assert {statement.text for statement in exported["Max"].statements} == {
        "is 4 years old",
        "loves tennis balls",
        "weighs 30 kg",
    }
    for words in ("also called Maxie", "is 4 years old", "loves tennis balls", "What was true before (1)"):
        assert words in told.card


async def test_after_erasing_nothing_is_left_to_see(told: Told, anna: Visitor) -> None:
    await expect(anna.tiles).to_have_count(0)
    assert "Rocky" not in " ".join(await anna.page.locator(".entry").all_inner_texts())


async def test_it_stops_as_it_should(told: Told, familiar: Familiar) -> None:
    assert familiar.stop() == 0
    assert familiar.log.read_text().splitlines()[-1].endswith("stopped")


async def test_a_wrong_reply_is_called_wrong() -> None:
    line = Line("Who is this?", r"\bMax\b", r"\bBella\b", By.VOICE)
    assert line.verdict(Heard("This is Max.")) is Verdict.RIGHT
    assert line.verdict(Heard("Max and Bella.")) is Verdict.WRONG
    assert line.verdict(Heard("Is this Max?", choices=("Yes", "No", "Someone else"))) is Verdict.ASKED
