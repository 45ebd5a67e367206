"""What people say on Discord and what comes back, through the real client on real sockets."""

import asyncio

import pytest

from bot.discord.looks import nonce_of, parts_of
from bot.discord.reading import BLIND, NOT_A_PICTURE, NOT_FETCHED, TOO_LARGE
from core.messages import Choice, File, Picture, Reply
from tests.channels.discord.conftest import Opens, Place
from tests.channels.discord.server import Discord
from tests.channels.discord.world import COMPONENTS_V2, EPHEMERAL, Payload
from tests.channels.waiting import until
from tests.fakes.chat import BELLA, MAX


def server_of(discord: Discord, *members: str, admin: str = "") -> tuple[Payload, Payload]:
    """A server and its first channel."""
    server = discord.world.server("friends", members, admin)
    return server, discord.world.channels[int(server["channels"][0]["id"])]


def mention(discord: Discord) -> str:
    """How one writes to the bot in a server."""
    return f"<@{discord.world.me}> "


# What is heard


async def test_hears_everything_in_private_with_its_pictures(place: Place) -> None:
    private = place.discord.world.private("anna")
    (answer,) = await place.said("anna", private, "this is Max", MAX, BELLA)
    assert answer["content"] == "heard: this is Max"
    heard, anna = place.script.last, place.discord.world.person("anna")
    assert heard.attachments == (MAX, BELLA)
    assert (heard.person, heard.chat, heard.group) == (f"discord:{anna['id']}", f"discord:{anna['id']}", None)


async def test_hears_in_a_server_only_what_is_said_to_it(discord: Discord, opens: Opens) -> None:
    server, general = server_of(discord, "anna", "bob")
    async with opens(DISCORD_MESSAGE_CONTENT=True) as place:
        assert await place.said("bob", general, "this is my dog Max", MAX) == []
        assert place.mailbox.letters == []
        assert not [call for call in discord.calls if "cdn" in call]  # not even looked at
        (answer,) = await place.said("anna", general, f"{mention(discord)}who is this?", MAX)
    assert answer["content"] == "heard: who is this?"
    heard = place.script.last
    assert heard.group is not None
    assert (heard.owner, heard.chat) == (f"discord:{server['id']}", f"discord:{server['id']}:{general['id']}")


