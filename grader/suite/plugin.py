"""The pytest plugin: gives suites their fixtures, and runs each test on every library it is for.

pyproject.toml loads it. What a run needs is a `Setup` in
`config.stash[SETUP]`; without one, the reference solutions are graded.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from inspect import signature
from pathlib import Path

import pytest

from ..asking.inputs import seed_inputs
from ..asking.program import SuiteError
from ..library.mounts import Mount, name
from ..manifest import IS_HANDOUT, MILESTONES, SOLUTIONS, Milestone
from . import hooks
from .agree import Agree, Facts, Judge, TestFailed
from .blame import may_be_the_answers, sentence
from .random_programs.agree_on import AgreeOn
from .setup import Settings, Setup

SETUP = pytest.StashKey[Setup]()
FACTS = pytest.StashKey[Facts]()

_SUITES = {m.suite.name: m for m in MILESTONES}


def milestone_of(path: Path) -> Milestone | None:
    """The milestone whose suite this file is."""
    return _SUITES.get(path.name)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "public: an example that the learner may read in full")
    config.addinivalue_line("markers", "edge_case: what is not the milestone's idea, but its edges")
    if SETUP not in config.stash:
        config.stash[SETUP] = Setup.of(SOLUTIONS)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[SETUP].workers.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out all tests but those with the keyword in their names.

    It is not pytest's own `-k`, which also finds the names of libraries and files, and takes no
    title with spaces.
    """
    if keyword := _as_title(config.stash[SETUP].settings.keyword):
        tests = [item for item in items if isinstance(item, pytest.Function)]
        items[:] = [test for test in tests if keyword in _as_title(test.originalname)]


def _as_title(name: str) -> str:
    return name.lower().replace("_", " ").strip()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mount" not in metafunc.fixturenames:
        return
    milestone = milestone_of(metafunc.definition.path)
    if milestone is None:
        raise SuiteError(f"{metafunc.definition.path.name} is not a milestone's suite")
    found = metafunc.config.stash[SETUP].mounts(milestone)
    metafunc.parametrize("mount", found or [None], ids=[name(m) for m in found] or ["untouched"])


@pytest.fixture
def mount(request: pytest.FixtureRequest) -> Mount | None:
    """The library that the test asks; one of those that `pytest_generate_tests` found."""
    found: Mount | None = request.param
    return found


@pytest.fixture(scope="module", autouse=True)
def _workers(request: pytest.FixtureRequest) -> None:
    """Has the next suite's workers start while this one's are asked."""
    milestone = milestone_of(request.path)
    if milestone is None:
        return
    setup = request.config.stash[SETUP]
    suites = [milestone_of(item.path) for item in request.session.items]
    later = [m for m in suites[suites.index(milestone) :] if m]
    next_two = list(dict.fromkeys(later))[:2]
    mounts = [mount for each in next_two for mount in setup.mounts(each)]
    libraries = [mount.library for mount in mounts if not setup.workers.is_known(mount)]
    setup.workers.keep(libraries)
    setup.workers.start(libraries)


@pytest.fixture
def judge(request: pytest.FixtureRequest, mount: Mount | None) -> Judge:
    """Asks the learner's library and torch, and says how the answers are."""
    if mount is None:
        raise TestFailed("not_started")
    setup, item = request.config.stash[SETUP], request.node
    seed_inputs(setup.settings.seed, item.originalname)
    return Judge(setup, mount, partial(item.ihook.pytest_kata_answered, item=item, mount=mount))


@pytest.fixture
def agree(judge: Judge) -> Agree:
    """Compares the learner's library with torch."""
    return Agree(judge)


@pytest.fixture
def agree_on(judge: Judge) -> AgreeOn:
    """Compares the learner's library with torch on random programs."""
    return AgreeOn(judge)


@pytest.fixture
def facts(request: pytest.FixtureRequest, judge: Judge) -> Iterator[Facts]:
    """Brings home what only the learner's library can answer."""
    request.node.stash[FACTS] = Facts(judge)
    yield request.node.stash[FACTS]
    del request.node.stash[FACTS]  # with an answer in it, which may be large


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, None, None]:
    """Runs a test again, each of its programs in a process of its own, if it failed after some of
    them had shared one: what a program leaves behind is not to harm another."""
    setup = item.config.stash[SETUP]
    try:
        return (yield)
    except TestFailed as failure:
        was_shared = setup.workers.rest()
        if not was_shared or (failure.outcome == "timeout" and not setup.settings.is_confirming):
            raise
    finally:
        if not setup.settings.shares:
            setup.workers.rest()
    seed_inputs(setup.settings.seed, item.originalname)
    with setup.workers.apart():
        item.runtest()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, bool | None, bool | None]:
    """A test of facts fails over what a wrong answer does to it."""
    with _blaming(pyfuncitem):
        return (yield)


@contextmanager
def _blaming(item: pytest.Function) -> Iterator[None]:
    """Turns what a wrong answer does to a test of facts into a TestFailed."""
    try:
        yield
    except (TestFailed, SuiteError):
        raise
    except Exception as error:
        if facts := item.stash.get(FACTS, None):
            said = sentence(error, item.path)
            doubtful = not said and may_be_the_answers(error, item.path)
            if said or (doubtful and _holds_for_the_reference(item)):
                facts.blame(said or "the answer is not of the expected form")
        raise


def _holds_for_the_reference(item: pytest.Function) -> bool:
    """Whether the test raises nothing when the reference answers it, as it did for a handout."""
    if IS_HANDOUT:
        return True
    own, milestone = item.config.stash[SETUP], milestone_of(item.path)
    assert milestone
    setup = Setup.of(SOLUTIONS, Settings(own.settings.seed), oracle=own.oracle)
    judge = Judge(setup, setup.mounts(milestone)[0], lambda **_: None)
    fixtures = {"agree": Agree, "agree_on": AgreeOn, "facts": Facts}
    arguments = {
        name: fixtures[name](judge) if name in fixtures else item.funcargs[name]
        for name in signature(item.obj).parameters
    }
    seed_inputs(own.settings.seed, item.originalname)
    try:
        with own.workers.stopping(setup.workers):
            item.obj(**arguments)
    except (Exception, TestFailed):
        return False
    finally:
        setup.workers.close()
    return True
