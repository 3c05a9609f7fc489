"""Leaves politely."""

import sys


def attack():
    sys.exit(0)
