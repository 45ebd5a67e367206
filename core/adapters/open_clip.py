"""The encoder: any model open_clip can load, by one string, as `core.ports.Encoder`.

"local-dir:models/pocket/encoder"       a folder with open_clip_config.json and weights
"ViT-B-16-SigLIP2-256/webli"            a model of open_clip's list and the tag of its weights
"ViT-B-32/weights/mine.safetensors"     the same, with weights from a file
"hf-hub:org/repo"                       a repository on the Hugging Face hub
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from huggingface_hub.errors import HfHubHTTPError
from safetensors import SafetensorError
from torch.nn import functional as F

from core.adapters import torchvision_cure  # isort: skip  # must be imported before open_clip
import open_clip

from core.adapters import hub
from core.concepts import Vector
from core.errors import EncoderDown
from core.photos import Photo
from core.ports import Thresholds

log = logging.getLogger(__name__)
torchvision_cure.cure()

UNCALIBRATED: Final = Thresholds(sure=0.93, maybe=0.78, margin=0.03)
"""For an encoder without a thresholds.json. Models trained on captions put two photos of one pet at 0.75 to 0.95, and
two pets of one breed at 0.6 to 0.85: so nearly everything but a near-copy is asked about instead of claimed."""

_LOCAL: Final = "local-dir:"
_HUB: Final = "hf-hub:"
_WEIGHTS: Final = (".safetensors", ".bin", ".pt", ".pth")
_CONFIGS: Final = ("open_clip_config.json", "tokenizer.json")
_BATCH: Final = 32  # photos through the tower at once; bounds the memory a full album takes


class OpenClipEncoder:
    """An open_clip model in this process. Work runs in threads; the event loop never waits on it."""

    def __init__(
        self,
        model: Any,
        preprocess: Any,
        tokenizer: Any,
        name: str,
        thresholds: Thresholds,
        frames: Sequence[float] = (1.0,),
    ) -> None:
        """`frames`: what of each photo is looked at, as in `seen_in`."""
        self._frames = tuple(frames)
        self._model = model
        self._preprocess = preprocess
        self._tokenizer = tokenizer
        self._name = name
        self._thresholds = thresholds
        self._device = next(model.parameters()).device
        with torch.inference_mode():
            self._dimension = int(model.encode_text(tokenizer([""]).to(self._device)).shape[-1])

    @property
    def name(self) -> str:
        """Model, weights and preprocessing in one string; another file of weights is another name."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._dimension

    @property
    def thresholds(self) -> Thresholds:
        """Those beside the weights, if they were calibrated for these weights; else UNCALIBRATED."""
        return self._thresholds

    async def photos(self, photos: Sequence[Photo]) -> list[Vector]:
        """One L2-normalised vector per photo. Raises EncoderDown when the device fails."""
        return await asyncio.to_thread(self._encode, self._photo_features, photos)

    async def words(self, texts: Sequence[str]) -> list[Vector]:
        """One L2-normalised vector per text. Raises EncoderDown when the device fails."""
        return await asyncio.to_thread(self._encode, self._word_features, texts)

    def _encode(self, features: Any, inputs: Sequence[Any]) -> list[Vector]:
        try:
            with torch.inference_mode():
                return [
                    tuple(row)
                    for start in range(0, len(inputs), _BATCH)
                    for row in features(inputs[start : start + _BATCH]).float().cpu().tolist()
                ]
        except RuntimeError as error:  # torch's word for: out of memory, device lost
            raise EncoderDown(f"the encoder {self._name} failed on {self._device}") from error

    def _photo_features(self, photos: Sequence[Photo]) -> torch.Tensor:
        pixels = torch.stack([self._preprocess(photo.image()) for photo in photos])
        return seen_in(self._frames, self._model, pixels.to(self._device))

    def _word_features(self, texts: Sequence[str]) -> torch.Tensor:
        return self._model.encode_text(self._tokenizer(list(texts)).to(self._device), normalize=True)  # type: ignore[no-any-return]


