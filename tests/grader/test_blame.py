"""A mistake in the grader is never the learner's: whatever breaks says so, and nobody is blamed.

Functions that a grading calls, in the trusted process and in workers, are made to raise, one at a
time, a sixth of them each day (with `KATA_ALL` in the environment, all). The command ends with
status 3, and nothing that it says or writes blames the learner.
"""

from __future__ import annotations

import contextlib
import html
import io
import os
import random
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from grader import manifest
from grader.asking.in_process import InProcess
from grader.asking.question import Question
from grader.commands import debug, grade
from grader.feedback.known_misconceptions import misconceptions
from grader.judging.passages import GRADERS_FAULT
from grader.library.assemble import assemble
from grader.manifest import ROOT, SOLUTIONS, TESTS, Milestone, find_milestone
from grader.sandbox.launch import serving
from grader.saved import load
from tests.grader import broken_grader
from tests.grader.once import once
from tests.grader.today import todays

SEED, COUNT = 0, 100
NUMBERS = range(COUNT) if os.environ.get("KATA_ALL") else todays(range(COUNT), 6)
RIGHT, WRONG = find_milestone("visualizer"), find_milestone("chain_rule")
# In the names of two tests of facts, so that a worker starts two processes, and of one that fails.
KEYWORDS = {RIGHT: "arrow", WRONG: "log divides"}
FAULT = re.compile(r"\s+".join(GRADERS_FAULT.split()))  # lines are broken where they end
BLAMING = re.compile(r"\byours?\b", re.IGNORECASE)
# They tell of what breaks, so that what breaks in them is told by Python alone.
MOUTHS = {"grader.commands.exit_status.status"}
# A warden calls them every now and then, and a short life may be over before that.
COUNTS = "children descendants taken _read"
CENSUS = {f"processes.py:{name}" for name in COUNTS.split()}
CENSUS |= {f"warden.py:{name}" for name in ("ended", "resident", "holds_too_much")}
CENSUS |= {  # which these tests call, too
    f"grader.sandbox.inside.processes.{name}" for name in ("children", "_read")
}
VIEWS = ("json", "html", "junit", "markdown", "gradescope")


class Said(NamedTuple):
    """How a command ended, and the lines of what it printed and wrote that say "your"."""

    status: int | str
    blaming: frozenset[str]


class Submission:
    """A folder in which m07 takes x for the derivative of log, and all else is right."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._target = folder, folder / "submission"
        self._target.mkdir()
        self._ids = {milestone: milestone.id for milestone in (RIGHT, WRONG)}
        for path in SOLUTIONS.glob("m0*.py"):
            shutil.copy(path, self._target)
        mistake = next(m for m in misconceptions(WRONG) if m.where == "defvjp(log)")
        mistake.write(WRONG, self._target)
        self.usual: dict[object, Said] = {}

    def right(self) -> Said:
        """A grading in which nothing fails."""
        return self.graded(RIGHT)

    def wrong(self) -> Said:
        """A grading in which a test fails, and which writes every view."""
        outputs = [f"--{view}={self.folder / view}" for view in VIEWS]
        said = self.graded(WRONG, *outputs)
        written = [path.read_text() for view in VIEWS if (path := self.folder / view).exists()]
        return said._replace(blaming=said.blaming | _blaming("\n".join(written)))

    def graded(self, milestone: Milestone, *options: str, keyword: str | None = None) -> Said:
        """What the command says of some tests of a milestone; of all, where the keyword is ""."""
        broken_grader.forget()
        for view in VIEWS:
            (self.folder / view).unlink(missing_ok=True)
        told = io.StringIO()
        keyword = KEYWORDS[milestone] if keyword is None else keyword
        arguments = [self._ids[milestone], *(("-k", keyword) if keyword else ()), *options]
        status: int | str
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            try:
                status = grade.main([*arguments, "--target", str(self._target)])
            except SystemExit as ended:
                status = ended.code or 0
            except Exception as error:
                status = repr(error)
        return Said(int(status) if isinstance(status, int) else status, _blaming(told.getvalue()))

    def blames(self, said: Said, work: object) -> frozenset[str]:
        """What is said beyond what is said of the same files where nothing breaks."""
        return said.blaming - self.usual[work].blaming


def _blaming(text: str) -> frozenset[str]:
    """The lines with "your" in them, save those of the grader's code that a traceback quotes."""
    for escaped, plain in (("\\n", "\n"), ("\\u2502", "│"), ('\\"', '"')):
        text = text.replace(escaped, plain)
    told = FAULT.sub("", html.unescape(text))
    lines = (line.strip(" |│") for line in told.splitlines())
    return frozenset(line for line in lines if BLAMING.search(line) and line not in _code())


