"""The environment that all sessions share, `.nox/kata`: made by the first command, kept for all.

torch_build.py   which build of torch comes: on Linux the one for the CPU

`noxfile.py` imports this with the Python that nox runs in, and so does a test: neither nox nor what
the environment holds is needed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .torch_build import Log, install_torch

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".nox" / "kata"


def python(folder: Path = ENVIRONMENT) -> str:
    """The environment's Python."""
    return str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")


def variables() -> dict[str, str]:
    """The environment variables of a command, which keeps what it compiles where this Python does:
    `noxfile.py` says where."""
    passed = {name: os.environ[name] for name in os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}}
    return passed | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": sys.pycache_prefix or ""}


def prepare(wanted: Sequence[str], log: Log, folder: Path = ENVIRONMENT) -> None:
    """Make the environment, unless it is there and has the requirements that are wanted.

    Ends the program with pip's exit status where something can't be installed; pip says what.
    """
    stamp = folder / "requirements"
    state = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    log("Setting up the environment, once.")
    _run([sys.executable, "-m", "virtualenv", "--clear", "--quiet", str(folder)])
    pip = [python(folder), "-m", "pip"]
    for torch in (each for each in wanted if each.startswith("torch==")):  # a handout needs none
        install_torch(pip, torch, log)
    _run([*pip, "install", "--quiet", "--no-compile", *wanted])
    _compile_packages(folder)
    stamp.write_text(state)


def add(group: Sequence[str], log: Log, folder: Path = ENVIRONMENT) -> None:
    """Install what one session needs besides, once for each list; the environment must be there."""
    stamp = folder / f"and-{hashlib.sha256(chr(10).join(group).encode()).hexdigest()[:16]}"
    if stamp.exists():
        return
    log(f"Installing {', '.join(group)}, once.")
    _run([python(folder), "-m", "pip", "install", "--quiet", *group])
    stamp.touch()


def _compile_packages(folder: Path) -> None:
    """Compile what was installed to where commands will look for it, on all processors.

    Or the first command would, which takes half a minute. Some files are for later Pythons, so it
    does not matter that compileall fails.
    """
    compiling = [python(folder), "-m", "compileall", "-q", "-j", "0", str(folder)]
    subprocess.run(compiling, env=variables(), capture_output=True)


def _run(command: Sequence[str]) -> None:
    status = subprocess.run(command).returncode
    if status:
        sys.exit(status)
