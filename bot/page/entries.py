"""What a room holds and tells: bubbles, what is in them, and what a person says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.page.talks import GalleryEntry
from core.messages import Choice


class State(StrEnum):
    """How far an answer is. What a person says is done at once."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its address, and words for those who can't see it."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file with its address; `size` in bytes."""

    url: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One bubble of the chat."""

    id: str
    is_mine: bool
    text: str
    at: datetime
    pictures: tuple[Shown, ...] = ()
    files: tuple[Download, ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: str | None = None  # the value of the choice that was pressed
    state: State = State.DONE


@dataclass(frozen=True, slots=True)
class Saying:
    """What a person sends, whichever way. The same `update` is said only once."""

    update: str
    text: str = ""
    photos: tuple[bytes, ...] = ()
    quoted: tuple[bytes, ...] = ()
    choice: Choice | None = None


class Watcher(Protocol):
    """A tab that shows a room."""

    def on_entry(self, entry: Entry) -> None:
        """An entry is new, or has changed."""

    def on_gone(self, entry: str) -> None:
        """The entry with this id is no longer part of the chat."""

    def on_known(self, known: Sequence[GalleryEntry]) -> None:
        """Who is known may have changed."""
