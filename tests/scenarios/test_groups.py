"""Groups: what is taught there is theirs, what is private stays private, and their admins settle who may do what."""

import pytest

from core.concepts import memory_of
from core.people import Purpose, Rule, subject_of
from tests.fakes.chat import BELLA, MAX, MAYBE_MAX, STRANGER, Chat

DOGS, CATS = "web:dogs", "web:cats"
READS = (  # every way to ask what is known
    *("/who", "/about Wuschel", "what does Wuschel like?", "who is Wuschel?", "which of my dogs is older?", "why?"),
    *("show me", "/export", "how old is he?", "tell me about Wuschel", "do you know Wuschel?", "/show Wuschel"),
    *(
        "/help",
        "/privacy",
        "/rules",
        "what did I teach you?",
        "forget Wuschel",
        "Wuschel turned 4",
        "that's not Wuschel",
    ),
)


async def known(chat: Chat, group: str = DOGS) -> str:
    return (await chat.say("/who", chat=group)).text


@pytest.fixture
async def private(chat: Chat) -> Chat:
    """Anna taught Max in private, and has spoken in the group."""
    await chat.say("this is my dog Max, he loves tennis balls and is 3", MAX)
    await chat.say("hello?", chat=DOGS)
    return chat


class TestPrivacy:
    @pytest.mark.parametrize("words", READS)
    async def test_nothing_private_is_in_what_is_said_to_a_group(self, chat: Chat, words: str) -> None:
        await chat.say("this is my dog Wuschel, he loves tennis balls and is 3", MAX)
        before = await chat.cards()
        await chat.say("who is this?", MAX, chat=DOGS)
        reply = await chat.say(words, chat=DOGS)
        assert "tennis balls" not in reply.text
        assert "Wuschel" not in reply.text or "Wuschel" in words
        assert not reply.files
        assert all("tennis" not in str(prompt) for prompt in chat.generator.prompts)
        assert await chat.cards() == before

    async def test_a_photo_of_what_is_private_shows_a_stranger_to_a_group(self, private: Chat) -> None:
        for photo in (MAX, MAYBE_MAX):
            reply = await private.say("who is this?", photo, chat=DOGS)
            assert "Max" not in reply.text
            assert not reply.choices
        assert all("Max" not in str(prompt) for prompt in private.generator.prompts)

    async def test_a_person_who_is_in_two_groups_carries_nothing_from_one_to_the_other(self, chat: Chat) -> None:
        await chat.say("this is our dog Max", MAX, chat=DOGS)
        assert "I don't know anybody" in await known(chat, CATS)
        assert "Max" not in (await chat.say("who is this?", MAX, chat=CATS)).text

    async def test_topics_of_one_group_have_one_memory_and_talk_of_their_own(self, chat: Chat) -> None:
        await chat.say("this is our dog Max, he is 3", MAX, chat=DOGS)
        assert "Max" in (await chat.say("who is this?", MAX, chat=DOGS, person="web:bob")).text


