"""What Familiar tells of itself, in private and in groups."""

import pytest

from tests.fakes.chat import Chat

GROUP = "telegram:-5"


@pytest.mark.parametrize("group", [None, GROUP])
async def test_the_first_words_are_two_sentences_and_say_where_the_rest_is(chat: Chat, group: str | None) -> None:
    text = (await chat.say("/start", person="telegram:1", chat=group)).text
    assert text.startswith("Hello! ")
    assert text.removeprefix("Hello! ").count(". ") + text.count("; then") <= 2
    assert "/help" in text
    assert "/privacy" in text


async def test_help_tells_of_each_place_what_can_be_done_there(chat: Chat) -> None:
    private = (await chat.say("/help", person="telegram:1")).text
    group = (await chat.say("/help", person="telegram:1", chat=GROUP)).text
    assert all(
        command in private for command in ("/who", "/undo", "/share", "/link", "/forget", "/erase me", "/export")
    )
    assert all(command in group for command in ("/who", "/share", "/unshare", "/rules", "/notme"))
    assert "/link" not in group


@pytest.mark.parametrize("group", [None, GROUP])
@pytest.mark.parametrize("person", ["web:anna", "telegram:1", "discord:1"])
async def test_privacy_says_what_why_how_long_and_who(chat: Chat, person: str, group: str | None) -> None:
    text = (await chat.say("what do you store?", person=person, chat=group)).text
    assert all(f"{heading}:" in text for heading in ("What", "Why", "How long", "Who", "Yours"))
    assert ("never used to train" in text) == person.startswith("discord")
    assert ("end-to-end" in text) == person.startswith("telegram")
    assert ("this group" in text) == (group is not None)
