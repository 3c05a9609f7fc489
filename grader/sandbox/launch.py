"""Starting a worker process in a folder and environment of its own, and leaving nothing of it.

    ends = launch(LIMITS)   # the pipes to talk through; nothing is waited for
    end(ends)

The worker runs as this user, but it sees of this machine's packages only those named here.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from . import limits as kernel
from . import processes
from .compiled import compiled
from .limits import Limits

SCRIPT = Path(__file__).with_name("worker.py")
# Not -I, which would also ignore PYTHONHASHSEED; the environment is made from nothing anyway.
FLAGS = ("-s", "-S", "-B", "-P", "-u", "-X", "utf8")
IMPORTABLE = ("numpy", "graphviz")  # all that a worker sees besides Python and the library
PATIENCE = 2.0  # seconds for a warden to clear up by itself

_LOCK = RLock()  # a sweep would take a worker that another thread is starting for a stray
_wardens: set[int] = set()
_own_children: set[int] = set()


class Ends(NamedTuple):
    """This side's ends of a worker's pipes, its first process, and its folder."""

    control: socket.socket  # requests go out, and the zygote's replies come in
    lifeline: socket.socket  # the warden's report comes in; closing it ends the worker
    answers: int  # what programs answer
    output: int  # what programs print
    warden: subprocess.Popen[bytes]
    folder: Path


def launch(limits: Limits) -> Ends:
    """Starts a worker that waits to be told its library on the control socket."""
    with _LOCK:
        return _launch(limits)


def _launch(limits: Limits) -> Ends:
    _adopt_orphans()
    folder = Path(tempfile.mkdtemp(prefix="kata-"))
    lifeline, their_lifeline = socket.socketpair()
    control, their_control = socket.socketpair()
    answers, their_answers = os.pipe()
    output, their_output = os.pipe()
    code = compiled()
    config = {
        "control": their_control.fileno(),
        "answers": their_answers,
        "compiled": code,
        "packages": str(_packages(folder)),
        "limits": limits,
    }
    warden = subprocess.Popen(
        [sys.executable, *FLAGS, SCRIPT, json.dumps(config)],
        stdin=their_lifeline,
        stdout=their_output,
        stderr=their_output,
        pass_fds=(their_control.fileno(), their_answers, *([] if code is None else [code])),
        env=_environment(folder),
        cwd=folder / "home",
        start_new_session=True,
    )
    _wardens.add(warden.pid)
    their_lifeline.close()
    their_control.close()
    os.close(their_answers)
    os.close(their_output)
    return Ends(control, lifeline, answers, output, warden, folder)


def end(ends: Ends) -> None:
    """Kills the worker with all its descendants, waits for them, and removes its folder.

    The warden clears up when its lifeline goes; where it does not, this does.
    """
    ends.lifeline.close()
    ends.control.close()
    os.close(ends.answers)
    os.close(ends.output)
    try:
        ends.warden.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        processes.end_tree(ends.warden.pid)
        ends.warden.wait()
    _wardens.discard(ends.warden.pid)
    sweep()
    _remove(ends.folder)


def sweep() -> None:
    """Kills every stray process of a worker that has come down to this one.

    Only those in another session than this process: workers begin one, nobody else's child does.
    """
    with _LOCK:
        while strays := [pid for pid in processes.children(os.getpid()) if _is_stray(pid)]:
            for pid in strays:
                processes.end_tree(pid)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def _is_stray(pid: int) -> bool:
    with contextlib.suppress(OSError):
        known = pid in _wardens or pid in _own_children
        return not known and os.getsid(pid) != os.getsid(0)
    return False


def _adopt_orphans() -> None:
    if not _wardens:
        kernel.adopt_orphans()
        kernel.keep_memory_private()
        _own_children.update(processes.children(os.getpid()))


def _packages(folder: Path) -> Path:
    """A folder with links to the importable packages alone; beside it an empty `home`."""
    packages = folder / "packages"
    packages.mkdir()
    (folder / "home").mkdir()
    for name in IMPORTABLE:
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            found = Path(spec.submodule_search_locations[0])
            for source in (found, found.with_name(f"{name}.libs")):
                if source.is_dir():
                    (packages / source.name).symlink_to(source)
    return packages


def _environment(folder: Path) -> dict[str, str]:
    passed = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    one_thread = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        **{name: os.environ[name] for name in passed if name in os.environ},
        **dict.fromkeys(one_thread, "1"),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "home"),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
    }


def _remove(folder: Path) -> None:
    """Deletes a folder, also where a program has taken away the permissions in it."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path, names, _ in os.walk(folder):
            for inner in (os.path.join(path, name) for name in names):
                if not os.path.islink(inner):
                    os.chmod(inner, 0o700)
        shutil.rmtree(folder, ignore_errors=True)
