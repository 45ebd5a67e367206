"""What every Consents promises: accounts among the concepts, yes and no, and what waits for it."""

from datetime import timedelta
from uuid import uuid4

from core.concepts import Concept, MemoryId, memory_of
from core.people import CodeFor, Consent, Held, Purpose, Redeemed, subject_of
from core.ports import Consents
from core.turns import now
from tests.contracts.conftest import Store
from tests.contracts.sightings import ANNA, BEN, ENCODER, crop, lesson, teach

GROUP = memory_of("telegram:-5")
EVA, OTHER = subject_of("telegram:7"), subject_of("telegram:8")


async def taught(store: Store, name: str, memory: MemoryId = GROUP) -> Concept:
    return (await store.concepts.teach(memory, ENCODER, lesson(name))).concept


def waiting(concept: Concept, days: int = 7) -> Held:
    return Held(uuid4(), concept.id, EVA, (crop(), crop()), now() + timedelta(days=days))


class TestAccounts:
    async def test_a_concept_is_an_account_in_its_own_memory_only(self, store: Store) -> None:
        eva = await taught(store, "Eva")
        await store.consents.link(GROUP, eva.id, EVA)
        assert await store.consents.linked(GROUP) == {eva.id: {EVA}}
        assert await store.consents.linked(ANNA) == {}

    async def test_an_account_is_one_concept_at_a_time(self, store: Store) -> None:
        eva, eve = await taught(store, "Eva"), await taught(store, "Eve")
        for one in (eva, eve, eve):
            await store.consents.link(GROUP, one.id, EVA)
        assert await store.consents.linked(GROUP) == {eve.id: {EVA}}

    async def test_it_follows_a_merge_and_goes_with_what_is_forgotten_or_taken_back(self, store: Store) -> None:
        eva, eve = await taught(store, "Eva"), await taught(store, "Eve")
        await store.consents.link(GROUP, eva.id, EVA)
        await store.consents.link(GROUP, eve.id, OTHER)
        await store.concepts.merge(GROUP, eve.id, eva.id)
        assert await store.consents.linked(GROUP) == {eve.id: {EVA, OTHER}}
        await store.concepts.undo(GROUP)
        assert await store.consents.linked(GROUP) == {eva.id: {EVA}, eve.id: {OTHER}}
        await store.concepts.undo(GROUP)
        await store.concepts.forget(GROUP, eva.id)
        assert await store.consents.linked(GROUP) == {}

    async def test_nothing_is_linked_that_is_not_there(self, consents: Consents) -> None:
        await consents.link(GROUP, uuid4(), EVA)
        assert await consents.linked(GROUP) == {}
        assert await consents.block(EVA, now()) == []


class TestYesAndNo:
    async def test_a_yes_is_kept_with_its_words_and_its_days(self, consents: Consents) -> None:
        given, later = now(), now() + timedelta(days=1)
        await consents.give(GROUP, EVA, Purpose.GROUP, "1", given)
        await consents.give(GROUP, EVA, Purpose.GROUP, "1", later)
        await consents.give(GROUP, OTHER, Purpose.GROUP, "1", given)
        assert await consents.given(GROUP) == [
            Consent(EVA, Purpose.GROUP, "1", given),
            Consent(OTHER, Purpose.GROUP, "1", given),
        ]
        assert await consents.revoke(GROUP, EVA, Purpose.GROUP, later)
        assert not await consents.revoke(GROUP, EVA, Purpose.GROUP, later)
        assert not await consents.revoke(GROUP, OTHER, Purpose.TRAIN, later)
        assert (await consents.given(GROUP))[0] == Consent(EVA, Purpose.GROUP, "1", given, later)
        assert await consents.given(BEN) == []

    async def test_a_yes_to_new_words_ends_the_one_to_the_old(self, consents: Consents) -> None:
        given, later = now(), now() + timedelta(days=1)
        await consents.give(ANNA, EVA, Purpose.TRAIN, "1", given)
        await consents.give(ANNA, EVA, Purpose.TRAIN, "2", later)
        assert await consents.given(ANNA) == [
            Consent(EVA, Purpose.TRAIN, "1", given, later),
            Consent(EVA, Purpose.TRAIN, "2", later),
        ]

    async def test_given_again_after_it_was_revoked_it_is_a_new_one(self, consents: Consents) -> None:
        for day in (1, 2):
            await consents.give(ANNA, EVA, Purpose.TRAIN, "1", now() + timedelta(days=day))
            assert await consents.revoke(ANNA, EVA, Purpose.TRAIN, now() + timedelta(days=day, hours=1))
        assert len(await consents.given(ANNA)) == 2


