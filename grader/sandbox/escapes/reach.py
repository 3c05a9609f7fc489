"""Attempts to reach somebody: processes, the network, the kernel, more rights. Runs in a worker,
after `tries`."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import resource
import signal
import socket
import sys
from functools import partial

from .tries import Told, call, tried

NEW_USER = 0x10000000
ATTACH = 16
LEASE = 1024
UNKNOWN = errno.ENOSYS, errno.EPERM


def connect(told: Told) -> list[str]:
    def to(family: int, kind: int, address: str | tuple[str, int]) -> str:
        with socket.socket(family, kind) as one:
            one.settimeout(1.0)
            one.connect(address)
            return "connected"

    inet, unix = socket.AF_INET, socket.AF_UNIX
    return tried(
        {
            "TCP": partial(to, inet, socket.SOCK_STREAM, ("127.0.0.1", told["port"])),
            "UDP": partial(to, inet, socket.SOCK_DGRAM, ("127.0.0.1", told["port"])),
            "a socket without a path": partial(to, unix, socket.SOCK_STREAM, told["abstract"]),
            "a socket with a path": partial(to, unix, socket.SOCK_STREAM, told["socket"]),
        }
    )


def make_sockets(told: Told) -> list[str]:
    kinds = {"AF_INET": 1, "AF_INET6": 1, "AF_UNIX": 1, "AF_NETLINK": 3, "AF_PACKET": 3}
    kinds |= {"AF_VSOCK": 1, "AF_ALG": 5}
    ways = {
        name: partial(lambda family, kind: socket.socket(family, kind).close(), family, kind)
        for name, kind in kinds.items()
        if (family := getattr(socket, name, None)) is not None
    }
    return tried(ways)


def signal_others(told: Told) -> list[str]:
    own = {os.getpid(), os.getppid()}
    others = [pid for pid in told["processes"] if pid not in own]
    return tried({f"process {pid}": partial(os.kill, pid, 0) for pid in others})


def trace(told: Told) -> list[str]:
    calls, grader = told["calls"], told["grader"]
    return tried(
        {
            "ptrace": partial(call, calls["ptrace"], ATTACH, grader, 0, 0),
            "kcmp": partial(call, calls["kcmp"], os.getpid(), os.getpid(), 1, 0, 0),
            "pidfd": partial(signal_by_descriptor, grader),
        }
    )


def signal_by_descriptor(pid: int) -> None:
    descriptor = os.pidfd_open(pid)
    try:
        signal.pidfd_send_signal(descriptor, 0)
    finally:
        os.close(descriptor)


def slow_others_down(told: Told) -> list[str]:
    grader = told["grader"]
    return tried(
        {
            "prlimit": partial(resource.prlimit, grader, resource.RLIMIT_CORE, (0, 0)),
            "setpriority": partial(os.setpriority, os.PRIO_PROCESS, grader, 0),
            "affinity": partial(os.sched_setaffinity, grader, range(os.cpu_count() or 1)),
        }
    )


def become_somebody(told: Told) -> list[str]:
    ways = {
        "root": partial(os.setresuid, 0, 0, 0),
        "root's group": partial(os.setresgid, 0, 0, 0),
        "in root's groups": partial(os.setgroups, [0]),
    }
    return tried(ways) if os.geteuid() else ["is root"]


def get_a_namespace(told: Told) -> list[str]:
    calls = told["calls"]
    return tried(
        {
            "unshare": partial(call, calls["unshare"], NEW_USER),
            "setns": partial(call, calls["setns"], 0, 0),
            "chroot": partial(os.chroot, "."),
            "mount": partial(call, calls["mount"], b"none", b".", b"tmpfs", 0, None),
            "open_tree": partial(call, calls["open_tree"], -100, b"/", 1),
        }
    )


def use_the_kernel(told: Told) -> list[str]:
    calls, room = told["calls"], ctypes.create_string_buffer(256)
    return tried(
        {
            "io_uring": partial(call, calls["io_uring_setup"], 1, room),
            "userfaultfd": partial(call, calls["userfaultfd"], 1),
            "perf": partial(call, calls["perf_event_open"], room, 0, -1, -1, 0),
            "bpf": partial(call, calls["bpf"], 0, room, 64),
            "personality": partial(call, calls["personality"], 0x0040000),
            "its messages": partial(call, calls["syslog"], 10, None, 0),
            "places in a queue": partial(queue, calls["io_setup"], calls["io_destroy"]),
            "notices of files": lambda: os.close(ctypes.CDLL(None).inotify_init()),
        }
    )


def queue(setup: int, destroy: int) -> None:
    """There are so many places for all together."""
    room = ctypes.c_ulong(0)
    call(setup, 1024, ctypes.byref(room))
    call(destroy, room)


def call_what_is_newer_than_the_filter(told: Told) -> list[str]:
    """Nobody knows what it can do."""

    def is_there(number: int) -> int:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall(number, -1, -1, -1, -1, -1, -1) < 0 and ctypes.get_errno() in UNKNOWN:
            raise OSError("there is no such call")
        return number

    return tried({str(each): partial(is_there, each) for each in range(told["newer"], 500)})


def run_programs(told: Told) -> list[str]:
    def run(*command: str) -> int:
        return os.waitpid(os.posix_spawn(command[0], command, {}), 0)[1]

    return tried({"sh": partial(run, "/bin/sh", "-c", ":"), "python": partial(run, sys.executable)})


def lock_what_others_read(told: Told) -> list[str]:
    """Who may only read can tell others something by a lock."""
    shared = open(os.__file__, "rb")  # noqa: SIM115  # as long as it is tried
    return tried(
        {
            "flock": partial(fcntl.flock, shared, fcntl.LOCK_SH | fcntl.LOCK_NB),
            "fcntl": partial(fcntl.lockf, shared, fcntl.LOCK_SH | fcntl.LOCK_NB),
            "a lease": partial(fcntl.fcntl, shared, LEASE, fcntl.F_RDLCK),
            "inotify": partial(watch, told["calls"]["inotify_add_watch"]),
        }
    )


def watch(number: int) -> int:
    libc = ctypes.CDLL(None)
    descriptor = libc.inotify_init()
    try:
        return call(number, descriptor, os.__file__.encode(), 0x20)
    finally:
        os.close(descriptor)


def raise_limits(told: Told) -> list[str]:
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)
    ways = {
        str(kind): partial(resource.setrlimit, kind, (resource.RLIM_INFINITY,) * 2)
        for kind in kinds
    }
    return tried(ways | {"nice": partial(os.setpriority, os.PRIO_PROCESS, 0, -5)})


def use_a_terminal(told: Told) -> list[str]:
    return tried({"tty": partial(os.open, "/dev/tty", os.O_RDWR)})
