"""Real photos: the protocol in the folder's own README, for any open_clip encoder by name, beside plain colours.

Enrol one photo of each subject (then three), ask about all the others, rotate which are enrolled. A photo is compared
as Familiar does where its detector finds nothing: by the whole and by its centre, with the whole of each look. The
photos stay where they are: nothing of them is written but numbers.
"""

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.adapters.open_clip import load_encoder
from core.photos import Photo, crops_of, read_photo
from core.ports import Encoder
from core.retrieval import centre_of
from trainer.evaluation.colours import ColourHistogram
from trainer.evaluation.intervals import named_at_recall
from trainer.evaluation.plan import Say
from trainer.eyes.measure import auroc

FOLDER: Final = Path("../shared/photos")
_ALIKE: Final = {"dog": ({"03", "04"},), "cat": ({"01", "02", "03"},)}  # cut from one and the same photo
_DOGS: Final = ("dog", "dog2", "dog3", "dog5")
_LOOKS: Final = (1, 3)
_SUBJECTS: Final = (5, 10, 15)
_ENROLLED: Final = 10  # subjects, for the open set
_DRAWS: Final = 24  # of subjects and of which photos are enrolled


_HOW: Final = f"""# Real photos

15 subjects of the DreamBooth data set (CC-BY-4.0; photos partly under the Unsplash licence), 4 to 6 photos each; none
is part of this repository. Made by `python -m trainer.evaluation photos ENCODER ...`. Some photos of each subject are
enrolled, all its others are asked about; near-duplicates of an enrolled photo are left out. Mean and standard deviation
over {_DRAWS} draws of subjects and enrolled photos. Chance is 1 / subjects; the open set has {_ENROLLED} subjects
enrolled, and the others are strangers.

The pocket encoder was trained on drawn beings only: what it is worth here is what it is worth beside plain colours.
"""


@dataclass(frozen=True, slots=True)
class Pictures:
    """One folder: the names of its photos, and two crops of each."""

    name: str
    stems: tuple[str, ...]
    crops: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One folder: the names of its photos, and per photo the vectors of the whole and of its centre [P, 2, D]."""

    name: str
    stems: tuple[str, ...]
    vectors: NDArray[np.float64]

    def split(self, first: int, looks: int) -> tuple[list[int], list[int]]:
        """The photos to enrol, from `first` on, and those to ask about; near-copies of the enrolled are neither."""
        count = len(self.stems)
        enrolled = [(first + step) % count for step in range(looks)]
        seen = {self.stems[place] for place in enrolled}
        near = set().union(*(group for group in _ALIKE.get(self.name, ()) if group & seen))
        return enrolled, [place for place in range(count) if self.stems[place] not in seen | near]


Spread = dict[str, float]


def evaluate_photos(encoders: Sequence[str], out: Path, say: Say) -> None:
    """Measure encoders by name; writes real_photos.json and .md to `out`, or says in a line why not.

    Raises EncoderDown when an encoder can't be loaded.
    """
    folder = Path(os.environ.get("FAMILIAR_PHOTOS", FOLDER))
    if not folder.is_dir():
        say(f"real photos: skipped, there is no folder {folder} (FAMILIAR_PHOTOS names another)")
        return
    measured: list[Encoder] = [*(load_encoder(name) for name in encoders), ColourHistogram()]
    album = read_album(folder)
    found = {}
    for encoder in measured:
        say(f"real photos: {encoder.name}")
        found[encoder.name] = measure_photos(asyncio.run(encoded(album, encoder)))
    out.mkdir(parents=True, exist_ok=True)
    (out / "real_photos.json").write_text(json.dumps(found, indent=1) + "\n")
    (out / "real_photos.md").write_text(_page(found))
    say(f"wrote {out / 'real_photos.json'} and real_photos.md")


def read_album(folder: Path) -> list[Pictures]:
    """Every subject's photos, each as the whole and its centre, checked and scaled as they are on arrival. Blocking."""
    return [_read(path) for path in sorted(folder.iterdir()) if path.is_dir()]


async def encoded(album: Sequence[Pictures], encoder: Encoder) -> list[Subject]:
    """The album as an encoder sees it."""
    subjects = []
    for one in album:
        vectors = np.asarray(await encoder.photos(one.crops)).reshape(len(one.stems), 2, -1)
        subjects.append(Subject(one.name, one.stems, vectors))
    return subjects


