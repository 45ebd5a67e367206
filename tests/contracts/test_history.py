"""What every History promises."""

from dataclasses import replace
from uuid import uuid4

import pytest

from core.concepts import Statement, Verdict
from core.messages import Account
from core.people import Place, Rule, subject_of
from core.photos import Box
from core.ports import History
from core.turns import (
    IsThis,
    Pending,
    Seen,
    SureToErase,
    SureToForget,
    SureToRelearn,
    Turn,
    WhatName,
    WhichBeing,
    WhichGroup,
    WhoInstead,
    now,
)
from tests.contracts.sightings import ANNA, BEN, crop

BOX, OTHER = Box(1, 2, 30, 40), Box(0, 0, 5, 5)
SAID = (Statement("age", "is 3 years old", single=True),)

PENDING: list[Pending] = [
    WhichBeing("Max", "dog", SAID, (BOX, OTHER)),
    WhatName("dog", SAID),
    IsThis(uuid4(), BOX),
    WhoInstead(uuid4(), BOX),
    WhoInstead(None, BOX),
    SureToForget(uuid4()),
    SureToErase(),
    WhichBeing("Max", "dog", SAID, (BOX,), Account("telegram:1", "Max")),
    WhichGroup(uuid4(), (Place(ANNA, "Dogs", Rule.ADMINS), Place(BEN, ""))),
    SureToRelearn("7", "this is Rex"),
]


def turn(update: str, chat: str = "web:anna") -> Turn:
    return Turn("web", update, chat, f"question {update}", f"answer {update}", now())


async def test_a_turn_comes_back_as_it_was_kept(history: History) -> None:
    seen = (Seen(BOX, Verdict.SURE, uuid4(), 0.9, uuid4()), Seen(OTHER, Verdict.STRANGER))
    kept = replace(turn("1"), photo=crop(), seen=seen, subjects=(uuid4(), uuid4()))
    kept = replace(kept, speaker=subject_of("web:anna"))
    assert await history.keep(ANNA, kept)
    assert await history.recent(ANNA, "web:anna", 5) == [kept]
    assert await history.answered(ANNA, "web", "1") == kept


@pytest.mark.parametrize("pending", PENDING, ids=lambda pending: type(pending).__name__)
async def test_what_a_turn_left_open_comes_back_as_it_was(history: History, pending: Pending) -> None:
    await history.keep(ANNA, replace(turn("1"), pending=pending))
    (kept,) = await history.recent(ANNA, "web:anna", 5)
    assert kept.pending == pending
    assert type(kept.pending) is type(pending)


async def test_the_last_turns_of_one_chat_come_oldest_first(history: History) -> None:
    for number in range(5):
        await history.keep(ANNA, turn(f"{number}"))
        await history.keep(ANNA, turn(f"other {number}", chat="web:group"))
    assert [one.update for one in await history.recent(ANNA, "web:anna", 3)] == ["2", "3", "4"]
    assert await history.recent(ANNA, "web:nowhere", 3) == []
    assert await history.recent(ANNA, "web:anna", 0) == []


async def test_an_update_is_kept_once(history: History) -> None:
    assert await history.keep(ANNA, turn("1"))
    assert not await history.keep(ANNA, replace(turn("1"), answered="something else", photo=crop()))
    (kept,) = await history.recent(ANNA, "web:anna", 5)
    assert (kept.answered, kept.photo) == ("answer 1", None)
    assert await history.keep(ANNA, replace(turn("1"), channel="telegram"))


async def test_an_update_nobody_answered_is_not_found(history: History) -> None:
    await history.keep(ANNA, turn("1"))
    assert await history.answered(ANNA, "telegram", "1") is None
    assert await history.answered(ANNA, "web", "2") is None


async def test_a_new_photo_takes_the_place_of_the_chats_last_one(history: History) -> None:
    first, second = crop(), crop()
    await history.keep(ANNA, replace(turn("1"), photo=first))
    await history.keep(ANNA, replace(turn("elsewhere", chat="web:group"), photo=first))
    await history.keep(ANNA, turn("2"))
    assert [one.photo for one in await history.recent(ANNA, "web:anna", 5)] == [first, None]
    await history.keep(ANNA, replace(turn("3"), photo=second))
    assert [one.photo for one in await history.recent(ANNA, "web:anna", 5)] == [None, None, second]
    assert [one.photo for one in await history.recent(ANNA, "web:group", 5)] == [first]


async def test_nobody_reads_the_turns_of_another(history: History) -> None:
    await history.keep(ANNA, replace(turn("1"), photo=crop()))
    assert await history.recent(BEN, "web:anna", 5) == []
    assert await history.answered(BEN, "web", "1") is None
    assert await history.keep(BEN, replace(turn("1"), photo=crop()))
    assert (await history.recent(ANNA, "web:anna", 5))[0].photo is not None


async def test_words_no_database_can_hold_do_no_harm(history: History) -> None:
    pending = WhatName("d\x00g", (Statement("likes", "\ud83d"),))
    assert await history.keep(ANNA, replace(turn("1"), asked="a\x00b\ud800", pending=pending))
    assert len(await history.recent(ANNA, "web:anna", 5)) == 1
