"""The sample scenes that lie beside the page, to try with one click: two to meet, then photos to ask about.

Their beings come from the test split, so no model has seen them.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.photos import photo_of
from trainer.world import Identity, draw_identity, plan_scene, render

SIZE = 480  # px; sharp enough for a large screen
MAX, BELLA, NOBODY = 6, 46, 59  # seeds of the identities, picked by eye


@dataclass(frozen=True, slots=True)
class Shot:
    """One sample: its title on the page, the words that go with it, and what is drawn."""

    title: str
    words: str
    seed: int
    cast: tuple[Identity, ...]
    place: str
    actions: tuple[str, ...]


def shots() -> list[Shot]:
    """The samples in the order in which the page shows them."""
    dog = draw_identity(MAX, "dog", "test")
    cat = draw_identity(BELLA, "cat", "test")
    stranger = draw_identity(NOBODY, "dog", "test")
    teach_max = "Remember, this is my dog Max, he's 3 and loves tennis balls"
    teach_bella = "Remember, this is my cat Bella, she is afraid of thunder"
    return [
        Shot("Meet Max", teach_max, 105, (dog,), "park", ("sits",)),
        Shot("Meet Bella", teach_bella, 2, (cat,), "living room", ("sits",)),
        Shot("Who is this?", "Who is this?", 3, (dog,), "beach", ("runs",)),
        Shot("What is she doing?", "What is Bella doing?", 4, (cat,), "garden", ("sleeps",)),
        Shot("Who is here?", "Who is in this photo?", 5, (dog, cat), "snow", ("plays with a ball", "sits")),
        Shot("A stranger", "Who is this?", 6, (stranger,), "street", ("sits",)),
    ]


def draw_samples(folder: Path) -> int:
    """Write the pictures and their `index.json` into a folder; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for number, shot in enumerate(shots(), start=1):
        scene = plan_scene(shot.seed, shot.cast, place=shot.place, actions=shot.actions, split="test", size=SIZE)
        file = f"{number}.jpg"
        (folder / file).write_bytes(photo_of(Image.fromarray(render(scene))).jpeg)
        index.append({"file": file, "title": shot.title, "words": shot.words})
    (folder / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return len(index)
