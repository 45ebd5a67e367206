"""Source data: drawn photos with all that is true of them, kept on disk in shards.

A shard holds some identities, each in several photos, so that one photo can be the reference and another the question.
Identities 2k and 2k+1 of a shard are look-alikes. Pixels go the way they go when Familiar serves: `photo_of`, then
`crops_of` the boxes, shaken as a detector shakes them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.concepts import Likeness
from core.photos import Box, Photo, crops_of, photo_of
from core.ports import Thresholds
from core.retrieval import likeness
from trainer.world import Identity, Scene, Split, draw_identity, look_alike, plan_scene, render

_VIEWS = 3.4  # photos of one identity, on average
_CROWDS, _CROWD_WEIGHTS = (1, 2, 3, 4), (38, 30, 18, 14)
_TWINS = 0.15  # of the crowds hold two look-alikes
_SHAKE = 0.04  # of a side: how far an edge of a box lies off, one standard deviation


@dataclass(frozen=True, slots=True)
class Sighting:
    """One being or thing in one photo. `identity` counts within the shard.

    `vector` is the retriever's of the crop, where it has looked.
    """

    identity: int
    kind: str
    traits: tuple[str, ...]
    action: str
    box: Box
    crop: Photo
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One photo and what is true of it."""

    photo: Photo
    place: str
    objects: tuple[str, ...]
    seen: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some photos and, for each identity, where it is seen: (scene, place among the seen).

    `thresholds` are those of the retriever that has looked at it, if one has.
    """

    split: Split
    scenes: tuple[Snapshot, ...]
    views: tuple[tuple[tuple[int, int], ...], ...]
    thresholds: Thresholds | None = None

    def pictures(self) -> Iterator[Photo]:
        """Every photo and every crop, in a fixed order."""
        for scene in self.scenes:
            yield scene.photo
            yield from (sighting.crop for sighting in scene.seen)

    def twin(self, identity: int) -> int:
        """The look-alike of an identity."""
        return identity ^ 1

    def likeness(self, one: Sighting, other: Sighting) -> Likeness | None:
        """How much they look alike to the retriever, as `core.retrieval` tells it; None where it has not looked."""
        if self.thresholds is None or one.vector is None or other.vector is None:
            return None
        return likeness(float(one.vector @ other.vector), self.thresholds)

    def looked_at(self, vectors: NDArray[np.float32], thresholds: Thresholds) -> "Shard":
        """The same with the retriever's vectors [N, D] of all crops, in the order of `pictures`."""
        rest = iter(vectors)
        seen = [
            replace(scene, seen=tuple(replace(one, vector=next(rest)) for one in scene.seen)) for scene in self.scenes
        ]
        return replace(self, scenes=tuple(seen), thresholds=thresholds)


def draw_shard(seed: int, count: int, split: Split = "train", size: int = 256) -> Shard:
    """`count` scenes of `size` px; the same for the same seed. About 16 ms a scene on one core."""
    rng = Random(f"shard {seed} {split}")
    people = _cast(rng, count, split)
    crowds = _crowds(rng, len(people), count)
    return _shard(split, [_draw(rng, crowd, people, split, size) for crowd in crowds])


