"""Every knob of the pocket VLM in one frozen value; a copy lies beside the weights it made."""

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class VoiceRecipe:
    """How the pocket VLM is built and trained. Two equal recipes over the same encoder and world make the same data."""

    name: str
    width: int  # of the language model
    layers: int
    heads: int
    head_size: int  # vLLM serves 32 and 64 on a CPU
    mlp: int
    vocabulary: int
    scenes: int  # drawn photos to learn from
    tokens: int  # places a step, padding included
    text_steps: int  # steps of copying from cards before the first picture
    cycles: tuple[int, ...]  # steps; rates fall to zero at the end of each
    coarse_cycles: int = 0  # that many look through the encoder with larger patches, the others through the finer one
    questions: int = 10  # asked of one context, in one row
    words_only: float = 0.25  # of the contexts have no photo: what is asked of them can only be read
    disguised: float = 0.5  # of the rows have names and things that are spelt with tokens drawn at random
    matrix_rate: float = 2e-3  # Muon, for matrices
    other_rate: float = 2e-3  # AdamW, for embeddings, norms and helpers
    later_rates: float = 0.5  # of the rates above, in every cycle but the first
    warm_up: int = 50
    drilled: int = 96  # identities whose two views are compared in a step, beside the examples; look-alikes two by two
    match_weight: float = 1.0
    pointer_weight: float = 0.5
    helper_weight: float = 0.3
    feature_noise: float = 0.2  # in standard deviations; keeps thresholds from trusting features that are too clean
    seed: int = 1

    def as_json(self) -> dict[str, Any]:
        """What is written beside the weights."""
        return asdict(self)


RECIPES: Final = {
    recipe.name: recipe
    for recipe in (
        VoiceRecipe(
            "quick", 96, 3, 3, 32, 256, 1024, scenes=300, tokens=3_000, text_steps=60, cycles=(220,), warm_up=10
        ),
        VoiceRecipe(
            "cpu",
            128,
            5,
            4,
            32,
            384,
            2048,
            scenes=40_000,
            tokens=2_500,
            text_steps=800,
            cycles=(
                *(4_300, 2_700, 4_500, 7_500, 3_700, 6_700, 5_800, 5_000, 1_900),
                *(13_500, 12_000, 2_800, 10_500, 9_000),
            ),
            coarse_cycles=4,
            disguised=0.7,
        ),
        VoiceRecipe(
            "gpu",
            384,
            8,
            6,
            64,
            1024,
            4096,
            scenes=100_000,
            tokens=60_000,
            text_steps=1_000,
            cycles=(30_000,),
            warm_up=300,
        ),
    )
}