class TestWaiting:
    async def test_crops_wait_under_their_id_in_their_memory(self, store: Store) -> None:
        held = waiting(await taught(store, "Eva"))
        await store.consents.hold(GROUP, held)
        await store.consents.hold(GROUP, held)
        assert await store.consents.held(GROUP, held.id, now()) == held
        assert await store.consents.held(ANNA, held.id, now()) is None
        await store.consents.release(GROUP, held.id)
        assert await store.consents.held(GROUP, held.id, now()) is None

    async def test_nothing_can_be_found_by_what_waits(self, store: Store) -> None:
        await store.consents.hold(GROUP, waiting(await taught(store, "Eva")))
        assert await store.concepts.looks_to_encode(GROUP, ENCODER, 9) == []
        assert await store.concepts.covers(GROUP) == {}

    async def test_what_waited_too_long_is_not_found(self, store: Store) -> None:
        eva = await taught(store, "Eva")
        old, new = waiting(eva, days=7), waiting(eva, days=9)
        for held in (old, new):
            await store.consents.hold(GROUP, held)
        later = now() + timedelta(days=8)
        assert await store.consents.held(GROUP, new.id, later) == new
        assert await store.consents.held(GROUP, old.id, later) is None

    async def test_it_goes_with_its_concept(self, store: Store) -> None:
        eva = await taught(store, "Eva")
        held = waiting(eva)
        await store.consents.hold(GROUP, held)
        await store.concepts.forget(GROUP, eva.id)
        assert await store.consents.held(GROUP, held.id, now()) is None


class TestNotMe:
    async def test_who_does_not_want_to_be_remembered_is_told_apart_until_they_change_their_mind(
        self, consents: Consents
    ) -> None:
        assert not await consents.is_blocked(EVA)
        await consents.block(EVA, now())
        assert await consents.is_blocked(EVA)
        assert not await consents.is_blocked(OTHER)
        assert await consents.unblock(EVA)
        assert not await consents.unblock(EVA)
        assert not await consents.is_blocked(EVA)

    async def test_every_memory_that_knows_the_account_is_found_and_cleared_one_by_one(self, store: Store) -> None:
        eva, held = await taught(store, "Eva", ANNA), waiting(await taught(store, "Eve"))
        await store.consents.link(ANNA, eva.id, EVA)
        await store.consents.hold(GROUP, held)
        await store.consents.give(ANNA, EVA, Purpose.MEMORY, "1", now())
        await store.consents.give(ANNA, EVA, Purpose.TRAIN, "1", now())
        assert await store.consents.block(EVA, now()) == sorted([ANNA, GROUP])
        await store.consents.clear(ANNA, EVA, now())
        assert await store.consents.linked(ANNA) == {}
        assert [one.revoked is None for one in await store.consents.given(ANNA)] == [False, True]
        assert await store.consents.block(EVA, now()) == [GROUP]
        await store.consents.clear(GROUP, EVA, now())
        assert await store.consents.held(GROUP, held.id, now()) is None
        assert await store.consents.block(EVA, now()) == []

    async def test_a_shared_copy_of_somebody_is_found_too(self, store: Store) -> None:
        from tests.contracts.test_people import ANNA_SAID

        eva = await teach(store.concepts, "Eva", 0)
        await store.consents.link(ANNA, eva.id, EVA)
        await store.people.share(ANNA, eva.id, GROUP, ANNA_SAID)
        assert list((await store.consents.linked(GROUP)).values()) == [{EVA}]
        assert await store.consents.block(EVA, now()) == sorted([ANNA, GROUP])

    async def test_it_is_found_where_its_memory_went(self, store: Store) -> None:
        eva = await taught(store, "Eva", BEN)
        await store.consents.link(BEN, eva.id, EVA)
        await store.people.offer("web:anna", CodeFor.LINK, "ABCDEFGH", now() + timedelta(minutes=1))
        assert await store.people.link("ABCDEFGH", "web:ben", now()) is Redeemed.DONE
        assert await store.consents.block(EVA, now()) == [ANNA]
        await store.consents.clear(ANNA, EVA, now())
        assert await store.consents.block(EVA, now()) == []
