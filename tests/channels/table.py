"""The scenario table: what people do and see, the same in every app. Each row stands on `Stage` alone."""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable

from tests.channels.stage import Stage, Talker
from tests.fakes.chat import BELLA, MAX, MAX_AND_BELLA, MAYBE_MAX, STRANGER, jpeg
from tests.fakes.models import RED, picture

Row = Callable[[Stage], Awaitable[None]]
ROWS: list[Row] = []

ALBUM = (MAX, jpeg(picture(RED, size=260)), jpeg(picture(RED, size=300)))


def row(scenario: Row) -> Row:
    """Put it into the table."""
    ROWS.append(scenario)
    return scenario


async def _until(happens: Callable[[], object], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not happens():  # noqa: ASYNC110 - it is somebody else's doing that is waited for
            await asyncio.sleep(0.01)


async def _knows_max(stage: Stage) -> Talker:
    anna = stage.person("anna")
    await anna.say("remember, this is my dog Max", MAX)
    return anna


# Teaching


@row
async def a_photo_with_words_teaches_and_the_crop_comes_back(stage: Stage) -> None:
    taught = await stage.person("anna").say("remember, this is my dog Max", MAX)
    assert "this is your dog Max" in taught.text
    assert len(taught.pictures) == 1


@row
async def a_reply_to_a_photo_teaches_that_photo(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    posted = await bob.post(MAX)
    assert "Max" in (await anna.say("this is my dog Max", reply_to=posted)).text
    assert "Max" in (await anna.say("who is this?", MAX)).text


@row
async def an_album_is_one_turn_with_a_look_for_each_photo(stage: Stage) -> None:
    anna = stage.person("anna")
    taught = await anna.say("these are my dog Max", *ALBUM)
    assert "this is your dog Max" in taught.text
    assert len(taught.pictures) == len(ALBUM)
    assert await anna.heard_nothing()


@row
async def a_command_with_a_photo_teaches_as_words_do(stage: Stage) -> None:
    anna = stage.person("anna")
    assert "this is Max" in (await anna.say("/remember Max", MAX)).text
    assert "Max" in (await anna.say("who is this?", MAX)).text


@row
async def a_photo_of_two_asks_which_one_and_a_button_answers(stage: Stage) -> None:
    anna = stage.person("anna")
    asked = await anna.say("this is Max", MAX_AND_BELLA)
    assert asked.labels == ("1", "2")
    got = (await anna.press(asked, "1")).text
    assert "this is Max" in got, got


@row
async def a_photo_that_is_none_is_declined_with_a_sentence(stage: Stage) -> None:
    anna = stage.person("anna")
    declined = await anna.say("this is Max", b"\xff\xd8\xff" + b"nonsense" * 40)
    assert declined.text
    assert "Got it" not in declined.text
    assert "know anybody" in (await anna.say("/who")).text


# Asking


@row
async def who_was_taught_is_recognised_in_another_photo(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await anna.say("this is my cat Bella", BELLA)
    assert "Max" in (await anna.say("who is this?", ALBUM[1])).text


@row
async def a_photo_without_words_is_answered_too(stage: Stage) -> None:
    anna = await _knows_max(stage)
    assert "Max" in (await anna.say("", MAX)).text


@row
async def a_stranger_is_not_named(stage: Stage) -> None:
    anna = await _knows_max(stage)
    assert "Max (" not in (await anna.say("who is this?", STRANGER)).text


@row
async def a_long_answer_comes_whole(stage: Stage) -> None:
    anna = stage.person("anna")
    facts = [f"likes song number {number} of the long list" for number in range(160)]
    await anna.say("this is Max", MAX)
    for start in range(0, len(facts), 8):
        await anna.say("Max " + " and ".join(facts[start : start + 8]))
    card = await anna.say("/about Max")
    missing = [fact for fact in facts if fact not in card.text]
    assert not missing


# Correcting


@row
async def not_max_in_words_is_respected_by_the_next_question(stage: Stage) -> None:
    anna = await _knows_max(stage)
    assert (await anna.say("who is this?", MAYBE_MAX)).labels
    await anna.say("that's not Max")
    again = await anna.say("who is this?", MAYBE_MAX)
    assert not again.labels
    assert "Max (" not in again.text


@row
async def not_max_by_button_is_respected_by_the_next_question(stage: Stage) -> None:
    anna = await _knows_max(stage)
    doubt = await anna.say("who is this?", MAYBE_MAX)
    assert doubt.labels == ("Yes", "No", "Someone else")
    await anna.press(doubt, "No")
    assert not (await anna.say("who is this?", MAYBE_MAX)).labels


@row
async def why_shows_what_it_went_by(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await anna.say("who is this?", MAX)
    reason = await anna.say("why?")
    assert "so I was sure" in reason.text
    assert len(reason.pictures) == 2


@row
async def the_last_change_is_taken_back(stage: Stage) -> None:
    anna = await _knows_max(stage)
    assert "Undone" in (await anna.say("/undo")).text
    assert "know anybody" in (await anna.say("/who")).text


# Browsing, forgetting, carrying away


@row
async def the_gallery_shows_everybody_with_a_picture(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await anna.say("this is my cat Bella", BELLA)
    gallery = await anna.say("/who")
    assert "Max" in gallery.text
    assert "Bella" in gallery.text
    assert len(gallery.pictures) == 2


@row
async def a_card_tells_facts_and_shows_looks(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await anna.say("Max is afraid of thunder")
    card = await anna.say("/about Max")
    assert "is afraid of thunder" in card.text
    assert len(card.pictures) == 1


@row
async def forgetting_asks_first_and_a_button_confirms(stage: Stage) -> None:
    anna = await _knows_max(stage)
    asked = await anna.say("forget Max")
    assert "Max" in (await anna.say("/who")).text
    asked = await anna.say("forget Max")
    assert "1 look" in (await anna.press(asked, asked.labels[0])).text
    assert "know anybody" in (await anna.say("/who")).text


@row
async def erasing_gives_a_receipt_and_leaves_nothing(stage: Stage) -> None:
    anna = await _knows_max(stage)
    asked = await anna.say("/erase me")
    assert "Receipt" in (await anna.press(asked, asked.labels[0])).text
    assert "know anybody" in (await anna.say("/who")).text


@row
async def an_export_is_a_file_with_everything(stage: Stage) -> None:
    anna = await _knows_max(stage)
    export = await anna.say("/export")
    ((name, content),) = export.files
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        words = [json.loads(archive.read(one)) for one in archive.namelist() if one.endswith(".json")]
    assert "Max" in json.dumps(words)


# Whose memory it is


@row
async def what_one_person_taught_another_does_not_hear(stage: Stage) -> None:
    await _knows_max(stage)
    bob = stage.person("bob")
    assert "Max" not in (await bob.say("who is this?", MAX)).text
    assert "know anybody" in (await bob.say("/who")).text


@row
async def two_people_with_one_display_name_are_two(stage: Stage) -> None:
    one, other = stage.person("anna", "Sam"), stage.person("ben", "Sam")
    await one.say("remember, this is my dog Max", MAX)
    assert "know anybody" in (await other.say("/who")).text
    assert "Max" in (await one.say("/who")).text


@row
async def what_was_taught_in_private_stays_out_of_the_group(stage: Stage) -> None:
    await _knows_max(stage)
    anna = stage.group("friends", "anna", "bob")["anna"]
    assert "Max" not in (await anna.say("who is this?", MAX)).text
    assert "know anybody" in (await anna.say("/who")).text


@row
async def what_was_taught_in_a_group_belongs_to_the_group(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    await anna.say("this is my dog Max", MAX)
    assert "Max" in (await bob.say("who is this?", MAX)).text
    assert "know anybody" in (await stage.person("anna").say("/who")).text
    other = stage.group("neighbours", "anna", "bob")["anna"]
    assert "know anybody" in (await other.say("/who")).text


@row
async def what_is_not_said_to_it_is_neither_answered_nor_kept(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    await bob.murmur("this is my dog Max", MAX)
    await bob.murmur("", *ALBUM)
    await bob.murmur("this is Bella")
    assert await bob.heard_nothing()
    assert stage.waiting == 0
    assert "know anybody" in (await anna.say("/who")).text


@row
async def a_button_is_pressed_by_the_one_who_was_asked_alone(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    await anna.say("this is my dog Max", MAX)
    doubt = await anna.say("who is this?", MAYBE_MAX)
    assert "not yours" in (await bob.poke(doubt, "Yes")).lower()
    await bob.say("/language de")
    assert "nicht für dich" in (await bob.poke(doubt, "Yes")).lower()
    assert await bob.heard_nothing()
    await anna.press(doubt, "No")
    assert not (await anna.say("who is this?", MAYBE_MAX)).labels


# In groups, and between accounts


@row
async def somebody_new_in_a_group_is_asked_about_before_a_look_is_kept(stage: Stage) -> None:
    anna = stage.group("friends", "anna", "bob")["anna"]
    asked = await anna.say("this is Eva", MAX)
    assert asked.labels == ("Yes", "No")
    await anna.press(asked, "Yes")
    assert "Eva" not in (await anna.say("who is this?", MAX)).text


@row
async def the_admins_of_a_group_settle_who_may_teach(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob", admin="anna").values()
    await bob.say("/rules admins")
    assert "Got it" in (await bob.say("this is my dog Max", MAX)).text
    await anna.say("/rules admins")
    assert "Got it" not in (await bob.say("this is my cat Bella", BELLA)).text
    assert "Got it" in (await anna.say("this is my cat Bella", BELLA)).text


@row
async def a_group_gives_it_a_name_that_it_listens_to(stage: Stage) -> None:
    anna, bob = stage.group("friends", "anna", "bob", admin="anna").values()
    await bob.murmur("Fam, who do you know?")
    assert await bob.heard_nothing()
    await anna.say("/called Fam")
    await bob.murmur("Fam, who do you know?")
    assert "know anybody" in (await bob.hear()).text


@row
async def what_is_shared_with_a_group_is_known_there_until_it_is_withdrawn(stage: Stage) -> None:
    await _knows_max(stage)
    anna, bob = stage.group("friends", "anna", "bob").values()
    await anna.say("/share Max")
    assert "Max" in (await bob.say("who is this?", MAX)).text
    await anna.say("/unshare Max")
    assert "Max" not in (await bob.say("who is this?", MAX)).text
    assert "Max" in (await stage.person("anna").say("who is this?", MAX)).text


@row
async def sharing_in_private_offers_the_groups_one_has_spoken_in(stage: Stage) -> None:
    anna = await _knows_max(stage)
    groups = [stage.group(name, "anna", "bob") for name in ("friends", "neighbours")]
    for group in groups:
        await group["anna"].say("/who")
    asked = await anna.say("/share Max")
    assert {"friends", "neighbours"} <= set(asked.labels)
    await anna.press(asked, "friends")
    knows = ["Max" in (await group["bob"].say("who is this?", MAX)).text for group in groups]
    assert knows == [True, False]


@row
async def two_accounts_that_are_linked_have_one_memory(stage: Stage) -> None:
    anna, phone = await _knows_max(stage), stage.person("annas phone")
    assert "know anybody" in (await phone.say("/who")).text
    (code,) = re.findall(r"/link (\w+)", (await anna.say("/link")).text)
    await phone.say(f"/link {code}")
    assert "Max" in (await phone.say("who is this?", MAX)).text
    await phone.say("/unlink")
    assert "know anybody" in (await phone.say("/who")).text


@row
async def what_was_taught_and_is_edited_is_asked_about_first(stage: Stage) -> None:
    anna = stage.person("anna")
    await anna.say("remember Bella, she is my cat")
    asked = await anna.edit("remember Betty, she is my cat")
    assert "Bella" in asked.text
    await anna.press(asked, asked.labels[0])
    gallery = (await anna.say("/who")).text
    assert "Betty" in gallery
    assert "Bella" not in gallery


# What goes wrong


@row
async def an_update_that_comes_twice_is_answered_once(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await stage.repeat()
    assert await anna.heard_nothing()
    assert "1 photo" in (await anna.say("/about Max")).text


@row
async def a_pause_the_app_asks_for_delays_the_answer_and_loses_nothing(stage: Stage) -> None:
    anna = stage.person("anna")
    stage.hold_up(1)
    assert "know anybody" in (await anna.say("/who")).text
    assert await anna.heard_nothing()


@row
async def a_chat_that_blocked_it_is_given_up_and_the_others_go_on(stage: Stage) -> None:
    anna, bob = await _knows_max(stage), stage.person("bob")
    await anna.begin("who is this?", MAX)
    await anna.block()
    await anna.begin("/who")
    assert "know anybody" in (await bob.say("/who")).text
    await _until(lambda: stage.waiting == 0)


@row
async def a_process_that_dies_while_it_thinks_is_answered_once_by_the_next(stage: Stage) -> None:
    anna = await _knows_max(stage)
    stage.familiar.generator.pause = 0.3
    await anna.begin("who is this?", MAX)
    await _until(lambda: stage.familiar.generator.answering)
    await stage.restart()
    stage.familiar.generator.pause = 0
    assert "Max" in (await anna.hear()).text
    assert await anna.heard_nothing()
    assert stage.waiting == 0


@row
async def what_was_said_while_no_process_ran_is_answered_in_its_order(stage: Stage) -> None:
    anna = stage.person("anna")
    stage.familiar.generator.pause = 0.2
    await anna.begin("who is afraid of thunder?")
    await anna.begin("this is my dog Max", MAX)
    await anna.begin("/who")
    await stage.restart()
    heard = [await anna.hear() for _ in range(3)]
    assert "this is your dog Max" in heard[1].text
    assert "Max, your dog" in heard[2].text
    assert await anna.heard_nothing()


@row
async def nobody_waits_for_somebody_elses_answer(stage: Stage) -> None:
    anna, bob = stage.person("anna"), stage.person("bob")
    stage.familiar.generator.pause = 1.5
    await anna.begin("who is this?", STRANGER)
    await _until(lambda: stage.familiar.generator.answering)
    assert "know anybody" in (await bob.say("/who")).text
    assert stage.familiar.generator.answering
    await anna.hear()


@row
async def a_question_that_was_edited_is_answered_again(stage: Stage) -> None:
    anna = await _knows_max(stage)
    await anna.say("/about Bella")
    assert "Max, your dog" in (await anna.edit("/about Max")).text


@row
async def each_person_is_answered_in_the_language_they_chose(stage: Stage) -> None:
    anna, bob = stage.person("anna"), stage.person("bob")
    offered = await anna.say("/language")
    assert offered.labels == ("English", "Deutsch", "Español", "Français")
    assert "Ab jetzt spreche ich Deutsch" in (await anna.press(offered, "Deutsch")).text
    assert "Ich kenne noch niemanden" in (await anna.say("/who")).text
    assert "know anybody" in (await bob.say("/who")).text
