"""What can't be imported is blamed on whoever wrote it: a learner, or those of the reference."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from grader import manifest
from grader.asking.import_blame import blamed
from grader.asking.workers import Workers
from grader.commands import grade
from grader.grading.steps import grade as graded
from grader.library import mounts
from grader.library.assemble import assemble
from grader.library.handed_out import as_handed_out
from grader.manifest import PACKAGE, Milestone, find_milestone
from grader.record import Record
from grader.sandbox.answer import Answer
from tests.grader.folders import solution, solved, stub, write

NODE, ORDER, WALK = (find_milestone(name) for name in ("computation_graph", "toposort", "backward"))


class Reference(NamedTuple):
    """A copy of the reference, into whose files something can be written."""

    folder: Path

    def begin(self, name: str, text: str) -> None:
        """Have a file begin with this, below its `from __future__` line."""
        path, line = self.folder / name, "from __future__ import annotations\n"
        source = path.read_text("utf-8")
        at = source.index(line) + len(line) if line in source else 0
        path.write_text(f"{source[:at]}{text}\n{source[at:]}", encoding="utf-8")


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reference:
    folder = tmp_path / "solutions"
    shutil.copytree(manifest.SOLUTIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(manifest, "SOLUTIONS", folder)
    monkeypatch.setattr(mounts, "SOLUTIONS", folder)
    return Reference(folder)


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    folder = tmp_path / "learner"
    folder.mkdir()
    return folder


def outcomes(record: Record) -> set[str]:
    return {test.outcome for milestone in record.milestones for test in milestone.tests}


def grading(folder: Path, *milestones: Milestone) -> Record:
    return graded(folder, milestones, diagnosed=False, confirmed=False)


BREAKS = {
    "an import of nothing": ("given/core/dtypes.py", "from .nowhere import nothing"),
    "an error": ("given/core/dtypes.py", "raise ImportError('not here')"),
    "no Python": ("given/core/dtypes.py", "def f(:"),
    "the end": ("given/core/dtypes.py", "import os; os._exit(1)"),
    "a higher milestone": (f"{WALK.module}.py", f"from .{ORDER.module} import nothing"),
    "a higher one that raises": (f"{WALK.module}.py", "raise KeyError('x')"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_reference_that_can_not_be_imported_is_the_graders_fault(
    name, reference, learner, tmp_path, capsys
):
    file, text = BREAKS[name]
    reference.begin(file, text)
    write(learner, ORDER, solution(ORDER))
    assert grade.main(["m05", "--target", str(learner)]) == 3
    out, err = capsys.readouterr()
    assert "could not be judged" in out and "your library" not in out and err == ""
    record = grading(learner, ORDER)
    assert outcomes(record) == {"broken"}
    said = {test.failure.broken for test in record.milestones[0].tests}
    assert len(said) == 1 and (name == "the end" or Path(file).name in said.pop())


def test_a_private_name_that_no_stub_has_is_the_graders_fault(reference, learner):
    """A right file, which has all that its stub had, but not what else the reference has."""
    write(learner, ORDER, solution(ORDER))
    with (reference.folder / f"{ORDER.module}.py").open("a") as file:
        file.write("\n\n_OWN = 1\n")
    reference.begin(f"{WALK.module}.py", f"from .{ORDER.module} import _OWN")
    assert outcomes(grading(learner, ORDER)) == {"broken"}


LEARNERS = {  # what a learner makes of a right file
    "a deleted function": lambda text: "",
    "a renamed one": lambda text: text.replace("def toposort(", "def sort("),
    "no Python": lambda text: f"{text}\ndef f(:\n",
    "an error": lambda text: f"{text}\nraise KeyError('mine')\n",
    "an import of nothing": lambda text: f"{text}\nfrom .given.core.dtypes import nothing\n",
    "an import of a higher one": lambda text: f"{text}\nfrom .{WALK.module} import nothing\n",
    "the end": lambda text: f"{text}\nimport os; os._exit(1)\n",
}


@pytest.mark.parametrize("name", LEARNERS)
def test_what_a_learner_breaks_is_theirs(name, learner):
    write(learner, ORDER, LEARNERS[name](solution(ORDER)))
    record = grading(learner, ORDER)
    assert outcomes(record) <= {"error", "crashed"} and not record.is_broken
    failure = record.milestones[0].tests[0].failure
    assert failure and failure.stage == "import"


def test_a_higher_reference_is_not_to_blame_for_a_name_that_a_stub_had(learner):
    """The name, and the file that it is missing in, are told."""
    write(learner, ORDER, solution(ORDER).replace("def toposort(", "def sort("))
    failure = grading(learner, ORDER).milestones[0].tests[0].failure
    assert failure.exception == "ImportError"
    assert "'toposort'" in failure.message and ORDER.module in failure.message


def test_files_that_fail_together_are_told_from_a_reference_that_does(learner):
    """The learner's two files are both blamed on what the first of them lacks."""
    folder = solved(learner)
    write(folder, ORDER, "")
    record = grading(folder, ORDER, WALK)
    assert not record.is_broken
    assert [m.passed == m.total for m in record.milestones] == [False, True]
    assert record.milestones[1].so_far == 0


def test_the_stubs_stand_in_for_the_learners_files_alone(learner):
    write(learner, ORDER, "x = 1\n")
    mixed = assemble(manifest.SOLUTIONS, learner, [ORDER.module])
    before, after = dict(mixed.files), dict(as_handed_out(mixed).files)
    name = f"{PACKAGE}.{ORDER.module}"
    assert after[name].data.decode() == stub(ORDER)
    assert {n for n in before if before[n] != after[n]} == {name}
    whole = assemble(manifest.SOLUTIONS, None)
    assert as_handed_out(whole) == whole


def test_it_is_found_out_once_for_a_library(learner, monkeypatch):
    write(learner, ORDER, "raise KeyError(1)\n")
    asked = []

    def find_out(library, answer, ask) -> Answer:
        asked.append(library)
        return blamed(library, answer, ask)

    monkeypatch.setattr("grader.asking.import_blame.blamed", find_out)
    workers = Workers()
    graded(learner, [ORDER], workers=workers, diagnosed=False)
    assert len(asked) == 1 and workers.faults == []


def test_an_answer_that_is_not_about_an_import_is_left_alone():
    answer = Answer("raised", exception="KeyError")
    assert blamed(assemble(manifest.SOLUTIONS, None), answer) is answer
