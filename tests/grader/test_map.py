"""A newcomer finds what they look for in two hops: from a page to a room, from it to a file."""

from __future__ import annotations

import ast
import re

import pytest

from grader import ROOMS
from grader.manifest import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "grader").glob("*/**/__init__.py"))


def docstring(path):
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_rooms_table_names_all_that_is_in_it(folder):
    table = docstring(folder / "__init__.py")
    files = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    rooms = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    if folder.name == "commands":  # docs/commands.md and `nox --list` name the sessions
        files = {"options.py", "exit_status.py"}
    if folder.name == "generators":  # named after what they draw
        files = set()
    named = set(re.findall(r"\b\w+(?:\.py|/)(?!\w)", table))
    assert named >= files | rooms
    assert {name for name in named if name.endswith(".py")} <= {p.name for p in folder.glob("*.py")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_first_line_of_each_file_says_what_it_is_for(folder):
    for path in folder.glob("*.py"):
        first = docstring(path).split("\n")[0]
        assert len(first.split()) >= 4, path


def block(first):
    """The part of docs/how_it_is_built.md that begins with a folder."""
    built = (ROOT / "docs" / "how_it_is_built.md").read_text(encoding="utf-8")
    return next(each for each in built.split("```") if each.strip().startswith(first))


def test_the_page_names_the_drawers_of_the_library():
    drawers = {path.parent.name for path in (ROOT / "solutions" / "given").glob("*/__init__.py")}
    assert set(re.findall(r"given/(\w+)/", block("solutions/"))) == drawers


@pytest.mark.parametrize("folder", ["benchmarks", "parity"])
def test_the_table_of_what_is_beside_the_grader_names_all_files(folder):
    paths = [p for p in (ROOT / folder).glob("**/*.py") if p.parent.name != "by_hand"]
    files = {path.name for path in paths} - {"__init__.py"}
    assert set(re.findall(r"\b\w+\.py", docstring(ROOT / folder / "__init__.py"))) == files


def test_the_page_names_the_graders_rooms_in_their_order():
    ground = re.findall(r"(?m)^(\w+)\.py ", block("grader/"))
    assert [*ground, *re.findall(r"(?m)^(\w+)/ ", block("grader/"))] == list(ROOMS)
