"""What the frozen tower sees in every picture, worked out once and kept on disk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import CLIPVisionModel, LlavaProcessor

from core.photos import Photo
from trainer.scenes import Shard

_AT_ONCE = 64  # pictures


class Features(Protocol):
    """Standardised features of pictures."""

    def of(self, pictures: Sequence[Photo]) -> Tensor:
        """[P, tokens, width], in the order of the pictures."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Features in memory, half precision, found by the bytes of the picture."""

    values: NDArray[np.float16]  # [N, tokens, width]
    numbers: dict[bytes, int]
    mean: Tensor  # [width]
    std: Tensor  # [width]

    def of(self, pictures: Sequence[Photo]) -> Tensor:
        """[P, tokens, width], standardised."""
        rows = self.values[[self.numbers[picture.jpeg] for picture in pictures]]
        return (torch.from_numpy(rows).float() - self.mean) / self.std


def keep(shards: Iterable[tuple[Shard, Path]], tower: CLIPVisionModel, processor: LlavaProcessor, name: str) -> Kept:
    """The features of all pictures of the shards, each kept beside its shard in a file called after the tower."""
    parts: list[NDArray[np.float16]] = []
    numbers: dict[bytes, int] = {}
    for shard, folder in shards:
        pictures = list(shard.pictures())
        for picture in pictures:
            numbers.setdefault(picture.jpeg, len(numbers))
        parts.append(kept_at(folder / f"features-{name}.npy", partial(_all_seen, tower, processor, pictures)))
    values = np.concatenate(parts)
    if len(values) != len(numbers):  # two pictures of the same bytes would shift all that follow
        raise ValueError(f"{len(values)} pictures, {len(numbers)} of them different")
    sample = values[:: max(1, len(values) // 4000)].astype(np.float32).reshape(-1, values.shape[-1])
    mean, std = torch.from_numpy(sample.mean(0)), torch.from_numpy(sample.std(0) + 1e-4)
    return Kept(values, numbers, mean, std)


def kept_at(path: Path, made: Callable[[], NDArray[np.float16]]) -> NDArray[np.float16]:
    """What is kept in a file; made and kept, whole or not at all, where there is none."""
    if not path.exists():
        half = path.with_suffix(".half.npy")
        np.save(half, made())
        half.replace(path)
    return cast("NDArray[np.float16]", np.load(path))


def _all_seen(tower: CLIPVisionModel, processor: LlavaProcessor, pictures: Sequence[Photo]) -> NDArray[np.float16]:
    cut = [pictures[at : at + _AT_ONCE] for at in range(0, len(pictures), _AT_ONCE)]
    return cast("NDArray[np.float16]", torch.cat([seen_by(tower, processor, some) for some in cut]).half().numpy())


@torch.no_grad()
def seen_by(tower: CLIPVisionModel, processor: LlavaProcessor, pictures: Sequence[Photo]) -> Tensor:
    """What the language model is shown of each picture, before the projector: [P, tokens, width]."""
    pixels = processor.image_processor([picture.image() for picture in pictures], return_tensors="pt")["pixel_values"]
    return torch.as_tensor(tower(pixel_values=pixels, output_hidden_states=True).hidden_states[-1])
