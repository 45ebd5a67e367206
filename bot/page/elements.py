"""HTML elements for NiceGUI. Text and attributes enter as values, so nothing that somebody wrote becomes markup."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from bot.page.talks import MOST_PHOTOS
from core.photos import MOST_BYTES


class Tag(TextElement):
    """Any HTML element, with plain text in it."""

    def __init__(self, tag: str, look: str = "", text: str = "", **attributes: str) -> None:
        """`look` are CSS classes; an underscore in an attribute's name stands for a dash (`aria_label`)."""
        super().__init__(tag=tag, text=text)
        if look:
            self.classes(look)
        for name, value in attributes.items():
            self.props[name.rstrip("_").replace("_", "-")] = value

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set an attribute, or with None take it away."""
        self.props.set_optional(name, value)

    def switch(self, look: str, *, on: bool) -> None:
        """Add or take away a CSS class."""
        self.classes(add=look) if on else self.classes(remove=look)


class Icon(ui.html):
    """One of our own icons. Never give it words of a person or a model: it is markup."""

    def __init__(self, svg: str) -> None:
        super().__init__(svg, sanitize=False, tag="span")
        self.classes("icon-box")


def button(look: str, text: str = "", *, icon: str = "", label: str = "", **attributes: str) -> Tag:
    """A button. One without text needs a `label`, for those who can't see its icon."""
    if label:
        attributes |= {"aria_label": label, "title": label}
    made = Tag("button", look, type="button", **attributes)
    with made:
        if icon:
            Icon(icon)
        if text:
            Tag("span", "", text)
    return made


class Composer(ui.element, component="static/composer.js"):
    """Where a person writes. Sends by itself; emits `stop` when the answer is to be stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.props["most-photos"] = MOST_PHOTOS
        self.props["most-bytes"] = MOST_BYTES
        self.props["busy"] = False

    def set_busy(self, busy: bool) -> None:
        """Offer to stop the answer that is being written, or not."""
        if self.props["busy"] != busy:
            self.props["busy"] = busy

    def write(self, words: str, *, attach: bool = False) -> None:
        """Put words into the box for the person to go on; with `attach` let them pick photos, too."""
        self.run_method("write", words, attach)

    def quote(self, entry: str, words: str, picture: str) -> None:
        """Let the next message reply to an entry."""
        self.run_method("quoteEntry", {"entry": entry, "words": words, "picture": picture})


class Log(ui.element, component="static/log.js"):
    """The scrolling chat. Stays at its end unless the reader scrolled up."""

    def to_end(self) -> None:
        """Scroll to the newest entry."""
        self.run_method("toEnd")


class Sheet(ui.element, component="static/sheet.js"):
    """A panel over the page, for one thing at a time. Escape closes it, and the focus goes back where it was."""

    def __init__(self, label: str, look: str = "") -> None:
        super().__init__()
        self.props["label"] = label
        self.props["look"] = look

    def open(self) -> None:
        """Show it."""
        self.run_method("open")

    def close(self) -> None:
        """Hide it."""
        self.run_method("close")


class Moment(ui.element, component="static/moment.js"):
    """The time of day, as the reader's clock has it."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.props["at"] = at


class OneLine(ui.element, component="static/one_line.js"):
    """A box for a few words. Calls `said` with them."""

    def __init__(
        self, label: str, placeholder: str, said: Callable[[str], Awaitable[None]], *, before: str = ""
    ) -> None:
        super().__init__()
        self.props["label"] = label
        self.props["placeholder"] = placeholder
        self.props["before"] = before

        async def hand_over(event: GenericEventArguments) -> None:
            await said(str(event.args))

        self.on("said", hand_over)
