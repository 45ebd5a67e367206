"""Replies become calls: every word arrives, once, at Telegram's pace, and errors have the names that all apps share."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.channel import Gone, Moved, Part, Unreachable
from bot.telegram.limits import usual_pace
from bot.telegram_bot import Telegram
from core.messages import Choice, File, Picture, Reply
from tests.channels.telegram.conftest import ANNA, BOB, SECRET, Rules, Shelf, Wire, languages, quick, seen, settings
from tests.channels.telegram.server import Call, Json, Refused, Trouble, bot_api
from tests.channels.waiting import until
from tests.fakes.chat import BELLA, MAX

SENDS = ("sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument")
LONG = " ".join(f"This is sentence number {number}." for number in range(500))
PICTURES = tuple(Picture(MAX if number % 2 else BELLA, f"{number}.") for number in range(12))


async def _private(wire: Wire) -> list[Json]:
    await seen(wire.api)
    return wire.api.from_bot(ANNA["id"])


async def _say(wire: Wire) -> None:
    wire.api.says(wire.api.private(ANNA), ANNA, "hello")
    await seen(wire.api)


def _calls(wire: Wire, *methods: str) -> list[Call]:
    return [call for call in wire.api.calls if call.method in methods]


# What arrives


async def test_a_long_answer_comes_whole_with_its_buttons_under_the_end(wire: Wire) -> None:
    await _say(wire)
    await wire.bring(wire.shelf.letters[0], Reply(LONG, choices=(Choice("Yes", "yes"),)))
    came = await _private(wire)
    assert " ".join(message["text"] for message in came) == LONG
    assert all(message["text"].endswith(".") for message in came)
    assert [("reply_markup" in message) for message in came] == [False] * (len(came) - 1) + [True]


async def test_one_picture_and_its_words_are_one_message(wire: Wire) -> None:
    await _say(wire)
    reply = Reply("Got it, this is Max.", PICTURES[:1], (Choice("Yes", "yes"),))
    await wire.bring(wire.shelf.letters[0], reply)
    (came,) = await _private(wire)
    assert came["caption"] == "Got it, this is Max."
    assert came["reply_markup"]["inline_keyboard"][0][0]["text"] == "Yes"
    assert wire.api.files[came["photo"][-1]["file_id"]] == BELLA


@pytest.mark.parametrize("count", [2, 10, 11, 12])
async def test_many_pictures_come_as_albums_with_their_words_after_them(wire: Wire, count: int) -> None:
    await _say(wire)
    await wire.bring(wire.shelf.letters[0], Reply(LONG[:2000], PICTURES[:count], (Choice("Yes", "yes"),)))
    *pictures, words = await _private(wire)
    assert [message["caption"] for message in pictures] == [f"{number}." for number in range(count)]
    assert "reply_markup" in words


async def test_words_too_long_for_a_caption_follow_their_picture(wire: Wire) -> None:
    await _say(wire)
    await wire.bring(wire.shelf.letters[0], Reply(LONG[:1100], (Picture(MAX, LONG[:1500]),)))
    picture, caption, words = await _private(wire)
    assert "caption" not in picture
    assert (caption["text"], words["text"]) == (LONG[:1500].strip(), LONG[:1100].strip())


async def test_a_file_comes_as_a_document_after_the_words(wire: Wire) -> None:
    await _say(wire)
    await wire.bring(wire.shelf.letters[0], Reply("Here is all I know.", files=(File("familiar.zip", b"zip"),)))
    words, file = await _private(wire)
    assert words["text"] == "Here is all I know."
    assert file["document"]["file_name"] == "familiar.zip"
    assert wire.api.files[file["document"]["file_id"]] == b"zip"


async def test_what_looks_like_markup_or_an_address_is_only_words(wire: Wire) -> None:
    await _say(wire)
    text = "*Max* <b>likes</b> [this](https://example.org) https://example.org `x` @everyone"
    await wire.bring(wire.shelf.letters[0], Reply(text))
    (call,) = _calls(wire, "sendMessage")
    assert call.given["text"] == text
    assert call.given["link_preview_options"] == {"is_disabled": True}
    assert not call.given.keys() & {"parse_mode", "entities"}


async def test_a_reply_of_nothing_sends_nothing(wire: Wire) -> None:
    assert wire.channel.parts(Reply("  ")) == []


async def test_an_answer_to_an_edited_message_shows_which_one_it_is(wire: Wire) -> None:
    chat = wire.api.private(ANNA)
    said = wire.api.says(chat, ANNA, "who is Bella?")
    wire.api.says(chat, ANNA, "and what does she like?")
    wire.api.edits(said, "who is Max?")
    await seen(wire.api)
    await wire.bring(wire.shelf.letters[2], Reply("A dog."))
    assert _calls(wire, "sendMessage")[0].given["reply_parameters"]["message_id"] == said["message_id"]


async def test_in_a_group_it_answers_the_message_and_in_its_topic(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA, topics=(7,))
    said = wire.api.says(group, ANNA, "/who@familiar_bot", message_thread_id=7, is_topic_message=True)
    await wire.bring(await wire.letter(), Reply(LONG[:5000], PICTURES[:2], files=(File("a.zip", b"zip"),)))
    calls = _calls(wire, *SENDS)
    assert len(calls) == 4
    assert {call.given["message_thread_id"] for call in calls} == {7}
    assert {call.given["reply_parameters"]["message_id"] for call in calls} == {said["message_id"]}


# Pace and errors


@pytest.mark.parametrize(
    ("refusal", "named"),
    [
        (Refused(403, "Forbidden: bot was blocked by the user"), Gone),
        (Refused(400, "Bad Request: chat not found"), Gone),
        (Refused(400, "Bad Request: not enough rights to send text messages to the chat"), Gone),
        (Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001), Moved),
        (Refused(502, "Bad Gateway"), Unreachable),
        (Refused(409, "Conflict"), Unreachable),
        (None, Unreachable),
    ],
)
async def test_what_goes_wrong_has_a_name_that_all_apps_share(
    wire: Wire, refusal: Refused | None, named: type[Exception]
) -> None:
    await _say(wire)
    wire.api.trouble.append(Trouble(("sendMessage",), refusal))
    with pytest.raises(named) as error:
        await wire.bring(wire.shelf.letters[0], Reply("hello"))
    assert error.value.__cause__ is None
    if isinstance(error.value, Moved):
        assert error.value.group == "telegram:-1001"


async def test_a_pause_that_is_asked_for_delays_that_chat_alone(wire: Wire) -> None:
    wire.api.says(wire.api.private(ANNA), ANNA, "hello")
    wire.api.says(wire.api.private(BOB), BOB, "hello")
    await seen(wire.api)
    to_anna, to_bob = wire.shelf.letters
    wire.api.trouble.append(Trouble(("sendMessage",), Refused(429, "Too Many Requests", retry_after=1)))
    started = time.monotonic()
    slow = asyncio.create_task(wire.bring(to_anna, Reply("slow")))
    await until(lambda: not wire.api.trouble)
    await wire.bring(to_bob, Reply("fast"))
    assert time.monotonic() - started < 0.9
    assert wire.api.from_bot(BOB["id"])
    await slow
    assert time.monotonic() - started > 0.9
    assert [message["text"] for message in wire.api.from_bot(ANNA["id"])] == ["slow"]


@pytest.mark.slow
async def test_a_talkative_bot_stays_within_a_groups_limit(shelf: Shelf, rules: Rules) -> None:
    async with bot_api(per_minute=lambda _: 20) as api:
        channel = Telegram(settings(api), shelf, rules, languages(), SECRET, pace=usual_pace())
        wire, group = Wire(api, channel, shelf), api.group("friends", ANNA)
        api.says(group, ANNA, "/who")
        async with asyncio.TaskGroup() as tasks:
            polling = tasks.create_task(channel.run(lambda line: None))
            letter, started = await wire.letter(), time.monotonic()
            async with channel.preview(letter, _unkept) as preview:
                for number in range(30):
                    preview.show(f"word {number}")
                    await asyncio.sleep(0.01)
            await wire.bring(letter, Reply(LONG, PICTURES[:3]))
            took = time.monotonic() - started
            polling.cancel()
        spent = sum(len(c.given.get("media", [1])) for c in api.calls if c.given.get("chat_id") == group.id)
        assert spent <= 5 + took * 18 / 60 + 1
        assert api.refused == []
        assert len(api.from_bot(group.id)) == 3 + len(channel.parts(Reply(LONG)))


# The answer while it grows


async def _unkept(app_id: str) -> None:
    """Nobody keeps it."""


async def test_in_a_private_chat_a_draft_grows_and_is_gone_before_the_answer(wire: Wire) -> None:
    await _say(wire)
    letter = wire.shelf.letters[0]
    async with wire.channel.preview(letter, _unkept) as preview:
        await until(lambda: wire.api.drafts[42])
        preview.show("I see")
        preview.show("I see Max")
        await until(lambda: len(wire.api.drafts[42]) == 2)
        preview.show("too late")
    await wire.bring(letter, Reply("I see Max."))
    assert wire.api.drafts[42] == [None, "I see Max"]
    assert len({call.given["draft_id"] for call in _calls(wire, "sendMessageDraft")}) == 1
    assert wire.api.calls[-1].method == "sendMessage"


async def test_a_draft_is_renewed_before_it_fades(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram_bot.DRAFT_PAUSE", 0.02)
    monkeypatch.setattr("bot.telegram_bot.DRAFT_STAYS", 0.05)
    await _say(wire)
    async with wire.channel.preview(wire.shelf.letters[0], _unkept):
        await until(lambda: len(wire.api.drafts[42]) >= 4)
    assert set(wire.api.drafts[42]) == {None}


async def test_an_endless_draft_shows_its_end(wire: Wire) -> None:
    await _say(wire)
    async with wire.channel.preview(wire.shelf.letters[0], _unkept) as preview:
        preview.show(LONG)
        await until(lambda: wire.api.drafts[42][1:])
    assert LONG.endswith(wire.api.drafts[42][-1] or "nothing")


async def _group_letter(wire: Wire) -> int:
    group = wire.api.group("friends", ANNA)
    wire.api.says(group, ANNA, "/who")
    await seen(wire.api)
    return group.id


async def test_in_a_group_one_message_grows_and_the_answer_takes_its_place(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram_bot.GROUP_PAUSE", 0.1)
    monkeypatch.setattr("bot.telegram.previews.A_MOMENT", 0)
    group, kept = await _group_letter(wire), list[str]()
    letter = wire.shelf.letters[0]

    async def keep(app_id: str) -> None:
        kept.append(app_id)

    async with wire.channel.preview(letter, keep) as preview:
        for words in ("I", "I see", "I see Max"):
            preview.show(words)
            await asyncio.sleep(0.15)
    methods = [call.method for call in _calls(wire, "sendChatAction", "sendMessage", "editMessageText")]
    assert methods == ["sendChatAction", "sendMessage", "editMessageText", "editMessageText"]
    shown = wire.channel.parts(Reply("I see Max.", choices=(Choice("Yes", "yes"),)))
    begun = replace(letter, shown=kept[0])
    assert await wire.channel.send(begun, shown[0], "key:0") == kept[0]
    assert await wire.channel.send(begun, shown[0], "key:0") == kept[0]  # it was there already
    assert await wire.channel.send(begun, Part("And more."), "key:1") != kept[0]
    answer, more = wire.api.from_bot(group)
    assert (answer["text"], more["text"]) == ("I see Max.", "And more.")
    assert "reply_markup" in answer


async def test_an_answer_of_pictures_removes_the_message_that_grew(wire: Wire) -> None:
    group = await _group_letter(wire)
    letter = wire.shelf.letters[0]
    (grown,) = await wire.bring(letter, Reply("I see"))
    await wire.bring(replace(letter, shown=grown), Reply("Max.", PICTURES[:1]))
    (answer,) = wire.api.from_bot(group)
    assert answer["caption"] == "Max."


async def test_a_quick_answer_in_a_group_does_not_grow(wire: Wire) -> None:
    group = await _group_letter(wire)
    for seconds in (0.05, 0.5):
        async with wire.channel.preview(wire.shelf.letters[0], _unkept) as preview:
            preview.show("I see")
            await asyncio.sleep(seconds)
    assert wire.api.from_bot(group) == []
    assert len(_calls(wire, "sendChatAction")) == 1


async def test_trouble_with_a_preview_is_nobodys_loss(wire: Wire) -> None:
    await _say(wire)
    wire.api.trouble += [
        Trouble(("sendMessageDraft",)),
        Trouble(("sendMessageDraft",), Refused(400, "Bad Request: no")),
    ]
    async with wire.channel.preview(wire.shelf.letters[0], _unkept) as preview:
        for number in range(3):
            preview.show(str(number))
            await asyncio.sleep(0.45)
    assert wire.api.drafts[42]


# After a crash


@pytest.mark.parametrize(
    "reply",
    [
        Reply("I see Max.", choices=(Choice("Yes", "yes"),)),
        Reply("I see Max.", PICTURES[:1]),
        Reply("", PICTURES[:3]),
        Reply("", files=(File("familiar.zip", b"zip"),)),
    ],
)
@pytest.mark.parametrize("others_talked", [False, True])
async def test_a_part_that_arrived_unnoticed_is_found_and_nothing_else_is_touched(
    wire: Wire, reply: Reply, others_talked: bool
) -> None:
    await _say(wire)
    letter, (part,) = wire.shelf.letters[0], wire.channel.parts(reply)
    await wire.bring(letter, Reply("The answer to something earlier.", PICTURES[:1]))
    await wire.bring(letter, Reply("Another one."))
    if others_talked:
        wire.api.says(wire.api.private(BOB), BOB, "hello")
        wire.api.says(wire.api.private(ANNA), ANNA, "are you there?")
    mark = wire.channel.mark(letter)
    before = dict(wire.api.messages)
    assert await wire.channel.arrived(letter, part, "key:0", mark) is None
    assert wire.api.messages == before
    wire.api.trouble.append(Trouble(SENDS, afterwards=True))
    with pytest.raises(Unreachable):
        await wire.channel.send(letter, part, "key:0")
    before = dict(wire.api.messages)
    found = await wire.channel.arrived(letter, part, "key:0", mark)
    assert found == str(min(number for _, number in wire.api.messages if number not in _numbers(before, reply)))
    assert wire.api.messages == before


def _numbers(messages: dict[tuple[int, int], Json], reply: Reply) -> set[int]:
    """All but those that hold this reply."""

    def holds(message: Json) -> bool:
        if reply.files:
            return "document" in message
        if reply.pictures:
            return "photo" in message and message.get("caption") == (reply.text or reply.pictures[0].caption)
        return message.get("text") == reply.text

    return {number for (_, number), message in messages.items() if not holds(message)}


async def test_after_a_restart_what_was_seen_when_the_letter_came_is_where_the_search_begins(
    wire: Wire, shelf: Shelf, rules: Rules
) -> None:
    for _ in range(30):
        wire.api.says(wire.api.private(BOB), BOB, "hello")
    await _say(wire)
    (yes,) = wire.channel.parts(Reply("Is this Max?", choices=(Choice("Yes", "yes"),)))
    number = await wire.channel.send(wire.shelf.letters[-1], yes, "key:0")
    for _ in range(30):
        wire.api.says(wire.api.private(BOB), BOB, "hello")
    await seen(wire.api)
    wire.api.presses(ANNA, wire.api.messages[42, int(number)], "Yes")
    await seen(wire.api)
    press, answer = wire.shelf.letters[-1], Part("Then this is Max.")
    assert press.update.startswith("press")
    sent = await wire.channel.send(press, answer, "key:0")
    fresh = Telegram(settings(wire.api), shelf, rules, languages(), SECRET, pace=quick())
    assert await fresh.arrived(press, answer, "key:0", "0") == sent
    assert await fresh.arrived(replace(press, previous=sent), answer, "key:0", "0") is None  # that one was noted
