"""Every network of `nox -s parity` keeps its bar for a few steps."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.manifest import ROOT
from parity.report import Result
from parity.training import Run


def test_a_few_steps_in_float64_give_the_losses_of_torch(tmp_path: Path) -> None:
    plot = tmp_path / "parity.svg"
    options = ["--dtypes", "float64", "--no-jax", "--steps", "20", "--plot", str(plot)]
    command = [sys.executable, "-m", "parity", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert plot.read_text().startswith("<svg")


@pytest.mark.parametrize("loss", [2.0 + 1e-8, float("nan")])
def test_a_loss_too_far_off_or_lost_breaks_the_bar(loss: float) -> None:
    runs = {"autodiff": Run([3.0, loss], 0.5, 0.1), "torch": Run([3.0, 2.0], 0.5, 0.1)}
    assert Result("gpt", "float64", runs).broken()
    assert not Result("gpt", "float64", runs | {"autodiff": runs["torch"]}).broken()
