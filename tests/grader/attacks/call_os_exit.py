"""Leaves without a word."""

import os


def attack():
    os._exit(0)
