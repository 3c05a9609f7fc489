"""What tests of the grader share: a checkout of their own, and that nobody outlives a test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader import cache, manifest
from grader.manifest import Milestone
from grader.sandbox.budget import Budget
from grader.sandbox.launch import serving
from grader.sandbox.worker import sweep
from grader.stubs import order
from grader.stubs.generate import generate_all
from tests.grader.folders import fresh, handed_out
from tests.grader.once import once


def pytest_configure() -> None:
    """Commands that are run hear of Ctrl-C, even where a shell has started the tests with `&`."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _handed_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    handed_out.update(once(tmp_path_factory, "handed_out", generate_all))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the grader remembers: nothing is read from the checkout's `.kata/`, or added to it."""
    monkeypatch.setattr(cache, "STATE", tmp_path / ".kata")
    return tmp_path / ".kata"


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `exercises/` of a checkout of its own, as they were handed out."""
    monkeypatch.setattr(manifest, "EXERCISES", fresh(tmp_path / "exercises"))
    return tmp_path / "exercises"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We are in a small checkout: one given module, two milestones, nothing handed out yet."""
    solutions, exercises = tmp_path / "solutions", tmp_path / "exercises"
    solutions.mkdir()
    (solutions / "todo.py").write_bytes(b"def _helper():\r\n    return 1\r\n")
    (solutions / "m90_first.py").write_text("def one() -> int:\n    return 3 - 2\n")
    (solutions / "m91_second.py").write_text("def two() -> int:\n    return 4 - 2\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(manifest, "SOLUTIONS", solutions)
    monkeypatch.setattr(manifest, "EXERCISES", exercises)
    monkeypatch.setattr(manifest, "STATE", tmp_path / ".kata")
    monkeypatch.setattr(order, "MODULES", ("todo", "m90_first", "m91_second"))
    milestones = (Milestone(90, "first", "first", 1), Milestone(91, "second", "second", 1))
    monkeypatch.setattr(manifest, "MILESTONES", milestones)
    return tmp_path


@pytest.fixture
def timeouts(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that each program took, by the clock, which was run and came to no end in time.

    However slow the machine, they are as many; all that they may take together is known by that.
    """
    found: list[float] = []

    def spend(budget: Budget, seconds: float, is_timeout: bool) -> None:
        if is_timeout:
            found.append(seconds)
        counted(budget, seconds, is_timeout)

    counted = Budget.spend
    monkeypatch.setattr(Budget, "spend", spend)
    return found


@pytest.fixture
def nobody_left() -> Iterator[None]:
    """No process outlives the test, but for the one that forks workers."""
    serving()  # perhaps another one afterwards
    before = set(psutil.Process().children(recursive=True))
    yield
    sweep()
    server = psutil.Process(serving().pid)
    jail = serving().jail
    jailed = server.children() if jail and jail.prefix else []  # bubblewrap waits for it
    expected = before | {server, *jailed}
    left = set(psutil.Process().children(recursive=True)) - expected
    _, alive = psutil.wait_procs(left, timeout=5.0)  # the kernel takes its time
    assert alive == []
