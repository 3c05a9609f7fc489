"""Grades a folder: runs the suites with pytest, and makes the one record of what happened."""

from __future__ import annotations

import ast
import os
import platform
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from .confirmed import Confirmed
from .grading import Grading
from .library import strangers
from .manifest import MILESTONES, ROOT, SOLUTIONS, Milestone
from .mounts import ISOLATED, SO_FAR, Mount, untouched
from .report.record import MilestoneResult, Record, TestResult
from .suite.agree import Failure
from .suite.inputs import DEFAULT_SEED
from .suite.oracle import Oracle
from .suite.plugin import GRADING, Named, milestone_of
from .suite.remembered import RememberingOracle

Progress = Callable[[Milestone, int, int], None]
Key = tuple[Milestone, str]  # a test, by milestone and name


# Plugins of pytest's that would only cost time: a suite prints and logs nothing.
UNUSED = [f"-pno:{name}" for name in ("terminal", "logging", "unraisableexception", "junitxml")]


class SuitesBroken(Exception):
    """pytest could not run the suites: a mistake in them or in the grader, not the learner's."""


@dataclass(eq=False)
class Collector:
    """A pytest plugin that remembers how each test went on each library."""

    grading: Grading
    progress: Progress
    tests: dict[Key, pytest.Function] = field(default_factory=dict)
    results: dict[tuple[Key, str], TestResult] = field(default_factory=dict)
    seconds: dict[Milestone, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _order: list[Key] = field(default_factory=list)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[GRADING] = self.grading

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            self.tests.setdefault(_key(item), item)
        self._order = list(self.tests)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Any:
        key = _key(item)
        milestone = key[0]
        own = [each for each in self._order if each[0] == milestone]
        self.progress(milestone, own.index(key) + 1, len(own))
        began = time.perf_counter()
        result = yield
        spent = time.perf_counter() - began
        self.seconds[milestone] = self.seconds.get(milestone, 0.0) + spent
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo) -> Any:
        report = yield
        if call.when == "call" or report.failed:
            self._note(item, call, report)
        return report

    def _note(
        self, item: pytest.Function, call: pytest.CallInfo, report: pytest.TestReport
    ) -> None:
        error = call.excinfo.value if call.excinfo else None
        passed = _result(item, "passed", report.duration)
        if error is None:
            result = passed
        elif isinstance(error, Failure):
            result = replace(
                passed,
                outcome=error.outcome,
                message=error.message,
                where=error.where,
                function=error.function,
            )
        else:
            self.problems.append(f"{item.name}: {type(error).__name__}: {error}")
            return
        mount: Mount | None = item.callspec.params["mount"]
        for kind in mount.kinds if mount else (ISOLATED,):
            self.results[_key(item), kind] = result


def grade(
    target: Path,
    milestones: Sequence[Milestone] = MILESTONES,
    *,
    keyword: str = "",
    seed: int = DEFAULT_SEED,
    progress: Progress = lambda *_: None,
    remember: bool = False,
    **settings: Any,
) -> Record:
    """Grade the milestones in `target`, and return the record.

    A complete milestone is confirmed on a fresh seed. With a `keyword`, only tests with it in their
    names are run. `remember` saves time by what earlier runs left in the checkout (torch's answers,
    and which files were confirmed); it is for its owner's own files, since code that is graded
    could write there. Raises SuitesBroken where the suites themselves could not be run,
    KeyboardInterrupt where the user interrupted.
    """
    began = time.perf_counter()
    oracle = RememberingOracle() if remember and seed == DEFAULT_SEED else Oracle()
    run = _run(Grading(target, seed, oracle=oracle, **settings), milestones, keyword, progress)
    results = [_milestone_result(run, m, target) for m in milestones]
    confirmed = Confirmed(target) if remember else None
    news = [m for m in _complete(results) if not (confirmed and confirmed.knows(m))]
    fresh = None
    if news and not keyword and not settings and seed == DEFAULT_SEED:
        fresh = 1 + secrets.randbelow(2**31)
        again = _run(replace(run.grading, seed=fresh, oracle=Oracle()), news, "", progress)
        results = [_confirm(result, again, target) for result in results]
        if confirmed:
            confirmed.add(m for m in _complete(results) if m in news)
    if isinstance(oracle, RememberingOracle):
        oracle.save()
    return Record(
        target=_shown(target),
        seed=seed,
        isolation="local",
        torch=version("torch"),
        milestones=tuple(results),
        seconds=round(time.perf_counter() - began, 3),
        python=platform.python_version(),
        numpy=version("numpy"),
        confirmed_seed=fresh,
        ignored=tuple(strangers(target)),
        partial=bool(keyword),
    )


