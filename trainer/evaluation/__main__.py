"""python -m trainer.evaluation world|photos"""

import time
from pathlib import Path

import typer

from trainer.evaluation.real_photos import evaluate_photos
from trainer.evaluation.run import Progress, evaluate

app = typer.Typer(help="What the configured models are worth.", no_args_is_help=True, pretty_exceptions_enable=False)
app.command("world")(evaluate)


@app.command()
def photos(encoders: list[str], out: Path = Path("docs/evaluation")) -> None:
    """Real photos alone, for any open_clip encoders by name, beside plain colours."""
    evaluate_photos(encoders, out, Progress(time.time()))


if __name__ == "__main__":
    app()
