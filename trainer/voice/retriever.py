"""What the retriever measures of every crop, worked out once and kept on disk: the prompt tells how alike two are."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.adapters.open_clip import load_encoder
from trainer.scenes import Shard
from trainer.voice.tower import tower_digest


def looked_at(drawn: Sequence[tuple[Shard, Path]], encoder: Path) -> list[Shard]:
    """The shards as the encoder in a folder sees them, with its thresholds; its vectors are kept beside each shard.

    Raises EncoderDown when the encoder can't be read.
    """
    retriever, name = load_encoder(f"local-dir:{encoder}"), f"vectors-{tower_digest(encoder)}.npy"
    shards = []
    for shard, folder in drawn:
        kept = folder / name
        if not kept.exists():
            crops = [sighting.crop for scene in shard.scenes for sighting in scene.seen]
            half = kept.with_suffix(".half.npy")
            np.save(half, np.array(asyncio.run(retriever.photos(crops)), np.float16))
            half.replace(kept)
        shards.append(shard.looked_at(np.load(kept).astype(np.float32), retriever.thresholds))
    return shards
