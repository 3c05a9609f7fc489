"""`autograd.Function`: an op with a rule of one's own, spelled as a class. (Given code.)

class Cube(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 3 * x**2 * g

y = Cube.apply(x)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import no_grad, primitive
from ...m07_chain_rule import defvjp_variadic


class Context:
    """What `forward` leaves for `backward`: any attributes, and `saved_tensors`."""

    def __init__(self, function: type[Function], args: tuple[Any, ...]) -> None:
        self.function = function
        self.saved_tensors: tuple[Any, ...] = ()
        self._is_tensor = tuple([isinstance(x, Array) for x in args])
        self.needs_input_grad = tuple([isinstance(x, Array) and x.requires_grad for x in args])
        self._last: tuple[Any, tuple[Any, ...]] = (None, ())

    def save_for_backward(self, *tensors: Array | None) -> None:
        """Keep tensors for `backward`, as `saved_tensors`."""
        self.saved_tensors = tensors

    def gradients(self, g: Any) -> tuple[Any, ...]:
        """What `backward` returns for g, one for each argument. It is called once for each g.

        Raises RuntimeError if it returns too few, or more of them which are not None; for one that
        is not a tensor; and for one of an argument that is not a tensor.
        """
        before, found = self._last
        if before is not g:
            found = self.function.backward(self, g)
            found = found if isinstance(found, tuple) else (found,)
            self._check(found)
            self._last = g, found
        return found

    def _check(self, found: tuple[Any, ...]) -> None:
        name, count = f"{self.function.__name__}.backward", len(self._is_tensor)
        if len(found) < count or any(g is not None for g in found[count:]):
            raise RuntimeError(f"{name} returned {len(found)} gradients for {count} arguments")
        for argnum, (g, is_tensor) in enumerate(zip(found, self._is_tensor, strict=False)):
            if g is not None and not is_tensor:
                raise RuntimeError(
                    f"{name} returned a gradient for argument {argnum}, which is not a tensor"
                )
            if not isinstance(g, Array | None):
                kind = type(g).__name__
                raise RuntimeError(f"{name} returned {kind} for argument {argnum}, not a tensor")


@primitive
def custom(*args: Any, ctx: Context, result: np.ndarray) -> np.ndarray:
    """What a Function made of `args`: `result`."""
    return result


def _custom_vjp(argnum: int, g: Any, out: Any, *args: Any, ctx: Context, result: Any) -> Any:
    if isinstance(g, Array):
        share = ctx.gradients(g)[argnum]
    else:
        with no_grad():
            share = ctx.gradients(Tensor(g))[argnum]
        share = share.value if isinstance(share, Array) else share
    shape = args[argnum].shape
    if share is None:
        return np.zeros(shape, args[argnum].dtype)
    if not _sums_to(share.shape, shape):
        raise RuntimeError(
            f"{ctx.function.__name__}.backward returned a gradient of shape {share.shape} for "
            f"argument {argnum}, of shape {shape}"
        )
    return share


def _sums_to(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Whether sums over the dims that an array of shape `wanted` was broadcast along lead from
    `shape` to it."""
    missing = len(shape) - len(wanted)
    pairs = zip(shape[missing:], wanted, strict=True) if missing >= 0 else ()
    return missing >= 0 and all(size == want or want == 1 for size, want in pairs)


defvjp_variadic(custom, _custom_vjp)


class Function:
    """Subclasses say in `forward` what they compute, and in `backward` its gradient."""

    @staticmethod
    def forward(ctx: Context, *args: Any) -> Array:
        """One result of the arguments. Raises NotImplementedError: subclasses must say."""
        raise NotImplementedError("a Function needs a forward()")

    @staticmethod
    def backward(ctx: Context, g: Array) -> Any:
        """For the gradient of the result, that of each argument, or None for one that has none,
        which counts as zeros.

        Raises NotImplementedError: subclasses must say.
        """
        raise NotImplementedError("a Function needs a backward()")

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """The result of `forward`, recorded.

        Raises TypeError if it is not a tensor: several results are not supported.
        """
        ctx = Context(cls, args)
        with no_grad():
            result = cls.forward(ctx, *args)
        if not isinstance(result, Array):
            raise TypeError(f"{cls.__name__}.forward must return one tensor")
        return custom(*args, ctx=ctx, result=result.value)
