"""A class is graded: each gets what its work is worth, whatever the others hand in, and however
often the run is ended in between."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from classroom.__main__ import main
from classroom.commands.run import left
from classroom.grades.pages import folder_for
from classroom.grades.rows import Row, rows
from classroom.grades.tables import canvas, guarded, moodle
from classroom.running.here import Here
from classroom.running.records import Place
from classroom.running.run import run, tasks
from classroom.running.seeds import POOL, key_of, seeds_of
from grader.manifest import EXERCISES, ROOT, SOLUTIONS, find_milestone
from grader.sandbox.escapes.trial import Escape
from grader.saved import load
from tests.classroom.downloads import laid

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone seals")

SORT = find_milestone("toposort")
FILE = f"{SORT.module}.py"
RIGHT = (SOLUTIONS / FILE).read_text(encoding="utf-8")
STUB = (EXERCISES / FILE).read_text(encoding="utf-8")
READS_THE_ANSWER = f"exec(open({str(SOLUTIONS / FILE)!r}).read())\n"
HANDED_IN = {  # what each is worth
    "right": (RIGHT, 4.0),
    "windows": (RIGHT.replace("\n", "\r\n"), 4.0),
    "stub": (STUB, 0.0),
    "broken": ("def toposort(:\n", 0.0),
    "cheat": (READS_THE_ANSWER, 0.0),
    "gone": ("import os\nos._exit(0)\n", 0.0),
}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Path:
    """A class that has handed in, and was graded."""
    folder = tmp_path_factory.mktemp("class")
    tree = {f"{name}/{FILE}": text for name, (text, _) in HANDED_IN.items()}
    download = laid(tmp_path_factory.mktemp("download"), tree)
    laid(download, {"empty/notes.txt": ""})
    (folder / "roster.csv").write_text("Name\n" + "\n".join([*HANDED_IN, "empty", "absent"]))
    assert main(["intake", str(download), str(folder), "--roster", f"{folder}/roster.csv"]) == 0
    assert main(["run", str(folder), "--jobs", "2"]) == 0
    return folder


@pytest.fixture(autouse=True)
def tried_once(classroom, monkeypatch):
    """The seal is tried when the class is made, and not again by each run."""
    monkeypatch.setattr("grader.sandbox.escapes.trial.escapes", lambda: [])


def graded(classroom: Path) -> dict[str, float]:
    return {name: load(Place.of(classroom, name).record).score for name in HANDED_IN}


def test_each_gets_what_its_work_is_worth(classroom):
    assert graded(classroom) == {name: worth for name, (_, worth) in HANDED_IN.items()}


STATE = "\ncalls = []\nsort = toposort\n\ndef toposort(root, parents):\n"
STATE += "    calls.append(root)\n    return sort(root, parents) if len(calls) < 12 else []\n"


def test_what_is_shared_on_the_second_seed_harms_no_right_answer(tmp_path):
    """Who is wrong after a dozen calls in one process was right in each of its own."""
    laid(tmp_path, {f"submissions/state/{FILE}": RIGHT + STATE})
    assert main(["run", str(tmp_path)]) == 0
    assert load(Place.of(tmp_path, "state").record).score == 4.0


def test_nothing_is_left_beside_the_records(classroom):
    names = {path.name for path in classroom.iterdir()}
    names -= {"answers", "gradebook.csv", "class.html", "reports"}
    assert names == {"roster.csv", "intake.json", "submissions", "key", "records"}
    assert {path.suffix for path in (classroom / "records").iterdir()} == {".json", ".digest"}


def test_no_report_tells_a_seed(classroom):
    key = key_of(classroom)
    secret = {str(seed) for name in HANDED_IN for seed in seeds_of(key, name)}
    told = "".join(path.read_text() for path in (classroom / "records").iterdir())
    assert [seed for seed in secret if seed in told] == []
    assert (
        "secret"
        in subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "grader.commands.report",
                f"{classroom}/records/right.json",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
        ).stdout
    )


def test_what_has_a_record_is_not_graded_again_unless_it_changes(classroom, capsys):
    assert main(["run", str(classroom)]) == 0
    assert capsys.readouterr().out.startswith(f"0 graded, {len(HANDED_IN)} before")
    path = classroom / "submissions" / "broken" / FILE
    path.write_text(RIGHT)
    try:
        states = {row.key: (row.state, row.score) for row in rows(classroom)}
        assert states["broken"] == ("not graded", None)  # its record is that of another version
        assert states["right"] == ("graded", 4.0)
        assert main(["run", str(classroom)]) == 0
        said = capsys.readouterr().out
        assert "broken: 0 -> 4\n" in said
        assert "1 graded" in said
    finally:
        path.write_text(HANDED_IN["broken"][0])
        assert main(["run", str(classroom)]) == 0


def begun(classroom: Path, folder: Path, jobs: int, until: str) -> tuple[Path, subprocess.Popen]:
    """A class that has handed in the same, and a run of it, once there are files of some name."""
    other = folder / "class"
    other.mkdir()
    for name in ("submissions", "key", "intake.json"):
        subprocess.run(["cp", "-r", classroom / name, other], check=True)
    command = [sys.executable, "-P", "-m", "classroom", "run", str(other), "--jobs", str(jobs)]
    started = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    while not list(other.glob(until)):
        assert started.poll() is None
        time.sleep(0.02)
    return other, started


def test_a_run_that_is_killed_loses_what_it_had_in_hand_alone(classroom, tmp_path):
    """And grades the same afterwards, byte for byte."""
    assert main(["gradebook", str(classroom)]) == 0
    before = (classroom / "gradebook.csv").read_bytes()
    other, started = begun(classroom, tmp_path, 1, until="records/*.digest")
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    done = {path: path.stat().st_mtime_ns for path in other.glob("records/*.digest")}
    assert main(["run", str(other)]) == 0
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert main(["gradebook", str(other)]) == 0
    assert (other / "gradebook.csv").read_bytes() == before


def test_a_run_that_is_interrupted_blames_nobody(classroom, tmp_path):
    """Ctrl-C reaches all that a terminal has started; none in hand is noted as failed."""
    other, started = begun(classroom, tmp_path, 2, until="work/*")
    time.sleep(0.5)  # both are at work
    os.killpg(started.pid, signal.SIGINT)
    assert started.wait(20) == 130
    assert list(other.glob("records/*.failed")) == []
    assert not (other / "work").exists() or list((other / "work").iterdir()) == []


def test_the_graders_fault_is_listed_apart_and_tried_again(classroom, tmp_path, monkeypatch):
    (task,) = [each for each in tasks(classroom, "x") if each.key == "right"]
    monkeypatch.setattr("classroom.running.process.ROOT", tmp_path)  # where no grader is
    grader = Here(tmp_path, "x", "y")
    (done,) = run(grader, [replace(task, place=Place.of(tmp_path, "right"))], 1)
    assert done.score is None and "No module named" in done.why
    assert Place.of(tmp_path, "right").failed.read_text() == done.why


def test_shares_are_all_of_it_and_nothing_twice(classroom):
    shares = [[each.key for each in tasks(classroom, "x", (part, 4))] for part in (1, 2, 3, 4)]
    assert sorted(key for share in shares for key in share) == sorted(HANDED_IN)


def test_a_share_leaves_alone_what_another_one_has_in_hand(tmp_path):
    other = tmp_path / "work" / "another"
    other.mkdir(parents=True)
    run(Here(tmp_path, "x", "y"), [], 1)
    assert other.is_dir()


def test_of_two_who_make_a_key_at_once_both_have_the_same(tmp_path):
    """And whoever is killed meanwhile leaves none that is half of one."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key_of, [tmp_path] * 32))
    assert len(keys) == 1 and [each.name for each in tmp_path.iterdir()] == ["key"]
    for text in ("", "00ff", "not a key"):
        (tmp_path / "key").write_text(text)
        with pytest.raises(ValueError, match="bring it back"):
            key_of(tmp_path)


