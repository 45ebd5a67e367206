"""Who is known: the gallery at the side, and a card for each. What is edited here is said in the chat."""

from collections.abc import Sequence
from uuid import UUID

from nicegui import ui

from bot.page import icons, words
from bot.page.card import CardSheet
from bot.page.elements import Icon, Tag, button
from bot.page.room import Room
from bot.page.talks import GalleryEntry

MY_DATA = (  # what is said, what the button says, its icon
    (words.UNDO, "Undo the last change", icons.UNDO),
    (words.STORED, "What do you store?", icons.SHIELD),
    (words.EXPORT, "Export everything", icons.FILE),
    (words.ERASE, "Forget everything …", icons.BIN),
)


class Gallery:
    """The gallery of a room in one tab."""

    def __init__(self, room: Room, sheet: CardSheet) -> None:
        self._room = room
        self._sheet = sheet
        with Tag("aside", "rail", aria_label="Who I know"):
            with Tag("header", "rail-head"):
                Tag("h2", text="Who I know")
                self._count = Tag("span", "count")
                button("round rail-close", icon=icons.CLOSE, label="Close", data_does="close-gallery")
            self._tiles = Tag("div", "tiles")
            with Tag("footer", "rail-foot"):
                for saying, label, icon in MY_DATA:
                    made = button("quiet", label, icon=icon, data_does="close-gallery")
                    made.on("click", lambda _, saying=saying: room.speak(saying))
        self.show(room.known)

    def show(self, known: Sequence[GalleryEntry]) -> None:
        """Everybody who is known now."""
        self._count.set_text(str(len(known)))
        self._count.set_visibility(bool(known))
        self._tiles.clear()
        self._tiles.set_attribute("role", "list" if known else None)
        with self._tiles:
            if not known:
                _nobody()
            for entry in known:
                self._tile(entry)

    def _tile(self, entry: GalleryEntry) -> None:
        concept = entry.concept

        async def open_card(_: object, concept_id: UUID = concept.id) -> None:
            await self._sheet.open(concept_id)

        with Tag("div", role="listitem"), button("tile", data_concept=str(concept.id)).on("click", open_card):
            face(self._room, entry)
            with Tag("span", "tile-words"):
                Tag("b", text=concept.name)
                Tag("span", "tile-kind", "you" if concept.is_self else concept.kind)


def face(room: Room, entry: GalleryEntry) -> ui.element:
    """The picture that stands for somebody, or the first letter of the name."""
    if entry.cover:
        return Tag("img", "portrait", src=room.picture(entry.cover.jpeg), alt="", loading="lazy", decoding="async")
    return Tag("span", "portrait letter", entry.concept.name[:1].upper(), aria_hidden="true")


def _nobody() -> None:
    with Tag("div", "nobody"):
        Icon(icons.FRIENDS)
        Tag("p", text="Nobody yet. Send me a photo and tell me who that is.")
