"""Writes nonsense to every descriptor."""

import contextlib
import os


def attack():
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, bytes(range(256)))
    return 42
