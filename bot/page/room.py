"""One person's chat on the page: what was said, what is being answered, who is known. Knows no browser.

Every tab of a person watches the same room; an answer goes on when the tab that asked for it is closed.
"""

import asyncio
import logging
import traceback
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from bot.page.entries import Download, Entry, Saying, Shown, State, Watcher
from bot.page.media import Media
from bot.page.people import Person
from bot.page.talks import CHANNEL, GalleryEntry, Talks
from core.errors import BadInput, Outage
from core.messages import Message, Picture, Reply
from core.photos import read_photo
from core.ports import Card
from core.turns import Turn, now

log = logging.getLogger(__name__)

MOST_EXCHANGES = 100  # of one room; older ones scroll out of it
MOST_ROOMS = 200  # that nobody has open
OOPS = "Sorry, something went wrong on my side. Please try that again."
STOPPED = "(stopped)"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The ids of the two entries of one update. `is_kept` once the store has it, until it forgets it."""

    said: str
    answer: str
    is_kept: bool = False


class Room:
    """The chat of one person."""

    def __init__(self, person: Person, talks: Talks, media: Media) -> None:
        self.person = person
        self.known: Sequence[GalleryEntry] = ()
        self._talks = talks
        self._media = media
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._answers: dict[str, asyncio.Task[None]] = {}  # by entry, while they are written
        self._exchanges: OrderedDict[str, Exchange] = OrderedDict()  # by update
        self._tasks: set[asyncio.Task[None]] = set()
        self._watchers: list[Watcher] = []
        self._opened: asyncio.Task[None] | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything said, oldest first."""
        return tuple(self._entries.values())

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._answers)

    @property
    def is_watched(self) -> bool:
        """Whether a tab has this room open, or soon needs what happens in it."""
        return bool(self._watchers) or self.is_busy

    async def open(self) -> None:
        """Bring back what was said before this process started, once. An outage leaves the room empty."""
        if self._opened is None or self._opened.cancelled() or self._opened.exception():
            self._opened = asyncio.create_task(self._recall())
        try:
            await asyncio.shield(self._opened)
        except Outage as outage:
            log.error("Could not open a chat: %s", type(outage).__name__)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Tell `watcher` of every change until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def say(self, saying: Saying) -> str:
        """Say something; the answer is written in the background. Returns the id of the entry that answers."""
        if saying.update in self._exchanges:
            return self._exchanges[saying.update].answer
        said = Entry(uuid4().hex, True, saying.choice.label if saying.choice else saying.text, now())
        answer = Entry(uuid4().hex, False, "", now(), state=State.WAITING)
        self._exchanges[saying.update] = Exchange(said.id, answer.id)
        self._put(said)
        self._answers[answer.id] = task = asyncio.create_task(self._answer(saying, said, answer))
        task.add_done_callback(lambda done: self._finish(done, answer.id))
        self._put(answer)
        return answer.id

    def speak(self, words: str, *photos: bytes) -> str:
        """Say something new; as `say` does."""
        return self.say(Saying(uuid4().hex, words, photos))

    async def answered(self, entry: str) -> Entry | None:
        """The entry once it is no longer written."""
        if task := self._answers.get(entry):
            await asyncio.wait({task})
        return self._entries.get(entry)

    def choose(self, entry_id: str, value: str) -> None:
        """Press a button under an answer. Pressing a second time does nothing."""
        entry = self._entries.get(entry_id)
        choice = next((choice for choice in entry.choices if choice.value == value), None) if entry else None
        if entry is None or choice is None or entry.chosen is not None:
            return
        self._put(replace(entry, chosen=value))
        self.say(Saying(uuid4().hex, choice=choice))

    def stop(self) -> None:
        """Stop writing all answers."""
        for task in self._answers.values():
            task.cancel()

    def pictures_of(self, entry_id: str) -> tuple[bytes, ...]:
        """The pictures of an entry, for a message that replies to it."""
        entry = self._entries.get(entry_id)
        return self._media.at(self.person.id, [shown.url for shown in entry.pictures]) if entry else ()

    def picture(self, jpeg: bytes) -> str:
        """The address of a picture that only this person can fetch."""
        return self._media.put(self.person.id, jpeg)

    async def card(self, concept: UUID) -> Card | None:
        """All about somebody who is known. Raises Outage."""
        return await self._talks.card(self.person.id, concept)

    async def _recall(self) -> None:
        for turn in await self._talks.recent(self.person.id, self.person.id, MOST_EXCHANGES):
            if turn.update not in self._exchanges:
                said, answer = self._said_before(turn), Entry(uuid4().hex, False, turn.answered, turn.at)
                self._exchanges[turn.update] = Exchange(said.id, answer.id, is_kept=True)
                self._put(said)
                self._put(answer)
        self.known = await self._talks.gallery(self.person.id)

    def _said_before(self, turn: Turn) -> Entry:
        pictures = (Shown(self.picture(turn.photo.jpeg), "Your photo"),) if turn.photo else ()
        return Entry(uuid4().hex, True, turn.asked, turn.at, pictures)

    async def _answer(self, saying: Saying, said: Entry, answer: Entry) -> None:
        if saying.photos:
            self._put(replace(said, pictures=await self._thumbnails(saying.photos)))
        message = Message(
            CHANNEL,
            saying.update,
            person=self.person.id,
            chat=self.person.id,
            text=saying.text,
            attachments=saying.photos,
            quoted=saying.quoted,
            choice=saying.choice.value if saying.choice else None,
            shown=self.person.name,
        )
        async with aclosing(self._talks.handle(message)) as replies:
            async for reply in replies:
                self._put(self._entry_of(reply, answer))

    async def _thumbnails(self, photos: Sequence[bytes]) -> tuple[Shown, ...]:
        """What was sent, small enough to be shown. What is no picture has no thumbnail: the answer says why."""
        shown = []
        for number, raw in enumerate(photos, start=1):
            try:
                photo = await asyncio.to_thread(read_photo, raw)
            except BadInput:
                continue
            shown.append(Shown(self.picture(photo.jpeg), f"Your photo {number}" if len(photos) > 1 else "Your photo"))
        return tuple(shown)

    def _entry_of(self, reply: Reply, answer: Entry) -> Entry:
        return replace(
            answer,
            text=reply.text,
            pictures=tuple(self._shown(picture) for picture in reply.pictures),
            files=tuple(
                Download(self._media.put(self.person.id, file.content, file.name), file.name, len(file.content))
                for file in reply.files
            ),
            choices=reply.choices if reply.final else (),
            state=State.WRITING,
        )

    def _shown(self, picture: Picture) -> Shown:
        return Shown(self.picture(picture.jpeg), picture.caption)

    def _finish(self, task: asyncio.Task[None], answer_id: str) -> None:
        del self._answers[answer_id]
        entry = self._entries.get(answer_id)
        if entry is None:
            return
        if task.cancelled():
            self._put(replace(entry, text=f"{entry.text} {STOPPED}".strip(), state=State.STOPPED))
        elif error := task.exception():
            log.error("No answer on the page: %s at %s", type(error).__name__, _place(error))
            self._put(replace(entry, text=OOPS, state=State.DONE))
        else:
            self._put(replace(entry, state=State.DONE))
        self._tasks.add(refresh := asyncio.create_task(self._refresh()))
        refresh.add_done_callback(self._tasks.discard)

    async def _refresh(self) -> None:
        """Show what the last answer changed: who is known, and what was forgotten."""
        try:
            turns = await self._talks.recent(self.person.id, self.person.id, MOST_EXCHANGES)
            known = await self._talks.gallery(self.person.id)
        except Outage as outage:  # all stays as it was; the answer has already apologised
            log.error("Could not refresh a chat: %s", type(outage).__name__)
            return
        self._forget_all_but({turn.update for turn in turns})
        self.known = known
        for watcher in tuple(self._watchers):
            watcher.on_known(known)

    def _forget_all_but(self, kept: set[str]) -> None:
        """What the store had and has no more, the chat forgets too. A stopped answer was never there: it stays."""
        for update, exchange in tuple(self._exchanges.items()):
            if update in kept:
                self._exchanges[update] = replace(exchange, is_kept=True)
            elif exchange.is_kept:
                self._drop(update)

    def _drop(self, update: str) -> None:
        exchange = self._exchanges.pop(update)
        for entry_id in (exchange.said, exchange.answer):
            entry = self._entries.pop(entry_id, None)
            if entry:
                self._media.drop(self.person.id, [*(p.url for p in entry.pictures), *(f.url for f in entry.files)])
            for watcher in tuple(self._watchers):
                watcher.on_gone(entry_id)

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        for watcher in tuple(self._watchers):
            watcher.on_entry(entry)
        while len(self._exchanges) > MOST_EXCHANGES:
            update, oldest = next(iter(self._exchanges.items()))
            if oldest.answer in self._answers:
                break
            self._drop(update)


class Rooms:
    """The rooms of everybody who came by."""

    def __init__(self, talks: Talks, media: Media) -> None:
        self._talks = talks
        self._media = media
        self._rooms: OrderedDict[str, Room] = OrderedDict()

    def of(self, person: Person) -> Room:
        """This person's room, as they left it."""
        room = self._rooms.get(person.id) or Room(person, self._talks, self._media)
        self._rooms[person.id] = room
        self._rooms.move_to_end(person.id)
        idle = [key for key, each in self._rooms.items() if not each.is_watched and key != person.id]
        for key in idle[: max(0, len(idle) - MOST_ROOMS)]:
            del self._rooms[key]
            self._media.forget(key)
        return room


def _place(error: BaseException) -> str:
    """Where an error was raised, without its message: that might quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
