"""open_clip and transformers are imported by these tests; torchvision has to be cured before that."""

from core.adapters import torchvision_cure

torchvision_cure.cure()
