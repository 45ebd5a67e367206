"""The page as a whole: the head, the gallery at one side, the chat at the other, the welcome before the first word."""

from collections.abc import Sequence

from nicegui import ui

from bot.page import icons, words
from bot.page.card import CardSheet
from bot.page.chat import Chat
from bot.page.elements import Icon, Tag, button
from bot.page.entries import Entry
from bot.page.gallery import Gallery
from bot.page.room import Room
from bot.page.talks import GalleryEntry, Sample

IDEAS = (words.HELP, words.WHO, words.STORED)  # what is sent at once


class Tab:
    """One open page: a room's watcher."""

    def __init__(self, room: Room, samples: Sequence[Sample], notice: str | None) -> None:
        self._room = room
        self._samples = samples
        _head(room, has_samples=bool(samples))
        with Tag("main", "page"):
            rail = Tag("div", "rail-place")
            self._chat = Chat(room, self._welcome, notice)
            sheet = CardSheet(room, self._chat.composer)
            with rail:
                self._gallery = Gallery(room, sheet)
        with self._chat.tray:
            self._strip("Try a scene")
        Tag("div", "veil", data_does="close-gallery", aria_hidden="true")

    def on_entry(self, entry: Entry) -> None:
        """Show it."""
        self._chat.show(entry)

    def on_gone(self, entry: str) -> None:
        """Take it away."""
        self._chat.drop(entry)

    def on_known(self, known: Sequence[GalleryEntry]) -> None:
        """Show them."""
        self._gallery.show(known)

    def _welcome(self) -> ui.element:
        with Tag("section", "welcome") as welcome:
            Icon(icons.FACE).classes("welcome-face")
            Tag("h1", text=f"Hi {self._room.person.name}, whom shall I meet?")
            Tag("p", text="Show me a photo and tell me who that is. I remember, and know them in any photo.")
            self._strip("Try it with a scene of mine")
            with Tag("div", "ideas"):
                teach = button("idea strong", "Remember my …", icon=icons.PLUS)
                teach.on("click", lambda: self._chat.composer.write(words.TEACH, attach=True))
                for idea in IDEAS:
                    button("idea", idea).on("click", lambda _, idea=idea: self._room.speak(idea))
        return welcome

    def _strip(self, title: str) -> None:
        if not self._samples:
            return
        with Tag("section", "samples", aria_label=title):
            Tag("h2", text=title)
            with Tag("div", "sample-row"):
                for sample in self._samples:
                    self._sample(sample)

    def _sample(self, sample: Sample) -> None:
        made = button("sample", data_does="close-samples").on(
            "click", lambda: self._room.speak(sample.words, sample.jpeg)
        )
        with made:
            Tag("img", src=self._room.picture(sample.jpeg), alt="", decoding="async")
            Tag("b", text=sample.title)
            Tag("span", text=f"“{sample.words}”")


def _head(room: Room, *, has_samples: bool) -> None:
    with Tag("header", "top"):
        button("round only-narrow", icon=icons.FRIENDS, label="Who I know", data_does="gallery", aria_expanded="false")
        Icon(icons.FACE).classes("logo")
        Tag("b", "brand", "Familiar")
        if has_samples:
            button("round", icon=icons.SPARKLES, label="Sample scenes", data_does="samples")
        button("round", icon=icons.THEME, label="Light or dark", data_does="theme")
        with Tag("details", "menu"):
            with Tag("summary", aria_label=f"Signed in as {room.person.name}"):
                Tag("span", "initial", room.person.name[:1].upper(), aria_hidden="true")
            with Tag("div", "menu-body"):
                Tag("p", text=f"You are {room.person.name}")
                with Tag("form", method="post", action="/sign-out"):
                    Tag("button", "quiet", "Be somebody else", type="submit")