def test_seeds_are_the_keys_and_two_for_each(tmp_path):
    key = key_of(tmp_path)
    assert key_of(tmp_path) == key and (tmp_path / "key").stat().st_mode & 0o077 == 0
    pairs = [seeds_of(key, str(number)) for number in range(400)]
    assert all(first != second for first, second in pairs)
    assert len({seed for pair in pairs for seed in pair}) == POOL
    assert pairs[0] == seeds_of(key, "0") != seeds_of(b"another key, of others", "0")


def test_a_gradebook_says_why_a_grade_is_missing(classroom, capsys):
    assert main(["gradebook", str(classroom)]) == 0
    with (classroom / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["student"]: row for row in csv.DictReader(file)}
    assert table["right"]["score"] == table["right"][SORT.id] == "4"
    states = {name: (row["state"], row["score"]) for name, row in table.items()}
    assert states["absent"] == ("missing", "")
    assert states["empty"] == ("nothing to grade", "0")
    assert states["cheat"] == ("graded", "0")
    assert "6 graded, 1 missing, 1 nothing to grade" in capsys.readouterr().out


def test_a_class_that_is_not_graded_yet_has_its_page_too(tmp_path, capsys):
    laid(tmp_path / "d", {f"ada/{FILE}": RIGHT, f"bob/{FILE}": STUB})
    folder = tmp_path / "class"
    assert main(["intake", str(tmp_path / "d"), str(folder)]) == 0
    Place.of(folder, "bob").record.parent.mkdir()
    Place.of(folder, "bob").fail("no room <left> on the disk")
    assert main(["gradebook", str(folder)]) == 0
    assert "bob: not graded, by the grader's fault: no room <left>" in capsys.readouterr().out
    page = (folder / "class.html").read_text(encoding="utf-8")
    assert "2 not graded" in page and "no room &lt;left&gt; on the disk" in page
    assert list((folder / "reports").iterdir()) == []


