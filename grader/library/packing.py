"""A library as a package of its own, to take along: `autodiff/`, which needs NumPy alone."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ..manifest import PACKAGE, ROOT, SOLUTIONS, Milestone
from ..stubs.order import file_name
from .assemble import Library
from .mounts import THE_REST

ORIGIN = "README.md"  # in the package: which file is whose
PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "autodiff"
version = "0.1.0"
description = "A PyTorch-like autodiff library on NumPy, rebuilt in the autodiff kata."
requires-python = ">=3.11"
dependencies = ["numpy>=2.1"]

[project.optional-dependencies]
draw = ["graphviz>=0.20", "graphviz-pure"]

[tool.setuptools.packages.find]
include = ["autodiff*"]

[tool.setuptools.package-data]
autodiff = ["README.md", "py.typed", "data/**"]
"""


def export(library: Library, mine: Sequence[Milestone], folder: Path) -> Path:
    """Write the library's files below `folder`, and which of them are the learner's; the package.

    Raises FileExistsError if a package or a project is there already, and ValueError if the library
    has a file that can't be used.
    """
    if library.problem:
        raise ValueError(library.problem)
    package, project = folder / PACKAGE, folder / "pyproject.toml"
    for path in (package, project):
        if path.exists():
            raise FileExistsError(f"{path} is there already; name another folder")
    folder.mkdir(exist_ok=True)
    unfinished = folder / f".{PACKAGE}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    for name, file in library.files:
        place = unfinished / file_name(
            name.removeprefix(f"{PACKAGE}.").replace(PACKAGE, "__init__")
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.data)
    shutil.copytree(SOLUTIONS / "data", unfinished / "data")
    shutil.copyfile(ROOT / "LICENSE", unfinished / "LICENSE")
    shutil.copyfile(SOLUTIONS / "py.typed", unfinished / "py.typed")
    (unfinished / ORIGIN).write_text(_origin(mine), encoding="utf-8")
    project.write_text(PROJECT, encoding="utf-8")
    unfinished.rename(package)
    return package


def _origin(mine: Sequence[Milestone]) -> str:
    """What the package is made of, in Markdown."""
    yours = [f"- `{m.module}.py`: {m.title}" for m in mine] or ["- none yet"]
    lines = [
        f"# {PACKAGE}",
        "",
        "A library from the autodiff kata: `import autodiff as torch` runs PyTorch code on NumPy.",
        "",
        "Yours:",
        "",
        *yours,
        "",
        f"All other files are {THE_REST}. What is not written yet raises",
        "`NotImplementedError` when it is used. Drawing graphs needs `pip install graphviz`.",
    ]
    return "\n".join([*lines, ""])
