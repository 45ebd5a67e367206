"""Drawn once for all tests here: some scenes, and an untrained pocket VLM."""

from pathlib import Path

import pytest

from core.adapters import torchvision_cure
from tests.trainer.voices import voice_folder
from trainer.collate import Reader
from trainer.scenes import Shard, draw_shard
from trainer.voice.model import load

torchvision_cure.cure()


@pytest.fixture(scope="session")
def shard() -> Shard:
    """Thirty scenes of the training split."""
    return draw_shard(5, 30, size=128)


@pytest.fixture(scope="session")
def voice(shard: Shard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained VLM on disk."""
    return voice_folder(tmp_path_factory.mktemp("voice"), shard)


@pytest.fixture(scope="session")
def reader(voice: Path) -> Reader:
    """How that VLM reads."""
    model, processor = load(voice)
    return Reader(processor.tokenizer, model.config.image_seq_length)
