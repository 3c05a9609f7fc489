"""An editor reads what grade prints; pages for contributors name what is there."""

from __future__ import annotations

import json
import re

import pytest

from grader.failure import Failure, FrameSummary
from grader.judging.explain import explain
from grader.manifest import EXERCISES, ROOT
from tests.grader.test_commands import SESSIONS

TASKS = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
NEXT, FRAME = (each["pattern"] for each in TASKS[0]["problemMatcher"])
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
    assert message.startswith("probably in ")


def test_an_editor_marks_the_line_that_raised():
    frame = FrameSummary("exercises/m05_toposort.py", 12, "toposort", "return nowhere")
    failure = Failure(
        program="def program(lib):\n    return 1", exception="NameError", frames=(frame,)
    )
    line = next(line for line in explain(failure).split("\n") if "m05_toposort" in line)
    assert problem(FRAME, line) == ("exercises/m05_toposort.py", 12, "in toposort")


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