def first_failure(target: Path, milestone: Milestone) -> str | None:
    """The first test that fails on the milestone's file in `target`, by name, or None."""
    run = _run(Grading(target, only_isolated=True), [milestone], "", lambda *_: None, "-x")
    failed = [r.name for r in run.results.values() if r.outcome != "passed"]
    return failed[0] if failed else None


def _run(
    grading: Grading,
    milestones: Sequence[Milestone],
    keyword: str = "",
    progress: Progress = lambda *_: None,
    *options: str,
) -> Collector:
    collector = Collector(grading, progress)
    arguments = [str(m.suite) for m in milestones]
    # Plain asserts: pytest's own would compare a learner's answers at length, just to show them.
    arguments += ["--rootdir", str(ROOT), "--capture=no", "--assert=plain", *UNUSED, *options]
    with patch.dict(os.environ, PYTEST_ADDOPTS="", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"):
        status = pytest.main(arguments, plugins=[collector, Named(keyword)])
    if status == pytest.ExitCode.INTERRUPTED and not collector.problems:
        raise KeyboardInterrupt
    allowed = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if collector.problems or status not in allowed:
        raise SuitesBroken("\n".join(collector.problems) or f"pytest ended with status {status}")
    return collector


def _key(item: pytest.Function) -> Key:
    milestone = milestone_of(item.path)
    assert milestone is not None
    return milestone, item.originalname


def _result(item: pytest.Function, outcome: Any, seconds: float) -> TestResult:
    name = item.originalname
    return TestResult(
        name=name,
        title=name.removeprefix("test_").replace("_", " "),
        visibility="public" if item.get_closest_marker("public") else "hidden",
        outcome=outcome,
        seconds=round(seconds, 4),
    )


def _milestone_result(run: Collector, milestone: Milestone, target: Path) -> MilestoneResult:
    """Each test earns its points on either library; what failed is shown as it failed alone."""
    keys = [key for key in run.tests if key[0] == milestone]
    isolated = [run.results[key, ISOLATED] for key in keys]
    together = [run.results.get((key, SO_FAR)) for key in keys]
    best = [
        other if other and other.outcome == "passed" else alone
        for alone, other in zip(isolated, together, strict=True)
    ]
    has_so_far = bool(together) and all(together)
    return MilestoneResult.of(
        milestone,
        best,
        untouched=untouched(target, milestone),
        so_far=sum(r.outcome == "passed" for r in together if r) if has_so_far else None,
        seconds=round(run.seconds.get(milestone, 0.0), 3),
        where=f"{_shown(target / milestone.module)}.py",
        function=_first_function(milestone),
    )


def _confirm(result: MilestoneResult, again: Collector, target: Path) -> MilestoneResult:
    """The same result, less what passed only with the default seed's inputs."""
    milestone = MILESTONES[result.number]
    if not any(key[0] == milestone for key in again.tests):
        return result
    fresh = _milestone_result(again, milestone, target)
    seed = again.grading.seed
    tests = tuple(
        first
        if second.outcome == "passed"
        else replace(
            second,
            message=f"Right on the usual inputs, but not on others (--seed {seed}):\n"
            + second.message,
        )
        for first, second in zip(result.tests, fresh.tests, strict=True)
    )
    complete = all(test.outcome == "passed" for test in tests)
    so_far = result.so_far if fresh.so_far is None else min(result.so_far or 0, fresh.so_far)
    return replace(result, tests=tests, so_far=so_far, state="complete" if complete else "started")


def _complete(results: Sequence[MilestoneResult]) -> list[Milestone]:
    return [MILESTONES[r.number] for r in results if r.state == "complete"]


def _first_function(milestone: Milestone) -> str:
    """Where a newcomer starts: the first public function. Read from the reference, never run."""
    tree = ast.parse((SOLUTIONS / f"{milestone.module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            return node.name
    return ""


def _shown(path: Path) -> str:
    """A path as people type it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
