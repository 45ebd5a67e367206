"""Channel: what an app has to be able to do for Familiar. Everything else about a turn is the same in every app.

A channel accepts updates (`bot.inbox.Inbox.accept`) and is then asked, one letter at a time, what was said and to bring
the reply. It holds no rules: who is known, who may teach and what is answered is the conversation's.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.messages import Choice, File, Message, Picture, Reply


@dataclass(frozen=True, slots=True)
class Letter:
    """One update, as it was accepted: it is kept until it is answered."""

    channel: str
    update: str  # the app's own id; unique within the channel
    chat: str  # with its channel, "telegram:-100123:7"; letters of one chat are answered in the order they came
    group: str  # the owner of the chat's memory, "telegram:-100123"; the chat itself where there are no topics
    payload: bytes  # in the channel's own words; at most `bot.inbox.MOST_PAYLOAD` bytes
    album: str | None = None  # letters of one album are one message
    accepted: datetime | None = None
    shown: str | None = None  # the app's id of a growing answer that was begun for it; the reply takes its place
    replied: bool = False  # a reply was made and is on its way
    previous: str | None = None  # the app's id of what was brought to this chat last


@dataclass(frozen=True, slots=True)
class Part:
    """What goes out in one call of the app."""

    text: str = ""
    pictures: tuple[Picture, ...] = ()
    choices: tuple[Choice, ...] = ()
    files: tuple[File, ...] = ()
    is_private: bool = False


class Gone(Exception):
    """Nothing can be sent there any more: blocked, left, deleted, or never allowed."""


class Unreachable(Exception):
    """The app can't be reached, or did not answer; what was sent may or may not have arrived."""


class Moved(Exception):
    """The group goes on under another id."""

    def __init__(self, group: str, old: str | None = None) -> None:
        """`group`: the new owner id, "telegram:-100123"; `old`: the one before, where the letter does not tell."""
        super().__init__("moved")
        self.group, self.old = group, old


Keep = Callable[[str], Awaitable[None]]
Ready = Callable[[str], None]  # for a channel that is connected; the line names the account: "Telegram: @familiar_bot"


class Preview(Protocol):
    """The answer while it grows. Cosmetic: it may show any or none of what it gets."""

    def show(self, text: str) -> None:
        """The reply so far. Returns at once; the newest text wins."""


class Channel(Protocol):
    """One app. All of it may raise Gone, Moved and Unreachable; nothing else that is to be expected."""

    @property
    def name(self) -> str:
        """What stands before the colon of its accounts and chats: "telegram"."""

    async def read(self, letters: Sequence[Letter]) -> Message | Reply | None:
        """What was said, pictures fetched: one letter, or all of an album, oldest first.

        The message's `update` is that of the first. A Reply is brought as it is, without a conversation ("That file is
        too large for me"). None: not for us.
        """

    def parts(self, reply: Reply) -> list[Part]:
        """The reply in pieces that the app takes; long words are split at the ends of sentences, never cut."""

    async def send(self, letter: Letter, part: Part, key: str) -> str:
        """Bring one part and return the app's id for it. `key` is the same for every attempt at this part.

        Waits for its turn in the chat's budget, and as long as the app asks for. Never sheds.
        """

    def mark(self, letter: Letter) -> str:
        """Where the app stands now, before a part is sent; `arrived` gets it back, perhaps in another process."""

    async def arrived(self, letter: Letter, part: Part, key: str, mark: str) -> str | None:
        """The id of a part whose sending broke off, where it did arrive; asked before it is sent again."""

    def preview(self, letter: Letter, keep: Keep) -> AbstractAsyncContextManager[Preview]:
        """Show that an answer is being made, until the block ends.

        Where a message grows in place, its id goes to `keep` at once and comes back as `Letter.shown`, also after a
        crash; the first part that is sent replaces its words.
        """

    async def run(self, ready: Ready) -> None:
        """Receive until cancelled; calls `ready` once the app has accepted us. Raises Refusal for a wrong token."""
