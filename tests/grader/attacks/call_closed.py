"""Closes every descriptor."""

import os


def attack():
    os.closerange(0, 256)
    return 42