@cache
def _code() -> str:
    files = sorted((ROOT / "grader").rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.fixture(scope="module")
def submission(tmp_path_factory: pytest.TempPathFactory) -> Submission:
    submission = Submission(tmp_path_factory.mktemp("blame"))
    works = submission.right, submission.wrong
    usual = once(tmp_path_factory, "usual", lambda: [work() for work in works])
    submission.usual = dict(zip(works, usual, strict=True))
    return submission


class Place(NamedTuple):
    """A function of the grader's, and a grading that calls it."""

    name: str
    is_inside: bool
    is_right: bool  # whether the grading is that in which nothing fails


@pytest.fixture(scope="module")
def places(submission: Submission, tmp_path_factory: pytest.TempPathFactory) -> list[Place]:
    """As many of the functions that a grading calls, chosen at random, but always the same."""
    return once(tmp_path_factory, "places", lambda: _places(submission))


def _places(submission: Submission) -> list[Place]:
    works = submission.right, submission.wrong
    for work in works:  # what is found out once is kept, and not looked for again
        work()
    right, wrong = map(broken_grader.called, works)
    inside = broken_grader.called_inside(submission.folder / "traced", submission.right)
    found = [Place(name, False, True) for name in right]
    found += [Place(name, False, False) for name in sorted(set(wrong) - set(right))]
    found = [place for place in found if place.name not in MOUTHS | CENSUS]
    found += [Place(name, True, True) for name in inside]
    return random.Random(SEED).sample(found, COUNT)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_function_that_breaks_costs_the_learner_nothing(number, places, submission, tmp_path):
    place = places[number]
    work = submission.right if place.is_right else submission.wrong
    breaking = (
        broken_grader.broken_inside(tmp_path, place.name)
        if place.is_inside
        else broken_grader.broken(place.name)
    )
    serving()  # so that it does not depend on what was graded before whether it is asked for
    with breaking:
        said = work()
    assert (said.status, submission.blames(said, work)) == (3, frozenset()), place.name


STEPS = {  # what a grading does once the suites were run
    "confirming": "grader.grading.confirmation.with_confirmation",
    "diagnosing": "grader.feedback.diagnosis.weighing.findings",
    "hinting": "grader.feedback.localization.suspects.place_to_mend",
    "drawing": "grader.grading.picture.draw",
    "remembering": "grader.asking.oracle.Oracle.save",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_breaks_costs_the_record_nothing_else(step, submission):
    path, tests = submission.folder / "json", []
    for breaking in (contextlib.nullcontext(), broken_grader.broken(STEPS[step])):
        with breaking:
            # Nobody is diagnosed from a part of the evidence.
            keyword = "" if step == "diagnosing" else None
            status = submission.graded(WRONG, f"--json={path}", keyword=keyword).status
        record = load(path)
        (result,) = record.milestones
        tests.append([(test.name, test.outcome, test.failure) for test in result.tests])
    assert (status, tests[0]) == (3, tests[1])
    (fault,) = record.faults
    assert f"{STEPS[step]} is broken" in fault.splitlines()[-1]


INSIDE = {  # file, what stands there, and a mistake in its place
    "reading a tensor": ("normal_form.py", "return tensor.value", "return tensor.valeu"),
    "reading a request": ("zygote.py", 'request["stays"]', 'request["stay"]'),
    "reading the first frame": ("zygote.py", 'header["files"]', 'header["file"]'),
    "waiting for a program": ("zygote.py", "processes.wait_for(pid)", "processes.wait_for()"),
    "finding a module": ("finder.py", "self.files[name]", "self.file[name]"),
    "watching": ("warden.py", "report = None\n", "report = None\n    1 / 0\n"),
    "confining": ("kernel.py", "limits.memory", "limits.memories"),
    "saying much": ("zygote.py", 'stays = request["stays"]', "raise KeyError('x' * 5000)"),
    "starting to fork": ("forkserver.py", "gc.collect()", "gc.collectt()"),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_mistake_in_a_worker_costs_the_learner_nothing(name, submission, tmp_path):
    with broken_grader.edited_inside(tmp_path, *INSIDE[name]):
        said = submission.wrong()  # in which a tensor is read
    assert (said.status, submission.blames(said, submission.wrong)) == (3, frozenset())


SUITES = {  # milestone, keyword, what stands in its suite, and a mistake in its place
    "a name that is nowhere": (RIGHT, "x times x", "drawing.the", "drawings.the"),
    "a wrong index": (RIGHT, "x times x", "drawing.arrows[x, mul]", "[][0]"),
    "an error in a sentence": (RIGHT, "x times x", "2, drawing", "3, 7 / 0 and drawing"),
    "what torch refuses": (WRONG, "random", "chain_rule)", "lambda _: 'tensor(1.0).item(7)')"),
    "what torch does not refuse": (WRONG, "log divides", "alone=alone)", "raises=TypeError)"),
}


@pytest.mark.parametrize("name", SUITES)
def test_a_mistake_in_a_suite_costs_the_learner_nothing(name, submission, tmp_path, monkeypatch):
    milestone, keyword, old, new = SUITES[name]
    for path in TESTS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    source = milestone.suite.read_text(encoding="utf-8")
    start = source.index(f"def test_{keyword.replace(' ', '_')}")
    assert old in source[start:]
    suite = tmp_path / milestone.suite.name
    suite.unlink()
    suite.write_text(source[:start] + source[start:].replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(manifest, "TESTS", tmp_path)
    monkeypatch.delitem(sys.modules, suite.stem, raising=False)  # another test's, of this name
    assert submission.graded(milestone, keyword=keyword) == (3, frozenset())


UNLOADABLE = {  # what stands in a suite's third line, and what is told of it
    "no Python": ("def test_x(:", "SyntaxError: invalid syntax"),
    "an import of nothing": ("from grader.nowhere import nothing", "ModuleNotFoundError: No mod"),
    "a name that is nowhere": ("NOWHERE", "NameError: name 'NOWHERE' is not defined"),
}


@pytest.mark.parametrize("command", [grade, debug])
@pytest.mark.parametrize("name", UNLOADABLE)
def test_a_suite_that_can_not_be_loaded_is_told_in_a_line(
    name, command, submission, tmp_path, monkeypatch, capfd
):
    line, said = UNLOADABLE[name]
    for path in TESTS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    suite = tmp_path / RIGHT.suite.name
    suite.unlink()
    suite.write_text(f'"""A suite."""\n\n{line}\n', encoding="utf-8")
    monkeypatch.setattr(manifest, "TESTS", tmp_path)
    assert command.main([RIGHT.id, "--target", str(submission.folder / "submission")]) == 3
    if command is debug:
        return  # pytest shows what is wrong
    out, err = capfd.readouterr()
    first, *traceback = err.splitlines()
    begins = f"The suites could not be run: {suite}:3 is at fault, not what it grades ({said}"
    assert out == "" and first.startswith(begins)
    assert traceback[0].startswith("Traceback") and said in traceback[-1]


def test_a_mistake_is_the_graders_without_a_worker_as_well(monkeypatch):
    process, question = InProcess(assemble(SOLUTIONS, None)), Question.of(_three)
    assert process.ask(question).value == ("int", 3)
    with broken_grader.broken("grader.sandbox.inside.normal_form.normalise"):
        answer = process.ask(question)
    assert (answer.outcome, answer.stage) == ("broken", "answer")
    assert "grader.sandbox.inside.normal_form.normalise is broken" in answer.message


def _three(lib):
    return 3
