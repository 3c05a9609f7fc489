"""How the kernel is asked to hold a worker to its limits.

Standard library only: the fork server loads this file by itself. Every measure is best effort,
since systems differ; the clock and the kill, on the trusted side, never depend on them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x20080522
READING_FILES = 0b100  # CAP_DAC_READ_SEARCH
FILE_CAPABILITIES = 0b010 | READING_FILES  # and CAP_DAC_OVERRIDE
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000


def confine(limits: Limits, capabilities: int = FILE_CAPABILITIES) -> None:
    """Sets this process's own limits, which all its descendants inherit; of what root is capable
    of, it keeps these."""
    import resource

    wanted = {
        "RLIMIT_AS": limits.memory,
        "RLIMIT_FSIZE": limits.file,
        "RLIMIT_NOFILE": limits.files,
        "RLIMIT_CORE": 0,
    }
    for name, value in wanted.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))
    with contextlib.suppress(OSError):
        os.nice(5)
    _give_up_privileges(capabilities)


def adopt_orphans() -> None:
    """Makes this process the parent of all descendants that lose theirs, daemons too (Linux)."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Has the kernel kill this process when its parent ends (Linux)."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def keep_memory_private(private: bool = True) -> None:
    """Has the kernel refuse other processes of this user this one's memory, in `/proc` too (Linux).

    Root is refused as well, once it has given up its privileges. Children inherit it.
    """
    _prctl(PR_SET_DUMPABLE, 0 if private else 1)


def keep_capabilities() -> None:
    """Has root keep what it is capable of when it becomes another user, until `confine` (Linux)."""
    _prctl(PR_SET_KEEPCAPS, 1)


def enter_namespace() -> bool:
    """Gives the next child a process-id namespace of its own; whether that was allowed.

    That child cannot name any process outside, and when it ends, the kernel kills all inside.
    """
    if not sys.platform.startswith("linux"):
        return False
    unshare = ctypes.CDLL(None).unshare
    return bool(unshare(CLONE_NEWPID) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWPID) == 0)


def _give_up_privileges(capabilities: int) -> None:
    """Leaves root no more than access to files, for the checkout may be another user's (Linux).

    With its other capabilities a worker could raise its own limits, or write into the grader.
    """
    if sys.platform.startswith("linux"):
        _prctl(PR_SET_NO_NEW_PRIVS, 1)  # or the next program that root runs has them all again
        libc, header = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
        sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; each in two halves
        libc.capget(header, sets)
        kept = sets[1] & capabilities
        sets[:] = [kept, kept, 0, 0, 0, 0]
        libc.capset(header, sets)


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
