"""What is for the bot and what is not, and that nothing which is gets lost on the way."""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI

from bot.inbox import Full
from bot.telegram.albums import PATIENCE
from bot.telegram_bot import Telegram
from core.errors import Refusal
from core.messages import Choice, Reply
from core.people import GroupRules
from core.settings import Settings
from tests.channels.telegram.conftest import (
    ANNA,
    BOB,
    SECRET,
    Rules,
    Shelf,
    Wire,
    languages,
    quick,
    receiving,
    seen,
    settings,
)
from tests.channels.telegram.server import TOKEN, BotApi, Json, Refused, Trouble, person
from tests.channels.waiting import until
from tests.fakes.chat import BELLA, MAX

WEBHOOK = {"telegram_webhook_url": "https://familiar.example/hook", "telegram_webhook_secret": "s" * 16}


# Groups


@pytest.mark.parametrize(
    "text",
    ["@familiar_bot who is this?", "who is this, @Familiar_Bot?", "/who", "/who@familiar_bot", "Fam, who is this?",
     "hey fam who is this?", "who is this, Fam?", "Fam! who is this?"],
)  # fmt: skip
async def test_in_a_group_it_listens_to_its_name_and_to_its_commands(wire: Wire, rules: Rules, text: str) -> None:
    rules.settled = GroupRules(called="Fam")
    wire.api.says(wire.api.group("friends", ANNA), ANNA, text)
    assert (await wire.heard(await wire.letter())).text in (
        *("who is this?", "who is this, ?", "/who", "who is this?"),
    )


@pytest.mark.parametrize(
    "text",
    ["who is this?", "@somebody who is this?", "/who@other_bot", "/weather", "a family photo", "see /who", "Fam"],
)
async def test_in_a_group_it_keeps_nothing_of_what_is_not_for_it(wire: Wire, text: str) -> None:
    group = wire.api.group("friends", ANNA, BOB)
    wire.api.says(group, ANNA, text, photo=wire.api.photo(MAX))
    wire.api.says(group, ANNA, text)
    if not text.startswith("/"):
        wire.api.edits(wire.api.says(group, ANNA, text), f"{text}!")
    await seen(wire.api)
    assert wire.shelf.letters == []
    assert not [call for call in wire.api.calls if call.method == "getFile"]


@pytest.mark.parametrize("to_the_bot", [True, False])
async def test_in_a_group_a_reply_to_the_bot_is_for_it(wire: Wire, to_the_bot: bool) -> None:
    group = wire.api.group("friends", ANNA, BOB)
    said = wire.api._message(group, wire.api.bot if to_the_bot else BOB, {"text": "Is this Max?"})
    wire.api.says(group, ANNA, "no", reply_to_message=said)
    await seen(wire.api)
    assert len(wire.shelf.letters) == to_the_bot


async def test_other_bots_and_posts_of_a_channel_are_not_answered(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA)
    robot = {"id": 77, "is_bot": True, "first_name": "Echo"}
    wire.api.says(group, robot, "@familiar_bot hello")
    channel = {"id": -1_000_000_000_999, "type": "channel", "title": "News"}
    wire.api.says(group, robot, "@familiar_bot hello", sender_chat=channel, is_automatic_forward=True)
    await seen(wire.api)
    assert wire.shelf.letters == []


@pytest.mark.parametrize("captioned", [0, 2])
async def test_an_album_is_for_it_when_any_of_its_captions_is(wire: Wire, captioned: int) -> None:
    group = wire.api.group("friends", ANNA)
    for number in range(3):
        text = "@familiar_bot this is Max" if number == captioned else ""
        wire.api.says(group, ANNA, text, photo=wire.api.photo(MAX), media_group_id="9")
    await seen(wire.api)
    assert [letter.update for letter in wire.shelf.letters] == [f"{group.id}:{number}" for number in (1, 2, 3)]
    assert len((await wire.heard()).attachments) == 3


