"""Notes: what was said and where the answer goes, as bytes for a letter.

The first line is JSON, the pictures follow it one after the other. Nothing here knows Discord's library.
"""

import json
import time
from dataclasses import asdict, dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from bot.channel import Letter
from core.messages import Account, Group, Message

TICKET_LIVES = 14 * 60  # s; Discord's own 15 minutes, less the time an answer takes to get there


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to answer one interaction, for a while."""

    application: int
    token: str
    taken: float  # seconds since the epoch
    is_private: bool  # only one person sees the answer; settled when the interaction was acknowledged

    @property
    def is_good(self) -> bool:
        """Whether Discord still takes answers on it."""
        return time.time() - self.taken < TICKET_LIVES


@dataclass(frozen=True, slots=True)
class Note:
    """What was said, and where the answer goes."""

    message: Message
    channel: int  # the Discord channel or thread
    source: int | None = None  # the Discord message that is answered
    ticket: Ticket | None = None
    elsewhere: bool = False  # a place that the bot isn't in: only the ticket leads there
    refusal: str = ""  # a sentence to say instead of a conversation, in English


def letter_of(note: Note) -> Letter:
    """The note as a letter."""
    message = note.message
    return Letter(message.channel, message.update, message.chat, message.owner, packed(note))


def packed(note: Note) -> bytes:
    """The note as bytes."""
    message = note.message
    blobs = (*message.attachments, *message.quoted)
    head = asdict(replace(note, message=replace(message, attachments=(), quoted=())))
    head["lengths"] = [[len(blob) for blob in message.attachments], [len(blob) for blob in message.quoted]]
    return json.dumps(head).encode() + b"\n" + b"".join(blobs)


def unpacked(payload: bytes) -> Note:
    """The note that `packed` made, with its pictures."""
    line, _, rest = payload.partition(b"\n")
    head = json.loads(line)
    attached, quoted = head["lengths"]
    blobs = [rest[start:end] for start, end in pairwise(accumulate((*attached, *quoted), initial=0))]
    note, count = _note(head), len(attached)
    message = replace(note.message, attachments=tuple(blobs[:count]), quoted=tuple(blobs[count:]))
    return replace(note, message=message)


def address_of(payload: bytes) -> Note:
    """The note without its pictures: all that bringing an answer takes."""
    return _note(json.loads(payload[: payload.index(b"\n")]))


def _note(head: dict[str, Any]) -> Note:
    said, ticket = head["message"], head["ticket"]
    said["group"] = Group(**said["group"]) if said["group"] else None
    said["mentions"] = tuple(Account(**account) for account in said["mentions"])
    said |= {"attachments": (), "quoted": ()}
    fields = {key: head[key] for key in ("channel", "source", "elsewhere", "refusal")}
    return Note(Message(**said), ticket=Ticket(**ticket) if ticket else None, **fields)
