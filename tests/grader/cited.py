"""What lessons name of other libraries' sources, and whether it is there.

In backticks stands a file, as the library's own repository has it, and mostly a name in it:
`torch/autograd/function.py: Function`, or several, with commas between them. Dotted names, such as
`jax.lax.cond`, are found by importing. Only what is installed can be looked up.
"""

from __future__ import annotations

import ast
import importlib
import re
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

LIBRARIES = ("torch", "jax", "optax", "autograd", "micrograd", "tinygrad")
# Where a file of the repository is in an installed torch. The rest of its C++ is not shipped.
SHIPPED = {
    "tools/autograd/": "torchgen/packaged/autograd/",
    "torch/csrc/": "torch/include/torch/csrc/",
    "aten/src/ATen/": "torch/include/ATen/",
    "c10/": "torch/include/c10/",
}
_ROOTS = "|".join((*LIBRARIES, "tools", "aten", "c10"))
FILE = re.compile(rf"((?:{_ROOTS})/[\w./]+\.\w+)(?:: ([\w., ]+))?")
DOTTED = re.compile(r"(?:torch|jax|optax)(?:\.\w+)+")


class Citation(NamedTuple):
    """A file and a name in it (or ""), or a dotted name and no file."""

    file: str
    name: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)

    @property
    def library(self) -> str:
        """The package that has to be installed for it."""
        root = re.split(r"[/.]", self.file or self.name)[0]
        return "torch" if root in ("tools", "aten", "c10") else root


def citations(text: str) -> list[Citation]:
    """All that stands in backticks in a text and names a file or an object of another library."""
    found = []
    for quoted in re.findall(r"`([^`]+)`", text):
        words = " ".join(quoted.split())
        if match := FILE.fullmatch(words):
            found += [Citation(match[1], name) for name in (match[2] or "").split(", ")]
        elif DOTTED.fullmatch(words):
            found.append(Citation("", words))
    return found


def missing(cited: Citation) -> str:
    """What is not there of a citation, in a sentence; "" if all is."""
    if not cited.file:
        return "" if _is_there(cited.name) else f"there is no {cited.name}"
    path = _path(cited.file)
    if not path.is_file():
        return f"there is no {cited.file}"
    if cited.name and not _defines(path, cited.name):
        return f"{cited.file} does not define {cited.name}"
    return ""


def defines(cited: Citation, name: str) -> bool:
    """Whether the cited file is installed and defines a name, at its top or in a class."""
    path = _path(cited.file) if cited.file else Path()
    if not path.is_file():
        return False
    if path.suffix == ".py":
        return any(each.split(".")[-1] == name for each in _definitions(path))
    return _defines(path, name)


def is_installed(library: str) -> bool:
    return find_spec(library) is not None


def _is_there(dotted: str) -> bool:
    module, *names = dotted.split(".")
    found = importlib.import_module(module)
    for name in names:
        module = f"{module}.{name}"
        if not hasattr(found, name):
            with suppress(ModuleNotFoundError):
                importlib.import_module(module)
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True


def _path(file: str) -> Path:
    for prefix, place in SHIPPED.items():
        if file.startswith(prefix):
            file = file.replace(prefix, place, 1)
    package, rest = file.split("/", 1)
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0] if places else "nowhere") / rest


def _defines(path: Path, name: str) -> bool:
    if path.suffix == ".py":
        return name in _definitions(path)
    text = path.read_text("utf-8")
    if path.suffix == ".yaml":
        return re.search(rf"^- name: {re.escape(name)}\(|: {name}$", text, re.M) is not None
    code = re.sub(r"//.*|/\*.*?\*/", "", text)
    last = re.escape(name.rsplit(".")[-1])
    return re.search(rf"(?:struct|class)\s+(?:\w+\s+)?{last}\b|\b{last}\(", code) is not None


@lru_cache
def _definitions(path: Path) -> frozenset[str]:
    """What a Python file defines: functions, classes, what is assigned, `Class.method`."""
    names = set()

    def collect(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                collect(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names.update(prefix + t.id for t in targets if isinstance(t, ast.Name))
            elif isinstance(node, ast.If | ast.Try):
                collect([*node.body, *node.orelse], prefix)

    collect(ast.parse(path.read_text("utf-8")).body, "")
    return frozenset(names)