async def test_an_album_that_is_not_for_it_is_given_up_and_holds_nobody_up(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA)
    for _ in range(3):
        wire.api.says(group, ANNA, photo=wire.api.photo(MAX), media_group_id="9")
    wire.api.says(wire.api.private(BOB), BOB, "hello")
    await until(lambda: wire.shelf.letters, PATIENCE)
    await seen(wire.api)
    assert [letter.chat for letter in wire.shelf.letters] == ["telegram:43"]


async def test_half_an_album_outlives_the_process_that_saw_it(api: BotApi, shelf: Shelf, rules: Rules) -> None:
    group = api.group("friends", ANNA)
    async with receiving(Telegram(settings(api), shelf, rules, languages(), SECRET, pace=quick())):
        api.says(group, ANNA, photo=api.photo(MAX), media_group_id="9")
        await until(lambda: [call for call in api.calls if call.method == "getUpdates"][2:])
        assert shelf.letters == []
    async with receiving(Telegram(settings(api), shelf, rules, languages(), SECRET, pace=quick())):
        api.says(group, ANNA, "@familiar_bot this is Max", photo=api.photo(BELLA), media_group_id="9")
        await seen(api)
    assert len(shelf.letters) == 2


async def test_telegrams_own_notes_are_no_words_of_anybody(wire: Wire) -> None:
    chat = wire.api.private(ANNA)
    said = wire.api.says(chat, ANNA, "hello")
    wire.api.says(chat, ANNA, pinned_message=said)
    wire.api.says(chat, ANNA, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    await seen(wire.api)
    assert len(wire.shelf.letters) == 1


# Polling


async def test_an_update_is_acknowledged_only_when_it_is_kept(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    wire.shelf.is_full, Full.seconds = True, 0
    wire.api.says(wire.api.private(ANNA), ANNA, "hello")
    await until(lambda: "Full" in caplog.text)
    assert wire.api.acknowledged <= wire.api.newest_update
    wire.shelf.is_full = False
    await seen(wire.api)
    assert len(wire.shelf.letters) == 1


async def test_what_came_while_nobody_listened_is_not_dropped(api: BotApi, shelf: Shelf, rules: Rules) -> None:
    api.says(api.private(ANNA), ANNA, "hello")
    async with receiving(Telegram(settings(api), shelf, rules, languages(), SECRET, pace=quick())):
        await seen(api)
    assert len(shelf.letters) == 1
    (ended,) = [call for call in api.calls if call.method == "deleteWebhook"]
    assert not ended.given.get("drop_pending_updates")


@pytest.mark.parametrize("refusal", [None, Refused(502, "Bad Gateway"), Refused(429, "Too Many", retry_after=1)])
async def test_polling_goes_on_after_trouble(wire: Wire, refusal: Refused | None) -> None:
    wire.api.trouble.append(Trouble(("getUpdates",), refusal))
    wire.api.says(wire.api.private(ANNA), ANNA, "one")
    wire.api.says(wire.api.private(ANNA), ANNA, "two")
    await seen(wire.api)
    assert [(await wire.heard(letter)).text for letter in wire.shelf.letters] == ["one", "two"]


async def test_it_asks_for_the_kinds_of_updates_it_reads_and_no_others(wire: Wire) -> None:
    await until(lambda: any(call.method == "getUpdates" for call in wire.api.calls))
    asked = next(call.given for call in wire.api.calls if call.method == "getUpdates")
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_wrong_token_is_one_line_without_the_token(api: BotApi, shelf: Shelf, rules: Rules) -> None:
    wrong = Telegram(settings(api, telegram_token="999:WRONG"), shelf, rules, languages(), SECRET)
    with pytest.raises(Refusal) as line:
        await wrong.run(lambda line: None)
    assert "TELEGRAM_TOKEN" in str(line.value)
    assert "WRONG" not in repr(line.value)
    assert line.value.__cause__ is None


async def test_it_waits_for_telegram_to_come_back(
    api: BotApi, shelf: Shelf, rules: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    api.trouble.append(Trouble(("getMe",)))
    async with receiving(Telegram(settings(api), shelf, rules, languages(), SECRET)):
        assert "can't be reached" in caplog.text


async def test_no_line_of_a_run_holds_the_token(
    api: BotApi, shelf: Shelf, rules: Rules, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    api.trouble += [Trouble(("getMe",)), Trouble(("getUpdates",)), Trouble(("getUpdates",), Refused(500, TOKEN))]
    async with receiving(Telegram(settings(api), shelf, rules, languages(), SECRET, pace=quick())):
        api.says(api.private(ANNA), ANNA, photo=api.photo(MAX))
        await seen(api)
    everything = caplog.text + "".join(capfd.readouterr())
    assert "wait" in everything
    assert TOKEN not in everything
    assert TOKEN.partition(":")[2] not in everything


# Webhook


@pytest.fixture
async def hook(api: BotApi, shelf: Shelf, rules: Rules) -> AsyncGenerator[httpx.AsyncClient]:
    """Whoever knows the address of the webhook."""
    channel = Telegram(settings(api, **WEBHOOK), shelf, rules, languages(), SECRET, pace=quick())
    app = FastAPI()
    app.include_router(channel.router())
    transport = httpx.ASGITransport(app=app)
    async with (
        receiving(channel),
        httpx.AsyncClient(transport=transport, base_url="https://familiar.example") as client,
    ):
        yield client


def _update(api: BotApi) -> Json:
    api.says(api.private(ANNA), ANNA, "hello")
    return api._updates[-1]


_KNOWS = {"X-Telegram-Bot-Api-Secret-Token": "s" * 16}


async def test_the_webhook_keeps_what_telegram_brings(api: BotApi, shelf: Shelf, hook: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert (
            await hook.post("/hook", json=_update(api) if not shelf.letters else _again(api), headers=_KNOWS)
        ).is_success
    assert len(shelf.letters) == 1
    assert api.webhook["secret_token"] == "s" * 16
    assert not api.webhook.get("drop_pending_updates")


def _again(api: BotApi) -> Json:
    return api._updates[-1]


@pytest.mark.parametrize("secret", [{}, {"X-Telegram-Bot-Api-Secret-Token": "s" * 15}])
async def test_the_webhook_turns_away_who_does_not_know_the_secret(
    api: BotApi, shelf: Shelf, hook: httpx.AsyncClient, secret: dict[str, str]
) -> None:
    assert (await hook.post("/hook", json=_update(api), headers=secret)).status_code == 403
    assert shelf.letters == []


async def test_the_webhook_asks_for_time_when_too_much_waits(
    api: BotApi, shelf: Shelf, hook: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Full, "seconds", 5)
    shelf.is_full = True
    answer = await hook.post("/hook", json=_update(api), headers=_KNOWS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")


async def test_the_webhook_takes_nothing_before_it_is_connected(api: BotApi, shelf: Shelf, rules: Rules) -> None:
    app = FastAPI()
    app.include_router(Telegram(settings(api, **WEBHOOK), shelf, rules, languages(), SECRET, pace=quick()).router())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://familiar.example") as client:
        answer = await client.post("/hook", json=_update(api), headers=_KNOWS)
    assert (answer.status_code, answer.headers["Retry-After"], shelf.letters) == (503, "5", [])


@pytest.mark.parametrize("secret", [None, "", "short", "not allowed: a space in here"])
def test_a_webhook_without_a_proper_secret_is_refused(secret: str | None) -> None:
    with pytest.raises(ValueError, match="TELEGRAM_WEBHOOK_URL"):
        Settings(_env_file=None, **{**WEBHOOK, "telegram_webhook_secret": secret})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url", ["http://familiar.example/hook", "https://familiar.example", "https://familiar.example/"]
)
def test_a_webhook_needs_https_and_a_path_of_its_own(url: str) -> None:
    with pytest.raises(ValueError, match="telegram_webhook_url"):
        Settings(_env_file=None, **{**WEBHOOK, "telegram_webhook_url": url})  # type: ignore[arg-type]


# Buttons


async def _asked(wire: Wire, choice: Choice) -> Json:
    """A message with a button, as an answer to Anna in a group."""
    group = wire.api.group("friends", ANNA, BOB)
    wire.api.says(group, ANNA, "@familiar_bot who is this?")
    await wire.bring(await wire.letter(), Reply("Is this Max?", choices=(choice,)))
    return wire.api.from_bot(group.id)[0]


async def test_a_button_brings_its_value_also_to_a_process_that_did_not_make_it(
    wire: Wire, api: BotApi, shelf: Shelf, rules: Rules
) -> None:
    asked = await _asked(wire, Choice("Yes", "yes"))
    press = api.presses(ANNA, asked, "Yes")
    await until(lambda: press in api.toasts)
    message = await Wire(api, Telegram(settings(api), shelf, rules, languages(), SECRET), shelf).heard(shelf.letters[1])
    assert (message.choice, message.text, message.person) == ("yes", "", "telegram:42")
    assert message.chat == shelf.letters[0].chat
    assert api.toasts[press] is None


@pytest.mark.parametrize("only", [None, "telegram:43"])
async def test_somebody_elses_press_gets_a_line_and_nothing_else(wire: Wire, only: str | None) -> None:
    asked = await _asked(wire, Choice("Yes", "yes", only))
    right, wrong = (ANNA, BOB) if only is None else (BOB, ANNA)
    press = wire.api.presses(wrong, asked, "Yes")
    await until(lambda: press in wire.api.toasts)
    assert "not yours" in (wire.api.toasts[press] or "")
    assert len(wire.shelf.letters) == 1
    wire.api.presses(right, asked, "Yes")
    await until(lambda: len(wire.shelf.letters) == 2)


async def test_the_line_for_a_press_is_in_the_language_of_the_one_who_pressed(wire: Wire) -> None:
    asked = await _asked(wire, Choice("Yes", "yes"))
    press = wire.api.presses(person(44, "Dora", language_code="de-AT"), asked, "Yes")
    await until(lambda: press in wire.api.toasts)
    assert wire.api.toasts[press] == "Dieser Knopf ist nicht für dich."


async def test_a_button_that_is_pressed_twice_counts_once(wire: Wire) -> None:
    asked = await _asked(wire, Choice("Yes", "yes"))
    presses = [wire.api.presses(ANNA, asked, "Yes") for _ in range(2)]
    await until(lambda: wire.api.toasts.keys() >= set(presses))
    assert len(wire.shelf.letters) == 2
    assert "already" in (wire.api.toasts[presses[1]] or "")


async def test_what_a_button_carries_fits_and_can_not_be_made_up(wire: Wire) -> None:
    asked = await _asked(wire, Choice("Yes", "é" * 20))
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert len(data.encode()) <= 64
    forged = {**asked, "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "A" * 12 + "yes"}]]}}
    wire.api.messages[asked["chat"]["id"], asked["message_id"]] = forged
    press = wire.api.presses(ANNA, forged, "Yes")
    await until(lambda: press in wire.api.toasts)
    assert len(wire.shelf.letters) == 1


async def test_a_toast_that_can_not_be_shown_any_more_is_nobodys_loss(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await _asked(wire, Choice("Yes", "yes"))
    wire.api.trouble.append(Trouble(("answerCallbackQuery",), Refused(400, "Bad Request: query is too old")))
    wire.api.presses(ANNA, asked, "Yes")
    await seen(wire.api)
    await until(lambda: not wire.api.trouble)
    await asyncio.sleep(0.1)
    gc.collect()  # whoever is not listened to complains then
    assert len(wire.shelf.letters) == 2
    assert "never retrieved" not in caplog.text
