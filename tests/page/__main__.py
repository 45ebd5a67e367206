"""python -m tests.page: the page on a scripted conversation. NiceGUI keeps one page a process, so tests start some."""

import argparse
import asyncio
from functools import partial
from pathlib import Path

from bot.page.samples import samples_of
from bot.web import create_app, serve
from tests.page.scripted import Scripted

NOTICE = "I only know drawn beings right now. For real photos, set ENCODER and GENERATOR_URL; the README tells how."


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.page", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token")
    parser.add_argument("--samples", type=Path, required=True)
    asked = parser.parse_args()
    app = create_app(
        Scripted(),
        secret="a secret for tests",
        token=asked.token,
        notice=NOTICE,
        samples=partial(samples_of, asked.samples),
    )
    asyncio.run(serve(app, "127.0.0.1", asked.port, listening=partial(print, flush=True)))


if __name__ == "__main__":
    main()