class TestSharing:
    async def test_said_in_the_group_it_is_shared_with_that_group(self, private: Chat) -> None:
        assert "Shared" in (await private.say("/share Max", chat=DOGS)).text
        reply = await private.say("who is this?", MAX, chat=DOGS, person="web:bob")
        assert "Max" in reply.text
        assert "tennis balls" in (await private.say("what does Max like?", chat=DOGS, person="web:bob")).text
        assert "I don't know anybody" in await known(private, CATS)

    async def test_said_in_private_it_is_shared_with_the_one_group_of_the_person(self, private: Chat) -> None:
        assert "Shared" in (await private.say("share Max with my group")).text
        assert "• Max" in await known(private)

    async def test_of_several_groups_it_asks_which(self, private: Chat) -> None:
        await private.say("hello?", chat=CATS)
        reply = await private.say("/share Max")
        assert [choice.label for choice in reply.choices] == ["cats", "dogs"]
        await private.say(choice="2")
        assert "• Max" in await known(private, DOGS)
        assert "I don't know anybody" in await known(private, CATS)

    async def test_a_number_that_is_no_group_is_asked_again(self, private: Chat) -> None:
        await private.say("hello?", chat=CATS)
        await private.say("/share Max")
        assert (await private.say("7")).choices
        assert "Shared" in (await private.say("the second one")).text

    async def test_who_has_no_group_is_told_how(self, chat: Chat) -> None:
        await chat.say("this is Max", MAX)
        assert "Say something to me in one" in (await chat.say("/share Max")).text

    async def test_nobody_shares_what_is_somebody_elses(self, private: Chat) -> None:
        reply = await private.say("/share Max", chat=DOGS, person="web:bob")
        assert "haven't taught me" in reply.text
        assert reply.is_private
        assert "I don't know anybody" in await known(private)

    async def test_a_name_the_group_has_is_not_overwritten(self, private: Chat) -> None:
        await private.say("this is our cat Max", BELLA, chat=DOGS)
        assert "another Max" in (await private.say("/share Max", chat=DOGS)).text
        assert "cat" in await known(private)

    @pytest.mark.parametrize("words", ["/unshare Max", "stop sharing Max with this group"])
    async def test_what_is_no_longer_shared_is_unknown_to_the_group_at_once(self, private: Chat, words: str) -> None:
        await private.say("/share Max", chat=DOGS)
        await private.say("what does Max like?", chat=DOGS)
        assert "Done" in (await private.say(words, chat=DOGS)).text
        assert "I don't know anybody" in await known(private)
        assert "Max" not in (await private.say("who is this?", MAX, chat=DOGS)).text
        assert "not shared" in (await private.say(words, chat=DOGS)).text

    async def test_said_in_a_group_it_ends_for_that_group_and_said_in_private_for_all(self, private: Chat) -> None:
        for group in (DOGS, CATS):
            await private.say("/share Max", chat=group)
        await private.say("/unshare Max", chat=DOGS)
        assert "I don't know anybody" in await known(private, DOGS)
        assert "• Max" in await known(private, CATS)
        await private.say("/unshare Max")
        assert "I don't know anybody" in await known(private, CATS)

    async def test_what_its_owner_forgets_is_gone_from_the_group_too(self, private: Chat) -> None:
        await private.say("/share Max", chat=DOGS)
        await private.say("forget Max")
        await private.say("yes")
        assert "I don't know anybody" in await known(private)

    async def test_what_its_owner_takes_back_is_gone_from_the_group_too(self, private: Chat) -> None:
        await private.say("/share Max", chat=DOGS)
        await private.say("undo")
        assert "I don't know anybody" in await known(private)

    async def test_erasing_ones_memory_withdraws_everything_that_was_shared(self, private: Chat) -> None:
        await private.say("this is Bella", BELLA)
        for words in ("/share Max", "/share Bella"):
            await private.say(words, chat=DOGS)
        await private.say("/erase me")
        assert "2 copies in groups" in (await private.say("yes")).text
        assert "I don't know anybody" in await known(private)

    async def test_somebody_else_is_shared_in_words_since_their_look_is_theirs(self, private: Chat) -> None:
        await private.say("this is my friend Eva, she loves tea", BELLA)
        assert "Shared in words" in (await private.say("/share Eva", chat=DOGS)).text
        assert "loves tea" in (await private.say("what does Eva like?", chat=DOGS)).text
        assert "Eva" not in (await private.say("who is this?", BELLA, chat=DOGS)).text

    async def test_who_shares_themselves_is_recognised_there_and_said_yes_to_it(self, private: Chat) -> None:
        await private.say("my name is Anna")
        await private.say("this is me", BELLA)
        await private.say("/share Anna", chat=DOGS)
        assert "Anna" in (await private.say("who is this?", BELLA, chat=DOGS, person="web:bob")).text
        (given,) = await private.ports.consents.given(memory_of(DOGS))
        assert (given.subject, given.purpose) == (subject_of("web:anna"), Purpose.GROUP)

    async def test_where_only_admins_teach_nobody_else_shares(self, private: Chat) -> None:
        await private.say("/rules admins", chat=DOGS, person="web:boss", by_admin=True)
        assert "Ask one of them" in (await private.say("/share Max", chat=DOGS)).text
        assert "say “/share Max” there" in (await private.say("/share Max")).text
        assert "I don't know anybody" in await known(private)
        assert "Shared" in (await private.say("/share Max", chat=DOGS, by_admin=True)).text

    async def test_a_copy_is_not_mixed_with_what_the_group_taught(self, private: Chat) -> None:
        await private.say("/share Max", chat=DOGS)
        await private.say("this is our dog Rex", BELLA, chat=DOGS)
        assert "can't mix" in (await private.say("merge Rex and Max", chat=DOGS, by_admin=True)).text
        await private.say("/unshare Max", chat=DOGS)
        assert "Rex" in await known(private)


