"""Whose memory is whose, groups and doors, in PostgreSQL. Who may do what is decided elsewhere."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.adapters import sharing
from core.adapters.database import Database, enter
from core.adapters.deeds import Deed
from core.adapters.joining import pour
from core.adapters.tables import accounts, codes, deeds, groups, members, turns, uses, visits
from core.adapters.takebacks import with_merged
from core.concepts import Did, MemoryId, memory_of
from core.messages import Group
from core.people import (
    Arrival,
    CodeFor,
    GroupRules,
    Place,
    Redeemed,
    Rule,
    Shared,
    Signature,
    Use,
    code_key,
    subject_of,
)

WRONG_CODES = 5  # an hour


class PostgresPeople:
    """People in PostgreSQL. Raises StoreDown when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def memory(self, owner: str) -> MemoryId:
        """The memory of an owner: their own, unless it was joined with another one."""
        async with self._database.reading(subject_of(owner)) as connection:
            return await _memory(connection, owner)

    async def arrive(self, person: str, group: Group | None, at: datetime) -> Arrival:
        """Count a message, and note that the person spoke in the group."""
        today = _day(at)
        async with self._database.writing(subject_of(person)) as connection:
            said = await _count(connection, person, Use.MESSAGES, today)
            memory, is_admitted, language = await _seat(connection, person)
            if group is None:
                return Arrival(memory, is_admitted, said, said, language)
            await enter(connection, subject_of(group.id))
            said_here = await _count(connection, group.id, Use.MESSAGES, today)
            here, is_admitted, _ = await _seat(connection, group.id)
            await enter(connection, memory)
            visit = {"shown": group.shown, "at": at}
            seen = upsert(visits).values(memory=memory, place=here, **visit)
            await connection.execute(seen.on_conflict_do_update(index_elements=["memory", "place"], set_=visit))
            return Arrival(here, is_admitted, said, said_here, language)

    async def count(self, owner: str, use: Use, at: datetime) -> int:
        """One more use today; how many that makes."""
        async with self._database.writing(subject_of(owner)) as connection:
            return await _count(connection, owner, use, _day(at))

    async def admit(self, owner: str, at: datetime) -> None:
        """Let an account or a group in for good."""
        async with self._database.writing(subject_of(owner)) as connection:
            await _set(connection, subject_of(owner), admitted=at)

    async def choose_language(self, account: str, language: str) -> None:
        """Answer this account in this language from now on."""
        async with self._database.writing(subject_of(account)) as connection:
            await _set(connection, subject_of(account), language=language)

    async def language(self, account: str) -> str:
        """The language that this account chose; empty when it chose none."""
        async with self._database.reading(subject_of(account)) as connection:
            _, _, language = await _seat(connection, account)
            return language

    async def move(self, old: str, new: str) -> None:
        """A group goes on under another id."""
        async with self._database.writing(subject_of(old)) as connection:
            memory, was_admitted = await _memory(connection, old), await _is_admitted(connection, old)
            await enter(connection, subject_of(new))
            began = await _memory(connection, new)
            if began != memory:
                await pour(connection, began, memory)
                await enter(connection, subject_of(new))
                await _set(connection, subject_of(new), joined=memory)
            if was_admitted and not await _is_admitted(connection, new):
                await _set(connection, subject_of(new), admitted=func.now())
            await enter(connection, memory)
            await _rekey(connection, memory, old, new)

    async def group(self, group: str) -> GroupRules:
        """What the admins of a group settled."""
        async with self._database.reading(subject_of(group)) as connection:
            memory = await _memory(connection, group)
            await enter(connection, memory)
            return await _rules(connection, memory)

    async def settle(self, group: str, rules: GroupRules) -> None:
        """Keep what they settle now."""
        kept = {"rule": rules.rule, "called": rules.called}
        async with self._database.writing(subject_of(group)) as connection:
            memory = await _memory(connection, group)
            await enter(connection, memory)
            row = upsert(groups).values(memory=memory, **kept)
            await connection.execute(row.on_conflict_do_update(index_elements=["memory"], set_=kept))

    async def groups_of(self, memory: MemoryId) -> list[Place]:
        """The groups that the persons of a memory have spoken in, the latest first."""
        query = select(visits).where(visits.c.memory == memory).order_by(visits.c.at.desc(), visits.c.place)
        found: dict[MemoryId, Place] = {}
        async with self._database.reading(memory) as connection:
            for row in (await connection.execute(query)).all():
                place = await sharing.standing(connection, row.place)
                found.setdefault(place, Place(place, row.shown, (await _rules(connection, place)).rule))
        return list(found.values())

    async def share(
        self, memory: MemoryId, concept: UUID, place: MemoryId, by: Signature, *, in_words: bool = False
    ) -> Shared:
        """Copy a concept into a group's memory. A copy shared before is replaced."""
        async with self._database.writing(memory) as connection:
            done = await sharing.share(connection, memory, concept, place, by, in_words=in_words)
            if done is not Shared.DONE:
                await connection.rollback()
            return done

    async def unshare(self, memory: MemoryId, concept: UUID | None, place: MemoryId | None = None) -> int:
        """Delete the copies of a concept in a group; how many."""
        async with self._database.writing(memory) as connection:
            if concept is None:
                return await sharing.withdraw(connection, memory, None, place)
            deed = await Deed.begin(connection, memory, numbers=0)
            return await sharing.withdraw(connection, memory, await with_merged(deed, concept), place)

    async def tidy(self, memory: MemoryId) -> int:
        """Delete the copies of what is no longer there; how many."""
        async with self._database.writing(memory) as connection:
            orphans = await sharing.orphans(connection, memory)
            return await sharing.withdraw(connection, memory, orphans) if orphans else 0

    async def shared_here(self, memory: MemoryId) -> frozenset[UUID]:
        """The concepts of a group that are copies of what somebody shared."""
        copies = select(deeds.c.subject).where(deeds.c.memory == memory, deeds.c.did == Did.SHARED.name)
        async with self._database.reading(memory) as connection:
            return frozenset(await connection.scalars(copies))

    async def offer(self, owner: str, purpose: CodeFor, code: str, until: datetime) -> None:
        """A new one-time code; the owner's earlier one is void."""
        seat, key = subject_of(owner), code_key(code)
        async with self._database.writing(seat) as connection:
            before = await connection.scalar(select(accounts.c.code).where(accounts.c.memory == seat))
            await _set(connection, seat, code=key)
            if before:
                await enter(connection, before)
                await connection.execute(delete(codes).where(codes.c.memory == before))
            await enter(connection, key)
            row = {"memory": key, "purpose": purpose, "owner": owner, "until": until}
            await connection.execute(upsert(codes).values(row))

    async def pair(self, code: str, by: str | None, at: datetime) -> Redeemed:
        """Let in whoever was given this code."""
        async with self._database.writing(subject_of(by or "")) as connection:
            owner = await _redeem(connection, CodeFor.PAIR, code, by, at)
            if isinstance(owner, Redeemed):
                return owner
            await enter(connection, subject_of(owner))
            await _set(connection, subject_of(owner), admitted=at)
            return Redeemed.DONE

    async def link(self, code: str, by: str, at: datetime) -> Redeemed:
        """Join the memory of `by` into that of the account that was given this code."""
        async with self._database.writing(subject_of(by)) as connection:
            owner = await _redeem(connection, CodeFor.LINK, code, by, at)
            if isinstance(owner, Redeemed):
                return owner
            await enter(connection, subject_of(owner))
            target = await _memory(connection, owner)
            await enter(connection, subject_of(by))
            source = await _memory(connection, by)
            if source == target:
                return Redeemed.OWN
            others = await _members(connection, source)
            await pour(connection, source, target)
            for subject in {*others, subject_of(by), subject_of(owner)}:
                await _make_member(connection, subject, target)
            return Redeemed.DONE

    async def unlink(self, account: str) -> bool:
        """Give an account an empty memory of its own. False: it was alone."""
        seat = subject_of(account)
        async with self._database.writing(seat) as connection:
            memory = await _memory(connection, account)
            if len(await _members(connection, memory)) < 2:
                return False
            await connection.execute(delete(members).where(members.c.memory == memory, members.c.subject == seat))
            await enter(connection, seat)
            await _set(connection, seat, joined=uuid4())
            return True

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        """Withdraw every copy, and part the accounts that have this memory; rows per table."""
        async with self._database.writing(memory) as connection:
            copies = await sharing.withdraw(connection, memory, None)
            together = await _members(connection, memory)
            for subject in sorted(together):
                await enter(connection, subject)
                own = update(accounts).where(accounts.c.memory == subject, accounts.c.joined == memory)
                await connection.execute(own.values(joined=None))
            return {"copies in groups": copies, "linked accounts": len(together)}


