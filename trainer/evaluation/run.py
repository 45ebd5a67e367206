"""One evaluation from beginning to end, on a database of its own, two processes at a time."""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, TypeVar

import torch
import typer

from core.adapters.embedded import embedded_postgres, migrate
from core.ports import Ports
from core.settings import Settings
from core.wiring import open_ports
from trainer.evaluation.asking import Asked, ask_all, time_answers
from trainer.evaluation.detecting import Crowds, see_crowds
from trainer.evaluation.plan import PLANS, Plan, Say, Size
from trainer.evaluation.real_photos import evaluate_photos
from trainer.evaluation.report import Measured, write_report
from trainer.evaluation.seeing import Curves, draw_curves

SEEDS: Final = (1, 2, 3)
_PROCESSES: Final = 2  # each on one core: most of an answer is one thread's work
_Found = TypeVar("_Found")
_Work = Callable[[Ports, Plan, int, Say], Awaitable[_Found]]


@dataclass(frozen=True, slots=True)
class Progress:
    """Prints each line with the seconds since the start; copies in other processes share that start."""

    began: float

    def __call__(self, line: str) -> None:
        typer.echo(f"{time.time() - self.began:6.0f} s  {line}")


def evaluate(
    size: Annotated[Size, typer.Option(help="quick: within ten minutes on two cores")] = "quick",
    seeds: Annotated[list[int] | None, typer.Option("--seed", help="each draws other beings and questions")] = None,
    out: Annotated[Path, typer.Option(help="where the reports go")] = Path("docs/evaluation"),
) -> None:
    """Measure the configured models on the drawn world, and their encoder on real photos; the reports go to `out`."""
    settings, say = Settings(), Progress(time.time())
    measured = asyncio.run(_measured(settings, PLANS[size], tuple(seeds or SEEDS), say))
    for path in write_report(measured, out / ("pocket" if settings.is_pocket else "models")):
        say(f"wrote {path}")
    evaluate_photos([settings.encoder], out, say)


async def measure(ports: Ports, plan: Plan, seeds: tuple[int, ...], say: Say) -> Measured:
    """Everything, one after the other, over ports that are open."""
    began = time.time()
    asked = [await ask_all(ports, plan, seed, say) for seed in seeds]
    curves = [await draw_curves(ports, plan, seed, say) for seed in seeds]
    crowds = [await see_crowds(ports, plan, seed, say) for seed in seeds]
    return await _joined(ports, plan, seeds, (asked, curves, crowds), began, say)


async def _measured(settings: Settings, plan: Plan, seeds: tuple[int, ...], say: Progress) -> Measured:
    """The same in several processes, over a new database: what people taught is never touched, or met."""
    with tempfile.TemporaryDirectory(prefix="familiar-evaluation-") as folder:
        async with embedded_postgres(Path(folder) / "postgres") as url:
            await migrate(url)
            own = settings.model_copy(update={"data": Path(folder), "database_url": url})
            parts = await asyncio.to_thread(_in_processes, own, plan, seeds, say)
            async with open_ports(own, say) as ports:
                return await _joined(ports, plan, seeds, parts, say.began, say)


_Parts = tuple[Sequence[Asked], Sequence[Curves], Sequence[Crowds]]


def _in_processes(settings: Settings, plan: Plan, seeds: tuple[int, ...], say: Progress) -> _Parts:
    with ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as pool:

        def started(work: _Work[_Found]) -> list[Future[_Found]]:
            return [pool.submit(_in_process, work, settings, plan, seed, say) for seed in seeds]

        # What takes longest first, so that no core waits long for the other at the end.
        asked, curves, crowds = started(ask_all), started(draw_curves), started(see_crowds)
        return [one.result() for one in asked], [one.result() for one in curves], [one.result() for one in crowds]


def _in_process(work: _Work[_Found], settings: Settings, plan: Plan, seed: int, say: Progress) -> _Found:
    torch.set_num_threads(1)

    async def opened() -> _Found:
        async with open_ports(settings, lambda line: None) as ports:
            return await work(ports, plan, seed, say)

    return asyncio.run(opened())


async def _joined(ports: Ports, plan: Plan, seeds: tuple[int, ...], parts: _Parts, began: float, say: Say) -> Measured:
    """The parts, the models' names, and the answers that are timed now that nothing else is going on."""
    asked, curves, crowds = parts
    timed = await time_answers(ports, plan, seeds[0])
    say(f"timed {len(timed)} answers")
    models = {"encoder": ports.encoder.name, "detector": ports.detector.name, "generator": ports.generator.name}
    minutes = (time.time() - began) / 60
    return Measured(plan, seeds, models, tuple(asked), tuple(curves), tuple(crowds), timed, minutes)
