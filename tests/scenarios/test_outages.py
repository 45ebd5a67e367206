"""The model or the database is down, before a turn or in the middle of one: a clear message and a clean state."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from core.concepts import MemoryId
from core.conversation import SORRY, UNKEPT, Conversation
from core.errors import GeneratorDown, StoreDown
from core.prompt import Prompt
from core.turns import Turn
from tests.fakes.chat import BELLA, MAX, MAYBE_MAX, Chat
from tests.fakes.history import FakeDatabase, FakeHistory
from tests.fakes.models import ReadingGenerator


class BreaksOff(ReadingGenerator):
    """A voice that fails after its first words."""

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        yield "I re"
        raise GeneratorDown("the server broke off in mid-answer")


class Unplugs(ReadingGenerator):
    """A voice that answers while somebody pulls the database's plug."""

    def __init__(self, database: FakeDatabase) -> None:
        super().__init__()
        self._database = database

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str]:
        self._database.down = True
        yield "This is Max."


class Forgetful(FakeHistory):
    """A database that goes away between a deed and the record of its turn."""

    is_down = False

    async def keep(self, memory: MemoryId, turn: Turn) -> bool:
        if self.is_down:
            raise StoreDown("pulled by the test")
        return await super().keep(memory, turn)


@pytest.fixture
async def forgetful(chat: Chat) -> Forgetful:
    """The history of a chat in which Max is known."""
    history = Forgetful()
    history.database = chat.database
    chat.conversation = Conversation(replace(chat.ports, history=history))
    await chat.say("this is Max", MAX)
    history.is_down = True
    return history


async def test_a_model_that_is_down_is_apologised_for_and_costs_nothing(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    before = await chat.cards()
    chat.generator.is_down = True
    for words, photo in (("who is this?", MAX), ("who is this?", MAYBE_MAX), ("", BELLA)):
        assert (await chat.say(words, photo)).text == SORRY
    assert "Bella" in (await chat.say("this is Bella", BELLA)).text  # teaching needs no voice
    chat.generator.is_down = False
    assert "Max" in (await chat.say("who is this?", MAX)).text
    assert (await chat.cards())[: len(before)] == before


async def test_a_model_that_breaks_off_is_apologised_for_and_the_half_answer_is_not_kept() -> None:
    chat = Chat(generator=BreaksOff())
    assert (await chat.say("who is this?", MAX)).text == SORRY
    assert await chat.conversation.recent("web:anna", "web:anna", 5) == []


@pytest.mark.parametrize("words", ["remember this is my dog Max, he's 3", "who is this?", "undo", "/who", "/export"])
async def test_a_database_that_is_down_is_apologised_for_and_keeps_all_it_had(chat: Chat, words: str) -> None:
    await chat.say("this is Bella", BELLA)
    before = await chat.cards()
    chat.database.down = True
    assert (await chat.say(words, MAX, update="the same")).text == SORRY
    chat.database.down = False
    assert await chat.cards() == before
    assert (await chat.say(words, MAX, update="the same")).text != SORRY


async def test_an_answer_during_which_the_database_went_down_is_given_all_the_same() -> None:
    database = FakeDatabase()
    chat = Chat(generator=Unplugs(database), database=database)
    reply = await chat.say("who is this?", MAX)
    assert reply.text == f"This is Max.\n{UNKEPT}"
    database.down = False
    assert await chat.conversation.recent("web:anna", "web:anna", 5) == []


async def test_a_deed_is_told_though_its_turn_could_not_be_kept(chat: Chat, forgetful: Forgetful) -> None:
    reply = await chat.say("rename Max to Moritz")
    assert "Moritz from now on" in reply.text
    assert UNKEPT in reply.text
    assert [card.concept.name for card in await chat.cards()] == ["Moritz"]


async def test_a_question_whose_answer_would_not_be_understood_is_not_asked(chat: Chat, forgetful: Forgetful) -> None:
    reply = await chat.say("forget Max")
    assert (reply.text, reply.choices) == (SORRY, ())
    forgetful.is_down = False
    await chat.say("yes")
    assert [card.concept.name for card in await chat.cards()] == ["Max"]