def _day(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


async def _memory(connection: AsyncConnection, owner: str) -> MemoryId:
    """The memory of an owner, in whose seat the transaction is."""
    joined = await connection.scalar(select(accounts.c.joined).where(accounts.c.memory == subject_of(owner)))
    return MemoryId(joined) if joined else memory_of(owner)


async def _seat(connection: AsyncConnection, owner: str) -> tuple[MemoryId, bool, str]:
    """The memory of an owner, whether they were let in, and their language; the transaction is in their seat."""
    row = (await connection.execute(select(accounts).where(accounts.c.memory == subject_of(owner)))).one_or_none()
    if row is None:
        return memory_of(owner), False, ""
    return MemoryId(row.joined or memory_of(owner)), row.admitted is not None, row.language or ""


async def _is_admitted(connection: AsyncConnection, owner: str) -> bool:
    admitted = select(accounts.c.admitted).where(accounts.c.memory == subject_of(owner))
    return await connection.scalar(admitted) is not None


async def _rules(connection: AsyncConnection, memory: MemoryId) -> GroupRules:
    row = (await connection.execute(select(groups).where(groups.c.memory == memory))).one_or_none()
    return GroupRules(Rule(row.rule), row.called) if row else GroupRules()


async def _set(connection: AsyncConnection, seat: UUID, **values: Any) -> None:
    row = upsert(accounts).values(memory=seat, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["memory"], set_=values))


