"""The page as a stage of the scenario table: everybody has a browser, and sees what stands there."""

from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from playwright.async_api import Browser

from bot.page.talks import GalleryEntry
from core.messages import Message, Reply
from core.ports import Card
from core.turns import Turn
from tests.channels.stage import Shown, Talker
from tests.fakes.chat import Chat
from tests.page.talk import Heard, download, press, say
from tests.page.visitor import Visitor, new_context, visiting


class Current:
    """The conversation of the scenario that is on. NiceGUI keeps one page a process, so the page outlives them."""

    def __init__(self) -> None:
        self.familiar = Chat()

    def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """As a conversation does."""
        return self.familiar.conversation.handle(message)

    async def gallery(self, person: str) -> Sequence[GalleryEntry]:
        """As a conversation does."""
        return await self.familiar.conversation.gallery(person)

    async def card(self, person: str, concept: UUID) -> Card | None:
        """As a conversation does."""
        return await self.familiar.conversation.card(person, concept)

    async def recent(self, person: str, chat: str, limit: int) -> list[Turn]:
        """As a conversation does."""
        return await self.familiar.conversation.recent(person, chat, limit)


@dataclass
class PageStage:
    """One scenario's people at the page."""

    browser: Browser
    url: str
    familiar: Chat
    stack: AsyncExitStack
    folder: Path
    app: str = "page"
    waiting: int = 0  # nobody queues at the page: a browser that is gone says it again

    def person(self, account: str, shown: str = "") -> Talker:
        """Somebody with a browser of their own. The page knows people by the name they came in with."""
        if shown:
            raise NotImplementedError("the page has no display names: the name is the account")
        return AtThePage(self, account)

    def group(self, name: str, *members: str, admin: str = "") -> dict[str, Talker]:
        """There is none."""
        raise NotImplementedError("the page has no groups")

    async def repeat(self) -> None:
        """Never happens: the page's own scripts send each message once."""
        raise NotImplementedError("the page repeats nothing")

    def hold_up(self, seconds: float) -> None:
        """Nobody rations the page."""
        raise NotImplementedError("nobody rations the page")

    async def restart(self) -> None:
        """In tests/page/test_chat.py: what a browser sees of it is another thing than in an app."""
        raise NotImplementedError("a page that restarts is reloaded")


@dataclass
class AtThePage:
    """One person, whose browser opens with the first thing they say."""

    stage: PageStage
    account: str
    _visitor: list[Visitor] = field(default_factory=list)
    _heard: int = 0

    async def say(self, text: str = "", *photos: bytes, reply_to: Shown | None = None) -> Shown:
        """Type, attach, send."""
        if reply_to:
            raise NotImplementedError("nobody replies to a message at the page")
        files = []
        for number, photo in enumerate(photos):
            files.append(self.stage.folder / f"{number}.jpg")
            files[-1].write_bytes(photo)
        return await self._shown(say(await self._there(), text, *files))

    async def press(self, shown: Shown, label: str) -> Shown:
        """Click a button under the newest reply."""
        return await self._shown(press(await self._there(), label))

    async def heard_nothing(self) -> bool:
        """Another reply would stand below the last one."""
        return await (await self._there()).replies.count() == self._heard

    async def begin(self, text: str = "", *photos: bytes) -> None:
        """One waits for the answer at the page."""
        raise NotImplementedError("at the page the answer stands below the question")

    async def hear(self) -> Shown:
        """As `begin`."""
        raise NotImplementedError("at the page the answer stands below the question")

    async def edit(self, text: str) -> Shown:
        """What was sent stays."""
        raise NotImplementedError("nothing is edited at the page")

    async def post(self, *photos: bytes) -> Shown:
        """There are no others."""
        raise NotImplementedError("the page has no groups")

    async def murmur(self, text: str = "", *photos: bytes) -> None:
        """There are no others."""
        raise NotImplementedError("the page has no groups")

    async def poke(self, shown: Shown, label: str) -> str:
        """There are no others."""
        raise NotImplementedError("the page has no groups")

    async def block(self) -> None:
        """One closes it."""
        raise NotImplementedError("nobody blocks a page")

    async def _there(self) -> Visitor:
        if not self._visitor:
            context = await self.stage.stack.enter_async_context(await new_context(self.stage.browser))
            visitor = await self.stage.stack.enter_async_context(visiting(context, self.stage.url, self.account))
            self._visitor.append(visitor)
        return self._visitor[0]

    async def _shown(self, heard: Awaitable[Heard]) -> Shown:
        what, visitor = await heard, await self._there()
        self._heard, pictures = await visitor.replies.count(), []
        for image in await visitor.replies.last.locator(".pictures img").all():
            answer = await visitor.page.request.get(self.stage.url + str(await image.get_attribute("src")))
            pictures.append(await answer.body())
        files = [(name, await download(visitor, name)) for name in what.files]
        return Shown(what.text, tuple(pictures), what.choices, tuple(files))
