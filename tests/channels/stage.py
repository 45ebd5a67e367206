"""Stage: one app with people in it, whichever app it is. The scenario table is written against it alone.

What an app does not have (a page has no groups) raises NotImplementedError; the table's row is then not for that app.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.fakes.chat import Chat


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody sees of one answer of the bot: all that came for it, once it is final."""

    text: str  # of every part, joined by newlines
    pictures: tuple[bytes, ...] = ()
    labels: tuple[str, ...] = ()  # of the buttons
    files: tuple[tuple[str, bytes], ...] = ()
    handle: object = None  # the app's own message, to reply to and to press


class Talker(Protocol):
    """One person in one chat."""

    async def say(self, text: str = "", *photos: bytes, reply_to: Shown | None = None) -> Shown:
        """Say something to the bot (in a group: addressed to it) and wait for the final answer."""

    async def begin(self, text: str = "", *photos: bytes) -> None:
        """Say something to the bot and do not wait; returns once the bot has accepted it."""

    async def hear(self) -> Shown:
        """Wait for the next final answer that was not heard yet."""

    async def edit(self, text: str) -> Shown:
        """Change the words of what was said last, and wait for what comes of it."""

    async def post(self, *photos: bytes) -> Shown:
        """Show photos to everybody in a group, not to the bot; what is returned can be replied to."""

    async def murmur(self, text: str = "", *photos: bytes) -> None:
        """Say something in a group that is not addressed to the bot; returns once the bot has seen it."""

    async def press(self, shown: Shown, label: str) -> Shown:
        """Press a button and wait for what comes of it."""

    async def poke(self, shown: Shown, label: str) -> str:
        """Press a button that is somebody else's; the line that the app shows to the one who pressed."""

    async def heard_nothing(self) -> bool:
        """Whether the bot has said nothing to this chat since the last answer."""

    async def block(self) -> None:
        """From now on the bot can't send anything here."""


class Stage(Protocol):
    """The app. Everybody on it has an account of their own; display names may be the same."""

    @property
    def app(self) -> str:
        """ "page", "telegram" or "discord"."""

    @property
    def familiar(self) -> Chat:
        """Who is talked to: the conversation's fakes (eyes, voice, memory). They outlive a restart."""

    @property
    def waiting(self) -> int:
        """Letters that were accepted and are not answered."""

    def person(self, account: str, shown: str = "") -> Talker:
        """A person in their private chat with the bot."""

    def group(self, name: str, *members: str, admin: str = "") -> Mapping[str, Talker]:
        """A group with the bot in it; its members by account. Not every app has groups: raises NotImplementedError."""

    async def repeat(self) -> None:
        """The app delivers its newest update once more; returns once the bot has seen it."""

    def hold_up(self, seconds: float) -> None:
        """The app refuses the bot's next sending and asks for a pause of this many seconds."""

    async def restart(self) -> None:
        """The process ends as if killed, in the middle of whatever it does, and another one takes over."""
