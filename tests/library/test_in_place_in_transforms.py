"""In-place operations inside transforms do as in torch, or are refused; none is silently wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

# Each makes a number of x, of which there are three.
PROGRAMS = {
    "clone": "y = x.clone().add_(1); out = (y ** 2).sum()",
    "two names": "y = x * 2; z = y; y += x; y.mul_(x); out = (z * y).sum()",
    "items": "y = x * 2; y[0] = x[1] * x[2]; y[1] += x[0]; out = (y * y).sum()",
    "a view after": "y = x * 2; v = y[0]; y.add_(x); out = v * y.sum()",
    "through a view": "y = x * 2; v = y[:2]; v.mul_(x[1:]); out = (y * y).sum()",
    "through a reshape": "y = x * 2; y.view(-1)[0] = x[2]; out = (y * y).sum()",
    "zeros": "y = lib.zeros(3, dtype=x.dtype); y[0] = x[0] * x[1]; out = (y * y).sum()",
    "zeros_like": "y = lib.zeros_like(x); y.copy_(x * x); out = (y * y).sum()",
    "new_zeros": "y = x.new_zeros(2, 3); y[0] = x * x[1]; y[1] += x; y -= x; out = (y * y).sum()",
    "a needed value": "y = x.exp(); y.add_(1); out = y.sum()",
    "masks": "y = x * 2; y.masked_fill_(y > 3, 0.5); out = (y * y * x).sum()",
    "relu": "out = (lib.nn.functional.relu(x * 1 - 2, inplace=True) ** 2).sum()",
    "detached": "y = x * 2; y.detach().add_(1); out = (y * y).sum()",
    "an input": "x.add_(1); out = (x * x).sum()",
    "zeroed": "y = x * 2; y.zero_(); out = (y * x).sum()",
    "captured": "c.add_(x); out = c.sum()",
}
X = [1.0, 2.0, 3.0]
REFUSED = [
    "does not depend on the transform's inputs",
    "only if nobody shares its memory",
    "transforms within transforms",
]
# Refused by this library alone, in a single transform.
ALONE = {
    "grad": ["zeros"],
    "jvp": ["a view after", "through a reshape", "zeros", "an input"],
    "vmap": [],
}


def under_grad(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.grad(f)(x)


def under_jvp(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.jvp(f, (x,), (x * 0.1,))


def under_vmap(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.vmap(f)(lib.stack([x, x * 2]))


def under_vmap_of_grad(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.vmap(lib.func.grad(f))(lib.stack([x, x * 2]))


def under_hessian(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.hessian(f)(x)


def under_reverse_over_forward(lib: Any, f: Any, x: Any) -> Any:
    return lib.func.jacrev(lib.func.jacfwd(f))(x)


def under_a_recorded_grad(lib: Any, f: Any, x: Any) -> Any:
    w = x.clone().requires_grad_()
    slope = lib.func.grad(f)(w)
    slope.sum().backward()
    return slope.detach(), w.grad


SINGLE = [under_grad, under_jvp, under_vmap]
NESTED = [under_vmap_of_grad, under_hessian, under_reverse_over_forward, under_a_recorded_grad]


def answer(lib: Any, transform: Any, program: str) -> Any:
    c = lib.ones(3, dtype=lib.float64)

    def f(x: Any) -> Any:
        names = {"lib": lib, "x": x, "c": c}
        exec(program, names)
        return names["out"]

    try:
        found = transform(lib, f, lib.tensor(X, dtype=lib.float64))
    except RuntimeError as error:
        return str(error)
    return [x.tolist() for x in found] if isinstance(found, tuple) else [found.tolist()]


@pytest.mark.parametrize("transform", SINGLE + NESTED, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore")
def test_programs_have_torchs_results_or_are_refused(lib, transform):
    alone = []
    for name, program in PROGRAMS.items():
        mine, torchs = answer(lib, transform, program), answer(torch, transform, program)
        if isinstance(mine, str):
            if not isinstance(torchs, str):
                assert any(each in mine for each in REFUSED), (name, mine)
                alone.append(name)
        elif isinstance(torchs, str):  # torch counts changes; here the old memory is kept
            assert name == "a needed value", (name, mine, torchs)
        else:
            pairs = zip(mine, torchs, strict=True)
            assert all(np.allclose(*pair) for pair in pairs), (name, mine, torchs)
    if transform in SINGLE:
        assert alone == ALONE[transform.__name__.removeprefix("under_")]
    print(f"{len(PROGRAMS)} tried, {len(alone)} refused: {alone}")


def test_what_lies_outside_is_as_before(lib):
    c, x = lib.zeros(3), lib.tensor(X)
    with pytest.raises(RuntimeError, match="transform"):
        lib.func.grad(lambda x: c.add_(x).sum())(x)
    assert c.tolist() == [0.0, 0.0, 0.0] and not c.requires_grad and x.tolist() == X
