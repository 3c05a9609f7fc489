"""Closes every descriptor while it is imported."""

import os

os.closerange(0, 256)


def attack():
    return 42
