"""A program: a function of `lib` and some inputs that stands on its own, so that it can travel.

Only its source text reaches the learner's library, and the same text runs under torch. So it may
not lean on anything around it; `Program.of` refuses one that does, when the suite is first run.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
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
        exec(compile(self.source, "<program>", "exec"), scope)
        return scope[self.name](lib, *inputs)


@cache
def _read(code: CodeType, has_defaults: bool) -> Program:
    source = textwrap.dedent(inspect.getsource(code))
    problem = _problem(code, source)
    if has_defaults:
        problem = "has default arguments; pass everything as an input"
    if problem:
        where = f"{code.co_filename}:{code.co_firstlineno}"
        raise SuiteError(f"the program {code.co_name} at {where} {problem}")
    return Program(source, code.co_name)


def _problem(code: CodeType, source: str) -> str | None:
    try:
        tree = ast.parse(source).body[0]
    except SyntaxError:  # a lambda, whose lines may begin in the middle of an expression
        tree = None
    if not isinstance(tree, ast.FunctionDef) or tree.decorator_list:
        return "must be a plain `def`, without decorators"
    if code.co_freevars:
        return f"uses {', '.join(code.co_freevars)} from around it; pass it as an input"
    allowed = GLOBALS.keys() | vars(builtins).keys()
    strangers = sorted(set(_global_names(code)) - allowed)
    if strangers:
        return f"uses the global names {', '.join(strangers)}; only np and math are there"
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            return "imports something; only np and math are there"
        if isinstance(node, ast.Try | ast.TryStar):
            return "catches exceptions; let them out, an exception is an outcome"
    return None


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
