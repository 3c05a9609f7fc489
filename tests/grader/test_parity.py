"""Every network of `nox -s parity` keeps its bar for a few steps, in the learner's library too."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.feedback.known_misconceptions import misconceptions
from grader.manifest import PACKAGE, ROOT, SOLUTIONS, find_milestone
from parity.__main__ import main
from parity.report import Result
from parity.training import Run

SHORT = ["--dtypes", "float64", "--no-jax", "--steps"]
OWN_TOPOSORT = Path(__file__).with_name("learners") / "own_toposort" / "m05_toposort.py"


def test_a_few_steps_in_float64_give_the_losses_of_torch(tmp_path: Path) -> None:
    plot = tmp_path / "parity.svg"
    command = [sys.executable, "-m", "parity", *SHORT, "3", "--plot", str(plot)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert plot.read_text().startswith("<svg")


def test_threads_are_limited_before_numpy_is_imported() -> None:
    program = "import parity, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("loss", [2.0 + 1e-8, float("nan")])
def test_a_loss_too_far_off_or_lost_breaks_the_bar(loss: float) -> None:
    runs = {"autodiff": Run([3.0, loss], 0.5, 0.1), "torch": Run([3.0, 2.0], 0.5, 0.1)}
    assert Result("gpt", "float64", runs).broken()
    assert not Result("gpt", "float64", runs | {"autodiff": runs["torch"]}).broken()


@pytest.fixture
def exercises(exercises: Path) -> Iterator[Path]:
    """Fresh stubs; the library that is imported is forgotten afterwards."""
    yield exercises
    for name in [name for name in list(sys.modules) if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def train_own(folder: Path) -> int:
    """A few steps of an MLP in the library of whoever owns the folder."""
    options = ["mlp_sgd", "--target", "exercises", "--plot", str(folder.parent / "parity.svg")]
    return main([*options, *SHORT, "3"])


def test_a_learners_own_library_is_trained_and_it_is_said_whose(
    exercises: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(OWN_TOPOSORT, exercises)
    assert train_own(exercises) == 0
    whose = capsys.readouterr().out.splitlines()[0]
    assert whose == (
        "autodiff is your library: m05 from exercises/; "
        "not started, and so the reference's: m00 to m04, m06 to m36"
    )
    trained = sys.modules[PACKAGE].autograd.toposort
    assert trained.__code__.co_filename == str(exercises / OWN_TOPOSORT.name)


def test_a_learners_mistake_breaks_the_bar(
    exercises: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sgd = find_milestone("sgd")
    mistake = next(m for m in misconceptions(sgd) if m.where == "SGD.update")
    path = f"{sgd.module}.py"
    (exercises / path).write_text(mistake.apply((SOLUTIONS / path).read_text()))
    assert train_own(exercises) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_untouched_stubs_are_named_in_one_line(exercises: Path) -> None:
    with pytest.raises(SystemExit) as left:
        train_own(exercises)
    assert str(left.value) == "There is nothing of yours to train yet: m00 to m36 are not started."


def test_a_place_that_is_not_written_is_named_in_one_line(exercises: Path) -> None:
    path = exercises / "m08_backward.py"
    path.write_text(path.read_text() + "\n# to be continued\n")
    with pytest.raises(SystemExit) as left:
        train_own(exercises)
    assert str(left.value).endswith(
        "mlp_sgd needs what is not started: m08: Differentiable.backward"
    )
