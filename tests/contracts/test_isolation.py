"""Row-level security by itself: straight in SQL, as the application role, without the store's own filters.

Tables are taken from the catalogue, so that one that is added without a policy fails here.
"""

from collections.abc import Awaitable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.sql import SQL
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.channel import Letter, Part
from bot.inbox import open_inbox
from core.adapters.consents import PostgresConsents
from core.adapters.database import Database, open_database, psycopg_url
from core.adapters.history import PostgresHistory
from core.adapters.hotline import Hotline
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.adapters.tables import APP_MEMORY, APP_ROLE
from core.concepts import MemoryId, Statement, memory_of
from core.messages import Group
from core.people import CodeFor, GroupRules, Held, Purpose, Rule, Signature, subject_of
from core.ports import ConceptStore, Consents, History, Lesson, People
from core.turns import SureToErase, Turn, now
from tests.contracts.sightings import ANNA, BEN, ENCODER, crop, lesson, look, towards

pytestmark = pytest.mark.postgres

OF_THE_INSTALLATION = {"encoders", "alembic_version"}
OF_ACCOUNTS = {"accounts", "uses", "whereabouts", "codes"}  # kept under a hash of the account or the code
HELD = UUID(int=7)
NOBODY = (None, "")  # never set; and what a session has left when its transaction had set it

Row = dict[str, object]


async def fill(database: Database, memory: MemoryId) -> None:
    """At least one row in every table."""
    concepts, history = PostgresConcepts(database), PostgresHistory(database)
    max_ = (await concepts.teach(memory, ENCODER, lesson("Max", 0, says=(Statement("likes", "loves cake"),)))).concept
    bella = await concepts.correct(memory, ENCODER, max_.id, "Bella", look(30))
    assert bella is not None
    await concepts.merge(memory, max_.id, bella.concept.id)
    turn = Turn("web", "1", "web:anna", "hello", "Hello!", now(), pending=SureToErase())
    await history.keep(memory, replace(turn, photo=crop()))


async def fill_people(database: Database) -> None:
    """At least one row in every table of people; those of accounts and codes are not Anna's by her memory."""
    people, consents, later = PostgresPeople(database), PostgresConsents(database), now() + timedelta(days=1)
    (max_,) = await PostgresConcepts(database).all(ANNA)
    eva = subject_of("web:eva")
    await people.arrive("web:anna", Group("web:group", shown="Dogs"), now())
    await people.settle("web:anna", GroupRules(Rule.ADMINS))  # as if Anna were a group: whose memory it is counts alone
    await people.share(ANNA, max_.id, memory_of("web:group"), Signature("web", "1", subject_of("web:anna")))
    await people.offer("web:anna", CodeFor.LINK, "ABCDEFGH", later)
    await people.link("ABCDEFGH", "web:eva", now())
    await people.offer("web:anna", CodeFor.LINK, "HGFEDCBA", later)
    (max_,) = await PostgresConcepts(database).all(ANNA)
    await consents.link(ANNA, max_.id, eva)
    await consents.give(ANNA, eva, Purpose.MEMORY, "1", now())
    await consents.hold(ANNA, Held(HELD, max_.id, eva, (crop(),), later))
    await consents.block(eva, now())


@pytest.fixture
async def filled(database_url: str) -> str:
    """The URL of a database in which Anna has rows in every table."""
    async with open_database(database_url) as database:
        await fill(database, ANNA)
        await fill_people(database)
        async with open_inbox(database, database_url) as inbox:
            letter = Letter("web", "2", "web:anna", "web:anna", b"hello")
            await inbox.accept(letter)
            await inbox.letters.keep(letter, [Part("Hello!")], "1")
    return database_url


@pytest.fixture
def as_app(filled: str) -> Iterator[psycopg.Connection[Row]]:
    """A session of the application role; it has no memory yet."""
    with psycopg.connect(filled, row_factory=psycopg.rows.dict_row) as connection:
        connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(APP_ROLE)))
        connection.commit()  # or the first rollback would make it a superuser again
        yield connection
        connection.rollback()


