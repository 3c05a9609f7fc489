"""The system calls that a sealed worker is refused, by a filter that the kernel keeps (seccomp).

A filter is a program of the kernel's own little machine (classic BPF); `man 2 seccomp` has one like
it. It looks at the number of a system call and at its arguments, and holds for all descendants,
whatever they run.

Standard library only: the fork server loads this file by itself.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator

PR_SET_SECCOMP, FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, MACHINE, ARGUMENTS = 0, 4, 16  # where in the data of a call they stand
X32 = 0x40000000  # x86_64's second set of numbers begins here
NAMESPACES = 0x7E020080  # every CLONE_NEW* flag
LOCKS = 6, 7, 37, 38, 1024, 1026  # fcntl's locks, leases and notices of a file
SHARED, ANONYMOUS = 0x01, 0x20  # of mmap; memory that is both is counted for nobody who lets it go
NO_NAME = 0x400000  # of open's O_TMPFILE
A_FOLDER = 0x200  # of unlinkat, which removes folders, too
OVER_NOTHING = 0b11  # of renameat2: what is at the target stays
NEWER = 450  # calls from here on are younger than this filter

# What each is called, and its number on x86_64 and on aarch64.
REFUSED = {
    # another program
    **{"execve": (59, 221), "execveat": (322, 281)},
    # the network, and whatever else has an address; pipes have none
    **{"socket": (41, 198), "socketpair": (53, 199)},
    # memory and messages that stay when a process ends, or that nobody's limits count
    **{"shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180)},
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    # what two processes could tell each other by, through files that neither may write to
    **{"flock": (73, 32), "inotify_add_watch": (254, 27), "fanotify_init": (300, 262)},
    # what there is so much of for all together
    **{"inotify_init": (253, -1), "inotify_init1": (294, 26), "io_setup": (206, 0)},
    # another process: to look into it, to slow it down
    **{"ptrace": (101, 117), "kcmp": (312, 272), "pidfd_getfd": (438, 438)},
    **{"process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
    **{"process_madvise": (440, 440), "process_mrelease": (448, 448), "move_pages": (279, 239)},
    **{"setpriority": (141, 140), "ioprio_set": (251, 30), "migrate_pages": (256, 238)},
    **{"sched_setscheduler": (144, 119), "sched_setparam": (142, 118)},
    **{"sched_setattr": (314, 274), "sched_setaffinity": (203, 122)},
    # namespaces and mounts
    **{"unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51), "pivot_root": (155, 41)},
    **{"mount": (165, 40), "umount2": (166, 39), "open_tree": (428, 428)},
    **{"move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431)},
    **{"fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442)},
    **{"name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265)},
    # large parts of the kernel that NumPy has no use for
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426)},
    **{"io_uring_register": (427, 427), "bpf": (321, 280), "userfaultfd": (323, 282)},
    **{"perf_event_open": (298, 241), "personality": (135, 92)},
    **{"syslog": (103, 116), "modify_ldt": (154, -1)},
}
# What Landlock knows nothing of: a file's owner, permissions, times and attributes; and room that
# is taken at once, or of which no file tells any more (removals.py). (-1: not there)
OF_FILES = {
    **{"chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53)},
    **{"chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54)},
    **{"utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1), "utimensat": (280, 88)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7)},
    **{"removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
    **{"fallocate": (285, 47), "unlink": (87, -1), "rename": (82, -1), "renameat": (264, 38)},
}
CLONE, FCNTL, PRLIMIT, MMAP = (56, 220), (72, 25), (302, 261), (9, 222)
SIGACTION, CHILD_ENDED = (13, 134), 17  # who ignores that signal hides what its children took
OPEN, OPENAT, UNLINKAT, RENAMEAT2 = (2, -1), (257, 56), (263, 35), (316, 276)
CLONE3, OPENAT2 = 435, 437  # their flags lie in memory, where a filter can't look
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

Instruction = tuple[int, int, int, int]  # what to do, how many to skip if so, if not; the operand
REFUSED_NOW, ALLOWED_NOW = (RETURN, 0, 0, REFUSE | errno.EPERM), (RETURN, 0, 0, ALLOW)


class Unsupported(OSError):
    """This kind of machine has no filter, or its kernel refuses it."""


def refuse_calls(of_files: bool = False) -> None:
    """Put this process and all its descendants behind the filter, for good; with `of_files`, it
    refuses what Landlock knows nothing of, too.

    Needs PR_SET_NO_NEW_PRIVS. Raises Unsupported.
    """
    steps = program(platform.machine(), of_files)
    code = b"".join(struct.pack("=HBBI", *each) for each in steps)
    buffer = ctypes.create_string_buffer(code)
    described = struct.pack("@HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.c_char_p(described), 0, 0):
        raise Unsupported(ctypes.get_errno(), "the kernel takes no filter of system calls")


def program(machine: str, of_files: bool = False) -> list[Instruction]:
    """The filter for this kind of machine. Raises Unsupported."""
    if machine not in MACHINES:
        raise Unsupported(errno.ENOSYS, f"no filter of system calls is known for {machine}")
    column, name = MACHINES[machine]
    calls = {**REFUSED, **(OF_FILES if of_files else {})}
    numbers = [each[column] for each in calls.values() if each[column] >= 0]
    return [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, name),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        *[(AT_LEAST, 0, 1, X32), REFUSED_NOW],
        # as on a kernel without them: glibc takes `clone` where there is no `clone3`
        *[(AT_LEAST, 0, 1, NEWER), (RETURN, 0, 0, REFUSE | errno.ENOSYS)],
        *[step for each in (CLONE3, OPENAT2) for step in _missing(each)],
        *[step for number in numbers for step in ((EQUAL, 0, 1, number), REFUSED_NOW)],
        *_refused_with(CLONE[column], 0, NAMESPACES),
        *_refused_with(MMAP[column], 3, ANONYMOUS, SHARED),
        # limits are set of oneself alone
        *_looked_at(PRLIMIT[column], 0, [(EQUAL, 1, 0, 0), REFUSED_NOW]),
        *_looked_at(SIGACTION[column], 0, [(EQUAL, 0, 1, CHILD_ENDED), REFUSED_NOW]),
        *_looked_at(
            FCNTL[column],
            1,
            [step for each in LOCKS for step in ((EQUAL, 0, 1, each), REFUSED_NOW)],
        ),
        *(_of_names(column) if of_files else ()),
        ALLOWED_NOW,
    ]


def _of_names(column: int) -> Iterator[Instruction]:
    """No file is without a name: not from the start, not because it was deleted or replaced."""
    for number, place in ((OPEN[column], 1), (OPENAT[column], 2)):
        if number >= 0:
            yield from _refused_with(number, place, NO_NAME)
    yield from _refused_without(UNLINKAT[column], 2, A_FOLDER)
    yield from _refused_without(RENAMEAT2[column], 4, OVER_NOTHING)


def _missing(number: int) -> list[Instruction]:
    return [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]


def _refused_with(number: int, argument: int, *bits: int) -> list[Instruction]:
    """A call is refused whose argument has a bit of each of these."""
    tests = [(ANY_BIT, 0, len(bits) - place, each) for place, each in enumerate(bits)]
    return _looked_at(number, argument, [*tests, REFUSED_NOW])


def _refused_without(number: int, argument: int, bits: int) -> list[Instruction]:
    """A call is refused whose argument has none of these bits."""
    return _looked_at(number, argument, [(ANY_BIT, 1, 0, bits), REFUSED_NOW])


def _looked_at(number: int, argument: int, steps: list[Instruction]) -> list[Instruction]:
    """For this call, these steps with its argument loaded; whom they let through is allowed."""
    load = LOAD, 0, 0, ARGUMENTS + 8 * argument
    return [(EQUAL, 0, len(steps) + 2, number), load, *steps, ALLOWED_NOW]
