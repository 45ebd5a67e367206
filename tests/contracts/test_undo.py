"""What every ConceptStore promises about taking back."""

from collections.abc import Awaitable, Callable

import pytest

from core.concepts import Statement
from core.ports import Card, ConceptStore, Lesson
from tests.contracts.sightings import ANNA, ENCODER, lesson, look, towards

THREE, FOUR = Statement("age", "is 3 years old", single=True), Statement("age", "is 4 years old", single=True)
BALLS = Statement("likes", "loves tennis balls")

Deed = Callable[[ConceptStore, Card, Card], Awaitable[object]]

DEEDS: dict[str, Deed] = {
    "taught Max": lambda concepts, max_, bella: concepts.teach(
        ANNA, ENCODER, Lesson("Max", "puppy", (FOUR,), (look(40),), is_self=True)
    ),
    "taught Moritz": lambda concepts, max_, bella: concepts.teach(ANNA, ENCODER, lesson("Moritz", 10, says=(BALLS,))),
    "told something about Max": lambda concepts, max_, bella: concepts.tell(ANNA, max_.concept.id, [FOUR]),
    "corrected Bella and Max": lambda concepts, max_, bella: concepts.correct(
        ANNA, ENCODER, max_.concept.id, "Bella", look(30)
    ),
    "corrected Max": lambda concepts, max_, bella: concepts.correct(
        ANNA, ENCODER, max_.concept.id, None, look(0, mark=1)
    ),
    "corrected Moritz": lambda concepts, max_, bella: concepts.correct(ANNA, ENCODER, None, "Moritz", look(30)),
    "renamed Max to Moritz": lambda concepts, max_, bella: concepts.rename(ANNA, max_.concept.id, "Moritz"),
    "renamed Max to Maxie": lambda concepts, max_, bella: concepts.rename(ANNA, max_.concept.id, "Maxie"),
    "gave Max another name": lambda concepts, max_, bella: concepts.add_alias(ANNA, max_.concept.id, "Maximus"),
    "merged Max and Bella": lambda concepts, max_, bella: concepts.merge(ANNA, max_.concept.id, bella.concept.id),
    "merged Bella and Max": lambda concepts, max_, bella: concepts.merge(ANNA, bella.concept.id, max_.concept.id),
    "removed a photo of Max": lambda concepts, max_, bella: concepts.remove_look(ANNA, max_.looks[0].id),
    "removed a fact about Max": lambda concepts, max_, bella: concepts.remove_fact(ANNA, max_.concept.facts[0].id),
}


@pytest.fixture
async def cards(concepts: ConceptStore) -> list[Card]:
    """Max, with an alias and looks of both sorts, and Bella, who was told to be older and is the person herself."""
    max_ = await concepts.teach(ANNA, ENCODER, Lesson("Max", "dog", (THREE, BALLS), (look(0, mark=1), look(20))))
    await concepts.add_alias(ANNA, max_.concept.id, "Maxie")
    bella = Lesson("Bella", "cat", (THREE,), (look(90),), is_self=True)
    await concepts.teach(ANNA, ENCODER, bella)
    await concepts.correct(ANNA, ENCODER, max_.concept.id, "Bella", look(70))
    return await concepts.cards(ANNA)


@pytest.mark.parametrize("words", DEEDS)
async def test_every_deed_can_be_taken_back_and_says_what_it_was(
    concepts: ConceptStore, cards: list[Card], words: str
) -> None:
    regions = [towards(degrees) for degrees in range(0, 100, 10)]
    seen = await concepts.nearest(ANNA, ENCODER, regions, 10)
    await DEEDS[words](concepts, *cards)
    assert await concepts.cards(ANNA) != cards
    assert await concepts.undo(ANNA) == words
    assert await concepts.cards(ANNA) == cards
    assert await concepts.nearest(ANNA, ENCODER, regions, 10) == seen


async def test_deeds_are_taken_back_one_by_one_down_to_nothing(concepts: ConceptStore, cards: list[Card]) -> None:
    max_, bella = cards
    await concepts.merge(ANNA, max_.concept.id, bella.concept.id)
    await concepts.tell(ANNA, max_.concept.id, [FOUR])
    undone = [await concepts.undo(ANNA) for _ in range(7)]
    assert undone == [
        "told something about Max",
        "merged Max and Bella",
        "corrected Bella and Max",
        "taught Bella",
        "gave Max another name",
        "taught Max",
        None,
    ]
    assert await concepts.cards(ANNA) == []


async def test_merges_of_merged_ones_come_apart_in_order(concepts: ConceptStore, cards: list[Card]) -> None:
    max_, bella = cards
    third = (await concepts.teach(ANNA, ENCODER, lesson("Third", 50, says=(FOUR,)))).concept
    before = await concepts.cards(ANNA)
    await concepts.merge(ANNA, bella.concept.id, max_.concept.id)
    between = await concepts.cards(ANNA)
    await concepts.merge(ANNA, third.id, bella.concept.id)
    assert len(await concepts.cards(ANNA)) == 1
    await concepts.undo(ANNA)
    assert await concepts.cards(ANNA) == between
    await concepts.undo(ANNA)
    assert await concepts.cards(ANNA) == before


async def test_a_new_deed_after_an_undo_is_the_next_to_be_taken_back(concepts: ConceptStore, cards: list[Card]) -> None:
    await concepts.teach(ANNA, ENCODER, lesson("Moritz"))
    await concepts.undo(ANNA)
    await concepts.teach(ANNA, ENCODER, lesson("Minka"))
    assert await concepts.undo(ANNA) == "taught Minka"
    assert await concepts.cards(ANNA) == cards


async def test_a_vector_of_another_encoder_survives_the_undoing_of_a_removal(
    concepts: ConceptStore, cards: list[Card]
) -> None:
    look_id = cards[0].looks[0].id
    await concepts.remove_look(ANNA, look_id)
    lacking = await concepts.looks_to_encode(ANNA, "encoder-two", 10)
    assert look_id in {one.id for one in lacking}
    await concepts.keep_vectors(ANNA, "encoder-two", {one.id: (1.0, 0.0) for one in lacking})
    await concepts.undo(ANNA)
    assert await concepts.looks_to_encode(ANNA, "encoder-two", 10) == []
