"""The prompt: whose library it opens, and what it says where that can't be imported."""

from __future__ import annotations

import builtins
import shutil
import sys
from pathlib import Path

import pytest

from grader.commands import shell
from grader.manifest import PACKAGE

OWN_TOPOSORT = Path(__file__).with_name("learners") / "own_toposort" / "m05_toposort.py"


@pytest.fixture(autouse=True)
def prompt(exercises, monkeypatch):
    """The prompt of fresh stubs; the modules that it imports are forgotten afterwards."""
    monkeypatch.setattr(shell, "EXERCISES", exercises)
    monkeypatch.setattr(sys, "argv", ["shell"])
    monkeypatch.setenv("COLUMNS", "300")
    yield
    for name in [name for name in list(sys.modules) if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def typed(monkeypatch):
    """What someone types at the prompt before they leave it."""
    lines = []

    def answer(prompt=""):
        if lines:
            return lines.pop(0)
        raise EOFError

    monkeypatch.setattr(builtins, "input", answer)
    return lines


def test_before_anything_is_written_the_library_is_the_reference(exercises, typed, capsys):
    typed += ["torch.tensor([1.0, 2.0]) * np.float64(2)", "autodiff is torch"]
    assert shell.main([]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["tensor([2., 4.])", "True"]
    assert "`import autodiff as torch` is done: you have written nothing of it yet; the rest" in err


def test_a_given_file_that_was_changed_is_not_taken_for_used(exercises, typed, capsys):
    (exercises / "given/core/dtypes.py").write_text("raise SystemExit\n")
    assert shell.main([]) == 0
    assert "the grader's own are taken: given/core/dtypes.py" in capsys.readouterr().err


def test_what_someone_has_written_takes_the_place_of_the_reference(exercises, typed, capsys):
    shutil.copy(OWN_TOPOSORT, exercises)
    typed += ["torch.autograd.toposort.__code__.co_filename", "torch.autograd.__file__"]
    assert shell.main([]) == 0
    out, err = capsys.readouterr()
    mine, given = out.splitlines()
    assert mine == repr(str(exercises / OWN_TOPOSORT.name))
    assert "solutions" in given
    assert "is done: m05 from exercises/; the rest is the reference's." in err


def test_an_unfinished_file_opens_too(exercises, typed, capsys):
    path = exercises / "m08_backward.py"
    path.write_text(path.read_text() + "\n# to be continued\n")
    typed += ["torch.tensor([3.0], requires_grad=True).backward()"]
    assert shell.main([]) == 0
    assert "NotImplementedError: m08: " in capsys.readouterr().err


RAISED = "importing your library raised"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            "import sys\n\ndef toposort(root, parents)\n",
            "m05_toposort.py:3 is not Python yet: expected ':'",
        ),
        (
            "x = 1\n\nx.append(2)\n",
            f"{RAISED} AttributeError: 'int' object has no attribute 'append'",
        ),
        ("import sys\n\nsys.exit(0)\n", f"{RAISED} SystemExit: 0"),
    ],
)
def test_a_library_that_can_not_be_imported_is_explained(broken, said, exercises, typed, capsys):
    path = exercises / "m05_toposort.py"
    path.write_text(broken)
    assert shell.main([]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"  {said}")
    assert f"{path}:3" in err
    assert "Traceback" not in err and "grader" not in err


def test_a_missing_file_is_explained(exercises, typed, capsys):
    (exercises / "m06_visualizer.py").unlink()
    assert shell.main([]) == 1
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert "m06_visualizer.py is missing: `nox -s reset -- m06` restores it" in said


def test_a_script_runs_with_the_library_and_its_own_arguments(exercises, tmp_path, capsys):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nimport autodiff\nprint(__name__, sys.argv[1:], autodiff.tensor(3))\n"
    )
    assert shell.main([str(script), "a", "-b", "--help", "--", "c"]) == 0
    out, err = capsys.readouterr()
    assert out == "__main__ ['a', '-b', '--help', '--', 'c'] tensor(3)\n"
    assert "you have written nothing of it yet" in err


def test_what_a_script_raises_is_shown_from_its_own_lines_on(exercises, tmp_path, capsys):
    script = tmp_path / "script.py"
    script.write_text("def f():\n    return {}['key']\n\n\nf()\n")
    assert shell.main([str(script)]) == 1
    told = capsys.readouterr().err.partition("Traceback")[2].splitlines()
    files = [line.split('"')[1] for line in told if line.startswith("  File")]
    assert files == [str(script)] * 2 and told[-1] == "KeyError: 'key'"
    script.write_text("def f(:\n")
    assert shell.main([str(script)]) == 1
    said = capsys.readouterr().err
    assert "SyntaxError" in said and "shell.py" not in said and "runpy" not in said


def test_a_script_that_is_not_there_is_told_in_one_line(exercises, capsys):
    with pytest.raises(SystemExit) as exit:
        shell.main(["nowhere.py"])
    assert exit.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith("nox -s shell: there is no file nowhere.py")
