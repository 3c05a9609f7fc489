"""Generate `exercises/` from `solutions/`: `nox -s stubs [-- --check]`.

Milestones lose their answers; given modules are copied. A file in `exercises/` that somebody has
worked on is never overwritten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

from .. import files, manifest
from . import issued, order
from .answers import CannotStub
from .erase import stub


def generate(module: str) -> bytes:
    """The content of a module in `exercises/`, fresh from `solutions/`.

    Raises CannotStub if the solution is missing or not Python, or no rule covers a part of it.
    """
    path = manifest.SOLUTIONS / order.file_name(module)
    if not path.is_file():
        raise CannotStub(f"{_shown(path)} is missing, but the manifest lists it")
    if module not in {milestone.module for milestone in manifest.MILESTONES}:
        return path.read_bytes()
    try:
        return stub(module, path.read_text("utf-8")).encode()
    except SyntaxError as error:
        raise CannotStub(f"{_shown(path)}:{error.lineno}: {error.msg}") from None


def generate_all() -> dict[str, bytes]:
    """What `exercises/` should hold: module name -> content, lowest first."""
    return {module: generate(module) for module in order.MODULES}


def regenerate(stubs: Mapping[str, bytes]) -> list[str]:
    """Bring `exercises/` up to date, and say in one line each what was written, removed or kept."""
    told = []
    obsolete = _obsolete()
    issued.add(manifest.EXERCISES, stubs)
    for module, data in stubs.items():
        path = _place(module)
        if files.read_regular(path) == data:
            continue
        if os.path.lexists(path) and not issued.is_untouched(path, module):
            told.append(f"kept {_shown(path)}: {_advice(module)}")
            continue
        files.replace(path, data)
        told.append(f"wrote {_shown(path)}")
    for path in obsolete:
        path.unlink()
        told.append(f"removed {_shown(path)}: the manifest no longer lists it")
    return told


def differences(stubs: Mapping[str, bytes]) -> list[str]:
    """One line for each file of `exercises/` that is not as it would be generated."""
    record = issued.load(manifest.EXERCISES)
    found = []
    for module, data in stubs.items():
        if files.digest(data) not in record.get(module, []):
            found.append(f"{_shown(manifest.EXERCISES / issued.NAME)}: lacks the stub of {module}")
        actual = files.read_regular(_place(module))
        if actual is None:
            found.append(f"{_shown(_place(module))}: missing, or no regular file")
        elif actual != data:
            found.append(f"{_shown(_place(module))}{_first_difference(actual, data)}")
    return found + [f"{_shown(path)}: not in the manifest" for path in _obsolete()]


def _place(module: str) -> Path:
    return manifest.EXERCISES / order.file_name(module)


def _shown(path: Path) -> str:
    """A path as seen from the checkout."""
    root = next(r for r in (manifest.EXERCISES, manifest.SOLUTIONS) if path.is_relative_to(r))
    return str(path.relative_to(root.parent))


def _advice(module: str) -> str:
    for milestone in manifest.MILESTONES:
        if milestone.module == module:
            return f"it has your work; `nox -s reset -- {milestone.id}` starts it over"
    return "it has your changes; move it away and run `nox -s stubs` to get it back"


def _obsolete() -> list[Path]:
    """Stubs of modules that have left the manifest, if nobody has worked on them."""
    gone = issued.load(manifest.EXERCISES).keys() - set(order.MODULES)
    places = {module: _place(module) for module in sorted(gone)}
    return [path for module, path in places.items() if issued.is_untouched(path, module)]


def _first_difference(actual: bytes, expected: bytes) -> str:
    pairs = zip_longest(*(data.decode(errors="replace").split("\n") for data in (actual, expected)))
    for number, (old, new) in enumerate(pairs, 1):
        if old != new:
            return f":{number}: -{(old or '').strip()!r} +{(new or '').strip()!r}"
    return ": differs in bytes that are not UTF-8"
