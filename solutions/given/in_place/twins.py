"""Methods whose names end in `_`, for which no lesson has a use. (Given code.)"""

from __future__ import annotations

from ...m12_reductions import clamp, cumsum
from ..ops import compare, elementwise, special
from ..ops.composed import addmm, nan_to_num
from ..ops.in_place import in_place


class Twins:
    """`x.tan_()` is `x.tan()`, written into x; so are the others."""

    __slots__ = ()

    tan_, atan_, sinh_, cosh_ = map(
        in_place, (elementwise.tan, elementwise.atan, elementwise.sinh, elementwise.cosh)
    )
    arctan_ = atan_
    log1p_, log2_, log10_, expm1_ = map(
        in_place, (elementwise.log1p, elementwise.log2, elementwise.log10, elementwise.expm1)
    )
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
