"""The store twice: in memory and on PostgreSQL. The same tests run on both, so that the fake may stand for the real."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from core.adapters.history import PostgresHistory
from core.adapters.postgres import PostgresConcepts
from core.ports import ConceptStore, History
from tests.fakes.store import FakeConcepts, FakeHistory


@dataclass(frozen=True, slots=True)
class Store:
    """Concepts and turns on one database."""

    concepts: ConceptStore
    history: History


@pytest.fixture(params=["fake", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of each sort."""
    if request.param == "fake":
        history = FakeHistory()
        yield Store(FakeConcepts(history), history)
    else:
        database = request.getfixturevalue("database")
        yield Store(PostgresConcepts(database), PostgresHistory(database))


@pytest.fixture
def concepts(store: Store) -> ConceptStore:
    """An empty concept store of each sort."""
    return store.concepts


@pytest.fixture
def history(store: Store) -> History:
    """An empty history of each sort."""
    return store.history
