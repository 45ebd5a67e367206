"""The `familiar` command: run | admin …"""

import asyncio
import logging
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from core.errors import BadInput, Outage, Refusal
from core.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
admin = typer.Typer(no_args_is_help=True, help="What an operator does.")
app.add_typer(admin, name="admin")


@app.callback()
def familiar() -> None:
    """Familiar, a chat bot that knows your friends and pets."""


@app.command()
def run() -> None:
    """Serve the page until Ctrl-C."""
    started = time.perf_counter()

    def say(line: str) -> None:
        print(f"[{time.perf_counter() - started:5.1f} s] {line}", flush=True)

    say("loading libraries")
    settings = _settings()
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for ours in ("bot", "core"):  # libraries log what they like at INFO, whole request addresses included
        logging.getLogger(ours).setLevel(settings.log_level)
    from bot.serve import serve  # the heavy imports come after the first line a person sees

    _end_with(serve(settings, say))


@admin.command("import")
def import_memory(
    person: Annotated[str, typer.Argument(help='whose memory, "web:anna"')],
    archive: Annotated[Path, typer.Argument(help="an export.zip, or a zip with RAP's database.json", exists=True)],
) -> None:
    """Teach everything of an export to a person's memory."""
    from bot.admin import import_archive

    _end_with(import_archive(_settings(), person, archive, print))


@admin.command("pair")
def pair(code: Annotated[str, typer.Argument(help="what Familiar gave the person or the group")]) -> None:
    """Let a person or a group in, where ACCESS_PRIVATE or ACCESS_GROUPS is "pairing"."""
    from bot.admin import let_in

    _end_with(let_in(_settings(), code, print))


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]  # the input may be a password
        print(f"familiar: {str(wrong['loc'][0]).upper()}: {wrong['msg']}.", file=sys.stderr)
        raise typer.Exit(1) from None


def _end_with(job: Coroutine[object, object, None]) -> None:
    try:
        asyncio.run(job)
    except (Refusal, BadInput, Outage) as line:
        print(f"familiar: {line}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


if __name__ == "__main__":
    app()
