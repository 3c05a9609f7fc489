"""`nox -s export`: a package of the learner's files that needs NumPy alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands import export
from grader.manifest import ROOT, find_milestone
from tests.grader.folders import solution, solved, stub, write

M00, TOPOSORT = find_milestone("by_hand"), find_milestone("toposort")

# Python with NumPy alone: every other package that is installed here is refused.
ALONE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if path is None and name not in {"numpy", "autodiff"} | set(sys.stdlib_module_names):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
"""
XOR = """
import autodiff as torch
torch.manual_seed(0)
x, y = torch.tensor([[0., 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.], [1], [1], [0]])
W1, b1 = torch.randn(2, 8, requires_grad=True), torch.zeros(8, requires_grad=True)
W2, b2 = torch.randn(8, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
for _ in range(2000):
    loss = ((torch.sigmoid(torch.sigmoid(x @ W1 + b1) @ W2 + b2) - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for p in (W1, b1, W2, b2):
            p -= 2 * p.grad
            p.grad = None
print("learned" if loss < 0.01 else loss)
"""


def run(package_in: Path, program: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(package_in)}
    command = [sys.executable, "-c", ALONE + program]
    return subprocess.run(
        command, cwd=package_in, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def submission(tmp_path):
    """A folder with one finished milestone and one that says whose it is."""
    folder = tmp_path / "submission"
    folder.mkdir()
    return write(solved(folder, TOPOSORT), M00, solution(M00) + "\nMINE = True\n")


def test_the_package_trains_with_numpy_alone_and_says_which_file_is_whose(
    submission, tmp_path, capsys
):
    out = tmp_path / "out"
    assert export.main([str(out), "--target", str(submission)]) == 0
    assert "m00, m05 from submission/" in capsys.readouterr().out
    told = (out / "autodiff" / "README.md").read_text()
    assert "m05_toposort.py" in told and "m06" not in told
    done = run(out, XOR + "print(torch.by_hand.MINE)")
    assert done.stdout.split() == ["learned", "True"], done.stderr


def test_a_tutorial_runs_on_the_package(submission, tmp_path):
    export.main([str(tmp_path / "out"), "--target", str(submission)])
    script = (ROOT / "tests" / "scripts" / "quickstart.py").read_text()
    done = run(
        tmp_path / "out",
        script.replace("import torch", "import autodiff as torch", 1).replace(
            "from torch", "from autodiff"
        ),
    )
    assert done.returncode == 0 and done.stdout.count("\n") > 3, done.stderr


def test_an_untouched_checkout_gives_the_reference(exercises, tmp_path, capsys):
    assert export.main([str(tmp_path / "out"), "--target", str(exercises)]) == 0
    assert "all of it is the reference's" in capsys.readouterr().out
    given = (tmp_path / "out" / "autodiff" / "m05_toposort.py").read_text(encoding="utf-8")
    assert given == solution(TOPOSORT) != stub(TOPOSORT)


def test_no_folders_are_made_above_it(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        export.main([str(tmp_path / "none" / "out")])
    assert "there is no folder" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("taken", ["autodiff", "pyproject.toml"])
def test_what_is_there_already_is_left_alone(taken, tmp_path, capsys):
    (tmp_path / taken).mkdir()
    with pytest.raises(SystemExit, match="2"):
        export.main([str(tmp_path)])
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [taken]


def test_a_file_that_cannot_be_used_is_named_in_one_line(submission, tmp_path, capsys):
    (submission / "m05_toposort.py").unlink()
    (submission / "m05_toposort.py").symlink_to(submission / "m00_by_hand.py")
    with pytest.raises(SystemExit, match="2"):
        export.main([str(tmp_path / "out"), "--target", str(submission)])
    said = capsys.readouterr().err
    assert "symbolic link" in said and said.count("\n") == 1
    assert not (tmp_path / "out").exists()
