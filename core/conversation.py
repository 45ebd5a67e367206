"""The story on one screen: a message is read, understood, followed, and kept."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from uuid import UUID
from weakref import WeakValueDictionary

from core.concepts import MemoryId
from core.errors import BadInput, Outage
from core.intents import Answer, Heard, Intent, read_intent
from core.language import say, speak, to_say
from core.messages import Message, Reply
from core.paths import browse, doors, editing, pending
from core.paths.following import follow
from core.people import Doors, Signature, subject_of
from core.photos import read_photo
from core.ports import Card, Ports
from core.turns import Moment, Outcome, SureToRelearn, Turn, now

log = logging.getLogger(__name__)

TURNS_READ = 6  # how far back a follow-up reaches
SORRY = to_say("Sorry, I can't think straight right now. Nothing was lost; please try again in a minute.")
_BEGINS = "(?:this|that|these|remember|look|here)"  # what somebody is told who is spoken to
UNKEPT = to_say("(My memory broke off just now: I won't know later that we talked about this.)")


class Conversation:
    """Familiar, for every channel: `handle` is all there is to say; the rest only reads."""

    def __init__(self, ports: Ports, admission: Doors | None = None) -> None:
        """`admission`: who may come in, and how much a day; everybody, and without end, unless it is said."""
        self._ports, self._doors = ports, admission or Doors()
        self._busy: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """Answer one message. Each reply is the whole reply so far, the last one has `final`.

        Messages of one chat are answered one at a time, in the order in which they came.
        """
        speak(message.language)
        lock = self._busy.setdefault(message.chat, asyncio.Lock())
        async with lock:  # apps deliver messages concurrently; within one chat, order is meaning
            try:
                async with aclosing(self._answer(message)) as replies:
                    async for reply in replies:
                        yield reply
            except BadInput as sentence:
                yield Reply(str(sentence))
            except Outage as outage:
                log.error("No answer in a chat of %s: %s from %r", message.channel, outage, type(outage.__cause__))
                yield Reply(say(SORRY))

    async def gallery(self, person: str) -> list[browse.GalleryEntry]:
        """Everybody this person taught, oldest first. Raises StoreDown, as the next three do."""
        return await browse.entries(await self._ports.people.memory(person), self._ports)

    async def card(self, person: str, concept: UUID) -> Card | None:
        """All about one of them; None when this person knows no such concept."""
        return await self._ports.concepts.card(await self._ports.people.memory(person), concept)

    async def recent(self, person: str, chat: str, limit: int) -> list[Turn]:
        """The last turns of a chat, oldest first."""
        return await self._ports.history.recent(await self._ports.people.memory(person), chat, limit)

    async def taught(self, owner: str, channel: str, update: str) -> bool:
        """Whether a message in the memory of `owner` taught something that is still there, however long ago."""
        return bool(await self._ports.concepts.taught_in(await self._ports.people.memory(owner), channel, update))

    async def _answer(self, message: Message) -> AsyncGenerator[Reply]:
        arrival = await self._ports.people.arrive(message.person, message.group, now())
        speak(arrival.language or message.language)
        if refused := await doors.refusal(message, arrival, self._doors, self._ports):
            yield refused
            return
        if before := await self._ports.history.answered(arrival.memory, message.channel, message.update):
            yield await pending.said_again(before)
            return
        moment = await self._moment(message, arrival.memory)
        outcome = Outcome(Reply(""))
        async with aclosing(self._outcomes(moment)) as outcomes:
            async for outcome in outcomes:
                yield replace(outcome.reply, final=False)
        yield await self._kept(message, outcome.memory or arrival.memory, outcome)

    async def _outcomes(self, moment: Moment) -> AsyncGenerator[Outcome]:
        """What becomes of a message: the outcome so far, the last one whole."""
        message = moment.message
        said = message.edits or message.update  # an edit is the same message
        signature = Signature(message.channel, said, moment.speaker)
        ports = replace(self._ports, concepts=self._ports.concepts.signed(signature))
        if message.withdraws is not None:
            yield await editing.withdrawn(moment, ports)
            return
        if message.edits is not None and (asked := await editing.edited(moment, ports)):
            yield asked
            return
        intent = self._read(moment)
        if isinstance(moment.pending, SureToRelearn) and intent == Answer(yes=True):
            moment, ports = await editing.relearn(moment.pending, moment, ports)
            intent = self._read(moment)
        async with aclosing(follow(intent, moment, ports)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def _kept(self, message: Message, memory: MemoryId, outcome: Outcome) -> Reply:
        """The final reply, once its turn is kept."""
        try:
            if outcome.is_kept:
                await self._ports.history.keep(memory, _turn(message, outcome))
        except Outage as outage:
            if outcome.pending:
                raise  # the answer to that question would not be understood
            log.error("No turn kept in a chat of %s: %s from %r", message.channel, outage, type(outage.__cause__))
            return replace(
                outcome.reply, text=f"{outcome.reply.text}\n{say(UNKEPT)}"
            )  # what was done is not taken back
        return outcome.reply

    async def _moment(self, message: Message, memory: MemoryId) -> Moment:
        arrived = message.attachments or message.quoted
        photos = await asyncio.gather(*(asyncio.to_thread(read_photo, raw) for raw in arrived))
        recent = await self._ports.history.recent(memory, message.chat, TURNS_READ)
        known = await self._ports.concepts.all(memory)
        linked = await self._ports.consents.linked(memory) if message.group else {}
        return Moment(message, memory, tuple(photos), tuple(recent), tuple(known), linked, self._doors)

    def _read(self, moment: Moment) -> Intent:
        return read_intent(
            Heard(
                text=_words(moment.message),
                photos=len(moment.photos),
                choice=moment.message.choice,
                pending=moment.pending,
                names=tuple(name for concept in moment.known for name in concept.names),
                kinds=tuple(concept.kind for concept in moment.known if concept.kind),
                last_subjects=tuple(c.name for c in moment.of(moment.last.subjects)) if moment.last else (),
            )
        )


def _turn(message: Message, outcome: Outcome) -> Turn:
    return Turn(
        message.channel,
        message.update,
        message.chat,
        asked=message.text,
        answered=outcome.reply.text,
        at=now(),
        photo=outcome.photo,
        seen=outcome.seen,
        subjects=outcome.subjects,
        pending=outcome.pending,
        speaker=subject_of(message.person),
    )


def _words(message: Message) -> str:
    """What was said, with the names of those who are mentioned as names: "this is @Anna" -> "this is Anna".

    Who is only spoken to is left out: "@Bob this is Max" -> "this is Max".
    """
    text = message.text
    for shown in (one.shown for one in message.mentions if one.shown):
        text = text.replace(f"@{shown}", shown)
        text = re.sub(rf"^{re.escape(shown)}[\s,:]+(?={_BEGINS}\b)", "", text, flags=re.IGNORECASE)
    return text
