"""ConceptStore in memory, for tests of everything above it. It passes the contract that PostgreSQL passes.

A deed keeps the state it found; taking it back puts that state back. Forgetting goes through all kept states.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Self
from uuid import UUID

from core.concepts import (
    Candidate,
    Concept,
    Did,
    Fact,
    KeptLook,
    Look,
    MemoryId,
    Statement,
    Vector,
)
from core.people import Signature, Subject
from core.ports import Card, Lesson, Taught
from core.turns import fold, now
from tests.fakes.history import FakeDatabase
from tests.fakes.history import FakeHistory as FakeHistory

State = dict[UUID, Card]  # by concept, in order of id


@dataclass(slots=True)
class _Deed:
    did: Did
    about: tuple[UUID, ...]
    before: State
    signature: Signature | None
    added: frozenset[UUID]  # looks, facts and concepts
    ended: frozenset[UUID]  # facts
    is_settled: bool = False  # two memories became one after it


@dataclass(slots=True)
class _Memory:
    state: State = field(default_factory=dict)
    deeds: list[_Deed] = field(default_factory=list)
    single: set[UUID] = field(default_factory=set)  # facts on a topic that has one value at a time
    vectors: dict[UUID, dict[str, Vector]] = field(default_factory=dict)  # by look and encoder
    merged: dict[UUID, set[UUID]] = field(default_factory=dict)  # what went into a concept


class FakeConcepts:
    """ConceptStore in memory; shares its database with the FakeHistory it is given: forgetting reaches turns too."""

    def __init__(self, history: FakeHistory | None = None) -> None:
        self.database = history.database if history else FakeDatabase()
        self._memories: dict[MemoryId, _Memory] = {}
        self._ids = (UUID(int=number) for number in count(1))
        self._signature: Signature | None = None

    def signed(self, signature: Signature) -> Self:
        signed = copy(self)
        signed._signature = signature
        return signed

    async def teach(self, memory: MemoryId, encoder: str, lesson: Lesson) -> Taught:
        await self.database.reach()
        kept = self._memory(memory)
        before = dict(kept.state)
        known = _called(kept.state, lesson.name)
        concept = known or next(self._ids)
        if known is None:
            kept.state[concept] = Card(Concept(concept, lesson.name), (), ())
        if lesson.kind:
            self._change(kept, concept, kind=lesson.kind)
        if lesson.is_self:
            self._make_self(kept, concept)
        superseded = self._add_facts(kept, concept, lesson.statements)
        looks = tuple(self._add_look(kept, concept, encoder, look) for look in lesson.looks)
        self._done(kept, Did.TAUGHT, (concept,), before)
        return Taught(kept.state[concept].concept, known is None, looks, superseded)

    async def tell(self, memory: MemoryId, concept: UUID, statements: Sequence[Statement]) -> Taught | None:
        await self.database.reach()
        kept = self._memory(memory)
        if concept not in kept.state:
            return None
        before = dict(kept.state)
        superseded = self._add_facts(kept, concept, statements)
        self._done(kept, Did.TOLD, (concept,), before)
        return Taught(kept.state[concept].concept, False, (), superseded)

    async def all(self, memory: MemoryId) -> list[Concept]:
        return [card.concept for card in await self.cards(memory)]

    async def card(self, memory: MemoryId, concept: UUID) -> Card | None:
        await self.database.reach()
        return self._memory(memory).state.get(concept)

    async def nearest(
        self, memory: MemoryId, encoder: str, vectors: Sequence[Vector], limit: int
    ) -> list[list[Candidate]]:
        await self.database.reach()
        kept = self._memory(memory)
        return [_nearest(kept, encoder, vector)[:limit] for vector in vectors]

    async def look(self, memory: MemoryId, look: UUID) -> KeptLook | None:
        await self.database.reach()
        looks = (kept for card in self._memory(memory).state.values() for kept in card.looks)
        return next((kept for kept in looks if kept.id == look), None)

    async def covers(self, memory: MemoryId) -> dict[UUID, KeptLook]:
        cards = await self.cards(memory)
        positive = {card.concept.id: [look for look in card.looks if look.positive] for card in cards}
        return {concept: looks[0] for concept, looks in positive.items() if looks}

    async def correct(
        self, memory: MemoryId, encoder: str, wrong: UUID | None, right: str | None, look: Look
    ) -> Taught | None:
        await self.database.reach()
        kept = self._memory(memory)
        if wrong is not None and wrong not in kept.state:
            return None
        before = dict(kept.state)
        known = _called(kept.state, right) if right is not None else None
        concept = known or (next(self._ids) if right is not None else None)
        looks: tuple[UUID, ...] = ()
        if wrong is not None and wrong != concept:
            self._add_look(kept, wrong, encoder, replace(look, positive=False))
        if concept is not None:
            kept.state.setdefault(concept, Card(Concept(concept, right or ""), (), ()))
            looks = (self._add_look(kept, concept, encoder, replace(look, positive=True)),)
        about = tuple(one for one in (concept, wrong) if one is not None)
        self._done(kept, Did.CORRECTED, tuple(dict.fromkeys(about)), before)
        return Taught(kept.state[concept].concept, known is None, looks, ()) if concept else None

    async def rename(self, memory: MemoryId, concept: UUID, name: str) -> bool:
        def renamed(old: Concept) -> Concept:
            aliases = tuple(alias for alias in old.aliases if fold(alias) != fold(name))
            return replace(old, name=name, aliases=aliases)

        return await self._name(memory, concept, name, Did.RENAMED, renamed)

    async def add_alias(self, memory: MemoryId, concept: UUID, alias: str) -> bool:
        def with_alias(old: Concept) -> Concept:
            known = fold(alias) in map(fold, old.names)
            return old if known else replace(old, aliases=(*old.aliases, alias))

        return await self._name(memory, concept, alias, Did.CALLED, with_alias)

    async def merge(self, memory: MemoryId, keep: UUID, other: UUID) -> Concept | None:
        await self.database.reach()
        kept = self._memory(memory)
        if keep == other or keep not in kept.state or other not in kept.state:
            return None
        before = dict(kept.state)
        one, two = kept.state[keep], kept.state.pop(other)
        concept = replace(
            one.concept,
            kind=one.concept.kind or two.concept.kind,
            aliases=(*one.concept.aliases, *two.concept.names),
            is_self=one.concept.is_self or two.concept.is_self,
        )
        looks = sorted((*one.looks, *two.looks), key=lambda look: look.id)
        shown = {look.crop for look in looks if look.positive}
        kept.state[keep] = Card(
            concept,
            tuple(look for look in looks if look.positive or look.crop not in shown),
            tuple(sorted((*one.history, *two.history), key=lambda fact: fact.id)),
        )
        self._end_doubles(kept, keep)
        kept.merged.setdefault(keep, set()).add(other)
        self._done(kept, Did.MERGED, (keep, other), before)
        return kept.state[keep].concept

    async def remove_look(self, memory: MemoryId, look: UUID) -> bool:
        await self.database.reach()
        kept = self._memory(memory)
        for concept, card in kept.state.items():
            if any(one.id == look for one in card.looks):
                before = dict(kept.state)
                kept.state[concept] = replace(card, looks=tuple(one for one in card.looks if one.id != look))
                self._done(kept, Did.LOOK_REMOVED, (concept,), before)
                return True
        return False

    async def remove_fact(self, memory: MemoryId, fact: UUID) -> bool:
        await self.database.reach()
        kept = self._memory(memory)
        for concept, card in kept.state.items():
            if any(one.id == fact for one in card.concept.facts):
                before = dict(kept.state)
                self._end(kept, concept, {fact})
                self._done(kept, Did.FACT_REMOVED, (concept,), before)
                return True
        return False

    async def undo(self, memory: MemoryId) -> str | None:
        await self.database.reach()
        kept = self._memory(memory)
        if not kept.deeds or kept.deeds[-1].is_settled:
            return None
        deed = kept.deeds.pop()
        states = (kept.state, deed.before)
        names = [next(state[one].concept.name for state in states if one in state) for one in deed.about]
        if deed.did is Did.RENAMED:
            names = [f"{deed.before[deed.about[0]].concept.name} to {names[0]}"]
        kept.state = deed.before
        return deed.did.of(*names)

    async def forget(self, memory: MemoryId, concept: UUID) -> dict[str, int] | None:
        await self.database.reach()
        kept = self._memory(memory)
        if concept not in kept.state:
            return None
        gone = _with_merged(kept, concept)
        states = [kept.state, *(deed.before for deed in kept.deeds)]
        cards = [state[one] for state in states for one in gone if one in state]
        names = {fold(name) for card in cards for name in card.concept.names}
        looks = {look.id for card in cards for look in card.looks}
        facts = {fact.id for card in cards for fact in card.history}
        for state in states:
            for one in gone & state.keys():
                del state[one]
        for look in looks:
            kept.vectors.pop(look, None)
        for deed in kept.deeds:
            deed.about = tuple(one for one in deed.about if one not in gone)
        kept.deeds = [deed for deed in kept.deeds if deed.about]
        rows = self.database.rows(memory)
        rows.links = {one: subjects for one, subjects in rows.links.items() if one not in gone}
        rows.held = {one: held for one, held in rows.held.items() if held.concept not in gone}
        turns = self.database.empty_turns(memory, gone, names)
        return {"concepts": len(gone), "looks": len(looks), "facts": len(facts), "turns": turns}

    async def erase(self, memory: MemoryId) -> dict[str, int]:
        await self.database.reach()
        kept = self._memories.pop(memory, _Memory())
        self.database.people.pop(memory, None)
        cards = kept.state.values()
        return {
            "concepts": len(kept.state),
            "looks": sum(len(card.looks) for card in cards),
            "facts": sum(len(card.history) for card in cards),
            "turns": len(self.database.turns.pop(memory, [])),
        }

    async def teacher(self, memory: MemoryId, concept: UUID) -> Subject | None:
        await self.database.reach()
        made = next((deed for deed in self._memory(memory).deeds if concept in deed.added), None)
        return made.signature.by if made and made.signature else None

    async def last_signer(self, memory: MemoryId) -> Subject | None:
        await self.database.reach()
        last = next(reversed(self._memory(memory).deeds), None)
        return last.signature.by if last and last.signature and not last.is_settled else None

    async def taught_in(self, memory: MemoryId, channel: str, update: str) -> tuple[UUID, ...]:
        await self.database.reach()
        kept = self._memory(memory)
        added = frozenset[UUID]().union(*(deed.added for deed in _teaching(kept, channel, update)))
        return tuple(one for one, card in sorted(kept.state.items()) if added & {one, *_parts(card)})

    async def withdraw(self, memory: MemoryId, channel: str, update: str) -> tuple[str, ...]:
        about = await self.taught_in(memory, channel, update)
        kept = self._memory(memory)
        before, deeds = dict(kept.state), _teaching(kept, channel, update)
        added = frozenset[UUID]().union(*(deed.added for deed in deeds))
        ended = frozenset[UUID]().union(*(deed.ended for deed in deeds))
        names = tuple(kept.state[one].concept.name for one in about)
        for one in about:
            self._take_away(kept, one, added, ended)
        self._done(kept, Did.WITHDRAWN, about[:1], before)
        return names

    def _take_away(self, kept: _Memory, one: UUID, added: frozenset[UUID], ended: frozenset[UUID]) -> None:
        card = kept.state[one]
        over = {fact.topic for fact in card.concept.facts if fact.id in added}
        again = [f for f in card.history if f.id in ended & kept.single and f.topic in over]
        kept.state[one] = replace(card, looks=tuple(look for look in card.looks if look.id not in added))
        self._end(kept, one, {fact.id for fact in card.concept.facts if fact.id in added})
        self._add_facts(kept, one, [Statement(fact.topic, fact.text, single=True) for fact in again])
        left = kept.state[one]
        if one in added and not left.concept.facts and not any(look.positive for look in left.looks):
            del kept.state[one]

    async def drop_looks(self, memory: MemoryId, concept: UUID) -> int:
        await self.database.reach()
        kept = self._memory(memory)
        states = [kept.state, *(deed.before for deed in kept.deeds)]
        looks = {look.id for state in states if concept in state for look in state[concept].looks}
        for state in states:
            if concept in state:
                state[concept] = replace(state[concept], looks=())
        for look in looks:
            kept.vectors.pop(look, None)
        return len(looks)

    async def cards(self, memory: MemoryId) -> list[Card]:
        await self.database.reach()
        return [card for _, card in sorted(self._memory(memory).state.items())]

    async def looks_to_encode(self, memory: MemoryId, encoder: str, limit: int) -> list[KeptLook]:
        await self.database.reach()
        kept = self._memory(memory)
        states = [kept.state, *(deed.before for deed in kept.deeds)]
        looks = {look.id: look for state in states for card in state.values() for look in card.looks}
        return [look for one, look in sorted(looks.items()) if encoder not in kept.vectors[one]][:limit]

    async def keep_vectors(self, memory: MemoryId, encoder: str, vectors: dict[UUID, Vector]) -> None:
        await self.database.reach()
        kept = self._memory(memory)
        for look, vector in vectors.items():
            if look in kept.vectors:
                kept.vectors[look].setdefault(encoder, vector)

    def _memory(self, memory: MemoryId) -> _Memory:
        return self._memories.setdefault(memory, _Memory())

    def _done(self, kept: _Memory, did: Did, about: tuple[UUID, ...], before: State) -> None:
        if kept.state != before:
            added = frozenset(_ids_in(kept.state) - _ids_in(before))
            ended = frozenset(_true_in(before) - _true_in(kept.state))
            kept.deeds.append(_Deed(did, about, before, self._signature, added, ended))

    @staticmethod
    def _change(kept: _Memory, concept: UUID, *, kind: str) -> None:
        card = kept.state[concept]
        kept.state[concept] = replace(card, concept=replace(card.concept, kind=kind))

    @staticmethod
    def _make_self(kept: _Memory, concept: UUID) -> None:
        for one, card in kept.state.items():
            kept.state[one] = replace(card, concept=replace(card.concept, is_self=one == concept))

    def _add_facts(self, kept: _Memory, concept: UUID, statements: Sequence[Statement]) -> tuple[Fact, ...]:
        superseded: list[Fact] = []
        for said in statements:
            facts = kept.state[concept].concept.facts
            if any((fact.topic, fold(fact.text)) == (said.topic, fold(said.text)) for fact in facts):
                continue
            if said.single:
                superseded += self._end(kept, concept, {fact.id for fact in facts if fact.topic == said.topic})
            fact = Fact(next(self._ids), said.topic, said.text, now())
            if said.single:
                kept.single.add(fact.id)
            card = kept.state[concept]
            known = replace(card.concept, facts=(*card.concept.facts, fact))
            kept.state[concept] = replace(card, concept=known, history=(*card.history, fact))
        return tuple(superseded)

    @staticmethod
    def _end(kept: _Memory, concept: UUID, facts: set[UUID]) -> list[Fact]:
        card, ended = kept.state[concept], now()
        history = tuple(
            replace(fact, ended=ended) if fact.ended is None and fact.id in facts else fact for fact in card.history
        )
        current = tuple(fact for fact in history if fact.ended is None)
        kept.state[concept] = replace(card, concept=replace(card.concept, facts=current), history=history)
        return [fact for fact in history if fact.ended is ended]

    def _end_doubles(self, kept: _Memory, concept: UUID) -> None:
        """Of several current facts on a single topic the one told last stays."""
        card = kept.state[concept]
        current = [fact for fact in card.history if fact.ended is None]
        newest = {fact.topic: fact.id for fact in current if fact.id in kept.single}
        self._end(kept, concept, {fact.id for fact in current if fact.topic in newest} - set(newest.values()))

    def _add_look(self, kept: _Memory, concept: UUID, encoder: str, look: Look) -> UUID:
        card = kept.state[concept]
        same = [kept_look for kept_look in card.looks if kept_look.crop == look.crop]
        again = next((kept_look.id for kept_look in same if kept_look.positive == look.positive), None)
        if again is not None:
            kept.vectors[again].setdefault(encoder, look.vector)
            return again
        added = KeptLook(next(self._ids), look.crop, encoder, look.positive, now())
        looks = (*(kept_look for kept_look in card.looks if kept_look not in same), added)
        kept.state[concept] = replace(card, looks=looks)
        kept.vectors[added.id] = {encoder: look.vector}
        return added.id

    async def _name(
        self, memory: MemoryId, concept: UUID, name: str, did: Did, change: Callable[[Concept], Concept]
    ) -> bool:
        await self.database.reach()
        kept = self._memory(memory)
        if concept not in kept.state or _called(kept.state, name) not in (None, concept):
            return False
        before, card = dict(kept.state), kept.state[concept]
        kept.state[concept] = replace(card, concept=change(card.concept))
        self._done(kept, did, (concept,), before)
        return True


def _parts(card: Card) -> set[UUID]:
    """The looks and the current facts of a card."""
    return {look.id for look in card.looks} | {fact.id for fact in card.concept.facts}


def _ids_in(state: State) -> set[UUID]:
    return {*state, *(part for card in state.values() for part in _parts(card))}


def _true_in(state: State) -> set[UUID]:
    return {fact.id for card in state.values() for fact in card.concept.facts}


def _teaching(kept: _Memory, channel: str, update: str) -> list[_Deed]:
    signed = [deed for deed in kept.deeds if deed.signature and deed.did in (Did.TAUGHT, Did.TOLD, Did.CORRECTED)]
    wanted = (channel, update)
    return [deed for deed in signed if deed.signature and (deed.signature.channel, deed.signature.update) == wanted]


def _called(state: State, name: str) -> UUID | None:
    return next((one for one, card in state.items() if fold(name) in map(fold, card.concept.names)), None)


def _with_merged(kept: _Memory, concept: UUID) -> set[UUID]:
    gone = {concept}
    for other in kept.merged.get(concept, set()) - kept.state.keys():
        gone |= _with_merged(kept, other)
    return gone


def _nearest(kept: _Memory, encoder: str, vector: Vector) -> list[Candidate]:
    candidates = []
    for concept, card in kept.state.items():
        looks = [(look, kept.vectors[look.id]) for look in card.looks]
        close = [(_cosine(has[encoder], vector), look) for look, has in looks if encoder in has]
        shown = [(similarity, look.id) for similarity, look in close if look.positive]
        if shown:
            similarity, look = max(shown, key=lambda one: (one[0], -one[1].int))
            against = max((similarity for similarity, look in close if not look.positive), default=-1.0)
            candidates.append(Candidate(concept, similarity, against, look))
    return sorted(candidates, key=lambda one: (-one.similarity, one.concept))


def _cosine(one: Vector, other: Vector) -> float:
    return max(-1.0, min(1.0, sum(a * b for a, b in zip(one, other, strict=True))))
