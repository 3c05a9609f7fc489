"""A handout's noxfile and pyproject.toml, cut out of this checkout's, and its README."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..checkout import source_of
from ..manifest import MILESTONES, POINTS, ROOT
from .public_suites import without

SESSIONS = (  # of the noxfile, those that need no solutions
    *("grade", "watch", "report", "hint", "demo", "reset", "shell", "export"),
    *("notebook", "train", "debug"),
)
UNUSED = ("PARALLEL",)  # of the noxfile, by sessions that are cut
ENVIRONMENT = ("__init__.py", "torch_build.py")
TEXTS = Path(__file__).parent / "texts"
WORKFLOWS = {
    ".github/workflows/practice.yml": TEXTS / "github.yml",
    ".gitlab-ci.yml": TEXTS / "gitlab.yml",
}
PYTEST = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-p no:cacheprovider -p no:logging -p grader.suite.plugin --import-mode=importlib"
"""


def noxfile() -> bytes:
    """The noxfile with the sessions that a handout has."""
    source = source_of(ROOT / "noxfile.py")
    cut = [node for node in ast.parse(source).body if _is_cut(node)]
    return without(source, cut).encode()


def pyproject() -> bytes:
    """What a handout's environment needs: all that grading does, but torch."""
    return _pyproject([each for each in _needed() if not each.startswith("torch")])


def with_torch(pinned: Callable[[str], str]) -> bytes:
    """What grading needs, each requirement as it is pinned; what the library needs, too."""
    dependencies: list[str] = _told()["project"]["dependencies"]
    return _pyproject([pinned(each) for each in [*dependencies, *_needed()]])


def _needed() -> list[str]:
    groups: dict[str, list[str]] = _told()["dependency-groups"]
    return groups["grade"]


def _told() -> dict[str, Any]:
    return tomllib.loads(source_of(ROOT / "pyproject.toml"))


def _pyproject(dev: list[str]) -> bytes:
    told, groups = _told()["project"], _told()["dependency-groups"]
    lines = ["[project]"]
    lines += [_row(name, told[name]) for name in ("name", "version", "description")]
    lines += [_row(name, told[name]) for name in ("license", "requires-python", "dependencies")]
    lines += ["", "[dependency-groups]", _row("dev", dev), _row("notebook", groups["notebook"])]
    return "\n".join([*lines, "", PYTEST]).encode()


def readme() -> bytes:
    """What a student reads first."""
    text = (TEXTS / "README.md").read_text(encoding="utf-8")
    return text.format(count=len(MILESTONES), points=POINTS).encode()


def _row(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def _is_cut(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name, decorator_list=[decorator]):
            return ast.unparse(decorator).startswith("nox.session") and name not in SESSIONS
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in UNUSED
    return False
