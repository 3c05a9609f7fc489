"""Given code lies in drawers that fit a screen, and the table of each says what is in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.library.definitions import lesson
from grader.manifest import MILESTONES, SOLUTIONS
from grader.stubs.order import MODULES, file_name

GIVEN = SOLUTIONS / "given"
DRAWERS = sorted(path.parent for path in GIVEN.glob("*/__init__.py"))
ROW = re.compile(r"^(\w+) +(\w+|-)  +\S.*$", re.MULTILINE)


def files(drawer: Path) -> list[str]:
    return sorted(path.stem for path in drawer.glob("*.py") if path.stem != "__init__")


def first_reader(module: str) -> str:
    """The first milestone that reads a given module; "-" if none does."""
    milestone = lesson(module)
    return milestone.slug if milestone else "-"


def test_all_given_code_lies_in_drawers():
    assert len(DRAWERS) == 24
    assert {path.name for path in GIVEN.glob("*.py")} == {"__init__.py"}
    listed = ast.get_docstring(ast.parse((GIVEN / "__init__.py").read_text("utf-8")))
    assert sorted(re.findall(r"^(\w+)  +\S", listed, re.MULTILINE)) == [d.name for d in DRAWERS]


@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda drawer: drawer.name)
def test_a_drawer_fits_a_screen_and_its_table_says_what_is_in_it(drawer):
    table = ast.get_docstring(ast.parse((drawer / "__init__.py").read_text("utf-8")))
    told = dict(ROW.findall(table))
    assert told == {name: first_reader(f"given.{drawer.name}.{name}") for name in files(drawer)}
    assert len(told) <= 15
    assert {f"given.{drawer.name}.{name}" for name in told} <= set(MODULES)
    long = {p.name: n for p in drawer.glob("*.py") if (n := p.read_text().count("\n")) > 200}
    assert long == {}


def test_no_module_at_the_top_level_has_the_name_of_one_of_pythons():
    # Python looks beside a script first: `python exercises/m00_by_hand.py` must find its own.
    assert {name for name in MODULES if name in sys.stdlib_module_names} == set()
    script = SOLUTIONS / file_name(MILESTONES[0].module)
    done = subprocess.run(
        [sys.executable, "-B", script], capture_output=True, text=True, check=True
    )
    assert done.stdout and not done.stderr
