"""Gradients that users hand in, where torch checks them: assigned to `.grad`, returned by hooks and
by `Function.backward`. What torch takes is taken, with its numbers; what it refuses is refused by
the same type of exception, and a message says whose gradient it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

# Here `x` is a leaf of shape (2, 3).
GIVEN = """
    None
    lib.ones(2, 3)
    lib.ones(2, 3, dtype=lib.float64)
    lib.ones(2, 3, dtype=lib.float16)
    lib.ones(2, 3, dtype=lib.int64)
    lib.ones(2, 3, dtype=lib.bool)
    lib.ones(3, 2)
    lib.ones(6)
    lib.ones(1, 3)
    lib.ones(3)
    lib.ones(1, 2, 3)
    lib.ones(2, 2, 3)
    lib.ones(())
    lib.ones(0)
    lib.ones(3, 2).T
    lib.ones(1, 3).expand(2, 3)
    lib.ones(2, 3, requires_grad=True)
    lib.nn.Parameter(lib.ones(2, 3))
    x
    x.detach()
    x * 2
    0
    1.5
    True
    'ones'
    [[1.0] * 3] * 2
    ((1.0,) * 3,) * 2
    lib.ones(2, 3).numpy()
    lib.ones(2, 3).sum().item()
    lib.Tensor
    lib.ones
    (lib.ones(2, 3),)
    [lib.ones(2, 3)]
    (lib.ones(2, 3), None)
    (lib.ones(2, 3), None, None)
    (lib.ones(2, 3), 3.0)
    ()
    (None,)
    (1.0,)
    (lib.ones(3, 2),)
    (lib.ones(2, 3), lib.ones(2, 3))
""".strip().split("\n")
GIVEN = [each.strip() for each in GIVEN]


def assigned(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)
    x.grad = eval(given, {"lib": lib, "x": x})
    return x.grad


def assigned_to_integers(lib: Any, given: str, dtype: str) -> Any:
    x = lib.ones(2, 3).to(lib.int64)
    x.grad = eval(given, {"lib": lib, "x": x})
    return x.grad


def hooked_leaf(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)

    def halved(g: Any) -> Any:
        return eval(given, {"lib": lib, "x": x})

    x.register_hook(halved)
    (x * x).sum().backward()
    return x.grad


def hooked_result(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)
    y = x * x

    def halved(g: Any) -> Any:
        return eval(given, {"lib": lib, "x": x})

    y.register_hook(halved)
    y.sum().backward()
    return x.grad


def of_a_function(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)

    class Halved(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            return x * 2

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return eval(given, {"lib": lib, "x": x})

    (Halved.apply(x) * 3).sum().backward()
    return x.grad


def of_a_function_of_two(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)

    class Halved(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, factor: float) -> Any:
            return x * factor

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return eval(given, {"lib": lib, "x": x})

    (Halved.apply(x, 2.0) * 3).sum().backward()
    return x.grad


def of_a_recorded_function(lib: Any, given: str, dtype: str) -> Any:
    x = lib.full((2, 3), 2.0, dtype=getattr(lib, dtype), requires_grad=True)

    class Halved(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            return x * 2

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return eval(given, {"lib": lib, "x": x})

    (g,) = lib.autograd.grad((Halved.apply(x) * 3).sum(), x, create_graph=True)
    return g.detach()


WAYS = (
    assigned,
    assigned_to_integers,
    hooked_leaf,
    hooked_result,
    of_a_function,
    of_a_recorded_function,
    of_a_function_of_two,
)


def answer(lib: Any, way: Callable[..., Any], given: str, dtype: str) -> Any:
    """The type of the exception and the message; or the gradient's dtype, shape and numbers."""
    try:
        g = way(lib, given, dtype)
    except Exception as error:
        return type(error), str(error)
    if g is None:
        return None
    return str(g.dtype).removeprefix("torch."), tuple(g.shape), g.tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("way", WAYS)
def test_what_users_hand_in_is_checked_as_torch_checks_it(lib, way, dtype):
    wrong = []
    for given in GIVEN:
        mine, torchs = answer(lib, way, given, dtype), answer(torch, way, given, dtype)
        if torchs and isinstance(torchs[0], type):
            message = str(mine[1:])  # that an input was not used is not the function's error
            named = "not used" in message or "alved" in message
            named |= way in (assigned, assigned_to_integers)
            right = mine is not None and mine[0] is torchs[0] and named
        else:
            right = mine == torchs
        if not right:
            wrong.append((given, mine, torchs))
    print(f"{way.__name__}: {len(GIVEN)} tried, 0 skipped")
    assert not wrong, "\n".join(map(str, wrong))


def test_backward_is_called_once_and_with_none_for_what_is_not_a_tensor(agree):
    def program(lib):
        seen = []

        class Three(lib.autograd.Function):
            @staticmethod
            def forward(ctx, x, y):
                return x * y, "text", x + y

            @staticmethod
            def backward(ctx, *g):
                seen.append(g)
                return g[0] + g[2], g[0]

        class Two(Three):
            @staticmethod
            def forward(ctx, x, y):
                return x * y

            @staticmethod
            def backward(ctx, g):
                seen.append(g.clone())
                return g, 2 * g

        x, y, g = lib.ones(2).requires_grad_(), lib.ones(2).requires_grad_(), lib.ones(2)
        for _ in range(2):
            out = Two.apply(x, y)
            for _ in range(2):
                out.backward(g, retain_graph=True)
                g *= 3
            product, text, total = Three.apply(x, y)
            (product * 2 + total).sum().backward()
        return x.grad, y.grad, text, seen

    agree(program)


def test_a_result_that_was_saved_has_second_derivatives(agree):
    def program(lib):
        class Exp(lib.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                result = x.exp()
                ctx.save_for_backward(result)
                return result

            @staticmethod
            def backward(ctx, g):
                (result,) = ctx.saved_tensors
                return g * result

        x = lib.tensor([0.5, -1.0], dtype=lib.float64, requires_grad=True)
        found = [(Exp.apply(x) * 3).sum()]
        for _ in range(3):
            found.append(lib.autograd.grad(found[-1].sum(), x, create_graph=True)[0])
        Exp.apply(2 * x).sum().backward()
        return found, x.grad

    agree(program)


def without_a_gradient(lib: Any, expression: str, recorded: bool) -> list[Any]:
    """The `.grad`s of x and y, and those that a hook saw, where `First` knows none for its second
    argument."""

    class First(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, y: Any) -> Any:
            return x * y

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g * 2, None

    class Plus(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            return x * 3

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g + 1

    x, y = lib.ones(2, requires_grad=True), lib.ones(2, requires_grad=True)
    seen: list[Any] = []
    y.register_hook(seen.append)
    names = {"first": First.apply, "plus": Plus.apply, "x": x, "y": y}
    eval(expression, names).sum().backward(create_graph=recorded)
    return [None if g is None else g.tolist() for g in (x.grad, y.grad, *seen)]


@pytest.mark.filterwarnings("ignore:Using backward")
@pytest.mark.parametrize("recorded", [False, True])
def test_for_none_the_grad_stays_as_it_was(lib, recorded):
    expressions = """
        first(x, y)
        first(x, y * 2)
        first(x, y.exp()[0])
        first(x, plus(y))
        first(x, plus(y).exp() * 2)
        first(x, y) + y
        first(x, first(y, y))
        first(y, y * 2)
    """
    if not recorded:
        expressions += "first(x, y) + first(x, y)"
    for expression in map(str.strip, expressions.strip().splitlines()):
        found = without_a_gradient(lib, expression, recorded)
        assert found == without_a_gradient(torch, expression, recorded), expression