class TestRules:
    @pytest.fixture
    async def group(self, chat: Chat) -> Chat:
        """Anna taught Max in the group."""
        await chat.say("this is our dog Max, he is 3", MAX, chat=DOGS)
        return chat

    async def settle(self, chat: Chat, rule: Rule) -> None:
        await chat.say(f"/rules {rule}", chat=DOGS, person="web:boss", by_admin=True)

    CHANGES = ("rename Max to Moritz", "forget Max", "remove photo 1 of Max", "undo", "no, that's not Max")
    ADDS = ("this is our cat Bella", "Max loves cake")

    @pytest.mark.parametrize("words", [*CHANGES, *ADDS])
    async def test_everybody_may_do_everything_at_first(self, group: Chat, words: str) -> None:
        reply = await group.say(words, chat=DOGS, person="web:bob")
        assert "In this group only" not in reply.text
        assert "Everybody here may" in (await group.say("/rules", chat=DOGS, person="web:bob")).text

    @pytest.mark.parametrize("words", [*CHANGES, *ADDS, "my name is Bob", "merge Max and Bella", "/alias Max Maxie"])
    async def test_where_only_admins_may_the_others_get_a_friendly_sentence(self, group: Chat, words: str) -> None:
        await self.settle(group, Rule.ADMINS)
        before = await group.cards(DOGS)
        reply = await group.say(words, chat=DOGS, person="web:bob")
        assert reply.is_private
        assert "Ask one of them" in reply.text
        assert await group.cards(DOGS) == before

    async def test_where_only_admins_may_they_may_and_everybody_may_ask(self, group: Chat) -> None:
        await self.settle(group, Rule.ADMINS)
        assert "is 3 years old" in (await group.say("how old is Max?", chat=DOGS, person="web:bob")).text
        assert "Noted" in (await group.say("Max loves cake", chat=DOGS, person="web:boss", by_admin=True)).text

    @pytest.mark.parametrize("words", CHANGES)
    async def test_where_teachers_may_others_can_not_change_what_they_did_not_teach(
        self, group: Chat, words: str
    ) -> None:
        await self.settle(group, Rule.TEACHERS)
        await group.say("who is this?", MAX, chat=DOGS, person="web:bob")
        before = await group.cards(DOGS)
        reply = await group.say(words, chat=DOGS, person="web:bob")
        assert reply.is_private
        assert "In this group" in reply.text
        assert await group.cards(DOGS) == before

    @pytest.mark.parametrize("words", CHANGES)
    async def test_where_teachers_may_the_teacher_does(self, group: Chat, words: str) -> None:
        await self.settle(group, Rule.TEACHERS)
        await group.say("who is this?", MAX, chat=DOGS)
        assert "In this group" not in (await group.say(words, chat=DOGS)).text

    async def test_where_teachers_may_everybody_still_teaches(self, group: Chat) -> None:
        await self.settle(group, Rule.TEACHERS)
        await group.say("this is our cat Bella", BELLA, chat=DOGS, person="web:bob")
        await group.say("Max loves cake", chat=DOGS, person="web:bob")
        assert "Bella" in await known(group)

    async def test_where_teachers_may_a_no_of_somebody_else_does_not_count_and_a_yes_does(self, group: Chat) -> None:
        await self.settle(group, Rule.TEACHERS)
        for answer, counts in (("no", False), ("yes", True)):
            assert (await group.say("who is this?", MAYBE_MAX, chat=DOGS, person="web:bob")).choices
            reply = await group.say(choice=answer, chat=DOGS, person="web:bob")
            assert ("In this group" not in reply.text) == counts

    async def test_only_admins_settle(self, group: Chat) -> None:
        assert "Only the admins" in (await group.say("/rules admins", chat=DOGS)).text
        assert "Only the admins" in (await group.say("/called Fido", chat=DOGS)).text
        settled = await group.ports.people.group(DOGS)
        assert (settled.rule, settled.called) == (Rule.EVERYONE, "")

    async def test_the_group_gives_the_bot_a_name_and_takes_it_away(self, group: Chat) -> None:
        await self.settle(group, Rule.ADMINS)
        await group.say("/called Fido", chat=DOGS, by_admin=True)
        assert (await group.ports.people.group(DOGS)).called == "Fido"
        assert (await group.ports.people.group(DOGS)).rule is Rule.ADMINS
        await group.say("/called", chat=DOGS, by_admin=True)
        assert (await group.ports.people.group(DOGS)).called == ""

    @pytest.mark.parametrize("words", ["/rules admins", "/called Fido"])
    async def test_in_private_there_is_nothing_to_settle(self, chat: Chat, words: str) -> None:
        assert "for groups" in (await chat.say(words)).text

    async def test_only_admins_erase_a_group_and_they_are_asked_first(self, group: Chat) -> None:
        assert "only its admins" in (await group.say("/erase me", chat=DOGS)).text
        await group.say("yes", chat=DOGS)
        assert "• Max" in await known(group)
        assert "this group" in (await group.say("/erase me", chat=DOGS, by_admin=True)).text
        await group.say("yes", chat=DOGS, by_admin=True)
        assert "I don't know anybody" in await known(group)


