"""The detector: any AutoModelForObjectDetection of transformers, by one string, as `core.ports.Detector`.

    "local-dir:models/pocket/detector"          a folder with config, weights and image processor
    "ustc-community/dfine-nano-coco"            a repository on the Hugging Face hub

What it calls a thing does not matter here: every class is a being or a thing.
"""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import torch
from huggingface_hub.errors import HfHubHTTPError
from safetensors import SafetensorError

from core.adapters import torchvision_cure  # isort: skip  # must be imported before the image processors
from transformers import AutoImageProcessor, AutoModelForObjectDetection

from core.adapters import hub
from core.errors import EncoderDown
from core.photos import Box, Photo

torchvision_cure.cure()

SCORE: Final = 0.3  # of a detector that has no thresholds.json; low, since retrieval drops what resembles nobody
OVERLAP: Final = 0.5  # intersection over union; two beings side by side share less, two boxes of one being more
MOST: Final = 12  # boxes per photo
SMALLEST: Final = 0.04  # of the photo's longer side; a smaller box shows too few pixels to recognise anybody
_LOCAL: Final = "local-dir:"
_FILES: Final = ("config.json", "preprocessor_config.json")


class TransformersDetector:
    """A detection model of transformers in this process. Work runs in threads; the event loop never waits on it."""

    def __init__(self, model: Any, processor: Any, name: str, score: float) -> None:
        self._model = model
        self._processor = processor
        self._name = name
        self._score = score

    @property
    def name(self) -> str:
        """Model and weights in one string."""
        return self._name

    async def propose(self, photo: Photo) -> list[Box]:
        """Boxes of beings and things, best first; at most MOST. Raises EncoderDown when the device fails."""
        return await asyncio.to_thread(self._propose, photo)

    def _propose(self, photo: Photo) -> list[Box]:
        try:
            with torch.inference_mode():
                inputs = self._processor(images=photo.image(), return_tensors="pt").to(self._model.device)
                seen = self._model(**inputs)
                found = self._processor.post_process_object_detection(
                    seen, threshold=self._score, target_sizes=[(photo.height, photo.width)]
                )[0]
                return kept_boxes(found["boxes"].float().cpu(), found["scores"].float().cpu(), photo.box)
        except RuntimeError as error:  # torch's word for: out of memory, device lost
            raise EncoderDown(f"the detector {self._name} failed on {self._model.device}") from error


def load_detector(setting: str, device: str = "cpu") -> TransformersDetector:
    """Load the detector a setting names; transformers downloads what is not on disk. Blocking.

    Raises EncoderDown with one sentence when there is no such model, or its weights can't be had or read.
    """
    folder = Path(setting.removeprefix(_LOCAL))
    if setting.startswith(_LOCAL) and not folder.is_dir():
        raise EncoderDown(f"The detector {setting!r} can't be loaded: there is no folder {folder}.")
    try:
        with hub.asked_first(str(folder)):
            processor = AutoImageProcessor.from_pretrained(str(folder))  # type: ignore[no-untyped-call]
            model: Any = AutoModelForObjectDetection.from_pretrained(str(folder), dtype=torch.float32)
    except (OSError, RuntimeError, ValueError, KeyError, SafetensorError, HfHubHTTPError) as error:
        raise EncoderDown(f"The detector {setting!r} can't be loaded: {error}") from error
    model.to(device).eval()
    if not folder.is_dir():
        return TransformersDetector(model, processor, f"{setting}@{model.config._commit_hash}", SCORE)
    return TransformersDetector(model, processor, _name_of(folder), _score_of(folder))


def kept_boxes(boxes: torch.Tensor, scores: torch.Tensor, whole: Box) -> list[Box]:
    """What is left of boxes [N, 4] (left, top, right, bottom in px), best first: at most MOST.

    They are cut at the edges of `whole`; small ones and near-duplicates of better ones are dropped.
    """
    kept: list[Box] = []
    least = SMALLEST * max(whole.right, whole.bottom)
    for index in scores.argsort(descending=True, stable=True).tolist():
        box = _inside(boxes[index].tolist(), whole)
        wide, high = box.right - box.left, box.bottom - box.top
        if min(wide, high) >= least and all(box.iou(other) < OVERLAP for other in kept):
            kept.append(box)
        if len(kept) == MOST:
            break
    return kept


def _inside(edges: list[float], whole: Box) -> Box:
    left, top, right, bottom = (round(edge) for edge in edges)
    return Box(max(left, whole.left), max(top, whole.top), min(right, whole.right), min(bottom, whole.bottom))


def _name_of(folder: Path) -> str:
    """ "detector@8f3a…", from the bytes of weights and configs."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix in (".safetensors", ".bin") or file.name in _FILES:
            digest.update(file.name.encode() + file.read_bytes())
    return f"{folder.resolve().name}@{digest.hexdigest()[:12]}"


def _score_of(folder: Path) -> float:
    path = folder / "thresholds.json"
    return float(json.loads(path.read_text())["score"]) if path.exists() else SCORE
