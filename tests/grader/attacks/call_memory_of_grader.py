"""Reaches for the memory of the process that compares, and for more of everything."""

import ctypes
import resource

PTRACE_SEIZE = 0x4206


def attack(grader):
    return [
        error(lambda: open(f"/proc/{grader}/mem", "r+b", 0)),
        ctypes.CDLL(None).ptrace(PTRACE_SEIZE, grader, 0, 0),
        error(lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))),
    ]


def error(call):
    try:
        call()
    except (OSError, ValueError) as problem:
        return type(problem).__name__
    return "it works"