def save_shard(shard: Shard, folder: Path) -> None:
    """Write pictures and truth; the truth last, so that a half-written shard is not mistaken for one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pictures.bin").write_bytes(b"".join(photo.jpeg for photo in shard.pictures()))
    truth = {"split": shard.split, "scenes": [_truth(scene) for scene in shard.scenes]}
    half = folder / "truth.half"
    half.write_text(json.dumps(truth, ensure_ascii=False))
    half.replace(folder / "truth.json")


def load_shard(folder: Path) -> Shard:
    """A shard that was saved; about 35 MB of memory per 1,000 scenes."""
    truth = json.loads((folder / "truth.json").read_text())
    pictures = _cut(truth["scenes"], (folder / "pictures.bin").read_bytes())
    return _shard(truth["split"], [_scene(told, pictures) for told in truth["scenes"]])


def some_pairs(rng: Random, shard: Shard, count: int) -> list[tuple[Photo, Photo]]:
    """Two different crops of each of `count` identities or fewer; 2k and 2k+1 are look-alikes."""
    pairs = [who for who in range(0, len(shard.views), 2) if min(len(shard.views[who]), len(shard.views[who + 1])) > 1]
    firsts = rng.sample(pairs, min(len(pairs), count // 2))
    drawn = [rng.sample(shard.views[who], 2) for first in firsts for who in (first, shard.twin(first))]
    return [(shard.scenes[a].seen[at].crop, shard.scenes[b].seen[its].crop) for (a, at), (b, its) in drawn]


def _cast(rng: Random, count: int, split: Split) -> list[Identity]:
    mean = sum(n * weight for n, weight in zip(_CROWDS, _CROWD_WEIGHTS, strict=True)) / sum(_CROWD_WEIGHTS)
    pairs = max(4, round(count * mean / _VIEWS / 2))
    firsts = [draw_identity(rng.getrandbits(48), split=split) for _ in range(pairs)]
    return [one for first in firsts for one in (first, look_alike(first, rng.getrandbits(32)))]


def _crowds(rng: Random, people: int, count: int) -> list[list[int]]:
    """Who meets whom: everybody is dealt once before anybody is dealt again."""
    deck: list[int] = []
    crowds = []
    for size in rng.choices(_CROWDS, _CROWD_WEIGHTS, k=count):
        if len(deck) < 2 * size:
            deck += rng.sample(range(people), people)
        crowd: list[int] = []
        while len(crowd) < size:
            twin = crowd and rng.random() < _TWINS and crowd[-1] ^ 1 not in crowd
            drawn = crowd[-1] ^ 1 if twin else deck.pop()
            if drawn not in crowd:
                crowd.append(drawn)
        crowds.append(crowd)
    return crowds


def _draw(rng: Random, crowd: Sequence[int], people: Sequence[Identity], split: Split, size: int) -> Snapshot:
    scene = plan_scene(rng.getrandbits(48), [people[who] for who in crowd], split=split, size=size)
    photo = photo_of(Image.fromarray(render(scene)))
    boxes = [_shaken(rng, being.box, size) for being in scene.beings]
    seen = tuple(
        Sighting(who, being.identity.kind, being.identity.traits_in_words(), being.action, box, crop)
        for who, being, box, crop in zip(crowd, scene.beings, boxes, crops_of(photo, boxes), strict=True)
    )
    return Snapshot(photo, scene.place, _objects(scene), seen)


def _objects(scene: Scene) -> tuple[str, ...]:
    return tuple(sorted({thing.word for thing in scene.objects}))


def _shaken(rng: Random, box: Box, size: int) -> Box:
    wide, high = (box.right - box.left) * _SHAKE, (box.bottom - box.top) * _SHAKE
    left, top = max(0, box.left + rng.gauss(-0.5, 1) * wide), max(0, box.top + rng.gauss(-0.5, 1) * high)
    right, bottom = min(size, box.right + rng.gauss(0.5, 1) * wide), min(size, box.bottom + rng.gauss(0.5, 1) * high)
    return Box(round(left), round(top), max(round(right), round(left) + 8), max(round(bottom), round(top) + 8))


def _shard(split: Split, scenes: list[Snapshot]) -> Shard:
    people = 1 + (1 | max(sighting.identity for scene in scenes for sighting in scene.seen))  # whole pairs
    views: list[list[tuple[int, int]]] = [[] for _ in range(people)]
    for number, scene in enumerate(scenes):
        for place, sighting in enumerate(scene.seen):
            views[sighting.identity].append((number, place))
    return Shard(split, tuple(scenes), tuple(tuple(seen) for seen in views))


def _truth(scene: Snapshot) -> dict[str, Any]:
    return {
        "place": scene.place,
        "objects": scene.objects,
        "photo": _size(scene.photo),
        "seen": [[s.identity, s.kind, s.traits, s.action, s.box, _size(s.crop)] for s in scene.seen],
    }


def _size(photo: Photo) -> list[int]:
    return [len(photo.jpeg), photo.width, photo.height]


def _cut(scenes: list[dict[str, Any]], raw: bytes) -> Iterator[Photo]:
    sizes = [size for told in scenes for size in (told["photo"], *(seen[-1] for seen in told["seen"]))]
    ends = accumulate(length for length, _, _ in sizes)
    return (Photo(raw[end - length : end], wide, high) for end, (length, wide, high) in zip(ends, sizes, strict=True))


def _scene(told: dict[str, Any], pictures: Iterator[Photo]) -> Snapshot:
    photo = next(pictures)
    seen = tuple(
        Sighting(who, kind, tuple(traits), action, Box(*box), next(pictures))
        for who, kind, traits, action, box, _ in told["seen"]
    )
    return Snapshot(photo, told["place"], tuple(told["objects"]), seen)
