"""Runs suites with pytest, and collects how each test went on each library."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from ..asking.workers import OutOfTime
from ..judging.failure_facts import broken
from ..library.mounts import ISOLATED, Mount
from ..manifest import Milestone
from ..record import Outcome, TestResult
from ..sandbox.inside.faults import account
from . import collection, plugin
from .agree import TestFailed
from .blame import unloadable
from .done import Done, Key
from .listed import listed, remember
from .plugin import SETUP, milestone_of
from .setup import Settings, Setup

Progress = Callable[[Milestone, int, int], object]


class SuitesBroken(Exception):
    """The suites could not be run: a mistake in them or in the grader, not the learner's."""


@dataclass(eq=False)
class Collector:
    """A pytest plugin that remembers how each test went on each library.

    A test that raises anything but TestFailed is broken: that is not what it was to find out.
    """

    setup: Setup
    progress: Progress
    problems: list[str] = field(default_factory=list)
    done: Done = field(init=False)

    def __post_init__(self) -> None:
        self.done = Done(self.setup.submission, self.setup.settings.seed)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SETUP] = self.setup

    def pytest_exception_interact(
        self,
        node: pytest.Item | pytest.Collector,
        call: pytest.CallInfo[Any],
        report: pytest.CollectReport | pytest.TestReport,
    ) -> None:
        if isinstance(report, pytest.CollectReport) and call.excinfo:
            self.problems.append(unloadable(node.path, call.excinfo.value))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            milestone, name = _key(item)
            names = self.done.tests.setdefault(milestone, [])
            if name not in names:  # it is there once for each library
                names.append(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Any:
        milestone, name = _key(item)
        own, seconds = self.done.tests[milestone], self.done.seconds
        self.progress(milestone, own.index(name) + 1, len(own))
        began = time.perf_counter()
        result = yield
        spent = time.perf_counter() - began
        seconds[milestone] = seconds.get(milestone, 0.0) + spent
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, None, None]:
        """A test that had no more time was not run, of which pytest need not write a traceback: for
        a hundred tests that takes ten seconds."""
        try:
            return (yield)
        except OutOfTime:
            raise TestFailed("not_run") from None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo[Any]) -> Any:
        if call.excinfo:  # of which pytest writes a traceback that nobody reads
            call.excinfo.traceback = call.excinfo.traceback[-1:]
        report = yield
        if call.when == "call" or report.failed:
            self._note(item, call, report)
        return report

    def _note(
        self, item: pytest.Function, call: pytest.CallInfo[Any], report: pytest.TestReport
    ) -> None:
        error = call.excinfo.value if call.excinfo else None
        passed = _result(item, "passed", report.duration)
        if error is None:
            result = passed
        elif isinstance(error, TestFailed):
            result = replace(passed, outcome=error.outcome, failure=error.failure)
        else:
            traceback = account(error).decode()
            result = replace(passed, outcome="broken", failure=broken(traceback))
        mount = cast("Mount | None", item.callspec.params["mount"])
        for kind in mount.kinds if mount else (ISOLATED,):
            self.done.results[_key(item), kind] = result


@dataclass(frozen=True)
class Untouched:
    """A pytest plugin that runs nothing where nobody has begun: how that goes is known. For all
    suites, it saves most of the time that they take."""

    done: Done

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> bool | None:
        if item.callspec.params["mount"] is not None:
            return None
        self.done.results[_key(item), ISOLATED] = _result(item, "not_started", 0.0)
        return True


def silently(milestone: Milestone, done: int, total: int) -> None:
    """A `Progress` that says nothing."""


def run(
    setup: Setup,
    milestones: Sequence[Milestone],
    *,
    progress: Progress = silently,
    listeners: Sequence[object] = (),
    options: Sequence[str] = (),
) -> Done:
    """Run the suites of `milestones`.

    Args:
        progress: called before each test with its milestone, its number, and their count.
        listeners: pytest plugins, which hear of all that happens (grader/suite/hooks.py).
        options: what else to tell pytest.

    Raises SuitesBroken where the suites could not be run, KeyboardInterrupt where the user
    interrupted.
    """
    collector = Collector(setup, progress)
    untouched = Untouched(collector.done)
    if in_full := not (setup.settings.keyword or options):
        for milestone in [each for each in milestones if not setup.mounts(each)]:
            collector.done.not_begun(milestone, listed(milestone))
        milestones = [each for each in milestones if each not in collector.done.tests]
        if not milestones:
            return collector.done
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", "")
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        told = [*collection.arguments(milestones), *options]
        status = pytest.main(told, plugins=[plugin, collection, collector, untouched, *listeners])
    if status == pytest.ExitCode.INTERRUPTED and not collector.problems:
        raise KeyboardInterrupt
    allowed = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if collector.problems or status not in allowed:
        raise SuitesBroken("\n".join(collector.problems) or f"pytest ended with status {status}")
    for milestone in milestones if in_full else ():
        if not setup.mounts(milestone):
            remember(milestone, collector.done.alone(milestone))
    collector.done.left_out = setup.left_out()
    return collector.done


def failures(target: Path, milestone: Milestone, *options: str) -> list[str]:
    """The tests that fail on the milestone's file in `target`, the reference's in all other
    places. `options` are pytest's, such as `-x`. Raises SuitesBroken where one can't be judged."""
    setup = Setup.of(target, Settings(only_isolated=True, shrinks=False, shares=True))
    done = run(setup, [milestone], options=options)
    if faults := [r.failure for r in done.results.values() if r.outcome == "broken"]:
        raise SuitesBroken("\n".join(failure.broken for failure in faults if failure))
    return list({r.name: None for r in done.results.values() if r.outcome != "passed"})


def _key(item: pytest.Function) -> Key:
    milestone = milestone_of(item.path)
    assert milestone is not None
    return milestone, item.originalname


def _result(item: pytest.Function, outcome: Outcome, seconds: float) -> TestResult:
    name = item.originalname
    return TestResult(
        name=name,
        title=name.removeprefix("test_").replace("_", " "),
        visibility="public" if item.get_closest_marker("public") else "hidden",
        group="edge_case" if item.get_closest_marker("edge_case") else "idea",
        outcome=outcome,
        seconds=round(seconds, 4),
    )
