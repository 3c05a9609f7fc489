"""A program: a function of `lib` and some inputs that stands on its own, so that it can travel.

Only its source text reaches the learner's library, and the same text runs under torch. So it may
not lean on anything around it; `Program.of` refuses one that does, when the suite is first run.
"""

from __future__ import annotations

import ast
import builtins
import dis
import linecache
import math
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

GLOBALS = {"np": np, "math": math}


class SuiteError(Exception):
    """A mistake in a test, not in what it tests."""


class Program(NamedTuple):
    """The source text of a function, dedented, and its name."""

    source: str
    name: str

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Program:
        """Read a function's source. Raises SuiteError if the function can't travel."""
        return _read(function.__code__, bool(function.__defaults__ or function.__kwdefaults__))

    def run(self, lib: Any, inputs: tuple[Any, ...]) -> Any:
        """Call it, here in this process."""
        scope = dict(GLOBALS)
        exec(_compiled(self.source), scope)
        return scope[self.name](lib, *inputs)


_compiled = cache(lambda source: compile(source, "<program>", "exec"))


@cache
def _read(code: CodeType, has_defaults: bool) -> Program:
    function = _functions(code.co_filename).get(code.co_firstlineno)
    problem = "has default arguments; pass everything as an input" if has_defaults else None
    if problem := problem or _problem(code, function):
        where = f"{code.co_filename}:{code.co_firstlineno}"
        raise SuiteError(f"the program {code.co_name} at {where} {problem}")
    assert function
    lines = linecache.getlines(code.co_filename)[function.lineno - 1 : function.end_lineno]
    return Program(textwrap.dedent("".join(lines)), code.co_name)


@cache
def _functions(path: str) -> dict[int, ast.FunctionDef]:
    """The functions that a file defines, by the line that each begins in, with its decorators."""
    tree = ast.parse("".join(linecache.getlines(path)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {min([n.lineno, *(d.lineno for d in n.decorator_list)]): n for n in found}


def _problem(code: CodeType, function: ast.FunctionDef | None) -> str | None:
    if not function or function.name != code.co_name or function.decorator_list:
        return "must be a plain `def`, without decorators"
    if code.co_freevars:
        return f"uses {', '.join(code.co_freevars)} from around it; pass it as an input"
    allowed = GLOBALS.keys() | vars(builtins).keys()
    mentioned = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    if mentioned.isdisjoint(_names(code) - allowed):  # the usual case, and the faster question
        strangers = []
    else:
        strangers = sorted(set(_global_names(code)) - allowed)
    if strangers:
        return f"uses the global names {', '.join(strangers)}; only np and math are there"
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            return "imports something; only np and math are there"
        if isinstance(node, ast.Try | ast.TryStar):
            return "catches exceptions; let them out, an exception is an outcome"
    return None


def _names(code: CodeType) -> set[str]:
    """The names of globals and of attributes, here and in what is defined here."""
    nested = [_names(each) for each in code.co_consts if isinstance(each, CodeType)]
    return set(code.co_names).union(*nested)


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
