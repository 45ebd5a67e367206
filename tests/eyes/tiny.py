"""Tiny models with random weights, in folders as a trainer would leave them, and pictures to show them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import RTDetrForObjectDetection, RTDetrImageProcessor

from core.photos import Photo, photo_of
from trainer.eyes import clip as clips
from trainer.eyes.detector import detector_config
from trainer.eyes.recipe import DetectorRecipe, EncoderRecipe, ViewsRecipe

VIEWS = ViewsRecipe(seed=1, shards=2, identities=32, views=2, crop_side=32, photo_side=64)
ENCODER = EncoderRecipe(
    VIEWS,
    cycles=(3,),
    patch=16,
    width=64,
    layers=1,
    embed=24,
    text_width=64,
    text_layers=1,
    vocabulary=300,
    identities_per_batch=16,
    captions_per_batch=8,
)
DETECTOR = DetectorRecipe(
    VIEWS,
    cycles=(2,),
    stem=8,
    stages=(8, 8, 16, 16),
    depths=(1, 1, 1, 1),
    width=32,
    queries=8,
    denoising=4,
    photos_per_batch=4,
)


def encoder_folder(folder: Path, seed: int = 0, patch: int = ENCODER.patch) -> Path:
    """A CLIP that open_clip loads with `local-dir:FOLDER`."""
    torch.manual_seed(seed)
    clips.write_folder(
        folder, replace(ENCODER, patch=patch), ["a dog with brown coat, red collar", "a cup with two handles"]
    )
    clips.write_weights(folder, clips.new_clip(folder, "cpu"))
    return folder


def detector_folder(folder: Path, seed: int = 0) -> Path:
    """An RT-DETR that transformers loads."""
    torch.manual_seed(seed)
    model: Any = RTDetrForObjectDetection(detector_config(DETECTOR))
    model.save_pretrained(folder)
    processor: Any = RTDetrImageProcessor(size={"height": 64, "width": 64})
    processor.save_pretrained(folder)
    return folder


def picture(seed: int, width: int = 120, height: int = 90) -> Photo:
    """A photo of coloured blocks, another one for each seed."""
    blocks = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return photo_of(Image.fromarray(blocks).resize((width, height), Image.Resampling.NEAREST))
