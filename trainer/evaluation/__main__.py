"""python -m trainer.evaluation photos: real photos alone; for the drawn world it is `python -m trainer evaluate`."""

import time
from pathlib import Path

import typer

from trainer.evaluation.real_photos import evaluate_photos
from trainer.evaluation.run import Progress

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback(help=__doc__)
def _by_name() -> None:
    """Without a callback, the only command would have no name of its own."""


@app.command()
def photos(encoders: list[str], out: Path = Path("docs/evaluation")) -> None:
    """Real photos alone, for any open_clip encoders by name, beside plain colours."""
    evaluate_photos(encoders, out, Progress(time.time()))


if __name__ == "__main__":
    app()
