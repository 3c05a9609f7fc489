"""Attempts to fill this machine, or to leave something behind. Runs in a worker, after `tries`."""

from __future__ import annotations

import _thread
import ctypes
import os
import time
from contextlib import suppress
from functools import partial
from itertools import count

from .tries import Told, call, opened, tried, written


def write_elsewhere(told: Told) -> list[str]:
    own = os.path.dirname(os.__file__), told["numpy"]
    folders = ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", told["checkout"], *own)
    return tried({each: partial(written, f"{each}/{told['note']}") for each in folders})


def change_what_is_there(told: Told) -> list[str]:
    def changed(path: str) -> str:
        with open(path, "r+b"):
            return "open for writing"

    return tried({each: partial(changed, each) for each in (told["submission"], os.__file__)})


def change_a_file_itself(told: Told) -> list[str]:
    """What may be neither read nor written may yet be told who may read it."""
    path = told["submission"]
    return tried(
        {
            "permissions": partial(os.chmod, path, 0o644),
            "times": partial(os.utime, path, (0, 0)),
            "owner": partial(os.chown, path, -1, -1),
            "attributes": partial(os.setxattr, path, "user.note", b"x"),
            "length": partial(os.truncate, path, 3),
        }
    )


def keep_memory(told: Told) -> list[str]:
    """Memory and messages that stay when a process has ended, or that no limit counts."""
    calls, libc = told["calls"], ctypes.CDLL(None)

    def made(name: str, *arguments: int) -> str:
        number = call(calls[name], 0, *arguments)
        remove = getattr(libc, name.replace("get", "ctl"))
        remove(number, 0, 0) if name == "semget" else remove(number, 0, None)
        return "made"

    def queue() -> str:
        name = told["note"].encode()
        os.close(call(calls["mq_open"], name, os.O_CREAT | os.O_RDWR, 0o600, None))
        call(calls["mq_unlink"], name)
        return "made"

    return tried(
        {
            "shmget": partial(made, "shmget", 4096, 0o1600),
            "semget": partial(made, "semget", 1, 0o1600),
            "msgget": partial(made, "msgget", 0o1600),
            "mq_open": queue,
            "memfd": partial(call, calls["memfd_create"], b"note", 0),
            "keyring": partial(call, calls["add_key"], b"user", b"note", b"x", 1, -1),
        }
    )


def leave_a_note(told: Told) -> list[str]:
    """The first half; the second looks for it."""
    for folder in told["places"]:
        with suppress(OSError), open(f"{folder}/{told['note']}", "w") as file:
            file.write("read me")
    return []


def find_a_note(told: Told) -> list[str]:
    return tried({each: partial(opened, f"{each}/{told['note']}") for each in told["places"]})


def fill_the_disk(told: Told) -> list[str]:
    written, block = 0, bytes(1 << 20)
    try:
        for number in range(1, 64):
            with open(f"large-{number}", "wb", buffering=0) as file:
                for _ in range(8):
                    written += file.write(block)
    except OSError:
        pass
    return [f"{written} bytes"] if written > told["scratch"] else []


def make_many_files(told: Told) -> list[str]:
    made = 0
    try:
        for number in range(20 * told["scratch files"]):
            os.close(os.open(f"small-{number}", os.O_CREAT | os.O_WRONLY))
            made += 1
    except OSError:
        pass
    return [f"{made} files"] if made > told["scratch files"] else []


def start_threads(told: Told) -> list[str]:
    _thread.stack_size(1 << 16)
    began = 0
    try:
        for _ in range(4 * told["threads"]):
            _thread.start_new_thread(time.sleep, (60.0,))  # without waiting until it runs
            began += 1
            time.sleep(0.005)
    except (RuntimeError, MemoryError):
        pass
    return [f"{began} threads"] if began > 2 * told["threads"] else []


def start_processes(told: Told) -> list[str]:
    began = 0
    try:
        for _ in range(4 * told["most processes"]):
            if os.fork() == 0:
                time.sleep(60.0)
                os._exit(0)
            began += 1
            time.sleep(0.05)
    except OSError:
        pass
    return [f"{began} processes"] if began > 2 * told["most processes"] else []


def hold_memory_together(told: Told) -> list[str]:
    """Each process holds what it may; together they hold more than they may."""
    share = told["memory"] // 4
    for number in count(1):
        if os.fork() == 0:
            held = b"x" * share
            time.sleep(60.0)
            os._exit(len(held) and 0)
        time.sleep(0.3)
        if number * share > 3 * told["memory"]:
            return [f"{number * share} bytes"]
    return []


def outlive(told: Told) -> list[str]:
    """A daemon; whether it lives on, is seen from outside."""
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for descriptor in range(256):
            try:
                os.close(descriptor)
            except OSError:
                continue
        time.sleep(600.0)
        os._exit(0)
    return []
