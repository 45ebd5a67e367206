"""Browse, change, take back, forget and carry away what is known."""

import pytest

from core.concepts import memory_of
from core.paths.restore import restore
from tests.fakes.chat import BELLA, MAX, MAYBE_MAX, Chat

CHANGES = (
    "rename Max to Moritz",
    "merge Max and Bella",
    "Max is also called Maxie",
    "remove photo 1 of Max",
    "remove fact 1 of Max",
    "forget that Max loves cake",
    "Max turned 4",
    "Max is no longer 3 years old",
)


@pytest.fixture
async def taught(chat: Chat) -> Chat:
    """Max, with a look, a look that is not him, and two facts; and Bella."""
    await chat.say("this is my dog Max, he loves cake and is 3", MAX)
    await chat.say("who is this?", MAYBE_MAX)
    await chat.say("no")
    await chat.say("this is Bella", BELLA)
    return chat


async def test_a_card_numbers_looks_and_facts_and_tells_where_each_came_from(taught: Chat) -> None:
    card = await taught.say("/about Max")
    lines = card.text.splitlines()
    assert lines[0] == "Max, your dog"
    assert [line[:20] for line in lines[1:3]] == ["1. Max loves cake (t", "2. Max is 3 years ol"]
    assert all("(told on " in line for line in lines[1:3])
    assert "1 photo, 1 of who it is not" in lines
    assert [shown.caption[:12] for shown in card.pictures] == ["1. Max, show", "2. not Max, "]


@pytest.mark.parametrize("words", CHANGES)
async def test_every_change_is_done_at_once_and_can_be_taken_back(taught: Chat, words: str) -> None:
    before = await taught.cards()
    assert not (await taught.say(words)).choices
    assert await taught.cards() != before
    assert "Undone" in (await taught.say("undo")).text
    assert await taught.cards() == before


@pytest.mark.parametrize("yes", ["yes", "Yes, delete", "yes please", "go ahead"])
@pytest.mark.parametrize("words", ["forget Max", "/forget Max", "please delete Max"])
async def test_forgetting_asks_first_and_then_leaves_nothing(taught: Chat, words: str, yes: str) -> None:
    before = await taught.cards()
    assert [choice.label for choice in (await taught.say(words)).choices] == ["Yes, delete", "No"]
    assert await taught.cards() == before
    receipt = (await taught.say(yes)).text
    assert "2 looks" in receipt
    assert [card.concept.name for card in await taught.cards()] == ["Bella"]
    assert "Max" not in str(await taught.conversation.recent("web:anna", "web:anna", 99))


@pytest.mark.parametrize("words", ["ok", "👍", "yes?", "hm"])
@pytest.mark.parametrize("asked", ["forget Max", "/erase me"])
async def test_a_nod_deletes_nothing_and_is_asked_again(taught: Chat, asked: str, words: str) -> None:
    before = await taught.cards()
    question = await taught.say(asked)
    assert await taught.say(words) == question
    assert await taught.cards() == before


@pytest.mark.parametrize("words", ["maybe", "what?", "delete", "no", "thanks"])
@pytest.mark.parametrize("asked", ["forget Max", "/erase me"])
async def test_nothing_is_deleted_without_a_plain_yes(taught: Chat, asked: str, words: str) -> None:
    before = await taught.cards()
    await taught.say(asked)
    await taught.say(words)
    await taught.say("yes")
    assert await taught.cards() == before


async def test_erasing_leaves_no_turn_either(taught: Chat) -> None:
    await taught.say("/erase me")
    assert "Receipt: 2 concepts, 2 facts, 3 looks" in (await taught.say("yes")).text
    assert await taught.cards() == []
    assert await taught.conversation.recent("web:anna", "web:anna", 99) == []


async def test_an_export_teaches_somebody_else_the_same(taught: Chat) -> None:
    content = (await taught.say("/export")).files[0].content
    assert await restore(content, memory_of("web:bob"), taught.ports) == 2
    max_, _ = await taught.cards("web:bob")
    assert [fact.text for fact in max_.concept.facts] == ["loves cake", "is 3 years old"]
    assert "Max" in (await taught.say("who is this?", MAX, person="web:bob")).text
    assert [look.positive for look in max_.looks] == [True, False]
    assert "is 4 years old" in (await taught.say("Max turned 4", person="web:bob")).text
    assert [fact.text for fact in (await taught.cards("web:bob"))[0].concept.facts] == ["loves cake", "is 4 years old"]
