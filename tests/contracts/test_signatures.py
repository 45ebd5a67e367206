"""What every ConceptStore promises about deeds that say whose words they followed."""

import asyncio

import psycopg
import pytest

from core.adapters.database import Database
from core.adapters.postgres import PostgresConcepts
from core.concepts import Concept, Statement
from core.people import Signature, subject_of
from core.ports import ConceptStore, Lesson
from tests.contracts.sightings import ANNA, BEN, ENCODER, lesson, look, seen_at, texts

ANNE, BOB = subject_of("web:anne"), subject_of("web:bob")
BALLS = Statement("likes", "loves tennis balls")
THREE, FOUR = (Statement("age", f"is {years} years old", single=True) for years in (3, 4))


def by(update: str, whom: object = ANNE) -> Signature:
    return Signature("discord", update, whom)  # type: ignore[arg-type]


async def max_in(concepts: ConceptStore) -> Concept:
    return next(one for one in await concepts.all(ANNA) if one.name == "Max")


async def test_the_first_teacher_stays_the_teacher_whoever_adds_to_it(concepts: ConceptStore) -> None:
    max_ = (await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0))).concept
    await concepts.signed(by("2", BOB)).teach(ANNA, ENCODER, lesson("Max", 10))
    bella = (await concepts.teach(ANNA, ENCODER, lesson("Bella", 90))).concept
    assert await concepts.teacher(ANNA, max_.id) == ANNE
    assert await concepts.teacher(ANNA, bella.id) is None
    assert await concepts.teacher(BEN, max_.id) is None


async def test_the_last_signer_is_whose_deed_undo_would_take_back(concepts: ConceptStore) -> None:
    assert await concepts.last_signer(ANNA) is None
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0))
    await concepts.signed(by("2", BOB)).teach(ANNA, ENCODER, lesson("Bella", 90))
    assert await concepts.last_signer(ANNA) == BOB
    await concepts.undo(ANNA)
    assert await concepts.last_signer(ANNA) == ANNE


async def test_what_an_update_taught_is_known_by_the_update(concepts: ConceptStore) -> None:
    max_ = (await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0))).concept
    await concepts.signed(by("2")).tell(ANNA, max_.id, [BALLS])
    bella = await concepts.signed(by("3")).correct(ANNA, ENCODER, max_.id, "Bella", look(50))
    assert bella is not None
    assert await concepts.taught_in(ANNA, "discord", "1") == (max_.id,)
    assert await concepts.taught_in(ANNA, "discord", "2") == (max_.id,)
    assert await concepts.taught_in(ANNA, "discord", "3") == (max_.id, bella.concept.id)
    assert await concepts.taught_in(ANNA, "web", "1") == ()
    assert await concepts.taught_in(BEN, "discord", "1") == ()
    await concepts.undo(ANNA)
    assert await concepts.taught_in(ANNA, "discord", "3") == ()


@pytest.mark.postgres
async def test_that_a_message_taught_nothing_is_known_without_a_look_at_what_others_taught(
    database: Database, database_url: str
) -> None:
    concepts = PostgresConcepts(database)
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0))
    with psycopg.connect(database_url) as other:
        other.execute("LOCK TABLE looks, facts, concepts, labels IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(2):
            assert await concepts.taught_in(ANNA, "discord", "2") == ()


async def test_a_lesson_that_is_withdrawn_goes_with_the_concept_when_nothing_else_is_known(
    concepts: ConceptStore,
) -> None:
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0, says=(BALLS,)))
    assert await concepts.withdraw(ANNA, "discord", "1") == ("Max",)
    assert await concepts.all(ANNA) == []
    assert await seen_at(concepts, 0) == []
    assert (await concepts.teach(ANNA, ENCODER, Lesson("Max"))).is_new


async def test_what_others_added_stays(concepts: ConceptStore) -> None:
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0, says=(BALLS,)))
    await concepts.signed(by("2", BOB)).teach(ANNA, ENCODER, lesson("Max", 10, says=(THREE,)))
    assert await concepts.withdraw(ANNA, "discord", "1") == ("Max",)
    (card,) = await concepts.cards(ANNA)
    assert (len(card.looks), texts(card.concept)) == (1, ["is 3 years old"])


async def test_a_fact_that_was_superseded_is_true_again(concepts: ConceptStore) -> None:
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0, says=(THREE,)))
    await concepts.signed(by("2")).tell(ANNA, (await max_in(concepts)).id, [FOUR, BALLS])
    assert await concepts.withdraw(ANNA, "discord", "2") == ("Max",)
    assert texts(await max_in(concepts)) == ["is 3 years old"]


async def test_a_newer_fact_is_not_overruled_by_what_is_withdrawn(concepts: ConceptStore) -> None:
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0, says=(THREE,)))
    await concepts.signed(by("2")).tell(ANNA, (await max_in(concepts)).id, [FOUR])
    await concepts.signed(by("3")).tell(ANNA, (await max_in(concepts)).id, [Statement("age", "is 5 years old", True)])
    assert await concepts.withdraw(ANNA, "discord", "2") == ()
    assert texts(await max_in(concepts)) == ["is 5 years old"]


async def test_withdrawing_is_one_deed_and_can_be_taken_back(concepts: ConceptStore) -> None:
    await concepts.signed(by("1")).teach(ANNA, ENCODER, lesson("Max", 0, says=(BALLS,)))
    before = await concepts.cards(ANNA)
    await concepts.withdraw(ANNA, "discord", "1")
    assert await concepts.withdraw(ANNA, "discord", "1") == ()
    assert await concepts.undo(ANNA) == "took back what a message said of Max"
    assert await concepts.cards(ANNA) == before
    assert (await seen_at(concepts, 0))[0].concept == before[0].concept.id


async def test_looks_that_are_dropped_are_gone_for_good(concepts: ConceptStore) -> None:
    max_ = (await concepts.teach(ANNA, ENCODER, lesson("Max", 0, 10, says=(BALLS,)))).concept
    (card,) = await concepts.cards(ANNA)
    await concepts.remove_look(ANNA, card.looks[0].id)
    assert await concepts.drop_looks(ANNA, max_.id) == 2
    assert await concepts.undo(ANNA) == "removed a photo of Max"
    (card,) = await concepts.cards(ANNA)
    assert (card.looks, texts(card.concept)) == ((), ["loves tennis balls"])
    assert await concepts.looks_to_encode(ANNA, "encoder-two", 9) == []
    assert await concepts.undo(ANNA) == "taught Max"
    assert await concepts.drop_looks(ANNA, max_.id) == 0
