"""History in memory, for tests of everything above it. It passes the contract that PostgreSQL passes."""

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.concepts import MemoryId
from core.errors import StoreDown
from core.people import Consent, GroupRules, Held, Subject
from core.turns import IsThis, SureToForget, Turn, WhoInstead, fold


@dataclass(slots=True)
class PeopleRows:
    """What belongs to one memory besides concepts and turns."""

    rules: GroupRules | None = None
    members: set[Subject] = field(default_factory=set)
    visits: dict[MemoryId, tuple[datetime, str]] = field(default_factory=dict)
    shares: dict[tuple[UUID, MemoryId], UUID] = field(default_factory=dict)
    links: dict[UUID, set[Subject]] = field(default_factory=dict)
    consents: list[Consent] = field(default_factory=list)
    held: dict[UUID, Held] = field(default_factory=dict)


class FakeDatabase:
    """What concepts and turns share. While `down` is True every call raises StoreDown."""

    def __init__(self) -> None:
        self.down = False
        self.turns: dict[MemoryId, list[Turn]] = {}
        self.people: dict[MemoryId, PeopleRows] = {}

    def rows(self, memory: MemoryId) -> "PeopleRows":
        """What is kept of people in a memory."""
        return self.people.setdefault(memory, PeopleRows())

    async def reach(self) -> None:
        """Let others run, as a call to a database would."""
        await asyncio.sleep(0)
        if self.down:
            raise StoreDown("pulled by the test")

    def empty_turns(self, memory: MemoryId, concepts: set[UUID], names: set[str]) -> int:
        """What `forget` leaves of turns that were about concepts, or say their names: that they were answered."""
        turns = self.turns.get(memory, [])
        told = [turn for turn in turns if turn.answered and (_concerns(turn, concepts) or _says(turn, names))]
        turns[:] = [_emptied(turn) if turn in told else turn for turn in turns]
        return len(told)


class FakeHistory:
    """History in memory."""

    def __init__(self) -> None:
        self.database = FakeDatabase()

    async def recent(self, memory: MemoryId, chat: str, limit: int) -> list[Turn]:
        await self.database.reach()
        turns = [turn for turn in self._turns(memory) if turn.chat == chat and turn.answered]
        return turns[-limit:] if limit else []

    async def keep(self, memory: MemoryId, turn: Turn) -> bool:
        await self.database.reach()
        turns = self._turns(memory)
        if any((kept.channel, kept.update) == (turn.channel, turn.update) for kept in turns):
            return False
        if turn.photo is not None:
            turns[:] = [replace(kept, photo=None) if kept.chat == turn.chat else kept for kept in turns]
        turns.append(turn)
        return True

    async def answered(self, memory: MemoryId, channel: str, update: str) -> Turn | None:
        await self.database.reach()
        return next((turn for turn in self._turns(memory) if (turn.channel, turn.update) == (channel, update)), None)

    def _turns(self, memory: MemoryId) -> list[Turn]:
        return self.database.turns.setdefault(memory, [])


def _emptied(turn: Turn) -> Turn:
    return Turn(turn.channel, turn.update, turn.chat, asked="", answered="", at=turn.at, speaker=turn.speaker)


def _concerns(turn: Turn, concepts: set[UUID]) -> bool:
    about: set[UUID | None] = {*turn.subjects, *(seen.concept for seen in turn.seen)}
    match turn.pending:
        case IsThis(concept=concept) | SureToForget(concept=concept) | WhoInstead(wrong=concept):
            about.add(concept)
    return bool(about & concepts)


def _says(turn: Turn, names: set[str]) -> bool:
    words = fold(f"{turn.asked} {turn.answered} {turn.pending}")
    return any(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", words) for name in names)
