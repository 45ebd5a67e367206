"""Messages that were edited or deleted after they were answered."""

import pytest

from tests.fakes.chat import BELLA, MAX, Chat


@pytest.fixture
async def taught(chat: Chat) -> Chat:
    """Anna taught Max."""
    await chat.say("this is my dog Max, he is 3", MAX, update="max")
    return chat


async def facts(chat: Chat, name: str = "Max") -> list[str]:
    return [fact.text for card in await chat.cards() if card.concept.name == name for fact in card.concept.facts]


class TestEdited:
    async def test_a_question_is_answered_again_in_its_new_words(self, taught: Chat) -> None:
        await taught.say("what does Bello like?", update="q")
        reply = await taught.say("how old is Max?", edits="q")
        assert "is 3 years old" in reply.text

    async def test_a_question_that_became_a_lesson_teaches(self, taught: Chat) -> None:
        await taught.say("who is Bella?", BELLA, update="q")
        assert "Got it" in (await taught.say("this is my cat Bella", BELLA, edits="q")).text

    async def test_a_lesson_is_asked_about_first(self, taught: Chat) -> None:
        before = await taught.cards()
        reply = await taught.say("this is my dog Max, he is 4", MAX, edits="max")
        assert "You changed what you taught me about Max" in reply.text
        assert [choice.value for choice in reply.choices] == ["yes", "no"]
        assert await taught.cards() == before

    @pytest.mark.parametrize("yes", ["yes", "yes please", "ok"])
    async def test_after_a_yes_the_old_is_taken_back_and_the_new_is_learnt(self, taught: Chat, yes: str) -> None:
        await taught.say("this is my dog Rex, he is 4", MAX, edits="max")
        assert "your dog Rex" in (await taught.say(yes)).text
        assert await facts(taught, "Rex") == ["is 4 years old"]
        assert [card.concept.name for card in await taught.cards()] == ["Rex"]
        assert "Rex" in (await taught.say("who is this?", MAX)).text

    async def test_after_a_no_everything_stays_as_it_was(self, taught: Chat) -> None:
        before = await taught.cards()
        await taught.say("this is my dog Rex", MAX, edits="max")
        assert "stays as it was" in (await taught.say(choice="no")).text
        assert await taught.cards() == before

    async def test_it_can_be_edited_again(self, taught: Chat) -> None:
        for name in ("Rex", "Bello"):
            await taught.say(f"this is my dog {name}", MAX, edits="max")
            await taught.say(choice="yes")
        assert [card.concept.name for card in await taught.cards()] == ["Bello"]

    async def test_words_that_are_the_same_are_no_edit(self, taught: Chat) -> None:
        await taught.say("what does Max like?", update="q")
        for words, update in (("this is my dog Max, he is 3", "max"), ("what does Max like?", "q")):
            assert (await taught.say(words, edits=update)).text == ""

    async def test_a_fact_that_was_mistyped(self, taught: Chat) -> None:
        await taught.say("Max turned 44", update="f")
        assert "You changed" in (await taught.say("Max turned 4", edits="f")).text
        await taught.say("yes")
        assert await facts(taught) == ["is 4 years old"]


class TestDeleted:
    async def test_what_it_taught_is_taken_back_and_that_is_said(self, taught: Chat) -> None:
        await taught.say("this is my cat Bella", BELLA, update="bella")
        assert "Max" in (await taught.say(withdraws="max")).text
        assert [card.concept.name for card in await taught.cards()] == ["Bella"]
        assert "Max" not in (await taught.say("who is this?", MAX)).text

    async def test_only_what_that_message_taught(self, taught: Chat) -> None:
        await taught.say("this is Max, he loves cake", BELLA, update="second")
        await taught.say(withdraws="second")
        assert await facts(taught) == ["is 3 years old"]
        assert "1 photo" in (await taught.say("/about Max")).text

    async def test_a_message_that_taught_nothing_goes_without_a_word(self, taught: Chat) -> None:
        await taught.say("what does Max like?", update="q")
        before = await taught.cards()
        for update in ("q", "unknown"):
            assert (await taught.say(withdraws=update)).text == ""
        assert await taught.cards() == before

    async def test_a_lesson_that_was_a_question_first_goes_with_its_message(self, chat: Chat) -> None:
        await chat.say("who is this?", MAX, update="q")
        await chat.say("this is my dog Max", MAX, edits="q")
        assert "Max" in (await chat.say(withdraws="q")).text
        assert await chat.cards() == []

    async def test_nobody_withdraws_what_lies_in_somebody_elses_memory(self, taught: Chat) -> None:
        assert (await taught.say(withdraws="max", person="web:bob")).text == ""
        assert len(await taught.cards()) == 1

    async def test_what_was_shared_goes_with_it(self, taught: Chat) -> None:
        await taught.say("/share Max", chat="web:group")
        await taught.say(withdraws="max")
        assert "I don't know anybody" in (await taught.say("/who", chat="web:group")).text
