"""The rooms of the grader: no import runs up, no circle, and a real run imports no other way."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import grader
from grader import ROOMS
from grader.manifest import ROOT

HOUSE = ROOT / "grader"
FILES = sorted(path for path in HOUSE.rglob("*.py") if path.parent != HOUSE or path.stem in ROOMS)
OTHERS = {
    "benchmarks",
    "classroom",
    "demos",
    "docs",
    "noxfile",
    "parity",
    "tests",
}  # they use the grader
PICTURES = {"demos.boxes", "demos.marks", "demos.palette", "demos.shades", "demos.svg"}
DRAWING = {"demos.canvas", "demos.data", *PICTURES}  # which themselves import neither

# What a grading and each view of it import, as the interpreter sees it: {module: its imports}.
TRACE = """
import builtins, json, sys
seen, plain = {}, builtins.__import__
def traced(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__", "")
    found = plain(name, globals, locals, fromlist, level)
    if importer.startswith("grader."):
        package = globals["__package__"].split(".")
        base = ".".join(package[: len(package) + 1 - level]) if level else ""
        whole = f"{base}.{name}".strip(".")
        names = [f"{whole}.{each}" for each in fromlist or ()]
        mine = [n if n in sys.modules else whole for n in names] or [whole]
        seen.setdefault(importer, []).extend(n for n in mine if n.startswith("grader"))
    return found
builtins.__import__ = traced
import pathlib
from grader.commands import grade
grade.main(["m05", "--target", sys.argv[1], "--html", sys.argv[2]])
print("\\n" + json.dumps(seen))
"""


def module(path: Path) -> str:
    """`grader.stubs.order`; a package is its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


def imports(path: Path) -> set[str]:
    """The modules of the grader that a file imports, wherever in it, for types alone, too."""
    here = module(path).split(".")
    package = here if path.stem == "__init__" else here[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            names = {f"{whole}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES.keys() | DRAWING else whole for name in names}
    return {name for name in found if name in MODULES or name.split(".")[0] in OTHERS} - DRAWING


@cache
def arrows() -> dict[str, set[str]]:
    """What each module imports of the others."""
    return {name: imports(path) for name, path in MODULES.items()}


def room(name: str) -> int:
    """The place of a module's room in the order."""
    return ROOMS.index(name.split(".")[1])


def test_every_file_and_folder_has_a_room_and_every_room_is_there():
    there = {p.stem for p in HOUSE.glob("*.py")} | {p.parent.name for p in HOUSE.glob("*/*.py")}
    assert set(ROOMS) == there - {"__init__"}


def test_the_map_names_the_rooms_in_their_order():
    told = re.findall(r"(?m)^(?:  )?([a-z]+)(?:/|\.py)", grader.__doc__.replace(".py  ", ".py\n"))
    assert told == list(ROOMS)


def test_no_import_runs_up():
    found = [(name, other) for name, others in arrows().items() for other in others]
    assert [(name, other) for name, other in found if other not in MODULES] == []
    assert [(name, other) for name, other in found if room(other) > room(name)] == []


@pytest.mark.parametrize("name", sorted(DRAWING))
def test_what_draws_imports_nothing_of_ours(name):
    parts = PICTURES - {"demos.svg"} if name in PICTURES else set()
    assert imports(ROOT / f"{name.replace('.', '/')}.py") <= parts


def test_there_is_no_circle_of_files_or_folders():
    TopologicalSorter(arrows()).prepare()  # raises CycleError
    for folder in {name.rpartition(".")[0] for name in MODULES}:
        TopologicalSorter(_among_children(folder)).prepare()


def test_a_grading_imports_nothing_that_the_sources_do_not_show(tmp_path):
    command = [sys.executable, "-c", TRACE, "solutions", str(tmp_path / "report.html")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    assert len(seen) > 40  # the trace works
    for importer, imported in seen.items():
        packages = {importer.rpartition(".")[0], "grader"}
        assert set(imported) - packages <= arrows()[importer] | {importer}, importer


def _among_children(folder: str) -> dict[str, set[str]]:
    """The imports between a folder's files and subfolders, each subfolder taken as one."""
    inside = f"{folder}."

    def child(name: str) -> str:
        return name.removeprefix(inside).split(".")[0] if name.startswith(inside) else ""

    graph: dict[str, set[str]] = {}
    for name, found in arrows().items():
        if child(name):
            graph.setdefault(child(name), set()).update(map(child, found))
    return {name: found - {name, ""} for name, found in graph.items()}


LONG = 220  # lines, docstrings and blank ones included


def test_no_file_is_longer_than_one_idea():
    lines = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert {name: count for name, count in lines.items() if count > LONG} == {}


def test_no_two_files_have_the_same_name():
    named: dict[str, list[str]] = {}
    for path in FILES:
        if path.stem != "__init__":
            name = path.stem.replace("_", "")
            named.setdefault(name, []).append(str(path.relative_to(HOUSE)))
    assert len(named) > 100
    assert [paths for paths in named.values() if len(paths) > 1] == []
