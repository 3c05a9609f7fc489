"""`exercises/` holds what a learner reads, and whatever its files import is found by an editor."""

from __future__ import annotations

import ast
import builtins
import inspect
from functools import cache
from pathlib import Path

import pytest

from grader.manifest import EXERCISES, MILESTONES, PACKAGE, SOLUTIONS
from grader.stubs import order
from grader.stubs.contents import contents, file_name
from grader.stubs.reading import source

CONTENTS = contents()
INTERFACES = [module for module, form in CONTENTS.items() if form == "interface"]


@cache
def parsed(module: str) -> ast.Module:
    file = EXERCISES / file_name(module, CONTENTS[module])
    return ast.parse(file.read_text("utf-8"))


@cache
def offered(module: str) -> set[str]:
    """The names that a file of `exercises/` knows."""
    names = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_milestones_are_stubs_given_files_are_copies_and_all_else_is_an_interface():
    copies = {module for module, form in CONTENTS.items() if form == "copy"}
    assert {m.module for m in MILESTONES} == {m for m, f in CONTENTS.items() if f == "stub"}
    assert {module.split(".")[0] for module in copies} == {"given", "todo"}
    assert {"_tensor", "__init__", "nn.functional", "optim"} <= set(INTERFACES)


def test_nothing_else_is_there():
    files = {path.relative_to(EXERCISES) for path in EXERCISES.rglob("*.py*") if path.is_file()}
    mine = {path for path in files if path.suffix != ".pyc"}
    assert mine == {Path(file_name(module, form)) for module, form in CONTENTS.items()}


def test_what_only_fills_up_torchs_api_is_not_copied():
    unread = [module for module in order.MODULES if module not in CONTENTS]
    assert "given.ops.create" in unread and len(unread) >= 25
    for module in INTERFACES:
        bodies = [n.body for n in ast.walk(parsed(module)) if isinstance(n, ast.FunctionDef)]
        assert all(len(b) == 1 and isinstance(b[0].value, ast.Constant) for b in bodies)


@pytest.mark.parametrize("module", CONTENTS)
def test_every_import_leads_to_a_file_that_offers_the_name(module):
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = source(module, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                assert inner in CONTENTS or alias.name in offered(base), ast.unparse(node)


@pytest.mark.parametrize("module", INTERFACES)
def test_an_interface_offers_what_the_module_does_and_knows_the_names_that_it_uses(
    module, lib, modules
):
    used = {node.id for node in ast.walk(parsed(module)) if isinstance(node, ast.Name)}
    assert used <= offered(module) | set(vars(builtins))
    there = vars(lib if module == "__init__" else modules[f"{PACKAGE}.{module}"])
    public = {n for n in there if not n.startswith("_") and not inspect.ismodule(there[n])}
    assert public - offered(module) - _tools(module) == set()


@pytest.mark.parametrize(
    "name", ["Tensor.backward", "Tensor.relu_", "Tensor.uniform_", "Tensor.__add__", "Tensor.sum"]
)
def test_the_tensors_methods_are_found_through_its_bases(name):
    assert name.partition(".")[2] in _members("_tensor", "Tensor")


def _tools(module: str) -> set[str]:
    """What the module imports from outside the library for its own use: `np`, `Any`."""
    tree = ast.parse((SOLUTIONS / order.file_name(module)).read_text("utf-8"))
    outside = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0)
        for alias in node.names
    }
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return outside & (used | {"annotations"})


def _members(module: str, name: str) -> set[str]:
    """What a class of `exercises/` has, its bases' included."""
    for node in parsed(module).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            bases = (_members(module, ast.unparse(base)) for base in node.bases)
            return _own_members(node).union(*bases)
        if isinstance(node, ast.ImportFrom) and node.level:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return _members(source(module, node), alias.name)
    return set()


def _own_members(node: ast.ClassDef) -> set[str]:
    own = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    stored = (n for each in node.body for n in ast.walk(each) if isinstance(n, ast.Name))
    return own | {name.id for name in stored if isinstance(name.ctx, ast.Store)}
