"""The story on one screen: a message is read, understood, followed, and kept."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import assert_never
from uuid import UUID
from weakref import WeakValueDictionary

from core import intents as i
from core.concepts import MemoryId, memory_of
from core.errors import BadInput, Outage
from core.intents import Heard, Intent, read_intent
from core.messages import Message, Reply
from core.paths import browse, change, correct, explain, forget, pending, remember
from core.paths.ask import ask
from core.photos import read_photo
from core.ports import Card, Ports
from core.turns import Moment, Outcome, Turn, now

log = logging.getLogger(__name__)

TURNS_READ = 6  # how far back a follow-up reaches
PHOTO_STAYS = timedelta(days=1)  # for follow-ups, where no newer one takes its place
SORRY = "Sorry, I can't think straight right now. Nothing was lost; please try again in a minute."
UNKEPT = "(My memory broke off just now: I won't know later that we talked about this.)"


class Conversation:
    """Familiar, for every channel: `handle` is all there is to say; the rest only reads."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._busy: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, message: Message) -> AsyncGenerator[Reply]:
        """Answer one message. Each reply is the whole reply so far, the last one has `final`.

        Messages of one chat are answered one at a time, in the order in which they came.
        """
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
                yield Reply(SORRY)

    async def gallery(self, person: str) -> list[browse.GalleryEntry]:
        """Everybody this person taught, oldest first. Raises StoreDown, as the next two do."""
        return await browse.entries(memory_of(person), self._ports)

    async def card(self, person: str, concept: UUID) -> Card | None:
        """All about one of them; None when this person knows no such concept."""
        return await self._ports.concepts.card(memory_of(person), concept)

    async def recent(self, person: str, chat: str, limit: int) -> list[Turn]:
        """The last turns of a chat, oldest first."""
        return await self._ports.history.recent(memory_of(person), chat, limit)

    async def _answer(self, message: Message) -> AsyncGenerator[Reply]:
        memory = memory_of(message.owner)
        if before := await self._ports.history.answered(memory, message.channel, message.update):
            yield Reply(before.answered)
            return
        moment = await self._moment(message)
        outcome = Outcome(Reply(""))
        async with aclosing(self._follow(self._read(moment), moment)) as outcomes:
            async for outcome in outcomes:
                yield replace(outcome.reply, final=False)
        yield await self._kept(message, memory, outcome)

    async def _kept(self, message: Message, memory: MemoryId, outcome: Outcome) -> Reply:
        """The final reply, once its turn is kept."""
        try:
            if outcome.is_kept:
                await self._ports.history.keep(memory, _turn(message, outcome))
        except Outage as outage:
            if outcome.pending:
                raise  # the answer to that question would not be understood
            log.error("No turn kept in a chat of %s: %s from %r", message.channel, outage, type(outage.__cause__))
            return replace(outcome.reply, text=f"{outcome.reply.text}\n{UNKEPT}")  # what was done is not taken back
        return outcome.reply

    async def _moment(self, message: Message) -> Moment:
        arrived = message.attachments or message.quoted
        photos = await asyncio.gather(*(asyncio.to_thread(read_photo, raw) for raw in arrived))
        memory = memory_of(message.owner)
        await self._ports.history.drop_photos(memory, now() - PHOTO_STAYS)
        recent = await self._ports.history.recent(memory, message.chat, TURNS_READ)
        return Moment(message, memory, tuple(photos), tuple(recent), tuple(await self._ports.concepts.all(memory)))

    def _read(self, moment: Moment) -> Intent:
        return read_intent(
            Heard(
                text=moment.message.text,
                photos=len(moment.photos),
                choice=moment.message.choice,
                pending=moment.pending,
                names=tuple(name for concept in moment.known for name in concept.names),
                kinds=tuple(concept.kind for concept in moment.known if concept.kind),
                last_subjects=tuple(c.name for c in moment.of(moment.last.subjects)) if moment.last else (),
            )
        )

    async def _follow(self, intent: Intent, moment: Moment) -> AsyncGenerator[Outcome]:
        ports = self._ports
        match intent:
            case i.Ask():
                async with aclosing(ask(intent, moment, ports)) as outcomes:
                    async for outcome in outcomes:
                        yield outcome
            case i.Remember():
                yield await remember.remember(intent, moment, ports)
            case i.Tell():
                yield await remember.tell(intent, moment, ports)
            case i.Introduce():
                yield await remember.introduce(intent, moment, ports)
            case i.Correct():
                yield await correct.correct(intent, moment, ports)
            case i.Answer():
                yield await pending.follow_up(intent, moment, ports)
            case i.Show():
                yield await explain.show(moment, ports)
            case i.Why():
                yield await explain.why(moment, ports)
            case i.Gallery():
                yield await browse.gallery(moment, ports)
            case i.About():
                yield await browse.about(intent, moment, ports)
            case i.Help():
                yield await browse.explain_help(moment, ports)
            case i.Privacy():
                yield await browse.privacy(moment, ports)
            case i.Rename():
                yield await change.rename(intent, moment, ports)
            case i.Merge():
                yield await change.merge(intent, moment, ports)
            case i.AddAlias():
                yield await change.add_alias(intent, moment, ports)
            case i.RemoveLook():
                yield await change.remove_look(intent, moment, ports)
            case i.RemoveFact():
                yield await change.remove_fact(intent, moment, ports)
            case i.Undo():
                yield await change.undo(moment, ports)
            case i.Forget():
                yield await forget.forget(intent, moment, ports)
            case i.EraseMe():
                yield await forget.erase(moment, ports)
            case i.Export():
                yield await forget.export(moment, ports)
            case _ as never:
                assert_never(never)


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
    )
