"""The Hugging Face hub, where models are fetched by name: asked once whether it answers, not for minutes."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from httpx2 import HTTPError
from huggingface_hub import constants, get_session

ANSWERS_WITHIN: Final = 5.0  # s; the hub needs a tenth of it, and the libraries' own retries take minutes
_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?")  # neither a path nor "local-dir:…"


@contextmanager
def asked_first(model: str) -> Generator[None]:
    """Load a model from this disk alone where the hub does not answer. Raises OSError when the disk has none.

    For a folder, or while the hub is switched off by HF_HUB_OFFLINE, nothing is asked.
    """
    if constants.HF_HUB_OFFLINE or not _NAME.fullmatch(model) or Path(model).is_dir() or _answers():
        yield
        return
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise OSError(f"{constants.ENDPOINT} does not answer, and there is no copy of it on this disk") from error
    finally:
        constants.HF_HUB_OFFLINE = False


def _answers() -> bool:
    try:
        get_session().head(constants.ENDPOINT, timeout=ANSWERS_WITHIN)
    except HTTPError:
        return False
    return True
