"""What every ConceptStore promises."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from core.concepts import Statement
from core.ports import ConceptStore, Lesson
from tests.contracts.sightings import ANNA, BEN, ENCODER, crop, lesson, look, seen_at, teach, texts, towards

THREE, FOUR = Statement("age", "is 3 years old", single=True), Statement("age", "is 4 years old", single=True)
BALLS, CAKE = Statement("likes", "loves tennis balls"), Statement("likes", "loves cake")


class TestTeaching:
    async def test_a_new_concept_has_all_the_lesson_said(self, concepts: ConceptStore) -> None:
        taught = await concepts.teach(ANNA, ENCODER, Lesson("Max", "dog", (THREE, BALLS), (look(0),)))
        assert taught.is_new
        assert (taught.concept.name, taught.concept.kind) == ("Max", "dog")
        assert texts(taught.concept) == ["is 3 years old", "loves tennis balls"]
        assert len(taught.looks) == 1
        assert taught.superseded == ()
        assert await concepts.all(ANNA) == [taught.concept]

    async def test_a_known_name_in_any_case_adds_to_its_concept(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", 0)
        again = await concepts.teach(ANNA, ENCODER, lesson(" ＭＡＸ", 10))
        assert not again.is_new
        assert (again.concept.id, again.concept.name) == (max_.id, "Max")
        card = await concepts.card(ANNA, max_.id)
        assert card is not None
        assert len(card.looks) == 2

    async def test_an_alias_is_a_known_name(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        assert await concepts.add_alias(ANNA, max_.id, "Maxie")
        assert (await teach(concepts, "maxie", 0)).id == max_.id

    async def test_the_same_crop_and_the_same_words_are_kept_once(self, concepts: ConceptStore) -> None:
        once = Lesson("Max", "dog", (BALLS,), (look(0, mark=1),))
        first = await concepts.teach(ANNA, ENCODER, once)
        again = await concepts.teach(ANNA, ENCODER, once)
        assert again.looks == first.looks
        assert again.concept == first.concept
        assert await concepts.undo(ANNA) == "taught Max"
        assert await concepts.undo(ANNA) is None

    async def test_a_kind_replaces_the_one_before_and_no_kind_leaves_it(self, concepts: ConceptStore) -> None:
        await teach(concepts, "Max")
        assert (await concepts.teach(ANNA, ENCODER, Lesson("Max", "puppy"))).concept.kind == "puppy"
        assert (await concepts.teach(ANNA, ENCODER, Lesson("Max"))).concept.kind == "puppy"

    async def test_only_one_is_the_person_whose_memory_it_is(self, concepts: ConceptStore) -> None:
        await concepts.teach(ANNA, ENCODER, Lesson("Anne", is_self=True))
        taught = await concepts.teach(ANNA, ENCODER, Lesson("Anna", is_self=True))
        assert taught.concept.is_self
        assert [concept.name for concept in await concepts.all(ANNA) if concept.is_self] == ["Anna"]

    async def test_two_who_teach_the_same_new_name_at_once_make_one_concept(self, concepts: ConceptStore) -> None:
        async with asyncio.timeout(10):
            taught = await asyncio.gather(*(concepts.teach(ANNA, ENCODER, lesson("Max", 5.0 * n)) for n in range(8)))
        assert sum(one.is_new for one in taught) == 1
        (max_,) = await concepts.all(ANNA)
        card = await concepts.card(ANNA, max_.id)
        assert card is not None
        assert len(card.looks) == 8

    async def test_words_no_database_can_hold_do_no_harm(self, concepts: ConceptStore) -> None:
        await concepts.teach(ANNA, ENCODER, Lesson("Max", "d\x00g", (Statement("likes", "\ud800"),)))
        assert len(await concepts.all(ANNA)) == 1

    async def test_what_one_was_taught_nobody_else_sees(self, concepts: ConceptStore) -> None:
        taught = await concepts.teach(ANNA, ENCODER, lesson("Max", 0, says=(BALLS,)))
        max_ = taught.concept
        assert await concepts.all(BEN) == []
        assert await concepts.cards(BEN) == []
        assert await concepts.card(BEN, max_.id) is None
        assert await concepts.nearest(BEN, ENCODER, [towards(0)], 5) == [[]]
        assert await concepts.look(BEN, taught.looks[0]) is None
        assert await concepts.covers(BEN) == {}
        assert await concepts.looks_to_encode(BEN, "another", 5) == []

    async def test_nobody_changes_what_another_was_taught(self, concepts: ConceptStore) -> None:
        taught = await concepts.teach(ANNA, ENCODER, lesson("Max", 0, says=(BALLS,)))
        bella = (await concepts.teach(BEN, ENCODER, lesson("Bella"))).concept
        before, max_ = await concepts.cards(ANNA), taught.concept
        assert await concepts.tell(BEN, max_.id, [CAKE]) is None
        assert await concepts.correct(BEN, ENCODER, max_.id, "Bella", look(0)) is None
        assert not await concepts.rename(BEN, max_.id, "Moritz")
        assert not await concepts.add_alias(BEN, max_.id, "Moritz")
        assert await concepts.merge(BEN, bella.id, max_.id) is None
        assert not await concepts.remove_look(BEN, taught.looks[0])
        assert not await concepts.remove_fact(BEN, max_.facts[0].id)
        assert await concepts.forget(BEN, max_.id) is None
        await concepts.keep_vectors(BEN, "another", {taught.looks[0]: towards(0)})
        assert await concepts.undo(BEN) == "taught Bella"
        await concepts.erase(BEN)
        assert await concepts.cards(ANNA) == before
        assert await concepts.looks_to_encode(ANNA, "another", 5) == list(before[0].looks)


class TestFacts:
    async def test_a_new_value_supersedes_in_one_step_and_the_old_stays_in_history(
        self, concepts: ConceptStore
    ) -> None:
        max_ = await teach(concepts, "Max", says=(THREE, BALLS))
        told = await concepts.tell(ANNA, max_.id, [FOUR])
        assert told is not None
        assert [fact.text for fact in told.superseded] == ["is 3 years old"]
        assert texts(told.concept) == ["loves tennis balls", "is 4 years old"]
        card = await concepts.card(ANNA, max_.id)
        assert card is not None
        assert [(fact.text, fact.ended is None) for fact in card.history] == [
            ("is 3 years old", False),
            ("loves tennis balls", True),
            ("is 4 years old", True),
        ]

    async def test_what_is_true_of_several_stays_side_by_side(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", says=(BALLS,))
        told = await concepts.tell(ANNA, max_.id, [CAKE])
        assert told is not None
        assert texts(told.concept) == ["loves tennis balls", "loves cake"]
        assert told.superseded == ()

    async def test_a_removed_fact_is_over_and_can_be_told_again(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", says=(BALLS,))
        assert await concepts.remove_fact(ANNA, max_.facts[0].id)
        assert not await concepts.remove_fact(ANNA, max_.facts[0].id)
        assert texts((await concepts.all(ANNA))[0]) == []
        told = await concepts.tell(ANNA, max_.id, [BALLS])
        assert told is not None
        assert texts(told.concept) == ["loves tennis balls"]

    async def test_nobody_is_told_about_the_unknown(self, concepts: ConceptStore) -> None:
        assert await concepts.tell(ANNA, uuid4(), [BALLS]) is None
        assert not await concepts.remove_fact(ANNA, uuid4())
        assert await concepts.undo(ANNA) is None


class TestNames:
    async def test_a_new_name_takes_the_place_of_the_old(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        assert await concepts.rename(ANNA, max_.id, "Moritz")
        assert [concept.names for concept in await concepts.all(ANNA)] == [("Moritz",)]
        assert (await concepts.teach(ANNA, ENCODER, lesson("Max"))).is_new

    async def test_the_spelling_of_a_name_can_change(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "max")
        assert await concepts.rename(ANNA, max_.id, "Max")
        assert (await concepts.all(ANNA))[0].name == "Max"

    async def test_an_alias_can_become_the_name(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        await concepts.add_alias(ANNA, max_.id, "Maxie")
        assert await concepts.rename(ANNA, max_.id, "Maxie")
        assert (await concepts.all(ANNA))[0].names == ("Maxie",)

    async def test_no_two_have_the_same_name_or_alias_in_any_case(self, concepts: ConceptStore) -> None:
        max_, bella = await teach(concepts, "Max"), await teach(concepts, "Bella")
        assert await concepts.add_alias(ANNA, max_.id, "Maxie")
        for taken in ("MAX", "maxie"):
            assert not await concepts.rename(ANNA, bella.id, taken)
            assert not await concepts.add_alias(ANNA, bella.id, taken)
        assert [concept.names for concept in await concepts.all(ANNA)] == [("Max", "Maxie"), ("Bella",)]

    async def test_an_alias_it_has_already_changes_nothing(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        assert await concepts.add_alias(ANNA, max_.id, "MAX")
        assert (await concepts.all(ANNA))[0].names == ("Max",)
        assert await concepts.undo(ANNA) == "taught Max"

    async def test_the_unknown_gets_no_name(self, concepts: ConceptStore) -> None:
        assert not await concepts.rename(ANNA, uuid4(), "Max")
        assert not await concepts.add_alias(ANNA, uuid4(), "Max")


class TestMerging:
    async def test_everything_goes_to_one_and_the_other_names_become_aliases(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", 0, says=(BALLS,))
        other = await teach(concepts, "Maxie", 90, says=(CAKE,))
        await concepts.add_alias(ANNA, other.id, "Maximus")
        merged = await concepts.merge(ANNA, max_.id, other.id)
        assert merged is not None
        assert merged.id == max_.id
        assert merged.names == ("Max", "Maxie", "Maximus")
        assert texts(merged) == ["loves tennis balls", "loves cake"]
        assert await concepts.all(ANNA) == [merged]
        assert [one.concept for one in await seen_at(concepts, 90)] == [max_.id]
        assert (await teach(concepts, "maximus")).id == max_.id

    async def test_what_the_one_lacks_the_other_gives(self, concepts: ConceptStore) -> None:
        anna = (await concepts.teach(ANNA, ENCODER, Lesson("Anna"))).concept
        other = (await concepts.teach(ANNA, ENCODER, Lesson("Ann", "woman", is_self=True))).concept
        merged = await concepts.merge(ANNA, anna.id, other.id)
        assert merged is not None
        assert (merged.kind, merged.is_self) == ("woman", True)

    async def test_of_two_values_of_one_topic_the_one_told_last_stays(self, concepts: ConceptStore) -> None:
        max_, other = await teach(concepts, "Max", says=(THREE,)), await teach(concepts, "Maxie", says=(FOUR,))
        merged = await concepts.merge(ANNA, max_.id, other.id)
        assert merged is not None
        assert texts(merged) == ["is 4 years old"]
        card = await concepts.card(ANNA, max_.id)
        assert card is not None
        assert [fact.text for fact in card.history] == ["is 3 years old", "is 4 years old"]

    async def test_a_crop_that_was_said_to_be_the_other_one_no_longer_speaks_against(
        self, concepts: ConceptStore
    ) -> None:
        max_ = await teach(concepts, "Max", 0)
        taught = await concepts.correct(ANNA, ENCODER, max_.id, "Maxie", look(30))
        assert taught is not None
        await concepts.merge(ANNA, max_.id, taught.concept.id)
        (candidate,) = await seen_at(concepts, 30)
        assert candidate.similarity == pytest.approx(1.0, abs=2e-3)
        assert candidate.against == -1.0

    async def test_nothing_merges_with_itself_or_the_unknown(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        assert await concepts.merge(ANNA, max_.id, max_.id) is None
        assert await concepts.merge(ANNA, max_.id, uuid4()) is None
        assert await concepts.all(ANNA) == [max_]


class TestLooks:
    async def test_the_cover_is_the_first_positive_look(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max")
        await teach(concepts, "Bella")
        await concepts.correct(ANNA, ENCODER, max_.id, None, look(0))
        first = await concepts.teach(ANNA, ENCODER, Lesson("Max", looks=(look(10), look(20))))
        covers = await concepts.covers(ANNA)
        assert {concept: cover.id for concept, cover in covers.items()} == {max_.id: first.looks[0]}

    async def test_a_look_comes_back_as_it_was_taught(self, concepts: ConceptStore) -> None:
        picture = crop()
        taught = await concepts.teach(ANNA, ENCODER, Lesson("Max", looks=(replace(look(0), crop=picture),)))
        kept = await concepts.look(ANNA, taught.looks[0])
        assert kept is not None
        assert (kept.crop, kept.encoder, kept.positive) == (picture, ENCODER, True)
        assert kept.taught.tzinfo is not None

    async def test_a_removed_look_recognises_nobody(self, concepts: ConceptStore) -> None:
        taught = await concepts.teach(ANNA, ENCODER, lesson("Max", 0))
        assert await concepts.remove_look(ANNA, taught.looks[0])
        assert not await concepts.remove_look(ANNA, taught.looks[0])
        assert await concepts.look(ANNA, taught.looks[0]) is None
        assert await seen_at(concepts, 0) == []
        assert (await concepts.cards(ANNA))[0].looks == ()

    async def test_cards_show_every_concept_with_its_looks_of_both_sorts(self, concepts: ConceptStore) -> None:
        max_ = await teach(concepts, "Max", 0)
        await concepts.correct(ANNA, ENCODER, max_.id, "Bella", look(30))
        cards = await concepts.cards(ANNA)
        assert [card.concept for card in cards] == await concepts.all(ANNA)
        assert [[one.positive for one in card.looks] for card in cards] == [[True, False], [True]]
