"""Somebody at the page, with the few things a person does there."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 30_000  # ms; a busy machine is no reason to fail
expect.set_options(timeout=PATIENCE)


class Visitor:
    """A person with a browser. What the browser complains about ends the test."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def box(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("textbox", name="Message")

    @property
    def replies(self) -> Locator:
        """What Familiar said, oldest first."""
        return self.page.locator(".entry:not(.mine)")

    @property
    def sayings(self) -> Locator:
        """What this person said, oldest first."""
        return self.page.locator(".entry.mine")

    @property
    def tiles(self) -> Locator:
        """Who is in the gallery."""
        return self.page.locator(".tile")

    @property
    def card(self) -> Locator:
        """The card that is open."""
        return self.page.locator("dialog.card[open]")

    async def come_in(self) -> None:
        """Sign in."""
        await self.page.get_by_label("What should I call you?").fill(self.name)
        await self.page.keyboard.press("Enter")
        await expect(self.box).to_be_visible()

    async def say(self, words: str, *photos: Path) -> None:
        """Send a message."""
        if photos:
            await self.attach(*photos)
        await self.box.fill(words)
        await self.page.keyboard.press("Enter")

    async def attach(self, *photos: Path) -> None:
        """Pick photos with the button."""
        async with self.page.expect_file_chooser() as chooser:
            await self.page.get_by_role("button", name="Add photos").click()
        await (await chooser.value).set_files(photos)

    async def hears(self, words: str) -> None:
        """Wait until the newest reply holds these words and is whole."""
        await expect(self.replies.last).to_contain_text(words)
        await expect(self.page.locator(".writing")).to_have_count(0)

    async def teach(self, name: str, photo: Path, kind: str = "dog") -> None:
        """Let Familiar remember somebody."""
        await self.say(f"remember this is my {kind} {name}", photo)
        await self.hears(f"I'll remember {name}")
        await expect(self.tiles.filter(has_text=name)).to_have_count(1)

    async def open_card(self, name: str) -> Locator:
        """Click somebody in the gallery."""
        await self.tiles.filter(has_text=name).click()
        await expect(self.card.get_by_role("heading", name=name)).to_be_visible()
        return self.card


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    """Debian's chromium, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def new_context(browser: Browser, *, phone: bool = False) -> BrowserContext:
    """A browser that nobody used before: a desk by day, or a phone that is 390 px wide at night."""
    return await browser.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 820},
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if phone else "light",
        reduced_motion="reduce",
    )


@asynccontextmanager
async def visiting(context: BrowserContext, url: str, name: str) -> AsyncGenerator[Visitor]:
    """Somebody who has come in, past the door. Whoever used this browser before is gone."""
    await context.clear_cookies()
    await context.request.post(f"{url}/sign-in", form={"name": name}, max_redirects=0)
    visitor = Visitor(await context.new_page(), name)
    await visitor.page.goto(url, wait_until="commit")
    await expect(visitor.box).to_be_visible(timeout=3 * PATIENCE)  # the first one fetches and compiles all scripts
    yield visitor
    await visitor.page.evaluate("localStorage.clear()")
    await visitor.page.close()
    assert visitor.complaints == []