def seen_in(frames: Sequence[float], model: Any, pixels: torch.Tensor) -> torch.Tensor:
    """L2-normalised vectors [N, D] of prepared pictures [N, 3, side, side], each the mean of its frames' vectors.

    A frame is the middle of a picture, by its share of the sides. No two boxes of a being are cut alike, and the mean
    depends less on how they are (test-time augmentation; what it gains stands in trainer/LOG.md).
    """
    side, framed = pixels.shape[-1], []
    for share in frames:
        edge = round(side * (1 - share) / 2)
        middle = pixels[..., edge : side - edge, edge : side - edge]
        framed.append(F.interpolate(middle, size=(side, side), mode="bicubic", antialias=True) if edge else pixels)
    seen = model.encode_image(torch.cat(framed), normalize=True)
    return F.normalize(seen.unflatten(0, (len(frames), len(pixels))).mean(0), dim=-1)


def load_encoder(setting: str, device: str = "cpu") -> OpenClipEncoder:
    """Load the encoder a setting names; open_clip downloads what is not on disk. Blocking.

    Raises EncoderDown with one sentence when there is no such model, or its weights can't be had or read.
    """
    architecture, weights = (setting, None) if ":" in setting else _split(setting)
    try:
        with hub.asked_first(setting.removeprefix(_HUB)):
            model, preprocess = open_clip.create_model_from_pretrained(architecture, weights, device=device)
            tokenizer = open_clip.get_tokenizer(architecture)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError, HfHubHTTPError) as error:
        raise EncoderDown(f"The encoder {setting!r} can't be loaded: {error}") from error
    model.eval()
    if not setting.startswith(_LOCAL):
        return OpenClipEncoder(model, preprocess, tokenizer, f"{setting}#{_preprocessing(model)}", UNCALIBRATED)
    folder = Path(setting.removeprefix(_LOCAL))
    name = name_of(folder)
    return OpenClipEncoder(model, preprocess, tokenizer, name, _thresholds_of(folder, name), frames_of(folder))


def _split(setting: str) -> tuple[str, str | None]:
    """("ViT-B-32/openai") -> its architecture and its weights."""
    architecture, _, weights = setting.partition("/")
    return architecture, weights or None


def _preprocessing(model: Any) -> str:
    """A few characters that change with the size, mean, interpolation … of what goes into the tower."""
    return hashlib.sha256(json.dumps(model.visual.preprocess_cfg, sort_keys=True, default=str).encode()).hexdigest()[:6]


def name_of(folder: Path) -> str:
    """The name of an encoder in a folder: "encoder@8f3a…", from the bytes of its weights, config and tokenizer."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix in _WEIGHTS or file.name in _CONFIGS:
            digest.update(file.name.encode() + file.read_bytes())
    return f"{folder.resolve().name}@{digest.hexdigest()[:12]}"


def frames_of(folder: Path) -> tuple[float, ...]:
    """What of a photo the encoder in a folder looks at: "frames" in its config, the whole photo where it has none."""
    return tuple(json.loads((folder / _CONFIGS[0]).read_text()).get("frames", (1.0,)))


def _thresholds_of(folder: Path, name: str) -> Thresholds:
    """The limits beside the weights. Those found for other weights say nothing about these, and are not used."""
    path = folder / "thresholds.json"
    if not path.exists():
        log.warning("The encoder %s was never calibrated; it will ask more often than it has to.", name)
        return UNCALIBRATED
    kept = json.loads(path.read_text())
    if kept["encoder"].rpartition("@")[2] != name.rpartition("@")[2]:
        log.warning("thresholds.json was made for %s, not for %s; it is not used.", kept["encoder"], name)
        return UNCALIBRATED
    measured = (kept.get(name) for name in ("certain", "told", "same"))
    return Thresholds(kept["sure"], kept["maybe"], kept["margin"], *measured)
