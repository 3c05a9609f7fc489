"""Looks for somebody else's solution."""

import importlib


def attack():
    found = []
    for name in ("torch", "jax", "tensorflow", "pytest", "psutil", "pip"):
        try:
            importlib.import_module(name)
            found.append(name)
        except ModuleNotFoundError:
            pass
    return found
