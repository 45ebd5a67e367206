"""What is written down is true: every setting and every path is told."""

import re
from pathlib import Path

import pytest

from core.settings import Settings
from tests.test_photos import BAD

ROOT = Path(__file__).parent.parent
PROMISED = (
    *("not an image", "a truncated image", "a bomb of 65535 × 65535", "an animation of 10,000 frames", "CMYK"),
    *("rotated by EXIF", "GPS in EXIF", "0 bytes", "30 MB", "HEIC", "empty text", "100,000 characters"),
    *("control and bidi characters", "a name that is a command", "SQL as a fact", "prompt injection as a fact"),
    *("model down", "database down in the middle of a deed", "disk full at the start", "port taken"),
    "corrupted data folder",
)
SETTINGS = [str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()]


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("file", [".env.example", "README.md"])
def test_every_setting_is_told(name: str, file: str) -> None:
    assert name in (ROOT / file).read_text()


def test_the_example_tells_no_setting_that_is_gone() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    told = {line.lstrip("#").split("=")[0] for line in lines if "=" in line and " " not in line.split("=")[0]}
    assert told == set(SETTINGS)


def test_every_file_of_the_house_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [
        path.name for path in (ROOT / "core").glob("*.py") if path.stem not in readme and path.stem != "__init__"
    ]
    assert not missing


def test_every_test_that_the_list_of_bad_input_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)(?:\[([^]]+)\])?`", (ROOT / "docs/bad-input.md").read_text())
    assert len(named) >= len(PROMISED)
    for file, test, case in named:
        source = (ROOT / file).read_text()
        assert re.search(rf"^ *(?:async )?def {test}\(", source, re.MULTILINE), f"{file} has no {test}"
        assert not case or case in BAD, f"{test} has no case {case}"


@pytest.mark.parametrize("item", PROMISED)
def test_the_list_of_bad_input_has_a_row_for_each_thing_that_was_promised(item: str) -> None:
    rows = (ROOT / "docs/bad-input.md").read_text().splitlines()
    assert any(row.startswith(f"| {item}") and row.count(" | ") == 2 and "`tests/" in row for row in rows)


def test_every_test_that_the_list_of_complaints_names_exists() -> None:
    text = (ROOT / "docs/complaints.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 40
    for file, test in named:
        source = (ROOT / file).read_text()
        assert not test or re.search(rf"^ *(?:async )?def {test}\(", source, re.MULTILINE), f"{file} has no {test}"
