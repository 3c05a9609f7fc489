"""Evaluate the tables in autodiff and in JAX, and print how far apart the results are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import jax
import numpy as np
from tabulate import tabulate

from ..libraries import autodiff
from .functions import activations, elementwise, reductions, shapes
from .layers import layers, losses, products
from .transforms import PROGRAMS

jax.config.update("jax_enable_x64", True)

BAR = 1e-9  # relative to the largest number that JAX finds
Arrays = list[np.ndarray]


def normal(shapes: Sequence[tuple[int, ...]], seed: int = 0) -> Arrays:
    """Normal numbers, the same at every call."""
    rng = np.random.default_rng(seed)
    return [np.array(rng.normal(size=shape)) for shape in shapes]


def leaves(result: Any) -> Arrays:
    """The arrays in nested tuples and lists, in order."""
    if isinstance(result, tuple | list):
        return [leaf for part in result for leaf in leaves(part)]
    return [np.asarray(result.detach() if hasattr(result, "detach") else result)]


def difference(ours: Any, theirs: Any) -> float:
    """The largest, relative to JAX's largest number; infinite if shapes or dtypes differ."""
    ours, theirs = leaves(ours), leaves(theirs)
    if [(x.shape, x.dtype) for x in ours] != [(x.shape, x.dtype) for x in theirs]:
        return np.inf
    pairs = zip(ours, theirs, strict=True)
    return float(np.max([np.abs(x - y).max() / (np.abs(y).max() or 1.0) for x, y in pairs]))


def functions(lib: Any) -> Iterator[tuple[str, float, float]]:
    """Each function's name, and the differences of its values and of its gradients."""
    F = lib.nn.functional
    rows = elementwise(lib) | activations(F) | reductions(lib) | shapes(lib, F)
    rows |= products(lib, F) | losses(lib, F) | layers(lib, F)
    for name, (ours, theirs, shape) in rows.items():
        arrays = normal(shape)
        leaf = [lib.tensor(x, requires_grad=True) for x in arrays]
        out = ours(*leaf)
        expected, back = jax.vjp(theirs, *arrays)
        (weights,) = normal([expected.shape], seed=1)
        out.backward(lib.from_numpy(weights))
        values, gradients = difference(out, expected), [x.grad for x in leaf]
        yield name, values, difference(gradients, back(weights))


def transforms(lib: Any) -> Iterator[tuple[str, float]]:
    """Each program's name, and the difference of its results."""
    for name, (program, shape) in PROGRAMS.items():
        arrays = normal(shape)
        ours = program(lib, lib.func, *map(lib.from_numpy, arrays))
        yield name, difference(ours, program(jax.numpy, jax, *arrays))


def main() -> int:
    """Print two tables; the exit status is 1 if a difference is not below the bar."""
    lib, far = autodiff(), 0
    for rows, headers in (
        (list(functions(lib)), ["function", "value", "gradients"]),
        (list(transforms(lib)), ["transform", "result"]),
    ):
        verdicts = ["" if all(d < BAR for d in row[1:]) else "DIFFERS" for row in rows]
        far += len(rows) - verdicts.count("")
        lines = [(*row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]
        print(tabulate(lines, [*headers, ""], floatfmt=".0e"), end="\n\n")
    print(f"{far or 'None'} differ from JAX {jax.__version__} by {BAR:g} or more, relatively")
    return int(far > 0)
