"""An export is a zip that can be read back; RAP's database is read, too; a bad file gets a sentence."""

import io
import json
import zipfile
from uuid import uuid4

import pytest

from core.archive import pack, unpack
from core.concepts import Concept, Fact, KeptLook, memory_of
from core.errors import BadInput
from core.paths.restore import restore
from core.photos import photo_of
from core.ports import Card, Ports
from core.turns import now
from tests.fakes.history import FakeHistory
from tests.fakes.models import BLUE, RED, BlockDetector, BlockEncoder, ReadingGenerator, picture
from tests.fakes.people import fake_stores

ANNA = memory_of("web:anna")


def card_of_max() -> Card:
    told = Fact(uuid4(), "likes", "loves tennis balls", now())
    ended = Fact(uuid4(), "age", "is 3 years old", now(), now())
    looks = (
        KeptLook(uuid4(), photo_of(picture(RED)), "blocks-1", True, now()),
        KeptLook(uuid4(), photo_of(picture(BLUE)), "blocks-1", False, now()),
    )
    return Card(Concept(uuid4(), "Max", "dog", ("Maxie",), (told,)), looks, (ended, told))


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def rap_database() -> bytes:
    database = {
        "concept_dict": {
            "<bo>": {
                "name": "bo",
                "image": "./example_database/bo.png",
                "info": "<bo> is a small dog.",
                "category": "dog",
            }
        },
        "path_to_concept": {"./example_database/bo.png": "<bo>"},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("example_database/database.json", json.dumps(database))
        archive.writestr("example_database/bo.png", photo_of(picture(RED)).jpeg)
    return out.getvalue()


def test_what_was_exported_reads_back_as_it_was() -> None:
    (back,) = unpack(pack([card_of_max()]))
    assert (back.name, back.kind, back.aliases) == ("Max", "dog", ("Maxie",))
    assert [s.text for s in back.statements] == ["loves tennis balls"]
    assert (len(back.positive), len(back.negative)) == (1, 1)


def test_history_is_in_the_export() -> None:
    with zipfile.ZipFile(io.BytesIO(pack([card_of_max()]))) as archive:
        assert b"is 3 years old" in archive.read("familiar.json")


def test_reads_the_database_of_rap() -> None:
    (back,) = unpack(rap_database())
    assert (back.name, back.kind) == ("bo", "dog")
    assert back.statements[0].text == "is a small dog"
    assert len(back.positive) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no zip", id="no zip"),
        pytest.param(zipped(readme__txt=b"hello"), id="a zip of something else"),
        pytest.param(zipped(familiar__json=b"{"), id="broken JSON"),
        pytest.param(zipped(familiar__json=b'{"version": 99, "concepts": []}'), id="a version of the future"),
        pytest.param(
            zipped(database__json=b'{"concept_dict": {"<a>": {"image": "gone.png"}}}'), id="a missing picture"
        ),
        pytest.param(pack([card_of_max()])[:-200], id="truncated"),
    ],
)
def test_a_bad_archive_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(BadInput):
        unpack(content)


async def test_an_imported_memory_recognises_and_remembers_what_it_is_not() -> None:
    ports = Ports(BlockEncoder(), BlockDetector(), ReadingGenerator(), *fake_stores(FakeHistory()))
    concepts = ports.concepts
    assert await restore(pack([card_of_max()]), ANNA, ports) == 1
    (concept,) = await concepts.all(ANNA)
    assert concept.aliases == ("Maxie",)
    looks = await ports.encoder.photos([photo_of(picture(RED)), photo_of(picture(BLUE))])
    is_max, is_not = await concepts.nearest(ANNA, ports.encoder.name, looks, 1)
    assert is_max[0].similarity > 0.99
    assert is_not[0].against > 0.99
