"""Generate `exercises/` from `solutions/`: `nox -s stubs [-- --check]`.

Milestones lose their answers; `contents.py` says what else is there, and in which form. A file in
`exercises/` that somebody has worked on is never overwritten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

from .. import files, manifest
from ..checkout import kept, source_of
from ..files import shown
from . import issued, order
from .answers import CannotStub
from .contents import FORMS, Form, contents, file_name
from .erase import stub
from .interface import interface


def generate(module: str, forms: Mapping[str, Form] | None = None) -> bytes:
    """The content of a module in `exercises/`, fresh from `solutions/`; `forms` are its contents.

    Raises CannotStub if the solution is missing, is not Python, or no rule covers a part of it.
    """
    path = manifest.SOLUTIONS / order.file_name(module)
    if kept(path).trouble:
        raise CannotStub(f"{shown(path)} is missing, but the manifest lists it")
    try:
        forms = forms or contents()
        if forms[module] == "interface":
            return interface(module, forms)
        if forms[module] == "copy":
            return kept(path).data
        return stub(module, source_of(path)).encode()
    except SyntaxError as error:
        raise CannotStub(f"{shown(path)}:{error.lineno}: {error.msg}") from None


def generate_all() -> dict[str, bytes]:
    """What `exercises/` should hold: module name -> content, lowest first."""
    forms = contents()
    return {module: generate(module, forms) for module in forms}


def regenerate(stubs: Mapping[str, bytes]) -> list[str]:
    """Bring `exercises/` up to date, and say in one line each what was written, removed or kept."""
    told = []
    places = _places(contents())
    obsolete = _obsolete(places)
    issued.add(manifest.EXERCISES, stubs)
    for module, data in stubs.items():
        path = places[module]
        if files.read_regular(path) == data:
            continue
        if os.path.lexists(path) and not issued.is_untouched(path, module):
            told.append(f"kept {shown(path)}: {_advice(module)}")
            continue
        files.replace(path, data)
        told.append(f"wrote {shown(path)}")
    for path in obsolete:
        path.unlink()
        told.append(f"removed {shown(path)}: exercises/ no longer holds it")
    return told


def differences(stubs: Mapping[str, bytes]) -> list[str]:
    """One line for each file of `exercises/` that is not as it would be generated."""
    record = issued.load(manifest.EXERCISES)
    places = _places(contents())
    found = []
    for module, data in stubs.items():
        path = places[module]
        if files.digest(data) not in record.get(module, []):
            found.append(f"{shown(manifest.EXERCISES / issued.NAME)}: lacks the stub of {module}")
        actual = files.read_regular(path)
        if actual is None:
            found.append(f"{shown(path)}: missing, or not a regular file")
        elif actual != data:
            found.append(f"{shown(path)}{_first_difference(actual, data)}")
    return found + [f"{shown(path)}: does not belong here" for path in _obsolete(places)]


def _places(forms: Mapping[str, Form]) -> dict[str, Path]:
    """Where each module of `exercises/` lies."""
    return {module: manifest.EXERCISES / file_name(module, form) for module, form in forms.items()}


def _advice(module: str) -> str:
    for milestone in manifest.MILESTONES:
        if milestone.module == module:
            return f"it has your work; `nox -s reset -- {milestone.id}` starts it over"
    return "it has your changes; move it away and run `nox -s stubs` to get it back"


def _obsolete(places: Mapping[str, Path]) -> list[Path]:
    """Files that `exercises/` holds no longer, or not so, if nobody has worked on them."""
    handed_out = issued.load(manifest.EXERCISES)
    all_places = {manifest.EXERCISES / file_name(m, form): m for m in handed_out for form in FORMS}
    gone = all_places.keys() - set(places.values())
    return sorted(path for path in gone if issued.is_untouched(path, all_places[path]))


def _first_difference(actual: bytes, expected: bytes) -> str:
    pairs = zip_longest(*(data.decode(errors="replace").split("\n") for data in (actual, expected)))
    for number, (old, new) in enumerate(pairs, 1):
        if old != new:
            return f":{number}: -{(old or '').strip()!r} +{(new or '').strip()!r}"
    return ": differs in bytes that are not UTF-8"
