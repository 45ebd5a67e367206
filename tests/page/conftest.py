"""A page in a process of its own, and a real browser to look at it: one of each for the whole run."""

import io
import itertools
import json
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, BrowserContext

from tests.fakes.models import BLUE, RED, Colour, picture
from tests.page.visitor import Visitor, new_context, open_browser, visiting

TOKEN = "open-sesame-open-sesame"
_numbers = itertools.count(1)


@dataclass
class Page:
    """A page that is being served."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    def stop(self) -> int:
        """Interrupt it as Ctrl-C does; its exit status."""
        self.process.terminate()
        return self.process.wait(10)


def start_page(folder: Path, *more: str) -> Page:
    """Serve a page on a free port, with the samples of `folder`; returns once it listens."""
    log = folder / f"log-{next(_numbers)}.txt"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.page", "--samples", str(folder), *more],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    url = process.stdout.readline().strip() if process.stdout else ""
    assert url, log.read_text()
    return Page(url, process, log)


def jpeg(image: Image.Image) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Photos of Max, who is red, and Bella, who is blue; an index makes the folder one of samples."""
    folder = tmp_path_factory.mktemp("photos")
    colours: dict[str, Colour] = {"max": RED, "bella": BLUE}
    for name, colour in colours.items():
        (folder / f"{name}.jpg").write_bytes(jpeg(picture(colour)))
    index = [
        {"file": "max.jpg", "title": "Meet Max", "words": "remember this is my dog Max"},
        {"file": "max.jpg", "title": "Another photo", "words": "who is this?"},
    ]
    (folder / "index.json").write_text(json.dumps(index))
    return {name: folder / f"{name}.jpg" for name in colours}


@pytest.fixture(scope="session")
def page(photos: dict[str, Path]) -> Generator[Page]:
    """A page for localhost, without a token."""
    served = start_page(photos["max"].parent)
    yield served
    served.stop()


@pytest.fixture(scope="session")
def gated_page(photos: dict[str, Path]) -> Generator[Page]:
    """A page that opens with a token."""
    served = start_page(photos["max"].parent, "--token", TOKEN)
    yield served
    served.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desk(browser: Browser) -> BrowserContext:
    """A browser on a desk. Scripts are fetched once; who is signed in changes with every test."""
    return await new_context(browser)


@pytest_asyncio.fixture(loop_scope="session")
async def anna(desk: BrowserContext, page: Page) -> AsyncGenerator[Visitor]:
    """Somebody new at the page, signed in."""
    async with visiting(desk, page.url, f"Anna {next(_numbers)}") as visitor:
        yield visitor


@pytest_asyncio.fixture(loop_scope="session")
async def bob(browser: Browser, page: Page) -> AsyncGenerator[Visitor]:
    """Somebody else at the page, in another browser."""
    async with visiting(await new_context(browser), page.url, f"Bob {next(_numbers)}") as visitor:
        yield visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def phone(browser: Browser) -> BrowserContext:
    """The browser of a phone."""
    return await new_context(browser, phone=True)


@pytest_asyncio.fixture(loop_scope="session")
async def cleo(phone: BrowserContext, page: Page) -> AsyncGenerator[Visitor]:
    """Somebody at the page with a phone, at night."""
    async with visiting(phone, page.url, f"Cleo {next(_numbers)}") as visitor:
        yield visitor
