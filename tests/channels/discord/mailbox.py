"""An inbox in memory, for tests of the channel alone: accept once, one at a time per chat, a reply until it is out."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from bot.channel import Letter, Part
from bot.courier import Courier
from bot.inbox import Full
from bot.letters import Outgoing
from core.errors import StoreDown


class Mailbox:
    """What `Courier` and a channel ask of `bot.inbox.Inbox`, without PostgreSQL. It forgets everything at its end."""

    def __init__(self) -> None:
        """Empty, and open."""
        self.courier: Courier | None = None
        self.letters: list[Letter] = []  # all that were accepted
        self.is_full = False  # and nobody can be asked
        self.failed: list[BaseException] = []
        self._parts: dict[str, list[Outgoing]] = {}
        self._chats: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(self, letter: Letter) -> bool:
        """Keep a letter once, and have it answered."""
        await asyncio.sleep(0)
        if self.is_full:
            raise Full
        if any(kept.update == letter.update for kept in self.letters):
            return False
        self.letters.append(letter)
        self._tasks.add(asyncio.create_task(self._answer(letter)))
        return True

    async def knows(self, channel: str, group: str, update: str) -> bool:
        """Whether this was accepted once."""
        if self.is_full:
            raise StoreDown
        return any(kept.group == group and kept.update == update for kept in self.letters)

    async def quiet(self) -> None:
        """Wait until everything is answered."""
        while pending := {task for task in self._tasks if not task.done()}:
            await asyncio.wait(pending, timeout=20)
        if self.failed:
            raise self.failed[0]

    async def outgoing(self, letter: Letter) -> list[Outgoing]:
        """The parts that are kept."""
        return self._parts.get(letter.update, [])

    async def keep(self, letter: Letter, parts: Sequence[Part], mark: str) -> list[Outgoing]:
        """Keep a reply."""
        last = len(parts) - 1
        self._parts[letter.update] = [
            Outgoing(part, number, None, is_last=number == last) for number, part in enumerate(parts)
        ]
        return self._parts[letter.update]

    async def sent(self, letter: Letter, number: int, app_id: str, mark: str) -> None:
        """A part is out."""

    async def shown(self, letter: Letter, app_id: str) -> None:
        """A growing answer was begun."""

    async def answered(self, letters: Sequence[Letter]) -> None:
        """Done."""
        self._parts.pop(letters[0].update, None)

    async def _answer(self, letter: Letter) -> None:
        async with self._chats[letter.chat]:
            try:
                if self.courier is not None:
                    await self.courier.answer([letter])
            except Exception as error:  # noqa: BLE001 - it is raised where the test looks
                self.failed.append(error)
