"""The pocket VLM: a LLaVA-class model of a few million parameters, and how it is trained.

Its tower is the image tower of the pocket encoder, frozen; only the projector and the language model learn. What it
reads is written by `core.prompt` and nothing else.
"""

from core.adapters import torchvision_cure  # noqa: F401  (before transformers imports torchvision)
