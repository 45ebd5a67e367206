"""Pace: a chat's calls go out in its budget, and the cosmetic ones give way."""

import asyncio
import time

from bot.pacing import Pace, Urgency

FAST = 6_000.0  # a minute: one call each hundredth of a second


def pace(burst: float = 3, overall: float = 10_000, per_minute: float = FAST) -> Pace:
    return Pace(lambda chat: per_minute, burst, overall)


async def spent(pace: Pace, chat: str, calls: int, urgency: Urgency = Urgency.FINAL) -> float:
    started = time.monotonic()
    for _ in range(calls):
        assert await pace.turn(chat, urgency)
    return time.monotonic() - started


async def test_a_burst_goes_out_at_once_and_the_rest_in_its_time() -> None:
    assert await spent(pace(), "a", 3) < 0.01
    assert await spent(pace(), "a", 13) >= 0.1


async def test_what_is_cosmetic_leaves_room_for_the_reply_and_typing_leaves_more() -> None:
    slow = pace(burst=10, per_minute=1)
    assert [await slow.turn("a", Urgency.TYPING) for _ in range(7)] == [True] * 5 + [False] * 2
    assert [await slow.turn("a", Urgency.STREAM) for _ in range(3)] == [True, False, False]
    assert await spent(slow, "a", 4) < 0.01


async def test_a_pause_that_was_asked_for_holds_that_chat_and_no_other() -> None:
    both = pace()
    both.slow("a", 0.2)
    assert not await both.turn("a", Urgency.STREAM)
    assert await spent(both, "b", 3) < 0.05
    assert await spent(both, "a", 1) >= 0.14


async def test_a_reply_is_never_shed_and_replies_go_in_order() -> None:
    narrow, order = pace(burst=1), []

    async def say(number: int) -> None:
        assert await narrow.turn("a", Urgency.FINAL)
        order.append(number)

    await asyncio.gather(*(say(number) for number in range(10)))
    assert order == list(range(10))


async def test_while_a_reply_waits_nothing_cosmetic_goes_before_it() -> None:
    narrow = pace(burst=1, per_minute=600)
    await narrow.turn("a", Urgency.FINAL)
    waiting = asyncio.create_task(narrow.turn("a", Urgency.FINAL))
    await asyncio.sleep(0)
    assert not await narrow.turn("a", Urgency.STREAM)
    assert await waiting


async def test_all_chats_together_keep_to_what_the_app_takes() -> None:
    shared = pace(burst=100, overall=20)
    started = time.monotonic()
    await asyncio.gather(*(spent(shared, str(chat), 1) for chat in range(30)))
    assert time.monotonic() - started >= 0.45
