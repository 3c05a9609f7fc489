"""Checking a function's gradients against what derivatives mean. (Given code.)

gradcheck(lambda x, y: (x * y).sum(), (x, y))     x and y are tensors that require a gradient
gradgradcheck(...)                                the gradients of the gradients
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m09_autograd_mechanics import as_tuple, grad
from .check_rules import GradcheckError, differences


def gradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
) -> bool:
    """Compare the gradients of a function with what small changes of its inputs do.

    Args:
        func: takes `inputs`, and returns a tensor or several.
        inputs: a tensor, or a tuple of arguments. Those that require a gradient are checked: leaves
            of float64, else rounding errors drown the differences.
        eps: how far each element is moved, up and down.
        atol, rtol: how far the two Jacobians may be apart.
        raise_exception: whether to raise, rather than return False.

    Returns True if they agree. Raises ValueError if no input requires a gradient, GradcheckError if
    they do not agree.
    """
    inputs = as_tuple(inputs)
    checked = [x for x in inputs if isinstance(x, Tensor) and x.requires_grad]
    if not checked:
        raise ValueError("gradcheck needs an input that requires a gradient")
    outputs = as_tuple(func(*inputs))
    for j, x in enumerate(checked):
        numeric = differences(lambda: [out.value for out in as_tuple(func(*inputs))], x.value, eps)
        for i, out in enumerate(outputs):
            rows = [_row(out, place, x) for place in range(out.numel())]
            analytic = np.reshape(rows, numeric[i].shape)
            if not np.allclose(analytic, numeric[i], rtol, atol, equal_nan=True):
                if not raise_exception:
                    return False
                raise GradcheckError(
                    f"result {i}, input {j}: the gradients are\n{analytic}\n"
                    f"but moving each element a little gives\n{numeric[i]}"
                )
    return True


def _row(out: Tensor, place: int, x: Tensor) -> np.ndarray:
    """The gradient of one element of a result."""
    basis = np.zeros(out.shape, out.dtype)
    basis.flat[place] = 1
    g = None
    if out.requires_grad:
        (g,) = grad(out, x, Tensor(basis), retain_graph=True, allow_unused=True)
    return np.zeros(x.shape) if g is None else g.value


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    grad_outputs: Tensor | Sequence[Tensor] | None = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
) -> bool:
    """Check the gradients of a function's gradients, with respect to `inputs` and `grad_outputs`.

    `grad_outputs` weigh the results, one each; random ones if they are left out. The rest and the
    errors are those of `gradcheck`, which does the work.
    """
    inputs = as_tuple(inputs)
    count = len(inputs)

    def results(*inputs: Any) -> list[Tensor]:
        return [out for out in as_tuple(func(*inputs)) if out.requires_grad]

    if grad_outputs is None:
        draw = np.random.default_rng(0).standard_normal
        grad_outputs = [Tensor(draw(out.shape).astype(out.dtype), True) for out in results(*inputs)]

    def gradients(*both: Any) -> tuple[Tensor, ...]:
        checked = [x for x in both[:count] if isinstance(x, Tensor) and x.requires_grad]
        outputs, weights = results(*both[:count]), both[count:]
        found = grad(outputs, checked, weights, create_graph=True, allow_unused=True)
        return tuple([g for g in found if g is not None])

    how = {"eps": eps, "atol": atol, "rtol": rtol, "raise_exception": raise_exception}
    return gradcheck(gradients, (*inputs, *as_tuple(grad_outputs)), **how)
