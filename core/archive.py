"""The export of a memory as one zip file, and back: JSON and pictures. RAP's `database.json` is read, too.

Format (version 1): `familiar.json` with `{"version": 1, "concepts": [...]}`; each concept has name, kind, aliases,
facts (topic, text, told, ended) and looks (file, positive); the pictures lie under `looks/`.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from core.concepts import Statement
from core.errors import BadInput
from core.language import say
from core.photos import Photo, read_photo
from core.ports import Card

MOST_ENTRIES = 20_000
MOST_UNPACKED = 2 * 1024**3  # bytes; a memory of 10,000 looks is a third of that

Words = Annotated[str, Field(max_length=1_000)]


class _Fact(BaseModel):
    topic: Words
    text: Words
    told: datetime
    ended: datetime | None = None


class _Look(BaseModel):
    file: Words
    positive: bool = True


class _Concept(BaseModel):
    id: UUID
    name: Words
    kind: Words = ""
    aliases: list[Words] = []
    is_self: bool = False
    facts: list[_Fact] = []
    looks: list[_Look] = []


class _Memory(BaseModel):
    version: int
    concepts: list[_Concept]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One concept of an archive, ready to be taught."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    statements: tuple[Statement, ...]
    positive: tuple[Photo, ...]
    negative: tuple[Photo, ...]
    is_self: bool = False


def pack(cards: Sequence[Card]) -> bytes:
    """Everything on these cards as a zip file. Blocking."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        memory = _Memory(version=1, concepts=[_concept(card) for card in cards])
        archive.writestr("familiar.json", memory.model_dump_json(indent=1))
        for card in cards:
            for look in card.looks:
                archive.writestr(f"looks/{look.id}.jpg", look.crop.jpeg)
    return out.getvalue()


def unpack(content: bytes) -> list[Unpacked]:
    """What a zip file teaches: our own export, or a folder with RAP's `database.json`. Blocking.

    Raises BadInput with a sentence when it is neither, or broken, or unreasonably large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            names = {PurePosixPath(name).name: name for name in archive.namelist()}
            if "familiar.json" in names:
                return _read_own(archive, names["familiar.json"])
            if "database.json" in names:
                return _read_rap(archive, names["database.json"])
    except (zipfile.BadZipFile, KeyError, ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadInput(say("That export is damaged; nothing was imported.")) from error
    raise BadInput(say("That is no export of mine: there is no familiar.json or database.json in it."))


def _concept(card: Card) -> _Concept:
    concept = card.concept
    return _Concept(
        id=concept.id,
        name=concept.name,
        kind=concept.kind,
        aliases=list(concept.aliases),
        is_self=concept.is_self,
        facts=[_Fact(topic=f.topic, text=f.text, told=f.told, ended=f.ended) for f in card.history],
        looks=[_Look(file=f"looks/{look.id}.jpg", positive=look.positive) for look in card.looks],
    )


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BadInput(say("That export is too large to be one of mine; nothing was imported."))


def _read_own(archive: zipfile.ZipFile, path: str) -> list[Unpacked]:
    memory = _Memory.model_validate_json(archive.read(path))
    if memory.version != 1:
        raise BadInput(say("That export has version {version}; I can read version 1.", version=memory.version))
    return [_unpacked(concept, archive) for concept in memory.concepts]


def _unpacked(concept: _Concept, archive: zipfile.ZipFile) -> Unpacked:
    photos = [(look.positive, read_photo(archive.read(look.file))) for look in concept.looks]
    return Unpacked(
        concept.name,
        concept.kind,
        tuple(concept.aliases),
        tuple(Statement(fact.topic, fact.text) for fact in concept.facts if fact.ended is None),
        tuple(photo for positive, photo in photos if positive),
        tuple(photo for positive, photo in photos if not positive),
        concept.is_self,
    )


def _read_rap(archive: zipfile.ZipFile, path: str) -> list[Unpacked]:
    """RAP's database: `concept_dict` by `<name>`, each with one image path, free text and a category."""
    concepts: dict[str, dict[str, Any]] = json.loads(archive.read(path))["concept_dict"]
    files = archive.namelist()
    unpacked = []
    for key, entry in concepts.items():
        name = str(entry.get("name") or key).strip("<>")
        info = str(entry.get("info") or "").replace(key, name).strip()
        statements = (Statement("note", _predicate(info, name)),) if info else ()
        image = _resolve(str(entry["image"]), files)
        photo = read_photo(archive.read(image))
        unpacked.append(Unpacked(name, str(entry.get("category") or ""), (), statements, (photo,), ()))
    return unpacked


def _predicate(info: str, name: str) -> str:
    rest = info.removeprefix(name).strip().rstrip(".")
    return rest if rest != info.rstrip(".") else f"is described as: {rest}"


def _resolve(path: str, files: Sequence[str]) -> str:
    """The file of the archive that a path of the database means; paths there begin where RAP was started."""
    wanted = PurePosixPath(path).parts
    for start in range(len(wanted)):
        tail = str(PurePosixPath(*wanted[start:]))
        found = next((file for file in files if file == tail or file.endswith("/" + tail)), None)
        if found:
            return found
    raise KeyError(path)
