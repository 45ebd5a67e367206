"""python -m trainer.world: a contact sheet of scenes, to look at, and how fast they are drawn."""

import argparse
import time
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from trainer.world.identities import Identity, draw_identity, look_alike
from trainer.world.kinds import KINDS
from trainer.world.picture import render
from trainer.world.scenes import Scene, plan_scene


def sheet(pictures: list[Image.Image], columns: int = 6) -> Image.Image:
    """Pictures of one size side by side."""
    wide, high = pictures[0].size
    whole = Image.new("RGB", (columns * wide, -(-len(pictures) // columns) * high), "white")
    for index, picture in enumerate(pictures):
        whole.paste(picture, (index % columns * wide, index // columns * high))
    return whole


def some_scene(seed: int, split: str, size: int) -> Scene:
    """A scene of one to five identities drawn from the seed."""
    rng = Random(seed)
    who = [
        draw_identity(rng.randrange(10**9), split="test" if split == "test" else "train")
        for _ in range(rng.randint(1, 5))
    ]
    return plan_scene(seed, who, split="test" if split == "test" else "train", size=size)


def crop(identity: Identity, seed: int, side: int = 96) -> Image.Image:
    """The identity alone, as a crop of `side` px."""
    scene = plan_scene(seed, [identity])
    return Image.fromarray(render(scene)).crop(scene.beings[0].box).resize((side, side), Image.Resampling.LANCZOS)


def speed(size: int, count: int = 300) -> float:
    """Scenes per second of processor time, planned and rendered, with identities already drawn."""
    casts = [[draw_identity(seed * 5 + one) for one in range(1 + seed % 5)] for seed in range(2 * count)]
    for seed in range(count, 2 * count):
        render(plan_scene(seed, casts[seed], size=size))
    began = time.process_time()
    for seed in range(count):
        render(plan_scene(seed, casts[seed], size=size))
    return count / (time.process_time() - began)


def main() -> None:
    """Draw, write, print."""
    parser = argparse.ArgumentParser(prog="python -m trainer.world", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--split", choices=("train", "test"), default="train")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    began = time.process_time()
    pictures: list[np.ndarray] = []
    for number in range(asked.count):
        pictures.append(render(some_scene(asked.seed * 1000 + number, asked.split, asked.size)))
    spent = time.process_time() - began
    sheet([Image.fromarray(picture) for picture in pictures]).save(asked.out / "scenes.png")
    pairs = [draw_identity(asked.seed * 1000 + number, kind) for number, kind in enumerate(KINDS) for _ in (0, 1)]
    twins = [look_alike(who, index) if index % 2 else who for index, who in enumerate(pairs)]
    sheet([crop(who, index // 2) for index, who in enumerate(twins)], 10).save(asked.out / "look-alikes.png")
    print(f"{asked.count} scenes in {spent:.2f} s of processor time, backdrops included")
    print(f"{speed(asked.size):.0f} scenes/s on one core once every backdrop is drawn (1 to 5 beings)")


if __name__ == "__main__":
    main()
