"""What a newcomer waits for: a fresh clone, `make run`, the page, the first answered question; then a second start.

    python -m benchmarks.start [--tests] [--out docs/measurements]

writes start.json and start.md. It clones what is committed, installs into the clone as on a fresh machine (pip's cache
is not used), and deletes it all. `--tests` runs `make test` in the clone, too, which takes many minutes.
"""

import argparse
import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from playwright.async_api import Browser, expect

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from tests.page.familiar import ROOT, Familiar, start
from tests.page.talk import Heard, press, try_sample
from tests.page.visitor import new_context, open_browser, visiting

log = logging.getLogger(__name__)

PATIENCE = 1800.0  # s for the first start: two gigabytes come over the network
SECOND_START = 15.0  # s; the target
NEWCOMER = "Anna"


def fresh_clone(folder: Path) -> dict[str, Any]:
    """The last commit, as somebody gets it who has never been here."""
    begin = perf_counter()
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(folder)], check=True)
    commit = subprocess.run(["git", "-C", str(folder), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return {"seconds": round(perf_counter() - begin, 1), "commit": commit.stdout.strip()}


def make_run(clone: Path, log_file: Path) -> Familiar:
    """`make run`, until the page is ready."""
    return start(["make", "run"], clone, log_file, {"PIP_NO_CACHE_DIR": "1"}, PATIENCE)


async def first_question(browser: Browser, url: str) -> dict[str, Any]:
    """What a newcomer does first: one sample teaches, the next one asks."""
    begin = perf_counter()
    async with visiting(await new_context(browser), url, NEWCOMER) as visitor:
        loaded = perf_counter() - begin
        taught = await try_sample(visitor, "Meet Max")
        replies = [taught]
        if taught.numbers:  # two are seen where one is
            replies.append(await press(visitor, taught.numbers[0]))
        asked = await try_sample(visitor, "Who is this?")
        await expect(visitor.tiles.filter(has_text="Max")).to_have_count(1)
        return {
            "page in the browser": round(loaded, 1),
            "lesson": [_told(reply) for reply in replies],
            "question": _told(asked),
            "seconds": round(perf_counter() - begin, 1),
        }


async def still_known(browser: Browser, url: str) -> list[str]:
    """Who is in the gallery of somebody who comes back."""
    async with visiting(await new_context(browser), url, NEWCOMER) as visitor:
        await expect(visitor.tiles).not_to_have_count(0)
        return [text.split("\n")[0] for text in await visitor.tiles.all_inner_texts()]


def stopped(familiar: Familiar) -> dict[str, Any]:
    """Ctrl-C, and what came of it. make reports the interrupt as its own end; Familiar says that it has stopped."""
    begin = perf_counter()
    status = familiar.stop()
    return {
        "seconds": round(perf_counter() - begin, 1),
        "status of make": status,
        "said it stopped": "] stopped" in familiar.log.read_text(errors="replace"),
        "left running": _left_running(familiar.process.pid),
    }


def _left_running(group: int) -> bool:
    try:
        os.killpg(group, 0)  # asks only
    except ProcessLookupError:
        return False
    return True


def _told(heard: Heard) -> dict[str, Any]:
    return {"heard": heard.text, "buttons": heard.choices, "seconds": round(heard.seconds, 2)}


def _megabytes(*folders: Path) -> int:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return round(sum(path.stat().st_blocks * 512 for path in files) / 1e6)


def disk(clone: Path) -> dict[str, int]:
    """Megabytes that are used now, by what."""
    used = {
        "environment (.venv)": _megabytes(clone / ".venv"),
        "database and secret (data)": _megabytes(clone / "data"),
    }
    used["the clone itself"] = _megabytes(clone) - sum(used.values())
    return used


async def run(folder: Path) -> dict[str, Any]:
    """The whole measurement, as it is written to JSON."""
    clone, log_file = folder / "familiar", folder / "first.txt"
    cloned = fresh_clone(clone)
    log.info("cloned %s; make run", cloned["commit"])
    async with open_browser() as browser:
        first = await asyncio.to_thread(make_run, clone, log_file)
        try:
            log.info("ready after %.0f s", first.seconds)
            question = await first_question(browser, first.url)
        finally:
            end = await asyncio.to_thread(stopped, first)
        used = await asyncio.to_thread(disk, clone)
        log.info("first question after %.0f s; once more", first.seconds + question["seconds"])
        second = await asyncio.to_thread(make_run, clone, folder / "second.txt")
        try:
            known = await still_known(browser, second.url)
        finally:
            second_end = await asyncio.to_thread(stopped, second)
    return {
        **about("make bench-start"),
        "clone": cloned,
        "first start": {"ready": round(first.seconds, 1), "steps": steps(log_file), **question},
        "ready and answered": round(first.seconds + question["seconds"], 1),
        "stop": end,
        "megabytes": used,
        "second start": {"ready": round(second.seconds, 1), "still known": known, "stop": second_end},
        "target": {"second start": SECOND_START},
    }


def steps(log_file: Path) -> list[str]:
    """What was said on the way; the newcomer saw the same."""
    lines = log_file.read_text(errors="replace").splitlines()
    return [line for line in lines if line.startswith("[") and "http://" not in line and "\x1b" not in line]


def make_test(clone: Path) -> dict[str, Any]:
    """`make test` in the clone; its seconds, status and last line."""
    begin = perf_counter()
    done = subprocess.run(["make", "test"], cwd=clone, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    return {"seconds": round(perf_counter() - begin), "status": done.returncode, "last line": last}


def page(result: dict[str, Any]) -> list[str]:
    """The figures for people."""
    first, second, end = result["first start"], result["second start"], result["stop"]
    rows = [
        ("git clone", result["clone"]["seconds"]),
        ("make run, until /readyz says yes", first["ready"]),
        ("the page in the browser, signed in", first["page in the browser"]),
        ("a lesson, from one click to the reply", round(sum(reply["seconds"] for reply in first["lesson"]), 2)),
        ("a question, from one click to the whole answer", first["question"]["seconds"]),
        ("**make run to the first answered question**", f"**{result['ready and answered']}**"),
        ("Ctrl-C to the end", end["seconds"]),
        ("second make run, until /readyz says yes", second["ready"]),
    ]
    ends = [end, second["stop"]]
    is_clean = all(each["said it stopped"] and not each["left running"] for each in ends)
    is_met = second["ready"] <= result["target"]["second start"]
    paragraphs = [
        *head("From a fresh clone to the first answer", result),
        f"A fresh clone of {result['clone']['commit']}; packages come over the network, without pip's cache. Then the"
        " samples on the page, by one click each.",
        table(("step", "seconds"), rows),
        "\n".join(f"- “{reply['heard']}”" for reply in (*first["lesson"], first["question"])),
        f"Ctrl-C {'stopped it cleanly both times' if is_clean else 'did **not** stop it cleanly'}. At the second start"
        f" it still knew {', '.join(second['still known'])}.",
        f"Target: second start in {result['target']['second start']:.0f} s or less. Measured: {second['ready']} s:"
        f" **{'met' if is_met else 'not met'}**.",
        table(("on disk", "MB"), [*result["megabytes"].items(), ("all", sum(result["megabytes"].values()))]),
    ]
    if tested := result.get("make test"):
        paragraphs.append(
            f"`make test` in the same clone: {tested['last line']} (status {tested['status']}, {tested['seconds']} s)."
        )
    return paragraphs


def main(arguments: Sequence[str]) -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true", help="run make test in the clone, too")
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with TemporaryDirectory(prefix="familiar-start-", ignore_cleanup_errors=True) as name:
        result = asyncio.run(run(Path(name)))
        if chosen.tests:
            log.info("make test")
            result["make test"] = make_test(Path(name) / "familiar")
    keep(chosen.out, "start", result, page(result))


if __name__ == "__main__":
    main(sys.argv[1:])
