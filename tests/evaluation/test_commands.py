"""Each measurement has one command."""

from typer.testing import CliRunner

from trainer.__main__ import app as trainer
from trainer.evaluation.__main__ import app as evaluation


def test_the_drawn_world_is_measured_by_one_command_and_real_photos_by_another() -> None:
    run = CliRunner().invoke
    assert run(trainer, ["evaluate", "--help"]).exit_code == 0
    assert run(evaluation, ["photos", "--help"]).exit_code == 0
    assert "No such command 'world'" in run(evaluation, ["world"]).stderr
