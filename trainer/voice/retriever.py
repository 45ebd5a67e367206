"""What the retriever measures of every crop: the prompt tells how alike two of them are."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.adapters.open_clip import load_encoder, name_of
from core.ports import Encoder
from trainer.scenes import Shard
from trainer.voice.features import kept_at


def looked_at(drawn: Sequence[tuple[Shard, Path]], encoder: Path) -> list[Shard]:
    """The shards as the encoder in a folder sees them, with its thresholds; its vectors are kept beside each shard.

    Raises EncoderDown when the encoder can't be read.
    """
    retriever, digest = load_encoder(f"local-dir:{encoder}"), name_of(encoder).rpartition("@")[2]
    shards = []
    for shard, folder in drawn:
        vectors = kept_at(folder / f"vectors-{digest}.npy", partial(_vectors, shard, retriever))
        shards.append(shard.looked_at(vectors.astype(np.float32), retriever.thresholds))
    return shards


def seen_by_retriever(shard: Shard, retriever: Encoder) -> Shard:
    """A shard as an encoder sees it now, with its thresholds. Raises EncoderDown."""
    return shard.looked_at(_vectors(shard, retriever).astype(np.float32), retriever.thresholds)


def _vectors(shard: Shard, retriever: Encoder) -> NDArray[np.float16]:
    crops = [sighting.crop for scene in shard.scenes for sighting in scene.seen]
    return np.array(asyncio.run(retriever.photos(crops)), np.float16)
