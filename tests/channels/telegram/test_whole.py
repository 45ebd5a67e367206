"""What only Telegram has, from the update to the answer: on a real PostgreSQL, with the conversation on its fakes."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from tests.channels.telegram.server import Trouble
from tests.channels.telegram.stage import SENDS, TelegramStage, TelegramTalker, telegram_stage
from tests.channels.waiting import until
from tests.fakes.chat import MAX

pytestmark = pytest.mark.postgres


@pytest.fixture
async def stage(database_url: str) -> AsyncGenerator[TelegramStage]:
    """Nobody has said anything."""
    async with telegram_stage(database_url) as stage:
        yield stage


async def _small_group(stage: TelegramStage) -> TelegramTalker:
    """Anna, in a group that is not a supergroup yet, and where Max is known."""
    anna = stage.person("anna")
    talker = TelegramTalker(stage, anna.user, stage.api.group("friends", anna.user, kind="group"))
    assert "this is your dog Max" in (await talker.say("this is my dog Max", MAX)).text
    return talker


async def test_a_group_keeps_its_memory_when_it_becomes_a_supergroup(stage: TelegramStage) -> None:
    talker = await _small_group(stage)
    talker.chat = stage.api.migrates(talker.chat)
    await stage.seen()
    assert "Max, your dog" in (await talker.say("/who")).text


async def test_an_answer_on_its_way_follows_the_group(stage: TelegramStage) -> None:
    talker = await _small_group(stage)
    stage.familiar.generator.pause = 0.3
    await talker.begin("who is this?", MAX)
    await until(lambda: stage.familiar.generator.answering)
    old, talker.chat = talker.chat, stage.api.migrates(talker.chat)
    assert "Max" in (await talker.hear()).text
    assert len(stage.api.from_bot(old.id)) == 1
    assert "Max, your dog" in (await talker.say("/who")).text


@pytest.mark.parametrize("times", [1, 2])
async def test_an_answer_whose_receipt_got_lost_is_not_repeated(stage: TelegramStage, times: int) -> None:
    anna = stage.person("anna")
    stage.api.trouble += [Trouble(SENDS, afterwards=True), *([Trouble(("forwardMessage",))] * (times - 1))]
    assert "know anybody" in (await anna.say("/who")).text
    assert len(stage.api.from_bot(anna.user["id"])) == 1
    assert stage.waiting == 0


async def test_an_answer_that_never_left_is_sent_again(stage: TelegramStage) -> None:
    anna = stage.person("anna")
    stage.api.trouble.append(Trouble(SENDS))
    assert "know anybody" in (await anna.say("/who")).text
    assert len(stage.api.from_bot(anna.user["id"])) == 1


async def test_a_message_that_grew_in_a_process_that_died_becomes_the_answer(
    stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram_bot.GROUP_PAUSE", 0.05)
    anna = stage.group("friends", "anna")["anna"]
    await anna.say("this is my dog Max", MAX)
    stage.familiar.generator.pause = 0.5
    await anna.begin("who is this?", MAX)
    await until(lambda: len(stage.api.from_bot(anna.chat.id)) == 2)  # "I read:"
    await asyncio.sleep(0.1)
    await stage.restart()
    stage.familiar.generator.pause = 0
    await stage.quiet(anna.chat)
    _, answer = stage.api.from_bot(anna.chat.id)
    assert "Max" in answer["text"]


async def test_on_joining_it_introduces_itself_once(stage: TelegramStage) -> None:
    anna = stage.group("friends", "anna")["anna"]
    stage.api.lets_in(anna.chat, anna.user)
    assert "I answer when you" in (await anna.hear()).text
    stage.api.repeat()
    assert await anna.heard_nothing()


async def test_the_one_in_the_photo_is_asked_and_nobody_else_can_answer(stage: TelegramStage) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    await bob.say("/help")  # from here on their username says who they are
    card = await anna.say("this is my friend Bob @bob_x", MAX)
    assert card.labels == ("Yes", "No")
    assert "not yours" in (await anna.poke(card, "Yes")).lower()
    assert "Bob" not in (await anna.say("who is this?", MAX)).text
    await bob.press(card, "Yes")
    assert "Bob" in (await anna.say("who is this?", MAX)).text


async def test_each_topic_is_answered_in_its_place_and_knows_what_the_group_knows(stage: TelegramStage) -> None:
    anna = stage.person("anna")
    group = stage.api.group("friends", anna.user, topics=(7, 8))
    for topic, text in ((7, "/remember@familiar_bot Max is a dog"), (8, "/who@familiar_bot")):
        stage.api.says(group, anna.user, text, message_thread_id=topic, is_topic_message=True)
        await stage.quiet(group)
    first, second = stage.api.from_bot(group.id)
    assert (first["message_thread_id"], second["message_thread_id"]) == (7, 8)
    assert "Max" in second["text"]
