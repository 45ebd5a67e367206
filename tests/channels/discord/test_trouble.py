"""What goes wrong on the way to Discord and back."""

import asyncio
import json
import logging
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channel import Gone, Letter, Part, Unreachable
from bot.discord.missed import SAVED_AFTER, Bookmarks
from bot.discord.notes import Note, letter_of, unpacked
from bot.discord_bot import PER_MINUTE
from bot.pacing import Pace
from core.errors import Refusal
from core.messages import Message, Picture, Reply
from core.paths.menu import COMMANDS
from tests.channels.discord.conftest import Opens, Place, channel_on, connected
from tests.channels.discord.mailbox import Mailbox
from tests.channels.discord.server import TOKEN, Discord
from tests.channels.discord.test_talking import mention, server_of
from tests.channels.discord.world import Payload
from tests.fakes.chat import MAX

KEY = "discord:1:0"


def letter_in(channel: Payload, source: Payload, person: str = "discord:7") -> Letter:
    """A message that waits for its answer."""
    said = Message("discord", source["id"], person, person, "hello")
    return letter_of(Note(said, int(channel["id"]), int(source["id"])))


@pytest.fixture
def private(discord: Discord) -> Payload:
    """Anna's channel with the bot."""
    return discord.world.private("anna")


@pytest.fixture
def letter(discord: Discord, private: Payload) -> Letter:
    """Something that Anna said before."""
    return letter_in(private, discord.world.message(int(private["id"]), discord.world.person("anna"), "hello"))


async def bring(place: Place, letter: Letter, part: Part = Part("Hello!")) -> str:  # noqa: B008 - frozen
    """Send one part."""
    return await place.channel.send(letter, part, KEY)


# Chats that are gone, and an app that is down


async def test_who_blocked_it_is_given_up(place: Place, private: Payload, letter: Letter) -> None:
    place.discord.world.closed.add(int(private["id"]))
    with pytest.raises(Gone):
        await bring(place, letter)


async def test_a_deleted_channel_is_given_up(place: Place, private: Payload, letter: Letter) -> None:
    del place.discord.world.channels[int(private["id"])]
    with pytest.raises(Gone):
        await bring(place, letter)


async def test_a_server_that_put_it_out_is_given_up_and_the_others_go_on(discord: Discord, opens: Opens) -> None:
    server, general = server_of(discord, "anna")
    private = discord.world.private("bob")
    async with opens() as place:
        place.script.pause = 0.1
        await discord.says("anna", general, f"{mention(discord)}hello")
        await discord.leaves(server)
        assert [ours["content"] for ours in await place.said("bob", private, "hello")] == ["heard: hello"]
        assert await place.settled(general) == []


async def test_an_app_that_is_down_is_tried_again_later(place: Place, letter: Letter) -> None:
    place.discord.fail("POST /channels/.*/messages", 503)
    with pytest.raises(Unreachable):
        await bring(place, letter)
    assert await bring(place, letter)