def measure_photos(subjects: Sequence[Subject]) -> dict[str, Spread]:
    """Top-1 and the open set, each with its spread over draws of subjects and of enrolled photos."""
    rows = {}
    for looks in _LOOKS:
        enrol = f"enrol {looks}"
        for count in _SUBJECTS:
            rows[f"{enrol}, top-1 of {count}"] = _spread([_top1(*one) for one in _draws(subjects, count, looks)])
        dogs = [subject for subject in subjects if subject.name in _DOGS]
        if dogs:
            rows[f"{enrol}, top-1 of {len(dogs)} dogs"] = _spread(
                [_top1(*one) for one in _draws(dogs, len(dogs), looks)]
            )
        open_set = [_open_set(*one, subjects) for one in _draws(subjects, _ENROLLED, looks)]
        rows[f"{enrol}, open set: AUROC"] = _spread([area for area, _ in open_set])
        rows[f"{enrol}, open set: strangers named at 95 % recall"] = _spread([named for _, named in open_set])
    return rows


def _read(path: Path) -> Pictures:
    files = sorted(path.glob("*.jpg"))
    photos = [read_photo(file.read_bytes()) for file in files]
    crops = [crop for photo in photos for crop in crops_of(photo, [photo.box, centre_of(photo.box)])]
    return Pictures(path.name, tuple(file.stem for file in files), tuple(crops))


def _draws(subjects: Sequence[Subject], count: int, looks: int) -> list[tuple[list[Subject], int, int]]:
    """Who is enrolled, from which photo on, with how many looks; every photo has its turn."""
    rng = Random(f"real photos {count} {looks}")
    return [(rng.sample(list(subjects), min(count, len(subjects))), first, looks) for first in range(_DRAWS)]


def _scores(enrolled: Sequence[Subject], first: int, looks: int, queries: NDArray[np.float64]) -> NDArray[np.float64]:
    """Similarity [Q, S] of photos [Q, 2, D] to subjects: the nearest look, by the whole or the centre."""
    columns = []
    for subject in enrolled:
        kept, _ = subject.split(first % len(subject.stems), looks)
        columns.append((queries @ subject.vectors[kept, 0].T).max((1, 2)))
    return np.stack(columns, 1)


def _asked(enrolled: Sequence[Subject], first: int, looks: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The photos to ask about, and whose they are."""
    parts, truth = [], []
    for place, subject in enumerate(enrolled):
        _, rest = subject.split(first % len(subject.stems), looks)
        parts.append(subject.vectors[rest])
        truth += [place] * len(rest)
    return np.concatenate(parts), np.asarray(truth, np.int64)


def _top1(enrolled: Sequence[Subject], first: int, looks: int) -> float:
    queries, truth = _asked(enrolled, first, looks)
    return float((_scores(enrolled, first, looks, queries).argmax(1) == truth).mean())


def _open_set(enrolled: Sequence[Subject], first: int, looks: int, everybody: Sequence[Subject]) -> tuple[float, float]:
    """AUROC, and the share of strangers' photos that pass the limit at which 95 % of the known ones do."""
    queries, _ = _asked(enrolled, first, looks)
    there = {subject.name for subject in enrolled}
    strangers = np.concatenate([subject.vectors for subject in everybody if subject.name not in there])
    known = _scores(enrolled, first, looks, queries).max(1)
    strange = _scores(enrolled, first, looks, strangers).max(1)
    return auroc(known, strange), named_at_recall(0.95)(known, strange)


def _spread(values: Sequence[float]) -> Spread:
    table = np.asarray(values)
    low, high = np.quantile(table, (0.025, 0.975))
    found = {"mean": table.mean(), "sd": table.std(ddof=1), "low": low, "high": high, "draws": len(values)}
    return {name: round(float(value), 4) for name, value in found.items()}


def _page(found: dict[str, Any]) -> str:
    rows = next(iter(found.values()))
    lines = [_HOW, "| | " + " | ".join(found) + " |", "|---" * (1 + len(found)) + "|"]
    for row in rows:
        cells = [f"{spreads[row]['mean']:.3f} ± {spreads[row]['sd']:.3f}" for spreads in found.values()]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])
