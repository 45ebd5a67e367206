"""The image tower of the pocket encoder, an open_clip ViT, as a transformers CLIPVisionModel: the same numbers."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from torch import Tensor
from transformers import CLIPVisionConfig, CLIPVisionModel

_WEIGHTS, _CONFIG = "open_clip_model.safetensors", "open_clip_config.json"
_LAYER = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
    "attn.out_proj": "self_attn.out_proj",
}


def load_tower(encoder: Path) -> CLIPVisionModel:
    """The tower of an encoder folder, in float32, frozen."""
    told = json.loads((encoder / _CONFIG).read_text())["model_cfg"]
    tower = CLIPVisionModel(_config(told["vision_cfg"], told["embed_dim"]))
    prefix = "vision_model." if any(key.startswith("vision_model.") for key in tower.state_dict()) else ""
    tower.load_state_dict({prefix + key: value for key, value in _renamed(load_file(encoder / _WEIGHTS)).items()})
    frozen: CLIPVisionModel = tower.train(False).requires_grad_(False)
    return frozen


def pixels_of(encoder: Path) -> tuple[int, int, list[float], list[float]]:
    """Side, patch, mean and deviation of the pixels that the tower was trained on."""
    told = json.loads((encoder / _CONFIG).read_text())
    vision, pixels = told["model_cfg"]["vision_cfg"], told["preprocess_cfg"]
    return vision["image_size"], vision["patch_size"], list(pixels["mean"]), list(pixels["std"])


def tower_digest(encoder: Path) -> str:
    """Ten hex digits over the encoder's weights; features of one tower are never taken for another's."""
    return hashlib.sha256((encoder / _WEIGHTS).read_bytes()).hexdigest()[:10]


def _config(vision: Mapping[str, Any], embed: int) -> CLIPVisionConfig:
    width = vision["width"]
    return CLIPVisionConfig(
        image_size=vision["image_size"],
        patch_size=vision["patch_size"],
        hidden_size=width,
        intermediate_size=round(width * vision.get("mlp_ratio", 4.0)),
        num_hidden_layers=vision["layers"],
        num_attention_heads=width // vision["head_width"],
        projection_dim=embed,
        hidden_act="gelu",
        layer_norm_eps=1e-5,
    )


def _renamed(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """open_clip's names as transformers'; the projection into the shared space is left behind."""
    seen = {key.removeprefix("visual."): value for key, value in weights.items() if key.startswith("visual.")}
    named = {
        "embeddings.class_embedding": seen.pop("class_embedding"),
        "embeddings.position_embedding.weight": seen.pop("positional_embedding"),
        "embeddings.patch_embedding.weight": seen.pop("conv1.weight"),
    }
    seen.pop("proj", None)
    for key, value in seen.items():
        if key.startswith("transformer.resblocks."):
            number, part = key.removeprefix("transformer.resblocks.").split(".", 1)
            named |= _layer(number, part, value)
        else:
            named[key.replace("ln_pre", "pre_layrnorm").replace("ln_post", "post_layernorm")] = value
    return named


def _layer(number: str, key: str, value: Tensor) -> dict[str, Tensor]:
    base = f"encoder.layers.{number}."
    if key.startswith("attn.in_proj_"):
        parts = zip(("q_proj", "k_proj", "v_proj"), value.chunk(3), strict=True)
        kind = key.removeprefix("attn.in_proj_")
        return {f"{base}self_attn.{part}.{kind}": chunk.clone() for part, chunk in parts}
    stem, kind = key.rsplit(".", 1)
    return {f"{base}{_LAYER[stem]}.{kind}": value}
