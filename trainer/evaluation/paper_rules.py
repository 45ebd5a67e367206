"""The paper's own rules, as a small path over the same ports: RAP (CVPR 2025), its released cli.py and retriever.py.

Retrieve: every concept whose `<name>`, brackets included, is a substring of the words in the same case comes first,
without limit; then each detected crop asks for its two nearest by L2 (over unit vectors: in the order of the cosine),
all hits of all crops are sorted by distance, doubles dropped, until there are K in all. There is no threshold, and no
whole photo where the detector is silent. Prompt: the photo, then the bracketed numbered list of picture and
`Name: <…>, Info: …`, then the words; no system text. Later turns retrieve nothing.
"""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from core.concepts import Candidate, MemoryId, memory_of
from core.photos import Box, Photo, crops_of, read_photo
from core.ports import Ports
from core.prompt import Known, Prompt, build_prompt
from core.turns import Turn, now
from trainer.evaluation.talking import CHANNEL, Answer, Words
from trainer.paper_prompt import Exchange, bracketed

TOP: Final = 2  # concepts in all; RAP-LLaVA's K
_PER_CROP: Final = 2  # hard-coded in retriever.py


@dataclass(frozen=True, slots=True)
class Hit:
    """One of the nearest concepts to a crop."""

    candidate: Candidate
    box: Box
    crop: Photo


Writer = Callable[[Sequence[Known], Photo | None, Sequence[Exchange], str], Prompt]


def ranked(named: Sequence[UUID], hits: Sequence[Hit], top: int = TOP) -> dict[UUID, Hit | None]:
    """Who goes into the prompt, in its order: the named, then the nearest without doubles, until `top` are there.

    Each with the crop that is nearest to it; None for somebody named to whom none is near.
    """
    chosen: dict[UUID, Hit | None] = dict.fromkeys(named)
    for hit in sorted(hits, key=lambda hit: -hit.candidate.similarity):
        concept = hit.candidate.concept
        if concept in chosen or len(chosen) < top:
            chosen[concept] = chosen.get(concept) or hit
    return chosen


async def hits_in(photo: Photo, memory: MemoryId, ports: Ports) -> list[Hit]:
    """The two nearest concepts of every detected crop."""
    boxes = await ports.detector.propose(photo)
    if not boxes:
        return []
    crops = await asyncio.to_thread(crops_of, photo, boxes)
    nearest = await ports.concepts.nearest(memory, ports.encoder.name, await ports.encoder.photos(crops), _PER_CROP)
    return [Hit(one, box, crop) for box, crop, found in zip(boxes, crops, nearest, strict=True) for one in found]


async def retrieve(photo: Photo | None, words: str, memory: MemoryId, ports: Ports) -> list[Known]:
    """The concepts of the first turn; each with the one picture its database has of it."""
    known = {concept.id: concept for concept in await ports.concepts.all(memory)}
    named = [one for one, concept in known.items() if f"<{concept.name}>" in words]
    hits = await hits_in(photo, memory, ports) if photo else []
    covers = await ports.concepts.covers(memory)
    return [
        Known(
            known[one],
            covers[one].crop if one in covers else None,
            hit.crop if hit else None,
            hit.box if hit else None,
        )
        for one, hit in ranked(named, hits).items()
    ]


def our_prompt(known: Sequence[Known], photo: Photo | None, before: Sequence[Exchange], words: str) -> Prompt:
    """What the paper's retriever found, as `core.prompt` writes it; `<Max>` is Max there."""
    earlier = [Turn(CHANNEL, "", "", _bare(turn.asked), turn.answered, now()) for turn in before]
    return build_prompt(_bare(words), known, photo=photo, earlier=earlier)


async def paper_talk(ports: Ports, owner: str, said: Sequence[Words], write: Writer) -> Answer:
    """Talk by the paper's rules: one retrieval at the first turn, then words alone. Names are written `<Max>`."""
    names = sorted((one.name for one in await ports.concepts.all(memory_of(owner))), key=len, reverse=True)
    opening = said[0]
    began = time.perf_counter()
    photo = await asyncio.to_thread(read_photo, opening.photo) if opening.photo else None
    found = await retrieve(photo, bracketed(opening.text, names), memory_of(owner), ports)
    before: list[Exchange] = []
    text, first, total = "", 0.0, 0.0
    for words in said:
        asked = bracketed(words.text, names)
        text, first = await _heard(ports, write(found, photo, before, asked), began)
        total = time.perf_counter() - began
        before.append(Exchange(asked, text))
        began = time.perf_counter()
    return Answer(text, first=first, total=total)


def _bare(words: str) -> str:
    return re.sub(r"<([^<>]+)>", r"\1", words)


async def _heard(ports: Ports, prompt: Prompt, began: float) -> tuple[str, float]:
    text, first = "", 0.0
    async with aclosing(ports.generator.answer(prompt)) as pieces:
        async for piece in pieces:
            text += piece
            first = first or time.perf_counter() - began
    return text.strip(), first
