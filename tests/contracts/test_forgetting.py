"""What every ConceptStore and History promise about forgetting and erasing."""

from core.concepts import Concept, Statement, Verdict
from core.photos import Box
from core.ports import ConceptStore, Lesson
from core.turns import IsThis, Seen, SureToForget, Turn, WhichBeing, WhoInstead, now
from tests.contracts.conftest import Store
from tests.contracts.sightings import ANNA, BEN, ENCODER, crop, lesson, look, towards

BALLS = Statement("likes", "loves tennis balls")
BOX = Box(0, 0, 8, 8)


def turn(update: str, asked: str = "hello", answered: str = "Hello!", **kept: object) -> Turn:
    return Turn("web", update, "web:anna", asked, answered, now(), **kept)  # type: ignore[arg-type]


async def taught(concepts: ConceptStore, name: str, *degrees: float) -> Concept:
    return (await concepts.teach(ANNA, ENCODER, lesson(name, *degrees, says=(BALLS,)))).concept


class TestForgetting:
    async def test_deletes_one_concept_and_counts_what_it_deleted(self, concepts: ConceptStore) -> None:
        max_, bella = await taught(concepts, "Max", 0, 10), await taught(concepts, "Bella", 90)
        receipt = await concepts.forget(ANNA, max_.id)
        assert receipt is not None
        assert (receipt["concepts"], receipt["looks"], receipt["facts"]) == (1, 2, 1)
        assert await concepts.all(ANNA) == [bella]
        assert await concepts.card(ANNA, max_.id) is None
        (seen,) = await concepts.nearest(ANNA, ENCODER, [towards(0)], 10)
        assert [one.concept for one in seen] == [bella.id]
        assert await concepts.forget(ANNA, max_.id) is None

    async def test_what_was_removed_before_is_deleted_too(self, concepts: ConceptStore) -> None:
        max_ = await taught(concepts, "Max", 0)
        (card,) = await concepts.cards(ANNA)
        await concepts.remove_look(ANNA, card.looks[0].id)
        await concepts.remove_fact(ANNA, max_.facts[0].id)
        receipt = await concepts.forget(ANNA, max_.id)
        assert receipt is not None
        assert (receipt["looks"], receipt["facts"]) == (1, 1)
        assert await concepts.looks_to_encode(ANNA, "encoder-two", 10) == []

    async def test_what_was_merged_into_it_goes_with_it(self, concepts: ConceptStore) -> None:
        max_, maxie = await taught(concepts, "Max", 0), await taught(concepts, "Maxie", 10)
        third = await taught(concepts, "Third", 20)
        await concepts.merge(ANNA, maxie.id, third.id)
        await concepts.merge(ANNA, max_.id, maxie.id)
        receipt = await concepts.forget(ANNA, max_.id)
        assert receipt is not None
        assert (receipt["concepts"], receipt["looks"], receipt["facts"]) == (3, 3, 3)
        assert await concepts.undo(ANNA) is None
        assert (await concepts.teach(ANNA, ENCODER, lesson("Third"))).is_new

    async def test_undo_neither_brings_it_back_nor_stumbles(self, concepts: ConceptStore) -> None:
        bella = await taught(concepts, "Bella", 90)
        max_ = await taught(concepts, "Max", 0)
        await concepts.correct(ANNA, ENCODER, max_.id, "Bella", look(45))
        await concepts.tell(ANNA, max_.id, [Statement("likes", "loves cake")])
        await concepts.forget(ANNA, max_.id)
        assert await concepts.undo(ANNA) == "corrected Bella"
        assert await concepts.undo(ANNA) == "taught Bella"
        assert await concepts.undo(ANNA) is None
        assert await concepts.all(ANNA) == []
        assert bella.name == "Bella"

    async def test_a_deed_after_it_never_brings_back_what_an_older_one_ended(self, concepts: ConceptStore) -> None:
        await concepts.teach(ANNA, ENCODER, Lesson("Ann", is_self=True))
        anna = (await concepts.teach(ANNA, ENCODER, Lesson("Anna", is_self=True))).concept
        await concepts.forget(ANNA, anna.id)
        await taught(concepts, "Max")
        assert await concepts.undo(ANNA) == "taught Max"
        assert [(one.name, one.is_self) for one in await concepts.all(ANNA)] == [("Ann", False)]

    async def test_the_name_is_free_again(self, concepts: ConceptStore) -> None:
        max_ = await taught(concepts, "Max", 0)
        await concepts.forget(ANNA, max_.id)
        again = await concepts.teach(ANNA, ENCODER, lesson("Max"))
        assert again.is_new
        assert again.concept.facts == ()

    async def test_turns_about_it_keep_only_that_they_were_answered(self, store: Store) -> None:
        concepts, history = store.concepts, store.history
        max_ = await taught(concepts, "Max", 0)
        await concepts.add_alias(ANNA, max_.id, "李雷")
        seen = Seen(BOX, Verdict.SURE, max_.id)
        about = [
            turn("subject", subjects=(max_.id,)),
            turn("seen", seen=(seen,), photo=crop()),
            turn("this", pending=IsThis(max_.id, BOX)),
            turn("who", pending=WhoInstead(max_.id, BOX)),
            turn("sure", pending=SureToForget(max_.id)),
            turn("which", pending=WhichBeing("Max", "dog", (), (BOX,))),
            turn("asked", asked="where's max's ball?"),
            turn("answered", answered="That's Max."),
            turn("alias", asked="李雷是谁"),
        ]
        others = [turn("other"), turn("maximum", asked="the maximum?")]
        for one in (*about, *others):
            assert await history.keep(ANNA, one)
        receipt = await concepts.forget(ANNA, max_.id)
        assert receipt is not None
        assert receipt["turns"] == len(about)
        assert [one.update for one in await history.recent(ANNA, "web:anna", 20)] == ["other", "maximum"]
        for one in about:
            kept = await history.answered(ANNA, "web", one.update)
            assert kept == Turn("web", one.update, "web:anna", "", "", one.at)
            assert not await history.keep(ANNA, one)


class TestErasing:
    async def test_deletes_everything_of_one_memory_and_counts_it(self, store: Store) -> None:
        concepts, history = store.concepts, store.history
        await taught(concepts, "Max", 0, 10)
        await taught(concepts, "Bella", 90)
        ben = await concepts.teach(BEN, ENCODER, lesson("Ben's", 0))
        for memory in (ANNA, BEN):
            await history.keep(memory, turn("1"))
        receipt = await concepts.erase(ANNA)
        assert {table: receipt[table] for table in ("concepts", "looks", "facts", "turns")} == {
            "concepts": 2,
            "looks": 3,
            "facts": 2,
            "turns": 1,
        }
        assert await concepts.cards(ANNA) == []
        assert await history.recent(ANNA, "web:anna", 10) == []
        assert await history.answered(ANNA, "web", "1") is None
        assert await concepts.undo(ANNA) is None
        assert await concepts.all(BEN) == [ben.concept]
        assert len(await history.recent(BEN, "web:anna", 10)) == 1

    async def test_an_empty_memory_gives_a_receipt_of_nothing(self, concepts: ConceptStore) -> None:
        assert set((await concepts.erase(ANNA)).values()) <= {0}

    async def test_a_memory_that_was_erased_starts_anew(self, concepts: ConceptStore) -> None:
        await taught(concepts, "Max", 0)
        await concepts.erase(ANNA)
        await taught(concepts, "Max", 0)
        assert await concepts.undo(ANNA) == "taught Max"
        assert await concepts.all(ANNA) == []
