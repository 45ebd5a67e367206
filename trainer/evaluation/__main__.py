"""python -m trainer.evaluation [world|photos]"""

import time
from pathlib import Path

import typer

from trainer.evaluation.plan import Size
from trainer.evaluation.real_photos import evaluate_photos
from trainer.evaluation.run import SEEDS, Progress, evaluate

app = typer.Typer(help="What the configured models are worth.", no_args_is_help=True)
OUT = Path("docs/evaluation")


@app.command()
def world(size: Size = "quick", seeds: list[int] = list(SEEDS), out: Path = OUT) -> None:  # noqa: B006, typer copies it
    """The drawn world, through the whole of Familiar, and then real photos."""
    evaluate(size, seeds, out)


@app.command()
def photos(encoders: list[str], out: Path = OUT) -> None:
    """Real photos alone, for any open_clip encoders by name, beside plain colours."""
    evaluate_photos(encoders, out, Progress(time.time()))


if __name__ == "__main__":
    app()
