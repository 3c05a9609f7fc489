"""Programs made of functions of functions: the same text runs on autodiff and on JAX.

`m` has the mathematics (autodiff, or jax.numpy), `t` the transforms (autodiff.func, or jax).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Program = Callable[..., Any]


def scalar(m: Any) -> Program:
    """x of any shape -> ()."""
    return lambda x: m.sum(m.tanh(x) * m.exp(-x * x) + x**3)


def vector(m: Any) -> Program:
    """(n,) -> (n,), all of which depend on all."""
    return lambda x: m.sin(x) * m.sum(m.exp(x) / 3)


def network(m: Any) -> Program:
    """(n,), (n, k) and (k,) -> ()."""
    return lambda x, w, v: m.sum(m.tanh(x @ w) @ v) ** 2


PROGRAMS: dict[str, tuple[Program, list[tuple[int, ...]]]] = {
    "grad": (lambda m, t, x: t.grad(scalar(m))(x), [(3, 2)]),
    "grad, of the second and third": (
        lambda m, t, *args: t.grad(network(m), (1, 2))(*args),
        [(3,), (3, 4), (4,)],
    ),
    "second derivative": (lambda m, t, x: t.grad(t.grad(scalar(m)))(x), [()]),
    "third derivative": (lambda m, t, x: t.grad(t.grad(t.grad(scalar(m))))(x), [()]),
    "vjp": (lambda m, t, x, g: t.vjp(vector(m), x)[1](g), [(3,), (3,)]),
    "jvp": (lambda m, t, x, v: t.jvp(vector(m), (x,), (v,)), [(3,), (3,)]),
    "jvp of a jvp": (
        lambda m, t, x, v: t.jvp(lambda x: t.jvp(vector(m), (x,), (v,))[1], (x,), (v,)),
        [(3,), (3,)],
    ),
    "jvp of grad": (lambda m, t, x, v: t.jvp(t.grad(scalar(m)), (x,), (v,)), [(3,), (3,)]),
    "grad of a jvp": (
        lambda m, t, x, v: t.grad(lambda x: m.sum(t.jvp(vector(m), (x,), (v,))[1]))(x),
        [(3,), (3,)],
    ),
    "jacrev": (lambda m, t, x: t.jacrev(vector(m))(x), [(3,)]),
    "jacfwd": (lambda m, t, x: t.jacfwd(vector(m))(x), [(3,)]),
    "jacrev of jacfwd": (lambda m, t, x: t.jacrev(t.jacfwd(vector(m)))(x), [(3,)]),
    "jacfwd of jacrev": (lambda m, t, x: t.jacfwd(t.jacrev(vector(m)))(x), [(3,)]),
    "hessian": (lambda m, t, x: t.hessian(scalar(m))(x), [(3, 2)]),
    "hessian, of the second": (
        lambda m, t, *args: t.hessian(network(m), 1)(*args),
        [(3,), (3, 4), (4,)],
    ),
    "vmap": (lambda m, t, x: t.vmap(vector(m))(x), [(4, 3)]),
    "vmap, of the second axis to the second": (
        lambda m, t, x: t.vmap(vector(m), 1, 1)(x),
        [(3, 4)],
    ),
    "vmap of vmap": (lambda m, t, x: t.vmap(t.vmap(vector(m)))(x), [(2, 4, 3)]),
    "per-sample gradients": (
        lambda m, t, *args: t.vmap(t.grad(network(m), (1, 2)), (0, None, None))(*args),
        [(5, 3), (3, 4), (4,)],
    ),
    "vmap of a jvp": (
        lambda m, t, x, v: t.vmap(lambda v: t.jvp(vector(m), (x,), (v,))[1])(v),
        [(3,), (4, 3)],
    ),
    "vmap of hessian": (lambda m, t, x: t.vmap(t.hessian(scalar(m)))(x), [(4, 3)]),
    "grad through vmap": (
        lambda m, t, x: t.grad(lambda x: m.sum(t.vmap(vector(m))(x) ** 2))(x),
        [(4, 3)],
    ),
    "jacrev of vmap": (lambda m, t, x: t.jacrev(t.vmap(vector(m)))(x), [(2, 3)]),
}
