"""What every ConceptStore promises about recognising, and about being corrected."""

from uuid import uuid4

import pytest

from core.concepts import Look
from core.ports import ConceptStore, Lesson
from tests.contracts.sightings import ANNA, ENCODER, crop, look, seen_at, teach, towards


class TestNearest:
    async def test_finds_the_concepts_by_their_nearest_look_best_first(self, concepts: ConceptStore) -> None:
        max_, bella = await teach(concepts, "Max", 0, 40), await teach(concepts, "Bella", 90)
        first, second = await seen_at(concepts, 30)
        assert (first.concept, second.concept) == (max_.id, bella.id)
        assert first.similarity == pytest.approx(0.985, abs=2e-3)
        assert second.similarity == pytest.approx(0.5, abs=2e-3)
        card = await concepts.card(ANNA, max_.id)
        assert card is not None
        assert first.look == card.looks[1].id

    async def test_answers_each_region_in_its_place_and_no_more_than_the_limit(self, concepts: ConceptStore) -> None:
        max_, bella = await teach(concepts, "Max", 0), await teach(concepts, "Bella", 90)
        regions = [towards(80), towards(10), towards(100)]
        found = await concepts.nearest(ANNA, ENCODER, regions, 1)
        assert [[one.concept for one in candidates] for candidates in found] == [[bella.id], [max_.id], [bella.id]]
        assert await concepts.nearest(ANNA, ENCODER, [], 5) == []

    async def test_knows_the_best_negative_look_beside_the_best_positive_one(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", 0)
        assert (await seen_at(concepts, 20))[0].against == -1.0
        assert await concepts.correct(ANNA, ENCODER, max_.id, None, look(20)) is None
        (candidate,) = await seen_at(concepts, 20)
        assert candidate.similarity == pytest.approx(0.940, abs=2e-3)
        assert candidate.against == pytest.approx(1.0, abs=2e-3)

    async def test_who_has_no_positive_look_is_no_candidate(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        await concepts.correct(ANNA, ENCODER, max_.id, None, look(0))
        assert await seen_at(concepts, 0) == []

    async def test_vectors_of_two_encoders_never_meet(self, concepts: ConceptStore) -> None:
        await teach(concepts, "Max", 0)
        assert await concepts.nearest(ANNA, "encoder-two", [(1.0, 0.0, 0.0, 0.0)], 5) == [[]]
        bella = await concepts.teach(ANNA, "encoder-two", Lesson("Bella", looks=(look(0),)))
        (candidate,) = (await concepts.nearest(ANNA, "encoder-two", [towards(0)], 5))[0]
        assert candidate.concept == bella.concept.id

    @pytest.mark.parametrize("dimensions", [1280, 1281, 4000])
    async def test_finds_vectors_of_any_length_that_encoders_have(
        self, concepts: ConceptStore, dimensions: int
    ) -> None:
        one, other = ((*towards(degrees), *[0.0] * (dimensions - 3)) for degrees in (0, 60))
        max_ = await concepts.teach(ANNA, ENCODER, Lesson("Max", looks=(Look(crop(), one),)))
        ((candidate,),) = await concepts.nearest(ANNA, ENCODER, [other], 5)
        assert candidate.concept == max_.concept.id
        assert candidate.similarity == pytest.approx(0.5, abs=2e-3)

    async def test_another_encoder_finds_a_look_once_its_vector_is_kept(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", 0, 10)
        first, second = await concepts.looks_to_encode(ANNA, "encoder-two", 5)
        assert (first.encoder, second.encoder) == (ENCODER, ENCODER)
        await concepts.keep_vectors(ANNA, "encoder-two", {first.id: (0.0, 1.0), uuid4(): (1.0, 0.0)})
        assert await concepts.looks_to_encode(ANNA, "encoder-two", 5) == [second]
        assert await concepts.looks_to_encode(ANNA, ENCODER, 5) == []
        (candidate,) = (await concepts.nearest(ANNA, "encoder-two", [(0.0, 1.0)], 5))[0]
        assert (candidate.concept, candidate.look) == (max_.id, first.id)


class TestCorrecting:
    async def test_one_step_denies_one_and_shows_the_other(self, concepts: ConceptStore) -> None:
        max_, bella = await teach(concepts, "Max", 0), await teach(concepts, "Bella", 90)
        taught = await concepts.correct(ANNA, ENCODER, max_.id, "bella", look(30))
        assert taught is not None
        assert (taught.concept.id, taught.is_new, len(taught.looks)) == (bella.id, False, 1)
        first, second = await seen_at(concepts, 30)
        assert (first.concept, first.against) == (bella.id, -1.0)
        assert second.concept == max_.id
        assert second.against == pytest.approx(1.0, abs=2e-3)

    async def test_an_unknown_name_becomes_a_concept(self, concepts: ConceptStore) -> None:
        taught = await concepts.correct(ANNA, ENCODER, None, "Bella", look(30))
        assert taught is not None
        assert taught.is_new
        assert (await seen_at(concepts, 30))[0].concept == taught.concept.id

    async def test_the_crop_that_was_wrong_is_no_longer_a_positive_look(self, concepts: ConceptStore) -> None:
        mistaken = look(0, mark=2)
        taught = await concepts.teach(ANNA, ENCODER, Lesson("Max", looks=(mistaken, look(80))))
        await concepts.correct(ANNA, ENCODER, taught.concept.id, None, mistaken)
        (candidate,) = await seen_at(concepts, 0)
        assert candidate.similarity == pytest.approx(0.174, abs=2e-3)
        await concepts.teach(ANNA, ENCODER, Lesson("Max", looks=(mistaken,)))
        (candidate,) = await seen_at(concepts, 0)
        assert candidate.against == -1.0

    async def test_the_right_one_is_never_denied_by_another_of_its_names(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        await concepts.add_alias(ANNA, max_.id, "Maxie")
        await concepts.correct(ANNA, ENCODER, max_.id, "Maxie", look(0))
        (candidate,) = await seen_at(concepts, 0)
        assert candidate.against == -1.0

    async def test_nothing_is_kept_when_the_wrong_one_is_unknown(self, concepts: ConceptStore) -> None:
        assert await concepts.correct(ANNA, ENCODER, uuid4(), "Bella", look(0)) is None
        assert await concepts.all(ANNA) == []
