"""Which parts of a milestone's module are answers, and which a learner is given.

The rules need no markers in the solutions; `grader.stubs.erase` turns their verdicts into text.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from . import given
from .places import places_in

Function = ast.FunctionDef | ast.AsyncFunctionDef
Assignment = ast.Assign | ast.AnnAssign

# Calls that declare a name or hold nothing yet: they say nothing about how a problem is solved.
DECLARATIONS = frozenset(
    {"ContextVar", "NewType", "ParamSpec", "TypeVar", "field", "np.dtype", "object"}
    | {"dict", "frozenset", "list", "set", "tuple"}
)


class CannotStub(ValueError):
    """A solution holds something that no rule covers; the message says what and where."""


def is_private(name: str) -> bool:
    """`_helper`, but not `__add__`."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def defined_name(statement: ast.AST) -> str:
    """The one name that a definition or an assignment binds; empty for anything else."""
    if isinstance(statement, Function | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return getattr(statement.targets[0], "id", "")
    return getattr(statement.target, "id", "") if isinstance(statement, ast.AnnAssign) else ""


def has_docstring(node: Function | ast.ClassDef | ast.Module) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def is_hollow(node: Function | ast.ClassDef) -> bool:
    """Nothing inside but a docstring, `...` or `pass`: overloads, protocols, plain exceptions."""
    body = node.body[has_docstring(node) :]
    return all(
        isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in body
    )


def is_plain(value: ast.expr | None) -> bool:
    """A constant, an alias, a type, an empty table, or containers of these: no answer."""
    match value:
        case None | ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value=inner) | ast.Starred(value=inner) | ast.UnaryOp(operand=inner):
            return is_plain(inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(map(is_plain, parts))
        case ast.Dict(keys=keys, values=values):
            return all(map(is_plain, [*keys, *values]))
        case ast.Subscript(value=left, slice=right):
            return is_plain(left) and is_plain(right)
        case ast.BinOp(left=left, op=op, right=right):
            constants = isinstance(left, ast.Constant) and isinstance(right, ast.Constant)
            types = isinstance(op, ast.BitOr) and is_plain(left) and is_plain(right)
            return constants or types
        case ast.Call(func=func, args=args, keywords=keywords):
            declares = ast.unparse(func) in DECLARATIONS
            return declares and all(map(is_plain, [*args, *(k.value for k in keywords)]))
    return False


class Answers:
    """What a stub of one milestone's module leaves out.

    Private names vanish, except for those that the remaining code mentions.
    """

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module = module
        self._private = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, Function | ast.ClassDef) and is_private(node.name)
        }
        self.mentioned: frozenset[str] = frozenset()
        while True:
            found = frozenset(name for s in tree.body for name in self._mentions(s, ""))
            if found == self.mentioned:
                return
            self.mentioned = found

    def is_given(self, qualified_name: str) -> bool:
        return f"{self.module}.{qualified_name}" in given.GIVEN

    def is_given_row(self, statement: ast.stmt) -> bool:
        """Is this a row of a table that is given as it is?"""
        return any(self.is_given(name) for name, _ in places_in([statement]))

    def vanishes(self, statement: ast.stmt, scope: str) -> bool:
        """Is this a private definition that nothing left in the stub mentions?"""
        name = defined_name(statement)
        if not is_private(name) or self.is_given(scope + name):
            return False
        return name not in self.mentioned and not (scope and f".{name}" in self.mentioned)

    def is_whole(self, statement: Function | ast.ClassDef, scope: str) -> bool:
        """Is this definition given as it is?"""
        name = statement.name
        return is_private(name) or self.is_given(scope + name) or is_hollow(statement)

    def keeps_value(self, statement: Assignment, scope: str) -> bool:
        """Is the right-hand side given? An alias of a private definition is an answer."""
        name = defined_name(statement)
        if is_private(name) or self.is_given(scope + name):
            return True
        value = statement.value
        if isinstance(value, ast.Name) and value.id in self._private:
            return False
        return is_plain(value)

    def _mentions(self, statement: ast.stmt, scope: str) -> Iterator[str]:
        """Names (`x`) and attributes (`.x`) in what the stub keeps of a statement."""
        for node in self._kept_nodes(statement, scope):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name):
                    yield inner.id
                elif isinstance(inner, ast.Attribute):
                    yield f".{inner.attr}"

    def _kept_nodes(self, statement: ast.stmt, scope: str) -> Iterator[ast.AST]:
        if self.vanishes(statement, scope):
            return
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not self.is_whole(statement, scope):
                yield from statement.decorator_list
                yield statement.args
                if statement.returns:
                    yield statement.returns
            case ast.ClassDef() if not self.is_whole(statement, scope):
                yield from [*statement.decorator_list, *statement.bases, *statement.keywords]
                for member in statement.body:
                    yield from self._kept_nodes(member, f"{scope}{statement.name}.")
            case ast.Assign() | ast.AnnAssign() if not self.keeps_value(statement, scope):
                if isinstance(statement, ast.AnnAssign):
                    yield statement.annotation
            case ast.Expr(value=ast.Call(func=func, args=args, keywords=keywords)) if (
                not self.is_given_row(statement)
            ):
                yield func
                for value in [*args, *(k.value for k in keywords)]:
                    yield value.args if isinstance(value, ast.Lambda) else value
            case _:
                yield statement
