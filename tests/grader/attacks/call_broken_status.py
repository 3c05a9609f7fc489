"""Ends as a process does in which the grader's own code broke, but says nothing."""

import os


def attack():
    os._exit(71)
