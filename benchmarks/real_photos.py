"""Photos of real dogs and things, taught and asked about at the page: what is recognised, what not, and what is said.

    python -m benchmarks.real_photos [--photos photos] [--out docs/measurements]

writes real_photos.json and real_photos.md. The folder holds one folder a subject, as in the DreamBooth dataset; the
photos stay where they are. ENCODER, DETECTOR, GENERATOR_URL, GENERATOR_MODEL and GENERATOR_KEY name other models.
"""

import argparse
import asyncio
import logging
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from core.settings import Settings
from tests.page.familiar import MODELS, serving
from tests.page.pointing import number_of
from tests.page.talk import Heard, press, say
from tests.page.visitor import Visitor, new_context, open_browser, visiting

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something to teach: the folder, and what a person calls it."""

    folder: str
    kind: str
    name: str


SUBJECTS: Final = (
    Subject("dog", "dog", "Max"),
    Subject("dog2", "dog", "Bella"),
    Subject("dog3", "dog", "Rocky"),
    Subject("backpack", "backpack", "Ruby"),
    Subject("can", "can", "Fizz"),
)
# Cut from one photo: neither of them is taught, or the other would be known by its background.
SAME_PHOTO: Final = {"dog": ("03", "04")}


class Outcome(StrEnum):
    """What became of one question."""

    NAMED = "named"
    ASKED = "asked whether it is"
    OTHER = "another named"
    OTHER_ASKED = "asked about another"
    UNKNOWN = "nobody named"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about one photo."""

    subject: Subject
    photo: str
    heard: Heard

    @property
    def outcome(self) -> Outcome:
        """By the names that are told, else by those in a question at the end; a photo shows one subject."""
        told, _, question = f"{self.heard.text}I'm not sure".partition("I'm not sure")
        if named := _names_in(told):
            return Outcome.NAMED if named == {self.subject.name} else Outcome.OTHER
        if named := _names_in(question):
            return Outcome.ASKED if self.subject.name in named else Outcome.OTHER_ASKED
        return Outcome.UNKNOWN


def _names_in(text: str) -> set[str]:
    return {subject.name for subject in SUBJECTS if subject.name in text}


async def talked(url: str, folder: Path) -> tuple[list[dict[str, Any]], list[Asked]]:
    """One photo of each is taught; then every other photo is asked about."""
    async with open_browser() as browser, visiting(await new_context(browser), url, "Anna") as visitor:
        lessons = [await teach(visitor, subject, photos_of(folder, subject)[0]) for subject in SUBJECTS]
        asked = []
        for subject in SUBJECTS:
            for photo in photos_of(folder, subject)[1:]:
                asked.append(Asked(subject, photo.stem, await say(visitor, "who is this?", photo)))
                log.info("%s/%s: %s: %s", subject.folder, photo.stem, asked[-1].outcome, asked[-1].heard.text)
        return lessons, asked


async def teach(visitor: Visitor, subject: Subject, photo: Path) -> dict[str, Any]:
    """Say who it is; where several are seen, point at the largest: each photo shows its subject large."""
    words = f"remember, this is my {subject.kind} {subject.name}"
    heard = await say(visitor, words, photo)
    replies, pressed = [heard.text], ""
    if "What's the name" in heard.text:  # "my can Fizz" is no easy English
        heard = await say(visitor, subject.name)
        replies.append(heard.text)
    if heard.numbers:
        pressed = await number_of(photo, None, heard.numbers)
        replies.append((await press(visitor, pressed)).text)
    log.info("%s: %s", words, replies[-1])
    return {"folder": subject.folder, "photo": photo.stem, "said": words, "pressed": pressed, "heard": replies}


def photos_of(folder: Path, subject: Subject) -> list[Path]:
    """The photos of a subject, the one that teaches first."""
    photos = sorted((folder / subject.folder).glob("*.jpg"))
    assert photos, f"no photos of {subject.folder}"
    assert photos[0].stem not in SAME_PHOTO.get(subject.folder, ())
    return photos


def measured(lessons: list[dict[str, Any]], asked: Sequence[Asked], settings: Settings) -> dict[str, Any]:
    """The measurement, as it is written to JSON."""
    return {
        **about("make bench-real-photos"),
        "models": {
            "encoder": settings.encoder,
            "detector": settings.detector,
            "generator": settings.generator_model,
        },
        "is pocket": settings.is_pocket,
        "taught": lessons,
        "asked": [
            {
                "folder": one.subject.folder,
                "photo": one.photo,
                "outcome": str(one.outcome),
                "heard": one.heard.text,
                "seconds": round(one.heard.seconds, 2),
            }
            for one in asked
        ],
    }


def page(result: dict[str, Any]) -> list[str]:
    """The figures for people."""
    asked = result["asked"]
    rows = []
    for subject in SUBJECTS:
        counts = Counter(one["outcome"] for one in asked if one["folder"] == subject.folder)
        rows.append((f"{subject.folder} ({subject.name})", counts.total(), *(counts[outcome] for outcome in Outcome)))
    counts = Counter(one["outcome"] for one in asked)
    rows.append(("all", counts.total(), *(counts[outcome] for outcome in Outcome)))
    pocket = " These are the pocket models: they know only drawn beings, and the page says so." * result["is pocket"]
    models = ", ".join(f"{part} `{name}`" for part, name in result["models"].items())
    said = [(f"{one['folder']}/{one['photo']}", one["outcome"], _cell(one["heard"])) for one in asked]
    taught = [
        (f"{one['folder']}/{one['photo']}", one["said"], _cell(" → ".join(one["heard"]))) for one in result["taught"]
    ]
    return [
        *head("Real photos", result),
        "Five subjects of the DreamBooth dataset, each taught at the page with its first photo, and asked about with"
        " all others (“who is this?”); no photo that is asked about was cut from one that was taught."
        f" {models[0].upper()}{models[1:]}.{pocket}",
        table(("subject", "questions", *Outcome), rows),
        "## Taught\n\n" + _words(("photo", "said", "heard"), taught),
        "## Asked\n\n" + _words(("photo", "outcome", "heard"), said),
    ]


def _words(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return table(columns, rows).replace("---:", "---")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def main(arguments: Sequence[str]) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, default=Path("photos"))
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if missing := [subject.folder for subject in SUBJECTS if not (chosen.photos / subject.folder).is_dir()]:
        log.info("Skipped: %s has no folder %s. PHOTOS=FOLDER names another place.", chosen.photos, ", ".join(missing))
        return
    models = {name: os.environ[name] for name in MODELS if name in os.environ}
    with serving(models) as familiar:
        lessons, asked = asyncio.run(talked(familiar.url, chosen.photos))
    result = measured(lessons, asked, Settings(_env_file=None))
    keep(chosen.out, "real_photos", result, page(result))


if __name__ == "__main__":
    main(sys.argv[1:])
