"""People in photos: asked in a group, kept in words until they said yes, forgotten when they ask, and never a child."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.archive import pack
from core.concepts import Fact, memory_of
from core.messages import Account, Choice, Reply
from core.paths import consent
from core.paths.restore import restore
from core.people import Purpose, subject_of
from core.turns import now
from tests.fakes.chat import BELLA, MAX, MAX_AND_BELLA, MAYBE_MAX, Chat

GROUP = "telegram:-5"
ANNA, BEN, EVA = "telegram:1", "telegram:2", "telegram:3"
EVA_ACCOUNT = Account(EVA, "Eva")
EVA_TOO = Account("telegram:4", "Eva")  # another person with the same name


async def say(chat: Chat, text: str = "", *photos: bytes, person: str = ANNA, **also: Any) -> Reply:
    return await chat.say(text, *photos, person=person, chat=GROUP, **also)


async def show_eva(chat: Chat, *photos: bytes, words: str = "this is my friend @Eva, she loves tea") -> Reply:
    return await say(chat, words, *(photos or (MAX,)), mentions=(EVA_ACCOUNT,))


async def press(chat: Chat, choice: Choice, person: str = EVA) -> Reply:
    return await say(chat, choice=choice.value, person=person)


async def is_recognised(chat: Chat, photo: bytes = MAX) -> bool:
    return "Eva" in (await say(chat, "who is this?", photo, person=BEN)).text


class TestAsking:
    async def test_the_one_in_the_photo_is_asked_and_nobody_else_can_answer(self, chat: Chat) -> None:
        reply = await show_eva(chat)
        assert "Eva, may I remember what you look like, for this group?" in reply.text
        assert [(choice.label, choice.only) for choice in reply.choices] == [("Yes", EVA), ("No", EVA)]
        assert all(len(choice.value.encode()) <= 40 for choice in reply.choices)
        for person in (ANNA, BEN, EVA_TOO.id):
            pressed = await press(chat, reply.choices[0], person)
            assert pressed.is_private
            assert "Only the one I asked" in pressed.text
        assert not await is_recognised(chat)

    async def test_until_then_only_the_words_are_kept(self, chat: Chat) -> None:
        await show_eva(chat)
        (card,) = await chat.cards(GROUP)
        assert ([fact.text for fact in card.concept.facts], card.looks) == (["loves tea"], ())
        assert "loves tea" in (await say(chat, "what does Eva love?", person=BEN)).text

    async def test_after_a_yes_she_is_recognised_and_the_yes_is_kept(self, chat: Chat) -> None:
        reply = await show_eva(chat)
        assert "I'll recognise you as Eva" in (await press(chat, reply.choices[0])).text
        assert await is_recognised(chat)
        (given,) = await chat.ports.consents.given(memory_of(GROUP))
        assert (given.subject, given.purpose, given.revoked) == (subject_of(EVA), Purpose.GROUP, None)
        assert given.version == consent.VERSION

    async def test_after_a_no_the_words_stay_and_nothing_else(self, chat: Chat) -> None:
        reply = await show_eva(chat)
        assert "no photo of you" in (await press(chat, reply.choices[1])).text
        assert not await is_recognised(chat)
        assert "closed" in (await press(chat, reply.choices[0])).text
        assert not await is_recognised(chat)
        assert "loves tea" in (await say(chat, "/about Eva")).text

    async def test_a_question_waits_for_a_week(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(consent, "WAITS", timedelta(0))
        reply = await show_eva(chat)
        assert "closed" in (await press(chat, reply.choices[0])).text
        assert not await is_recognised(chat)

    async def test_who_said_yes_once_is_not_asked_again_for_further_photos(self, chat: Chat) -> None:
        await press(chat, (await show_eva(chat)).choices[0])
        assert not (await show_eva(chat, BELLA)).choices
        assert not (await say(chat, "this is Eva", MAYBE_MAX, person=BEN)).choices
        assert "3 photos" in (await say(chat, "/about Eva")).text

    async def test_of_two_in_the_photo_the_one_that_is_meant_is_asked_after_that(self, chat: Chat) -> None:
        assert "Which one is Eva" in (await show_eva(chat, MAX_AND_BELLA)).text
        reply = await say(chat, choice="2")
        assert "may I remember" in reply.text
        assert not await is_recognised(chat, BELLA)
        await press(chat, reply.choices[0])
        assert await is_recognised(chat, BELLA)
        assert not await is_recognised(chat, MAX)

    async def test_without_a_mention_a_person_is_kept_in_words_and_it_says_how(self, chat: Chat) -> None:
        reply = await say(chat, "this is my friend Eva", MAX)
        assert "mention their account" in reply.text
        assert not reply.pictures
        assert not await is_recognised(chat)

    @pytest.mark.parametrize("words", ["no, that's Eva", "that's not Max, that's Eva"])
    async def test_a_correction_is_no_way_around_it(self, chat: Chat, words: str) -> None:
        await say(chat, "this is our dog Max", MAX)
        await show_eva(chat, BELLA)
        await say(chat, "who is this?", MAX)
        await say(chat, words)
        assert not await is_recognised(chat)
        assert "Max" not in (await say(chat, "who is this?", MAX)).text

    async def test_pets_and_things_need_none_of_it(self, chat: Chat) -> None:
        reply = await say(chat, "@Eva this is my dog Max", MAX, mentions=(EVA_ACCOUNT,))
        assert not reply.choices
        assert "Max" in (await say(chat, "who is this?", MAX, person=BEN)).text

    async def test_in_private_a_person_is_taught_as_before(self, chat: Chat) -> None:
        assert not (await chat.say("this is my friend Eva", MAX)).choices
        assert "Eva" in (await chat.say("who is this?", MAX)).text

    async def test_two_people_with_one_name_are_never_mixed(self, chat: Chat) -> None:
        await press(chat, (await show_eva(chat)).choices[0])
        reply = await say(chat, "this is my friend Eva", BELLA, mentions=(EVA_TOO,))
        assert "another Eva" in reply.text
        assert not await is_recognised(chat, BELLA)

    async def test_a_person_does_not_become_the_dog_that_has_the_name(self, chat: Chat) -> None:
        await say(chat, "this is our dog Eva", BELLA)
        assert "another Eva" in (await say(chat, "this is @Eva", MAX, mentions=(EVA_ACCOUNT,))).text


class TestMyself:
    async def test_this_is_me_is_a_yes(self, chat: Chat) -> None:
        await say(chat, "this is me", MAX, person=EVA, shown="Eva")
        assert await is_recognised(chat)
        (given,) = await chat.ports.consents.given(memory_of(GROUP))
        assert (given.subject, given.purpose) == (subject_of(EVA), Purpose.GROUP)

    async def test_who_mentions_themselves_is_not_asked(self, chat: Chat) -> None:
        assert not (await say(chat, "this is @Eva", MAX, person=EVA, mentions=(EVA_ACCOUNT,))).choices
        assert await is_recognised(chat)

    async def test_in_private_it_is_kept_as_a_yes_for_that_memory(self, chat: Chat) -> None:
        await chat.say("my name is Eva", person=EVA)
        await chat.say("this is me", MAX, person=EVA)
        (given,) = await chat.ports.consents.given(memory_of(EVA))
        assert given.purpose is Purpose.MEMORY


class TestNotMe:
    @pytest.mark.parametrize("words", ["/notme", "don't remember me", "please stop remembering me"])
    async def test_who_does_not_want_to_be_remembered_is_gone_with_words_and_looks(
        self, chat: Chat, words: str
    ) -> None:
        await press(chat, (await show_eva(chat)).choices[0])
        assert "I don't remember you any more" in (await say(chat, words, person=EVA)).text
        assert not await is_recognised(chat)
        assert "I don't know anybody" in (await say(chat, "/who")).text
        assert [one.revoked is None for one in await chat.ports.consents.given(memory_of(GROUP))] == [False]

    async def test_it_holds_in_every_memory_where_the_account_is_known(self, chat: Chat) -> None:
        await press(chat, (await show_eva(chat)).choices[0])
        await chat.say("my name is Eva", person=EVA)
        await say(chat, "/share Eva", person=EVA)
        other = "telegram:-6"
        await chat.say("this is me", BELLA, person=EVA, chat=other, shown="Eva")
        assert "3 of you deleted" in (await chat.say("/notme", person=EVA)).text
        for owner in (GROUP, other, EVA):
            assert [card.concept.name for card in await chat.cards(owner)] == []

    async def test_it_leaves_everybody_else(self, chat: Chat) -> None:
        await show_eva(chat)
        await say(chat, "this is our dog Max", BELLA)
        await say(chat, "/notme", person=EVA_TOO.id)
        assert "Eva" in (await say(chat, "/who")).text
        await say(chat, "/notme", person=EVA)
        assert "• Max" in (await say(chat, "/who")).text

    async def test_what_waits_for_a_yes_is_gone_and_nobody_can_teach_the_account_again(self, chat: Chat) -> None:
        reply = await show_eva(chat)
        await say(chat, "/notme", person=EVA)
        assert "closed" in (await press(chat, reply.choices[0])).text
        for words in ("this is my friend @Eva", "this is @Eva"):
            assert "asked me not to" in (await show_eva(chat, words=words)).text
        reply = await chat.say("this is my friend @Eva", MAX, mentions=(EVA_ACCOUNT,))
        assert "asked me not to" in reply.text
        assert await chat.cards(GROUP) == []
        assert await chat.cards() == []

    async def test_not_even_by_herself_until_she_lifts_it(self, chat: Chat) -> None:
        await say(chat, "/notme", person=EVA)
        assert "/notme off" in (await say(chat, "this is me", MAX, person=EVA, shown="Eva")).text
        assert await chat.cards(GROUP) == []
        assert "may be remembered again" in (await say(chat, "/notme off", person=EVA)).text
        await say(chat, "this is me", MAX, person=EVA, shown="Eva")
        assert await is_recognised(chat)
        assert "anyway" in (await say(chat, "/notme off", person=EVA)).text


CHILDREN = (
    "this is my daughter Mia, she's 4",
    "this is my son Mia (7)",
    "this is my niece Mia, she's a baby",
    "this is my baby Mia",
    "remember this is our toddler Mia",
    "this is my son Mia, seven years old",
    "this is my 4-year-old daughter Mia",
    "this is my little girl Mia",
    "this is my daughter Mia, born in 2022",
    "this is my nephew Mia, he is 8 months old",
)
NO_CHILDREN = (
    "this is my friend Mia, she's 30",
    "this is my daughter Mia, she's 13",
    "this is my dog Mia, she's 4",
    "this is my puppy Mia, she's a baby",
    "this is Mia, she's 3",
    "this is my friend Mia, she has a baby",
)


class TestChildren:
    @pytest.mark.parametrize("words", CHILDREN)
    async def test_a_child_is_kept_in_words_and_never_recognised(self, chat: Chat, words: str) -> None:
        reply = await chat.say(words, MAX)
        assert "Of children I keep no photo" in reply.text
        assert not reply.pictures
        (card,) = await chat.cards()
        assert (card.concept.name, card.looks) == ("Mia", ())
        assert "Mia" not in (await chat.say("who is this?", MAX)).text

    @pytest.mark.parametrize("words", CHILDREN)
    async def test_nor_is_anybody_asked_for_a_yes(self, chat: Chat, words: str) -> None:
        reply = await say(chat, words, MAX, mentions=(Account(EVA, "Mia"),))
        assert not reply.choices
        assert all(card.looks == () for card in await chat.cards(GROUP))

    @pytest.mark.parametrize("words", NO_CHILDREN)
    async def test_who_is_no_child_is_recognised(self, chat: Chat, words: str) -> None:
        await chat.say(words, MAX)
        assert "Mia" in (await chat.say("who is this?", MAX)).text

    @pytest.mark.parametrize("told", ["Mia is 4", "Mia turned 12", "Mia is a child", "Mia was born in 2022"])
    async def test_who_turns_out_to_be_a_child_is_recognised_no_longer(self, chat: Chat, told: str) -> None:
        await chat.say("this is my daughter Mia", MAX)
        assert "I deleted the photos" in (await chat.say(told)).text
        assert "Mia" not in (await chat.say("who is this?", MAX)).text
        await chat.say("undo")
        await chat.say("undo")
        assert all(card.looks == () for card in await chat.cards())

    async def test_neither_a_photo_nor_a_correction_nor_a_merge_brings_the_look_of_a_child(self, chat: Chat) -> None:
        await chat.say("this is my daughter Mia, she's 4", MAX)
        for words in ("this is Mia", "this is my Mia"):
            await chat.say(words, MAX)
        await chat.say("this is Bella", BELLA)
        await chat.say("who is this?", BELLA)
        assert "Of children" in (await chat.say("no, that's Mia")).text
        await chat.say("this is Rex", MAX)
        await chat.say("merge Mia and Rex")
        assert all(not any(look.positive for look in card.looks) for card in await chat.cards())

    async def test_an_import_brings_none_either(self, chat: Chat) -> None:
        await chat.say("this is my daughter Mia", MAX)
        (card,) = await chat.cards()
        young = replace(card, history=(Fact(uuid4(), "age", "is 4 years old", now()),))
        await restore(pack([young]), memory_of("web:bob"), chat.ports)
        await restore(pack([card]), memory_of("web:eve"), chat.ports)
        assert [len(kept.looks) for kept in await chat.cards("web:bob")] == [0]
        assert [len(kept.looks) for kept in await chat.cards("web:eve")] == [1]

    async def test_somebody_who_says_they_are_a_child_is_recognised_no_longer(self, chat: Chat) -> None:
        await say(chat, "this is me", MAX, person=EVA, shown="Eva")
        await say(chat, "remember that I am 11 years old", person=EVA)
        assert not await is_recognised(chat)


class TestTraining:
    async def given(self, chat: Chat, person: str) -> list[bool]:
        return [one.revoked is None for one in await chat.ports.consents.given(memory_of(person))]

    async def test_it_is_off_until_somebody_says_on_and_off_again_when_they_say_so(self, chat: Chat) -> None:
        assert "Nothing you say" in (await chat.say("/training")).text
        assert await self.given(chat, "web:anna") == []
        assert "may be used to train me" in (await chat.say("/training on")).text
        assert "You allowed me" in (await chat.say("/training")).text
        assert "Nothing you say" in (await chat.say("/training off")).text
        assert await self.given(chat, "web:anna") == [False]
        await chat.say("you may use my messages for training")
        assert await self.given(chat, "web:anna") == [False, True]

    async def test_not_to_be_remembered_is_another_thing(self, chat: Chat) -> None:
        await chat.say("/training on")
        await chat.say("/notme")
        assert await self.given(chat, "web:anna") == [True]

    async def test_on_discord_there_is_nothing_to_allow(self, chat: Chat) -> None:
        assert "Discord is ever used" in (await chat.say("/training on", person="discord:1")).text
        assert await self.given(chat, "discord:1") == []


async def test_somebody_new_in_a_group_without_a_kind_is_asked_about_before_a_look_is_kept(chat: Chat) -> None:
    asked = await chat.say("this is Eva", MAX, chat="web:friends")
    assert [choice.value for choice in asked.choices] == ["yes", "no"]
    assert await chat.cards("web:friends") == []
    await chat.say(choice="yes", chat="web:friends")
    (card,) = await chat.cards("web:friends")
    assert (card.concept.name, card.looks) == ("Eva", ())
    assert "Eva" not in (await chat.say("who is this?", MAX, chat="web:friends")).text


async def test_a_pet_or_a_thing_is_learnt_once_that_is_said(chat: Chat) -> None:
    await chat.say("this is Rex", MAX, chat="web:friends")
    assert "Rex" in (await chat.say("no", chat="web:friends")).text
    (card,) = await chat.cards("web:friends")
    assert len(card.looks) == 1
    assert not (await chat.say("this is Rex", BELLA, chat="web:friends")).choices  # known by now


async def test_only_who_was_asked_says_what_it_is(chat: Chat) -> None:
    await chat.say("this is Eva", MAX, chat="web:friends")
    await chat.say(choice="no", chat="web:friends", person="web:ben")
    assert await chat.cards("web:friends") == []
