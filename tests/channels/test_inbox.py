"""The inbox and the courier: accepted once, kept, answered in order, brought once. On a real PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest

from bot.channel import Gone, Moved, Unreachable
from bot.courier import BROKEN, Courier
from bot.inbox import Full, Inbox, open_inbox
from core.adapters.database import Database
from core.adapters.postgres import PostgresConcepts
from core.concepts import memory_of
from tests.channels.pigeon import Parrot, Pigeon, letter
from tests.channels.waiting import until

pytestmark = pytest.mark.postgres

ANNA, BEN = "pigeon:anna", "pigeon:ben"


@pytest.fixture
async def inbox(database: Database, database_url: str) -> AsyncGenerator[Inbox]:
    """Nothing in it."""
    async with open_inbox(database, database_url) as opened:
        yield opened


@pytest.fixture
def pigeon() -> Pigeon:
    """Nothing brought."""
    return Pigeon()


@pytest.fixture
def parrot() -> Parrot:
    """Nothing heard."""
    return Parrot()


moves: list[tuple[str, str]] = []


async def moved(old: str, new: str) -> None:
    moves.append((old, new))


@asynccontextmanager
async def at_work(inbox: Inbox, pigeon: Pigeon, parrot: Parrot) -> AsyncGenerator[None]:
    """The courier, until the block ends."""
    work = asyncio.create_task(inbox.run(Courier(parrot, inbox.letters, {"pigeon": pigeon}, moved).answer))
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def test_a_letter_is_answered(inbox: Inbox, pigeon: Pigeon, parrot: Parrot) -> None:
    async with at_work(inbox, pigeon, parrot):
        assert await inbox.accept(letter(1, "good morning"))
        await until(lambda: pigeon.brought)
        await until(lambda: inbox.waiting == 0)
    assert pigeon.brought == [(ANNA, "good morning")]
    assert pigeon.growing == ["good"]


async def test_the_same_update_is_accepted_once_also_when_it_was_answered(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    async with at_work(inbox, pigeon, parrot):
        both = await asyncio.gather(inbox.accept(letter(1)), inbox.accept(letter(1)))
        await until(lambda: inbox.waiting == 0)
        again = await inbox.accept(letter(1))
        await inbox.accept(letter(2, "next"))
        await until(lambda: len(pigeon.brought) > 1)
    assert sorted(both) == [False, True]
    assert not again
    assert pigeon.brought == [(ANNA, "hello"), (ANNA, "next")]


async def test_a_chat_is_answered_in_order_while_others_go_on(inbox: Inbox, pigeon: Pigeon, parrot: Parrot) -> None:
    parrot.wait["slow"] = asyncio.Event()
    async with at_work(inbox, pigeon, parrot):
        for number, text in enumerate(("slow", "second", "third")):
            await inbox.accept(letter(number, text))
        await until(lambda: parrot.heard == ["slow"])
        await inbox.accept(letter(9, "quick", BEN))
        await until(lambda: pigeon.brought == [(BEN, "quick")])
        parrot.wait["slow"].set()
        await until(lambda: len(pigeon.brought) == 4)
    assert pigeon.brought[1:] == [(ANNA, "slow"), (ANNA, "second"), (ANNA, "third")]


async def test_what_was_accepted_before_the_end_of_a_process_is_answered_by_the_next(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot, database_url: str
) -> None:
    parrot.wait["first"] = asyncio.Event()
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "first"))
        await inbox.accept(letter(2, "second"))
        await until(lambda: parrot.heard)
    with psycopg.connect(database_url, autocommit=True) as connection:  # as after a SIGKILL: it ended in the middle
        connection.execute("SET search_path TO queue")
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    parrot.wait.clear()
    async with at_work(inbox, pigeon, parrot):
        await until(lambda: len(pigeon.brought) == 2)
    assert pigeon.brought == [(ANNA, "first"), (ANNA, "second")]


async def test_a_part_whose_sending_broke_off_is_not_brought_twice(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    pigeon.after = [Unreachable("the line broke")]
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "one\ntwo"))
        await until(lambda: inbox.waiting == 0)
    assert pigeon.brought == [(ANNA, "one"), (ANNA, "two")]
    assert parrot.heard == ["one\ntwo"]  # and the answer was not made again


async def test_an_app_that_is_down_gets_the_answer_later(inbox: Inbox, pigeon: Pigeon, parrot: Parrot) -> None:
    pigeon.trouble = [Unreachable("no network"), Unreachable("no network")]
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1))
        await inbox.accept(letter(2, "behind it"))
        await until(lambda: inbox.waiting == 0)
    assert pigeon.brought == [(ANNA, "hello"), (ANNA, "behind it")]


async def test_a_chat_that_is_gone_stops_nobody(inbox: Inbox, pigeon: Pigeon, parrot: Parrot) -> None:
    pigeon.trouble = [Gone("blocked")]
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1))
        await inbox.accept(letter(2, "unblocked"))
        await until(lambda: inbox.waiting == 0)
    assert pigeon.brought == [(ANNA, "unblocked")]


async def test_a_group_that_moved_gets_its_answer_at_its_new_place(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    pigeon.trouble, moves[:] = [Moved("pigeon:-100")], []
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, chat="pigeon:-5"))
        await until(lambda: inbox.waiting == 0)
    assert moves == [("pigeon:-5", "pigeon:-100")]
    assert pigeon.brought == [("pigeon:-100", "hello")]


async def test_an_album_is_one_message_and_what_follows_waits_for_it(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "a", album="x"))
        await inbox.accept(letter(4, "after"))
        await asyncio.sleep(0.3)
        await inbox.accept(letter(2, "b", album="x"))
        await inbox.accept(letter(3, "c", album="x"))
        await until(lambda: len(pigeon.brought) == 2)
    assert pigeon.brought == [(ANNA, "a + b + c"), (ANNA, "after")]


async def test_a_message_that_breaks_us_gets_an_apology_and_no_word_of_it_is_logged(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "break"))
        await inbox.accept(letter(2, "go on"))
        await until(lambda: len(pigeon.brought) == 2)
    assert pigeon.brought == [(ANNA, BROKEN), (ANNA, "go on")]
    assert "ZeroDivisionError" in caplog.text
    assert "break" not in caplog.text


async def test_the_apology_is_in_the_language_that_was_spoken_last(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "break in de"))
        await inbox.accept(letter(2, "break"))
        await until(lambda: len(pigeon.brought) == 2)
    (_, first), (_, second) = pigeon.brought
    assert first.startswith("Entschuldige")
    assert second == BROKEN


async def test_what_is_not_for_us_gets_nothing_and_what_we_cannot_take_gets_a_sentence(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "not for us"))
        await inbox.accept(letter(2, "too large"))
        await until(lambda: inbox.waiting == 0)
    assert pigeon.brought == [(ANNA, "That is too large for me.")]
    assert not parrot.heard


async def test_a_full_inbox_says_so_and_keeps_nothing(database: Database, database_url: str) -> None:
    async with open_inbox(database, database_url, most_waiting=2) as inbox:
        await inbox.accept(letter(1))
        await inbox.accept(letter(2))
        with pytest.raises(Full):
            await inbox.accept(letter(3))
        pigeon = Pigeon()
        async with at_work(inbox, pigeon, Parrot()):
            await until(lambda: inbox.waiting == 0)
            await inbox.accept(letter(3, "now there is room"))
            await until(lambda: len(pigeon.brought) == 3)


async def test_nothing_of_what_was_said_is_left_once_it_is_answered(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot, database_url: str
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1, "a secret"))
        await until(lambda: inbox.waiting == 0)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        assert connection.execute("SELECT payload FROM inbox").fetchall() == [(None,)]
        jobs = connection.execute("SELECT count(*) FROM queue.procrastinate_jobs").fetchone()
    assert jobs == (0,)


async def test_who_erases_everything_leaves_no_trace_of_what_was_answered(
    inbox: Inbox, pigeon: Pigeon, parrot: Parrot, database: Database, database_url: str
) -> None:
    async with at_work(inbox, pigeon, parrot):
        await inbox.accept(letter(1))
        await inbox.accept(letter(2, chat=BEN))
        await until(lambda: inbox.waiting == 0)
    await inbox.accept(letter(3, "erase me"))
    receipt = await PostgresConcepts(database).erase(memory_of(ANNA))
    assert receipt["inbox"] == 1
    with psycopg.connect(database_url) as connection:
        left = connection.execute("SELECT update FROM inbox ORDER BY update").fetchall()
    assert left == [("2",), ("3",)]
