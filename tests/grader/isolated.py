"""Workers that are isolated in one way or another, while a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.sandbox.jail import jails
from grader.sandbox.launch import isolate


@contextmanager
def isolated(tier: str) -> Iterator[None]:
    """Within this, workers are "local", or sealed by "bubblewrap" or "Landlock".

    A machine without one of these fails the test: who does not know whether a seal holds must not
    learn of it by a test that was skipped.
    """
    found = {jail.name.removeprefix("sealed by "): jail for jail in jails()}
    assert tier in {"local", *found}, f"{tier} is not to be had here; {', '.join(found)} is"
    isolate(found.get(tier))
    try:
        yield
    finally:
        isolate(None)
