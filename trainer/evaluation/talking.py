"""Somebody who talks to Familiar as a channel does: all that is said goes through `Conversation.handle`."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from core.concepts import memory_of
from core.conversation import Conversation
from core.messages import Message, Reply
from core.ports import Ports
from core.turns import Turn

CHANNEL: Final = "evaluation"
_UPDATES = count(1)  # within one process no two updates are the same


@dataclass(frozen=True, slots=True)
class Words:
    """One message: words, and the bytes of a photo."""

    text: str
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The final reply to the last message of a talk, and how long it took. `turn` is what the history kept of it."""

    text: str
    asks_back: bool = False
    turn: Turn | None = None
    first: float = 0.0  # seconds until the first words
    total: float = 0.0


async def talk(ports: Ports, owner: str, said: Sequence[Words], *, chat: str | None = None) -> Answer:
    """Say one message after the other in one chat, a fresh one unless it is named; the answer to the last."""
    conversation, chat = Conversation(ports), chat or f"{owner}/{next(_UPDATES)}"
    began = first = time.perf_counter()
    reply = Reply("")
    for words in said:
        began, first = time.perf_counter(), 0.0
        async for reply in conversation.handle(_message(owner, chat, words)):
            if reply.text and not first:
                first = time.perf_counter()
    ended = time.perf_counter()
    kept = await ports.history.recent(memory_of(owner), chat, 1)
    turn = kept[-1] if kept else None
    return Answer(reply.text, bool(reply.choices), turn, (first or ended) - began, ended - began)


def _message(owner: str, chat: str, words: Words) -> Message:
    photos = (words.photo,) if words.photo else ()
    return Message(CHANNEL, str(next(_UPDATES)), owner, chat, words.text, photos)
