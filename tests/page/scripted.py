"""A small conversation for the page's tests: it knows just the words they say, on the fake store. Streams by word."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.concepts import Concept, Look, Statement, memory_of
from core.errors import BadInput, StoreDown
from core.messages import Choice, File, Message, Picture, Reply
from core.photos import LOOK_SIDE, Photo, photo_of, read_photo
from core.ports import Card, Lesson
from core.turns import Turn, fold, now
from tests.fakes.history import FakeHistory
from tests.fakes.store import FakeConcepts

ENCODER = "none-1"
HELP = "I remember the friends and pets you show me, and talk about them. Show me one!"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the gallery."""

    concept: Concept
    cover: Photo | None


class Scripted:
    """Talks, over the fakes. "say ..." streams the words that follow, "slowly ..." takes its time over them."""

    def __init__(self) -> None:
        self.history = FakeHistory()
        self.store = FakeConcepts(self.history)
        self.heard = 0
        self.shown = ""  # the name that came with the last message
        self._forgetting: dict[str, UUID] = {}

    async def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """One scripted answer."""
        self.heard += 1
        self.shown = message.shown
        last = Reply("")
        try:
            async for last in self._answer(message):
                yield last
        except BadInput as sentence:
            last = Reply(str(sentence))
            yield last
        turn = Turn(message.channel, message.update, message.chat, message.text, last.text, now())
        await self.history.keep(memory_of(message.person), turn)

    async def gallery(self, person: str) -> Sequence[Entry]:
        """Everybody in the store."""
        memory = memory_of(person)
        covers = await self.store.covers(memory)
        known = await self.store.all(memory)
        return [Entry(concept, covers[concept.id].crop if concept.id in covers else None) for concept in known]

    async def card(self, person: str, concept: UUID) -> Card | None:
        """The store's card."""
        return await self.store.card(memory_of(person), concept)

    async def recent(self, person: str, chat: str, limit: int) -> Sequence[Turn]:
        """The fake history's turns."""
        return await self.history.recent(memory_of(person), chat, limit)

    async def _answer(self, message: Message) -> AsyncGenerator[Reply]:
        words = message.text
        pace = 0.3 if words.startswith("slowly ") else 0.01
        if words.startswith(("say ", "slowly ")):
            said = ""
            for word in words.split(" ")[1:]:
                await asyncio.sleep(pace)
                said = f"{said} {word}".strip()
                yield Reply(said, final=False)
            yield Reply(said)
        elif words == "break down":
            raise RuntimeError(f"a bug that quotes {words}")
        elif words == "outage":
            self.history.database.down = True
            yield Reply("Sorry, I can't think straight right now.")
        else:
            await asyncio.sleep(0.05)
            yield await self._deed(message)

    async def _deed(self, message: Message) -> Reply:
        memory, words = memory_of(message.person), message.text
        photos = [await asyncio.to_thread(read_photo, raw) for raw in (*message.attachments, *message.quoted)]
        if message.choice:
            return await self._decide(message)
        if found := re.fullmatch(r"(?:remember[:,]? )?this is (?:my (\w+) )?(\w+)", words, re.IGNORECASE):
            looks = tuple(Look(photo_of(photo.image(), LOOK_SIDE), (1.0,)) for photo in photos)
            await self.store.teach(memory, ENCODER, Lesson(found[2], found[1] or "", looks=looks))
            pictures = tuple(Picture(look.crop.jpeg, f"{found[2]}, as I keep it") for look in looks)
            return Reply(f"Got it, I'll remember {found[2]}!", pictures)
        if photos and words.casefold().startswith("who"):
            known = await self.store.all(memory)
            return Reply(
                f"I think this is {known[0].name if known else 'nobody I know'}. Is that right?",
                choices=(Choice("Yes", "yes"), Choice("No", "no"), Choice("Someone else", "else")),
            )
        if photos:
            return Reply(f"I see {len(photos)} photo{'s' * (len(photos) > 1)}. Who is this?")
        if words == "/export":
            return Reply("Here is all I know.", files=(File("familiar-export.zip", b"PK" + bytes(2_000)),))
        if words == "undo":
            return Reply(f"Undone: {await self.store.undo(memory)}.")
        return await self._edit(message)

    async def _edit(self, message: Message) -> Reply:
        memory, words = memory_of(message.person), message.text
        known = await self.store.all(memory)
        concept = next((c for c in known if any(fold(name) in fold(words).split() for name in c.names)), None)
        if concept is None:
            return Reply(HELP)
        name = concept.name
        if found := re.fullmatch(r"rename .+ to (.+)", words):
            await self.store.rename(memory, concept.id, found[1])
            return Reply(f"{name} is called {found[1]} from now on.")
        if found := re.fullmatch(r".+ is also called (.+)", words):
            await self.store.add_alias(memory, concept.id, found[1])
            return Reply(f"{name} is also called {found[1]}. Noted.")
        if found := re.fullmatch(r"remove (fact|photo) (\d+) of .+", words):
            await self._remove(message.person, concept.id, found[1], int(found[2]))
            return Reply(f"I took {found[1]} {found[2]} of {name} away.")
        if words.startswith("forget "):
            self._forgetting[message.person] = concept.id
            return Reply(
                f"Shall I forget {name}? That can't be undone.",
                choices=(Choice("Yes, delete", "yes"), Choice("No", "no")),
            )
        await self.store.tell(memory, concept.id, [Statement("note", words.removeprefix(f"{name} "))])
        return Reply(f"Noted: {words}.")

    async def _remove(self, person: str, concept: UUID, what: str, number: int) -> None:
        card = await self.card(person, concept)
        if card is None:
            raise StoreDown("the card was there a moment ago")
        if what == "photo":
            await self.store.remove_look(memory_of(person), card.looks[number - 1].id)
        else:
            await self.store.remove_fact(memory_of(person), card.concept.facts[number - 1].id)

    async def _decide(self, message: Message) -> Reply:
        concept = self._forgetting.pop(message.person, None)
        if concept and message.choice == "yes":
            await self.store.forget(memory_of(message.person), concept)
            return Reply("Forgotten.")
        return Reply(f"You pressed {message.choice}.")