async def test_nothing_is_sent_before_it_is_connected(discord: Discord, letter: Letter, tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        await channel_on(discord, tmp_path, Mailbox()).send(letter, Part("Hello!"), KEY)


async def test_an_app_that_can_not_be_reached_ends_the_channel(opens: Opens) -> None:
    with pytest.raises(Unreachable):
        async with opens(discord_api="http://127.0.0.1:9/api/v10"):
            pass


async def test_a_pause_that_is_asked_for_delays_the_chat_and_no_other(place: Place, letter: Letter) -> None:
    other = place.discord.world.private("bob")
    place.discord.hold_up(0.6)
    started = time.monotonic()
    slow = asyncio.create_task(bring(place, letter))
    await asyncio.sleep(0.1)
    await place.said("bob", other, "hello")
    assert time.monotonic() - started < 0.5
    await slow
    assert time.monotonic() - started > 0.5


async def test_a_pause_sheds_what_is_only_cosmetic(place: Place, private: Payload) -> None:
    place.script.lines["tell"] = [*(Reply("Max" + "." * n, final=False) for n in range(8)), Reply("Max is a dog.")]
    place.script.pause = 0.1
    place.discord.hold_up(1.5, call="/typing$")
    (answer,) = await place.said("anna", private, "tell")
    assert answer["content"] == "Max is a dog."
    assert not [call for call in place.discord.calls if call.startswith("PATCH")]


async def test_growing_costs_at_most_one_edit_a_second(place: Place, private: Payload) -> None:
    place.script.lines["tell"] = [*(Reply("Max" + "." * n, final=False) for n in range(40)), Reply("Max is a dog.")]
    place.script.pause = 0.05
    await place.said("anna", private, "tell")
    assert len([call for call in place.discord.calls if call.startswith("PATCH")]) <= 4


async def test_a_channel_gets_fifty_calls_a_minute_and_the_replies_all_of_them(
    discord: Discord, opens: Opens, private: Payload
) -> None:
    async with opens(pace=Pace(lambda _: PER_MINUTE, burst=5)) as place:
        started = time.monotonic()
        for number in range(7):
            await discord.says("anna", private, str(number))
        answers = await place.settled(private)
    assert [answer["content"] for answer in answers] == [f"heard: {number}" for number in range(7)]
    assert time.monotonic() - started > 2


# Nothing doubled


async def test_a_sending_whose_answer_got_lost_is_not_doubled(place: Place, private: Payload, letter: Letter) -> None:
    place.discord.fail("POST /channels/.*/messages", 503, after=True)
    with pytest.raises(Unreachable):
        await bring(place, letter)
    (there,) = place.discord.ours(private)
    assert await place.channel.arrived(letter, Part("Hello!"), KEY, place.channel.mark(letter)) == there["id"]
    assert await bring(place, letter) == there["id"]
    assert len(place.discord.ours(private)) == 1


async def test_a_part_that_did_not_arrive_is_not_found(place: Place, private: Payload, letter: Letter) -> None:
    await bring(place, letter, Part("Something else."))
    assert await place.channel.arrived(letter, Part("Hello!"), "discord:1:1", place.channel.mark(letter)) is None


async def test_a_card_that_arrived_is_found_by_its_words(place: Place, private: Payload, letter: Letter) -> None:
    card = Part("I know 1:", (Picture(MAX, "Max"),))
    sent = await bring(place, letter, card)
    del place.discord.ours(private)[0]["nonce"]  # Discord does not promise to tell it later
    assert await place.channel.arrived(letter, card, KEY, place.channel.mark(letter)) == sent


async def test_an_answer_from_before_an_edit_is_not_taken_for_the_one_after(place: Place, private: Payload) -> None:
    said = await place.discord.says("anna", private, "hello")
    await place.settled(private)
    await place.discord.edits(said, "hello!")
    await place.settled(private)
    edit = place.mailbox.letters[1]
    found = await place.channel.arrived(edit, Part("heard: hello"), "discord:x:1", place.channel.mark(edit))
    assert found is None


async def test_where_it_may_not_look_a_part_counts_as_not_arrived(
    place: Place, private: Payload, letter: Letter
) -> None:
    place.discord.world.closed.add(int(private["id"]))
    assert await place.channel.arrived(letter, Part("Hello!"), KEY, place.channel.mark(letter)) is None


async def test_an_answer_that_grew_in_a_process_that_ended_gets_its_last_words(
    discord: Discord, opens: Opens, private: Payload, letter: Letter
) -> None:
    key = f"discord:{letter.update}:0"
    async with opens() as place:
        begun: list[str] = []

        async def keep(shown: str) -> None:
            begun.append(shown)

        async with place.channel.preview(letter, keep) as preview:
            preview.show("Max is")
            await asyncio.sleep(0.2)
    async with opens() as later:
        assert [ours["content"] for ours in discord.ours(private)] == ["Max is"]
        assert await later.channel.arrived(letter, Part("Max is a dog."), key, later.channel.mark(letter)) is None
        await later.channel.send(replace(letter, shown=begun[0]), Part("Max is a dog."), key)
        assert [ours["content"] for ours in discord.ours(private)] == ["Max is a dog."]
        await later.channel.send(letter, Part("Max is a big dog."), key)  # its id was not kept in time
        assert [ours["content"] for ours in discord.ours(private)] == ["Max is a big dog."]


async def test_an_interaction_that_is_answered_twice_has_one_answer(place: Place, private: Payload) -> None:
    await place.discord.uses("anna", private, "about", "Max")
    await place.settled(private)
    (letter,) = place.mailbox.letters
    part, key = Part("heard: /about Max"), f"discord:{letter.update}:0"
    assert await place.channel.arrived(letter, part, key, place.channel.mark(letter)) is None
    await place.channel.send(letter, part, key)
    assert len(place.discord.ours(private)) == 1


async def test_an_interaction_that_is_too_late_is_answered_by_a_message(place: Place, private: Payload) -> None:
    place.discord.fail("POST /interactions/.*/callback", 404, body={"code": 10062, "message": "Unknown interaction"})
    with pytest.raises(TimeoutError):
        await place.discord.uses("anna", private, "about", "Max")
    assert [ours["content"] for ours in await place.settled(private)] == ["heard: /about Max"]


async def test_a_ticket_of_fifteen_minutes_ago_is_not_tried(place: Place, private: Payload) -> None:
    await place.discord.uses("anna", private, "about", "Max")
    await place.settled(private)
    note = unpacked(place.mailbox.letters[0].payload)
    assert note.ticket is not None
    old = letter_of(replace(note, ticket=replace(note.ticket, taken=time.time() - 15 * 60)))
    await place.channel.send(old, Part("Late, but here."), "discord:late:0")
    assert [ours["content"] for ours in place.discord.ours(private)] == ["heard: /about Max", "Late, but here."]


# Starting


async def test_a_wrong_token_is_one_clear_line(opens: Opens) -> None:
    with pytest.raises(Refusal, match="DISCORD_TOKEN"):
        async with opens(discord_token="wrong"):
            pass


async def test_an_intent_that_is_not_granted_is_one_clear_line(discord: Discord, opens: Opens) -> None:
    discord.grants_content = False
    with pytest.raises(Refusal, match="Message Content"):
        async with opens(discord_message_content=True):
            pass


async def test_asks_for_no_intent_that_has_to_be_granted(place: Place) -> None:
    privileged = 1 << 1 | 1 << 8 | 1 << 15
    assert not place.discord.intents & privileged


async def test_menus_are_told_once_and_again_when_they_change(
    discord: Discord, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> int:
        return len([call for call in discord.calls if call.startswith("PUT")])

    async with opens():
        assert told() == 1
    async with opens():
        assert told() == 1
    monkeypatch.setattr("bot.discord.commands.WHO", "Who is that?")
    async with opens():
        assert told() == 2


async def test_menus_hold_every_command_where_it_has_a_meaning(place: Place) -> None:
    told = {command["name"]: command for command in place.discord.commands}
    assert {command.name for command in COMMANDS} | {"Who is this?", "Teach this photo"} == set(told)
    assert told["who"]["contexts"] == [0, 1, 2]
    assert told["export"]["contexts"] == [1, 2]
    assert told["rules"]["contexts"] == [0]
    assert all(command["integration_types"] == [0, 1] for command in told.values())


async def test_menus_are_in_the_languages_there_are(place: Place) -> None:
    (about,) = [command for command in place.discord.commands if command["name"] == "about"]
    assert about["description_localizations"] == {"de": "Alles, was ich über jemanden weiß"}
    assert about["name_localizations"] == {}


async def test_the_menu_of_a_message_has_names_in_the_languages_there_are(place: Place) -> None:
    names = {c["name"]: c["name_localizations"] for c in place.discord.commands if c["type"] == 3}
    teach, who = names["Teach this photo"], names["Who is this?"]
    spanish = dict.fromkeys(("es-ES", "es-419"), "Enseñar esta foto")
    assert teach == {"de": "Dieses Foto merken", "fr": "Retenir cette photo", **spanish}
    assert who == {"de": "Wer ist das?", "fr": "Qui est-ce ?", "es-ES": "¿Quién es?", "es-419": "¿Quién es?"}
    assert all(len(name) <= 32 for name in (*teach.values(), *who.values()))


@pytest.mark.parametrize(("may_read", "line"), [(False, "I can't read"), (True, "I see what is written here")])
async def test_says_on_joining_what_it_can_see(discord: Discord, opens: Opens, may_read: bool, line: str) -> None:
    async with opens(discord_message_content=may_read):
        await asyncio.sleep(2.2)  # what comes in the first two seconds was there before
        server, general = server_of(discord, "anna")
        await discord.joins(server)
        await discord.seen()
        (greeting,) = discord.ours(general)
    assert line in greeting["content"]
    assert "only when you mention me" in greeting["content"]


async def test_greets_a_server_in_its_language(discord: Discord, opens: Opens) -> None:
    async with opens():
        await asyncio.sleep(2.2)
        server, general = server_of(discord, "anna")
        server["preferred_locale"] = "es-ES"
        await discord.joins(server)
        await discord.seen()
        (greeting,) = discord.ours(general)
    assert greeting["content"].startswith("¡Hola! No puedo leer lo que se escribe aquí")


async def test_the_token_is_in_no_line_of_the_log(
    discord: Discord, opens: Opens, private: Payload, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opens() as place:
        await place.said("anna", private, "hello", MAX)
        asked = await discord.uses("anna", private, "about", "Max")
        discord.hold_up(0.1)
        await place.settled(private)
        discord.fail("POST /channels/.*/messages", 503)
        await discord.says("anna", private, "again")
        with pytest.raises(Unreachable):
            await place.settled(private)
    with pytest.raises(Refusal):
        async with opens(discord_token=f"{TOKEN}x"):
            pass
    records = [record for record in caplog.records if not record.name.startswith("aiohttp.")]  # the fake's own
    lines = [record.getMessage() + (record.exc_text or "") for record in records]
    assert len(lines) > 20
    assert not [line for line in lines if TOKEN in line]
    warnings = [r.getMessage() for r in records if r.levelno >= logging.INFO]
    assert not [line for line in warnings if asked.payload["token"] in line]


async def test_events_that_were_missed_while_the_line_was_down_come_after_it(place: Place, private: Payload) -> None:
    gateways, place.discord.gateways = place.discord.gateways, []
    await place.discord.says("anna", private, "hello")
    for gateway in gateways:
        await gateway.close(code=4000)
    async with asyncio.timeout(15):
        while not place.discord.gateways:  # noqa: ASYNC110 - the bot's doing is waited for
            await asyncio.sleep(0.05)
    assert [ours["content"] for ours in await place.settled(private)] == ["heard: hello"]


async def test_what_was_said_while_nobody_was_connected_is_read_up(discord: Discord, opens: Opens) -> None:
    private = discord.world.private("anna")
    _, general = server_of(discord, "anna", "bob", admin="anna")
    async with opens() as place:
        await place.said("anna", private, "one")
        await place.said("anna", general, f"{mention(discord)}two")
        await asyncio.sleep(2.2 + SAVED_AFTER)  # the library waits two seconds for servers
    await discord.says("anna", private, "three", MAX)
    await discord.says("anna", general, f"{mention(discord)}four")
    await discord.says("bob", general, "nothing to it")
    async with opens() as later:
        later.mailbox.letters += place.mailbox.letters
        await asyncio.sleep(2.5)  # the library waits two seconds for servers
        await later.settled(private)
    heard = {message.text: message for message in later.script.heard}
    assert set(heard) == {"three", "four"}
    assert heard["three"].attachments == (MAX,)
    assert heard["four"].group is not None
    assert heard["four"].group.by_admin


async def test_a_restart_says_hello_to_nobody_again(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    for _ in range(2):
        async with opens():
            await asyncio.sleep(2.2)
    assert discord.ours(general) == []


def test_damaged_bookmarks_are_as_none(tmp_path: Path) -> None:
    (tmp_path / "marks").write_text("{")
    assert Bookmarks(tmp_path / "marks").hold() == []


async def test_a_bookmark_stays_where_it_was_until_all_before_it_is_read_up(tmp_path: Path) -> None:
    marks = Bookmarks(tmp_path / "marks")
    marks.release()
    marks.put(1, 10)
    assert marks.hold() == [(1, 10)]
    marks.put(1, 30)
    assert marks.hold() == [(1, 10)]
    marks.release()
    assert marks.hold() == [(1, 30)]


# What is kept


def test_a_note_comes_back_as_it_was_kept() -> None:
    said = Message("discord", "1", "discord:7", "discord:7", "zwei\nZeilen", (b"\n{}", b""), (b"q",))
    note = Note(said, 5, 6)
    letter = letter_of(note)
    assert unpacked(letter.payload) == note
    assert json.loads(letter.payload.split(b"\n")[0])["message"]["text"] == "zwei\nZeilen"


async def test_the_channel_tells_its_account(discord: Discord, tmp_path: Path) -> None:
    lines: list[str] = []
    async with connected(discord, channel_on(discord, tmp_path, Mailbox()), lines):
        assert lines == [f"Discord: {discord.world.bot['username']}"]