def choose(connection: psycopg.Connection[Row], memory: MemoryId | str | None) -> None:
    connection.rollback()
    if memory is not None:
        connection.execute("SELECT set_config(%s, %s, true)", (APP_MEMORY, str(memory)))


def tables(url: str, schema: str = "public") -> list[str]:
    with psycopg.connect(url) as connection:
        query = """
            SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = %s AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname
        """
        return [name for (name,) in connection.execute(query, (schema,))]


def of_memories(url: str) -> list[str]:
    return [table for table in tables(url) if table not in OF_THE_INSTALLATION]


def rows(connection: psycopg.Connection[Row], table: str) -> list[Row]:
    return connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()


def hers(url: str, table: str) -> MemoryId:
    """Anna's memory; in the tables of accounts and codes, which are nobody's memory, what stands in its place."""
    if table not in OF_ACCOUNTS:
        return ANNA
    with psycopg.connect(url) as connection:
        row = connection.execute(sql.SQL("SELECT memory FROM {}").format(sql.Identifier(table))).fetchone()
        assert row is not None, f"nothing in {table}: the other tests would prove nothing about it"
        return MemoryId(row[0])


def a_row_of(url: str, table: str) -> Row:
    """A row of Anna's, as a superuser sees it, without the columns that make themselves."""
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        query = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''"
        generated = {row["attname"] for row in connection.execute(query, (table,))}
        row = rows(connection, table)[0]
        return {column: value for column, value in row.items() if column not in generated}


def insert(connection: psycopg.Connection[Row], table: str, row: Row) -> None:
    columns, values = sql.SQL(", ").join(map(sql.Identifier, row)), sql.SQL(", ").join(map(sql.Literal, row.values()))
    connection.execute(sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), columns, values))


def test_the_one_whose_memory_it_is_sees_rows_in_every_table(filled: str, as_app: psycopg.Connection[Row]) -> None:
    for table in of_memories(filled):
        choose(as_app, hers(filled, table))
        assert rows(as_app, table), f"nothing in {table}: the other tests would prove nothing about it"


@pytest.mark.parametrize("memory", [BEN, *NOBODY], ids=["another", "unset", "left over"])
def test_another_memory_and_none_see_no_row_of_any_table(
    filled: str, as_app: psycopg.Connection[Row], memory: MemoryId | str | None
) -> None:
    choose(as_app, memory)
    for table in of_memories(filled):
        assert rows(as_app, table) == [], table


@pytest.mark.parametrize("memory", [BEN, *NOBODY], ids=["another", "unset", "left over"])
def test_another_memory_and_none_change_and_delete_no_row_of_any_table(
    filled: str, as_app: psycopg.Connection[Row], memory: MemoryId | str | None
) -> None:
    for table in of_memories(filled):
        choose(as_app, memory)
        name = sql.Identifier(table)
        assert as_app.execute(sql.SQL("UPDATE {} SET memory = memory").format(name)).rowcount == 0, table
        assert as_app.execute(sql.SQL("DELETE FROM {}").format(name)).rowcount == 0, table


@pytest.mark.parametrize("memory", [BEN, *NOBODY], ids=["another", "unset", "left over"])
def test_nothing_is_written_into_a_memory_that_was_not_chosen(
    filled: str, as_app: psycopg.Connection[Row], memory: MemoryId | str | None
) -> None:
    for table in of_memories(filled):
        choose(as_app, memory)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            insert(as_app, table, a_row_of(filled, table))


def test_no_row_is_handed_over_to_another_memory(filled: str, as_app: psycopg.Connection[Row]) -> None:
    for table in of_memories(filled):
        choose(as_app, hers(filled, table))
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            as_app.execute(sql.SQL("UPDATE {} SET memory = %s").format(sql.Identifier(table)), (BEN,))


