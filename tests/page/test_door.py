"""Who gets in: names, the token, and nobody else's pages."""

import socket

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from bot.web import create_app, serve
from core.errors import Refusal
from tests.page.conftest import TOKEN, Page
from tests.page.scripted import Scripted
from tests.page.visitor import Visitor, new_context

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_name_is_asked_for_and_a_nameless_one_gets_a_sentence(desk: BrowserContext, page: Page) -> None:
    await desk.clear_cookies()
    tab = await desk.new_page()
    await tab.goto(page.url)
    await tab.get_by_label("What should I call you?").fill("<b>!</b>?".replace("b", ""))
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("alert")).to_have_text("Please type a name with at least one letter in it.")
    await tab.close()


async def test_somebody_else_can_take_the_chair(anna: Visitor) -> None:
    await anna.say("say a secret")
    await anna.hears("a secret")
    await anna.page.get_by_label(f"Signed in as {anna.name}").click()
    await anna.page.get_by_role("button", name="Be somebody else").click()
    await expect(anna.page.get_by_label("What should I call you?")).to_be_focused()
    visitor = Visitor(anna.page, f"Not {anna.name}")
    await visitor.come_in()
    await expect(anna.page.get_by_text("a secret")).to_have_count(0)


async def test_the_token_opens_the_page_once_and_leaves_the_address_bar(browser: Browser, gated_page: Page) -> None:
    context = await new_context(browser)
    tab = await context.new_page()
    answer = await tab.goto(gated_page.url)
    assert answer is not None
    assert answer.status == 401
    await tab.get_by_label("Token").fill("let me in")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("alert")).to_have_text("That is not the token.")
    await tab.goto(f"{gated_page.url}/?token={TOKEN}")
    assert tab.url == f"{gated_page.url}/"
    visitor = Visitor(tab, "Anna")
    await visitor.come_in()
    await visitor.say("say I am in")
    await visitor.hears("I am in")
    assert TOKEN not in gated_page.log.read_text()
    await context.close()


async def test_a_port_that_is_taken_is_one_clear_line() -> None:
    app = create_app(Scripted(), secret="s", token="")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is taken"):
            await serve(app, "127.0.0.1", port)
    with pytest.raises(Refusal, match="set FAMILIAR_TOKEN"):
        await serve(app, "0.0.0.0", 0)
