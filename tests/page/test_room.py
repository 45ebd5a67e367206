"""Rooms, media and people, without a browser."""

import asyncio
import io
from collections.abc import Sequence

import pytest
from PIL import Image

from bot.page.entries import Entry, Saying, State
from bot.page.media import Media, response_of
from bot.page.people import person_called
from bot.page.room import OOPS, Room, Rooms
from bot.page.talks import GalleryEntry
from core.errors import BadInput
from core.messages import Choice
from tests.page.scripted import Scripted

ANNA, BOB = person_called("Anna"), person_called("Bob")


class Tab:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.gone: list[str] = []
        self.known: Sequence[GalleryEntry] = ()

    def on_entry(self, entry: Entry) -> None:
        self.entries.append(entry)

    def on_gone(self, entry: str) -> None:
        self.gone.append(entry)

    def on_known(self, known: Sequence[GalleryEntry]) -> None:
        self.known = known


def room() -> tuple[Room, Scripted]:
    talks = Scripted()
    return Room(ANNA, talks, Media()), talks


def red() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


async def said(room: Room, text: str, update: str, *photos: bytes) -> Entry:
    entry = await room.answered(room.say(Saying(update, text, photos)))
    assert entry is not None
    await settle()
    return entry


async def settle() -> None:
    """Let what follows an answer happen: the gallery is read again."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_message_that_is_sent_twice_is_answered_once() -> None:
    chat, talks = room()
    first = chat.say(Saying("1", "say hello"))
    assert chat.say(Saying("1", "say hello")) == first
    await chat.answered(first)
    assert chat.say(Saying("1", "say hello")) == first
    assert talks.heard == 1
    assert len(chat.entries) == 2


async def test_the_conversation_hears_how_somebody_is_called() -> None:
    chat, talks = room()
    await said(chat, "say hello", "1")
    assert talks.shown == ANNA.name


async def test_a_choice_is_sent_once_and_shown_as_its_label() -> None:
    chat, talks = room()
    asked = await said(chat, "who is this?", "1", red())
    assert asked.choices[0] == Choice("Yes", "yes")
    chat.choose(asked.id, "yes")
    chat.choose(asked.id, "no")
    chat.choose(asked.id, "maybe")
    await chat.answered(chat.entries[-1].id)
    assert talks.heard == 2
    assert [entry.text for entry in chat.entries[2:]] == ["Yes", "You pressed yes."]


async def test_every_tab_sees_an_answer_grow() -> None:
    chat, _ = room()
    here, there = Tab(), Tab()
    leave = chat.watch(here)
    chat.watch(there)
    await said(chat, "say one two", "1")
    assert [(e.text, e.state) for e in here.entries if not e.is_mine] == [
        ("", State.WAITING),
        ("one", State.WRITING),
        ("one two", State.WRITING),
        ("one two", State.WRITING),
        ("one two", State.DONE),
    ]
    leave()
    await said(chat, "say three", "2")
    assert len(there.entries) > len(here.entries)


async def test_a_bug_is_apologised_for_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    chat, _ = room()
    assert (await said(chat, "break down", "1")).text == OOPS
    assert "RuntimeError" in caplog.text
    assert "break down" not in caplog.text
    assert not chat.is_busy


async def test_an_outage_leaves_the_gallery_as_it_was_and_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    chat, _ = room()
    await said(chat, "remember this is my dog Max", "1", red())
    assert len(chat.known) == 1
    await said(chat, "outage", "2")
    assert len(chat.known) == 1
    assert "Could not refresh a chat: StoreDown" in caplog.text


async def test_a_room_is_found_as_it_was_left_after_a_restart() -> None:
    before, talks = room()
    await said(before, "say hello", "1")
    after = Room(ANNA, talks, Media())
    await after.open()
    await after.open()
    assert [entry.text for entry in after.entries] == ["say hello", "hello"]
    stranger = Room(BOB, talks, Media())
    await stranger.open()
    assert stranger.entries == ()


async def test_what_the_store_forgot_is_gone_from_the_chat_and_its_pictures_too() -> None:
    chat, _ = room()
    tab = Tab()
    chat.watch(tab)
    taught = await said(chat, "remember this is my dog Max", "1", red())
    picture = taught.pictures[0].url
    question = await said(chat, "forget Max", "2")
    chat.choose(question.id, "yes")
    await chat.answered(chat.entries[-1].id)
    await settle()
    assert taught.id in tab.gone
    assert "Max" not in " ".join(entry.text for entry in chat.entries)
    assert chat._media.at(ANNA.id, [picture]) == ()
    assert list(tab.known) == []


async def test_a_stopped_answer_stays_as_far_as_it_came() -> None:
    chat, _ = room()
    answer = chat.say(Saying("1", "slowly one two three four"))
    await asyncio.sleep(0.4)
    chat.stop()
    stopped = await chat.answered(answer)
    assert stopped is not None
    assert (stopped.text, stopped.state) == ("one (stopped)", State.STOPPED)


async def test_rooms_that_nobody_looks_at_are_given_up_one_day() -> None:
    rooms = Rooms(Scripted(), Media())
    first = rooms.of(ANNA)
    assert rooms.of(person_called(" anna ")) is first
    watched = rooms.of(BOB)
    watched.watch(Tab())
    for number in range(300):
        rooms.of(person_called(f"visitor {number}"))
    assert rooms.of(BOB) is watched
    assert rooms.of(ANNA) is not first


def test_media_belong_to_one_person_and_the_oldest_makes_room() -> None:
    media = Media(most_bytes=100)
    first = media.put("web:anna", b"a" * 60)
    key = first.removeprefix("/media/")
    assert media.get("web:anna", key)
    assert media.get("web:bob", key) is None
    media.put("web:anna", b"b" * 60)
    assert media.get("web:anna", key) is None


def test_a_file_is_saved_and_never_shown() -> None:
    media = Media()
    address = media.put("web:anna", b"<script>", name='ev"il\r\n.html')
    kept = media.get("web:anna", address.removeprefix("/media/"))
    assert kept is not None
    answer = response_of(kept)
    assert answer.media_type == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''ev%22il%0D%0A.html"


@pytest.mark.parametrize(
    ("typed", "person", "name"),
    [
        ("Anna", "web:anna", "Anna"),
        ("  anna  MARIA ", "web:anna-maria", "anna MARIA"),
        ("李雷", "web:李雷", "李雷"),
        ("O'Neil:admin/../x", "web:o-neil-admin-x", "O'Neil:admin/../x"),
        ("Ａｎｎａ", "web:anna", "Ａｎｎａ"),
        ("An\u202ena", "web:anna", "Anna"),
        ("a" * 99, "web:" + "a" * 40, "a" * 40),
    ],
)
def test_a_name_makes_a_person(typed: str, person: str, name: str) -> None:
    assert (person_called(typed).id, person_called(typed).name) == (person, name)


@pytest.mark.parametrize("typed", ["", "   ", "🐶", "\u202e", "---"])
def test_a_name_without_a_letter_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="at least one letter"):
        person_called(typed)
