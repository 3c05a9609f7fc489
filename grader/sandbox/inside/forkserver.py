"""Forks workers that have NumPy from the start: to import it takes longer than all else they do.

Run by its text, never imported, once for a whole grading. It runs nobody's code itself, and no
worker can name it or look into its memory. Over its standard input come requests, each a line of
JSON with descriptors for the worker; the answer is the id of the new process. The first of the
descriptors is for the traceback of a mistake in the grader's own code, wherever in the worker; the
last, where a request has the number of compiled code, is that of the memory it lies in.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

REQUEST = 1 << 16  # bytes; far more than one has
DESCRIPTORS = 8
PARTS = (
    *("limits", "kernel", "processes", "normal_form", "wire", "faults", "alarms", "finder"),
    "edited_functions",
    *("landlock", "seccomp", "removals", "seal", "zygote", "warden"),
)
INSIDE = "inside"  # the package that they are loaded as
# What the reference imports, so that no worker has to.
MODULES = (
    *("dataclasses", "difflib", "gzip", "http", "inspect", "random", "resource", "shutil"),
    *("numpy.random", "sysconfig", "tracemalloc"),
)


class Packages:
    """Finds the packages that a worker may import besides Python's own, and no others."""

    def __init__(self, folders: dict[str, str]) -> None:
        self.folders = folders  # where each lies

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, [self.folders[name]]) if name in self.folders else None


def main(folder: str, sources: dict[str, str], packages: dict[str, str]) -> None:
    """Serve until the grader is gone.

    Args:
        folder, sources: where the grader's files for workers lie, and their texts, by name.
        packages: what a worker may import besides Python's own modules, and where that lies.
    """
    sys.meta_path.append(Packages(packages))
    for name in (*packages, *MODULES):
        __import__(name)
    parts = {name: load(name, os.path.join(folder, f"{name}.py"), sources) for name in PARTS}
    parts["kernel"].keep_memory_private()
    gc.collect()
    gc.freeze()
    # Nobody else waits for a worker. What it took is told, once, to whoever waits for it.
    signal.signal(signal.SIGCHLD, lambda *_: parts["processes"].reap())
    with suppress(ConnectionError):  # whoever sent the requests is gone
        serve(socket.socket(fileno=os.dup(0)), parts["warden"].main, parts["faults"])


def serve(requests: socket.socket, work: Callable[..., None], faults: Any) -> None:
    """Fork a process for each request, until no more can come."""
    unread, waiting = b"", list[int]()
    number = None
    code: tuple[dict[str, Any], dict[str, Any]] = {}, {}
    while True:
        while b"\n" not in unread:
            read, descriptors, _, _ = socket.recv_fds(requests, REQUEST, DESCRIPTORS)
            if not read:
                return
            unread, waiting = unread + read, waiting + descriptors
        line, _, unread = unread.partition(b"\n")
        config = json.loads(line)
        count = config["descriptors"]
        descriptors, waiting = waiting[:count], waiting[count:]
        if config["code"] not in (None, number):
            size = os.fstat(descriptors[-1]).st_size - config["start"]
            code = marshal.loads(os.pread(descriptors[-1], size, config["start"]))
            number = config["code"]
        pid = os.fork()
        if pid == 0:
            try:
                for each in (signal.SIGCHLD, signal.SIGINT):  # whoever sends one ends the worker
                    signal.signal(each, signal.SIG_DFL)
                requests.close()
                work(config, code, *descriptors[1:])
            except BaseException as error:  # here, or in a process that descends from this one
                os.write(descriptors[0], faults.account(error))
            finally:
                os._exit(faults.BROKEN)
        for descriptor in descriptors:
            os.close(descriptor)
        requests.sendall(b"%d\n" % pid)


def load(name: str, path: str, sources: dict[str, str]) -> ModuleType:
    """A module of the grader's, made of its text."""
    package = sys.modules.setdefault(INSIDE, ModuleType(INSIDE))
    package.__path__ = []
    module = ModuleType(f"{INSIDE}.{name}")
    module.__package__, module.__file__ = INSIDE, path
    sys.modules[module.__name__] = module
    setattr(package, name, module)
    exec(compile(sources[name], path, "exec"), vars(module))
    return module
