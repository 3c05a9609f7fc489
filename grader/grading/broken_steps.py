"""What breaks in the grader once the suites have been run costs the record nothing else.

faults = Faults()
with faults.noted():
    results = with_diagnoses(...)    # where it raises, `results` are what they were
Record(..., faults=faults.told)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..sandbox.inside.faults import account


class Faults:
    """The tracebacks of a grading's steps that broke."""

    def __init__(self) -> None:
        self.told: tuple[str, ...] = ()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Whatever is raised within this is noted, and goes no further; KeyboardInterrupt does."""
        try:
            yield
        except Exception as error:
            self.told += (account(error).decode().rstrip(),)
