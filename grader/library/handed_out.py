"""A library as it was before anybody worked on it: a fresh stub in place of each learner's file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .. import manifest
from ..checkout import kept
from ..files import File
from ..manifest import MILESTONES, PACKAGE
from ..stubs.generate import generate
from .assemble import Library, library_of


def as_handed_out(library: Library) -> Library:
    """The same library, in which a learner's files are the stubs that they began with.

    Raises CannotStub where the reference's file has none.
    """
    files = dict(library.files)
    for milestone in MILESTONES:
        name = f"{PACKAGE}.{milestone.module}"
        if name in files and not files[name].path.is_relative_to(manifest.SOLUTIONS):
            solution = kept(manifest.SOLUTIONS / f"{milestone.module}.py")
            files[name] = _stub(milestone.module, solution)
    return library_of(files)


@lru_cache(maxsize=256)
def _stub(module: str, _: File) -> File:
    """A module's stub, which is made once for the same solution."""
    return File(Path("stubs", f"{module}.py"), generate(module))
