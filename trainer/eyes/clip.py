"""A CLIP of ours as open_clip knows it: a folder with config, tokenizer and weights, loaded by `local-dir:FOLDER`.

The image tower is a plain ViT (class token, learned positions, GELU, heads 64 wide), so that it becomes a
transformers CLIPVisionModel by renaming its weights.
"""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from torch import Tensor
from torch.nn import functional as F
from transformers import PreTrainedTokenizerFast

from core.adapters import torchvision_cure  # isort: skip  # must be imported before open_clip
import open_clip

from trainer.eyes.recipe import EncoderRecipe

CONFIG: Final = "open_clip_config.json"
WEIGHTS: Final = "open_clip_model.safetensors"
TOKENIZER_FILES: Final = ("tokenizer.json", "tokenizer_config.json")
MEAN: Final = (0.5, 0.5, 0.5)
STD: Final = (0.25, 0.25, 0.25)
_PAD, _END = "<pad>", "<end>"
_END_ID: Final = 1
torchvision_cure.cure()


def clip_config(recipe: EncoderRecipe) -> dict[str, Any]:
    """What stands in open_clip_config.json. Crops are squashed, so that nothing of a being is cut off."""
    vision = {
        "image_size": recipe.views.crop_side,
        "patch_size": recipe.patch,
        "width": recipe.width,
        "layers": recipe.layers,
        "head_width": 64,
    }
    text = {
        "context_length": recipe.text_context,
        "vocab_size": recipe.vocabulary,
        "width": recipe.text_width,
        "heads": recipe.text_width // 64,
        "layers": recipe.text_layers,
        "pool_type": "eos",
        "eos_id": _END_ID,
        "hf_tokenizer_name": ".",  # any name: open_clip takes the tokenizer of a local folder from that folder
        "tokenizer_kwargs": {"clean": "lower"},
    }
    return {
        "model_cfg": {"embed_dim": recipe.embed, "vision_cfg": vision, "text_cfg": text},
        "frames": recipe.frames,  # ours; open_clip passes over it
        "preprocess_cfg": {"mean": MEAN, "std": STD, "interpolation": "bicubic", "resize_mode": "squash"},
    }


def write_folder(folder: Path, recipe: EncoderRecipe, captions: Iterable[str]) -> None:
    """Make a folder that open_clip loads: the config, and a tokenizer that learnt its words from the captions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(clip_config(recipe), indent=1) + "\n")
    _tokenizer(captions, recipe).save_pretrained(folder)


def new_clip(folder: Path, device: str) -> Any:
    """The CLIP that the folder's config describes, with random weights."""
    return open_clip.create_model(f"local-dir:{folder}", load_weights=False, device=device)


def sharpened(weights: Mapping[str, Tensor], config: Mapping[str, Any]) -> dict[str, Tensor]:
    """The weights of a CLIP as those of one with smaller patches, whose vision_cfg is given.

    A small patch, enlarged, is seen as the large one was (Beyer et al., "FlexiViT", 2023); the positions are put
    between the old ones.
    """
    kernel, places = weights["visual.conv1.weight"], weights["visual.positional_embedding"]
    patch, side = config["patch_size"], config["image_size"] // config["patch_size"]
    larger = F.interpolate(torch.eye(patch)[None], size=kernel.shape[-1], mode="linear")[0]  # [patch, patch before]
    grid = places[1:].T.reshape(1, places.shape[1], *2 * [math.isqrt(len(places) - 1)])
    between = F.interpolate(grid, size=(side, side), mode="bicubic")[0].flatten(1).T
    return {
        **weights,
        "visual.conv1.weight": torch.einsum("oixy,px,qy->oipq", kernel, larger, larger),
        "visual.positional_embedding": torch.cat([places[:1], between]),
    }


def tokenizer_of(folder: Path) -> Any:
    """The folder's tokenizer as open_clip calls it: texts -> ids [N, context]."""
    return open_clip.get_tokenizer(f"local-dir:{folder}")


def write_weights(folder: Path, clip: Any) -> None:
    """Write the weights, whole or not at all."""
    half = folder / "weights.half"
    save_file({name: weight.detach().cpu().contiguous() for name, weight in clip.state_dict().items()}, half)
    half.replace(folder / WEIGHTS)


def _tokenizer(captions: Iterable[str], recipe: EncoderRecipe) -> PreTrainedTokenizerFast:
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=recipe.vocabulary,
        special_tokens=[_PAD, _END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator((caption.lower() for caption in captions), trainer)
    bpe.post_processor = processors.TemplateProcessing(single=f"$A {_END}", special_tokens=[(_END, _END_ID)])
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=bpe, pad_token=_PAD, eos_token=_END, padding_side="right"
    )