WAYS_TO_READ = (  # besides SELECT *
    "SELECT count(*) FROM {table} HAVING count(*) > 0",
    "SELECT 1 WHERE EXISTS (SELECT FROM {table})",
    "SELECT FROM {table} WHERE memory = {anna}",
    "SELECT FROM {table} WHERE memory = {anna} FOR UPDATE",
    "SELECT FROM ONLY {table}",
    "SELECT FROM {table} TABLESAMPLE SYSTEM (100)",
    "SELECT a.* FROM {table} a FULL JOIN {table} b USING (memory)",
    "WITH kept AS MATERIALIZED (SELECT * FROM {table}) SELECT * FROM kept",
    "UPDATE {table} SET memory = memory WHERE memory = {anna} RETURNING *",
    "DELETE FROM {table} WHERE memory = {anna} RETURNING *",
    "SELECT FROM pg_stats WHERE tablename = {name}",  # holds frequent values of a column
)


@pytest.mark.parametrize("memory", [BEN, *NOBODY], ids=["another", "unset", "left over"])
@pytest.mark.parametrize("way", WAYS_TO_READ)
def test_no_way_to_read_leads_to_a_row_of_another(
    filled: str, as_app: psycopg.Connection[Row], memory: MemoryId | str | None, way: LiteralString
) -> None:
    with psycopg.connect(filled, autocommit=True) as superuser:
        superuser.execute("ANALYZE")
    for table in of_memories(filled):
        choose(as_app, memory)
        names = {"table": sql.Identifier(table), "name": sql.Literal(table), "anna": sql.Literal(ANNA)}
        assert as_app.execute(SQL(way).format(**names)).fetchall() == [], table


def test_a_copy_of_a_table_holds_no_row_of_another(filled: str, as_app: psycopg.Connection[Row]) -> None:
    for table in of_memories(filled):
        choose(as_app, BEN)
        with as_app.cursor().copy(SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(table))) as copied:
            assert list(copied) == [], table


def test_what_is_no_memory_is_refused(filled: str, as_app: psycopg.Connection[Row]) -> None:
    for table in of_memories(filled):
        choose(as_app, f"{ANNA}' OR true --")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            rows(as_app, table)


def test_partitions_can_only_be_reached_through_their_tables(filled: str, as_app: psycopg.Connection[Row]) -> None:
    partitions = tables(filled, "partitions")
    assert partitions
    for partition in partitions:
        choose(as_app, ANNA)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier("partitions", partition)))


