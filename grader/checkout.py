"""The checkout's own files, as they were when a piece of work began.

    with as_it_is():            # a grading, say: what a learner's code writes here changes nothing
        kept(path).data         # bytes
        solution(milestone)     # the reference's text
        load(path).HINTS        # a module made of these bytes, never of a .pyc

Whatever grading, diagnosing, hinting and reporting read of the checkout, they read here.
"""

from __future__ import annotations

import linecache
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType

from . import imports, manifest
from .files import MISSING, File, read, state
from .manifest import MILESTONES, ROOT, SOLUTIONS, TESTS, Milestone

FOLDERS: dict[Path, str | tuple[str, ...]] = {  # with the endings of the files that count
    SOLUTIONS: ".py",
    TESTS / "hints": ".py",
    TESTS / "misconceptions": ".py",
    ROOT / "demos": ".py",
    ROOT / "grader" / "views": (".jinja", ".css"),
}

_as_it_was: Mapping[Path, File] = {}  # changed as a whole: watch reads it from another thread
_depth = 0


@contextmanager
def as_it_is(paths: Iterable[Path] | None = None) -> Iterator[None]:
    """Within this, `kept` gives these files as they are now, whatever becomes of them; by default,
    all that is ever asked for. And nobody else's module is looked for in the checkout, where there
    may soon be another `hypothesis`, or taken from a file that has changed meanwhile. One within
    another changes nothing."""
    global _as_it_was, _depth
    _depth += 1
    path = list(sys.path)
    try:
        if _depth > 1:
            yield
            return
        _as_it_was = {path: _kept(path, state(path)) for path in paths or own_files()}
        with imports.as_it_was():
            sys.path[:] = [each for each in path if Path(each).resolve() != ROOT]
            yield
    finally:
        _depth -= 1
        if _depth == 0:
            _as_it_was = {}
            sys.path[:] = path


def own_files() -> list[Path]:
    """The files of the checkout that a grading may ask for."""
    found = [milestone.suite for milestone in MILESTONES]
    for top, endings in FOLDERS.items():
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found += [Path(folder, name) for name in names if name.endswith(endings)]
    return found


def kept(path: Path) -> File:
    """A file, which is read again only where it may have changed."""
    as_it_was = _as_it_was
    if known := as_it_was.get(path):
        return known
    if as_it_was and path.is_relative_to(ROOT):  # it was not there when the work began
        return File(path, trouble=MISSING)
    return _kept(path, state(path))


def source_of(path: Path) -> str:
    """The text of a file. Raises FileNotFoundError where there is none to be had."""
    file = kept(path)
    if file.trouble:
        raise FileNotFoundError(f"{path} {file.trouble}")
    return file.text


def solution(milestone: Milestone) -> str:
    """The text of the reference's file."""
    return source_of(manifest.SOLUTIONS / f"{milestone.module}.py")


def load(path: Path) -> ModuleType:
    """A new module, made of a file. `inspect` and tracebacks find its text, too."""
    text = source_of(path)
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    linecache.cache[str(path)] = len(text), None, text.splitlines(keepends=True), str(path)
    exec(_compiled(kept(path)), vars(module))
    return module


@lru_cache(maxsize=4096)
def _kept(path: Path, state: tuple[int, ...]) -> File:
    return read(path)


@lru_cache(maxsize=256)
def _compiled(file: File) -> CodeType:
    return compile(file.data, str(file.path), "exec", dont_inherit=True)
