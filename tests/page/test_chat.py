"""The chat, as a person at a real browser finds it."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.async_api import BrowserContext, expect

from tests.page.conftest import Page, start_page
from tests.page.visitor import Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_reply_can_be_read_while_it_is_written(anna: Visitor) -> None:
    await anna.say("slowly one two three four five six seven")
    await expect(anna.page.get_by_role("img", name="Familiar is typing").last).to_be_visible()
    await expect(anna.replies.last).to_contain_text("one two")
    assert "seven" not in await anna.replies.last.inner_text()
    await anna.hears("one two three four five six seven")


async def test_an_answer_can_be_stopped(anna: Visitor) -> None:
    await anna.say("slowly " + "on and on " * 30)
    await expect(anna.replies.last).to_contain_text("on and on")
    await anna.page.get_by_role("button", name="Stop").click()
    await anna.hears("(stopped)")
    await anna.say("say still here")
    await anna.hears("still here")


async def test_shift_enter_breaks_the_line_and_enter_sends(anna: Visitor) -> None:
    await anna.box.fill("say first")
    await anna.page.keyboard.press("Shift+Enter")
    await anna.page.keyboard.type("second")
    await expect(anna.sayings).to_have_count(0)
    await anna.page.keyboard.press("Enter")
    await anna.hears("first\nsecond")
    await expect(anna.box).to_have_value("")


async def test_what_was_sent_in_a_hurry_is_answered_in_order(anna: Visitor) -> None:
    for word in ("one", "two", "three"):
        await anna.say(f"say {word}")
    await expect(anna.replies).to_have_count(3)
    await anna.hears("three")
    assert [text.split("\n")[0] for text in await anna.replies.all_inner_texts()] == ["one", "two", "three"]


async def test_markup_in_a_reply_is_shown_as_it_was_written(anna: Visitor) -> None:
    wicked = "<img src=x onerror=\"document.title='owned'\"> <b>bold</b> **stars** {{ 7*7 }} `x` ${1} </script>"
    await anna.say(f"say {wicked}")
    await anna.hears(wicked)
    await anna.page.reload()
    await anna.hears(wicked)
    assert await anna.replies.last.locator(".words b, .words img, .words strong").count() == 0
    assert await anna.page.title() == "Familiar"


async def test_a_choice_is_made_once(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.say("who is this?", photos["max"])
    await anna.hears("Is that right?")
    other = anna.page.get_by_role("button", name="Someone else")
    await other.dblclick()
    await anna.hears("You pressed else.")
    await expect(anna.sayings.last).to_contain_text("Someone else")
    await expect(other).to_have_attribute("aria-pressed", "true")
    await anna.page.get_by_role("button", name="Yes").click(force=True)
    await anna.say("say done")
    await anna.hears("done")
    await expect(anna.replies).to_have_count(3)


async def test_a_file_in_a_reply_can_be_saved(anna: Visitor) -> None:
    await anna.say("/export")
    await anna.hears("familiar-export.zip")
    async with anna.page.expect_download() as download:
        await anna.page.get_by_role("link", name="familiar-export.zip").click()
    saved = await download.value
    assert saved.suggested_filename == "familiar-export.zip"
    assert await read(await saved.path()) == b"PK" + bytes(2_000)


async def read(path: Path) -> bytes:
    return await asyncio.to_thread(path.read_bytes)


async def test_a_bug_costs_one_answer_and_leaves_no_words_in_the_log(anna: Visitor, page: Page) -> None:
    await anna.say("break down")
    await anna.hears("Sorry, something went wrong on my side.")
    await anna.say("say all is well")
    await anna.hears("all is well")
    log = (await read(page.log)).decode()
    assert "RuntimeError" in log
    assert "break down" not in log


async def test_the_chat_is_still_there_after_a_reload_and_so_is_half_a_sentence(anna: Visitor) -> None:
    await anna.say("say hello")
    await anna.hears("hello")
    await anna.box.fill("I was about to")
    await anna.page.reload()
    await anna.hears("hello")
    await expect(anna.box).to_have_value("I was about to")


async def test_two_tabs_show_one_chat(anna: Visitor) -> None:
    other = Visitor(await anna.page.context.new_page(), anna.name)
    await other.page.goto(anna.page.url)
    await expect(other.box).to_be_visible()
    await anna.say("say from the first tab")
    await other.hears("from the first tab")


async def test_two_people_have_two_chats(anna: Visitor, bob: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Rex", photos["max"])
    await bob.page.reload()
    await expect(bob.box).to_be_visible()
    await expect(bob.page.get_by_text("Rex")).to_have_count(0)
    picture = await anna.replies.last.locator("img").first.get_attribute("src") or ""
    address = urljoin(anna.page.url, picture)
    assert (await anna.page.request.get(address)).status == 200
    assert (await bob.page.request.get(address)).status == 404


async def test_a_tab_survives_a_restart_of_the_server(desk: BrowserContext, photos: dict[str, Path]) -> None:
    first = start_page(photos["max"].parent)
    port = first.url.rsplit(":", 1)[1]
    async with visiting(desk, first.url, "Dora") as dora:
        await dora.say("say before")
        await dora.hears("before")
        assert await asyncio.to_thread(first.stop) == 0
        await dora.say("say after")
        await expect(dora.page.get_by_role("alert")).to_contain_text("I can't be reached right now")
        await expect(dora.box).to_have_value("say after")
        second = start_page(photos["max"].parent, "--port", port)
        await expect(dora.replies).to_have_count(0)  # the tab has come back: nothing was stored
        await expect(dora.box).to_have_value("say after")
        await dora.box.press("Enter")
        await dora.hears("after")
        await asyncio.to_thread(second.stop)


async def test_a_sample_is_one_click(anna: Visitor) -> None:
    await expect(anna.page.get_by_role("heading", level=1)).to_have_text(re.compile("Hi Anna .*"))
    await anna.page.get_by_role("button", name="Meet Max").click()
    await anna.hears("I'll remember Max")
    await expect(anna.page.get_by_role("heading", level=1)).to_be_hidden()
    await expect(anna.tiles).to_have_count(1)
    await anna.page.get_by_role("button", name="Sample scenes").click()
    await anna.page.get_by_role("button", name="Another photo").click()
    await anna.hears("I think this is Max")


async def test_suggestions_help_to_begin(anna: Visitor) -> None:
    await expect(anna.page.get_by_role("note")).to_contain_text("I only know drawn beings right now.")
    async with anna.page.expect_file_chooser():
        await anna.page.get_by_role("button", name="Remember my").click()
    await expect(anna.box).to_have_value("Remember, this is my ")
    await anna.page.get_by_role("button", name="What can you do?").click()
    await anna.hears("I remember the friends and pets you show me")
