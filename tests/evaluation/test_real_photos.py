"""Real photos: near-copies never meet, and without the folder nothing is claimed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from trainer.evaluation.colours import ColourHistogram
from trainer.evaluation.real_photos import Subject, encoded, evaluate_photos, measure_photos, read_album


def subject(name: str, *stems: str) -> Subject:
    return Subject(name, stems, np.zeros((len(stems), 2, 4)))


def album_of(folder: Path, subjects: int) -> Path:
    for number in range(subjects):
        (folder / f"subject {number}").mkdir(parents=True)
        for shot in range(4):
            colour = (number * 16 + shot, 255 - number * 16, number * 37 % 256)
            Image.new("RGB", (64, 64), colour).save(folder / f"subject {number}" / f"{shot:02}.jpg", quality=95)
    return folder


@pytest.mark.parametrize(("first", "looks"), [(0, 1), (1, 1), (2, 1), (3, 1), (0, 3), (3, 3)])
def test_a_near_copy_of_an_enrolled_photo_is_never_asked_about(first: int, looks: int) -> None:
    dog = subject("dog", "00", "01", "02", "03", "04")
    cat = subject("cat", "00", "01", "02", "03", "04")
    for one, near in ((dog, {"03", "04"}), (cat, {"01", "02", "03"})):
        enrolled, asked = one.split(first, looks)
        stems = {one.stems[place] for place in enrolled}
        rest = {one.stems[place] for place in asked}
        assert not stems & rest
        assert not (near & stems and near & rest)


def test_every_photo_is_enrolled_once_in_a_round() -> None:
    shoe = subject("shoe", "00", "01", "02", "03")
    assert [shoe.split(first, 1)[0] for first in range(4)] == [[0], [1], [2], [3]]


async def test_subjects_that_differ_in_colour_are_told_apart_by_colour(tmp_path: Path) -> None:
    found = measure_photos(await encoded(read_album(album_of(tmp_path, 15)), ColourHistogram()))
    assert found["enrol 1, top-1 of 15"]["mean"] > 0.5
    assert 0 <= found["enrol 1, open set: AUROC"]["low"] <= found["enrol 1, open set: AUROC"]["high"] <= 1


def test_without_the_folder_one_line_says_so_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAMILIAR_PHOTOS", str(tmp_path / "nowhere"))
    said: list[str] = []
    evaluate_photos([], tmp_path / "out", said.append)
    assert len(said) == 1
    assert "skipped" in said[0]
    assert not (tmp_path / "out").exists()


def test_the_report_holds_numbers_and_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMILIAR_PHOTOS", str(album_of(tmp_path / "photos", 15)))
    evaluate_photos([], tmp_path / "out", lambda line: None)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"real_photos.json", "real_photos.md"}
    assert "colour histogram" in (tmp_path / "out" / "real_photos.md").read_text()
