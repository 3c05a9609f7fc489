"""Attempts to see what a worker is not to see. Runs in a worker, after `tries`."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from functools import partial

from .tries import Told, opened, tried

MACHINES = ("/etc/passwd", "/etc/hostname", "/etc/resolv.conf", "/proc/version", "/proc/net/tcp")
FOLDERS = ("/", "/bin", "/etc", "/home", "/opt", "/proc", "/run", "/sys", "/tmp", "/usr", "/var")


def read_the_answers(told: Told) -> list[str]:
    return tried({path: partial(opened, path) for path in told["answers"]})


def read_the_tests(told: Told) -> list[str]:
    return tried({path: partial(opened, path) for path in told["tests"]})


def read_torch(told: Told) -> list[str]:
    return tried({path: partial(opened, path) for path in told["torch"]})


def read_another_submission(told: Told) -> list[str]:
    return tried({"the file": partial(opened, told["submission"])})


def follow_a_link(told: Told) -> list[str]:
    def through(make: Callable[[str, str], None]) -> bytes:
        make(told["answers"][0], "link")
        try:
            return opened("link")
        finally:
            os.unlink("link")

    return tried({each.__name__: partial(through, each) for each in (os.symlink, os.link)})


def read_the_machines_files(told: Told) -> list[str]:
    return tried({path: partial(opened, path) for path in MACHINES})


def list_folders(told: Told) -> list[str]:
    """Names beside those of what Python and NumPy are made of."""
    known = set(told["visible"]) | {"/scratch", "/proc", "/dev"}

    def strangers(folder: str) -> list[str]:
        paths = [os.path.join(folder, name) for name in os.listdir(folder)]
        if found := sorted({*paths} - known):
            return found
        raise OSError("nothing but what a worker needs")

    folders = dict.fromkeys((*FOLDERS, told["checkout"], told["home"]))
    return tried({path: partial(strangers, path) for path in folders})


def climb_out(told: Told) -> list[str]:
    def by_steps() -> bytes:
        before = os.open(".", os.O_RDONLY)
        try:
            for _ in range(64):
                os.chdir("..")
            return opened(told["answers"][0].lstrip("/"))
        finally:
            os.fchdir(before)
            os.close(before)

    return tried({"..": by_steps})


def search_open_files(told: Told) -> list[str]:
    """A folder that is open leads to others; a file may hold more than it should."""

    def of(descriptor: int) -> str:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            return f"a folder with {os.listdir(descriptor)}"
        if stat.S_ISREG(found.st_mode) and found.st_size:
            return f"a file of {found.st_size} bytes"
        raise OSError("nothing in it")

    return tried({f"descriptor {each}": partial(of, each) for each in range(256)})


def search_the_environment(told: Told) -> list[str]:
    return sorted(os.environ.keys() - {*told["environment"], "HOME", "TMPDIR", "LC_CTYPE", "PWD"})


def read_processes(told: Told) -> list[str]:
    names = ("environ", "cmdline", "maps", "mem", "status", "root/etc/passwd")
    paths = [f"/proc/{pid}/{name}" for pid in (told["grader"], 1) for name in names]
    return tried({path: partial(opened, path) for path in paths})
