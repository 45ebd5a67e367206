"""The chat: bubbles, and what they are made of."""

from collections.abc import Callable, Sequence

from nicegui import ui

from bot.page import icons
from bot.page.elements import Composer, Icon, Log, Moment, Tag, button
from bot.page.entries import Download, Entry, Shown, State
from bot.page.room import Room

MOST_LETTERS = 5_000  # that a bubble shows of what a person said; a reply is never cut


class Bubble:
    """One entry on the page, kept up to date."""

    def __init__(self, entry: Entry, room: Room, composer: Composer) -> None:
        self._room = room
        self._composer = composer
        self._entry = entry
        self.row = Tag("article", "entry mine" if entry.is_mine else "entry", data_entry=entry.id)
        self.row.set_attribute("aria-label", "You" if entry.is_mine else "Familiar")
        with self.row:
            if not entry.is_mine:
                Icon(icons.FACE).classes("avatar")
            with Tag("div", "bubble-side"):
                with Tag("div", "bubble") as self._bubble:
                    self._dots = _dots()
                    self._pictures = Tag("div", "pictures")
                    self._text = Tag("p", "words")
                    self._files = Tag("div", "files")
                self._choices = Tag("div", "choices", role="group", aria_label="Answers to choose from")
                with Tag("div", "entry-foot"):
                    Moment(entry.at.isoformat())
                    self._reply = button("quote-it", icon=icons.REPLY, label="Reply to this").on("click", self._quote)
        self._fill(entry, None)

    def update(self, entry: Entry) -> None:
        """Show what the entry has become."""
        before, self._entry = self._entry, entry
        self._fill(entry, before)

    def _fill(self, entry: Entry, before: Entry | None) -> None:
        is_cut = entry.is_mine and len(entry.text) > MOST_LETTERS
        self._text.set_text(entry.text[:MOST_LETTERS] + " …" if is_cut else entry.text)
        self._text.set_visibility(bool(entry.text))
        is_waiting = entry.state is State.WAITING and not entry.text
        self._dots.set_visibility(is_waiting)
        self._bubble.set_visibility(is_waiting or bool(entry.text or entry.pictures or entry.files))
        self._bubble.switch("writing", on=entry.state is State.WRITING)
        self._reply.set_visibility(bool(entry.pictures) and entry.state is State.DONE)
        if before is None or before.pictures != entry.pictures:
            _show_pictures(self._pictures, entry.pictures)
        if before is None or before.files != entry.files:
            _show_files(self._files, entry.files)
        if before is None or (before.choices, before.chosen) != (entry.choices, entry.chosen):
            self._show_choices(entry)

    def _show_choices(self, entry: Entry) -> None:
        self._choices.clear()
        self._choices.set_visibility(bool(entry.choices))
        with self._choices:
            for choice in entry.choices:
                made = button("choice", choice.label)
                if entry.chosen is None:
                    made.on("click", lambda _, value=choice.value: self._room.choose(entry.id, value))
                else:
                    made.set_attribute("aria-disabled", "true")
                    made.set_attribute("aria-pressed", "true" if choice.value == entry.chosen else "false")

    def _quote(self) -> None:
        picture = self._entry.pictures[0].url if self._entry.pictures else ""
        self._composer.quote(self._entry.id, self._entry.text[:80], picture)


class Chat:
    """The chat of a room in one tab."""

    def __init__(self, room: Room, welcome: Callable[[], ui.element], notice: str | None) -> None:
        self._room = room
        self._bubbles: dict[str, Bubble] = {}
        with Tag("section", "chat", aria_label="Chat"):
            if notice:
                _notice(notice)
            with Log() as self._log:
                self._welcome = welcome()
                self._entries = Tag("div", "entries")
            self._heard = Tag("div", "unseen", aria_live="polite", role="status")
            self.foot = Tag("div", "foot")
            with self.foot:
                self.tray = Tag("div", "tray")
                self.composer = Composer().on("stop", room.stop)
        for entry in room.entries:
            self.show(entry)
        self._set_the_scene()

    def show(self, entry: Entry) -> None:
        """An entry that is new, or has changed."""
        if bubble := self._bubbles.get(entry.id):
            bubble.update(entry)
        else:
            with self._entries:
                self._bubbles[entry.id] = Bubble(entry, self._room, self.composer)
            if entry.is_mine:
                self._log.to_end()
        if not entry.is_mine and entry.state is not State.WRITING:
            # Read out whole: a live region that follows a stream would start over with every word.
            self._heard.set_text("Familiar is typing" if entry.state is State.WAITING else entry.text)
        self._set_the_scene()

    def drop(self, entry: str) -> None:
        """An entry that is gone."""
        if bubble := self._bubbles.pop(entry, None):
            bubble.row.delete()
        self._set_the_scene()

    def _set_the_scene(self) -> None:
        self._welcome.set_visibility(not self._bubbles)
        self.composer.set_busy(self._room.is_busy)


def _notice(notice: str) -> None:
    with Tag("div", "notice", role="note"):
        Icon(icons.BULB)
        Tag("p", text=notice)
        button("round small", icon=icons.CLOSE, label="Got it", data_does="dismiss")


def _dots() -> ui.element:
    with Tag("span", "dots", role="img", aria_label="Familiar is typing") as dots:
        for _ in range(3):
            Tag("i")
    return dots


def _show_pictures(place: Tag, pictures: Sequence[Shown]) -> None:
    place.clear()
    place.set_visibility(bool(pictures))
    place.switch("several", on=len(pictures) > 1)
    with place:
        for shown in pictures:
            with Tag("figure"):
                alt = shown.caption or "A picture from Familiar"
                with button("picture", label=f"Enlarge: {alt}", data_does="enlarge"):
                    Tag("img", src=shown.url, alt=alt, decoding="async")
                if shown.caption and len(pictures) > 1:
                    Tag("figcaption", text=shown.caption)


def _show_files(place: Tag, files: Sequence[Download]) -> None:
    place.clear()
    place.set_visibility(bool(files))
    with place:
        for file in files:
            with Tag("a", "file", href=file.url, download=file.name):
                Icon(icons.FILE)
                Tag("span", "file-name", file.name)
                Tag("span", "file-size", _size(file.size))


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
