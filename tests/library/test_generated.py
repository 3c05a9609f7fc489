"""Drawn tensors and arguments: each op's answer, derivatives, and batch are torch's.

The ops stand in generated_ops.txt, with what is left out and why. Each day there are others; with
`KATA_ALL` in the environment, many of each op.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.grader.today import DAY
from tests.library.generated import LEFT, LISTED, OPS, SHAPES, Call, calls
from tests.library.plain import parts
from tests.library.test_special_values import differs, everything, plain

MANY = 40 if os.environ.get("KATA_ALL") else 0  # examples of each op
FEW = {"answers": 300, "derivatives": 160, "pushed": 100, "batched": 100}  # of all ops, in a day

OF_A_DTYPE = re.compile(
    "not implemented for|[Dd]type|[Bb]ool|[Ii]nteg|floating|can't be cast|Float|"
    "converted to|unsigned"
)

compiled = cache(lambda expression: compile(expression, expression, "eval"))


def named(lib: Any, call: Call, grad: bool = False) -> tuple[list[Any], dict[str, Any]]:
    """The bases, and the tensors by name."""
    made = {name: each.of(lib, grad) for name, each in call.inputs.items()}
    return [base for base, _ in made.values()], {name: view for name, (_, view) in made.items()}


def computed(lib: Any, call: Call, names: dict[str, Any]) -> list[Any]:
    """The results of the expression, one by one."""
    return parts(eval(compiled(call.expression), everything(lib), names))


def answers(lib: Any, call: Call) -> list[Any]:
    """The results, and the tensors that were given: they are not to be written to."""
    bases, names = named(lib, call)
    return [plain(part) for part in [*computed(lib, call, names), *bases]]


def derivatives(lib: Any, call: Call) -> list[Any]:
    """Gradients, and gradients of these; zeros where nothing depends on a base."""
    bases, names = named(lib, call, grad=True)
    bases = [base for base in bases if base.requires_grad]
    found, outs = [], computed(lib, call, names)
    for _ in range(2):
        outs = [each for each in outs if getattr(each, "requires_grad", False)]
        weights, grads = [weight(lib, out) for out in outs], [None] * len(bases)
        if outs:
            grads = lib.autograd.grad(outs, bases, weights, create_graph=True, allow_unused=True)
        outs = [lib.zeros_like(b) if g is None else g for b, g in zip(bases, grads, strict=True)]
        found += map(plain, outs)
    return found


def weight(lib: Any, out: Any) -> Any:
    """A number for each of a tensor's, most of them different."""
    return lib.cos(lib.arange(out.numel(), dtype=lib.float64)).reshape(out.shape)


def pushed(lib: Any, call: Call) -> list[Any]:
    """The results and their tangents: forward mode."""
    bases, _ = named(lib, call)

    def function(*bases: Any) -> Any:
        return floating(lib, call, bases)

    given = [each for each in bases if each.is_floating_point()]
    found = lib.func.jvp(function, tuple(given), tuple(weight(lib, each) for each in given))
    return [plain(part) for part in parts(found)]


def batched(lib: Any, call: Call) -> list[Any]:
    """The results for two examples at once."""
    bases, _ = named(lib, call)
    given = [each for each in bases if each.is_floating_point()]
    batch = [lib.stack([each, each.flip(0) if each.ndim else each * 2]) for each in given]
    found = lib.func.vmap(lambda *bases: floating(lib, call, bases), randomness="same")(*batch)
    return [plain(part) for part in parts(found)]


def floating(lib: Any, call: Call, bases: Any) -> Any:
    """The tensors among the results, where these are the bases that are floats."""
    following, names = iter(bases), {}
    for name, each in call.inputs.items():
        base = next(following) if each.base.dtype.kind == "f" else lib.tensor(each.base)
        names[name] = eval(each.view, {"t": base})
    return tuple(part for part in computed(lib, call, names) if hasattr(part, "detach"))


def outcome(function: Callable[..., Any], lib: Any, call: Call) -> Any:
    """What a function returns, or the name of the exception that it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(lib, call)
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:150]}"


def check(function: Callable[..., Any], lib: Any, call: Call) -> None:
    """Demand torch's answer; of `answers` also its exception, save where a dtype is refused.

    What torch has no derivative for, or no rule for a batch, is not asked.
    """
    expected = outcome(function, torch, call)
    refused = isinstance(expected, str)
    if refused and (function is not answers or OF_A_DTYPE.search(expected)):
        return
    found = outcome(function, lib, call)
    if refused:
        assert isinstance(found, str), (found, expected)
        assert found.partition(":")[0] == expected.partition(":")[0], (found, expected)
        return
    empty = not any(each.base.size for each in call.inputs.values())
    if isinstance(found, str) and empty and re.match(f"IndexError|.*({OF_A_DTYPE.pattern})", found):
        return  # torch does not look at what it has nothing to do with
    assert not isinstance(found, str) and not differs(found, expected), (found, expected)


def asked(function: Callable[..., Any]) -> list[str]:
    """The ops of which a function is asked."""
    left = {op for what, op, _ in LEFT if what == function.__name__}
    return [op for op in OPS if op not in left]


@pytest.mark.parametrize("function", [answers, derivatives, pushed, batched])
def test_generated_calls_are_answered_as_by_torch(lib, function):
    quick = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    smooth = function is not answers

    def tried(strategy: st.SearchStrategy, examples: int) -> None:
        @seed(DAY)
        @settings(quick, max_examples=examples)
        @given(strategy)
        def agrees(call: Call) -> None:
            check(function, lib, call)

        agrees()

    if not MANY:
        tried(
            st.sampled_from(asked(function)).flatmap(lambda op: calls(op, smooth)),
            FEW[function.__name__],
        )
    for op in asked(function) if MANY else []:
        tried(calls(op, smooth), MANY)


def test_what_is_listed_is_read_as_a_whole():
    assert len(LEFT) == LISTED.count("\n- ") and len(LEFT) < 0.02 * 4 * len(OPS)
    assert all(op in OPS and what in FEW for what, op, _ in LEFT)
    assert all(group in SHAPES for group in OPS.values())
