"""What a training run shows, and whose library `nox -s train` takes."""

from __future__ import annotations

import io
import sys
import types

import pytest

from grader.asking.in_process import InProcess
from grader.commands import train
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS


@pytest.fixture(scope="module")
def autodiff() -> types.ModuleType:
    assert InProcess(assemble(SOLUTIONS, None)).start() is None
    return sys.modules[PACKAGE]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_and_gone_in_the_end(autodiff):
    terminal = Terminal()
    tracked = autodiff.training.track([5, 7], "epoch 1", terminal)
    for _ in range(2):
        assert list(tracked) == [5, 7] and len(tracked) == 2
    drawn = terminal.getvalue()
    assert "epoch 1 ─" in drawn and "0/2" in drawn and drawn.endswith("\r\x1b[K")


def test_nothing_is_drawn_anywhere_else(autodiff):
    stream = io.StringIO()
    assert list(autodiff.training.track([5, 7], "epoch 1", stream)) == [5, 7]
    assert stream.getvalue() == ""


def test_a_bar_is_as_long_as_the_work_done(autodiff):
    bar = sys.modules[f"{PACKAGE}.given.progress"].bar
    assert bar("epoch 2", 15, 60, 5.0) == f"epoch 2 {'━' * 7}{'─' * 23} 15/60, 15 s to go"


def test_a_summary_counts_shared_parameters_once(autodiff):
    nn = autodiff.nn
    shared = nn.Linear(4, 4)
    model = nn.Sequential(shared, nn.ReLU(), shared, nn.Linear(4, 2))
    model[3].bias.requires_grad_(False)
    lines = autodiff.training.summary(model, autodiff.zeros(3, 4)).splitlines()
    assert [line.split() for line in lines[2:-1]] == [
        ["0", "Linear", "(3,", "4)", "20"],
        ["1", "ReLU", "(3,", "4)"],
        ["3", "Linear", "(3,", "2)", "10"],
    ]
    assert lines[-1] == "30 parameters, 28 of them to be trained; 0.00 MB"
    assert "output" not in autodiff.training.summary(model).splitlines()[0]


def test_training_needs_all_up_to_m16_but_for_drawing_and_m00():
    ids = [m.id for m in train.needed()]
    assert ids == [f"m{n:02}" for n in range(1, 17) if n != 5]


def test_only_two_libraries_can_be_trained_with(capsys):
    with pytest.raises(SystemExit) as exit:
        train.main(["--target", "elsewhere"])
    assert exit.value.code == 2
    said = capsys.readouterr().err
    assert "choose from" in said and "solutions" in said and "exercises" in said


def test_ones_own_library_trains_when_its_milestones_pass(monkeypatch, capsys):
    monkeypatch.setattr(train, "unfinished", lambda _: ["m03 magic methods (47/51)"])
    assert train.main(["--target", "exercises"]) == 1
    assert "m03 magic methods (47/51)" in capsys.readouterr().err
