"""What the page says for a person is understood by the conversation as it stands."""

from itertools import count

import pytest

from bot.page import words
from core.conversation import Conversation
from core.messages import Message, Reply
from core.ports import Card, Ports
from tests.fakes.history import FakeHistory
from tests.fakes.models import BLUE, RED, BlockDetector, BlockEncoder, ReadingGenerator, picture
from tests.fakes.people import fake_stores
from tests.page.conftest import jpeg

ANNA = "web:anna"


class Listener:
    """Anna, who taught Max and told two things about him."""

    def __init__(self) -> None:
        history = FakeHistory()
        ports = Ports(BlockEncoder(), BlockDetector(), ReadingGenerator(), *fake_stores(history))
        self.conversation = Conversation(ports)
        self._updates = count()

    async def say(self, text: str, *photos: bytes) -> Reply:
        """The final reply."""
        message = Message("web", str(next(self._updates)), ANNA, ANNA, text, photos)
        return [reply async for reply in self.conversation.handle(message)][-1]

    async def card(self) -> Card:
        """Of the only one she knows."""
        (entry,) = await self.conversation.gallery(ANNA)
        card = await self.conversation.card(ANNA, entry.concept.id)
        assert card
        return card


@pytest.fixture
async def anna() -> Listener:
    listener = Listener()
    await listener.say(words.TEACH + "dog Max", jpeg(picture(RED)))
    await listener.say("Max loves tennis balls")
    await listener.say("Max is afraid of thunder")
    return listener


async def test_teaching_and_telling(anna: Listener) -> None:
    card = await anna.card()
    assert (card.concept.name, card.concept.kind, len(card.looks), len(card.concept.facts)) == ("Max", "dog", 1, 2)
    await anna.say(words.tell(card.concept, "sleeps on the sofa"))
    await anna.say(words.another_photo(card.concept), jpeg(picture(BLUE)))
    card = await anna.card()
    assert card.concept.facts[-1].text == "sleeps on the sofa"
    assert len(card.looks) == 2


async def test_names(anna: Listener) -> None:
    await anna.say(words.also_called((await anna.card()).concept, "Maxie"))
    await anna.say(words.rename((await anna.card()).concept, "Maximilian"))
    assert (await anna.card()).concept.names == ("Maximilian", "Maxie")


async def test_taking_away_and_taking_back(anna: Listener) -> None:
    await anna.say(words.remove_fact((await anna.card()).concept, 1))
    assert [fact.text for fact in (await anna.card()).concept.facts] == ["is afraid of thunder"]
    await anna.say(words.UNDO)
    assert len((await anna.card()).concept.facts) == 2
    await anna.say(words.remove_photo((await anna.card()).concept, 1))
    assert (await anna.card()).looks == ()


async def test_forgetting_asks_first(anna: Listener) -> None:
    asked = await anna.say(words.forget((await anna.card()).concept))
    assert len(asked.choices) == 2
    assert len((await anna.say(words.ERASE)).choices) == 2
    assert (await anna.card()).concept.name == "Max"


async def test_questions_and_the_export(anna: Listener) -> None:
    assert (await anna.say(words.EXPORT)).files
    assert "/forget" in (await anna.say(words.HELP)).text
    assert (await anna.say(words.WHO)).pictures
    assert "Where a photo was taken is never kept" in (await anna.say(words.STORED)).text