async def test_hears_a_reply_to_it_and_its_name_when_it_may_read(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens(DISCORD_MESSAGE_CONTENT=True, called="Familiar") as place:
        (first,) = await place.said("anna", general, "Familiar, who is Max?")
        (second,) = await place.said("anna", general, "and Bella?", reply_to=first, pings=False)
    assert first["content"] == "heard: who is Max?"
    assert second["content"] == "heard: and Bella?"


async def test_says_why_it_can_not_read_a_reply_without_a_mention(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens() as place:
        (first,) = await place.said("anna", general, f"{mention(discord)}hello")
        (second,) = await place.said("anna", general, "and Bella?", reply_to=first, pings=False)
    assert second["content"] == BLIND
    assert len(place.script.heard) == 1


async def test_a_reply_brings_the_pictures_of_what_it_answers(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens(DISCORD_MESSAGE_CONTENT=True) as place:
        posted = await discord.says("bob", general, "", MAX)
        await place.said("anna", general, f"{mention(discord)}this is Max", reply_to=posted)
    assert place.script.last.quoted == (MAX,)
    assert place.script.last.attachments == ()


async def test_a_thread_is_a_chat_of_its_own_with_the_memory_of_the_server(discord: Discord, opens: Opens) -> None:
    server, general = server_of(discord, "anna")
    thread = discord.world.channel_in(server, "dogs", thread_of=general)
    async with opens() as place:
        await place.said("anna", general, f"{mention(discord)}one")
        (answer,) = await place.said("anna", thread, f"{mention(discord)}two")
    one, two = place.script.heard
    assert one.owner == two.owner
    assert one.chat != two.chat
    assert answer["channel_id"] == thread["id"]


async def test_people_in_the_words_are_named_and_told_apart_by_account(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "ben")
    ben = discord.world.person("ben", "Sam")
    async with opens() as place:
        await place.said("anna", general, f"{mention(discord)}this is <@{ben['id']}>!")
    heard = place.script.last
    assert heard.text == "this is ben!"
    assert [account.id for account in heard.mentions] == [f"discord:{ben['id']}"]


async def test_an_admin_of_the_server_is_known_as_one(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob", admin="anna")
    async with opens() as place:
        await place.said("anna", general, f"{mention(discord)}one")
        await place.said("bob", general, f"{mention(discord)}two")
    assert [said.group.by_admin for said in place.script.heard if said.group] == [True, False]


async def test_a_forwarded_picture_is_a_picture(place: Place) -> None:
    private = place.discord.world.private("anna")
    attached = place.discord.world.attachment(MAX, "max.jpg")
    snapshot = {"message": {"content": "look!", "attachments": [attached], "embeds": [], "type": 0, "flags": 0}}
    snapshot["message"] |= {"timestamp": "2026-11-25T00:00:00+00:00", "edited_timestamp": None, "components": []}
    await place.said("anna", private, message_snapshots=[snapshot])
    assert place.script.last.attachments == (MAX,)
    assert place.script.last.text == ""  # somebody else's words


async def test_a_sticker_is_a_picture(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.asset.Asset.BASE", f"{place.discord.world.root}/cdn")
    private = place.discord.world.private("anna")
    place.discord.world.files["/stickers/7.png"] = MAX
    await place.said("anna", private, sticker_items=[{"id": "7", "name": "Max", "format_type": 1}])
    assert place.script.last.attachments == (MAX,)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"size": 21 * 2**20}, TOO_LARGE),
        ({"content_type": "video/mp4"}, NOT_A_PICTURE),
        ({"url": "http://127.0.0.1:9/expired"}, NOT_FETCHED),
    ],
)
async def test_declines_a_file_with_a_sentence(place: Place, change: Payload, sentence: str) -> None:
    private = place.discord.world.private("anna")
    attached = place.discord.world.attachment(MAX, "max.jpg") | change
    (answer,) = await place.said("anna", private, "this is Max", attachments=[attached])
    assert answer["content"] == sentence
    assert place.script.heard == []


async def test_pictures_are_fetched_before_their_links_end(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.pause = 0.3
    await place.discord.says("anna", private, "first")
    await place.discord.says("anna", private, "this is Max", MAX)
    await place.discord.seen()
    place.discord.world.files.clear()
    await place.settled(private)
    assert place.script.last.attachments == (MAX,)


async def test_messages_of_a_channel_are_kept_in_their_order(place: Place) -> None:
    private = place.discord.world.private("anna")
    for number in range(12):
        photos = (MAX,) if number % 2 == 0 else ()  # those with a picture take longer to be fetched
        await place.discord.says("anna", private, str(number), *photos)
    await place.settled(private)
    assert [heard.text for heard in place.script.heard] == [str(number) for number in range(12)]


async def test_waits_with_a_message_while_the_inbox_is_full(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.hearing.COMES_BACK", 0.05)
    private = place.discord.world.private("anna")
    place.mailbox.is_full = True
    assert await place.said("anna", private, "hello") == []
    place.mailbox.is_full = False
    await asyncio.sleep(0.1)
    assert [ours["content"] for ours in await place.settled(private)] == ["heard: hello"]


async def test_the_same_event_twice_is_answered_once(place: Place) -> None:
    private = place.discord.world.private("anna")
    await place.said("anna", private, "hello")
    await place.discord.repeats()
    assert len(await place.settled(private)) == 1


# What is changed and taken back


async def test_an_edited_message_that_was_accepted_is_heard_with_its_new_words(place: Place) -> None:
    private = place.discord.world.private("anna")
    said = await place.discord.says("anna", private, "who is Mx?")
    await place.settled(private)
    await place.discord.edits(said, "who is Max?")
    await place.settled(private)
    assert (place.script.last.text, place.script.last.edits) == ("who is Max?", said["id"])


async def test_an_edit_of_what_was_not_said_to_it_is_not_kept(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens(DISCORD_MESSAGE_CONTENT=True) as place:
        said = await discord.says("anna", general, "hello everybody")
        await discord.edits(said, "hello all")
        await place.settled(general)
    assert place.mailbox.letters == []


async def test_a_link_that_gets_its_preview_is_no_edit(place: Place) -> None:
    private = place.discord.world.private("anna")
    said = await place.discord.says("anna", private, "look at example.org")
    await place.settled(private)
    await place.discord.dispatch("MESSAGE_UPDATE", said)
    await place.settled(private)
    assert len(place.script.heard) == 1


async def test_a_deleted_message_withdraws_what_it_said(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens() as place:
        said = await discord.says("anna", general, f"{mention(discord)}this is Max", MAX)
        other = await discord.says("anna", general, "nothing to it")
        await place.settled(general)
        await discord.deletes(said, other)
        await place.settled(general)
    taken_back = place.script.heard[1:]
    anna = discord.world.person("anna")
    assert [message.withdraws for message in taken_back] == [said["id"]]
    assert taken_back[0].person == f"discord:{anna['id']}"


async def test_a_deletion_waits_for_a_database_that_is_down(
    discord: Discord, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.hearing.COMES_BACK", 0.05)
    private = discord.world.private("anna")
    async with opens() as place:
        said = await discord.says("anna", private, "this is Max", MAX)
        await place.settled(private)
        place.mailbox.is_full = True
        await discord.deletes(said)
        await asyncio.sleep(0.2)
        place.mailbox.is_full = False
        await until(lambda: len(place.script.heard) == 2)
    assert place.script.heard[1].withdraws == said["id"]


async def test_a_deletion_after_a_restart_is_still_understood(discord: Discord, opens: Opens) -> None:
    private = discord.world.private("anna")
    async with opens() as place:
        said = await discord.says("anna", private, "this is Max", MAX)
        await place.settled(private)
    async with opens() as later:
        later.mailbox.letters += place.mailbox.letters
        await discord.deletes(said)
        await later.settled(private)
    assert [message.withdraws for message in later.script.heard] == [said["id"]]


# What is said


async def test_a_long_reply_arrives_whole_in_messages_that_discord_takes(place: Place) -> None:
    private = place.discord.world.private("anna")
    text = " ".join(f"This is sentence *number* {number}, with some_words_in_it." for number in range(150))
    place.script.lines["tell"] = [Reply(text)]
    answers = await place.said("anna", private, "tell")
    assert len(answers) > 3
    joined = " ".join(answer["content"] for answer in answers).replace("\\", "")
    assert joined == text
    assert all(answer["content"].endswith(".") for answer in answers)


async def test_markup_in_a_reply_is_shown_as_it_was_said(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.lines["tell"] = [Reply("# Max_the_dog *barks* at @everyone")]
    (answer,) = await place.said("anna", private, "tell")
    assert answer["content"] == "\\# Max\\_the\\_dog \\*barks\\* at @everyone"


async def test_pictures_with_captions_come_as_a_card(place: Place) -> None:
    private = place.discord.world.private("anna")
    pictures = (Picture(MAX, "Max"), Picture(BELLA, "Bella"))
    place.script.lines["/who"] = [Reply("I know 2:", pictures, (Choice("More", "more"),))]
    (answer,) = await place.said("anna", private, "/who")
    assert answer["flags"] & COMPONENTS_V2
    assert "I know 2:" in str(answer["components"])
    assert "Bella" in str(answer["components"])
    assert [place.discord.world.files[f"/attachments/{a['id']}/{a['filename']}"] for a in answer["attachments"]] == [
        MAX,
        BELLA,
    ]


async def test_many_pictures_and_buttons_come_in_several_messages(place: Place) -> None:
    private = place.discord.world.private("anna")
    pictures, choices = (Picture(MAX, "Max"),) * 23, tuple(Choice(str(n), str(n)) for n in range(30))
    place.script.lines["/who"] = [Reply("I know 23:", pictures, choices)]
    answers = await place.said("anna", private, "/who")
    assert sum(len(answer["attachments"]) for answer in answers) == 23
    assert str([answer["components"] for answer in answers]).count("custom_id") == 30


def test_pictures_without_words_come_all_the_same() -> None:
    (part,) = parts_of(Reply("", (Picture(MAX, "Max"),)))
    assert part.pictures == (Picture(MAX, "Max"),)


def test_a_file_beside_ten_pictures_comes_in_a_message_of_its_own() -> None:
    parts = parts_of(Reply("all:", (Picture(MAX, "Max"),) * 10, files=(File("all.zip", b"zip"),)))
    assert [(len(part.pictures), len(part.files)) for part in parts] == [(10, 0), (0, 1)]


def test_a_reply_without_anything_is_no_message() -> None:
    assert parts_of(Reply("")) == []


async def test_a_file_comes_as_a_file_and_one_that_is_too_large_as_a_sentence(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.lines["/export"] = [
        Reply("Here:", files=(File("all.zip", b"zip"), File("big.zip", bytes(11 * 2**20))))
    ]
    (answer,) = await place.said("anna", private, "/export")
    assert [attached["filename"] for attached in answer["attachments"]] == ["all.zip"]
    assert "big.zip has 11 MB" in answer["content"]


async def test_an_answer_grows_in_one_message(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.pause = 0.2
    place.script.lines["tell"] = [Reply("Max", final=False), Reply("Max is", final=False), Reply("Max is a dog.")]
    (answer,) = await place.said("anna", private, "tell")
    assert answer["content"] == "Max is a dog."
    assert any(call.startswith("PATCH") for call in place.discord.calls)
    assert any(call.endswith("/typing") for call in place.discord.calls)


async def test_a_growing_answer_that_somebody_deletes_is_written_anew(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.pause = 0.3
    place.script.lines["tell"] = [Reply("Max", final=False), Reply("Max is", final=False), Reply("Max is a dog.")]
    await place.discord.says("anna", private, "tell")
    async with asyncio.timeout(5):
        while not place.discord.ours(private):  # noqa: ASYNC110 - the bot's doing is waited for
            await asyncio.sleep(0.01)
    await place.discord.deletes(*place.discord.ours(private))
    assert [ours["content"] for ours in await place.settled(private)] == ["Max is a dog."]


async def test_in_a_server_the_answer_points_to_the_question(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens() as place:
        said = await discord.says("anna", general, f"{mention(discord)}hello")
        (answer,) = await place.settled(general)
    assert str(answer["message_reference"]["message_id"]) == said["id"]
    assert answer["message_reference"]["fail_if_not_exists"] is False


async def test_what_is_for_one_person_alone_does_not_reach_the_server(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens() as place:
        place.script.lines["/link"] = [Reply("Your code is 1234.", is_private=True)]
        assert await place.said("anna", general, f"{mention(discord)}/link") == []
        assert [ours["content"] for ours in discord.ours(discord.world.private("anna"))] == ["Your code is 1234."]


async def test_who_can_not_be_written_to_alone_is_told_so_without_the_secret(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    discord.world.closed.add(int(discord.world.private("anna")["id"]))
    async with opens() as place:
        place.script.lines["/link"] = [Reply("Your code is 1234.", is_private=True)]
        (answer,) = await place.said("anna", general, f"{mention(discord)}/link")
    assert "only for you" in answer["content"]
    assert "1234" not in str(discord.ours(general))


# Slash commands, menus, forms, buttons


async def test_a_slash_command_is_acknowledged_at_once_and_answered_in_its_place(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.pause, place.discord.locale = 0.5, "de"
    asked = await place.discord.uses("anna", private, "about", "Max")
    assert asked.took < 0.5
    (answer,) = await place.settled(private)
    assert answer is asked.original
    assert answer["content"] == "heard: /about Max"
    assert place.script.last.language == "de"


async def test_a_slash_command_brings_its_photos(place: Place) -> None:
    private = place.discord.world.private("anna")
    await place.discord.uses("anna", private, "remember", "my dog Max", MAX, BELLA)
    await place.settled(private)
    assert (place.script.last.text, place.script.last.attachments) == ("/remember my dog Max", (MAX, BELLA))


async def test_the_rest_of_a_long_answer_follows_a_command(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.lines["/help"] = [Reply("A sentence of some length here. " * 150)]
    await place.discord.uses("anna", private, "help")
    answers = await place.settled(private)
    assert len(answers) == 3
    assert all(answer["flags"] & EPHEMERAL for answer in answers)


async def test_what_only_one_person_should_see_is_hidden_from_the_others(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens() as place:
        await discord.uses("anna", general, "privacy")
        (hidden,) = await place.settled(general)
        await discord.uses("anna", general, "about", "Max")
        shown = (await place.settled(general))[1]
        place.script.lines["/share Max"] = [Reply("A secret.", is_private=True)]
        await discord.uses("anna", general, "share", "Max")
        secret = (await place.settled(general))[2]
    assert hidden["flags"] & EPHEMERAL
    assert not shown["flags"] & EPHEMERAL
    assert secret["flags"] & EPHEMERAL
    assert secret["for"] == discord.world.person("anna")["id"]


async def test_the_menu_of_anybodys_message_asks_who_is_in_it_without_the_intent(
    discord: Discord, opens: Opens
) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens() as place:
        posted = await discord.says("bob", general, "my dog", MAX)
        await discord.chooses("anna", "Who is this?", posted)
        await place.settled(general)
    assert (place.script.last.text, place.script.last.quoted) == ("who is this?", (MAX,))


async def test_the_form_teaches_the_photo_with_what_was_filled_in(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens() as place:
        posted = await discord.says("bob", general, "my dog", MAX)
        form = await discord.chooses("anna", "Teach this photo", posted)
        assert form.kind == 9
        upload = discord.world.attachment(BELLA, "more.jpg")
        await discord.hands_in("anna", general, form, {"name": "my dog Max", "facts": "loves balls"}, upload)
        await place.settled(general)
    assert place.script.last.text == "/remember my dog Max, loves balls"
    assert place.script.last.attachments == (BELLA, MAX)


async def test_a_form_from_before_a_restart_gets_a_sentence(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna")
    async with opens():
        data = {"custom_id": "teach:earlier:1", "components": []}
        handed = await discord.asks("anna", general, 5, data)
    assert "restarted" in handed.response["content"]
    assert handed.response["flags"] & EPHEMERAL


async def test_a_button_outlives_a_restart_and_is_pressed_by_the_right_person_alone(
    discord: Discord, opens: Opens
) -> None:
    _, general = server_of(discord, "anna", "bob")
    async with opens() as place:
        place.script.lines["forget Max"] = [Reply("Really?", choices=(Choice("Yes", "yes"), Choice("No", "no")))]
        (asked,) = await place.said("anna", general, f"{mention(discord)}forget Max")
    button = asked["components"][0]["components"][0]["custom_id"]
    async with opens() as later:
        refused = await discord.presses("bob", asked, button)
        assert "not yours" in refused.response["content"]
        assert later.script.heard == []
        await discord.presses("anna", asked, button)
        await later.settled(general)
    assert later.script.last.choice == "yes"
    assert "yes" not in button.split(":")[0]


async def test_what_it_says_without_a_conversation_is_in_the_language_of_the_persons_app(
    discord: Discord, opens: Opens
) -> None:
    _, general = server_of(discord, "anna", "bob")
    clip = discord.world.attachment(MAX, "max.mp4") | {"content_type": "video/mp4"}
    discord.locale = "fr"
    async with opens() as place:
        place.script.lines["hello"] = [Reply("Hello?", choices=(Choice("Yes", "yes"),))]
        (asked,) = await place.said("anna", general, f"{mention(discord)}hello")
        button = asked["components"][0]["components"][0]["custom_id"]
        assert (await discord.presses("bob", asked, button)).response["content"] == "Ce bouton n’est pas pour toi."
        posted = await discord.says("anna", general, "look!", MAX)
        form = await discord.chooses("bob", "Teach this photo", posted)
        assert form.response["components"][0]["label"] == "Qui ou qu’est-ce\u202f? (en anglais)"
        await discord.hands_in("bob", general, form, {"name": "Max", "facts": ""}, clip)
        assert "ni vidéos ni sons" in (await place.settled(general))[-1]["content"]


async def test_what_it_says_without_a_conversation_is_in_the_language_a_person_chose(
    discord: Discord, opens: Opens
) -> None:
    _, general = server_of(discord, "anna", "bob")
    bob = f"discord:{discord.world.person('bob')['id']}"
    clip = discord.world.attachment(MAX, "max.mp4") | {"content_type": "video/mp4"}
    discord.locale = "fr"
    async with opens(languages={bob: "de"}) as place:
        place.script.lines["hello"] = [Reply("Hello?", choices=(Choice("Yes", "yes"),))]
        (asked,) = await place.said("anna", general, f"{mention(discord)}hello")
        button = asked["components"][0]["components"][0]["custom_id"]
        assert (await discord.presses("bob", asked, button)).response["content"] == "Dieser Knopf ist nicht für dich."
        form = await discord.chooses("bob", "Teach this photo", asked)
        assert form.response["title"] == "Dieses Foto merken"
        assert form.response["components"][0]["label"] == "Wer oder was ist das? (auf Englisch)"
        (answer,) = await place.said("bob", general, f"{mention(discord)}this is Max", attachments=[clip])
        assert answer["content"] == "Bilder kann ich ansehen, aber keine Videos und keinen Ton."
        stale = await discord.asks("bob", general, 5, {"custom_id": "teach:earlier:1", "components": []})
        assert "neu gestartet" in stale.response["content"]
        assert "„Retenir cette photo“" in stale.response["content"]  # as it stands in the menu of the app
        place.mailbox.is_full = True
        await discord.uses("bob", general, "about", "Max")
        assert "gerade zu viel zu tun" in (await place.settled(general))[-1]["content"]


async def test_that_an_answer_is_for_one_person_alone_is_told_in_the_language_they_chose(
    discord: Discord, opens: Opens
) -> None:
    _, general = server_of(discord, "anna")
    discord.world.closed.add(int(discord.world.private("anna")["id"]))
    async with opens(languages={f"discord:{discord.world.person('anna')['id']}": "es"}) as place:
        place.script.lines["/link"] = [Reply("Your code is 1234.", is_private=True)]
        (answer,) = await place.said("anna", general, f"{mention(discord)}/link")
    assert answer["content"].startswith("Esa respuesta es solo para ti")


async def test_a_button_for_somebody_else_is_theirs(discord: Discord, opens: Opens) -> None:
    _, general = server_of(discord, "anna", "bob")
    bob = discord.world.person("bob")["id"]
    async with opens() as place:
        place.script.lines["this is Bob"] = [Reply("Bob?", choices=(Choice("I agree", "yes", f"discord:{bob}"),))]
        (asked,) = await place.said("anna", general, f"{mention(discord)}this is Bob")
        button = asked["components"][0]["components"][0]["custom_id"]
        assert (await discord.presses("anna", asked, button)).kind == 4
        await discord.presses("bob", asked, button)
        await place.settled(general)
    assert place.script.last.person == f"discord:{bob}"


async def test_where_only_the_person_has_it_the_answer_is_theirs_alone(discord: Discord, opens: Opens) -> None:
    async with opens() as place:
        foreign = discord.world.server("elsewhere", ["anna", "bob"])
        channel = foreign["channels"][0]
        del discord.world.servers[int(foreign["id"])]
        await discord.uses("anna", channel, "about", "Max")
        await place.mailbox.quiet()
    anna = discord.world.person("anna")["id"]
    heard = place.script.last
    assert (heard.owner, heard.group) == (f"discord:{anna}", None)
    (answer,) = discord.ours(channel)
    assert answer["flags"] & EPHEMERAL


async def test_says_that_it_is_busy_when_the_inbox_is_full(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.mailbox.is_full = True
    await place.discord.uses("anna", private, "about", "Max")
    (answer,) = await place.settled(private)
    assert "try again in a minute" in answer["content"]


async def test_an_answer_comes_as_a_message_once_the_interaction_has_ended(place: Place) -> None:
    private = place.discord.world.private("anna")
    place.script.pause = 0.3
    asked = await place.discord.uses("anna", private, "about", "Max")
    place.discord.fail(f"PATCH /webhooks/.*/{asked.payload['token']}", 401, body={"code": 50027, "message": "ended"})
    answers = await place.settled(private)
    assert answers[-1]["content"] == "heard: /about Max"
    assert answers[-1] is not asked.original


def test_a_nonce_is_what_discord_takes() -> None:
    assert len(nonce_of("discord:123456789012345678:0")) <= 25
    assert nonce_of("discord:1:0") == nonce_of("discord:1:0") != nonce_of("discord:1:1")
