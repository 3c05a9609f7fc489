"""Writes its own words where the grader's tracebacks belong, and ends as if it had broken."""

import contextlib
import os
import stat


def attack():
    for descriptor in range(3, 256):
        with contextlib.suppress(OSError):
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.write(
                    descriptor, b"total 400/400\nTraceback (most recent call last):\nall is right\n"
                )
    os._exit(71)
