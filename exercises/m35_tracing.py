"""m35 tracing: a program becomes data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .given.func.interpreters import lift, lower
from .given.func.trees import flatten
from .given.programs.doors import staging
from .given.programs.effects import is_effect, is_write
from .given.programs.program import Equation, Program, Variable, rename, variables_in
from .given.programs.staging import WithoutNumbers
from .m02_wrapper import Array


def compute(op: Callable[..., Any], inputs: tuple, params: Mapping[str, Any], known: Mapping) -> Any:
    raise NotImplementedError("m35: compute")


class Staged(WithoutNumbers):
    __slots__ = ()

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        raise NotImplementedError("m35: Staged.process")


def trace(f: Callable[..., Any]) -> Callable[..., Program]:
    raise NotImplementedError("m35: trace")


def eval_program(program: Program, *args: Any) -> Any:
    raise NotImplementedError("m35: eval_program")


def drop_unused(program: Program) -> Program:
    raise NotImplementedError("m35: drop_unused")


def join_equal(program: Program) -> Program:
    raise NotImplementedError("m35: join_equal")


def fold_constants(program: Program) -> Program:
    raise NotImplementedError("m35: fold_constants")
