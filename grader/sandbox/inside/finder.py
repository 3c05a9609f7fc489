"""Imports the library from what the grader has read. A worker loads this file by itself."""

from __future__ import annotations

import linecache
import marshal
import os
from collections.abc import Collection
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import decode_source
from typing import Any


def unmarshalled(
    paths: Collection[str],
    shared: dict[str, Any],
    places: dict[str, tuple[int, int]],
    memory: int | None,
) -> dict[str, Any]:
    """The code of these files: what is shared, and what lies at such a place in a memory. Of other
    files a learner's code is to find none, not even in memory that was given back."""
    if memory is None:
        return shared
    kept = {path: place for path, place in places.items() if path in paths}
    found = {path: os.pread(memory, size, start) for path, (start, size) in kept.items()}
    os.close(memory)
    return shared | {path: marshal.loads(data) for path, data in found.items()}


class Finder:
    """Finds the library's modules in the files that the grader chose, and nowhere else.

    Args:
        files: the path of each module.
        sources: what the grader read there, by path.
        compiled: the code of the other files, by path.
    """

    def __init__(
        self, files: dict[str, str], sources: dict[str, bytes], compiled: dict[str, Any]
    ) -> None:
        self.files, self.sources = files, sources
        self.compiling = ""  # the file that is just being compiled
        self.paths = frozenset(files.values())
        self.packages = {name.rpartition(".")[0] for name in files}
        # Not the reference's own way of what is asked of a learner.
        kept = self.paths - sources.keys()
        self.compiled = {path: code for path, code in compiled.items() if path in kept}

    def edited(self, module: str, source: bytes) -> Finder:
        """The same, with another text in the place of a module's."""
        sources = self.sources | {self.files[module]: source}
        return Finder(self.files, sources, self.compiled)

    def code_of(self, module: str) -> Any:
        """The code of a module; raises what compiling it raises."""
        return Source(module, self.files[module], self).get_code(module)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in self.files:
            return None
        return Spec(name, Source(name, self.files[name], self), name in self.packages)


class Spec(ModuleSpec):
    """Where a module is found. `parent`, which Python asks for at each import of a neighbour, is
    known here, and not worked out anew."""

    parent = ""

    def __init__(self, name: str, source: Source, is_package: bool) -> None:
        # A package has no folder, where Python would find what the grader did not choose.
        super().__init__(name, source, origin=source.path, is_package=is_package)
        self.parent = name if is_package else name.rpartition(".")[0]
        self.has_location = True
        self.cached = source.path  # there is no .pyc, and so its name need not be found


class Source(SourceFileLoader):
    """Takes the grader's own code, or compiles what it read: the file may be another one by now,
    and a .pyc beside it may hold anything."""

    def __init__(self, name: str, path: str, finder: Finder) -> None:
        super().__init__(name, path)
        self.finder = finder

    def get_code(self, name: str) -> Any:
        if self.path in self.finder.compiled:
            return self.finder.compiled[self.path]
        return super().get_code(name)

    def get_data(self, path: str) -> bytes:
        if path not in self.finder.sources:  # the reference's: whoever looks, as fast paths do
            return super().get_data(path)
        source, lines = self.finder.sources[path], list[str]()
        with suppress(SyntaxError, UnicodeDecodeError, LookupError):  # compiling it will say so
            lines = decode_source(source).splitlines(keepends=True)
        linecache.cache[path] = len(source), None, lines, path  # what tracebacks quote
        return source

    # Python has a method here, not a function of the class.
    def source_to_code(self, *source: Any, **options: Any) -> Any:  # type: ignore[override]
        self.finder.compiling = self.path  # what is raised about the file has no frame in it
        code = super().source_to_code(*source, **options)
        self.finder.compiling = ""
        return code

    def path_stats(self, path: str) -> Any:
        raise OSError
