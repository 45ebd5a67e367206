"""Sample scenes from the drawn world that lie beside the bot, as pictures with an index."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.page.talks import Sample

FOLDER = Path(__file__).parent.parent / "samples"


@cache
def samples_of(folder: Path = FOLDER) -> Sequence[Sample]:
    """The samples of a folder, in the order of its `index.json`: a list of {"file", "title", "words"}.

    Empty without an index.
    """
    index = folder / "index.json"
    if not index.exists():
        return ()
    return tuple(
        Sample(entry["title"], (folder / entry["file"]).read_bytes(), entry["words"])
        for entry in json.loads(index.read_text(encoding="utf-8"))
    )
