"""Writes one byte at a time where answers go, as if an answer were just about to come."""

import contextlib
import os
import time


def attack():
    while True:
        for descriptor in range(3, 64):
            with contextlib.suppress(OSError):
                os.write(descriptor, b"k")
        time.sleep(0.01)
