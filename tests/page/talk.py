"""One thing said at the page, and the whole reply to it, as it stands there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.async_api import Locator

from tests.page.visitor import Visitor

LONGEST = 180_000  # ms; a small model on a busy machine

# Whether the newest reply is another one than `before`, and whole.
IS_WHOLE = """
(before) => {
  const last = [...document.querySelectorAll(".entry:not(.mine)")].at(-1);
  return last && last.dataset.entry !== before && !last.querySelector(".dots").checkVisibility()
    && !last.querySelector(".writing") && !document.querySelector(".composer [aria-label=Stop]");
}
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply: its words, the captions of its pictures, its buttons and files; seconds from sending to the end."""

    text: str
    pictures: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def is_doubt(self) -> bool:
        """Whether it asks if it is right about somebody."""
        return "Someone else" in self.choices

    @property
    def numbers(self) -> tuple[str, ...]:
        """The buttons, when it asks which of several is meant."""
        return self.choices if all(choice.isdecimal() for choice in self.choices) else ()


async def say(visitor: Visitor, words: str, *photos: Path) -> Heard:
    """Type, and send."""
    return await _heard(visitor, lambda: visitor.say(words, *photos))


async def press(visitor: Visitor, label: str) -> Heard:
    """Press a button under the newest reply."""
    button = visitor.replies.last.locator(".choices").get_by_role("button", name=label, exact=True)
    return await _heard(visitor, button.click)


async def try_sample(visitor: Visitor, title: str) -> Heard:
    """Click one of the sample scenes."""
    sample = visitor.page.locator(".sample:visible").filter(has=visitor.page.locator("b", has_text=title)).first
    if not await sample.is_visible():
        await visitor.page.get_by_role("button", name="Sample scenes").click()
    return await _heard(visitor, sample.click)


async def download(visitor: Visitor, name: str) -> bytes:
    """A file of the newest reply."""
    async with visitor.page.expect_download() as downloading:
        await visitor.replies.last.get_by_role("link", name=name).click()
    saved = await (await downloading.value).path()
    return await asyncio.to_thread(saved.read_bytes)


async def _heard(visitor: Visitor, do: Callable[[], Awaitable[object]]) -> Heard:
    newest = visitor.replies.last
    before = await newest.get_attribute("data-entry") if await visitor.replies.count() else None
    begin = perf_counter()
    await do()
    await visitor.page.wait_for_function(IS_WHOLE, arg=before, timeout=LONGEST)
    seconds = perf_counter() - begin
    words = newest.locator(".words")
    return Heard(
        (await words.inner_text()).strip() if await words.is_visible() else "",
        tuple([str(await image.get_attribute("alt")) for image in await newest.locator(".pictures img").all()]),
        await _texts(newest.locator(".choices button")),
        await _texts(newest.locator(".file-name")),
        seconds,
    )


async def _texts(found: Locator) -> tuple[str, ...]:
    return tuple(text.strip() for text in await found.all_inner_texts())
