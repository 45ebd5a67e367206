"""Runs `torchvision_cure` when torchvision is about to be imported, and not before.

Lies in the site-packages of .venv-vllm, where a .pth file imports it at every start of Python: vLLM starts processes of
its own, and each needs the cure. It only listens, because importing torch at every start would take seconds.
"""

import importlib
import sys
from importlib.abc import MetaPathFinder


class _BeforeTorchvision(MetaPathFinder):
    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "torchvision":
            sys.meta_path.remove(self)
            importlib.import_module("torchvision_cure")


sys.meta_path.insert(0, _BeforeTorchvision())
