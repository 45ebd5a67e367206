"""What touches two memories happens in both or in neither; only PostgreSQL can tell."""

from datetime import timedelta

import pytest

from core.adapters import joining, sharing
from core.adapters.consents import PostgresConsents
from core.adapters.database import Database
from core.adapters.history import PostgresHistory
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.concepts import memory_of
from core.people import CodeFor, Redeemed, Shared, Signature, subject_of
from core.turns import now
from tests.contracts.conftest import Store
from tests.contracts.sightings import ANNA, BEN, ENCODER, lesson, teach

pytestmark = pytest.mark.postgres

GROUP = memory_of("telegram:-5")
SAID = Signature("web", "1", subject_of("web:anna"))


class PulledOut(Exception):
    """As if the process had ended here."""


@pytest.fixture
def store(database: Database) -> Store:
    """The store in PostgreSQL alone."""
    people, consents = PostgresPeople(database), PostgresConsents(database)
    return Store(PostgresConcepts(database), PostgresHistory(database), people, consents)


async def pull_out(*_: object, **__: object) -> None:
    raise PulledOut


@pytest.mark.parametrize("step", ["_same", "_put", "_merged", "note_whereabouts"])
async def test_two_memories_become_one_or_stay_two(store: Store, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    await teach(store.concepts, "Max", 0)
    await store.concepts.teach(BEN, ENCODER, lesson("Max", 10))
    before = [await store.concepts.cards(memory) for memory in (ANNA, BEN)]
    await store.people.offer("web:anna", CodeFor.LINK, "ABCDEFGH", now() + timedelta(minutes=1))
    with monkeypatch.context() as broken:
        broken.setattr(joining, step, pull_out)
        with pytest.raises(PulledOut):
            await store.people.link("ABCDEFGH", "web:ben", now())
    assert [await store.concepts.cards(memory) for memory in (ANNA, BEN)] == before
    assert await store.people.memory("web:ben") == BEN
    assert await store.people.link("ABCDEFGH", "web:ben", now()) is Redeemed.DONE  # the code is still good
    assert [len(card.looks) for card in await store.concepts.cards(ANNA)] == [2]


@pytest.mark.parametrize("step", ["_copied", "note_whereabouts"])
async def test_a_copy_is_there_and_known_of_or_not_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    max_ = await teach(store.concepts, "Max", 0)
    with monkeypatch.context() as broken:
        broken.setattr(sharing, step, pull_out)
        with pytest.raises(PulledOut):
            await store.people.share(ANNA, max_.id, GROUP, SAID)
    assert await store.concepts.cards(GROUP) == []
    assert await store.people.unshare(ANNA, max_.id) == 0
    assert await store.people.share(ANNA, max_.id, GROUP, SAID) is Shared.DONE


async def test_a_copy_that_can_not_be_replaced_stays_as_it_was(store: Store) -> None:
    max_ = await teach(store.concepts, "Max", 0)
    await store.people.share(ANNA, max_.id, GROUP, SAID)
    await store.concepts.teach(GROUP, ENCODER, lesson("Moritz", 90))
    await store.concepts.rename(ANNA, max_.id, "Moritz")
    before = await store.concepts.cards(GROUP)
    assert await store.people.share(ANNA, max_.id, GROUP, SAID) is Shared.TAKEN
    assert await store.concepts.cards(GROUP) == before


async def test_a_group_moves_with_all_it_has_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.adapters import people

    await store.concepts.teach(GROUP, ENCODER, lesson("Max", 0))
    with monkeypatch.context() as broken:
        broken.setattr(people, "_rekey", pull_out)
        with pytest.raises(PulledOut):
            await store.people.move("telegram:-5", "telegram:-1005")
    assert await store.people.memory("telegram:-1005") == memory_of("telegram:-1005")
    await store.people.move("telegram:-5", "telegram:-1005")
    assert await store.people.memory("telegram:-1005") == GROUP
