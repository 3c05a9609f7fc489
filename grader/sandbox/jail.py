"""Which seals this machine allows, and the jail that the fork server is started in.

    isolate(strongest())     # of launch.py; raises NoSeal, which says what to install

With bubblewrap, the fork server sees the standard library, NumPy, and an empty scratch folder.
Elsewhere (in most containers, where namespaces are refused) each worker is kept to the same files
by Landlock. Whether a seal holds is found out by trying it, never by asking what system this is.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .inside import landlock
from .inside.seal import Seal

IMPORTABLE = ("numpy", "graphviz")  # all that a worker sees besides Python and the library
SCRATCH = "/scratch"
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/urandom", "/dev/random")  # not zero: it is memory for all
# What the fork server needs for each worker's own mounts, user and namespace, and the wardens to
# end them. The workers have none of it.
CAPABILITIES = ("SYS_ADMIN", "SETUID", "SETGID", "KILL", "SYS_RESOURCE")
APART = ("--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
SIGNALS_ARE_SCOPED = 6  # since this version of Landlock
PEOPLE = 1 << 30  # users with higher numbers are nobody's
FEW = 5_000  # of the highest, where a container has not so many
TRIAL = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x20020000))"
PATIENCE = 10.0  # seconds


class NoSeal(Exception):
    """This machine has no way to seal a worker; one line on what to do."""


class Jail(NamedTuple):
    """A way to seal workers: its name, as records give it, and how the fork server is started."""

    name: str
    prefix: tuple[str, ...] = ()
    users: tuple[int, int] | None = None
    readable: tuple[str, ...] = ()

    def seal(self, home: str) -> Seal:
        """What a worker is told, whose folder on this machine is `home`."""
        if self.prefix:
            return Seal("namespaces", SCRATCH, self.users)
        return Seal("landlock", home, self.users, self.readable)


def strongest() -> Jail:
    """The first of the `jails`. Raises NoSeal."""
    for jail in jails():
        return jail
    raise NoSeal(
        "no worker can be sealed on this machine: install bubblewrap (and allow it user "
        "namespaces), or use Linux 6.12 or later, or start this as root on 5.13 or later"
    )


@cache
def jails() -> tuple[Jail, ...]:
    """All that this machine allows, the strongest first."""
    return tuple(jail for jail in (bubblewrap(), landlocked()) if jail)


def bubblewrap() -> Jail | None:
    """A jail of namespaces, if they are allowed."""
    program = shutil.which("bwrap")
    if not program:
        return None
    prefix = (program, *_arguments())
    with suppress(OSError, subprocess.TimeoutExpired):
        command = [*prefix, python(), "-I", "-S", "-c", TRIAL]
        tried = subprocess.run(command, capture_output=True, timeout=PATIENCE, env={})
        if tried.returncode == 0:
            return Jail("sealed by bubblewrap", prefix, _users())
    return None


def landlocked() -> Jail | None:
    """A jail of rules, if the kernel keeps them. Without root, workers are the grader's user, so
    that signals must be kept, too."""
    users, version = _users(), landlock.version() if sys.platform.startswith("linux") else 0
    if version < (1 if users else SIGNALS_ARE_SCOPED):
        return None
    found = map(Path, map(os.path.realpath, [*visible(), *DEVICES]))
    return Jail("sealed by Landlock", (), users, tuple(_without(found, _hidden())))


def packages() -> dict[str, str]:
    """The folders that the importable packages lie in."""
    specs = {name: importlib.util.find_spec(name) for name in IMPORTABLE}
    return {
        name: str(Path(spec.submodule_search_locations[0]).parent)
        for name, spec in specs.items()
        if spec and spec.submodule_search_locations
    }


def python() -> str:
    """The interpreter itself, and no environment's link to it."""
    return os.path.realpath(sys.executable)


def _arguments() -> Iterator[str]:
    """What bubblewrap is told."""
    yield from ("--die-with-parent", "--new-session", *APART)
    for capability in CAPABILITIES:
        yield from ("--cap-add", f"CAP_{capability}")
    shown = visible()
    ways = {parent for each in (*shown, *DEVICES) for parent in Path(each).parents}
    for folder in sorted(ways - {Path("/"), *map(Path, shown)}):
        yield from ("--perms", "755", "--dir", str(folder))  # or else it is root's alone
    for path in shown:
        if os.path.islink(path):
            yield from ("--symlink", os.readlink(path), path)
        else:
            yield from ("--ro-bind", path, path)
    for folder in _hidden():
        yield from ("--tmpfs", str(folder), "--remount-ro", str(folder))
    for device in DEVICES:
        yield from ("--dev-bind", device, device)
    yield from ("--ro-bind", "/proc", "/proc", "--dir", SCRATCH, "--remount-ro", "/")
    yield from ("--chdir", SCRATCH)
    yield "--"


def visible() -> list[str]:
    """The files and folders that Python, NumPy and what else a worker may import are made of."""
    own = [python(), *_standard_library()]
    shared = [str(each) for each in (Path(sys.base_prefix) / "lib").glob("lib*.so*")]
    imported = [f"{folder}/{name}" for name, folder in packages().items()]
    bundled = [f"{each}.libs" for each in imported]  # libraries that came with them
    wanted = dict.fromkeys([*LIBRARIES, *own, *shared, *imported, *bundled])
    return [each for each in wanted if os.path.lexists(each)]


def _standard_library() -> list[str]:
    """Python's own folders: those of the interpreter, not of an environment that uses it."""
    base, exec_base = {"base": sys.base_prefix}, {"platbase": sys.base_exec_prefix}
    paths = sysconfig.get_paths(vars=base | exec_base)
    return [paths["stdlib"], paths["platstdlib"]]


def _hidden() -> list[Path]:
    """Folders of packages beneath what is visible: nobody knows what lies there."""
    places = [*map(Path, _standard_library()), *Path("/usr/lib").glob("python3*")]
    return sorted({each for place in places for each in place.glob("*-packages") if each.is_dir()})


def _without(paths: Iterable[Path], hidden: Collection[Path]) -> Iterator[str]:
    """What these paths have, without the hidden folders: one that has such a folder beneath it is
    replaced by all else that is in it."""
    for path in paths:
        if path in hidden:
            continue
        if any(path in each.parents for each in hidden):
            yield from _without(sorted(path.iterdir()), hidden)
        else:
            yield str(path)


def _users() -> tuple[int, int] | None:
    """The numbers of users that workers may be: None unless root has started this."""
    if os.geteuid() != 0:
        return None
    ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    first, end = max((int(inside), int(inside) + int(count)) for inside, _, count in ranges)
    return max(first, min(PEOPLE, end - FEW)), end - 1
