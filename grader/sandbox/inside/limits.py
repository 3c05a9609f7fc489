"""What a worker may use: the numbers.

kernel.py asks the kernel to hold a process to its memory and files; warden.py watches all processes
together; ../clock.py and ../budget.py measure time. What is printed has no limit: ../channel.py
keeps the first of it, and counts the rest; judging/failure_facts.py cuts what is shown.
"""

from __future__ import annotations

from typing import NamedTuple

HURRY = 6  # times less time, once there is cause; the reference needs half of what is left then


class Limits(NamedTuple):
    """Seconds of processor time, bytes, and counts."""

    program: float = 3.0
    imports: float = 5.0
    total: float = 60.0  # all programs of one suite together
    patience: float = 10.0  # times as long by the clock, on a slow machine or asleep
    timeouts: int = 6  # after so many, the remaining programs of a suite are not run
    memory: int = 2 << 30  # of one process
    all_memory: int = 3 << 30  # resident, of all processes of all workers together
    file: int = 16 << 20
    files: int = 256
    processes: int = 32
    threads: int = 256  # of all processes together
    scratch: int = 64 << 20  # of all files in a sealed worker's folder
    scratch_files: int = 1_000
    namespace: bool = True  # a process-id namespace of its own, where the system allows one

    def hurried(self) -> Limits:
        """For a submission in which much has come to no end already."""
        return self._replace(
            program=self.program / HURRY, imports=self.imports / HURRY, timeouts=self.timeouts // 3
        )


LIMITS = Limits()
