"""Starting a milestone over never loses what was there."""

from __future__ import annotations

import re

import pytest

from grader import manifest
from grader.commands import reset, stubs
from grader.stubs import issued, start_over

WORK = "def one() -> int:\n    return 1  # \N{GREEK SMALL LETTER LAMDA}\n"


@pytest.fixture
def exercises(checkout):
    """The exercises of a small checkout, generated."""
    stubs.main([])
    return checkout / "exercises"


def backups():
    folder = manifest.STATE / "backups"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_work_is_backed_up_and_a_fresh_stub_takes_its_place(exercises, capsys):
    path = exercises / "m90_first.py"
    fresh = path.read_bytes()
    path.write_text(WORK, "utf-8")
    capsys.readouterr()
    assert reset.main(["m90"]) == 0
    assert path.read_bytes() == fresh
    assert issued.is_untouched(path)
    (backup,) = backups()
    assert backup.read_text("utf-8") == WORK
    assert re.fullmatch(r"m90_first\.\d{8}T\d{6}Z\.py", backup.name)
    assert capsys.readouterr().out.splitlines() == [
        f"m90: what was there is now .kata/backups/{backup.name}",
        "m90: exercises/m90_first.py starts over",
    ]


def test_backups_of_the_same_second_have_names_of_their_own(exercises, monkeypatch):
    class Noon(start_over.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2024, 1, 2, 12, tzinfo=tz)

    monkeypatch.setattr(start_over, "datetime", Noon)
    for number in range(3):
        (exercises / "m90_first.py").write_text(f"work = {number}\n")
        assert reset.main(["90"]) == 0
    for _ in range(2):
        (exercises / "m90_first.py").unlink()
        (exercises / "m90_first.py").mkdir()
        assert reset.main(["90"]) == 0
    names = ["", "-2", "-3", "-4", "-5"]
    paths = [manifest.STATE / f"backups/m90_first.20240102T120000Z{n}.py" for n in names]
    assert [path.read_text() for path in paths[:3]] == [f"work = {n}\n" for n in range(3)]
    assert [list(path.iterdir()) for path in paths[3:]] == [[], []]


def test_an_untouched_file_says_so(exercises, capsys):
    capsys.readouterr()
    assert reset.main(["first"]) == 0
    assert "is untouched, so there is nothing to reset" in capsys.readouterr().out
    assert backups() == []


def test_an_older_stub_is_renewed_without_a_backup(exercises):
    path = exercises / "m90_first.py"
    (manifest.SOLUTIONS / path.name).write_text("def uno() -> int:\n    return 3 - 2\n")
    assert reset.main(["m90"]) == 0
    assert "def uno" in path.read_text()
    assert "return" not in path.read_text()
    assert issued.is_untouched(path)
    assert backups() == []


def test_a_missing_file_is_restored(exercises, capsys):
    path = exercises / "m90_first.py"
    fresh = path.read_bytes()
    path.unlink()
    assert reset.main(["m90"]) == 0
    assert path.read_bytes() == fresh
    assert "exercises/m90_first.py is back" in capsys.readouterr().out
    assert backups() == []


def test_a_file_under_another_name_is_not_lost_from_sight(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "m05_toposorting (1).py").write_text(WORK, "utf-8")
    monkeypatch.setattr(manifest, "EXERCISES", folder)
    assert reset.main(["m05"]) == 1
    assert f"rename {folder}/m05_toposorting (1).py to m05_toposort.py" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["m05_toposorting (1).py"]


def test_a_link_is_moved_and_what_it_points_to_is_left_alone(exercises, tmp_path):
    path, target = exercises / "m90_first.py", tmp_path / "mine.py"
    target.write_text(WORK, "utf-8")
    path.unlink()
    path.symlink_to(target)
    assert reset.main(["m90"]) == 0
    assert not path.is_symlink()
    assert issued.is_untouched(path)
    assert target.read_text("utf-8") == WORK
    (backup,) = backups()
    assert backup.readlink() == target


def test_a_folder_is_moved_with_everything_in_it(exercises):
    path = exercises / "m90_first.py"
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_text("mine")
    assert reset.main(["m90"]) == 0
    assert issued.is_untouched(path)
    (backup,) = backups()
    assert (backup / "notes.txt").read_text() == "mine"


def test_several_milestones_at_once_each_only_once(exercises):
    for name in ("m90_first", "m91_second"):
        (exercises / f"{name}.py").write_text(WORK, "utf-8")
    assert reset.main(["m90", "second", "90"]) == 0
    assert [backup.name.partition(".")[0] for backup in backups()] == ["m90_first", "m91_second"]


def test_an_unknown_milestone_stops_before_anything_is_done(exercises, capsys):
    (exercises / "m90_first.py").write_text(WORK, "utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit) as exit:
        reset.main(["m90", "m77"])
    captured = capsys.readouterr()
    assert exit.value.code == 2
    assert "'m77' is not a milestone; choose from m90 to m91, which" in captured.err
    assert captured.out == ""
    assert (exercises / "m90_first.py").read_text("utf-8") == WORK


def test_a_backup_that_fails_leaves_the_work_in_place(exercises, capsys):
    path = exercises / "m90_first.py"
    path.write_text(WORK, "utf-8")
    manifest.STATE.write_text("a file where the folder should be")
    assert reset.main(["m90"]) == 1
    assert path.read_text("utf-8") == WORK
    assert capsys.readouterr().err != ""
