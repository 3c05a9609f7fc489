"""Tries to escape: each attempt in a worker of its own, as a submission's library would."""

from __future__ import annotations

import inspect
import json
import os
import platform
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from ...files import File
from ...library.assemble import Library, library_of
from ...manifest import PACKAGE, ROOT, SOLUTIONS
from ..allowance import UNLIMITED, Allowance, allowing
from ..fork_client import environment
from ..inside import processes
from ..inside.limits import LIMITS
from ..inside.seccomp import MACHINES, NEWER, REFUSED
from ..jail import packages, visible
from ..launch import isolation, serving
from ..worker import Worker
from . import burn, hold, reach, see, spread, tries

ASK = """
def attempt(lib, module, name, told):
    import importlib, json
    module = importlib.import_module(f"{lib.__name__}.{module}")
    return list(getattr(module, name)(json.loads(told)))
"""
ALSO = {"mq_unlink": (241, 181), "io_destroy": (207, 1)}  # to undo what was done
LARGE = b"LARGE = bytearray(b'x') * (30 << 20)\n"  # that all its processes have from the start
MODULES = tries, see, reach, spread, hold, burn
PATIENCE = 2.0  # seconds for the kernel to take away what has ended
MB = 1 << 20
PROCESSOR = 1.0  # seconds that attempts to burn it may take
LITTLE = LIMITS._replace(memory=600 * MB, all_memory=400 * MB, scratch=8 * MB, scratch_files=100)


class Program(NamedTuple):
    """A question without anything random in it."""

    program: tuple[str, str]
    inputs: tuple[Any, ...] = ()


class Escape(NamedTuple):
    """An attempt, and what it could do: nothing, if all is well."""

    name: str
    could: tuple[str, ...]


def escapes() -> Iterator[Escape]:
    """Each attempt, on workers as they are isolated now."""
    with Worker(_library()) as first:
        first.ask(Program(("def nothing(lib):\n    pass", "nothing")))  # all servers are there then
    with about_this_machine() as told:
        for module in MODULES[1:]:
            for name, function in vars(module).items():
                if inspect.isfunction(function) and _is_an_attempt(module, function):
                    yield Escape(name.replace("_", " "), tuple(_tried(module, name, told)))


def why_it_does_not_hold() -> str:
    """Which attempts get through, in a sentence; "" if none does."""
    got_through = [each.name for each in escapes() if each.could]
    return f"the seal does not hold: {', '.join(got_through)}" if got_through else ""


def _is_an_attempt(module: ModuleType, function: Any) -> bool:
    return function.__module__ == module.__name__ and [*inspect.signature(function).parameters] == [
        "told"
    ]


def _tried(module: ModuleType, name: str, told: dict[str, Any]) -> list[str]:
    text = [("str", each) for each in (module.__name__.rpartition(".")[2], name, json.dumps(told))]
    allowed = Allowance.of(processors=PROCESSOR) if module is burn else UNLIMITED
    with Worker(_library(), LITTLE) as worker, allowing(allowed, worker.hang_up):
        answer = worker.ask(Program((ASK, "attempt"), tuple(text)))
    if left := _left(told["servers"]):
        return [f"{left} processes are left"]
    if answer.outcome == "answered":
        assert answer.value is not None
        return [str(value) for _, value in answer.value[1]]
    if answer.outcome == "crashed" and module in (spread, hold, burn):  # as it should end
        return []
    return [f"it could not be tried: {answer.exception or answer.outcome}: {answer.message}"]


def _left(servers: int) -> int:
    """How many processes there are beside the servers', a while after a worker's end."""
    deadline = time.monotonic() + PATIENCE
    while left := len(processes.descendants(serving().pid)) - servers:
        if time.monotonic() > deadline:
            break
        time.sleep(0.005)
    return left


@cache
def _library() -> Library:
    """A library that is made of attempts."""
    modules = {each.__name__.rpartition(".")[2]: each for each in MODULES}
    files = {PACKAGE: File(Path("attempts.py"), LARGE)}
    for name, module in modules.items():
        path = Path(str(module.__file__))
        files[f"{PACKAGE}.{name}"] = File(path, path.read_bytes())
    return library_of(files)


@contextmanager
def about_this_machine() -> Iterator[dict[str, Any]]:
    """What the attempts are told: the best that a cheat could know."""
    shown = visible() if isolation() != "local" else []
    ways = {str(parent) for path in shown for parent in Path(path).parents}
    torch = find_spec("torch")
    server, note = serving().pid, f"note-{secrets.token_hex(8)}"
    places = [".", "/tmp", "/dev/shm", "/var/tmp", f"{packages()['numpy']}/numpy"]
    with tempfile.TemporaryDirectory() as folder, _listening(folder) as addresses:
        os.chmod(folder, 0o755)
        submission = Path(folder) / "submission.py"
        submission.write_text("another one's work\n")
        submission.chmod(0o666)
        told = {
            **addresses,
            "note": note,
            "places": places,
            "environment": [*environment()],
            "answers": [str(SOLUTIONS / name) for name in ("m05_toposort.py", "m08_backward.py")],
            "tests": [str(each) for each in sorted((ROOT / "tests").glob("test_m0*.py"))],
            "torch": [torch.origin] if torch and torch.origin else [],
            "submission": str(submission),
            "checkout": str(ROOT),
            "home": os.path.expanduser("~"),
            "numpy": f"{packages()['numpy']}/numpy",
            "visible": sorted({*shown, *ways}),
            "grader": os.getpid(),
            "processes": [1, os.getpid(), server, *processes.descendants(server)],
            "servers": len(processes.descendants(server)),
            "calls": _calls(),
            "scratch": LITTLE.scratch,
            "scratch files": LITTLE.scratch_files,
            "memory": LITTLE.all_memory,
            "file": LITTLE.file,
            "newer": NEWER,
            "processor": PROCESSOR,
            "threads": LITTLE.threads,
            "most processes": LITTLE.processes,
        }
        try:
            yield told
        finally:
            for place in places:
                Path(place, note).unlink(missing_ok=True)


@contextmanager
def _listening(folder: str) -> Iterator[dict[str, Any]]:
    """Somebody to talk to, on this machine alone."""
    abstract, path = f"\0kata-{secrets.token_hex(8)}", f"{folder}/socket"
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_UNIX) as without_path,
        socket.socket(socket.AF_UNIX) as with_path,
    ):
        told: dict[str, Any] = {"port": listener.getsockname()[1], "abstract": "", "socket": path}
        with_path.bind(path)
        with suppress(OSError):  # Linux has them
            without_path.bind(abstract)
            without_path.listen()
            told["abstract"] = abstract
        with_path.listen()
        os.chmod(path, 0o777)
        yield told


def _calls() -> dict[str, int]:
    """The numbers of system calls on this machine."""
    column, _ = MACHINES[platform.machine()]
    return {name: numbers[column] for name, numbers in {**REFUSED, **ALSO}.items()}
