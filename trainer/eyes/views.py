"""Scenes drawn ahead into shards on disk: crops as the encoder meets them in life, photos as the detector does.

Pixels take the way they take when Familiar serves: the scene becomes a Photo, the crops come from `crops_of`, and only
then are they squashed to the side of the model. The boxes are the true ones, shaken as a detector would shake them.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.photos import Box, Photo, crops_of, photo_of
from trainer.eyes.cast import ACTIONS, KIND_WORDS, PLACE_WORDS, UNLABELLED, Cast, Part, draw_cast, trait_labels
from trainer.eyes.recipe import ViewsRecipe
from trainer.world import (
    NOWHERE,
    PLACE_PHRASES,
    VALIDATION_PLACES,
    Identity,
    Scene,
    Split,
    action_phrase,
    article,
    draw_identity,
    plan_scene,
    render,
)

_CROWDS = (1, 2, 3, 4, 5)
_CROWD_WEIGHTS = (3, 4, 5, 5, 3)
_SHAKE = 0.05  # of a side: the standard deviation of each edge of a proposed box
_LOOSE = 0.12  # of the crops are cut as a whole photo or its centre would be, with room around the being
_MOST = max(_CROWDS)
_HELD_OUT: Final[dict[Cast, tuple[int, int]]] = {"strangers": (400, 4), "pairs": (240, 8)}
"""How many identities, and at least which part of a shard's, so that a quick recipe is measured quickly too."""
_NEW = 0.5  # of the validation part's scenes are in places that nobody learns from, as many as the test split's
_HELD_OUT_VIEWS = 5  # of each: three looks to teach, two to ask about


class Shard(NamedTuple):
    """I identities in V scenes each, as crops, and the S scenes they are from, as photos."""

    crops: NDArray[np.uint8]  # [I, V, side, side, 3], mapped from disk
    traits: NDArray[np.int16]  # [I, T] numbers of `cast.TRAITS`
    kinds: NDArray[np.int16]  # [I]
    actions: NDArray[np.int16]  # [I, V]
    places: NDArray[np.int16]  # [I, V]
    captions: list[list[str]]  # [I][V]
    photos: NDArray[np.uint8]  # [S, side, side, 3], mapped from disk
    boxes: NDArray[np.float32]  # [S, 5, 4]: middle x, y, width, height, as shares of the photo; 0 where nobody is
    digest: str  # of the pixels


