"""What the page looks like, and that it can be used without a mouse."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# The tags of everything that sticks out at the right, or is cut off there, apart from rows that are meant to scroll.
TOO_WIDE = """
() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest(".sample-row, .unseen, .rail-place"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5
    || (each.matches(".bubble, .words, h1, h2, p") && each.scrollWidth > each.clientWidth + 1))
  .map((each) => each.tagName + "." + each.className)
"""
# The markup of everything that can be pressed or filled in, and says nothing to those who can't see it.
NAMELESS = """
() => [...document.querySelectorAll("button, a, input:not([hidden]), textarea, summary, img")]
  .filter((each) => each.checkVisibility())
  .filter((each) => !(each.ariaLabel || each.innerText?.trim() || each.hasAttribute("alt") || each.labels?.length))
  .map((each) => each.outerHTML)
"""


async def background(visitor: Visitor) -> str:
    return str(await visitor.page.evaluate("getComputedStyle(document.body).backgroundColor"))


async def fits(visitor: Visitor) -> bool:
    assert await visitor.page.evaluate(TOO_WIDE) == []
    return bool(await visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_nothing_sticks_out_at_390_pixels(cleo: Visitor, photos: dict[str, Path]) -> None:
    assert await fits(cleo)
    await cleo.say("say " + "averylongwordwithoutanyspace" * 8, photos["max"], photos["bella"], photos["max"])
    await cleo.hears("averylongword")
    await cleo.say("who is this?", photos["max"])
    await cleo.hears("Is that right?")
    assert await fits(cleo)
    await cleo.say("remember this is my dog Maximiliana", photos["max"])
    await cleo.hears("I'll remember")
    await cleo.page.get_by_role("button", name="Who I know").click()
    await cleo.open_card("Maximiliana")
    assert await fits(cleo)


async def test_everything_has_a_name_for_those_who_cannot_see_it(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    await anna.say("who is this?", photos["max"])
    await anna.hears("Is that right?")
    await anna.attach(photos["max"])
    assert await anna.page.evaluate(NAMELESS) == []
    await anna.open_card("Max")
    assert await anna.page.evaluate(NAMELESS) == []


async def test_replies_are_read_out_once_they_are_whole(anna: Visitor) -> None:
    await anna.say("slowly one two three")
    heard = anna.page.locator(".chat > [aria-live=polite]")
    await expect(heard).to_have_text("Familiar is typing")
    await expect(anna.replies.last).to_contain_text("one")
    await expect(heard).to_have_text("Familiar is typing")
    await expect(heard).to_have_text("one two three")


async def test_it_is_dark_when_the_system_is_and_bright_when_asked(anna: Visitor, cleo: Visitor) -> None:
    bright, dark = await background(anna), await background(cleo)
    assert bright != dark
    await cleo.page.get_by_role("button", name="Light or dark").click()
    assert await background(cleo) == bright
    await cleo.page.reload()
    await expect(cleo.box).to_be_visible()
    assert await background(cleo) == bright


async def test_the_keyboard_is_enough(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.say("who is this?", photos["max"])
    await anna.hears("Is that right?")
    await expect(anna.box).to_be_focused()
    for _ in range(12):  # from the box back up to the answers
        await anna.page.keyboard.press("Shift+Tab")
        if await anna.page.evaluate("document.activeElement.innerText") == "No":
            break
    assert await anna.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await anna.page.keyboard.press("Enter")
    await anna.hears("You pressed no.")
    for _ in range(30):  # and on to the gallery
        await anna.page.keyboard.press("Shift+Tab")
        if await anna.page.evaluate("document.activeElement.innerText") == "Undo the last change":
            break
    await anna.page.keyboard.press("Enter")
    await anna.hears("Undone")


async def test_the_reader_who_scrolled_up_is_left_there(anna: Visitor) -> None:
    await anna.say("say " + "\n".join(f"line {number}" for number in range(60)))
    await anna.hears("line 59")
    await anna.page.get_by_role("log").hover()
    await anna.page.mouse.wheel(0, -600)
    newest = anna.page.get_by_role("button", name="Newest")
    await expect(newest).to_be_visible()
    await newest.click()
    await expect(newest).to_be_hidden()
    await expect(anna.replies.last.locator("time")).to_be_in_viewport()


async def test_nothing_is_fetched_from_elsewhere(anna: Visitor) -> None:
    fetched: list[str] = []
    anna.page.on("request", lambda request: fetched.append(request.url))
    await anna.page.reload()
    await expect(anna.box).to_be_visible()
    await anna.page.get_by_role("button", name="Meet Max").click()
    await anna.hears("I'll remember Max")
    home = anna.page.url.rstrip("/")
    strangers = [url for url in fetched if not url.startswith((home, home.replace("http", "ws"), "data:", "blob:"))]
    assert fetched
    assert strangers == []
