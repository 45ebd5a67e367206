"""Lets torchvision be imported beside a CPU build of torch.

The registry's torchvision is a CUDA build; its compiled operators don't load without CUDA, and its import then fails
on two missing operator schemas. open_clip and transformers use only its pure-Python transforms, so declaring the
schemas is enough. Import this module before either.
"""

import torch

_SCHEMAS = {
    "torchvision::nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "torchvision::qnms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}


def cure() -> None:
    """Declare the schemas torchvision misses, if its own operators can't be loaded. Harmless when called twice."""
    if torch.cuda.is_available():
        return
    for name, schema in _SCHEMAS.items():
        if not hasattr(torch.ops.torchvision, name.split("::")[1]):
            torch.library.define(name, schema)


cure()
