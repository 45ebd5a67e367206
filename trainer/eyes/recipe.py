"""Every knob of the two eyes, frozen; saved as recipe.json beside the weights it made.

Sizes: `quick` learns something in a minute or two on two cores, `cpu` is what a night there affords,
`gpu` is the full recipe, cut into slices of any length.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

Size = Literal["quick", "cpu", "gpu"]


@dataclass(frozen=True, slots=True)
class ViewsRecipe:
    """What is drawn. A shard holds `identities` of them in `views` scenes each; sides in px.

    `nowhere` is the share of the scenes to learn from that are drawn before scenery that is no place.
    """

    seed: int = 11
    shards: int = 16
    identities: int = 2048
    views: int = 3
    crop_side: int = 96
    photo_side: int = 160
    nowhere: float = 0.0


@dataclass(frozen=True, slots=True)
class EncoderRecipe:
    """A CLIP and how it learns. A number of `cycles` counts the shards looked at in a cycle, some again and again."""

    views: ViewsRecipe
    cycles: tuple[int, ...]
    seed: int = 3
    patch: int = 24
    width: int = 128
    layers: int = 4
    embed: int = 128
    text_width: int = 128
    text_layers: int = 2
    text_context: int = 32
    vocabulary: int = 768
    identities_per_batch: int = 64
    captions_per_batch: int = 24  # the text tower is as dear as the image tower; identity is the main thing
    frames: tuple[float, ...] = (1.0, 0.8, 0.6)  # of a picture, when it is not learnt from: `core` says what they are
    nearest: float = 0.72  # of a crop's side is in the frame, at the least, when it is framed anew to learn from
    chain: int = 8  # neighbours in a batch that are alike, most of them in all traits but one
    muon: float = 2e-3
    adam: float = 1e-3
    weight_decay: float = 0.05
    traits_weight: float = 0.7
    scene_weight: float = 0.2  # action and place, which a VLM on this tower has to tell
    text_weight: float = 0.3
    after: "EncoderRecipe | None" = None  # a run with larger patches, whose weights this one begins with

    @property
    def runs(self) -> "tuple[EncoderRecipe, ...]":
        """All runs that lead to its encoder, the one with the largest patches first."""
        return (*(self.after.runs if self.after else ()), self)


@dataclass(frozen=True, slots=True)
class DetectorRecipe:
    """An RT-DETR and how it learns; widths of the backbone's four stages, the last three are used.

    `cycles` counts shards as the encoder's does.
    """

    views: ViewsRecipe
    cycles: tuple[int, ...]
    seed: int = 5
    stem: int = 16
    stages: tuple[int, int, int, int] = (16, 48, 96, 192)
    depths: tuple[int, int, int, int] = (1, 1, 2, 1)
    width: int = 64
    queries: int = 20
    denoising: int = 20
    decoder_layers: int = 2
    photos_per_batch: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 1e-4
    after: "DetectorRecipe | None" = None  # a run on smaller photos, whose weights this one begins with

    @property
    def runs(self) -> "tuple[DetectorRecipe, ...]":
        """All runs that lead to its detector, the one on the smallest photos first."""
        return (*(self.after.runs if self.after else ()), self)


_QUICK_VIEWS: Final = ViewsRecipe(shards=2, identities=384, photo_side=96)
_GPU_VIEWS: Final = ViewsRecipe(shards=400, photo_side=224, nowhere=0.5)

_COARSE: Final = EncoderRecipe(ViewsRecipe(shards=100), (260, 200), scene_weight=0.4)
# The pocket VLM looks through this one.
_FINE: Final = replace(_COARSE, cycles=(256,), seed=4, patch=16, after=_COARSE)
_FINER: Final = replace(_FINE, cycles=(190,), seed=5, patch=12, scene_weight=0.0, after=_FINE)
# Hardly anything of anybody is cut off any more: feet, tails and antennas tell look-alikes apart.
_WHOLE: Final = replace(
    _FINER, cycles=(200,), seed=6, nearest=0.88, frames=(1.0, 0.9, 0.8), muon=1.2e-3, adam=6e-4, after=_FINER
)

# Whoever was met in the training's few places only is lost in a new one.
_ANYWHERE: Final = replace(
    _WHOLE,
    views=ViewsRecipe(seed=13, shards=48, nowhere=0.5),
    cycles=(140,),
    seed=7,
    muon=1e-3,
    adam=5e-4,
    after=_WHOLE,
)

ENCODER: Final[dict[Size, EncoderRecipe]] = {
    "quick": EncoderRecipe(_QUICK_VIEWS, (24,), layers=3),
    "cpu": _ANYWHERE,
    "gpu": EncoderRecipe(
        views=_GPU_VIEWS,
        cycles=(2400,),
        identities_per_batch=256,
        patch=12,
        layers=6,
        width=256,
        embed=192,
        nearest=_WHOLE.nearest,
        frames=_WHOLE.frames,
    ),
}
_SMALL_PHOTOS: Final = DetectorRecipe(ViewsRecipe(shards=100), (18, 16, 24, 80, 36, 16, 96))
# Edges of boxes are found closer: what a box cuts off, the encoder does not see.
_LARGE_PHOTOS: Final = replace(
    _SMALL_PHOTOS, views=ViewsRecipe(seed=12, shards=24, photo_side=224), cycles=(96,), seed=6, after=_SMALL_PHOTOS
)
DETECTOR: Final[dict[Size, DetectorRecipe]] = {
    "quick": replace(_SMALL_PHOTOS, views=_QUICK_VIEWS, cycles=(18,)),
    "cpu": _LARGE_PHOTOS,
    "gpu": replace(_SMALL_PHOTOS, views=_GPU_VIEWS, cycles=(1200,), width=128, stages=(32, 64, 128, 256), stem=32),
}
