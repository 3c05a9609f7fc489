"""An editor reads what grade prints; pages for contributors name what is there."""

from __future__ import annotations

import json
import re

import pytest

from book.looks import BROWSERS
from grader.failure import Failure, FrameSummary
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.manifest import EXERCISES, ROOT, find_milestone
from grader.views.next_step import next_step
from tests.grader.folders import fresh, solution, write
from tests.grader.test_commands import SESSIONS

TASKS = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
NEXT, FRAME = (each["pattern"] for each in TASKS[0]["problemMatcher"])
TOPOSORT = find_milestone("toposort")
FILES = (
    "CONTRIBUTING.md",
    "SECURITY.md",
    ".vscode/tasks.json",
)


def problem(pattern: dict, line: str) -> tuple[str, int, str]:
    """What an editor makes of a line: file, line and message."""
    found = re.search(pattern["regexp"], line)
    assert found, line
    return found[pattern["file"]], int(found[pattern["line"]]), found[pattern["message"]]


def test_an_editor_marks_where_to_go_on():
    """In the screen that docs/learning.md shows, which is what grade prints."""
    page = (ROOT / "docs" / "learning.md").read_text("utf-8")
    (line,) = re.findall(r"(?m)^Next: exercises/m04.*$", page)
    file, number, message = problem(NEXT, line)
    assert (ROOT / file).parent == EXERCISES and number > 100
    assert message == line.removeprefix("Next: ")


@pytest.mark.parametrize(
    "old, new, ends",
    [
        ("    order, seen, stack = ", "    nowhere\n    order, seen, stack = ", " in toposort"),
        ("    order, seen, stack = ", "    order, seen, stack == = ", ""),
    ],
)
def test_an_editor_marks_an_exception_and_what_is_not_python(old, new, ends, tmp_path):
    folder = fresh(tmp_path / EXERCISES.name)
    text = solution(TOPOSORT).replace(old, new)
    record = grade(write(folder, TOPOSORT, text), [TOPOSORT])
    lines = [line.text for line in next_step(record.milestones, record.target)]
    line = lines[0].replace(str(folder), EXERCISES.name)
    wanted = 1 + text.count("\n", 0, text.index(new.splitlines()[0]))
    at = f"exercises/{TOPOSORT.module}.py", wanted
    assert problem(NEXT, line) == (*at, f"{at[0]}:{wanted}{ends}")


def test_an_editor_marks_the_line_that_raised():
    frame = FrameSummary("exercises/m05_toposort.py", 12, "toposort", "return nowhere")
    failure = Failure(
        program="def program(lib):\n    return 1", exception="NameError", frames=(frame,)
    )
    line = next(line for line in explain(failure).split("\n") if "m05_toposort" in line)
    assert problem(FRAME, line) == ("exercises/m05_toposort.py", 12, "in toposort")


def test_ci_knows_the_browsers_that_pages_are_looked_at_in():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"wanted chromium {' '.join(BROWSERS)}\n" in script


@pytest.mark.parametrize("name", FILES)
def test_each_command_that_is_named_is_there(name):
    named = set(re.findall(r"nox -s ([a-z]+)", (ROOT / name).read_text("utf-8")))
    assert named and named <= set(SESSIONS)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".md")])
def test_each_link_leads_to_a_file_and_a_heading(name):
    path = ROOT / name
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text("utf-8")):
        file, _, heading = target.partition("#")
        linked = path.parent / file if file else path
        assert linked.exists(), target
        titles = re.findall(r"(?m)^#+ (.*)$", linked.read_text("utf-8"))
        assert not heading or heading in [
            re.sub(r"[^\w -]", "", t).lower().replace(" ", "-") for t in titles
        ]
