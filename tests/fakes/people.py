"""People and Consents in memory, for tests of everything above them. They pass the contract that PostgreSQL passes."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from core.concepts import Concept, Did, MemoryId, memory_of
from core.messages import Group
from core.people import (
    Arrival,
    CodeFor,
    Consent,
    GroupRules,
    Held,
    Place,
    Purpose,
    Redeemed,
    Shared,
    Signature,
    Subject,
    Use,
    subject_of,
)
from core.ports import Card
from core.turns import fold
from tests.fakes.history import FakeHistory, PeopleRows
from tests.fakes.store import FakeConcepts, _Memory, _with_merged


@dataclass(slots=True)
class _Account:
    joined: MemoryId | None = None
    admitted: datetime | None = None
    blocked: datetime | None = None
    code: str | None = None
    language: str = ""


class FakePeople:
    """People in memory; shares concepts and turns with the FakeConcepts it is given."""

    def __init__(self, concepts: FakeConcepts) -> None:
        self.concepts, self.database = concepts, concepts.database
        self.accounts: dict[Subject, _Account] = {}
        self.whereabouts: dict[Subject, set[MemoryId]] = {}
        self._went: dict[MemoryId, MemoryId] = {}
        self._uses: dict[tuple[str, Use], tuple[datetime, int]] = {}
        self._codes: dict[str, tuple[CodeFor, str, datetime]] = {}

    async def memory(self, owner: str) -> MemoryId:
        await self.database.reach()
        return self.account(owner).joined or memory_of(owner)

    async def arrive(self, person: str, group: Group | None, at: datetime) -> Arrival:
        said = await self.count(person, Use.MESSAGES, at)
        memory = await self.memory(person)
        if group is None:
            return Arrival(memory, self.account(person).admitted is not None, said, said, self.account(person).language)
        here = await self.memory(group.id)
        self.database.rows(memory).visits[here] = (at, group.shown)
        said_here = await self.count(group.id, Use.MESSAGES, at)
        is_admitted = self.account(group.id).admitted is not None
        return Arrival(here, is_admitted, said, said_here, self.account(person).language)

    async def count(self, owner: str, use: Use, at: datetime) -> int:
        await self.database.reach()
        return self._count(owner, use, at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))

    async def admit(self, owner: str, at: datetime) -> None:
        await self.database.reach()
        self.account(owner).admitted = at

    async def choose_language(self, account: str, language: str) -> None:
        await self.database.reach()
        self.account(account).language = language

    async def language(self, account: str) -> str:
        await self.database.reach()
        return self.account(account).language

    async def move(self, old: str, new: str) -> None:
        memory, began = await self.memory(old), await self.memory(new)
        if memory != began:
            self._pour(began, memory)
            self.account(new).joined = memory
        self.account(new).admitted = self.account(new).admitted or self.account(old).admitted
        turns = self.database.turns.setdefault(memory, [])
        is_old = [turn.chat == old or turn.chat.startswith(f"{old}:") for turn in turns]
        turns[:] = [
            replace(turn, chat=new + turn.chat[len(old) :]) if moved else turn
            for turn, moved in zip(turns, is_old, strict=True)
        ]

    async def group(self, group: str) -> GroupRules:
        return self.database.rows(await self.memory(group)).rules or GroupRules()

    async def settle(self, group: str, rules: GroupRules) -> None:
        self.database.rows(await self.memory(group)).rules = rules

    async def groups_of(self, memory: MemoryId) -> list[Place]:
        await self.database.reach()
        visits = sorted(self.database.rows(memory).visits.items(), key=lambda visit: visit[1][0], reverse=True)
        found: dict[MemoryId, Place] = {}
        for place, (_, shown) in visits:
            rules = self.database.rows(self.standing(place)).rules or GroupRules()
            found.setdefault(self.standing(place), Place(self.standing(place), shown, rules.rule))
        return list(found.values())

    async def share(
        self, memory: MemoryId, concept: UUID, place: MemoryId, by: Signature, *, in_words: bool = False
    ) -> Shared:
        await self.database.reach()
        source = self.concepts._memory(memory)
        if concept not in source.state:
            return Shared.GONE
        place, shares = self.standing(place), self.database.rows(memory).shares
        group = self.concepts._memory(place)
        card, earlier = source.state[concept], shares.get((concept, place))
        if any(_has(card_.concept, card.concept.name) for one, card_ in group.state.items() if one != earlier):
            return Shared.TAKEN
        await self._withdraw(memory, {concept}, place)
        shares[concept, place] = self._copy(source, replace(card, looks=()) if in_words else card, group, by)
        for subject in self.database.rows(memory).links.get(concept, ()):
            self.database.rows(place).links.setdefault(shares[concept, place], set()).add(subject)
            self.whereabouts.setdefault(subject, set()).add(place)
        return Shared.DONE

    async def unshare(self, memory: MemoryId, concept: UUID | None, place: MemoryId | None = None) -> int:
        await self.database.reach()
        kept = self.concepts._memory(memory)
        wanted = None if concept is None else _with_merged(kept, concept)
        return await self._withdraw(memory, wanted, place)

    async def tidy(self, memory: MemoryId) -> int:
        kept = self.concepts._memory(memory)
        there = {*kept.state, *(one for gone in kept.merged.values() for one in gone)}
        gone = {concept for concept, _ in self.database.rows(memory).shares} - there
        return await self._withdraw(memory, gone, None)

    async def shared_here(self, memory: MemoryId) -> frozenset[UUID]:
        await self.database.reach()
        deeds = self.concepts._memory(memory).deeds
        return frozenset(one for deed in deeds if deed.did is Did.SHARED for one in deed.about)

    async def offer(self, owner: str, purpose: CodeFor, code: str, until: datetime) -> None:
        await self.database.reach()
        self._codes.pop(self.account(owner).code or "", None)
        self.account(owner).code = code
        self._codes[code] = (purpose, owner, until)

    async def pair(self, code: str, by: str | None, at: datetime) -> Redeemed:
        await self.database.reach()
        owner = self._redeem(CodeFor.PAIR, code, by, at)
        if isinstance(owner, Redeemed):
            return owner
        self.account(owner).admitted = at
        return Redeemed.DONE

    async def link(self, code: str, by: str, at: datetime) -> Redeemed:
        await self.database.reach()
        owner = self._redeem(CodeFor.LINK, code, by, at)
        if isinstance(owner, Redeemed):
            return owner
        source, target = await self.memory(by), await self.memory(owner)
        if source == target:
            return Redeemed.OWN
        together = {*self.database.rows(source).members, subject_of(by), subject_of(owner)}
        self._pour(source, target)
        for subject in together:
            self.accounts.setdefault(subject, _Account()).joined = target
        self.database.rows(target).members |= together
        return Redeemed.DONE

    async def unlink(self, account: str) -> bool:
        members = self.database.rows(await self.memory(account)).members
        if len(members) < 2:
            return False
        members.discard(subject_of(account))
        self.account(account).joined = MemoryId(uuid4())
        return True

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        await self.database.reach()
        members = self.database.rows(memory).members
        for subject in members:
            if self.accounts[subject].joined == memory:
                self.accounts[subject].joined = None
        return {"copies in groups": await self._withdraw(memory, None, None), "linked accounts": len(members)}

    def account(self, owner: str) -> _Account:
        return self.accounts.setdefault(subject_of(owner), _Account())

    def standing(self, memory: MemoryId) -> MemoryId:
        while memory in self._went:
            memory = self._went[memory]
        return memory

    def _count(self, owner: str, use: Use, since: datetime) -> int:
        began, count = self._uses.get((owner, use), (since, 0))
        self._uses[owner, use] = (since, 1 if began < since else count + 1)
        return self._uses[owner, use][1]

    def _redeem(self, purpose: CodeFor, code: str, by: str | None, at: datetime) -> str | Redeemed:
        hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        if by is not None and self._uses.get((by, Use.WRONG_CODES), (hour, 0)) >= (hour, 5):
            return Redeemed.TOO_OFTEN
        kept, owner, until = self._codes.get(code, (purpose, "", at))
        if kept is purpose and until > at:
            if owner == by:
                return Redeemed.OWN
            del self._codes[code]
            return owner
        if by is not None:
            self._count(by, Use.WRONG_CODES, hour)
        return Redeemed.WRONG

    def _copy(self, source: _Memory, card: Card, group: _Memory, by: Signature) -> UUID:
        ids, before = self.concepts._ids, dict(group.state)
        free = tuple(a for a in card.concept.aliases if not any(_has(c.concept, a) for c in group.state.values()))
        facts = tuple(replace(fact, id=next(ids)) for fact in card.concept.facts)
        looks = tuple(replace(look, id=next(ids)) for look in card.looks)
        for look, copy in zip(card.looks, looks, strict=True):
            group.vectors[copy.id] = dict(source.vectors[look.id])
        copied = next(ids)
        concept = replace(card.concept, id=copied, aliases=free, facts=facts, is_self=False)
        group.state[copied] = Card(concept, looks, facts)
        self.concepts.signed(by)._done(group, Did.SHARED, (copied,), before)
        return copied

    async def _withdraw(self, memory: MemoryId, shared: set[UUID] | None, place: MemoryId | None) -> int:
        shares = self.database.rows(memory).shares
        gone = [
            (concept, where)
            for concept, where in shares
            if (shared is None or concept in shared) and (place is None or where == place)
        ]
        for concept, where in gone:
            await self.concepts.forget(self.standing(where), shares.pop((concept, where)))
        return len(gone)

    def _pour(self, source: MemoryId, target: MemoryId) -> None:
        from_, into = self.concepts._memories.pop(source, _Memory()), self.concepts._memory(target)
        known = {fold(name): one for one, card in into.state.items() for name in card.concept.names}
        me = next((one for one, card in into.state.items() if card.concept.is_self), None)
        into.single |= from_.single
        into.vectors |= from_.vectors
        into.merged |= from_.merged
        for one, card in from_.state.items():
            same = [known[fold(name)] for name in card.concept.names if fold(name) in known]
            keep = me if card.concept.is_self and me else next(iter(same), None)
            names = [name for name in card.concept.names if fold(name) not in known]
            if keep is None:
                into.state[one] = card
            else:
                self._absorb(into, keep, one, card, names)
        into.deeds += from_.deeds
        for deed in into.deeds:
            deed.is_settled = True
        self._pour_rows(source, target)

    def _absorb(self, into: _Memory, keep: UUID, other: UUID, card: Card, names: list[str]) -> None:
        one = into.state[keep]
        shown = {look.crop for look in (*one.looks, *card.looks) if look.positive}
        looks = sorted((*one.looks, *card.looks), key=lambda look: look.id)
        concept = replace(
            one.concept, kind=one.concept.kind or card.concept.kind, aliases=(*one.concept.aliases, *names)
        )
        into.state[keep] = Card(
            concept,
            tuple(look for look in looks if look.positive or look.crop not in shown),
            tuple(sorted((*one.history, *card.history), key=lambda fact: fact.id)),
        )
        self.concepts._end_doubles(into, keep)
        into.merged.setdefault(keep, set()).add(other)

    def _pour_rows(self, source: MemoryId, target: MemoryId) -> None:
        self._went[source] = target
        turns = self.database.turns.setdefault(target, [])
        turns += self.database.turns.pop(source, [])
        turns.sort(key=lambda turn: turn.at)
        from_, into = self.database.people.pop(source, PeopleRows()), self.database.rows(target)
        into.rules = into.rules or from_.rules
        into.members |= from_.members
        into.visits = from_.visits | into.visits
        into.shares |= from_.shares
        into.consents += [one for one in from_.consents if one.revoked or not _standing(into, one.subject, one.purpose)]
        into.held |= from_.held
        for concept, subjects in from_.links.items():
            into.links.setdefault(concept, set()).update(subjects)
        known = {subject for subjects in from_.links.values() for subject in subjects}
        for subject in known | {held.subject for held in from_.held.values()}:
            self.whereabouts.setdefault(subject, set()).add(target)


class FakeConsents:
    """Consents in memory; shares everything with the FakePeople it is given."""

    def __init__(self, people: FakePeople) -> None:
        self._people, self._database = people, people.database

    async def linked(self, memory: MemoryId) -> dict[UUID, frozenset[Subject]]:
        await self._database.reach()
        kept = self._people.concepts._memory(memory)
        links = self._database.rows(memory).links
        found = {}
        for one in kept.state:
            same = _with_merged(kept, one)
            if subjects := frozenset(subject for concept in same for subject in links.get(concept, ())):
                found[one] = subjects
        return found

    async def link(self, memory: MemoryId, concept: UUID, subject: Subject) -> None:
        await self._database.reach()
        links = self._database.rows(memory).links
        for subjects in links.values():
            subjects.discard(subject)
        if concept in self._people.concepts._memory(memory).state:
            links.setdefault(concept, set()).add(subject)
            self._people.whereabouts.setdefault(subject, set()).add(memory)

    async def give(self, memory: MemoryId, subject: Subject, purpose: Purpose, version: str, at: datetime) -> None:
        await self._database.reach()
        rows = self._database.rows(memory)
        now = _standing(rows, subject, purpose)
        if now is None or now.version != version:
            rows.consents = [replace(one, revoked=at) if one is now else one for one in rows.consents]
            rows.consents.append(Consent(subject, purpose, version, at))

    async def revoke(self, memory: MemoryId, subject: Subject, purpose: Purpose, at: datetime) -> bool:
        await self._database.reach()
        rows = self._database.rows(memory)
        now = _standing(rows, subject, purpose)
        rows.consents = [replace(one, revoked=at) if one is now else one for one in rows.consents]
        return now is not None

    async def given(self, memory: MemoryId) -> list[Consent]:
        await self._database.reach()
        return list(self._database.rows(memory).consents)

    async def hold(self, memory: MemoryId, waiting: Held) -> None:
        await self._database.reach()
        self._database.rows(memory).held[waiting.id] = waiting
        self._people.whereabouts.setdefault(waiting.subject, set()).add(memory)

    async def held(self, memory: MemoryId, id: UUID, at: datetime) -> Held | None:
        await self._database.reach()
        held = self._database.rows(memory).held.get(id)
        return held if held and held.expires > at else None

    async def release(self, memory: MemoryId, id: UUID) -> None:
        await self._database.reach()
        self._database.rows(memory).held.pop(id, None)

    async def block(self, subject: Subject, at: datetime) -> list[MemoryId]:
        await self._database.reach()
        self._people.accounts.setdefault(subject, _Account()).blocked = at
        return sorted({self._people.standing(place) for place in self._people.whereabouts.get(subject, ())})

    async def clear(self, memory: MemoryId, subject: Subject, at: datetime) -> None:
        await self._database.reach()
        rows = self._database.rows(memory)
        for subjects in rows.links.values():
            subjects.discard(subject)
        rows.held = {one: held for one, held in rows.held.items() if held.subject != subject}
        for purpose in (Purpose.MEMORY, Purpose.GROUP):
            await self.revoke(memory, subject, purpose, at)
        places = self._people.whereabouts.get(subject, set())
        self._people.whereabouts[subject] = {place for place in places if self._people.standing(place) != memory}

    async def unblock(self, subject: Subject) -> bool:
        await self._database.reach()
        account = self._people.accounts.setdefault(subject, _Account())
        was, account.blocked = account.blocked, None
        return was is not None

    async def is_blocked(self, subject: Subject) -> bool:
        await self._database.reach()
        return self._people.accounts.get(subject, _Account()).blocked is not None


def fake_stores(history: FakeHistory) -> tuple[FakeConcepts, FakeHistory, FakePeople, FakeConsents]:
    """Everything that is kept, in memory, as `Ports` takes it."""
    people = FakePeople(FakeConcepts(history))
    return people.concepts, history, people, FakeConsents(people)


def _standing(rows: PeopleRows, subject: Subject, purpose: Purpose) -> Consent | None:
    open_ = (one for one in rows.consents if one.revoked is None)
    return next((one for one in open_ if (one.subject, one.purpose) == (subject, purpose)), None)


def _has(concept: Concept, name: str) -> bool:
    return fold(name) in map(fold, concept.names)
