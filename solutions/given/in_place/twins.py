"""Methods whose names end in `_`, and others with two names: no lesson has a use for these. (Given
code.)
"""

from collections.abc import Callable
from typing import Any

from ... import m04_magic_methods as magic_methods
from ... import m12_reductions as reductions
from ... import m13_activations as activations
from ...m02_wrapper import Array
from ...m04_magic_methods import div, mul, neg, sub, transpose
from ...m12_reductions import clamp
from ..ops import compare, composed, elementwise, index, mask, special
from ..ops.in_place import in_place
from ..ops.matmul import dot, outer
from ..ops.move import movedim, swapaxes
from ..ops.reshape import squeeze, unsqueeze
from ..ops.search import nonzero


class Twins:
    """`x.tan_()` is `x.tan()`, written into x; and `x.multiply(y)` is `x.mul(y)`."""

    __slots__ = ()

    subtract, multiply, divide, true_divide, negative = sub, mul, div, div, neg
    absolute, not_equal = elementwise.abs, compare.ne
    greater, greater_equal = compare.gt, compare.ge
    less, less_equal = compare.lt, compare.le
    moveaxis, argwhere, ger, vdot = movedim, nonzero, outer, dot


def in_place_shape(op: Callable[..., Array]) -> Callable[..., Array]:
    """The method that gives a tensor the shape that `op` gives it. Raises RuntimeError where a
    gradient is required, since notes would be about the old shape."""

    def method(self: Array, *args: Any, **params: Any) -> Array:
        if self.requires_grad:
            raise RuntimeError(f"{op.__name__}_ is for data: write x = x.{op.__name__}(...)")
        self.value = op(self, *args, **params).value
        return self

    method.__name__ = f"{op.__name__}_"
    method.__doc__ = f"`{op.__name__}`, in place. Raises RuntimeError where a gradient is required."
    return method


WRITING = """
    log neg pow square reciprocal rsqrt sin cos floor ceil round clamp_min clamp_max lerp addcmul
    addcdiv tril triu scatter scatter_add index_add tan atan sinh cosh log1p log2 log10 expm1 asin
    acos trunc fmod sign remainder floor_divide erf erfinv addmm nan_to_num cumsum eq ne lt le gt ge
    fill_diagonal logical_and logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor
    bitwise_not bitwise_left_shift bitwise_right_shift acosh asinh atanh atan2 exp2 frac hypot
"""
MATHS = magic_methods, reductions, activations, elementwise, special
OTHERS = compare, composed, index, mask
OPS = {name: op for module in MATHS + OTHERS for name, op in vars(module).items()}
for _name in WRITING.split():
    setattr(Twins, f"{_name}_", in_place(OPS[_name]))
SHAPING = squeeze, unsqueeze, swapaxes, transpose
Twins.squeeze_, Twins.unsqueeze_, Twins.swapaxes_, Twins.transpose_ = map(in_place_shape, SHAPING)
Twins.arctan_, Twins.arcsin_, Twins.arccos_ = Twins.atan_, Twins.asin_, Twins.acos_
Twins.fix_, Twins.clip_ = Twins.trunc_, in_place(clamp)
OPERATORS = {"floordiv": "floor_divide", "mod": "remainder", "pow": "pow", "and": "bitwise_and"}
OPERATORS |= {"or": "bitwise_or", "xor": "bitwise_xor"}
OPERATORS |= {"lshift": "bitwise_left_shift", "rshift": "bitwise_right_shift"}
for _name, _op in OPERATORS.items():
    setattr(Twins, f"__i{_name}__", vars(Twins)[f"{_op}_"])
