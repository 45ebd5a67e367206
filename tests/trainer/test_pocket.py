"""The command that makes the pocket models: through which encoders the VLM looks, where several runs led to one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.eyes.tiny import ENCODER as ONE
from trainer.__main__ import app, seen_through
from trainer.eyes import clip as clips
from trainer.eyes import recipe
from trainer.eyes.encoder import is_whole, train_encoder

TWO = replace(ONE, patch=8, after=ONE)
THREE = replace(ONE, patch=4, after=TWO)


@pytest.mark.slow
def test_the_vlm_looks_through_the_first_two_runs_of_an_encoder_and_not_the_third(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, encoder = tmp_path / "runs", tmp_path / "encoder"
    monkeypatch.setitem(recipe.ENCODER, "cpu", THREE)
    folders = seen_through("cpu", runs, encoder)
    assert folders == [runs / "encoder-16px", runs / "encoder-8px"]
    assert [clips.new_clip(folder, "cpu").visual.conv1.kernel_size[0] for folder in folders] == [16, 8]
    monkeypatch.setitem(recipe.ENCODER, "cpu", TWO)
    assert seen_through("cpu", runs, encoder) == [runs / "encoder-16px", encoder]


@pytest.mark.slow
def test_an_encoder_that_the_vlm_looks_through_is_made_in_slices_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, encoder = tmp_path / "runs", tmp_path / "encoder"
    monkeypatch.setitem(recipe.ENCODER, "cpu", TWO)
    assert seen_through("cpu", runs, encoder, minutes=0) == []
    folders = seen_through("cpu", runs, encoder)
    assert folders == [runs / "encoder-16px", encoder]
    before = (folders[0] / "metrics.json").stat().st_mtime_ns
    for checkpoint in runs.glob("encoder-*/checkpoint.pt"):
        checkpoint.unlink()
    assert seen_through("cpu", runs, encoder, minutes=0) == folders
    assert (folders[0] / "metrics.json").stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_later_run_shows_nothing_before_it_is_better_than_the_one_it_began_with(tmp_path: Path) -> None:
    runs, out = tmp_path / "runs", tmp_path / "out"
    train_encoder(ONE, runs, out)
    cut = train_encoder(TWO, runs, out, minutes=0)
    assert clips.new_clip(out, "cpu").visual.conv1.kernel_size == (16, 16)
    assert cut["steps"] == cut["steps_planned"], "those of the run before it"
    assert not is_whole(out, TWO)
    train_encoder(TWO, runs, out)
    assert is_whole(out, TWO)


def test_it_looks_through_the_only_run_of_an_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(recipe.ENCODER, "cpu", ONE)
    assert seen_through("cpu", tmp_path, tmp_path / "encoder") == [tmp_path / "encoder"]


@pytest.mark.slow
def test_written_examples_tell_how_alike_two_are_as_serving_does(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["build", "--out", str(tmp_path), "--count", "120"])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in (tmp_path / "examples.jsonl").read_text().splitlines()]
    read = "".join(part.get("text", "") for row in rows for said in row["messages"] for part in said["content"])
    assert len(rows) == 120
    assert all(told in read for told in ("It looks just like ", "It looks like ", " left. Is it "))
