"""The store twice: in memory and on PostgreSQL. The same tests run on both, so that the fake may stand for the real."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from core.adapters.consents import PostgresConsents
from core.adapters.history import PostgresHistory
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.ports import ConceptStore, Consents, History, People
from tests.fakes.history import FakeHistory
from tests.fakes.people import fake_stores


@dataclass(frozen=True, slots=True)
class Store:
    """Concepts and turns on one database."""

    concepts: ConceptStore
    history: History
    people: People
    consents: Consents


@pytest.fixture(params=["fake", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of each sort."""
    if request.param == "fake":
        yield Store(*fake_stores(FakeHistory()))
    else:
        database = request.getfixturevalue("database")
        own = (PostgresPeople(database), PostgresConsents(database))
        yield Store(PostgresConcepts(database), PostgresHistory(database), *own)


@pytest.fixture
def concepts(store: Store) -> ConceptStore:
    """An empty concept store of each sort."""
    return store.concepts


@pytest.fixture
def history(store: Store) -> History:
    """An empty history of each sort."""
    return store.history


@pytest.fixture
def people(store: Store) -> People:
    """Nobody has come yet."""
    return store.people


@pytest.fixture
def consents(store: Store) -> Consents:
    """Nobody has said yes to anything."""
    return store.consents
