"""What `exercises/` holds, and in which form: no more than a learner reads.

stub       a milestone, with the answers taken out
copy       a given file that a milestone imports or its lesson names, and its drawer's table
interface  a `.pyi` of the Tensor, of each public face, and of what the files above import
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Literal, get_args

from .. import manifest
from . import order
from .reading import imports, tree

Form = Literal["stub", "copy", "interface"]
FORMS: tuple[Form, ...] = get_args(Form)
NAMED = re.compile(r"\bgiven/\w+/\w+\.py\b")


def contents() -> dict[str, Form]:
    """The modules that `exercises/` holds, lowest first."""
    stubs = {milestone.module for milestone in manifest.MILESTONES}
    given = {module for module in order.MODULES if module.split(".")[0] in ("given", "todo")}
    read = {name for module in stubs for name in {*imports(module), *_named(module)}}
    copies = {"todo", *read} & given
    faces = set(order.MODULES) - stubs - given
    used = {name for module in stubs | copies for name in imports(module)} | faces
    copies |= {above for module in copies | used for above in _packages(module)} & given
    forms: dict[str, Form] = dict.fromkeys(used, "interface")
    forms.update(dict.fromkeys(stubs, "stub"))
    forms.update(dict.fromkeys(copies, "copy"))
    return {module: forms[module] for module in order.MODULES if module in forms}


def file_name(module: str, form: Form) -> str:
    """Where a module lies in `exercises/`."""
    return order.file_name(module) + ("i" if form == "interface" else "")


def _named(module: str) -> set[str]:
    """The given files that a milestone's text names, as modules."""
    found = NAMED.findall(ast.get_docstring(tree(module)) or "")
    return {path.removesuffix(".py").replace("/", ".") for path in found}


def _packages(module: str) -> Iterator[str]:
    while "." in module:
        module = module.rpartition(".")[0]
        yield module