async def _count(connection: AsyncConnection, owner: str, use: Use, since: datetime) -> int:
    """One more since this moment; how many."""
    first = {"since": since, "count": 1}
    row = upsert(uses).values(memory=subject_of(owner), use=use, **first)
    again = {"since": since, "count": case((uses.c.since < since, 1), else_=uses.c.count + 1)}
    row = row.on_conflict_do_update(index_elements=["memory", "use"], set_=again)
    return int(await connection.scalar(row.returning(uses.c.count)) or 0)


async def _redeem(
    connection: AsyncConnection, purpose: CodeFor, code: str, by: str | None, at: datetime
) -> str | Redeemed:
    """Whose code it is; it is void from here on. Ends in the memory of the code, or of `by`."""
    if by is not None and await _wrong_codes(connection, by, at) >= WRONG_CODES:
        return Redeemed.TOO_OFTEN
    key = code_key(code)
    await enter(connection, key)
    found = (await connection.execute(select(codes).where(codes.c.memory == key).with_for_update())).one_or_none()
    if found and found.purpose == purpose and found.until > at:
        if found.owner == by:
            return Redeemed.OWN
        await connection.execute(delete(codes).where(codes.c.memory == key))
        return str(found.owner)
    if by is not None:
        await enter(connection, subject_of(by))
        await _count(connection, by, Use.WRONG_CODES, _hour(at))
    return Redeemed.WRONG


async def _wrong_codes(connection: AsyncConnection, by: str, at: datetime) -> int:
    tried = select(uses.c.count).where(uses.c.memory == subject_of(by), uses.c.use == Use.WRONG_CODES)
    return await connection.scalar(tried.where(uses.c.since == _hour(at))) or 0


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


async def _members(connection: AsyncConnection, memory: MemoryId) -> set[UUID]:
    """The accounts that have a memory together. Goes there."""
    await enter(connection, memory)
    return set(await connection.scalars(select(members.c.subject).where(members.c.memory == memory)))


async def _make_member(connection: AsyncConnection, subject: UUID, memory: MemoryId) -> None:
    await enter(connection, memory)
    row = upsert(members).values(memory=memory, subject=subject)
    await connection.execute(row.on_conflict_do_nothing())
    await enter(connection, subject)
    await _set(connection, subject, joined=memory)


async def _rekey(connection: AsyncConnection, memory: MemoryId, old: str, new: str) -> None:
    """The chats of a group's turns, also those of its topics: what comes after the old id stays."""
    of_old = (turns.c.memory == memory, (turns.c.chat == old) | turns.c.chat.startswith(f"{old}:", autoescape=True))
    moved = func.concat(new, func.substr(turns.c.chat, len(old) + 1))
    await connection.execute(update(turns).where(*of_old).values(chat=moved))
