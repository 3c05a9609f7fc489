"""Methods whose names end in `_`, and others with two names: no lesson has a use for these. (Given
code.)
"""

from __future__ import annotations

from ...m04_magic_methods import div, mul, neg, sub
from ...m12_reductions import clamp, cumsum
from ..ops import compare, elementwise, special
from ..ops.composed import addmm, nan_to_num
from ..ops.in_place import in_place
from ..ops.matmul import dot, outer
from ..ops.move import movedim
from ..ops.search import nonzero


class Twins:
    """`x.tan_()` is `x.tan()`, written into x; and `x.multiply(y)` is `x.mul(y)`."""

    __slots__ = ()

    subtract, multiply, divide, true_divide, negative = sub, mul, div, div, neg
    absolute, not_equal = elementwise.abs, compare.ne
    greater, greater_equal = compare.gt, compare.ge
    less, less_equal = compare.lt, compare.le
    moveaxis, argwhere, ger, vdot = movedim, nonzero, outer, dot

    tan_, atan_, sinh_, cosh_ = map(
        in_place, (elementwise.tan, elementwise.atan, elementwise.sinh, elementwise.cosh)
    )
    arctan_ = atan_
    log1p_, log2_, log10_, expm1_ = map(
        in_place, (elementwise.log1p, elementwise.log2, elementwise.log10, elementwise.expm1)
    )
    asin_, acos_, trunc_ = map(in_place, (elementwise.asin, elementwise.acos, elementwise.trunc))
    fmod_, arcsin_, arccos_, fix_ = in_place(elementwise.fmod), asin_, acos_, trunc_
    erf_, erfinv_, sign_ = map(in_place, (special.erf, special.erfinv, elementwise.sign))
    remainder_, floor_divide_ = map(in_place, (elementwise.remainder, elementwise.floor_divide))
    addmm_, nan_to_num_ = map(in_place, (addmm, nan_to_num))
    cumsum_, clip_ = map(in_place, (cumsum, clamp))
    eq_, ne_, lt_ = map(in_place, (compare.eq, compare.ne, compare.lt))
    le_, gt_, ge_ = map(in_place, (compare.le, compare.gt, compare.ge))
    logical_and_, logical_or_ = map(in_place, (compare.logical_and, compare.logical_or))
    logical_xor_, logical_not_ = map(in_place, (compare.logical_xor, compare.logical_not))
    bitwise_and_, bitwise_or_ = map(in_place, (compare.bitwise_and, compare.bitwise_or))
    bitwise_xor_, bitwise_not_ = map(in_place, (compare.bitwise_xor, compare.bitwise_not))
