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

from math import prod
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import no_grad, primitive
from ...m04_magic_methods import reshape
from ...m07_chain_rule import defvjp_variadic
from ...m10_shapes import narrow
from ..core.check_rules import is_broadcast
from ..core.dtypes import is_floating
from ..core.gradient import takes_undefined, undefined_like
from ..core.observers import expect_undefined


class Context:
    """What `forward` leaves for `backward`: any attributes, and `saved_tensors`."""

    def __init__(self, function: type[Function], args: tuple[Any, ...]) -> None:
        self.function = function
        self.saved_tensors: tuple[Any, ...] = ()
        self._is_tensor = tuple([isinstance(x, Array) for x in args])
        self.needs_input_grad = tuple([isinstance(x, Array) and x.requires_grad for x in args])
        self._last: tuple[Any, tuple[Any, ...], set[int]] = (None, (), set())
        self.parts: list[Any] | None = None  # (shape, dtype, has a gradient) of several tensors
        self.constant: set[int] = set()
        self.result: Any = None  # the only one, which `backward` may need, too

    def save_for_backward(self, *tensors: Array | None) -> None:
        """Keep tensors for `backward`, as `saved_tensors`."""
        self.saved_tensors = tensors

    def mark_non_differentiable(self, *tensors: Array) -> None:
        """Say that no gradient flows through some of the results."""
        self.constant |= set(map(id, tensors))

    def set_materialize_grads(self, value: bool) -> None:
        """Gradients that are not there are zeros. Raises NotImplementedError for False."""
        if not value:
            raise NotImplementedError("set_materialize_grads(False) is not supported")

    def gradient(self, argnum: int, g: Any) -> Any:
        """What `backward`, which is called once for all, returns for one argument. Raises
        RuntimeError for too few, for more which are not None, and where it or the argument is not a
        tensor."""
        before, found, asked = self._last
        if before is not g or argnum in asked:  # of which there may be something else in g by now
            parts = self._parts_of(g if isinstance(g, Array) else Tensor(g))
            found, asked = self.function.backward(self, *parts), set()
            found = found if isinstance(found, tuple) else (found,)
            self._check(found)
        asked.add(argnum)
        self._last = g, found, asked
        return found[argnum]

    def _parts_of(self, g: Any) -> list[Any]:
        """The gradient of each result."""
        if self.parts is None:
            return [g]
        found, start = [], 0
        for shape, dtype, flows in self.parts:
            if shape is None:
                found.append(None)
            elif flows:
                found.append(reshape(narrow(g, 0, start, prod(shape)), shape).to(dtype))
                start += prod(shape)
            else:
                found.append(Tensor(np.zeros(shape, dtype)))
        return found

    def _check(self, found: tuple[Any, ...]) -> None:
        name, count = f"{self.function.__name__}.backward", len(self._is_tensor)
        if len(found) < count or any(g is not None for g in found[count:]):
            raise RuntimeError(f"{name} returned {len(found)} gradients for {count} arguments")
        for argnum, (g, is_tensor) in enumerate(zip(found, self._is_tensor, strict=False)):
            if g is not None and not is_tensor:
                raise RuntimeError(f"{name}: argument {argnum} is not a tensor, and got a gradient")
            if not isinstance(g, Array | None):
                kind = type(g).__name__
                raise RuntimeError(f"{name} returned {kind} for argument {argnum}, not a tensor")


@primitive
def custom(*args: Any, ctx: Context, result: np.ndarray) -> np.ndarray:
    """What a Function made of `args`: `result`."""
    return result


def _custom_vjp(argnum: int, g: Any, out: Any, *args: Any, ctx: Context, result: Any) -> Any:
    if isinstance(g, Array):  # what the result depends on has second derivatives, too
        saved = [out if x is ctx.result else x for x in ctx.saved_tensors]
        ctx.saved_tensors, ctx.result = tuple(saved), out
        share = ctx.gradient(argnum, g)
    else:
        with no_grad():
            share = ctx.gradient(argnum, g)
        share = share.value if isinstance(share, Array) else share
    shape = args[argnum].shape
    if share is None:
        return undefined_like(args[argnum], g)
    if not is_broadcast(shape, share.shape):
        raise RuntimeError(
            f"{ctx.function.__name__}.backward returned a gradient of shape {share.shape} for "
            f"argument {argnum}, of shape {shape}"
        )
    return share


defvjp_variadic(custom, _custom_vjp)
takes_undefined.add(custom)


class Function:
    """Subclasses say in `forward` what they compute, and in `backward` its gradient."""

    @staticmethod
    def forward(ctx: Context, *args: Any) -> Array:
        """One result of the arguments, or a tuple of several.

        Raises NotImplementedError: subclasses must say.
        """
        raise NotImplementedError("a Function needs a forward()")

    @staticmethod
    def backward(ctx: Context, *g: Array) -> Any:
        """For the gradient of each result, that of each argument, or None for one that has none.

        Raises NotImplementedError: subclasses must say.
        """
        raise NotImplementedError("a Function needs a backward()")

    @staticmethod
    def setup_context(ctx: Context, inputs: tuple[Any, ...], output: Any) -> None:
        """What `backward` is to find in `ctx`, if `forward` takes no ctx itself."""
        raise NotImplementedError("a Function needs a setup_context() if forward() takes no ctx")

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """The result of `forward`, or a tuple of them, recorded. Raises TypeError for a single one
        that is not a tensor, and RuntimeError where `forward` would not see what a transform does.
        """
        inside = [x for x in args if hasattr(x, "level")]
        if any([isinstance(x.value, Array) or x.value.shape != x.shape for x in inside]):
            why = "vmap and transforms of transforms can't see into an autograd.Function"
            raise RuntimeError(f"{cls.__name__}: {why}; write it in ops")
        ctx = Context(cls, args)
        expect_undefined()
        with no_grad():
            if cls.setup_context is Function.setup_context:
                result = cls.forward(ctx, *args)
            else:
                result = cls.forward(*args)
                cls.setup_context(ctx, args, result)
        if isinstance(result, tuple):
            return _several(ctx, args, result)
        if not isinstance(result, Array):
            raise TypeError(f"{cls.__name__}.forward must return tensors")
        if id(result) in ctx.constant:
            return result
        ctx.result = result
        return custom(*args, ctx=ctx, result=result.value)


def _several(ctx: Context, args: tuple[Any, ...], results: tuple[Any, ...]) -> tuple[Any, ...]:
    """The results as parts of one, so that `backward` is called once, with the gradients of all;
    a tensor that has none, such as one of integers, has zeros, and what is not a tensor None."""
    found = [isinstance(x, Array) and is_floating(x.dtype) for x in results]
    flows = [f and id(x) not in ctx.constant for f, x in zip(found, results, strict=True)]
    kinds = [(x.shape, x.dtype) if isinstance(x, Array) else (None, None) for x in results]
    ctx.parts = [(*kind, flow) for kind, flow in zip(kinds, flows, strict=True)]
    flat = [x.value.reshape(-1) for x, f in zip(results, flows, strict=True) if f]
    if not flat:
        return results
    whole, start, out = custom(*args, ctx=ctx, result=np.concatenate(flat)), 0, []
    for x, f in zip(results, flows, strict=True):
        if f:
            part = reshape(narrow(whole, 0, start, x.numel()), x.shape)
            start += x.numel()
        out.append(part.to(x.dtype) if f else x)
    return tuple(out)
