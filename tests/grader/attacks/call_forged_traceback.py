"""Writes what the grader would write if it had broken in a file of its own, and ends so."""

import contextlib
import os
import stat
import sys


def attack():
    inside = sys.modules["inside.zygote"].__file__
    frame = f'Traceback (most recent call last):\n  File "{inside}", line 9, in run\nOSError\n'
    for descriptor in range(3, 256):
        with contextlib.suppress(OSError):
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.write(descriptor, frame.encode())
    os._exit(71)
