"""What a training run shows: a bar of progress, and a summary of the model."""

from __future__ import annotations

import io


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_and_gone_in_the_end(lib):
    terminal = Terminal()
    tracked = lib.training.track([5, 7], "epoch 1", terminal)
    for _ in range(2):
        assert list(tracked) == [5, 7] and len(tracked) == 2
    drawn = terminal.getvalue()
    assert "epoch 1 ─" in drawn and "0/2" in drawn and drawn.endswith("\r\x1b[K")


def test_nothing_is_drawn_anywhere_else(lib):
    stream = io.StringIO()
    assert list(lib.training.track([5, 7], "epoch 1", stream)) == [5, 7]
    assert stream.getvalue() == ""


def test_a_bar_is_as_long_as_the_work_done(lib):
    bar = lib.given.data.progress.bar
    assert bar("epoch 2", 15, 60, 5.0) == f"epoch 2 {'━' * 7}{'─' * 23} 15/60, 15 s to go"


def test_a_summary_counts_shared_parameters_once(lib):
    nn = lib.nn
    shared = nn.Linear(4, 4)
    model = nn.Sequential(shared, nn.ReLU(), shared, nn.Linear(4, 2))
    model[3].bias.requires_grad_(False)
    lines = lib.training.summary(model, lib.zeros(3, 4)).splitlines()
    assert [line.split() for line in lines[2:-1]] == [
        ["0", "Linear", "(3,", "4)", "20"],
        ["1", "ReLU", "(3,", "4)"],
        ["3", "Linear", "(3,", "2)", "10"],
    ]
    assert lines[-1] == "30 parameters, 28 of them to be trained; 0.00 MB"
    assert "output" not in lib.training.summary(model).splitlines()[0]
