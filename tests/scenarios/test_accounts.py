"""Doors and linking: who is answered, how much a day, and one memory for a person's accounts."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from core import turns
from core.messages import Reply
from core.paths import doors, linking
from core.people import Access, Doors
from tests.fakes.chat import BELLA, MAX, Chat

ANNA, PHONE, BOSS, GROUP = "telegram:1", "discord:9", "telegram:99", "telegram:-5"


def code_of(reply: Reply) -> str:
    """The code in a reply."""
    found: list[str] = re.findall(r"\b[A-Z2-9]{8}\b", reply.text)
    return found[-1]


def guarded(access: Access, *allowed: str) -> Chat:
    """A Familiar that does not answer everybody."""
    return Chat(doors=Doors(access, access, frozenset(allowed), frozenset({BOSS})))


class TestDoors:
    async def test_everybody_is_answered_where_nothing_was_settled(self, chat: Chat) -> None:
        assert "Got it" in (await chat.say("this is Max", MAX, person=ANNA)).text

    @pytest.mark.parametrize("access", [Access.PAIRING, Access.ALLOW])
    async def test_the_page_has_a_door_of_its_own(self, access: Access) -> None:
        assert "Got it" in (await guarded(access).say("this is Max", MAX)).text

    async def test_who_is_not_on_the_list_gets_a_sentence_and_nothing_is_kept(self) -> None:
        chat = guarded(Access.ALLOW, "telegram:2", "telegram:-6")
        for group in (None, GROUP):
            reply = await chat.say("this is Max", MAX, person=ANNA, chat=group)
            assert "keeps me for a few" in reply.text
        assert await chat.cards(ANNA) == []
        assert chat.database.turns.get(await chat.ports.people.memory(ANNA), []) == []

    async def test_who_is_on_the_list_or_an_admin_is_answered(self) -> None:
        chat = guarded(Access.ALLOW, ANNA, GROUP)
        assert "Got it" in (await chat.say("this is my dog Max", MAX, person=ANNA)).text
        assert "Got it" in (await chat.say("this is my dog Max", MAX, person=BOSS)).text
        assert "Got it" in (await chat.say("this is my dog Max", MAX, person="telegram:2", chat=GROUP)).text

    async def test_a_group_does_not_let_its_members_into_private_chats_nor_they_it(self) -> None:
        chat = guarded(Access.ALLOW, ANNA)
        assert "few groups" in (await chat.say("hello?", person=ANNA, chat=GROUP)).text
        chat = guarded(Access.ALLOW, GROUP)
        assert "few people" in (await chat.say("hello?", person=ANNA)).text

    async def test_a_stranger_gets_a_code_that_an_admin_lets_them_in_with(self) -> None:
        chat = guarded(Access.PAIRING)
        reply = await chat.say("this is Max", MAX, person=ANNA)
        assert "ask them to let you in" in reply.text
        assert "they are in" in (await chat.say(f"/pair {code_of(reply)}", person=BOSS)).text
        assert "Got it" in (await chat.say("this is Max", MAX, person=ANNA)).text

    async def test_an_admin_lets_a_group_in(self) -> None:
        chat = guarded(Access.PAIRING)
        code = code_of(await chat.say("hello?", person=ANNA, chat=GROUP))
        await chat.say(f"/pair {code.lower()}", person=BOSS, chat=GROUP)
        assert "Got it" in (await chat.say("this is my dog Max", MAX, person=ANNA, chat=GROUP)).text
        assert "let you in" in (await chat.say("hello?", person=ANNA)).text

    async def test_nobody_lets_themselves_in(self) -> None:
        chat = guarded(Access.PAIRING)
        code = code_of(await chat.say("hello?", person=ANNA))
        await chat.say(f"/pair {code}", person=ANNA)
        assert "let you in" in (await chat.say("hello?", person=ANNA)).text
        chat = Chat()
        assert "Only my operator's admins" in (await chat.say("/pair ABCDEFGH", person=ANNA)).text

    async def test_a_code_that_is_none_gets_a_sentence_and_too_many_get_another(self) -> None:
        chat = guarded(Access.PAIRING)
        said = [(await chat.say("/pair ABCDEFGH", person=BOSS)).text for _ in range(6)]
        assert all("no such code" in text for text in said[:5])
        assert "in an hour" in said[5]


class TestBudgets:
    async def test_after_too_many_messages_a_day_comes_a_friendly_sentence(self) -> None:
        chat = Chat(doors=Doors(messages_per_day=2))
        for _ in range(2):
            assert "tomorrow" not in (await chat.say("what does Max like?")).text
        assert "tomorrow" in (await chat.say("this is Max", MAX)).text
        assert await chat.cards() == []
        assert "tomorrow" not in (await chat.say("hello?", person="web:bob")).text

    async def test_a_group_has_a_budget_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doors, "OF_A_GROUP", 1)
        chat = Chat(doors=Doors(messages_per_day=2))
        for person in ("web:a", "web:b"):
            assert "tomorrow" not in (await chat.say("hello?", person=person, chat="web:group")).text
        assert "This group" in (await chat.say("hello?", person="web:c", chat="web:group")).text
        assert "tomorrow" not in (await chat.say("hello?", person="web:c")).text

    async def test_when_the_answers_are_used_up_teaching_still_works(self) -> None:
        chat = Chat(doors=Doors(answers_per_day=1))
        await chat.say("what does Max like?")
        assert "answered you 1 times" in (await chat.say("what does Max like?")).text
        assert len(chat.generator.prompts) == 1
        assert "Got it" in (await chat.say("this is Max", MAX)).text
        assert "I know 1" in (await chat.say("/who")).text


class TestLinking:
    async def linked(self, chat: Chat) -> None:
        code = code_of(await chat.say("/link", person=ANNA))
        assert "one memory now" in (await chat.say(f"/link {code}", person=PHONE)).text

    async def test_two_accounts_have_one_memory_with_what_both_taught(self, chat: Chat) -> None:
        await chat.say("this is my dog Max, he is 3", MAX, person=ANNA)
        await chat.say("this is my cat Bella", BELLA, person=PHONE)
        await chat.say("Max loves cake", person=ANNA)
        await self.linked(chat)
        for person in (ANNA, PHONE):
            assert "I know 2" in (await chat.say("/who", person=person)).text
            assert "Max" in (await chat.say("who is this?", MAX, person=person)).text
        assert await chat.conversation.gallery(PHONE) == await chat.conversation.gallery(ANNA)
        assert len(await chat.conversation.recent(PHONE, PHONE, 9)) == 4

    async def test_the_same_message_again_is_answered_the_same_and_does_nothing(self, chat: Chat) -> None:
        code = code_of(await chat.say("/link", person=ANNA))
        first = await chat.say(f"/link {code}", person=PHONE, update="7")
        again = await chat.say(f"/link {code}", person=PHONE, update="7")
        assert again.text == first.text

    async def test_a_code_is_good_once_for_ten_minutes_and_not_for_oneself(
        self, chat: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = code_of(await chat.say("/link", person=ANNA))
        assert "linked already" in (await chat.say(f"/link {code}", person=ANNA)).text
        assert "one memory" in (await chat.say(f"/link {code}", person=PHONE)).text
        assert "no such code" in (await chat.say(f"/link {code}", person="web:eve")).text
        code = code_of(await chat.say("/link", person=ANNA))
        later = datetime.now(UTC) + timedelta(minutes=11)
        monkeypatch.setattr(linking, "now", lambda: later)
        assert "no such code" in (await chat.say(f"/link {code}", person="web:eve")).text
        assert turns.now() < later

    async def test_wrong_codes_are_looked_at_five_times_an_hour(self, chat: Chat) -> None:
        code = code_of(await chat.say("/link", person=ANNA))
        for _ in range(5):
            assert "no such code" in (await chat.say("/link WRONGONE", person=PHONE)).text
        assert "in an hour" in (await chat.say(f"/link {code}", person=PHONE)).text

    async def test_a_code_is_neither_kept_in_the_history_nor_said_in_a_group(self, chat: Chat) -> None:
        code = code_of(await chat.say("/link", person=ANNA))
        assert code not in str(await chat.conversation.recent(ANNA, ANNA, 9))
        reply = await chat.say("/link", person=ANNA, chat=GROUP)
        assert "in private" in reply.text
        assert not re.search(r"\b[A-Z2-9]{8}\b", reply.text)

    async def test_who_is_parted_starts_empty_and_is_told_so(self, chat: Chat) -> None:
        assert "not linked" in (await chat.say("/unlink", person=ANNA)).text
        await chat.say("this is Max", MAX, person=ANNA)
        await self.linked(chat)
        assert "starts with an empty memory" in (await chat.say("/unlink", person=ANNA)).text
        assert "I don't know anybody" in (await chat.say("/who", person=ANNA)).text
        assert "• Max" in (await chat.say("/who", person=PHONE)).text

    async def test_what_is_shared_stays_shared_and_can_be_unshared_from_the_other_account(self, chat: Chat) -> None:
        await chat.say("this is Max", MAX, person=PHONE)
        await chat.say("/share Max", person=PHONE, chat=GROUP)
        await self.linked(chat)
        assert "Done" in (await chat.say("/unshare Max", person=ANNA)).text
        assert "I don't know anybody" in (await chat.say("/who", person=ANNA, chat=GROUP)).text

    async def test_erasing_from_one_account_erases_and_parts_both(self, chat: Chat) -> None:
        await chat.say("this is Max", MAX, person=ANNA)
        await self.linked(chat)
        await chat.say("/erase me", person=PHONE)
        assert "2 linked accounts" in (await chat.say("yes", person=PHONE)).text
        assert "I don't know anybody" in (await chat.say("/who", person=ANNA)).text
        assert "not linked" in (await chat.say("/unlink", person=ANNA)).text
