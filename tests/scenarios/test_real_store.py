"""The same conversation on a real PostgreSQL, where only that can tell."""

from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from core.adapters.consents import PostgresConsents
from core.adapters.database import Database
from core.adapters.history import PostgresHistory
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.adapters.tables import metadata
from core.concepts import memory_of
from core.conversation import Conversation
from core.messages import Account
from core.paths.forget import ROWS
from tests.fakes.chat import BELLA, MAX, Chat

pytestmark = pytest.mark.postgres


@pytest.fixture
async def chat(database: Database) -> Chat:
    """A chat whose store is PostgreSQL."""
    chat = Chat()
    concepts, history = PostgresConcepts(database), PostgresHistory(database)
    people, consents = PostgresPeople(database), PostgresConsents(database)
    chat.ports = replace(chat.ports, concepts=concepts, history=history, people=people, consents=consents)
    chat.conversation = Conversation(chat.ports)
    return chat


def rows_of(person: str, url: str) -> dict[str, int]:
    """How many rows of a person each table has, as a superuser sees them; tables without any are left out."""
    counted = {}
    with psycopg.connect(url) as connection:
        for table in metadata.sorted_tables:
            if "memory" in table.columns:
                count = sql.SQL("SELECT count(*) FROM {} WHERE memory = %s").format(sql.Identifier(table.name))
                row = connection.execute(count, (memory_of(person),)).fetchone()
                counted[table.name] = row[0] if row else 0
    return {table: count for table, count in counted.items() if count}


async def test_erase_me_removes_every_row_and_the_receipt_counts_them(chat: Chat, database_url: str) -> None:
    await chat.say("remember this is my dog Max, he's 3", MAX)
    await chat.say("this is Bella", BELLA)
    await chat.say("no, that's Max")
    await chat.say("this is Tom", BELLA, person="web:bob")
    assert (await chat.say("/erase me")).choices
    before = rows_of("web:anna", database_url)
    receipt = (await chat.say("yes")).text
    assert rows_of("web:anna", database_url) == {}
    for table, count in before.items():
        assert table == "memories" or f"{count} {table}" in receipt
    assert "Tom" in (await chat.say("/who", person="web:bob")).text


async def test_whatever_a_receipt_counts_has_a_name_to_be_translated(chat: Chat) -> None:
    taught = memory_of("web:anna")
    await chat.say("this is Max", MAX)
    (card,) = await chat.cards()
    forgotten = await chat.ports.concepts.forget(taught, card.concept.id) or {}
    erased = await chat.ports.people.erase(taught) | await chat.ports.concepts.erase(taught)
    assert set(forgotten) <= set(erased) == set(ROWS)


async def test_sql_in_words_is_words_to_postgresql(chat: Chat) -> None:
    await chat.say('this is "Robert\'); DROP TABLE looks"', MAX)
    await chat.say("this is Bella", BELLA)
    await chat.say("remember that Bella likes x'; DROP TABLE concepts; -- %s %(memory)s :memory")
    known = (await chat.say("/who")).text
    assert "DROP TABLE looks" in known
    assert "DROP TABLE concepts" in known
    assert "Robert" in (await chat.say("who is this?", MAX)).text


async def test_words_that_no_database_can_hold_are_answered(chat: Chat) -> None:
    assert "Max" in (await chat.say("this is my dog Max\x00\ud800", MAX)).text
    assert "Max" in (await chat.say("who is this?\x00\udfff", MAX)).text


async def test_erase_me_leaves_nothing_of_groups_links_and_consents_either(chat: Chat, database_url: str) -> None:
    await chat.say("this is Max", MAX)
    await chat.say("my name is Anna")
    await chat.say("this is me", BELLA)
    await chat.say("/training on")
    await chat.say("/share Max", chat="web:group")
    await chat.say(f"/link {(await chat.say('/link')).text.split('/link ')[1][:8]}", person="telegram:1")
    assert {"links", "consents", "shares", "visits", "members"} <= set(rows_of("web:anna", database_url))
    await chat.say("/erase me")
    assert "1 copies in groups" in (await chat.say("yes")).text
    assert rows_of("web:anna", database_url) == {}
    assert "I don't know anybody" in (await chat.say("/who", chat="web:group")).text


async def test_a_consent_card_is_answered_days_later_after_a_restart(chat: Chat, database: Database) -> None:
    eva, group = Account("telegram:3", "Eva"), "telegram:-5"
    card = await chat.say("this is my friend @Eva", MAX, person="telegram:1", chat=group, mentions=(eva,))
    chat.conversation = Conversation(chat.ports)
    await chat.say(choice=card.choices[0].value, person="telegram:3", chat=group)
    assert "Eva" in (await chat.say("who is this?", MAX, person="telegram:1", chat=group)).text
    await chat.say("don't remember me", person="telegram:3", chat=group)
    assert "Eva" not in (await chat.say("who is this?", MAX, person="telegram:1", chat=group)).text


async def test_an_edited_lesson_and_a_deleted_one_take_back_what_they_taught(chat: Chat) -> None:
    await chat.say("this is my dog Max, he is 3", MAX, update="max")
    await chat.say("this is my dog Rex, he is 4", MAX, edits="max")
    await chat.say("yes")
    assert "Rex" in (await chat.say("who is this?", MAX)).text
    assert "Rex" in (await chat.say(withdraws="max")).text
    assert "I don't know anybody" in (await chat.say("/who")).text