@cache
def world_fingerprint() -> str:
    """Changes when the world draws differently, so that what was drawn before is not mistaken for it."""
    digest = hashlib.sha256()
    splits: tuple[Split, ...] = ("train", "test")
    places = (None, NOWHERE, *VALIDATION_PLACES)
    for seed, split, place in product(range(4), splits, places):
        four = [draw_identity(10 * seed + k, split=split) for k in range(4)]
        scene = plan_scene(seed, four, place=place, split=split)
        digest.update(render(scene).tobytes())
        digest.update(repr([being.identity for being in scene.beings]).encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Album:
    """The shards of one cast. A shard that is not on disk is drawn when asked for, or ahead of it by a helper."""

    folder: Path
    recipe: ViewsRecipe
    part: Part = "train"
    cast: Cast = "chains"
    _ahead: dict[int, "Future[str]"] = field(default_factory=dict)

    def path(self, index: int) -> Path:
        """Where a shard lies; another recipe or another world lies elsewhere."""
        knobs = {
            **asdict(self.recipe),
            "shards": None,
            "part": self.part,
            "cast": self.cast,
            "world": world_fingerprint(),
        }
        key = hashlib.sha256(json.dumps(knobs, sort_keys=True).encode()).hexdigest()[:12]
        return self.folder / f"{self.part}-{self.cast}-{key}" / f"{index:04d}"

    def shard(self, index: int) -> Shard:
        """The shard; drawn now if nobody has drawn it."""
        path = self.path(index)
        if index in self._ahead:
            self._ahead[index].result()
        if not path.exists():
            draw_shard(path, self.recipe, self.part, self.cast, index)
        return _read(path)

    def digest(self) -> str:
        """Of the pixels of every shard that is on disk."""
        whole = hashlib.sha256()
        for index in range(self.recipe.shards):
            words = self.path(index) / "words.json"
            if words.exists():
                whole.update(json.loads(words.read_text())["digest"].encode())
        return whole.hexdigest()

    @contextmanager
    def drawn_ahead(self) -> Iterator[None]:
        """While inside, one helper process draws the missing shards in order."""
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            for index in range(self.recipe.shards):
                path = self.path(index)
                if not path.exists():
                    self._ahead[index] = pool.submit(draw_shard, path, self.recipe, self.part, self.cast, index)
            try:
                yield
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


class _Sheet(NamedTuple):
    """What a shard is drawn on."""

    crops: NDArray[np.uint8]
    photos: NDArray[np.uint8]
    labels: dict[str, NDArray[Any]]
    captions: list[list[str]]


def draw_shard(path: Path, recipe: ViewsRecipe, part: Part, cast: Cast, index: int) -> str:
    """Draw one shard to `path`, all of it or nothing; its digest. A function of its arguments alone."""
    seed = recipe.seed * 100_003 + index
    identities = draw_cast(cast, seed, part, recipe.identities)
    groups = shared_scenes(Random(f"groups {seed}"), recipe)
    half = path.with_suffix(f".half{os.getpid()}")  # another process may be drawing the same one
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    sheet = _Sheet(
        _mapped(half / "crops.npy", (len(identities), recipe.views, recipe.crop_side, recipe.crop_side, 3)),
        _mapped(half / "photos.npy", (len(groups), recipe.photo_side, recipe.photo_side, 3)),
        _empty_labels(identities, recipe, len(groups)),
        [[""] * recipe.views for _ in identities],
    )
    for number, (view, members) in enumerate(groups):
        rng = Random(f"scene {seed} {number}")
        split: Split = "test" if part == "test" else "train"
        place = some_place(rng, part, recipe.nowhere)
        scene = plan_scene(rng.getrandbits(48), [identities[member] for member in members], place=place, split=split)
        _draw_scene(sheet, rng, scene, number, [(member, view) for member in members])
    digest = hashlib.sha256(sheet.crops.tobytes() + sheet.photos.tobytes()).hexdigest()
    np.savez(half / "labels.npz", allow_pickle=False, **sheet.labels)
    (half / "words.json").write_text(json.dumps({"digest": digest, "captions": sheet.captions}))
    _put(half, path)
    return digest


def some_place(rng: Random, part: Part, nowhere: float) -> str | None:
    """Before what a scene is drawn; None leaves it to the split. Half of the validation part is in new places."""
    if part == "validation":
        return rng.choice(VALIDATION_PLACES) if rng.random() < _NEW else None
    # Where nothing is to be drawn nowhere, nothing is drawn from `rng`: what was drawn before stays as it was.
    return NOWHERE if part == "train" and nowhere and rng.random() < nowhere else None


def _draw_scene(sheet: _Sheet, rng: Random, scene: Scene, number: int, where: list[tuple[int, int]]) -> None:
    """Draw a scene as photo `number`, and each being's crop where it belongs: (identity, view)."""
    photo = photo_of(Image.fromarray(render(scene)))
    sheet.photos[number] = _squashed(photo, sheet.photos.shape[1])
    boxes = [_shaken(rng, being.box, photo.box) for being in scene.beings]
    for slot, ((member, view), crop) in enumerate(zip(where, crops_of(photo, boxes), strict=True)):
        sheet.crops[member, view] = _squashed(crop, sheet.crops.shape[2])
        sheet.captions[member][view] = _caption(rng, scene, slot)
        _label(sheet.labels, scene, slot, (member, view), number, photo)


def _put(half: Path, path: Path) -> None:
    try:
        half.rename(path)
    except OSError:
        if not path.exists():
            raise
        shutil.rmtree(half)  # the other process was faster, and drew the same


def _mapped(path: Path, shape: tuple[int, ...]) -> "np.memmap[Any, np.dtype[np.uint8]]":
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=shape)


def _read(path: Path) -> Shard:
    words = json.loads((path / "words.json").read_text())
    with np.load(path / "labels.npz") as labels:
        return Shard(
            crops=np.load(path / "crops.npy", mmap_mode="r"),
            photos=np.load(path / "photos.npy", mmap_mode="r"),
            captions=words["captions"],
            digest=words["digest"],
            **labels,
        )


