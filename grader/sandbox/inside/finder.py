"""Imports the library from the files that the grader chose. A worker loads this file by itself."""

from __future__ import annotations

from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import Any


class Finder:
    """Finds the library's modules in the files that the grader chose, and nowhere else."""

    def __init__(self, files: dict[str, str], compiled: dict[str, Any] | None = None) -> None:
        self.files = files
        self.compiling = ""  # the file that is just being read or compiled
        self.compiled = compiled or {}  # code by path, of some of the files
        self.paths = frozenset(files.values())

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in self.files:
            return None
        file = self.files[name]
        is_package = any(other.startswith(f"{name}.") for other in self.files)
        return spec_from_file_location(
            name,
            file,
            loader=Source(name, file, self),
            submodule_search_locations=[] if is_package else None,
        )


class Source(SourceFileLoader):
    """Takes the grader's own code, or compiles the source: a .pyc beside it may hold anything."""

    def __init__(self, name: str, path: str, finder: Finder) -> None:
        super().__init__(name, path)
        self.finder = finder

    def get_code(self, name: str) -> Any:
        if self.path in self.finder.compiled:
            return self.finder.compiled[self.path]
        return super().get_code(name)

    # What the system raises about a file has no frame in it: `compiling` says which it is.

    def get_data(self, path: str) -> bytes:
        self.finder.compiling = self.path
        data = super().get_data(path)
        self.finder.compiling = ""
        return data

    def source_to_code(self, *source: Any, **options: Any) -> Any:
        self.finder.compiling = self.path
        code = super().source_to_code(*source, **options)
        self.finder.compiling = ""
        return code

    def path_stats(self, path: str) -> Any:
        raise OSError
