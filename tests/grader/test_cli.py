"""The command line, as people type it: what it takes, what it refuses, what it leaves behind."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest

from grader import manifest
from grader.commands import grade as cli
from grader.judging.explain import explain
from grader.manifest import EXERCISES, MILESTONES, ROOT, SOLUTIONS, find_milestone
from grader.record import MilestoneResult, Record, TestResult
from grader.saved import SCHEMA, load
from grader.suite.run import SuitesBroken
from grader.suite.setup import USUAL, Settings
from grader.views.outputs import VIEWS
from tests.grader.folders import solved, write
from tests.waiting import ENOUGH, wait_until

pytestmark = pytest.mark.usefixtures("state")

HALF = '''"""A toposort that forgets all but the root."""


def toposort(root, parents):
    print("looking at", root)
    return [root]
'''
ENDLESS = '''"""A toposort that never ends."""

from pathlib import Path


def toposort(root, parents):
    Path({marker!r}).touch()
    while True:
        pass
'''
RECORD_KEYS = {"schema", "target", "seed", "isolation", "torch", "score", "max_score", "seconds"}
MILESTONE_KEYS = {"id", "number", "title", "passed", "total", "points", "earned", "so_far"}
TEST_KEYS = {"name", "title", "visibility", "outcome", "failure", "seconds"}


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A learner who has got only m05 wrong."""
    return learner(tmp_path_factory.mktemp("half"), HALF)


def learner(folder: Path, toposort: str) -> Path:
    return write(solved(folder), find_milestone("toposort"), toposort)


def run(*arguments, **more):
    """The command in a process of its own, its streams piped."""
    environment = os.environ | more.pop("env", {})
    command = [sys.executable, "-m", "grader.commands.grade", *map(str, arguments)]
    kept = dict(cwd=ROOT, env=environment, capture_output=True, timeout=ENOUGH)
    return subprocess.run(command, **(kept | more))


@pytest.fixture
def asked(monkeypatch):
    """What the command line asks of the grader, which itself is left out: m05 gets 5 of 10."""
    calls = []

    def grade(target, milestones, settings, **options):
        ids = [m.id for m in milestones]
        calls.append({"target": target, "ids": ids, "settings": settings} | options)
        tests = [TestResult(each, each, "public", each) for each in ("passed", "wrong")]
        result = MilestoneResult.of(MILESTONES[4], tests, untouched=False)
        return Record(str(target), settings.seed, "local", "2", (result,))

    monkeypatch.setattr("grader.grading.steps.grade", grade)
    return calls


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["m05"], ["m05"]),
        (["5"], ["m05"]),
        (["toposort"], ["m05"]),
        (["topological"], ["m05"]),
        (["exercises/M05_toposort.py"], ["m05"]),
        (["back"], ["m08"]),
        (["magic", "computation graph"], ["m03", "m04"]),
        (["8", "m05", "5"], ["m05", "m08"]),
        ([], [m.id for m in MILESTONES]),
    ],
    ids=" ".join,
)
def test_milestones_may_be_spelled_in_many_ways(typed, expected, asked):
    assert cli.main(typed) == 0
    assert asked[0]["ids"] == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ([], 600),
        (["--target", "solutions"], None),
        (["--deadline", "90.5"], 90.5),
        (["--deadline", "0"], None),
        (["--target", "solutions", "--deadline", "90"], 90),
    ],
    ids=str,
)
def test_a_submission_has_ten_minutes_and_the_reference_has_all_day(typed, expected, asked):
    assert cli.main(typed) == 0
    assert asked[0]["deadline"] == expected


