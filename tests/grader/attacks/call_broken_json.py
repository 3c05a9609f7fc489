"""Breaks what the grader's code writes its answer with."""

import json


def attack():
    json.dumps = None
    return 42
