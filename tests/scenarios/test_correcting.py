"""Doubt and correction: a "no" works at once, and nothing comes back by itself."""

import pytest

from tests.fakes.chat import MAX, MAX_AND_BELLA, MAYBE_MAX, Chat, jpeg
from tests.fakes.models import BLUE, RED, picture


@pytest.fixture
async def doubting(chat: Chat) -> Chat:
    """Max is known, and it was asked whether somebody alike is him."""
    await chat.say("this is Max", MAX)
    assert (await chat.say("who is this?", MAYBE_MAX)).choices
    return chat


@pytest.mark.parametrize("no", ["no", "No", "that's not Max", "nope, it isn't"])
async def test_what_was_denied_is_never_added_again_by_itself(doubting: Chat, no: str) -> None:
    await doubting.say(no)
    before = await doubting.cards()
    doubting.generator.odds = 0.99  # the model would say it is him
    for words in ("who is this?", "is this Max?", "", "what do you see?"):
        reply = await doubting.say(words, MAYBE_MAX)
        assert not reply.choices
        assert "Is it Max" not in reply.text
    assert await doubting.cards() == before
    assert [look.positive for look in before[0].looks] == [True, False]


async def test_asking_teaches_nothing_however_sure_it_is(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    before = await chat.cards()
    for photo in (MAX, jpeg(picture((210, 50, 50))), MAYBE_MAX):
        await chat.say("who is this?", photo)
    assert await chat.cards() == before


async def test_the_question_stays_open_when_the_reason_is_asked_for_first(doubting: Chat) -> None:
    reply = await doubting.say("why?")
    assert "so I wasn't sure" in reply.text
    assert [choice.label for choice in reply.choices] == ["Yes", "No", "Someone else"]
    assert "this is Max" in (await doubting.say(choice="yes")).text
    assert not (await doubting.say("who is this?", MAYBE_MAX)).choices


@pytest.mark.parametrize("words", ["no, that's Bella", "it's Bella", "Bella"])
async def test_the_right_name_denies_the_wrong_one_and_teaches_in_one_step(doubting: Chat, words: str) -> None:
    assert "this is Bella, not Max" in (await doubting.say(words)).text
    max_, bella = await doubting.cards()
    assert [look.positive for look in max_.looks] == [True, False]
    assert [look.positive for look in bella.looks] == [True]
    assert "corrected Bella and Max" in (await doubting.say("undo")).text
    assert (await doubting.say("who is this?", MAYBE_MAX)).choices


async def test_a_correction_means_the_one_that_was_called_so(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    await chat.say("this is Bella", jpeg(picture(BLUE)))
    both = jpeg(picture(RED, BLUE))
    await chat.say("who is this?", both)
    await chat.say("that's not Bella")
    assert "Max (" not in (await chat.say("who is here?", both)).text
    assert "2: ?" in (await chat.say("show me")).text
    assert "1: Max" in (await chat.say("show me")).text


async def test_a_question_that_is_repeated_can_still_be_answered(chat: Chat) -> None:
    which = await chat.say("remember this is Max", MAX_AND_BELLA, update="1")
    again = await chat.say("remember this is Max", MAX_AND_BELLA, update="1")
    assert (again.text, again.choices) == (which.text, which.choices)
    assert [picture.caption for picture in again.pictures] == [picture.caption for picture in which.pictures]
    assert "Max" in (await chat.say(choice="1")).text
    doubt = await chat.say("who is this?", MAYBE_MAX, update="2")
    assert doubt.choices
    assert (await chat.say("who is this?", MAYBE_MAX, update="2")).choices == doubt.choices
    sure = await chat.say("forget Max", update="3")
    assert (await chat.say("forget Max", update="3")).choices == sure.choices
