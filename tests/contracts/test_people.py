"""What every People promises: whose memory is whose, groups, sharing, and accounts that have one memory."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.concepts import Concept, MemoryId, Statement, memory_of
from core.messages import Group
from core.people import CodeFor, GroupRules, Place, Redeemed, Rule, Shared, Signature, Use, subject_of
from core.ports import ConceptStore, Lesson, People
from core.turns import Turn, now
from tests.contracts.conftest import Store
from tests.contracts.sightings import ANNA, ENCODER, lesson, look, seen_at, teach, texts, towards

GROUP, TALK = Group("telegram:-5", shown="Dogs"), "telegram:-5"
THERE = memory_of(TALK)
ANNA_SAID = Signature("web", "1", subject_of("web:anna"))
BALLS, THREE, FOUR = (
    Statement("likes", "loves tennis balls"),
    Statement("age", "is 3 years old", single=True),
    Statement("age", "is 4 years old", single=True),
)


def turn(update: str, chat: str) -> Turn:
    return Turn("telegram", update, chat, "hello", "Hello!", now())


async def names(concepts: ConceptStore, memory: MemoryId) -> list[str]:
    return [one.name for one in await concepts.all(memory)]


class TestDoors:
    async def test_everybody_has_a_memory_of_their_own_at_first(self, people: People) -> None:
        assert await people.memory("web:anna") == ANNA
        arrival = await people.arrive("web:anna", None, now())
        assert (arrival.memory, arrival.is_admitted) == (ANNA, False)

    async def test_messages_are_counted_for_the_person_and_for_the_group_and_begin_anew_each_day(
        self, people: People
    ) -> None:
        today = now().replace(hour=12)
        await people.arrive("web:anna", None, today)
        await people.arrive("web:ben", GROUP, today)
        arrival = await people.arrive("web:anna", GROUP, today)
        assert (arrival.said, arrival.said_here) == (2, 2)
        arrival = await people.arrive("web:anna", GROUP, today + timedelta(days=1))
        assert (arrival.said, arrival.said_here) == (1, 1)

    async def test_answers_are_counted_apart_from_messages(self, people: People) -> None:
        await people.arrive("web:anna", None, now())
        assert await people.count("web:anna", Use.ANSWERS, now()) == 1
        assert await people.count("web:anna", Use.ANSWERS, now()) == 2

    async def test_who_was_let_in_is_let_in_for_good_and_nobody_else_is(self, people: People) -> None:
        await people.admit("web:anna", now())
        await people.admit(TALK, now())
        assert (await people.arrive("web:anna", None, now())).is_admitted
        assert (await people.arrive("web:ben", GROUP, now())).is_admitted
        assert not (await people.arrive("web:ben", None, now())).is_admitted

    async def test_the_language_somebody_chose_comes_with_every_message_and_is_nobody_elses(
        self, people: People
    ) -> None:
        await people.admit("web:anna", now())
        assert (await people.arrive("web:anna", None, now())).language == ""
        await people.choose_language("web:anna", "fr")
        await people.choose_language("web:anna", "de")
        assert (await people.arrive("web:anna", None, now())).language == "de"
        in_group = await people.arrive("web:anna", GROUP, now())
        assert (in_group.language, in_group.is_admitted) == ("de", False)
        assert (await people.arrive("web:ben", GROUP, now())).language == ""
        assert (await people.arrive("web:anna", None, now())).is_admitted

    async def test_the_language_somebody_chose_can_be_asked_for_before_they_say_anything(self, people: People) -> None:
        assert await people.language("web:anna") == ""
        await people.choose_language("web:anna", "fr")
        assert [await people.language(account) for account in ("web:anna", "web:ben", GROUP.id)] == ["fr", "", ""]

    async def test_a_pairing_code_lets_in_whoever_was_given_it_once(self, people: People) -> None:
        await people.offer("web:anna", CodeFor.PAIR, "ABCDEFGH", now() + timedelta(minutes=1))
        assert await people.pair("ABCDEFGH", "web:boss", now()) is Redeemed.DONE
        assert (await people.arrive("web:anna", None, now())).is_admitted
        assert await people.pair("ABCDEFGH", None, now()) is Redeemed.WRONG

    async def test_an_earlier_code_is_void_and_so_is_one_that_is_too_old_or_for_something_else(
        self, people: People
    ) -> None:
        begin = now().replace(minute=5)  # tries are counted by the hour
        later = begin + timedelta(minutes=1)
        await people.offer("web:anna", CodeFor.PAIR, "AAAAAAAA", later)
        await people.offer("web:anna", CodeFor.PAIR, "BBBBBBBB", later)
        assert await people.pair("AAAAAAAA", "web:boss", begin) is Redeemed.WRONG
        assert await people.link("BBBBBBBB", "web:ben", begin) is Redeemed.WRONG
        assert await people.pair("BBBBBBBB", "web:boss", later) is Redeemed.WRONG
        assert await people.pair("BBBBBBBB", "web:boss", begin) is Redeemed.DONE

    async def test_after_five_wrong_codes_no_code_is_looked_at_for_an_hour(self, people: People) -> None:
        begin = now().replace(minute=5)
        await people.offer("web:anna", CodeFor.LINK, "ABCDEFGH", begin + timedelta(hours=9))
        for _ in range(5):
            assert await people.link("WRONG", "web:ben", begin) is Redeemed.WRONG
        assert await people.link("ABCDEFGH", "web:ben", begin) is Redeemed.TOO_OFTEN
        assert await people.link("ABCDEFGH", "web:cem", begin) is Redeemed.DONE
        assert await people.link("WRONG", "web:ben", begin + timedelta(hours=1)) is Redeemed.WRONG


class TestGroups:
    async def test_a_group_is_everybodys_until_its_admins_settle_otherwise(self, people: People) -> None:
        assert await people.group(TALK) == GroupRules(Rule.EVERYONE, "")
        await people.settle(TALK, GroupRules(Rule.ADMINS, "Fido"))
        await people.settle(TALK, GroupRules(Rule.TEACHERS, "Fido"))
        assert await people.group(TALK) == GroupRules(Rule.TEACHERS, "Fido")
        assert await people.group("telegram:-6") == GroupRules()

    async def test_the_groups_of_a_person_are_those_they_spoke_in_the_latest_first(self, people: People) -> None:
        await people.arrive("web:anna", GROUP, now())
        await people.arrive("web:anna", Group("telegram:-6", shown="Cats"), now() + timedelta(seconds=1))
        await people.arrive("web:ben", Group("telegram:-7"), now())
        await people.settle("telegram:-6", GroupRules(Rule.ADMINS))
        cats = Place(memory_of("telegram:-6"), "Cats", Rule.ADMINS)
        assert await people.groups_of(ANNA) == [cats, Place(THERE, "Dogs")]

    async def test_a_group_that_got_another_id_keeps_its_memory_its_rules_and_its_chats(self, store: Store) -> None:
        concepts, history, people = store.concepts, store.history, store.people
        await concepts.teach(THERE, ENCODER, lesson("Max", 0))
        await people.settle(TALK, GroupRules(Rule.ADMINS))
        await people.arrive("web:anna", GROUP, now())
        for update, chat in (("1", TALK), ("2", "telegram:-5:7"), ("3", "telegram:-55"), ("4", "telegram:-5_")):
            await history.keep(THERE, turn(update, chat))
        for _ in range(2):
            await people.move(TALK, "telegram:-1005")
        memory = await people.memory("telegram:-1005")
        assert await names(concepts, memory) == ["Max"]
        assert (await people.group("telegram:-1005")).rule is Rule.ADMINS
        chats = ("telegram:-1005", "telegram:-1005:7", "telegram:-55", "telegram:-5_")
        assert [[one.update for one in await history.recent(memory, chat, 9)] for chat in chats] == [
            *(["1"], ["2"], ["3"], ["4"])
        ]
        assert await history.recent(memory, TALK, 9) == []
        assert [place.memory for place in await people.groups_of(ANNA)] == [memory]

    async def test_what_was_said_under_the_new_id_before_the_move_is_not_lost(self, store: Store) -> None:
        concepts, people = store.concepts, store.people
        await concepts.teach(THERE, ENCODER, lesson("Max", 0))
        early = await people.memory("telegram:-1005")
        await concepts.teach(early, ENCODER, lesson("Max", 10))
        await teach(concepts, "Rex", 20)
        await people.share(ANNA, (await concepts.all(ANNA))[0].id, early, ANNA_SAID)
        await people.arrive("web:anna", Group("telegram:-1005"), now())
        await people.move(TALK, "telegram:-1005")
        memory = await people.memory("telegram:-1005")
        assert await names(concepts, memory) == ["Max", "Rex"]
        assert await people.groups_of(ANNA) == [Place(memory, "")]
        assert await people.unshare(ANNA, None) == 1
        assert await names(concepts, memory) == ["Max"]


class TestSharing:
    @pytest.fixture
    async def max_(self, concepts: ConceptStore) -> Concept:
        max_ = await teach(concepts, "Max", 0, 10, says=(BALLS, THREE))
        await concepts.add_alias(ANNA, max_.id, "Maxie")
        await concepts.correct(ANNA, ENCODER, max_.id, None, look(40))
        await concepts.tell(ANNA, max_.id, [FOUR])
        return max_

    async def test_a_copy_has_names_facts_looks_and_where_it_came_from(self, store: Store, max_: Concept) -> None:
        assert await store.people.share(ANNA, max_.id, THERE, ANNA_SAID) is Shared.DONE
        (card,) = await store.concepts.cards(THERE)
        assert (card.concept.name, card.concept.kind, card.concept.aliases) == ("Max", "dog", ("Maxie",))
        assert texts(card.concept) == ["loves tennis balls", "is 4 years old"]
        assert [one.positive for one in card.looks] == [True, True, False]
        ((seen,),) = await store.concepts.nearest(THERE, ENCODER, [towards(10)], 9)
        assert seen.similarity == pytest.approx(1.0, abs=1e-3)
        assert await store.people.shared_here(THERE) == {card.concept.id}
        assert await store.concepts.teacher(THERE, card.concept.id) == ANNA_SAID.by

    async def test_a_copy_is_one_deed_of_the_group_and_the_original_stays_as_it_is(
        self, store: Store, max_: Concept
    ) -> None:
        before = await store.concepts.cards(ANNA)
        await store.people.share(ANNA, max_.id, THERE, ANNA_SAID)
        await store.concepts.tell(THERE, (await store.concepts.all(THERE))[0].id, [THREE])
        assert await store.concepts.cards(ANNA) == before
        await store.concepts.undo(THERE)
        assert await store.concepts.undo(THERE) == "shared Max"
        assert await store.concepts.all(THERE) == []

    async def test_in_words_it_has_no_look(self, store: Store, max_: Concept) -> None:
        assert await store.people.share(ANNA, max_.id, THERE, ANNA_SAID, in_words=True) is Shared.DONE
        (card,) = await store.concepts.cards(THERE)
        assert (card.looks, texts(card.concept)) == ((), ["loves tennis balls", "is 4 years old"])

    async def test_shared_again_it_replaces_the_copy(self, store: Store, max_: Concept) -> None:
        await store.people.share(ANNA, max_.id, THERE, ANNA_SAID)
        await store.concepts.rename(ANNA, max_.id, "Moritz")
        assert await store.people.share(ANNA, max_.id, THERE, ANNA_SAID) is Shared.DONE
        assert await names(store.concepts, THERE) == ["Moritz"]

    async def test_a_name_the_group_has_is_left_alone(self, store: Store, max_: Concept) -> None:
        theirs = (await store.concepts.teach(THERE, ENCODER, lesson("Maxie", 90))).concept
        await store.concepts.add_alias(THERE, theirs.id, "Max")
        assert await store.people.share(ANNA, max_.id, THERE, ANNA_SAID) is Shared.TAKEN
        assert await store.people.share(ANNA, uuid4(), THERE, ANNA_SAID) is Shared.GONE
        assert [len(card.looks) for card in await store.concepts.cards(THERE)] == [1]

    async def test_what_is_no_longer_shared_is_gone_from_that_group_with_all_that_was_added_to_it(
        self, store: Store, max_: Concept
    ) -> None:
        other = memory_of("telegram:-6")
        for place in (THERE, other):
            await store.people.share(ANNA, max_.id, place, ANNA_SAID)
        await store.concepts.teach(THERE, ENCODER, lesson("Max", 80))
        assert await store.people.unshare(ANNA, max_.id, THERE) == 1
        assert await store.concepts.cards(THERE) == []
        assert await names(store.concepts, other) == ["Max"]
        assert await store.people.unshare(ANNA, max_.id) == 1
        assert await store.people.unshare(ANNA, max_.id) == 0
        assert await names(store.concepts, ANNA) == ["Max"]

    async def test_a_copy_goes_with_what_it_was_merged_into_and_with_a_lesson_that_is_taken_back(
        self, store: Store, max_: Concept
    ) -> None:
        rex, tom = await teach(store.concepts, "Rex", 60), await teach(store.concepts, "Tom", 70)
        for one in (max_, tom):
            await store.people.share(ANNA, one.id, THERE, ANNA_SAID)
        assert await store.concepts.undo(ANNA) == "taught Tom"
        await store.concepts.merge(ANNA, rex.id, max_.id)
        assert await store.people.tidy(ANNA) == 1
        assert await names(store.concepts, THERE) == ["Max"]
        assert await store.people.unshare(ANNA, rex.id) == 1
        assert await store.concepts.all(THERE) == []

    async def test_a_copy_goes_with_a_lesson_that_is_withdrawn(self, store: Store) -> None:
        bella = (await store.concepts.signed(ANNA_SAID).teach(ANNA, ENCODER, lesson("Bella", 90))).concept
        await store.people.share(ANNA, bella.id, THERE, ANNA_SAID)
        assert await store.people.tidy(ANNA) == 0
        await store.concepts.withdraw(ANNA, "web", "1")
        assert await store.people.tidy(ANNA) == 1
        assert await store.concepts.all(THERE) == []

    async def test_erasing_withdraws_every_copy(self, store: Store, max_: Concept) -> None:
        await store.people.share(ANNA, max_.id, THERE, ANNA_SAID)
        assert (await store.people.erase(ANNA))["copies in groups"] == 1
        assert await store.concepts.all(THERE) == []


class TestLinking:
    async def linked(self, people: People, owner: str = "web:anna", by: str = "telegram:1") -> MemoryId:
        await people.offer(owner, CodeFor.LINK, "ABCDEFGH", now() + timedelta(minutes=1))
        assert await people.link("ABCDEFGH", by, now()) is Redeemed.DONE
        assert await people.memory(owner) == await people.memory(by)
        return await people.memory(owner)

    async def test_two_memories_become_one_with_everything_that_was_in_them(self, store: Store) -> None:
        concepts, history, hers = store.concepts, store.history, memory_of("telegram:1")
        await teach(concepts, "Max", 0, says=(BALLS, THREE))
        bella = (await concepts.teach(hers, ENCODER, lesson("Bella", 90, says=(THREE,)))).concept
        await concepts.tell(hers, bella.id, [FOUR])
        await history.keep(ANNA, turn("1", "web:anna"))
        await history.keep(hers, turn("2", "telegram:1"))
        memory = await self.linked(store.people)
        assert memory == ANNA
        cards = {card.concept.name: card for card in await concepts.cards(memory)}
        assert set(cards) == {"Max", "Bella"}
        assert [fact.text for fact in cards["Bella"].history] == ["is 3 years old", "is 4 years old"]
        assert (await seen_at(concepts, 90))[0].concept == bella.id
        assert [one.update for one in await history.recent(memory, "telegram:1", 9)] == ["2"]
        assert await concepts.cards(hers) == []
        assert await history.recent(hers, "telegram:1", 9) == []

    async def test_concepts_of_one_name_or_alias_become_one(self, store: Store) -> None:
        concepts, hers = store.concepts, memory_of("telegram:1")
        max_ = await teach(concepts, "Max", 0, says=(THREE,))
        await concepts.add_alias(ANNA, max_.id, "Maxie")
        other = (await concepts.teach(hers, ENCODER, lesson("MAXIE", 10, says=(FOUR, BALLS)))).concept
        await concepts.add_alias(hers, other.id, "Mo")
        memory = await self.linked(store.people)
        (card,) = await concepts.cards(memory)
        assert (card.concept.id, card.concept.names) == (max_.id, ("Max", "Maxie", "Mo"))
        assert len(card.looks) == 2
        assert texts(card.concept) == ["is 4 years old", "loves tennis balls"]
        receipt = await concepts.forget(memory, max_.id)
        assert receipt is not None
        assert (receipt["concepts"], receipt["looks"]) == (2, 2)

    async def test_the_person_is_one_of_them_only_once(self, store: Store) -> None:
        concepts, hers = store.concepts, memory_of("telegram:1")
        me = (await concepts.teach(ANNA, ENCODER, Lesson("Anna", is_self=True))).concept
        other = (await concepts.teach(hers, ENCODER, Lesson("Ännchen", is_self=True))).concept
        await store.consents.link(ANNA, me.id, subject_of("web:anna"))
        await store.consents.link(hers, other.id, subject_of("telegram:1"))
        memory = await self.linked(store.people)
        assert [(one.names, one.is_self) for one in await concepts.all(memory)] == [(("Anna", "Ännchen"), True)]
        both = {subject_of("web:anna"), subject_of("telegram:1")}
        assert await store.consents.linked(memory) == {me.id: both}
        assert await store.consents.block(subject_of("telegram:1"), now()) == [memory]

    async def test_what_was_done_before_can_not_be_undone_and_what_comes_after_can(self, store: Store) -> None:
        concepts, hers = store.concepts, memory_of("telegram:1")
        await teach(concepts, "Max", 0)
        await concepts.signed(ANNA_SAID).teach(hers, ENCODER, lesson("Max", 10))
        await concepts.signed(ANNA_SAID).teach(hers, ENCODER, lesson("Bella", 90))
        memory = await self.linked(store.people)
        assert await concepts.undo(memory) is None
        assert await concepts.last_signer(memory) is None
        await teach(concepts, "Tom")
        assert await concepts.undo(memory) == "taught Tom"
        assert await concepts.withdraw(memory, "web", "1") == ("Max", "Bella")
        assert await names(concepts, memory) == ["Max"]
        assert await concepts.undo(memory) == "took back what a message said of Max"
        assert await names(concepts, memory) == ["Max", "Bella"]

    async def test_copies_in_groups_and_the_groups_themselves_come_along(self, store: Store) -> None:
        hers = memory_of("telegram:1")
        bella = (await store.concepts.teach(hers, ENCODER, lesson("Bella", 90))).concept
        await store.people.share(hers, bella.id, THERE, ANNA_SAID)
        await store.people.arrive("telegram:1", GROUP, now())
        memory = await self.linked(store.people)
        assert await store.people.groups_of(memory) == [Place(THERE, "Dogs")]
        assert await store.people.unshare(memory, bella.id) == 1
        assert await store.concepts.all(THERE) == []

    async def test_ones_own_code_and_one_of_an_account_that_is_linked_already_do_nothing(self, people: People) -> None:
        await self.linked(people)
        for by in ("web:anna", "telegram:1"):
            await people.offer("web:anna", CodeFor.LINK, "HGFEDCBA", now() + timedelta(minutes=1))
            assert await people.link("HGFEDCBA", by, now()) is Redeemed.OWN

    async def test_three_accounts_are_linked_one_after_the_other_whoever_gave_the_code(self, store: Store) -> None:
        await teach(store.concepts, "Max", 0)
        await self.linked(store.people, "web:anna", "telegram:1")
        memory = await self.linked(store.people, "discord:9", "telegram:1")
        assert await store.people.memory("web:anna") == memory
        assert await names(store.concepts, memory) == ["Max"]

    async def test_who_is_parted_starts_empty_and_the_others_keep_the_memory(self, store: Store) -> None:
        await teach(store.concepts, "Max", 0)
        memory = await self.linked(store.people)
        assert await store.people.unlink("web:anna")
        assert await names(store.concepts, await store.people.memory("web:anna")) == []
        assert await store.people.memory("telegram:1") == memory
        assert not await store.people.unlink("telegram:1")
        assert not await store.people.unlink("web:anna")
        assert await self.linked(store.people) == await store.people.memory("web:anna")
        assert await names(store.concepts, await store.people.memory("web:anna")) == ["Max"]

    async def test_erasing_parts_the_accounts(self, store: Store) -> None:
        await teach(store.concepts, "Max", 0)
        memory = await self.linked(store.people)
        assert (await store.people.erase(memory))["linked accounts"] == 2
        await store.concepts.erase(memory)
        assert await store.people.memory("telegram:1") == memory_of("telegram:1")
        assert not await store.people.unlink("web:anna")
