"""The pytest plugin: gives suites their fixtures, and runs each test on every library it is for.

`tests/conftest.py` imports the hooks and fixtures from here. The settings of a run are a `Grading`
in `config.stash[GRADING]`; without one, the reference solutions are graded.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ..asking.grading import Grading
from ..asking.inputs import seed_inputs
from ..asking.program import SuiteError
from ..library.mounts import Mount, name
from ..manifest import MILESTONES, Milestone
from .agree import Agree, Facts, TestFailed
from .random_programs.agree_on import AgreeOn

GRADING = pytest.StashKey[Grading]()
FACTS = pytest.StashKey[Facts]()

_SUITES = {m.suite.name: m for m in MILESTONES}


def milestone_of(path: Path) -> Milestone | None:
    """The milestone whose suite this file is."""
    return _SUITES.get(path.name)


class Named:
    """A pytest plugin that leaves out all tests but those with some text in their names.

    It is not pytest's own `-k`, which also finds the names of libraries and files, and takes no
    title with spaces.
    """

    def __init__(self, text: str) -> None:
        self._text = _as_title(text)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self._text in _as_title(item.originalname)]


def _as_title(name: str) -> str:
    return name.lower().replace("_", " ").strip()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "public: an example that the learner may read in full")
    config.stash.setdefault(GRADING, Grading())


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[GRADING].close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mount" not in metafunc.fixturenames:
        return
    milestone = milestone_of(metafunc.definition.path)
    if milestone is None:
        raise SuiteError(f"{metafunc.definition.path.name} is no milestone's suite")
    found = metafunc.config.stash[GRADING].mounts(milestone)
    metafunc.parametrize("mount", found or [None], ids=[name(m) for m in found] or ["untouched"])


@pytest.fixture
def mount(request: pytest.FixtureRequest) -> Mount:
    """The library that the test asks; one of those that `pytest_generate_tests` found."""
    return request.param


@pytest.fixture(scope="module", autouse=True)
def _workers(request: pytest.FixtureRequest) -> None:
    """Has the next suite's workers start while this one's are asked."""
    milestone = milestone_of(request.path)
    if milestone is None:
        return
    grading = request.config.stash[GRADING]
    suites = [milestone_of(item.path) for item in request.session.items]
    later = [m for m in suites[suites.index(milestone) :] if m]
    next_two = list(dict.fromkeys(later))[:2]
    grading.close(keep=next_two)
    for each in next_two:
        grading.start(each)


@pytest.fixture
def agree(request: pytest.FixtureRequest, mount: Mount) -> Agree:
    """Compares the learner's library with torch."""
    return Agree(_prepare(request, mount), mount)


@pytest.fixture
def agree_on(request: pytest.FixtureRequest, mount: Mount) -> AgreeOn:
    """Compares the learner's library with torch on random programs."""
    return AgreeOn(_prepare(request, mount), mount)


@pytest.fixture
def facts(request: pytest.FixtureRequest, mount: Mount) -> Facts:
    """Brings home what only the learner's library can answer."""
    request.node.stash[FACTS] = Facts(_prepare(request, mount), mount)
    return request.node.stash[FACTS]


def _prepare(request: pytest.FixtureRequest, mount: Mount | None) -> Grading:
    grading = request.config.stash[GRADING]
    if mount is None:
        raise TestFailed("not_started")
    seed_inputs(grading.seed, request.node.originalname)
    return grading


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Runs a test again, each of its programs in a process of its own, if it failed after some of
    them had shared one: what a program leaves behind is not to harm another."""
    grading = pyfuncitem.config.stash[GRADING]
    try:
        with _blaming(pyfuncitem):
            return (yield)
    except TestFailed as failure:
        if not grading.rest() or failure.outcome == "timeout":
            raise
    finally:
        grading.rest()
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    seed_inputs(grading.seed, pyfuncitem.originalname)
    with grading.apart(), _blaming(pyfuncitem):
        pyfuncitem.obj(**arguments)
    return True


@contextmanager
def _blaming(item: pytest.Function) -> Iterator[None]:
    """Turns what a wrong answer does to a test of facts into a TestFailed."""
    try:
        yield
    except (TestFailed, SuiteError):
        raise
    except Exception as error:
        if facts := item.stash.get(FACTS, None):
            facts.blame(error)
        raise
