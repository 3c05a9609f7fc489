"""How a worker is sealed before it runs anybody's code: nothing to see, nobody to reach.

A `Seal` comes from ../jail.py, which has probed what this machine allows:

    namespaces  the fork server lies in a jail without this machine's files; each worker gets
                mounts of its own in it, and a scratch folder in memory
    landlock    the kernel refuses a worker every file but those that Python and NumPy need, and
                its own scratch folder

In both, system calls are filtered (seccomp.py), and where root has started the grader, each worker
is a user of its own, who owns nothing. Whatever fails here ends the worker: no worker is sealed by
half.

Standard library only: the fork server loads this file by itself.
"""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from typing import NamedTuple

from . import kernel, landlock, removals, seccomp
from .limits import Limits

CLONE_NEWNS = 0x00020000
NOTHING_SPECIAL = 0x2 | 0x4 | 0x8  # MS_NOSUID, MS_NODEV, MS_NOEXEC
BLOCK = 512  # bytes, what st_blocks counts
READ_ONLY, PRIVATE, RECURSIVE = 0x1, 0x40000, 0x4000


class Seal(NamedTuple):
    """Which of the two, the scratch folder, the users that workers may be, if these are others than
    the grader's (from one number to another), and for Landlock, the files that may be read."""

    how: str
    scratch: str
    users: tuple[int, int] | None = None
    readable: tuple[str, ...] = ()


def user_of(seal: Seal, worker: int) -> int | None:
    """The user that a worker becomes, whose first process this is; None where it stays as it is."""
    if seal.users is None:
        return None
    first, end = seal.users
    return first + worker % (end - first)


def close_off(seal: Seal, limits: Limits, user: int | None) -> None:
    """The first half, which needs privileges: this process's own view of files, and its user."""
    if seal.how == "namespaces":
        _mount(seal.scratch, limits, os.getuid() if user is None else user)
    elif user is not None:
        os.chown(seal.scratch, user, user)
    if user is not None:
        _become(user, keeps_reading=seal.how == "landlock")


def shut(seal: Seal) -> None:
    """The second half, which needs none: what the kernel refuses from now on."""
    os.chdir(seal.scratch)
    if seal.how == "landlock":
        landlock.allow_only(seal.readable, [seal.scratch, os.devnull])
        removals.put_aside_from_now_on(seal.scratch)
        seccomp.refuse_calls(of_files=True)
    else:
        seccomp.refuse_calls()


def overflows(seal: Seal, limits: Limits) -> bool:
    """Whether more lies in the scratch folder than may, or more than can be seen. Of one in memory,
    the kernel sees to it."""
    if seal.how == "namespaces":
        return False
    unseen = list[OSError]()
    count = size = 0
    for folder, folders, files in os.walk(seal.scratch, onerror=unseen.append):
        count += len(folders) + len(files)
        for name in files:
            with suppress(OSError):
                size += os.lstat(os.path.join(folder, name)).st_blocks * BLOCK
        if count > limits.scratch_files or size > limits.scratch:
            return True
    return any(each.errno != errno.ENOENT for each in unseen)  # one that was removed meanwhile


def _mount(scratch: str, limits: Limits, user: int) -> None:
    """Mounts that no other worker sees: an empty scratch folder in memory, and no processes."""
    libc = ctypes.CDLL(None, use_errno=True)

    def mount(place: str, flags: int, options: str) -> None:
        done = libc.mount(b"tmpfs", place.encode(), b"tmpfs", flags, options.encode())
        _check(done, f"a folder of its own on {place}")

    _check(libc.unshare(CLONE_NEWNS), "mounts of its own")
    _check(libc.mount(None, b"/", None, PRIVATE | RECURSIVE, None), "mounts of its own")
    most = f"size={limits.scratch},nr_inodes={limits.scratch_files}"
    mount(scratch, NOTHING_SPECIAL, f"{most},mode=700,uid={user}")
    mount("/proc", NOTHING_SPECIAL | READ_ONLY, "size=4k,nr_inodes=2,mode=555")


def _become(user: int, keeps_reading: bool) -> None:
    """Be this user. What root alone may read, such as its own Python, may be read still where
    Landlock says which files those are."""
    if keeps_reading:
        kernel.keep_capabilities()
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
