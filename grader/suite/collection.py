"""What pytest reads of the checkout: the suites, as they were when the work began, and no more.

By the time of a second run, to confirm, say, a learner's code may have written another suite, a
conftest.py, a pytest.ini or an `__init__.py`, all of which pytest would run by itself.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from ..checkout import load
from ..manifest import ROOT, TESTS, Milestone

# Plugins of pytest's that would only cost time: a suite prints, logs and keeps nothing.
UNUSED = (
    *("terminal", "logging", "junitxml", "pastebin", "faulthandler", "debugging"),
    *("unraisableexception", "threadexception", "recwarn"),
    *("cacheprovider", "stepwise", "setuponly", "setupplan", "skipping", "subtests"),
    *("legacypath", "monkeypatch", "unittest", "doctest"),
)


def arguments(milestones: Sequence[Milestone]) -> list[str]:
    """What to tell pytest, to run these suites alone."""
    return [
        *(str(milestone.suite) for milestone in milestones),
        f"--config-file={os.devnull}",
        "--noconftest",
        f"--rootdir={ROOT}",
        f"--confcutdir={TESTS}",  # else each folder from the root of the disk on is listed
        "--capture=no",
        "--assert=plain",  # pytest's own would compare a learner's answers at length, to show them
        *(f"-pno:{name}" for name in UNUSED),
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect() -> bool:
    return True  # pytest asks of what lies beside the suites that it was told


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    return Suite.from_parent(parent, path=module_path)


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Dir:
    return pytest.Dir.from_parent(parent, path=path)  # never a package


class Suite(pytest.Module):
    """A suite, made anew for each run."""

    def _getobj(self) -> ModuleType:
        return load(self.path)
