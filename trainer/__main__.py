"""python -m trainer: make the pocket models, measure them, write training examples, and look at one."""

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from core.adapters.open_clip import load_encoder
from core.prompt import fingerprint
from trainer.collate import Reader, in_colour
from trainer.evaluation.run import evaluate
from trainer.examples import groups, save
from trainer.eyes.detector import train_detector
from trainer.eyes.encoder import is_whole, train_encoder
from trainer.eyes.framed import set_limits
from trainer.eyes.recipe import DETECTOR, ENCODER, Size
from trainer.recipe import RECIPES
from trainer.scenes import draw_shard
from trainer.voice.measure import summary
from trainer.voice.model import load
from trainer.voice.retriever import seen_by_retriever
from trainer.voice.train import train_voice

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

app.command()(evaluate)

_SCENES_PER_SHARD = 400
_EXAMPLES_PER_SCENE = 4
_ENCODER = Path("models/pocket/encoder")


class Part(StrEnum):
    """One of the three pocket models."""

    ENCODER = "encoder"
    DETECTOR = "detector"
    VLM = "vlm"


class SplitName(StrEnum):
    """Which identities, names, facts, places and phrasings to draw from."""

    TRAIN = "train"
    TEST = "test"


@app.command()
def pocket(
    quick: Annotated[bool, typer.Option(help="smaller models, in minutes on two cores")] = False,
    gpu: Annotated[bool, typer.Option(help="the full recipe, for a GPU")] = False,
    only: Annotated[list[Part] | None, typer.Option(help="train only this one; may be given more than once")] = None,
    minutes: Annotated[
        float | None, typer.Option(help="stop each after this long; the next call goes on there")
    ] = None,
    out: Annotated[Path, typer.Option(help="where the weights go")] = Path("models/pocket"),
    runs: Annotated[Path, typer.Option(help="what is drawn and kept between calls")] = Path("runs"),
) -> None:
    """Make the three pocket models on the drawn world: encoder, detector, and the VLM on the encoder's tower."""
    size: Size = "quick" if quick else "gpu" if gpu else "cpu"
    for part in only or list(Part):
        print(f"{part}: {size} recipe")
        match part:
            case Part.ENCODER:
                train_encoder(ENCODER[size], runs, out / "encoder", minutes)
            case Part.DETECTOR:
                train_detector(DETECTOR[size], runs, out / "detector", minutes)
            case Part.VLM:
                if not (towers := seen_through(size, runs, out / "encoder", minutes)):
                    print("An encoder that the VLM looks through needs more time; the next call goes on there.")
                    break
                *coarse, fine = towers
                retriever = out / "encoder"
                learnt = train_voice(RECIPES[size], fine, retriever, runs / "voice", out / "vlm", minutes, *coarse)
                print(summary(learnt))
        if part is not Part.VLM:
            _set_limits_of_both(size, out / "encoder", out / "detector")


def _set_limits_of_both(size: Size, encoder: Path, detector: Path) -> None:
    if all((eye / "metrics.json").exists() for eye in (encoder, detector)):
        set_limits(encoder, detector, ENCODER[size].views)


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="folder for examples.jsonl and images/")],
    count: Annotated[int, typer.Option(help="about how many examples")] = 1_000,
    seed: int = 1,
    split: SplitName = SplitName.TRAIN,
    encoder: Annotated[Path, typer.Option(help="folder of the encoder that says how alike two are")] = _ENCODER,
) -> None:
    """Write examples as jsonl in `messages` + `images` form, one row per answer."""
    retriever = load_encoder(f"local-dir:{encoder}")
    drawn = (
        draw_shard(seed * 1_000 + number, min(_SCENES_PER_SHARD, 20 + count // _EXAMPLES_PER_SCENE), split.value)
        for number in range(1 + count // (_SCENES_PER_SHARD * _EXAMPLES_PER_SCENE))
    )
    seen = [seen_by_retriever(shard, retriever) for shard in drawn]
    read = (example for group in groups(seed, seen, 6) for example in group)
    written = save(islice(read, count), out)
    print(f"{written} examples in {out / 'examples.jsonl'}, prompts {fingerprint()}")


@app.command()
def print_example(
    seed: int = 1,
    split: SplitName = SplitName.TRAIN,
    model: Annotated[Path, typer.Option(help="whose tokenizer reads it")] = Path("models/pocket/vlm"),
    encoder: Annotated[Path, typer.Option(help="folder of the encoder that says how alike two are")] = _ENCODER,
) -> None:
    """One example as the model sees it: pictures as signs, tokens apart, what is learnt in colour."""
    vlm, processor = load(model)
    drawn = draw_shard(seed, 40, "test" if split is SplitName.TEST else "train")
    example = next(groups(seed, [seen_by_retriever(drawn, load_encoder(f"local-dir:{encoder}"))], 1))[0]
    print(f"{example.kind}, {example.cards} cards")
    print(in_colour(example, Reader(processor.tokenizer, vlm.config.image_seq_length)))


def seen_through(size: Size, runs: Path, encoder: Path, minutes: float | None = None) -> list[Path]:
    """The encoders that the pocket VLM looks through: the one with the largest patches, and the one that came after it.

    Where smaller patches still came after those, they are the encoder's alone: a picture would be too many tokens.
    Those that are not there are trained for a slice of `minutes`, or to the end; empty where one needs more than that.
    """
    made = ENCODER[size].runs
    folders = [*(runs / f"encoder-{one.patch}px" for one in made[:-1]), encoder][:2]
    for one, folder in zip(made[:-1], folders, strict=False):
        if not is_whole(folder, one):
            train_encoder(one, runs, folder, minutes)
        if not is_whole(folder, one):
            return []
    return folders


if __name__ == "__main__":
    app()
