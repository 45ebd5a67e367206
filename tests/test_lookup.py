"""Of whom something was told, asked the other way round."""

import pytest

from core.intents import asked_of_whom
from tests.fakes.chat import BELLA, MAX, Chat


@pytest.mark.parametrize(
    ("question", "topic", "text"),
    [
        ("who is afraid of thunder?", "fears", "is afraid of thunder"),
        ("Who's afraid of thunder", "fears", "is afraid of thunder"),
        ("which of my dogs likes tennis balls?", "likes", "likes tennis balls"),
        ("And which one is allergic to chicken?", "allergy", "is allergic to chicken"),
        ("who is my best friend?", "relation", "is your best friend"),
        ("Who was born in Lisbon?", "birthplace", "was born in Lisbon"),
    ],
)
def test_somebody_is_asked_for_by_a_fact(question: str, topic: str, text: str) -> None:
    asked = asked_of_whom(question)
    assert asked is not None
    assert (asked.topic, asked.text) == (topic, text)


@pytest.mark.parametrize(
    "question",
    [
        "who is this?",
        "who is on the left?",
        "who are you?",
        "who do you know?",
        "who is older?",
        "who said that?",
        "who?",
    ],
)
def test_another_question_asks_for_nobody_by_a_fact(question: str) -> None:
    assert asked_of_whom(question) is None


@pytest.fixture
async def told() -> Chat:
    chat = Chat()
    await chat.say("this is my dog Max", MAX)
    await chat.say("this is Bella", BELLA)
    await chat.say("Max is afraid of thunder and loves tennis balls")
    await chat.say("Bella is scared of the vacuum cleaner")
    return chat


async def test_whoever_it_was_told_of_is_named_and_no_model_asked(told: Chat) -> None:
    assert (await told.say("who is scared of thunder?")).text == "Max is afraid of thunder."
    assert (await told.say("which one likes tennis balls?")).text == "Max loves tennis balls."
    assert (await told.say("who is afraid of the vacuum cleaner?")).text == "Bella is scared of the vacuum cleaner."
    await told.say("Bella is afraid of thunder, too")
    assert "Max is afraid of thunder. Bella is" in (await told.say("who is afraid of thunder?")).text
    assert told.generator.prompts == []


async def test_who_is_not_afraid_is_not_found_among_those_who_are(told: Chat) -> None:
    await told.say("Bella is not afraid of thunder")
    assert (await told.say("who is afraid of thunder?")).text == "Max is afraid of thunder."
    assert (await told.say("who is not afraid of thunder?")).text == "Bella is not afraid of thunder."


async def test_he_is_then_whoever_was_found(told: Chat) -> None:
    await told.say("who is afraid of thunder?")
    await told.say("he is 3 years old")
    assert (await told.say("who is 3 years old?")).text == "Max is 3 years old."


@pytest.mark.parametrize(
    "question", ["who is afraid of spiders?", "who hates tennis balls?", "who is not afraid of thunder?"]
)
async def test_what_was_told_of_nobody_is_left_to_the_model(told: Chat, question: str) -> None:
    await told.say(question)
    assert len(told.generator.prompts) == 1


async def test_beside_a_photo_the_photo_is_asked_about(told: Chat) -> None:
    await told.say("who is afraid of thunder?", MAX)
    assert len(told.generator.prompts) == 1
