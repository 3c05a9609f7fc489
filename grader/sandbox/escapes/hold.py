"""Attempts to hold memory and room on the disk where nobody counts it. Runs in a worker, after
`tries`."""

from __future__ import annotations

import ctypes
import mmap
import os
import time
from collections.abc import Callable
from contextlib import suppress

from .tries import Told, large_from_the_start

SECONDS = 0.1  # that it is held: a few looks of whoever counts
DO_NOT_NEED = 4
ANONYMOUS_FILE = getattr(os, "O_TMPFILE", 0)


def hold_memory_as_if_it_were_shared(told: Told) -> list[str]:
    """What a process was forked with is counted once; whoever writes on it has a copy."""
    share = len(large_from_the_start())
    for number in range(1, told["most processes"]):
        if os.fork() == 0:
            large_from_the_start()[::4096] = b"y" * len(range(0, share, 4096))
            time.sleep(60.0)
            os._exit(0)
        time.sleep(0.05)
        if number * share > 2 * told["memory"]:
            return [f"{number * share} bytes"]
    return []


def hold_memory_that_is_not_mapped(told: Told) -> list[str]:
    """Shared memory is there as long as anybody could look at it, and counted for nobody who does
    not."""
    return _let_go(told, lambda size: mmap.mmap(-1, size))


def hold_zeros(told: Told) -> list[str]:
    """The same, of a device."""

    def mapped(size: int) -> mmap.mmap:
        descriptor = os.open("/dev/zero", os.O_RDWR)
        try:
            return mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)

    return _let_go(told, mapped)


def _let_go(told: Told, mapped: Callable[[int], mmap.mmap]) -> list[str]:
    libc, held, size = ctypes.CDLL(None), list[mmap.mmap](), told["memory"] // 8
    with suppress(OSError, ValueError):
        while len(held) * size < 1.5 * told["memory"]:
            held.append(mapped(size))
            held[-1][::4096] = b"x" * len(range(0, size, 4096))
            start = ctypes.addressof(ctypes.c_char.from_buffer(held[-1]))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), DO_NOT_NEED)
    time.sleep(SECONDS)
    return _more(len(held) * size, told["memory"])


def fill_the_disk_without_names(told: Told) -> list[str]:
    """A file that was deleted is there as long as it is open."""

    def without_name() -> int:
        descriptor = os.open("nameless", os.O_CREAT | os.O_RDWR)
        os.unlink("nameless")
        return descriptor

    return _filled(told, without_name)


def fill_the_disk_over_itself(told: Told) -> list[str]:
    """A file that another one was moved over is as good as deleted."""

    def moved_over() -> int:
        descriptor = os.open("below", os.O_CREAT | os.O_RDWR)
        os.close(os.open("above", os.O_CREAT | os.O_RDWR))
        os.rename("above", "below")
        return descriptor

    return _filled(told, moved_over)


def fill_the_disk_without_a_name_from_the_start(told: Told) -> list[str]:
    return _filled(told, lambda: os.open(".", ANONYMOUS_FILE | os.O_RDWR, 0o600))


def fill_the_disk_in_a_closed_folder(told: Told) -> list[str]:
    """Nobody may list it, not even its owner."""
    with suppress(OSError):
        os.mkdir("closed", 0o300)
    names = iter(range(1 << 20))
    return _filled(told, lambda: os.open(f"closed/{next(names)}", os.O_CREAT | os.O_RDWR))


def fill_the_disk_in_a_deep_folder(told: Told) -> list[str]:
    """Its path is longer than any that may be named."""
    names, before = iter(range(1 << 20)), os.open(".", os.O_RDONLY)
    try:
        with suppress(OSError):
            for _ in range(40):
                os.mkdir("d" * 200)
                os.chdir("d" * 200)
        return _filled(told, lambda: os.open(f"{next(names)}", os.O_CREAT | os.O_RDWR))
    finally:
        os.fchdir(before)
        os.close(before)


def fill_the_disk_at_once(told: Told) -> list[str]:
    """Room is set aside much faster than it is written."""
    taken, descriptors, size = 0, [], told["file"]
    with suppress(OSError):
        for number in range(64):
            descriptors.append(os.open(f"aside-{number}", os.O_CREAT | os.O_RDWR))
            os.posix_fallocate(descriptors[-1], 0, size)
            taken += os.fstat(descriptors[-1]).st_blocks * 512
    return _more(taken, 8 * told["scratch"])


def _filled(told: Told, opened: Callable[[], int]) -> list[str]:
    """Writes into what this opens, as much as it can."""
    taken, descriptors, block = 0, [], bytes(1 << 20)
    with suppress(OSError):
        for _ in range(40):
            descriptors.append(opened())
            taken += os.write(descriptors[-1], block)
    time.sleep(SECONDS)
    for each in descriptors:
        os.close(each)
    return _more(taken, told["scratch"])


def _more(size: int, allowed: int) -> list[str]:
    return [f"{size} bytes"] if size > allowed else []
