"""What is imported while a piece of work goes on was there when it began.

    with as_it_was():
        import hypothesis       # ImportError if it was written, moved or linked to meanwhile

A learner's code may write wherever the grader's user may: into the environment, and where Python
keeps what it compiles. But the kernel notes when a file was changed last, and nobody can set that
time back. Where a whole folder was moved, that is newer, or it is another folder.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import cache_from_source
from types import CodeType, ModuleType


@contextmanager
def as_it_was() -> Iterator[None]:
    """Within this, no module is imported from a file that has changed since.

    It takes a `sys.pycache_prefix`: else Python itself changes folders when it compiles.
    """
    usual = list(sys.meta_path)
    if sys.pycache_prefix and PathFinder in usual:
        sys.meta_path.insert(usual.index(PathFinder), Unchanged())
    try:
        yield
    finally:
        sys.meta_path[:] = usual


def check(*files: str) -> None:
    """Within `as_it_was`, raise ImportError where one of these has changed since."""
    for finder in sys.meta_path:
        if isinstance(finder, Unchanged):
            for file in files:
                finder.check(file)


class Unchanged(MetaPathFinder):
    """Finds what Python finds on `sys.path`, and refuses what is newer than this object."""

    def __init__(self) -> None:
        self._began = time.time_ns()
        searched = [os.path.abspath(path) for path in sys.path]
        compiled = [os.path.dirname(cache_from_source(f"{path}/_.py")) for path in searched]
        self._tops = {top: _identity(top) for top in (*searched, *compiled)}
        self._known: dict[str, tuple[list[str], str]] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As `importlib` asks for it. Raises ImportError where the file has changed."""
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.origin and spec.has_location:
            if type(spec.loader) is SourceFileLoader:
                spec.loader = _Loader(name, spec.origin, self)
            else:
                self.check(spec.origin)
        return spec

    def check(self, file: str) -> None:
        """Raises ImportError where a file has changed."""
        if self.is_new(file):
            raise ImportError(f"{file} was changed while a learner's code was running")

    def is_new(self, file: str) -> bool:
        """Whether a file, or a folder that it is in, was changed or exchanged since."""
        folders, top = self._folders(os.path.dirname(file))
        if any(map(self.is_newer, (file, *folders))):
            return True
        return bool(top) and self._tops[top] != _identity(top)

    def is_newer(self, path: str) -> bool:
        """Whether a file or folder itself was changed since, or what it is a link to."""
        try:
            found = os.lstat(path)
            newest = found.st_ctime_ns
            if stat.S_ISLNK(found.st_mode):
                newest = max(newest, os.stat(path).st_ctime_ns)
        except OSError:  # there is none, or it is inside an archive
            return False
        return newest > self._began

    def _folders(self, folder: str) -> tuple[list[str], str]:
        """A folder and those that it is in, below one that is searched; and that one, if any."""
        if folder not in self._known:
            found, top = [], folder
            while top not in self._tops and top != os.path.dirname(top):
                found.append(top)
                top = os.path.dirname(top)
            self._known[folder] = (found, top) if top in self._tops else ([], "")
        return self._known[folder]


class _Loader(SourceFileLoader):
    """Takes what was compiled before, if that is not new, either."""

    def __init__(self, name: str, path: str, finder: Unchanged) -> None:
        super().__init__(name, path)
        self._finder = finder

    def get_code(self, fullname: str) -> CodeType | None:
        compiled, is_new = cache_from_source(self.path), self._finder.is_new
        was_there = os.path.exists(compiled)
        code = None if was_there and is_new(compiled) else super().get_code(fullname)
        if code is None or (was_there and self._finder.is_newer(compiled)):
            code = self.source_to_code(self.get_data(self.path), self.path)
        self._finder.check(self.path)
        return code


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
