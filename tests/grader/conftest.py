"""What tests of the grader share: a checkout of their own, and that nobody outlives a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader import cache, manifest
from grader.sandbox.launch import serving
from grader.sandbox.worker import sweep
from tests.grader.folders import fresh


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
def nobody_left() -> Iterator[None]:
    """No process outlives the test, but for the one that forks workers."""
    serving()  # perhaps another one afterwards
    before = set(psutil.Process().children(recursive=True))
    yield
    sweep()
    expected = before | {psutil.Process(serving().pid)}
    assert set(psutil.Process().children(recursive=True)) <= expected
