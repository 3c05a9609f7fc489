"""The environment that all sessions share, `.nox/kata`: made by the first command, kept for all.

torch_build.py   which build of torch comes: on Linux the one for the CPU

`noxfile.py` imports this with the Python that nox runs in, and so does a test: neither nox nor what
the environment holds is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .torch_build import Log, install_torch, pip_is_configured

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

    Ends the program with the installer's exit status where something can't be installed; that says
    what.
    """
    stamp = folder / "requirements"
    state = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    log("Setting up the environment, once.")
    _run([sys.executable, "-m", "virtualenv", "--clear", "--quiet", str(folder)])
    installs = installer(folder)
    for torch in (each for each in wanted if each.startswith("torch==")):  # a handout needs none
        install_torch(pip(folder), installs, torch, log)
    _run([*installs, "--quiet", "--no-compile", *wanted])
    _compile_packages(folder)
    stamp.write_text(state)


def add(group: Sequence[str], log: Log, folder: Path = ENVIRONMENT) -> None:
    """Install what one session needs besides, once for each list; the environment must be there."""
    stamp = folder / f"and-{hashlib.sha256(chr(10).join(group).encode()).hexdigest()[:16]}"
    if stamp.exists():
        return
    log(f"Installing {', '.join(group)}, once.")
    _run([*installer(folder), "--quiet", *group])
    stamp.touch()


def pip(folder: Path) -> list[str]:
    """The command that runs the environment's pip."""
    return [python(folder), "-m", "pip"]


def installer(folder: Path) -> list[str]:
    """The command that installs into the environment: uv's, which is quicker, where it is there;
    pip's where an index is configured for pip, since uv does not read that."""
    uv = shutil.which("uv")
    if uv and not pip_is_configured(pip(folder)):
        return [uv, "pip", "install", "--python", python(folder)]
    return [*pip(folder), "install"]


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
