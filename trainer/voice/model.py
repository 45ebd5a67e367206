"""The pocket VLM itself: a recipe and the encoder's image tower become files that transformers and vLLM load."""

import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModel,
    GenerationConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)

from trainer.recipe import VoiceRecipe

CONTEXT = 2048  # tokens of prompt and answer together
LONGEST_ANSWER = 96  # tokens


def build(
    recipe: VoiceRecipe, tokenizer: PreTrainedTokenizerFast, tower: CLIPVisionModel
) -> LlavaForConditionalGeneration:
    """A VLM with fresh words and this tower, the same for the same recipe. The tower is copied and frozen."""
    torch.manual_seed(recipe.seed)
    seen = tower.config
    special = {"pad_token_id": tokenizer.pad_token_id, "bos_token_id": tokenizer.bos_token_id}
    special["eos_token_id"] = tokenizer.eos_token_id
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(**seen.to_dict()),
        text_config=LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=recipe.width,
            intermediate_size=recipe.mlp,
            num_hidden_layers=recipe.layers,
            num_attention_heads=recipe.heads,
            num_key_value_heads=recipe.heads,
            head_dim=recipe.head_size,
            max_position_embeddings=CONTEXT,
            tie_word_embeddings=True,
            **special,
        ),
        image_token_index=int(tokenizer.vocab["<image>"]),
        image_seq_length=picture_tokens(tower),
        projector_hidden_act="gelu",
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        tie_word_embeddings=True,
        **special,
    )
    model = LlavaForConditionalGeneration(config)
    model.model.vision_tower.load_state_dict(tower.state_dict())
    model.model.vision_tower.requires_grad_(False)
    model.generation_config = GenerationConfig(do_sample=False, max_new_tokens=LONGEST_ANSWER, **special)  # type: ignore[no-untyped-call]
    return model


def picture_tokens(tower: CLIPVisionModel) -> int:
    """How many tokens one picture takes: a token per patch, and the one for the whole."""
    side, patch = tower.config.image_size, tower.config.patch_size
    assert isinstance(side, int)
    assert isinstance(patch, int)
    return (side // patch) ** 2 + 1


def save(model: LlavaForConditionalGeneration, processor: LlavaProcessor, folder: Path) -> None:
    """Write weights in half precision, configuration, tokenizer, template and processor."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    weights = folder / "model.safetensors"
    tensors = {_key_for_vllm(key): tensor.half() for key, tensor in load_file(weights).items()}
    save_file(tensors, weights, metadata={"format": "pt"})
    processor.save_pretrained(folder)


def load(folder: Path) -> tuple[LlavaForConditionalGeneration, LlavaProcessor]:
    """Model, in float32, and processor as they were saved."""
    model = LlavaForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
    return model, LlavaProcessor.from_pretrained(folder)


def _key_for_vllm(key: str) -> str:
    """transformers 5 leaves out a level of the tower's names that vLLM's loader asks for; it reads both itself."""
    return re.sub(r"^(.*vision_tower\.)(?!vision_model\.)", r"\1vision_model.", key)
