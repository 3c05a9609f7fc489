"""A learner's file under an old number is found by its slug, and moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import manifest
from grader.commands import reset
from grader.manifest import find_milestone
from grader.stubs.old_numbers import moved_places
from tests.grader.folders import solution, stub

TOPOSORT, WRAPPER = find_milestone("toposort"), find_milestone("wrapper")
MAGIC = find_milestone("magic_methods")
OLD = "m99_toposort.py"
WORK = "from .m98_wrapper import Array\n\n\ndef toposort(root, parents):\n    return [root]\n"


@pytest.fixture
def moved(exercises: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(manifest, "STATE", tmp_path / ".kata")

    def move(text: str = WORK, instead: str | None = None) -> str:
        (exercises / OLD).write_text(text)
        if instead is not None:
            (exercises / f"{TOPOSORT.module}.py").write_text(instead)
        assert reset.main(["--renumber"]) == 0
        return capsys.readouterr().out

    return move


def test_it_gets_the_number_of_today_and_so_does_what_it_names(moved, exercises, tmp_path):
    said = moved(WORK + '\n\ndef later():\n    raise NotImplementedError("m99: later")\n')
    text = (exercises / f"{TOPOSORT.module}.py").read_text()
    assert f"from .{WRAPPER.module} import Array" in text and "[root]" in text
    assert f'"{TOPOSORT.id}: later"' in text
    assert not (exercises / OLD).exists()
    (backup,) = (tmp_path / ".kata" / "backups").iterdir()
    assert backup.read_text().startswith(WORK) and backup.name in said


def test_work_under_the_new_number_is_kept(moved, exercises):
    assert "stays" in moved(instead="mine = 1\n")
    assert (exercises / OLD).read_text() == WORK
    assert (exercises / f"{TOPOSORT.module}.py").read_text() == "mine = 1\n"


def test_where_nothing_is_to_be_moved_nothing_is(exercises, capsys):
    before = {path: path.read_bytes() for path in exercises.iterdir() if path.is_file()}
    assert reset.main(["--renumber"]) == 0
    assert "Every file has the number" in capsys.readouterr().out
    assert before == {path: path.read_bytes() for path in exercises.iterdir() if path.is_file()}


def test_places_that_are_another_milestones_now_are_told():
    text = solution(TOPOSORT) + "\n\nclass Array:\n    def detach(self):\n        return self\n"
    assert "def detach" in stub(WRAPPER)
    assert moved_places(text, TOPOSORT) == [f"  Array.detach belongs to {WRAPPER.module}.py now"]
    assert moved_places("def", TOPOSORT) == []


@pytest.mark.parametrize("typed", [[], ["--renumber", "m05"]])
def test_one_thing_at_a_time(typed, exercises, capsys):
    with pytest.raises(SystemExit) as exit:
        reset.main(typed)
    assert exit.value.code == 2
    assert "takes milestones, or --renumber alone" in capsys.readouterr().err


def test_what_is_given_in_a_file_is_its_own_whoever_else_is_asked_for_one_of_that_name():
    assert moved_places(solution(MAGIC), MAGIC) == []
