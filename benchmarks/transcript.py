"""Everything a person can do, talked through at the page with the pocket models, as it was said.

    python -m benchmarks.transcript [--out docs/measurements]

writes transcript.json and transcript.md. It needs Debian's chromium, and nothing else. The same conversation is a test:
tests/page/test_transcript.py.
"""

import argparse
import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from tests.page.dialogue import LINES, SAMPLES, By, Dialogue, Exchange, Verdict, take_photos
from tests.page.familiar import serving
from tests.page.visitor import new_context, open_browser, visiting

log = logging.getLogger(__name__)

MADE_BY = {
    By.RULES: "deeds, what was told, and fixed replies",
    By.EYES: "encoder and detector",
    By.VOICE: "the language model",
}


async def talked(url: str) -> list[Exchange]:
    """Anna says all of it."""
    with TemporaryDirectory() as folder:
        photos = await asyncio.to_thread(take_photos, Path(folder))
        async with open_browser() as browser, visiting(await new_context(browser), url, "Anna") as visitor:
            dialogue = Dialogue(visitor, photos, show)
            await dialogue.hold(LINES)
            return dialogue.held


def show(exchange: Exchange) -> None:
    """One line on the screen, so that a long conversation can be followed."""
    log.info("%10s  %s  ->  %s", exchange.verdict, said(exchange), exchange.heard.text.partition("\n")[0])


def said(exchange: Exchange) -> str:
    """What the person did, in one line."""
    line = exchange.line
    photo = f"({line.photo}) " if line.photo else ""
    return f"{photo}{f'[{line.button}]' if line.button else line.words}".strip()


def counted(held: Sequence[Exchange]) -> dict[str, dict[str, int]]:
    """How the replies of each maker were."""
    return {by: dict(Counter(str(one.verdict) for one in held if one.line.by is by)) for by in By}


def measured(held: Sequence[Exchange]) -> dict[str, Any]:
    """The measurement, as it is written to JSON."""
    return {
        **about("make transcript"),
        "counts": counted(held),
        "turns": [
            {
                "part": one.line.part,
                "photo": one.line.photo,
                "said": one.line.words,
                "pressed": one.line.button,
                "heard": one.heard.text,
                "pictures": one.heard.pictures,
                "buttons": one.heard.choices,
                "files": one.heard.files,
                "made_by": str(one.line.by),
                "verdict": str(one.verdict),
                "seconds": round(one.heard.seconds, 2),
            }
            for one in held
        ],
    }


def page(result: dict[str, Any]) -> list[str]:
    """The transcript for people."""
    rows = [
        (MADE_BY[By(by)], *(counts.get(str(verdict), 0) for verdict in Verdict))
        for by, counts in result["counts"].items()
    ]
    return [
        *head("A conversation at the page", result),
        "Everything a person can do, typed and clicked in a real browser, with the pocket models in one process and the"
        " embedded PostgreSQL. Nothing is left out or said twice. Where Familiar asks whether it is right, or which of"
        " several is meant, the person answers truly. Each reply was compared with what it should hold; “asked back” is"
        " neither right nor wrong.",
        table(["replies made by", *Verdict], rows),
        *(_turn(turn) for turn in result["turns"]),
    ]


def _turn(turn: dict[str, Any]) -> str:
    part = f"## {turn['part']}\n\n" if turn["part"] else ""
    photo = f"{_photo(turn['photo'])} " if turn["photo"] else ""
    words = f"presses **{turn['pressed']}**" if turn["pressed"] else escape(turn["said"], quote=False)
    more = [f"picture: {caption}" for caption in turn["pictures"]]
    more += [f"file: {name}" for name in turn["files"]]
    more += ["buttons: " + " · ".join(turn["buttons"])] if turn["buttons"] else []
    heard = escape(turn["heard"], quote=False).replace("\n", "<br>")
    notes = "".join(f"<br>*{note}*" for note in more)
    mark = f"{turn['verdict']}, {MADE_BY[By(turn['made_by'])]}, {turn['seconds']} s"
    return f"{part}**Anna** {photo}{words}\n\n> {heard}{notes}\n\n<sub>{mark}</sub>"


def _photo(shown: str) -> str:
    samples = list(SAMPLES)
    if shown not in samples:
        return f"*(photo: {shown})*"
    return f'<img src="../../bot/samples/{samples.index(shown) + 1}.jpg" width="120" alt="{shown}">'


def main(arguments: Sequence[str]) -> None:
    """Talk and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with serving() as familiar:
        result = measured(asyncio.run(talked(familiar.url)))
    keep(chosen.out, "transcript", result, page(result))


if __name__ == "__main__":
    main(sys.argv[1:])