def test_every_table_forces_row_level_security_on_its_owner_too(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        query = """
            SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname IN ('public', 'partitions') AND relkind IN ('r', 'p', 'v', 'm', 'f')
              AND NOT (relrowsecurity AND relforcerowsecurity)
        """
        assert {name for (name,) in connection.execute(query)} == OF_THE_INSTALLATION


def test_the_application_role_is_neither_owner_nor_above_the_policies(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        query = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s"
        assert connection.execute(query, (APP_ROLE,)).fetchone() == (False, False, False, False)
        owned = "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole"
        assert connection.execute(owned, (APP_ROLE,)).fetchone() == (0,)


def test_the_application_role_can_neither_empty_a_table_nor_read_the_migrations(
    filled: str, as_app: psycopg.Connection[Row]
) -> None:
    for statement in [*(f"TRUNCATE {table}" for table in tables(filled)), "SELECT FROM alembic_version"]:
        choose(as_app, ANNA)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(statement)


async def test_the_store_works_as_that_role_and_leaves_nothing_in_the_session(database_url: str) -> None:
    one_session = create_async_engine(psycopg_url(database_url), pool_size=1, max_overflow=0)
    role, memory = text("SELECT current_user"), text(f"SELECT current_setting('{APP_MEMORY}')")
    database = Database(one_session, Hotline(database_url))
    for enter in (database.reading, database.writing):
        async with enter(ANNA) as connection:
            assert await connection.scalar(role) == APP_ROLE
            assert await connection.scalar(memory) == str(ANNA)
        async with one_session.connect() as connection:
            assert await connection.scalar(role) != APP_ROLE
            assert await connection.scalar(memory) == ""
    await one_session.dispose()


async def test_the_fast_way_works_as_that_role_too_and_leaves_nothing_in_the_session(database_url: str) -> None:
    ask = (
        f"SELECT {', '.join(f'current_setting({name!r})' for name in ('role', APP_MEMORY, 'plan_cache_mode'))}".encode()
    )
    hotline = Hotline(database_url)
    assert await hotline.ask(ANNA, ask) == [(APP_ROLE, str(ANNA), "force_generic_plan")]
    (line,) = hotline._idle
    assert await (await line.connection.execute(ask)).fetchall() == [("none", "", "auto")]
    await hotline.close()


CHANGES = {
    *("teach", "tell", "correct", "rename", "add_alias", "merge", "remove_look", "remove_fact", "undo"),
    *("forget", "erase", "keep_vectors", "keep", "withdraw", "drop_looks"),
    *("move", "settle", "share", "unshare", "tidy", "offer", "pair", "link", "unlink", "admit", "arrive", "count"),
    "choose_language",
    *("give", "revoke", "hold", "release", "block", "unblock", "clear"),
}
OF_AN_OWNER = {"memory", "group", "language", "is_blocked"}  # asked by account, not by memory
NOT_A_CALL = {"signed"}


async def test_another_person_reads_nothing_through_any_call_of_the_store(filled: str) -> None:
    async with open_database(filled) as database:
        concepts, history = PostgresConcepts(database), PostgresHistory(database)
        people, consents = PostgresPeople(database), PostgresConsents(database)
        signed = concepts.signed(Signature("web", "9", subject_of("web:anna")))
        await signed.teach(ANNA, ENCODER, lesson("Tom", 70))
        *_, tom = await concepts.all(ANNA)
        (card, _) = await concepts.cards(ANNA)

        def reads(memory: MemoryId) -> dict[str, Awaitable[object]]:
            return {
                "all": concepts.all(memory),
                "card": concepts.card(memory, card.concept.id),
                "cards": concepts.cards(memory),
                "covers": concepts.covers(memory),
                "look": concepts.look(memory, card.looks[0].id),
                "looks_to_encode": concepts.looks_to_encode(memory, "another", 9),
                "nearest": concepts.nearest(memory, ENCODER, [towards(0)], 9),
                "recent": history.recent(memory, "web:anna", 9),
                "answered": history.answered(memory, "web", "1"),
                "teacher": concepts.teacher(memory, tom.id),
                "last_signer": concepts.last_signer(memory),
                "taught_in": concepts.taught_in(memory, "web", "9"),
                "groups_of": people.groups_of(memory),
                "shared_here": people.shared_here(memory_of("web:group") if memory == ANNA else memory),
                "linked": consents.linked(memory),
                "given": consents.given(memory),
                "held": consents.held(memory, HELD, now()),
            }

        hers_ = {name: await read for name, read in reads(ANNA).items()}
        his = {name: await read for name, read in reads(BEN).items()}
    ports = (ConceptStore, History, People, Consents)
    promised = {name for port in ports for name in vars(port) if not name.startswith("_")}
    tried = set(hers_) | CHANGES | OF_AN_OWNER | NOT_A_CALL
    assert tried == promised, "a new way to read is to be tried here, too"
    nothing: tuple[object, ...] = ([], [[]], {}, (), frozenset(), None)
    assert [name for name, found in hers_.items() if found in nothing] == []
    assert [name for name, found in his.items() if found not in nothing] == []


async def test_what_is_asked_by_account_tells_nothing_of_another_account(filled: str) -> None:
    async with open_database(filled) as database:
        people, consents = PostgresPeople(database), PostgresConsents(database)
        assert await people.memory("web:ben") == BEN
        assert await people.group("web:ben") == GroupRules()
        await people.choose_language("web:anna", "fr")
        assert await people.language("web:ben") == ""
        assert not await consents.is_blocked(subject_of("web:ben"))
        assert await consents.is_blocked(subject_of("web:eva"))


async def test_two_memories_hold_the_same_names_beside_each_other(database_url: str) -> None:
    async with open_database(database_url) as database:
        await fill(database, ANNA)
        await fill(database, BEN)
        concepts = PostgresConcepts(database)
        assert (await concepts.teach(BEN, ENCODER, Lesson("Max"))).is_new is False
        await concepts.erase(BEN)
        assert len(await concepts.all(ANNA)) == 1
