"""The image holds what Familiar needs to run, and nothing of what was said to it."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()
ALLOWED = [line[1:] for line in IGNORED if line.startswith("!")]


def arguments(step: str) -> list[list[str]]:
    return [line.split()[1:] for line in STEPS if line.startswith(f"{step} ")]


def copied() -> list[str]:
    return [source for *sources, _target in arguments("COPY") for source in sources]


@pytest.mark.parametrize("source", copied())
def test_what_is_copied_exists_and_is_let_in(source: str) -> None:
    assert (ROOT / source).exists()
    assert any(fnmatch(entry, f"{source.rstrip('/')}*") for entry in ALLOWED)


def test_nothing_but_what_is_copied_is_let_in() -> None:
    assert IGNORED[0] == "*"
    assert all(any(entry.startswith(source.rstrip("/")) for source in copied()) for entry in ALLOWED)


def test_holds_every_package_that_runs_and_the_models() -> None:
    assert {"bot", "core", "migrations", "models", "alembic.ini"} <= set(copied())


def test_python_is_one_that_the_project_allows() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    least = re.search(r">=(\d+\.\d+)", wanted)
    (base,) = (line for line in STEPS if line.startswith("ARG PYTHON="))
    assert least is not None
    assert f"python:{least[1]}-" in base


def test_does_not_run_as_root() -> None:
    assert arguments("USER") == [["familiar"]]
    assert STEPS.index("USER familiar") < next(i for i, line in enumerate(STEPS) if line.startswith("CMD "))


def test_compose_asks_for_what_the_image_offers() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    ((port,),) = arguments("EXPOSE")
    assert f"FAMILIAR_PORT: {port}\n" in compose
    assert f"- 127.0.0.1:{port}:{port}\n" in compose
    ((data,),) = arguments("VOLUME")
    assert f"- data:{data} " in compose


def test_no_secret_is_part_of_the_image_or_of_compose() -> None:
    assert not any(re.match(r"(ARG|ENV) .*(TOKEN|PASSWORD|KEY|SECRET)", line) for line in STEPS)
    for value in re.findall(r"(?:PASSWORD|TOKEN): (.*)", (ROOT / "compose.yaml").read_text()):
        assert value.startswith("${")
        assert ":?" in value, "compose refuses to start without it"