class TestWhoIsAsked:
    async def test_a_question_waits_for_the_one_who_was_asked_while_others_talk(self, chat: Chat) -> None:
        await chat.say("this is our dog Max", MAX, chat=DOGS)
        await chat.say("forget Max", chat=DOGS)
        await chat.say("yes", chat=DOGS, person="web:bob")
        assert "• Max" in await known(chat)
        await chat.say("what does Max like?", chat=DOGS, person="web:bob")
        await chat.say("forget Max", chat=DOGS)
        await chat.say("hello there?", chat=DOGS, person="web:bob")
        assert "Forgotten" in (await chat.say("yes", chat=DOGS)).text

    async def test_it_does_not_wait_when_another_photo_came_in_between(self, chat: Chat) -> None:
        await chat.say("this is our dog Max", MAX, chat=DOGS)
        assert (await chat.say("who is this?", MAYBE_MAX, chat=DOGS)).choices
        await chat.say("who is this?", STRANGER, chat=DOGS, person="web:bob")
        before = await chat.cards(DOGS)
        await chat.say(choice="yes", chat=DOGS)
        assert await chat.cards(DOGS) == before

    async def test_two_people_introduce_themselves_and_are_never_mixed(self, chat: Chat) -> None:
        await chat.say("this is me, I'm Anna", MAX, chat=DOGS)
        await chat.say("this is me, I'm Bob", BELLA, chat=DOGS, person="web:bob")
        await chat.say("remember that I love tea", chat=DOGS)
        await chat.say("remember that I hate tea", chat=DOGS, person="web:bob")
        texts = {card.concept.name: [fact.text for fact in card.concept.facts] for card in await chat.cards(DOGS)}
        assert texts == {"Anna": ["loves tea"], "Bob": ["hates tea"]}
        assert not any(card.concept.is_self for card in await chat.cards(DOGS))  # a group is nobody

    async def test_a_second_anna_needs_a_name_of_her_own(self, chat: Chat) -> None:
        await chat.say("my name is Anna", chat=DOGS)
        assert "another Anna" in (await chat.say("this is me, I'm Anna", BELLA, chat=DOGS, person="web:eve")).text
        assert "Anna B" in (await chat.say("my name is Anna B", chat=DOGS, person="web:eve")).text


async def test_a_group_that_moved_goes_on_where_it_was(chat: Chat) -> None:
    await chat.say("this is our dog Max, he is 3", MAX, chat=DOGS)
    await chat.ports.people.move(DOGS, "web:kennel")
    assert "Max" in (await chat.say("who is this?", MAX, chat="web:kennel")).text
    await chat.say("this is our dog Max", MAX, chat="web:kennel")
    assert "is 3 years old" in (await chat.say("how old is he?", chat="web:kennel")).text
