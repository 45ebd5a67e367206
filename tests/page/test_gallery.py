"""The gallery and its cards: what is edited there is said in the chat, and shows at once."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_somebody_new_appears_in_the_gallery(anna: Visitor, photos: dict[str, Path]) -> None:
    await expect(anna.page.get_by_text("Nobody yet.")).to_be_visible()
    await anna.teach("Max", photos["max"])
    await expect(anna.page.get_by_text("Nobody yet.")).to_have_count(0)
    await expect(anna.tiles.locator("img")).to_have_count(1)
    await expect(anna.tiles).to_contain_text("dog")


async def test_a_card_tells_looks_and_facts_and_where_they_came_from(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    await anna.say("Max loves tennis balls")
    await anna.hears("Noted")
    card = await anna.open_card("Max")
    await expect(card.get_by_role("listitem")).to_contain_text("loves tennis balls")
    await expect(card.get_by_role("listitem")).to_contain_text("you told me on")
    await expect(card.get_by_role("img", name="Photo 1: Max, shown on")).to_be_visible()
    await anna.page.keyboard.press("Escape")
    await expect(card).to_have_count(0)


async def test_facts_are_added_and_removed_on_the_card(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    card = await anna.open_card("Max")
    await card.get_by_label("Something new about Max", exact=True).fill("is afraid of thunder")
    await anna.page.keyboard.press("Enter")
    await expect(card.get_by_role("listitem")).to_contain_text("is afraid of thunder")
    await expect(card.get_by_role("status")).to_contain_text("Noted: Max is afraid of thunder.")
    await card.get_by_role("button", name="Remove: is afraid of thunder").click()
    await expect(card.get_by_role("status")).to_contain_text("I took fact 1 of Max away.")
    await card.get_by_text("What was true before (1)").click()
    await expect(card.get_by_role("listitem")).to_contain_text("until")
    await card.get_by_role("button", name="Undo").click()
    await expect(card.get_by_role("button", name="Remove: is afraid of thunder")).to_be_visible()


async def test_names_are_changed_on_the_card_and_in_the_gallery(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    card = await anna.open_card("Max")
    await card.get_by_text("Names").click()
    await card.get_by_label("Another name", exact=True).fill("Maxie")
    await anna.page.keyboard.press("Enter")
    await expect(card).to_contain_text("also called Maxie")
    await card.get_by_text("Names").click()
    await card.get_by_label("New name", exact=True).fill("Maximilian")
    await anna.page.keyboard.press("Enter")
    await expect(card.get_by_role("heading", name="Maximilian")).to_be_visible()
    await expect(anna.tiles).to_contain_text("Maximilian")
    await anna.page.keyboard.press("Escape")
    await expect(anna.sayings.last).to_contain_text("rename Max to Maximilian")


async def test_a_photo_is_removed_and_another_one_added(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    card = await anna.open_card("Max")
    await card.get_by_role("button", name="Remove photo 1").click()
    await expect(card.get_by_role("status")).to_contain_text("I took photo 1 of Max away.")
    await expect(card.get_by_role("img")).to_have_count(0)
    async with anna.page.expect_file_chooser() as chooser:
        await card.get_by_role("button", name="Add a photo").click()
    await (await chooser.value).set_files(photos["bella"])
    await expect(anna.box).to_have_value("this is Max")
    await anna.box.press("Enter")
    await anna.hears("I'll remember Max")
    await expect(anna.tiles.locator("img")).to_have_count(1)


async def test_forgetting_is_confirmed_in_the_chat_and_reaches_what_was_said(
    anna: Visitor, photos: dict[str, Path]
) -> None:
    await anna.teach("Max", photos["max"])
    card = await anna.open_card("Max")
    await card.get_by_role("button", name="Forget Max").click()
    await anna.hears("Shall I forget Max?")
    await expect(anna.tiles).to_have_count(1)
    await anna.page.get_by_role("button", name="Yes, delete").click()
    await anna.hears("Forgotten.")
    await expect(anna.tiles).to_have_count(0)
    await expect(anna.page.get_by_text("I'll remember Max")).to_have_count(0)


async def test_my_data_is_one_click_away(anna: Visitor) -> None:
    await anna.page.get_by_role("button", name="Export everything").click()
    await expect(anna.page.get_by_role("link", name="familiar-export.zip")).to_be_visible()


async def test_the_gallery_slides_over_the_chat_on_a_phone(cleo: Visitor, photos: dict[str, Path]) -> None:
    await cleo.say("remember this is my dog Max", photos["max"])
    await cleo.hears("I'll remember Max")
    await expect(cleo.tiles).to_be_hidden()
    await cleo.page.get_by_role("button", name="Who I know").click()
    await expect(cleo.tiles).to_be_visible()
    await cleo.box.focus()
    await expect(cleo.box).not_to_be_focused()
    await cleo.open_card("Max")
    await cleo.page.keyboard.press("Escape")
    await expect(cleo.tiles).to_be_visible()
    await cleo.page.keyboard.press("Escape")
    await expect(cleo.tiles).to_be_hidden()
