"""Teach: what is kept of a photo and of words, and what is asked first."""

import pytest

from tests.fakes.chat import BELLA, MAX, MAX_AND_BELLA, Chat, jpeg
from tests.fakes.models import RED, picture


@pytest.mark.parametrize(
    "words",
    [
        "remember this is my dog Max, he's 3 and loves tennis balls",
        "this is my dog Max. He's 3. He loves tennis balls!",
    ],
)
async def test_what_was_said_with_a_photo_is_a_name_a_kind_and_separate_facts(chat: Chat, words: str) -> None:
    await chat.say(words, MAX)
    (card,) = await chat.cards()
    assert (card.concept.name, card.concept.kind) == ("Max", "dog")
    assert [fact.text for fact in card.concept.facts] == ["is 3 years old", "loves tennis balls"]
    assert [look.positive for look in card.looks] == [True]


async def test_the_command_teaches_as_the_words_do(chat: Chat) -> None:
    assert "this is Max" in (await chat.say("/remember Max", MAX)).text
    assert "Max" in (await chat.say("who is this?", MAX)).text


async def test_a_fact_in_words_alone_is_kept_beside_those_that_are_there(chat: Chat) -> None:
    await chat.say("this is Max, he loves cake", MAX)
    assert "afraid of thunder" in (await chat.say("Max is afraid of thunder")).text
    (card,) = await chat.cards()
    assert [fact.text for fact in card.concept.facts] == ["loves cake", "is afraid of thunder"]


async def test_it_says_what_it_did_not_understand_to_keep(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    await chat.say("what does Max like?")
    reply = await chat.say("remember Max")
    assert "What shall I remember?" in reply.text
    assert "Noted" not in reply.text


async def test_asks_which_one_is_me_too(chat: Chat) -> None:
    await chat.say("my name is Anna")
    reply = await chat.say("this is me", MAX_AND_BELLA)
    assert "Which one is Anna?" in reply.text
    assert (await chat.cards())[0].looks == ()
    await chat.say(choice="2")
    (me,) = await chat.cards()
    assert (me.concept.is_self, len(me.looks)) == (True, 1)
    assert "Anna" in (await chat.say("who is this?", BELLA)).text


@pytest.mark.parametrize("name", ["Anna", "my name is Anna", "I'm Anna", "call me Anna", "it's Anna"])
async def test_who_shows_themselves_before_their_name_is_known_sends_the_photo_once(chat: Chat, name: str) -> None:
    asked = await chat.say("this is me", BELLA)
    assert "What's your name?" in asked.text
    assert "again" not in asked.text
    assert await chat.cards() == []
    reply = await chat.say(name)
    assert ("Anna" in reply.text, len(reply.pictures)) == (True, 1)
    (me,) = await chat.cards()
    assert (me.concept.name, me.concept.is_self, len(me.looks)) == ("Anna", True, 1)
    assert "Anna" in (await chat.say("who is this?", BELLA)).text


async def test_which_one_is_me_is_asked_once_the_name_is_known(chat: Chat) -> None:
    await chat.say("this is me", MAX_AND_BELLA)
    assert "Which one is Anna?" in (await chat.say("Anna")).text
    await chat.say("the right one")
    (me,) = await chat.cards()
    assert (me.concept.is_self, len(me.looks)) == (True, 1)


async def test_a_photo_of_me_is_for_the_name_that_was_asked_for_and_no_later_one(chat: Chat) -> None:
    await chat.say("this is me", BELLA)
    assert "never mind" in (await chat.say("never mind")).text
    await chat.say("my name is Anna")
    (me,) = await chat.cards()
    assert me.looks == ()


@pytest.mark.parametrize("words", ["never mind", "neither", "someone else"])
async def test_which_one_is_it_can_be_left_unanswered(chat: Chat, words: str) -> None:
    await chat.say("this is Max", MAX_AND_BELLA)
    assert "never mind" in (await chat.say(words)).text
    assert await chat.cards() == []


async def test_a_number_that_is_not_there_is_asked_for_again(chat: Chat) -> None:
    await chat.say("this is Max", MAX_AND_BELLA)
    assert "from 1 to 2" in (await chat.say("3")).text
    assert "this is Max" in (await chat.say("the left one")).text


async def test_tells_of_the_photos_it_could_not_use(chat: Chat) -> None:
    reply = await chat.say("these are my dog Max", jpeg(picture(RED)), MAX_AND_BELLA, BELLA)
    assert len(reply.pictures) == 2
    assert "In 1 of the photos" in reply.text
