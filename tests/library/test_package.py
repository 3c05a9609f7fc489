"""The reference as a package: `pip install .` brings all of it, as `autodiff`."""

from __future__ import annotations

import tomllib

from grader.manifest import PACKAGE, ROOT, SOLUTIONS

SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


def test_every_folder_of_the_library_is_a_package_of_the_wheel():
    folders = (path.parent.relative_to(SOLUTIONS) for path in SOLUTIONS.rglob("__init__.py"))
    assert SETUPTOOLS["packages"] == sorted(".".join((PACKAGE, *f.parts)) for f in folders)


def test_it_brings_its_data_and_says_that_it_is_typed():
    assert SETUPTOOLS["package-data"] == {PACKAGE: ["data/**", "py.typed"]}
    assert (SOLUTIONS / "py.typed").is_file() and (SOLUTIONS / "data").is_dir()
