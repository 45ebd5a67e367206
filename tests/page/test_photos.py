"""Photos on their way in, by every way a browser has; and pictures on their way out."""

import base64
import io
import random
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# Fires the events a browser fires when somebody pastes, or drops, the files that stand in base64.
ARRIVE = """
([how, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  const box = document.querySelector("textarea");
  const event = (type) => new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true });
  if (how === "paste") {
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
  } else {
    box.dispatchEvent(event("dragenter"));
    box.dispatchEvent(event("drop"));
  }
}
"""


async def arrive(anna: Visitor, how: str, *photos: Path) -> None:
    files = [[photo.name, base64.b64encode(photo.read_bytes()).decode()] for photo in photos]
    await anna.page.evaluate(ARRIVE, [how, files])


async def test_several_photos_by_button_are_seen_before_they_are_sent(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.attach(photos["max"], photos["bella"])
    thumbnails = anna.page.get_by_role("list", name="Photos to send").get_by_role("listitem")
    await expect(thumbnails).to_have_count(2)
    await anna.attach(photos["max"])
    await expect(thumbnails).to_have_count(3)
    await anna.page.get_by_role("button", name="Remove photo 2").click()
    await expect(thumbnails).to_have_count(2)
    await anna.page.keyboard.press("Enter")
    await anna.hears("I see 2 photos.")
    await expect(anna.sayings.last.locator("img")).to_have_count(2)
    await expect(thumbnails).to_have_count(0)


@pytest.mark.parametrize("how", ["paste", "drop"])
async def test_photos_arrive_by_paste_and_by_drop(anna: Visitor, photos: dict[str, Path], how: str) -> None:
    await arrive(anna, how, photos["max"], photos["bella"])
    await expect(anna.page.locator(".drop")).to_have_count(0)
    await anna.page.keyboard.press("Enter")
    await anna.hears("I see 2 photos.")


async def test_a_phone_offers_its_camera(cleo: Visitor) -> None:
    async with cleo.page.expect_file_chooser() as chooser:
        await cleo.page.get_by_role("button", name="Take a photo").click()
    assert await (await chooser.value).element.get_attribute("capture") == "environment"


async def test_a_file_that_is_too_large_gets_a_sentence(anna: Visitor, tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(bytes(21 * 1024 * 1024))
    await anna.attach(huge)
    await expect(anna.page.get_by_role("alert")).to_contain_text(
        "huge.jpg has 22 MB; please send one of 20 MB or less."
    )
    await expect(anna.page.get_by_role("button", name="Send")).to_be_disabled()


async def test_what_is_no_picture_gets_a_sentence(anna: Visitor, tmp_path: Path) -> None:
    letter, broken = tmp_path / "letter.txt", tmp_path / "broken.jpg"
    letter.write_text("Dear Max")
    broken.write_bytes(b"\xff\xd8\xff not really")
    await anna.attach(letter)
    await expect(anna.page.get_by_role("alert")).to_contain_text("I can only look at pictures, and letter.txt is none.")
    await anna.say("who is this?", broken)
    await anna.hears("I can't read that as a picture.")
    await expect(anna.sayings.last.locator("img")).to_have_count(0)


async def test_a_photo_from_a_good_camera_travels_small(anna: Visitor, tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(0).randbytes(1600 * 1200 * 3))
    out = io.BytesIO()
    noise.resize((4000, 3000)).save(out, "JPEG", quality=95)
    large = tmp_path / "large.jpg"
    large.write_bytes(out.getvalue())
    assert len(out.getvalue()) > 3_000_000
    async with anna.page.expect_request("**/messages") as sending:
        await anna.say("", large)
    sent = await (await sending.value).header_value("content-length")
    assert int(sent or 0) < len(out.getvalue()) / 2
    await anna.hears("I see 1 photo.")


async def test_words_can_reply_to_a_photo_that_was_sent_before(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.say("", photos["max"])
    await anna.hears("I see 1 photo.")
    await anna.say("say something else")
    await anna.hears("something else")
    await anna.sayings.first.get_by_role("button", name="Reply to this").click()
    await expect(anna.page.get_by_text("Replying to a photo")).to_be_visible()
    await anna.say("this is Rex")
    await anna.hears("I'll remember Rex")
    await expect(anna.replies.last.get_by_role("img", name="Rex, as I keep it")).to_be_visible()


async def test_a_picture_can_be_enlarged(anna: Visitor, photos: dict[str, Path]) -> None:
    await anna.teach("Max", photos["max"])
    await anna.replies.last.get_by_role("button", name="Enlarge: Max, as I keep it").click()
    large = anna.page.get_by_role("dialog", name="Max, as I keep it")
    await expect(large.get_by_role("img")).to_be_visible()
    await anna.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)
