"""Where each public name of the library lives: its faces, its file and line, its lesson.

names = PublicNames(autodiff)               # the reference, imported
names.find("relu")                          # [Place(faces=("autodiff.relu", ...), ...)]
names.find("optim.Adam.step"), names.nearest("rellu")
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from types import ModuleType
from typing import Any, NamedTuple

from ..manifest import PACKAGE
from .definitions import bound, definition

HIDDEN = re.compile(r"_|given\b|m\d\d_")  # how the names of modules begin that are not faces
SHORT = {"torch.": "", f"{PACKAGE}.": "", "F.": "nn.functional."}  # how people begin a name


class Place(NamedTuple):
    """Where a name is defined, and the names that it has on the library's faces.

    `module` is the module's name within the library; `line` counts from 1.
    """

    faces: tuple[str, ...]
    module: str
    line: int


class PublicNames:
    """The public names of an imported library: of its faces, and of the classes there.

    `all` maps each to the module and the name in it: `"nn.Parameter"` to `("m16_modules",
    "Parameter")`; a face that is a module has "" for the second.
    """

    def __init__(self, package: ModuleType) -> None:
        self._objects: dict[str, Any] = {}  # by name within the package: `nn.functional.relu`
        self.all: dict[str, tuple[str, str]] = {}
        self._add(package, "")
        for face, source in sys.modules[f"{PACKAGE}.given.faces.module_names"].ELSEWHERE.items():
            if face not in self.all:  # `utils.checkpoint`, which is on no face above it
                self._add(sys.modules[f"{PACKAGE}.{source}"], face)
        tensors = type(package.tensor(0.0))  # `Tensor` on the face makes these, and has their names
        self._objects["Tensor"], self.all["Tensor"] = tensors, (_own(tensors), "Tensor")
        kinds = {face: thing for face, thing in self._objects.items() if _is_class(thing)}
        for face, kind in kinds.items():
            self._add_class(face, kind, kinds.values())

    def find(self, name: str) -> list[Place]:
        """The places of all that has this name, or a name that ends so; [] if nothing has."""
        found: dict[tuple[str, int], list[str]] = {}
        for face, place in self._meant(_in_full(name)):
            found.setdefault(definition(*place), []).append(f"{PACKAGE}.{face}")
        return [Place(tuple(sorted(faces, key=len)), *place) for place, faces in found.items()]

    def thing(self, face: str) -> Any:
        """What a name of a face stands for; None for an attribute of a class."""
        return self._objects.get(face)

    def nearest(self, name: str) -> list[str]:
        """Names that somebody may have meant, the likeliest first."""
        known = {known for face in self.all for known in (face, face.rpartition(".")[2])}
        return get_close_matches(_in_full(name), sorted(known), n=3)

    def _meant(self, name: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """The faces with this name, else those of an inherited one, such as `Linear.parameters`."""
        ends = [face for face in self.all if f".{face}".endswith(f".{name}")]
        yield from ((face, self.all[face]) for face in ends)
        owner, _, attribute = name.rpartition(".")
        for face, kind in self._objects.items() if owner and not ends else ():
            if f".{face}".endswith(f".{owner}") and _is_class(kind):
                for base in kind.__mro__:
                    if attribute in vars(base) and _is_class(base):
                        yield f"{face}.{attribute}", (_own(base), f"{base.__name__}.{attribute}")
                        break

    def _add(self, module: ModuleType, face: str) -> None:
        """The names of a face, and of the faces on it."""
        here = _within(module.__name__)
        for name in getattr(module, "__all__", None) or _offered(here):
            if name not in vars(module):  # it is bound only where the module is run as a script
                continue
            path, thing = f"{face}.{name}".lstrip("."), vars(module)[name]
            is_own = isinstance(thing, ModuleType) and thing.__name__.split(".")[0] == PACKAGE
            self._objects[path] = thing
            self.all[path] = (_within(thing.__name__), "") if is_own else (here, name)
            if is_own:
                self._add(thing, path)

    def _add_class(self, face: str, kind: type, faces: Collection[type]) -> None:
        """What a class defines, or inherits from classes that are on no face."""
        for base in kind.__mro__:
            if not _is_class(base) or (base in faces and base is not kind):
                break
            for name in vars(base):
                if not name.startswith("_"):
                    place = _own(base), f"{base.__name__}.{name}"
                    self.all.setdefault(f"{face}.{name}", place)


def _offered(module: str) -> list[str]:
    """The public names of a module: all of a face's, and of another one those that it defines."""
    is_face = not HIDDEN.match(module) or module == "__init__"
    return [
        name
        for name, node in bound(module).items()
        if not isinstance(node, ast.Import if is_face else ast.Import | ast.ImportFrom)
        if not name.startswith("_") and name != "annotations"
    ]


def _is_class(thing: Any) -> bool:
    return isinstance(thing, type) and thing.__module__.split(".")[0] == PACKAGE


def _own(kind: type) -> str:
    return _within(kind.__module__)


def _within(module: str) -> str:
    """A module's name within the library; its own face is `__init__`."""
    return module.removeprefix(PACKAGE).lstrip(".") or "__init__"


def _in_full(name: str) -> str:
    """The name within the package, however somebody begins it."""
    for start, meant in SHORT.items():
        if name.startswith(start):
            name = meant + name.removeprefix(start)
    return name
