"""The `.pyi` of a module: what it offers, without how, so that editors know every name.

Names from modules that `exercises/` holds are imported from there; what comes from others is
written out. A function keeps its parameters, annotations and the first line of its docstring.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from copy import copy, deepcopy

from .reading import defined, handed_on, imported, names, origin, other_name, package, tree

FALLBACK = "__getattr__"  # of a face: it only raises, and says which name is nearest
ANY = ast.Name("Any")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def interface(module: str, held: Collection[str]) -> bytes:
    """The text of a module's `.pyi`; `held` are the modules that `exercises/` holds."""
    made = Interface(module, held)
    title = (ast.get_docstring(tree(module)) or "").partition("\n")[0]
    body = [*made.imports.values(), *made.written.values()]
    return f'"""{title}"""\n\n{ast.unparse(ast.Module(body, []))}\n'.encode()


class Interface:
    """The imports and definitions of one `.pyi`, by the names that they have in it."""

    def __init__(self, module: str, held: Collection[str]) -> None:
        self.module, self.held = module, held
        self.imports: dict[str, ast.stmt] = {"Any": _import_from("typing", "Any", "Any")}
        self.written: dict[str, ast.stmt] = {}
        self.brought: dict[str, tuple[str, str]] = {}  # names that annotations need -> origin
        brought = {here: (where, name) for where, name, here in imported(module)}
        self.own = {*brought, *defined(module)}
        for here, (where, name) in brought.items():
            self._bring(where, name, here)
        for name, node in defined(module).items():
            self._define(module, node, name)
        for name, line in handed_on(module).items():
            self.imports[name] = ast.parse(f"{line} as {name}").body[0]

    def _bring(self, where: str, name: str, here: str) -> None:
        """Make a name of another module of the library known here."""
        elsewhere = {its: (w, n) for w, n, its in imported(where)}
        if where in self.held:
            base, _, last = where.rpartition(".")
            path = self._path_to(where if name else base)
            self.imports[here] = _import_from(path, name or last, here)
        elif name in defined(where):
            self._define(where, defined(where)[name], here)
        elif name in elsewhere:
            self._bring(*elsewhere[name], here)
        else:
            self.written[here] = _declared(here)

    def _define(self, module: str, node: ast.stmt, here: str) -> None:
        """Write out what `node`, in `module`, defines."""
        if here in self.written or here == FALLBACK:
            return
        self.written[here] = _declared(here)  # until it is known: it may refer to itself
        value = other_name(node, here)
        if isinstance(node, Function):
            self.written[here] = self._function(module, node, here)
        elif isinstance(node, ast.ClassDef):
            self.written[here] = self._class(module, node, here)
        elif value and self._knows_all(module, value):
            self.written[here] = ast.parse(f"{here} = {ast.unparse(value)}").body[0]

    def _class(self, module: str, node: ast.ClassDef, here: str) -> ast.ClassDef:
        bases = [base for base in node.bases if self._knows_all(module, base)]
        body = _first_line(node)
        for each in node.body:
            if isinstance(each, Function):
                body.append(self._function(module, each, each.name))
            else:
                body += map(_declared, names(each))
        return ast.ClassDef(here, bases, [], body or [ast.Expr(ast.Constant(...))], [])

    def _function(self, module: str, node: Function, here: str) -> Function:
        made = copy(node)
        made.args = deepcopy(node.args)
        kept = [each for each in node.decorator_list if _is_kept(ast.unparse(each))]
        is_op = len(kept) < len(node.decorator_list)  # written for ndarrays, called with Tensors
        made.name, made.decorator_list = here, kept
        made.body = _first_line(node) or [ast.Expr(ast.Constant(...))]
        for argument in ast.walk(made.args):
            if isinstance(argument, ast.arg) and argument.annotation:
                argument.annotation = self._annotation(module, argument.annotation, is_op)
        made.returns = node.returns and self._annotation(module, node.returns, is_op)
        made.args.defaults = [_default(value) for value in made.args.defaults]
        made.args.kw_defaults = [value and _default(value) for value in made.args.kw_defaults]
        return made

    def _annotation(self, module: str, node: ast.expr, is_op: bool) -> ast.expr:
        """An annotation in names that are known here, or else `Any`."""
        text = ast.unparse(node)
        if is_op and "np.ndarray" in text:
            text, module = text.replace("np.ndarray", "Tensor"), "_tensor"
        found = ast.parse(text, mode="eval").body
        return found if self._knows_all(module, found) else ANY

    def _knows_all(self, module: str, node: ast.expr) -> bool:
        """Whether every name in an expression means here what it means in `module`."""
        names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
        return all([self._knows(module, name) for name in names])

    def _knows(self, module: str, name: str) -> bool:
        """Whether a name that `module` uses means the same here; if need be, it is imported."""
        meant = origin(module, name)
        known = origin(self.module, name) if name in self.own else self.brought.get(name)
        if known or meant is None:
            return known == meant
        where, line = meant
        if where and where not in self.held:
            return False
        self.brought[name] = meant
        if where:
            self._bring(where, line, name)
        else:
            self.imports[name] = ast.parse(line).body[0]
        return True

    def _path_to(self, target: str) -> str:
        return "." * (len(package(self.module)) + 1) + target


def _declared(name: str) -> ast.stmt:
    return ast.AnnAssign(ast.Name(name), ANY, None, 1)


def _import_from(path: str, name: str, here: str) -> ast.stmt:
    return ast.parse(f"from {path} import {name} as {here}").body[0]


def _is_kept(decorator: str) -> bool:
    """Whether a decorator says how to call it; an op's, such as `primitive`, is left out."""
    return decorator in ("property", "staticmethod", "classmethod") or decorator.endswith(".setter")


def _default(value: ast.expr) -> ast.expr:
    """A default that tells something by itself, or `...`."""
    plain = isinstance(value, ast.Constant | ast.UnaryOp)
    return value if plain else ast.Constant(...)


def _first_line(node: Function | ast.ClassDef) -> list[ast.stmt]:
    says = (ast.get_docstring(node) or "").partition("\n")[0]
    return [ast.Expr(ast.Constant(says))] if says else []
