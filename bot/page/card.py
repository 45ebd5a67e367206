"""The card of somebody who is known: looks and facts, where each came from, and every way to change them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from bot.page import icons, words
from bot.page.elements import Composer, Icon, OneLine, Sheet, Tag, button
from bot.page.room import Room
from core.concepts import Concept, Fact, KeptLook
from core.errors import Outage
from core.ports import Card

Say = Callable[[str], Awaitable[None]]


class CardSheet:
    """The panel that shows one card. Every change is said in the chat, in the words a person would type."""

    def __init__(self, room: Room, composer: Composer) -> None:
        self._room = room
        self._composer = composer
        self._concept: UUID | None = None
        self._sheet = Sheet("Card", "card")
        with self._sheet:
            self._place = Tag("div", "card-all")
            with Tag("div", "card-said", role="status") as self._said:
                self._answer = Tag("p")
                button("choice", "Undo", icon=icons.UNDO).on("click", lambda: self._say(words.UNDO))

    async def open(self, concept: UUID) -> None:
        """Show the card of one concept."""
        self._concept = concept
        self._said.set_visibility(False)
        await self._show()
        self._sheet.open()

    async def _show(self) -> None:
        try:
            card = await self._room.card(self._concept) if self._concept else None
        except Outage:
            self._tell("I can't look that up right now. Please try again in a minute.")
            return
        if card is None:
            self._sheet.close()
            return
        self._place.clear()
        with self._place:
            self._head(card)
            _facts(card, self._say)
            self._looks(card)
            _before(card)
            self._foot(card.concept)

    async def _say(self, saying: str) -> None:
        """Say it, wait for the answer, and show both the answer and what has become of the card."""
        answer = await self._room.answered(self._room.speak(saying))
        await self._show()
        if answer:
            self._tell(answer.text)

    def _tell(self, answer: str) -> None:
        self._answer.set_text(answer)
        self._said.set_visibility(True)

    def _head(self, card: Card) -> None:
        concept = card.concept
        cover = next((look for look in card.looks if look.positive), None)
        with Tag("header", "card-head"):
            if cover:
                Tag("img", "portrait", src=self._room.picture(cover.crop.jpeg), alt="")
            else:
                Tag("span", "portrait letter", concept.name[:1].upper(), aria_hidden="true")
            with Tag("div", "card-title"):
                Tag("h2", text=concept.name)
                Tag("p", "card-kind", _who(concept))
            button("round", icon=icons.CLOSE, label="Close").on("click", self._sheet.close)
        with Tag("details", "card-names"):
            with Tag("summary"):
                Icon(icons.PENCIL)
                Tag("span", text="Names")
            OneLine("New name", "A new name", lambda new: self._say(words.rename(concept, new)))
            OneLine("Another name", "A nickname", lambda nick: self._say(words.also_called(concept, nick)))

    def _looks(self, card: Card) -> None:
        with Tag("section"):
            Tag("h3", text="Photos")
            with Tag("div", "looks"):
                for number, look in enumerate(card.looks, start=1):
                    _look(number, look, self._room.picture(look.crop.jpeg), card.concept, self._say)
                made = button("look-add", "Add a photo", icon=icons.PLUS)
                made.on("click", lambda: self._show_another(card.concept))

    def _show_another(self, concept: Concept) -> None:
        self._sheet.close()
        self._composer.write(words.another_photo(concept), attach=True)

    def _foot(self, concept: Concept) -> None:
        async def forget() -> None:
            self._sheet.close()  # the chat asks whether it is meant
            self._room.speak(words.forget(concept))

        with Tag("footer", "card-foot"):
            made = button("quiet danger", f"Forget {concept.name} …", icon=icons.BIN, data_does="close-gallery")
            made.on("click", forget)


def _facts(card: Card, say: Say) -> None:
    concept = card.concept
    with Tag("section"):
        Tag("h3", text="What I know")
        with Tag("ul", "facts"):
            for number, fact in enumerate(concept.facts, start=1):
                _fact(fact, words.remove_fact(concept, number), say)
        label = f"Something new about {concept.name}"
        OneLine(label, "sleeps on the sofa", lambda new: say(words.tell(concept, new)), before=concept.name)


def _fact(fact: Fact, removal: str, say: Say) -> None:
    with Tag("li", "fact"):
        with Tag("span", "fact-words"):
            Tag("span", text=fact.text)
            Tag("small", text=f"you told me on {_day(fact.told)}")
        button("round small", icon=icons.CLOSE, label=f"Remove: {fact.text}").on("click", lambda: say(removal))


def _look(number: int, look: KeptLook, url: str, concept: Concept, say: Say) -> None:
    whom = concept.name if look.positive else f"not {concept.name}"
    with Tag("figure", "look" if look.positive else "look negative"):
        with button("picture", label=f"Enlarge photo {number}", data_does="enlarge"):
            Tag("img", src=url, alt=f"Photo {number}: {whom}, shown on {_day(look.taught)}", decoding="async")
        Tag("figcaption", text=_day(look.taught) if look.positive else whom)
        made = button("round small", icon=icons.CLOSE, label=f"Remove photo {number}")
        made.on("click", lambda: say(words.remove_photo(concept, number)))


def _before(card: Card) -> None:
    ended = [fact for fact in card.history if fact.ended]
    if not ended:
        return
    with Tag("details", "card-before"):
        Tag("summary", text=f"What was true before ({len(ended)})")
        with Tag("ul", "facts"):
            for fact in ended:
                with Tag("li", "fact"), Tag("span", "fact-words"):
                    Tag("s", text=fact.text)
                    Tag("small", text=f"until {_day(fact.ended)}" if fact.ended else "")


def _who(concept: Concept) -> str:
    parts = ["you" if concept.is_self else concept.kind and f"your {concept.kind}"]
    parts += [f"also called {', '.join(concept.aliases)}"] if concept.aliases else []
    return " · ".join(part for part in parts if part)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"
