"""What transforms of functions refuse, they refuse as torch does: by the same type of exception.

The good call that stands beside each bad one is not refused, by either of the two.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

CASES = """
    grad(lambda x: (x * x).sum())(x)                  | grad(lambda x: x * x)(x)
    grad(lambda x: (x * x).sum())(x)                  | grad(lambda x: x.sum(0, keepdim=True))(x)
    grad(lambda x, y=2: x.sum() * y)(x)               | grad(lambda x, y=2: x.sum() * y, 1)(x)
    grad(lambda x: x * 3)(x[0])                       | grad(lambda x: x * 3)(1.5)
    grad(lambda x: x.sum())(x)                        | grad(lambda x: x.sum())(i)
    jacrev(lambda x: x * x)(x)                        | jacrev(lambda x: x * x)(i)
    jacrev(lambda x: (x, x + 1), has_aux=True)(x)     | jacrev(lambda x: x, has_aux=True)(x)
    vjp(lambda x: (x * x, x), x)                      | vjp(lambda x: (x * x, 2), x)
    vjp(lambda x: (x, x), x, has_aux=True)            | vjp(lambda x: (x,), x, has_aux=True)
    vjp(lambda x: (x, x), x, has_aux=True)            | vjp(lambda x: (x, 3), x, has_aux=True)
    vjp(lambda x: (x, i), x, has_aux=True)            | vjp(lambda x: (x, [None]), x, has_aux=True)
    grad(lambda x: (x[0], i), has_aux=True)(x)        | grad(lambda x: (x[0], "a"), has_aux=True)(x)
    jacrev(lambda x: (x, i), has_aux=True)(x)         | jacrev(lambda x: (x, 1.5), has_aux=True)(x)
    jacfwd(lambda x: (x, i), has_aux=True)(x)         | jacfwd(lambda x: (x, 1.5), has_aux=True)(x)
    jvp(lambda x: (x, i), (x,), (x,), has_aux=True)   | jvp(lambda x: x, (x,), (x,), has_aux=True)
    vjp(lambda x: x, x)                               | vjp(lambda x: x > 1, x)
    vjp(lambda x: x, x)                               | vjp(lambda x: (x, x.argmax()), x)
    jacrev(lambda x: x)(x)                            | jacrev(lambda x: x.argmax())(x)
    vjp(lambda x: x * x, x)[1](x)                     | vjp(lambda x: x * x, x)[1](x[:1])
    vjp(lambda x: x * x, x)[1](x)                     | vjp(lambda x: x * x, x)[1]((x,))
    vjp(lambda x: {"a": x}, x)[1]({"a": x})           | vjp(lambda x: {"a": x}, x)[1]({"b": x})
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda x: x * x, x, x)
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda x: x * x, (x,), (x, x))
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda x: x * x, (x,), (x[:2],))
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda: x * x, (), ())
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda x: x * x, (1.5,), (x,))
    jvp(lambda x: x * x, (x,), (x,))                  | jvp(lambda x: x * x, (i,), (i,))
    jvp(lambda x: (x, x * x), (x,), (x,))             | jvp(lambda x: (x, 2), (x,), (x,))
    jacfwd(lambda x: x * x)(x)                        | jacfwd(lambda x: x * x)(i)
    jacfwd(lambda x: x * x)(x)                        | jacfwd(lambda x: x * x, 1)(x)
    jacfwd(lambda x: x * x)(x)                        | jacfwd(lambda x: 1.5)(x)
"""
PAIRS = [line.split("|") for line in CASES.strip().split("\n")]


def answer(lib, expression):
    """The type of the exception; None if there was none."""
    names = ("grad", "vjp", "jacrev", "jvp", "jacfwd", "hessian")
    scope = {name: getattr(lib.func, name) for name in names}
    try:
        eval(expression, scope | {"x": lib.tensor([1.0, 2.0, 3.0]), "i": lib.tensor([1, 2, 3])})
    except Exception as error:
        return type(error)
    return None


@pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")  # torch's own
@pytest.mark.parametrize(("good", "bad"), PAIRS, ids=[bad.strip() for _, bad in PAIRS])
def test_what_does_not_fit_is_refused_as_torch_does(lib, good, bad):
    assert answer(lib, good.strip()) is answer(torch, good.strip()) is None
    expected = answer(torch, bad.strip())
    assert expected is not None and answer(lib, bad.strip()) is expected


def test_a_function_near_a_point_is_torchs(lib):
    def play(lib: Any) -> list[Any]:
        x, y = lib.arange(6.0).reshape(2, 3), lib.ones(3) / 3
        out, along = lib.func.linearize(lambda x, y: {"a": (x @ y).sin(), "b": x * y}, x, y)
        found = [out, along(lib.ones(2, 3), y), along(lib.zeros(2, 3), lib.ones(3))]
        return [part.tolist() for each in found for part in each.values()]

    for mine, torchs in zip(play(lib), play(torch), strict=True):
        np.testing.assert_allclose(mine, torchs, rtol=1e-6)


def test_a_tensor_carries_its_tangent(agree):
    def program(lib, x, t):
        ad, x, t = lib.autograd.forward_ad, lib.tensor(x), lib.tensor(t)
        lib.manual_seed(0)
        net = lib.nn.Linear(3, 2)
        weight = lib.ones(2, 3).cumsum(1)
        del net.weight
        with ad.dual_level():
            net.weight = ad.make_dual(weight, weight * 2)
            dual = ad.make_dual(x, t)
            found = [*ad.unpack_dual(net(dual).tanh() * dual.sum() - net.bias.detach())]
            same = ad.unpack_dual(dual).tangent is t, ad.unpack_dual(x).tangent is None
            constant = ad.unpack_dual(x * 2)
        return found, same, constant.primal, ad.unpack_dual(dual)

    x = torch.arange(6.0).reshape(2, 3).numpy()
    agree(program, x, x - 2)


@pytest.mark.parametrize(("x", "t"), [("x", "x[0]"), ("i", "i"), ("x", "i"), ("i", "x")])
def test_a_tangent_fits(agree, x, t):
    def program(lib, x, t):
        known = {"x": lib.ones(2, 3), "i": lib.ones(2, 3, dtype=lib.int64)}
        with lib.autograd.forward_ad.dual_level():
            lib.autograd.forward_ad.make_dual(eval(x, known), eval(t, known))

    agree(program, x, t, raises=RuntimeError if t == "x[0]" else ValueError)


def test_a_function_that_a_transform_can_not_see_into_is_refused(lib):
    class Square(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, g):
            return g * 2 * ctx.saved_tensors[0]

    def total(x):
        return Square.apply(x).sum()

    x = lib.tensor([[1.0, 2.0], [3.0, 4.0]])
    assert lib.func.grad(total)(x).tolist() == (2 * x).tolist()
    for transformed in (
        lib.vmap(Square.apply),
        lib.vmap(lib.func.grad(total)),
        lib.func.hessian(total),
        lambda x: lib.autograd.functional.hessian(total, x),
        lambda x: lib.func.grad(lambda x: lib.vmap(total)(x).sum())(x),
    ):
        with pytest.raises(RuntimeError, match="Square: vmap and transforms"):
            transformed(x)