def test_an_assignment_may_be_a_part_of_the_course(classroom):
    assert main(["gradebook", str(classroom), "toposort", "m03"]) == 0
    with (classroom / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["student"]: row for row in csv.DictReader(file)}
    assert [*table["right"]][-2:] == ["m03", "m05"]
    assert {(row["of"], row["score"]) for row in table.values()} == {
        ("12", "4"),
        ("12", "0"),
        ("12", ""),
    }
    assert "4 of 12 points" in (classroom / "reports" / "right.html").read_text(encoding="utf-8")
    assert main(["gradebook", str(classroom)]) == 0


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert guarded(text) == f"'{text}"
    assert guarded("Ada-Marie =1") == "Ada-Marie =1"


def row(number: str, score: float) -> Row:
    return Row("key", "name", number, "graded", False, SimpleNamespace(score=score))


CANVAS = (
    "Student,ID,SIS Login ID,Section,Kata (77),Other (78)\r\n"
    "    Points Possible,,,,400,1\r\n"
    '"Lovelace, Ada",12,ada,A,,1\r\n'
    '"Turing, Alan",13,alan,A,5,\r\n'
)


@pytest.mark.parametrize("column", ["Kata", "Kata (77)"])
def test_canvas_gets_its_own_file_back_with_one_column_filled(column):
    filled, without = canvas(CANVAS, column, [row("12", 398.5), row("99", 1.0)])
    assert filled == CANVAS.replace("ada,A,,1", "ada,A,398.50,1")
    assert without == ["Turing, Alan: no grade, nothing was handed in"]
    with pytest.raises(ValueError, match="columns ID and Homework"):
        canvas(CANVAS, "Homework", [])


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "A_d/a", "_12_assignsubmission_file_", "\u0141ukasz"]
)
def test_a_page_comes_back_to_whom_moodle_knows_by_the_number(name):
    """Moodle splits a folder's name as this does."""
    found = folder_for(replace(row("1234", 1.0), name=name)).split("_", 4)
    assert found[1:] == ["1234", "assignsubmission", "file", ""]
    assert "/" not in found[0]
    assert folder_for(row("", 1.0)) == "key"


@pytest.mark.parametrize(
    ("seconds", "said"), [(12.4, "12 s left"), (600.0, "10 min left"), (9000.0, "2.5 h left")]
)
def test_what_is_left_is_told_in_what_people_count_in(seconds, said):
    assert left(seconds) == said


def test_moodle_gets_its_worksheet_back():
    text = "Identifier,Full name,Grade,Feedback comments\nParticipant 12,Ada,,\nParticipant 1,B,,\n"
    filled, without = moodle(text, [row("12", 4.0)])
    assert filled == text.replace("Ada,,", "Ada,4.00,")
    assert without == ["Participant 1: no grade, nothing was handed in"]


@pytest.mark.parametrize("reason", ["a hole in it", "no way to seal"])
def test_a_class_is_not_graded_behind_a_seal_that_does_not_hold(
    reason, classroom, tmp_path, monkeypatch, capsys
):
    laid(tmp_path, {f"submissions/ada/{FILE}": RIGHT})
    if reason == "a hole in it":
        found = [Escape("read the answers", ("m08",)), Escape("connect", ())]
        monkeypatch.setattr("grader.sandbox.escapes.trial.escapes", lambda: found)
    else:
        monkeypatch.setattr("grader.sandbox.jail.jails", lambda: ())
    with pytest.raises(SystemExit) as ended:
        main(["run", str(tmp_path)])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert ("install bubblewrap" if reason == "no way to seal" else "read the answers") in said
    assert not list(tmp_path.glob("records/*"))


def test_nothing_to_run_is_told_in_a_line(tmp_path, capsys):
    for arguments in (["run", str(tmp_path)], ["gradebook", str(tmp_path)]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
