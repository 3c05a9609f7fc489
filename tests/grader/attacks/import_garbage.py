"""Writes nonsense to every descriptor while it is imported."""

import contextlib
import os

for descriptor in range(256):
    with contextlib.suppress(OSError):
        os.write(descriptor, bytes(range(256)))


def attack():
    return 42
