"""What the attempts have in common. Runs in a worker, before the attempts' own text."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

Told = dict[str, Any]


def tried(ways: Mapping[str, Callable[[], object]]) -> list[str]:
    """Those of the ways that raise nothing, and what comes of each."""
    done = []
    for name, way in ways.items():
        try:
            done.append(f"{name}: {way()!r:.60}")
        except (OSError, ValueError, ImportError, AttributeError, OverflowError):
            continue
    return done


def call(number: int, *arguments: object) -> int:
    """A system call by its number. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def large_from_the_start() -> bytearray:
    """What the library has had since it was imported."""
    large: bytearray = sys.modules[__package__].LARGE
    return large


def opened(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(20)


def written(path: str) -> int:
    """Makes a file, and takes it away again."""
    with open(path, "x") as file:
        count = file.write("here I was")
    os.unlink(path)
    return count
