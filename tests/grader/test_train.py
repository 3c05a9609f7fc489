"""`nox -s train`: whose library is trained, and which milestones that takes."""

from __future__ import annotations

import pytest

from grader.commands import train
from grader.manifest import COURSE, MILESTONES


def test_training_needs_all_up_to_it_but_for_drawing_and_what_stands_alone():
    up_to_it = COURSE[: COURSE.index("training") + 1]
    needed = set(up_to_it) - {"by_hand", "scalars", "visualizer"}
    assert {m.slug for m in train.needed()} == needed & {m.slug for m in MILESTONES}


def test_only_two_libraries_can_be_trained_with(capsys):
    with pytest.raises(SystemExit) as exit:
        train.main(["--target", "elsewhere"])
    assert exit.value.code == 2
    said = capsys.readouterr().err
    assert "choose from" in said and "solutions" in said and "exercises" in said


def test_ones_own_library_trains_when_its_milestones_pass(monkeypatch, capsys):
    monkeypatch.setattr(train, "unfinished", lambda _: ["m04 magic methods (47/51)"])
    assert train.main(["--target", "exercises"]) == 1
    assert "m04 magic methods (47/51)" in capsys.readouterr().err
