"""A program: a function of `lib` and some inputs that stands on its own, so that it can travel.

Only its source text reaches the learner's library, and the same text runs under torch. So it may
not lean on anything around it; `Program.of` refuses one that does, when the suite is first run.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import math
import textwrap
from collections.abc import Callable
from functools import cache
from symtable import symtable
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from ..stubs.places import first_line

GLOBALS: dict[str, Any] = {"np": np, "math": math}


class SuiteError(Exception):
    """A mistake in a test, not in what it tests."""


class Program(NamedTuple):
    """The source text of a function, dedented, and its name."""

    source: str
    name: str

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Program:
        """Read a function's source. Raises SuiteError if the function can't travel."""
        return _read(function.__code__)

    def run(self, lib: Any, inputs: tuple[Any, ...]) -> Any:
        """Call it, here in this process."""
        scope = dict(GLOBALS)
        exec(_compiled(self.source), scope)
        return scope[self.name](lib, *inputs)


_compiled = cache(lambda source: compile(source, "<program>", "exec"))


@cache
def _read(code: CodeType) -> Program:
    where = f"the program {code.co_name} at {code.co_filename}:{code.co_firstlineno}"
    function = _functions(code.co_filename).get(code.co_firstlineno)
    if not function or function.name != code.co_name or function.decorator_list:
        raise SuiteError(f"{where} must be a plain `def`, without decorators")
    lines = linecache.getlines(code.co_filename)[function.lineno - 1 : function.end_lineno]
    source = textwrap.dedent("".join(lines))
    if problem := _problem(function) or _strangers(source):
        raise SuiteError(f"{where} {problem}")
    return Program(source, code.co_name)


@cache
def _functions(path: str) -> dict[int, ast.FunctionDef]:
    """The functions that a file defines, by the line that each begins in, with its decorators."""
    tree = ast.parse("".join(linecache.getlines(path)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {first_line(n): n for n in found}


def _problem(function: ast.FunctionDef) -> str:
    if function.args.defaults or any(function.args.kw_defaults):
        return "has default arguments; pass everything as an input"
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            return "imports something; only np and math are there"
        if isinstance(node, ast.Try | ast.TryStar):
            return "catches exceptions; let them out, an exception is an outcome"
    return ""


def _strangers(source: str) -> str:
    """What is wrong with a function that uses names from around it."""
    scopes = symtable(source, "<program>", "exec").get_children()
    for scope in scopes:  # which grows meanwhile
        scopes += scope.get_children()
    names = {
        name.get_name() for scope in scopes for name in scope.get_symbols() if name.is_global()
    }
    strangers = ", ".join(sorted(names - GLOBALS.keys() - vars(builtins).keys()))
    return strangers and f"uses {strangers} from around it; pass it as an input"
