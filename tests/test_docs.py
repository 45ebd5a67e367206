"""What is written down is true: every setting and every path is told."""

from pathlib import Path

import pytest

from core.settings import Settings

ROOT = Path(__file__).parent.parent
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