def shared_scenes(rng: Random, recipe: ViewsRecipe) -> list[tuple[int, list[int]]]:
    """Who shares a scene: (number of the view, numbers of the identities), each identity once per view."""
    groups: list[tuple[int, list[int]]] = []
    for view in range(recipe.views):
        order = list(range(recipe.identities))
        rng.shuffle(order)
        while order:
            size = rng.choices(_CROWDS, _CROWD_WEIGHTS)[0]
            groups.append((view, order[:size]))
            order = order[size:]
    return groups


def _shaken(rng: Random, box: Box, whole: Box) -> Box:
    wide, high = box.right - box.left, box.bottom - box.top
    room = rng.uniform(0.1, 0.5) if rng.random() < _LOOSE else 0.0
    edges = [rng.gauss(0, _SHAKE) for _ in range(4)]
    left = max(whole.left, round(box.left - wide * (room + edges[0])))
    top = max(whole.top, round(box.top - high * (room + edges[1])))
    right = min(whole.right, round(box.right + wide * (room + edges[2])))
    bottom = min(whole.bottom, round(box.bottom + high * (room + edges[3])))
    return Box(left, top, max(right, left + 2), max(bottom, top + 2))


def _squashed(photo: Photo, side: int) -> NDArray[np.uint8]:
    """As open_clip's `squash` with bicubic does it."""
    return np.asarray(photo.image().resize((side, side), Image.Resampling.BICUBIC))


def _empty_labels(identities: list[Identity], recipe: ViewsRecipe, scenes: int) -> dict[str, NDArray[Any]]:
    return {
        "traits": np.array([trait_labels(identity) for identity in identities], np.int16),
        "kinds": np.array([KIND_WORDS.index(identity.kind) for identity in identities], np.int16),
        "actions": np.full((len(identities), recipe.views), UNLABELLED, np.int16),
        "places": np.full((len(identities), recipe.views), UNLABELLED, np.int16),
        "boxes": np.zeros((scenes, _MOST, 4), np.float32),
    }


def _label(
    labels: dict[str, NDArray[Any]], scene: Scene, slot: int, where: tuple[int, int], number: int, photo: Photo
) -> None:
    being = scene.beings[slot]
    labels["actions"][where] = ACTIONS.index(being.action)
    if scene.place in PLACE_WORDS:
        labels["places"][where] = PLACE_WORDS.index(scene.place)
    left, top, right, bottom = being.box
    middle = ((left + right) / 2 / photo.width, (top + bottom) / 2 / photo.height)
    labels["boxes"][number, slot] = (*middle, (right - left) / photo.width, (bottom - top) / photo.height)


def _caption(rng: Random, scene: Scene, slot: int) -> str:
    """What can be said of one being: "a dog with brown coat, white spots and red collar is sleeping at the beach"."""
    being = scene.beings[slot]
    words = list(being.identity.traits_in_words())
    rng.shuffle(words)
    told = words[: rng.randint(max(1, len(words) - 2), len(words))]
    caption = f"{article(being.identity.kind)} with {', '.join(told)}"
    if rng.random() < 0.5:
        caption += f" {action_phrase(being.action)} {PLACE_PHRASES.get(scene.place, '')}".rstrip()
    return caption


def shard_of_visit(seed: int, visit: int, shards: int, visits: int) -> int:
    """Which shard is looked at when: new ones come in step with the visits, and old ones come again in between.

    So training need not wait until everything is drawn, and yet its order is a function of the recipe.
    """
    new = min(shards, 1 + visit * shards * 5 // (4 * visits))  # all have come after four fifths of the visits
    before = min(shards, 1 + (visit - 1) * shards * 5 // (4 * visits)) if visit else 0
    return new - 1 if new > before else Random(f"visit {seed} {visit}").randrange(new)


def held_out(folder: Path, views: ViewsRecipe, part: Part) -> tuple[Shard, Shard]:
    """Two shards nobody learns from, drawn with the same sides: unrelated identities, and pairs of look-alikes."""
    strangers, pairs = (Album(folder, recipe, part, cast).shard(0) for cast, recipe in held_out_views(views).items())
    return strangers, pairs


def held_out_views(views: ViewsRecipe) -> dict[Cast, ViewsRecipe]:
    """How many unrelated identities and pairs of look-alikes are held out, and in how many views each."""
    return {
        cast: replace(views, shards=1, identities=min(most, views.identities // part_of), views=_HELD_OUT_VIEWS)
        for cast, (most, part_of) in _HELD_OUT.items()
    }
