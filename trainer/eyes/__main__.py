"""python -m trainer.eyes encoder|detector [--size quick|cpu|gpu] [--minutes N] [--out DIR]"""

import argparse
import json
from pathlib import Path

from trainer.eyes.detector import train_detector
from trainer.eyes.encoder import train_encoder
from trainer.eyes.recipe import DETECTOR, ENCODER


def main() -> None:
    """Train one of the eyes, or go on with it."""
    parser = argparse.ArgumentParser(prog="python -m trainer.eyes", description=main.__doc__)
    parser.add_argument("which", choices=("encoder", "detector"))
    parser.add_argument("--size", choices=("quick", "cpu", "gpu"), default="cpu")
    parser.add_argument("--minutes", type=float, help="stop after this long; the next call goes on from there")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="drawn views and checkpoints")
    parser.add_argument("--out", type=Path, help="where the weights go; models/pocket/<which> without it")
    asked = parser.parse_args()
    out = asked.out or Path("models/pocket") / asked.which
    if asked.which == "encoder":
        metrics = train_encoder(ENCODER[asked.size], asked.runs, out, asked.minutes)
    else:
        metrics = train_detector(DETECTOR[asked.size], asked.runs, out, asked.minutes)
    print(json.dumps({name: value for name, value in metrics.items() if name != "curve"}, indent=1))


if __name__ == "__main__":
    main()
