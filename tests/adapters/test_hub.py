"""A model by a hub's name, where the hub can't be reached: one line within seconds, and what is on the disk is used."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from huggingface_hub import constants

from core.adapters import hub
from core.adapters.detection import load_detector
from core.adapters.in_process import TransformersGenerator
from core.adapters.open_clip import load_encoder
from core.errors import EncoderDown, GeneratorDown


def load_generator(name: str) -> None:
    asyncio.run(TransformersGenerator.load(name))


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A hub that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setattr(constants, "ENDPOINT", address)
        monkeypatch.setattr(hub, "ANSWERS_WITHIN", 0.2)
        yield address


@pytest.mark.parametrize(
    ("load", "name"),
    [
        (load_encoder, "hf-hub:nobody/nothing"),
        (load_encoder, "ViT-B-16-SigLIP2-256/webli"),
        (load_detector, "nobody/nothing"),
        (load_generator, "nobody/nothing"),
    ],
)
def test_a_hub_that_does_not_answer_is_one_line_within_seconds(
    silent: str, load: Callable[[str], object], name: str
) -> None:
    begin = monotonic()
    with pytest.raises((EncoderDown, GeneratorDown)) as refused:
        load(name)
    assert monotonic() - begin < 5
    assert f"can't be loaded: {silent} does not answer" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_is_loaded_without_asking_the_hub(silent: str) -> None:
    for name in ("models/pocket/vlm", "/nowhere/at/all", "local-dir:models/pocket/encoder", "./vlm"):
        with hub.asked_first(name):
            assert not constants.HF_HUB_OFFLINE


def test_what_was_switched_off_is_asked_again_the_next_time(silent: str) -> None:
    with hub.asked_first("nobody/nothing"):
        assert constants.HF_HUB_OFFLINE
    assert not constants.HF_HUB_OFFLINE