@pytest.mark.parametrize("typed", ["-1", "nan", "inf", "soon"])
def test_a_deadline_is_a_number_of_seconds(typed, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([f"--deadline={typed}"])
    assert ended.value.code == 2
    assert "--deadline" in capsys.readouterr().err


def test_options_reach_the_grader(asked, tmp_path, monkeypatch):
    cli.main([])
    cli.main(["--target", "solutions", "--seed", "7", "-k", "diamond"])
    monkeypatch.chdir(tmp_path)
    cli.main(["--target", "."])
    assert [call["target"] for call in asked] == [EXERCISES, SOLUTIONS, tmp_path]
    assert [call["settings"] for call in asked] == [USUAL, Settings(7, "diamond"), USUAL]


MISTAKES = {
    "unknown milestone": (
        ["m99"],
        "'m99' is not a milestone; choose from m00 to m36, which nox -s",
    ),
    "several at once": (["m1-m3"], "'m1-m3' is not a milestone; choose from m00 to m36"),
    "a letter": (["x"], "'x' is not a milestone; choose from m00 to m36"),
    "a folder": (["folder"], "folder is a folder, not a milestone; did you mean --target folder?"),
    "ambiguous milestone": (["mod"], "'mod' could mean: m16 modules, m32 forward_mode"),
    "misspelled": (["bakward"], "'bakward' is not a milestone; did you mean m08 backward?"),
    "a letter for a digit": (["m0O"], "'m0O' is not a milestone; did you mean m00 by_hand?"),
    "empty milestone": ([""], "'' is not a milestone"),
    "missing target": (["--target", "nowhere"], "--target nowhere: there is no such folder"),
    "a file as target": (["--target", "README"], "--target README: this is a file, not a folder"),
    "an archive as target": (
        ["--target", "a.zip"],
        "--target a.zip: this is a file, not a folder; unpack it first",
    ),
    "two targets": (
        ["--target", "folder", "--target", "solutions"],
        "argument --target: is given twice; each folder is graded by itself",
    ),
    "no number as percentage": (
        ["--fail-under", "most"],
        "argument --fail-under: takes a percentage, from 0 to 100, not 'most'",
    ),
    "no number as seed": (
        ["--seed", "x"],
        "argument --seed: takes a whole number from 0 up, not 'x'",
    ),
    "negative seed": (["--seed", "-1"], "argument --seed: takes a whole number from 0 up"),
    "pdb alone": (["--pdb"], "--pdb needs --in-process"),
    "a score of a part": (["-k", "x", "--fail-under", "50"], "-k leaves tests out, so that points"),
    "record in process": (["--in-process", "--json", "x"], "--in-process makes no record"),
    "feedback": (["--feedback", "some"], "argument --feedback: invalid choice: 'some'"),
    "percentage": (
        ["--fail-under", "101"],
        "argument --fail-under: takes a percentage, from 0 to 100",
    ),
    "no percentage": (
        ["--fail-under", "nan"],
        "argument --fail-under: takes a percentage, from 0 to 100",
    ),
    "output into no folder": (["--json", "none/x"], "none/x: there is no folder none"),
    "an output twice": (
        ["--junit", "x.out", "--html", "x.out"],
        "--junit would overwrite x.out, which --html is to write",
    ),
    "a graded file as output": (
        ["--json", str(SOLUTIONS / "m05_toposort.py"), "--target", "solutions"],
        f"--json would overwrite {SOLUTIONS / 'm05_toposort.py'}, which is to be read",
    ),
    "a target without a name": (["--target", ""], "--target takes the name of a folder"),
    "a folder as output": (["--junit", "folder"], "folder is a folder; name a file"),
    "an abbreviation": (["--targ", "solutions"], "unrecognized arguments: --targ"),
    "a short abbreviation": (["--in"], "unrecognized arguments: --in"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistaken_command_line_is_told_in_one_line(name, asked, capsys, tmp_path, monkeypatch):
    for file in ("README", "a.zip"):
        (tmp_path / file).touch()
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    arguments, said = MISTAKES[name]
    with pytest.raises(SystemExit) as exit:
        cli.main(arguments)
    out, err = capsys.readouterr()
    assert exit.value.code == 2
    assert err.count("\n") == 1 and err.startswith(f"nox -s grade: {said}")
    assert out == "" and asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("option", [f"--{name}" for name in VIEWS])
def test_a_file_that_can_not_be_written_is_told_in_one_line(option, asked, capsys):
    with pytest.raises(SystemExit) as exit:
        cli.main([option, "/dev/full"])
    assert exit.value.code == 2
    assert capsys.readouterr().err.startswith("nox -s grade: could not write: ")


def test_a_damaged_record_of_stubs_is_told_in_one_line(asked, capsys, tmp_path, monkeypatch):
    (tmp_path / ".issued.json").write_text("{")
    monkeypatch.setattr(manifest, "EXERCISES", tmp_path)
    with pytest.raises(SystemExit) as exit:
        cli.main(["--target", "solutions"])
    assert exit.value.code == 2
    assert "`git checkout` restores it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("percent", "status"), [("0", 0), ("50", 0), ("50.01", 1), ("100", 1), (None, 0)]
)
def test_only_fail_under_makes_a_score_a_failure(percent, status, asked):
    assert cli.main(["--fail-under", percent] if percent else []) == status


def test_broken_suites_are_nobodys_score(monkeypatch, capsys):
    def grade(*_, **__):
        raise SuitesBroken("test_x: NameError")

    monkeypatch.setattr("grader.grading.steps.grade", grade)
    assert cli.main([]) == 3
    out, err = capsys.readouterr()
    assert (out, err) == ("", "The suites could not be run: test_x: NameError\n")


@pytest.fixture(scope="module")
def graded(half, tmp_path_factory):
    """A whole run, with every output."""
    folder = tmp_path_factory.mktemp("outputs")
    before = sorted(half.rglob("*")), sorted(os.listdir(ROOT))
    outputs = [f"--{kind}={folder / kind}" for kind in VIEWS]
    done = run("--target", half, "m05", "--seed", "3", *outputs)
    assert (sorted(half.rglob("*")), sorted({*os.listdir(ROOT)} - {".kata"})) == (
        before[0],
        sorted({*before[1]} - {".kata"}),
    ), "grading writes into .kata/ alone"
    return done, folder


def test_a_learner_is_not_a_failed_build(graded):
    done, _ = graded
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_piped_is_plain(graded):
    text = graded[0].stdout.decode()
    assert "\x1b" not in text and "\r" not in text
    assert "seed 3" in text
    assert re.search(
        r"^m05 topological sort +\d+/\d+ .* [\d.]+/\d +\d+/\d+( +[\d.]+ s)?$", text, re.M
    )


def test_the_json_has_the_whole_record(graded):
    record = json.loads((graded[1] / "json").read_text())
    assert record.keys() >= RECORD_KEYS | {"milestones"}
    assert (record["schema"], record["seed"], record["isolation"]) == (SCHEMA, 3, "local")
    (milestone,) = record["milestones"]
    assert milestone.keys() >= MILESTONE_KEYS | {"seconds", "tests"}
    assert (milestone["id"], milestone["number"], milestone["so_far"]) == (
        "m05",
        5,
        milestone["passed"],
    )
    tests = milestone["tests"]
    assert milestone["total"] == len(tests)
    assert milestone["passed"] == sum(t["outcome"] == "passed" for t in tests) < len(tests)
    idea, edges = (
        [t["outcome"] == "passed" for t in tests if t["group"] == group]
        for group in ("idea", "edge_case")
    )
    points = find_milestone("toposort").points
    earned = points * (2 * sum(idea) / len(idea) + sum(edges) / len(edges)) / 3
    assert milestone["earned"] == record["score"] == pytest.approx(earned, abs=1e-4)
    assert milestone["points"] == record["max_score"] == points
    for test in tests:
        assert test.keys() >= TEST_KEYS
        assert test["visibility"] in ("public", "hidden")
        assert bool(test["failure"]) == (test["outcome"] != "passed")


def test_the_other_views_say_the_same(graded):
    done, folder = graded
    (milestone,) = json.loads((folder / "json").read_text())["milestones"]
    suites = ElementTree.parse(folder / "junit").getroot()
    assert int(suites.get("tests")) == milestone["total"]
    failed = int(suites.get("failures")) + int(suites.get("errors"))
    assert failed == milestone["total"] - milestone["passed"]
    row = f"| m05 topological sort | {milestone['passed']}/{milestone['total']} |"
    assert row in (folder / "markdown").read_text()
    entries = json.loads((folder / "gradescope").read_text())["tests"]
    assert [t["status"] == "passed" for t in entries].count(True) == milestone["passed"]
    for text in (done.stdout.decode(), (folder / "html").read_text()):
        assert f"{milestone['passed']}/{milestone['total']}" in text


@pytest.mark.parametrize("level", ["names", "score"])
def test_feedback_withholds_what_hidden_tests_say(level, graded, half, tmp_path, capsys):
    (full,) = load(graded[1] / "json").milestones
    hidden = [t for t in full.failing if t.visibility == "hidden"]
    public = [t for t in full.failing if t.visibility == "public"]
    lines = {line for t in public for line in _said(t)}
    secrets = {line for t in hidden for line in _said(t)} - lines
    assert secrets and public, "the learner must fail at both"
    if level == "score":
        secrets |= lines | {name for t in hidden for name in (t.name, t.title)}

    outputs = [f"--{kind}={tmp_path / kind}" for kind in VIEWS]
    arguments = ["--target", str(half), "m05", "--seed", "3", "--feedback", level, *outputs]
    assert cli.main(arguments) == 0
    shown = capsys.readouterr().out + "".join((tmp_path / kind).read_text() for kind in VIEWS)
    assert [secret for secret in secrets if secret and secret in shown] == []
    (milestone,) = json.loads((tmp_path / "json").read_text())["milestones"]
    assert milestone["earned"] == full.earned
    withheld = [t for t in milestone["tests"] if t["visibility"] == "hidden" or level == "score"]
    assert {t["failure"] for t in withheld} == {None}
    if level == "names":
        assert {t["name"] for t in milestone["tests"]} == {t.name for t in full.tests}


def _said(test):
    """The lines of a failure, as they stand in one view or another."""
    lines = explain(test.failure, 10_000).splitlines() if test.failure else []
    quoted = {line.rpartition("│ ")[2].strip() for line in lines}
    return {*lines, *(line for line in quoted if len(line) > 12)} - {"", "  printed:"}


def test_k_takes_a_part_of_a_title(half, tmp_path, capsys):
    file = tmp_path / "record.json"
    cli.main(["--target", "solutions", "m05", "-k", "Diamond is ordered", f"--json={file}"])
    record = json.loads(file.read_text())
    (test,) = record["milestones"][0]["tests"]
    assert "diamond is ordered" in test["title"] and test["outcome"] == "passed"
    assert record["partial"] is True
    assert "Some tests were left out" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["isolated", "m05", "nothing like this", "(("])
def test_k_that_names_no_test_is_a_mistake(name, capsys):
    with pytest.raises(SystemExit) as exit:
        cli.main(["--target", "solutions", "m05", "-k", name])
    assert exit.value.code == 2
    said = f"nox -s grade: -k {name}: no test has this in its name (--help shows all options)\n"
    assert capsys.readouterr() == ("", said)


def test_a_poor_and_narrow_output_can_still_be_read(half):
    done = run(
        "--target",
        half,
        "m05",
        "-k",
        "diamond is ordered",
        env={"PYTHONIOENCODING": "ascii", "COLUMNS": "60", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    table = done.stdout.decode("ascii").split("\n\n")[0]
    assert max(map(len, table.splitlines())) <= 60


def on_terminal(*arguments, **environment):
    """What a terminal receives."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "grader.commands.grade", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment = kept | {"TERM": "xterm"} | environment
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    received = b""
    try:
        while piece := os.read(ours, 1 << 16):
            received += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait(ENOUGH) == 0
    return received.decode()


def test_a_terminal_gets_progress_and_color(half):
    text = on_terminal("--target", half, "m05", "-k", "diamond is ordered")
    assert re.search(r"\r\x1b\[Km05 topological sort 1/\d+", text)
    before, _, after = text.rpartition("\r\x1b[K")
    assert "topological sort" in before, "the progress line is erased"
    assert "\x1b[1mmilestone" in after
    place = re.escape((half / "m05_toposort.py").as_uri())
    assert re.search(rf"\x1b\]8;;{place}(#\d+)?\x1b\\", after), "the file is a link"


def test_no_color_is_respected(half):
    text = on_terminal("--target", half, "m05", "-k", "diamond is ordered", NO_COLOR="1")
    assert "milestone" in text and not re.search(r"\x1b\[\d*m", text)


def test_ctrl_c_ends_the_run_in_one_line_and_leaves_nobody(tmp_path):
    marker = tmp_path / "reached"
    folder = tmp_path / "endless"
    folder.mkdir()
    learner(folder, ENDLESS.format(marker=str(marker)))
    command = [sys.executable, "-m", "grader.commands.grade", "--target", str(folder), "m05"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_until(marker.exists)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=ENOUGH)
    assert (process.returncode, out) == (130, b"")
    assert err == b"interrupted; nothing was recorded\n"
    assert workers
    _, alive = psutil.wait_procs(workers, ENOUGH)  # which also reaps those that came down to us
    assert alive == []


def test_a_reader_who_leaves_early_is_not_an_error(half, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    record = tmp_path / "record.json"
    done = run(
        *("--target", half, "m05", "-k", "diamond is ordered", "--json", record),
        capture_output=False,
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(record.read_text())["schema"] == SCHEMA


def test_in_process_shows_pytest_and_prints_at_once(half):
    done = run("--target", half, "m05", "-k", "diamond is ordered", "--in-process")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "looking at 4" in text and "1 failed" in text


def test_what_is_not_started_is_not_debugged(capsys):
    assert cli.main(["m08", "m05", "--in-process"]) == 0
    m05, m08 = capsys.readouterr().out.splitlines()
    assert m05 == "m05 is not started; open exercises/m05_toposort.py and read its lesson"
    assert m08.startswith("m08 is not started; ")


def test_in_process_leads_into_the_debugger(tmp_path):
    learner(tmp_path, '"""Raises."""\n\n\ndef toposort(root, parents):\n    raise KeyError(root)\n')
    arguments = ("--target", tmp_path, "m05", "-k", "diamond is ordered", "--in-process", "--pdb")
    done = run(*arguments, input=b"p 'root is', root\nq\n")
    assert b"('root is', 4)" in done.stdout
