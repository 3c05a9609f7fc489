"""More batchers: elementwise ops, layers, and what has no fixed shape. (Given code.)"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

from ...m04_magic_methods import broadcast_to, mean, reshape
from ...m11_indexing import gather
from ...m12_reductions import clamped
from ...m13_activations import elu, leaky_relu, log_softmax, softplus
from ...m14_losses import bernoulli_nll, check_probabilities
from ...m15_cross_entropy import one_hot_rows, softmax_nll
from ...m24_normalization import standardize
from ...m25_convolution import convolution, convolution_input, overlap_add, windows
from ...m26_pooling import masked_overlap_add, window_max, window_sum, winners
from ...m29_transformer import embedding
from ...m33_vmap import align, elementwise
from ...m34_performance import gelu_tanh
from ..core.arguments import as_dim, read_equation
from ..linalg import factors, solving, spectral
from ..nn.class_targets import class_indices
from ..ops import compare, composed, index, mask, matmul, move, pad, reduce, search, special
from ..ops import elementwise as maths
from ..statistics.summaries import nansum, running_place
from .batchers import Flags, Op, along_dims, arguments_of, defbatch, logical_shape


def whole(x: Any, is_batched: bool, size: int) -> Any:
    """x with the batch in front; repeated, if it is the same for all."""
    return x if is_batched else broadcast_to(x, (size, *x.shape))


def refused(op: Callable[..., Any], *_: Any) -> NoReturn:
    """Raises RuntimeError: results of several shapes can't be stacked."""
    raise RuntimeError(f"vmap: the shape of what {op.__name__} gives depends on the elements")


def filled(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`masked_fill(x, mask, value)`; a value that differs over the batch asks for a loop."""
    if batched[2:] == [True]:
        return NotImplemented
    return elementwise(op, size, batched, args, params)


def merged(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """An op on images whose first dim is a batch already: both become one for a while."""
    images = [whole(x, b, size) for x, b in zip(args, batched, strict=True)]
    count = images[0].shape[1]
    if "shape" in params:
        params = {**params, "shape": (size * count, *params["shape"][1:])}
    out = op(*[reshape(x, (size * count, *x.shape[2:])) for x in images], **params)
    return reshape(out, (size, count, *out.shape[1:]))


def convolved(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """A convolution of images, or its rule for them; kernels that differ ask for a loop."""
    images, *others = args
    if True in batched[1:]:
        return NotImplemented

    def of_images(x: Any, **params: Any) -> Any:
        return op(x, *others, **params)

    return merged(of_images, size, batched[:1], (images,), params)


def gathered(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`gather(x, dim, index)`."""
    x, dim, index = arguments_of(op).bind(*args, **params).args
    batched = [*batched, False, False]
    x, index = whole(x, batched[0], size), whole(index, batched[2], size)
    return gather(x, as_dim(dim, x.ndim - 1) + 1, index) if x.ndim > 1 else NotImplemented


def looked_up(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`embedding(input, weight)` in one table for all; others ask for a loop."""
    return NotImplemented if batched[1] else op(*args, **params)


def contracted(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`einsum(equation, *operands)`: the batch gets a letter of its own."""
    equation, *operands = args
    pairs = zip(operands, batched[1:], strict=True)
    shapes = [logical_shape(*pair) for pair in pairs]
    seen = [SimpleNamespace(shape=shape, ndim=len(shape)) for shape in shapes]
    terms, result = read_equation(equation, seen)
    used = {*result, *"".join(terms)}
    letter = next(c for c in "BNMLKJIHGFEDCAZYXWVUTSRQPObnm" if c not in used)
    fronts = [letter if b else "" for b in batched[1:]]
    left = ",".join([front + term for front, term in zip(fronts, terms, strict=True)])
    return op(f"{left}->{letter}{result}", *operands)


def normalized(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """Ops that normalize their first argument over `dim`, dims counted from the front."""
    x = whole(args[0], batched[0], size)
    pairs = zip(args[1:], batched[1:], strict=True)
    others = [align(y, x.ndim - 1) if b else y for y, b in pairs]
    return op(x, *others, **{**params, "dim": tuple([dim + 1 for dim in params["dim"]])})


def flipped(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`flip(x, dims)`, `diagonal(x, offset, dim1, dim2)`: each dim is one more."""
    bound = arguments_of(op).bind(*args, **params)
    bound.apply_defaults()
    ndim = args[0].ndim - 1
    if ndim == 0:
        return NotImplemented
    for name, dims in bound.arguments.items():
        if name == "dims" and not isinstance(dims, int):
            bound.arguments[name] = tuple([as_dim(dim, ndim) + 1 for dim in dims])
        elif name in ("dims", "dim1", "dim2"):
            bound.arguments[name] = as_dim(dims, ndim) + 1
    return op(*bound.args, **bound.kwargs)


def as_it_is(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """An op that counts its dims from the last one, or adds one there."""
    return op(*args, **params)


def in_a_row(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`class_indices(target, ...)`, which lays all out in a row."""
    return reshape(op(*args, **params), (size, -1))


def mean_nll(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`mean_cross_entropy(scores, index)`, of a matrix and a vector, in ops."""
    scores, index = [whole(x, b, size) for x, b in zip(args, batched, strict=True)]
    picked = gather(log_softmax(scores, 2), 2, reshape(index, (*index.shape, 1)))
    return -mean(reshape(picked, index.shape), 1)


MATHS = """acos acosh asin asinh atan atan2 atanh fmod hypot trunc
    ceil cos cosh exp2 expm1 floor floor_divide hardtanh log1p log2 log10 reciprocal
    remainder round rounded_down rsqrt sign sin sinh square tan"""
COMPARE = """isclose isfinite isinf isnan bitwise_and bitwise_not bitwise_or bitwise_xor
    bitwise_left_shift bitwise_right_shift logical_and logical_not logical_or logical_xor"""
defbatch(elementwise, *[getattr(maths, name) for name in MATHS.split()])
defbatch(elementwise, *[getattr(compare, name) for name in COMPARE.split()])
defbatch(elementwise, bernoulli_nll, clamped, composed.lerp, composed.logaddexp)
defbatch(elementwise, elu, leaky_relu, softplus, gelu_tanh)
defbatch(elementwise, special.erf, special.erfinv, special.bell)
defbatch(along_dims, compare.all, compare.any, search.argsort, search.count_nonzero)
defbatch(along_dims, reduce.l2_norm, reduce.p_norm, nansum, running_place)
defbatch(in_a_row, class_indices)
defbatch(refused, search.nonzero)
defbatch(filled, mask.masked_fill)
defbatch(merged, softmax_nll)
defbatch(merged, windows, overlap_add, masked_overlap_add, window_max, window_sum, winners)
defbatch(convolved, convolution, convolution_input)
defbatch(gathered, gather)
defbatch(looked_up, embedding)
defbatch(contracted, matmul.einsum)
defbatch(normalized, standardize, reduce.without_shift_and_scale)
defbatch(flipped, move.flip, index.diagonal)
defbatch(as_it_is, pad.constant_pad, one_hot_rows, check_probabilities)
defbatch(as_it_is, solving.inv, solving.det, solving.cofactors, solving.log_abs_det)
defbatch(as_it_is, solving.sign_of_det, factors.lower_factor)
defbatch(as_it_is, factors.orthogonal_factor, factors.triangular_factor)
defbatch(as_it_is, spectral.eigvalsh, spectral.eigenvectors, spectral.svdvals)
defbatch(as_it_is, spectral.singular_vectors)
defbatch(elementwise, solving.solution)

_fast = sys.modules.get(f"{__package__.removesuffix('.func')}.fast.convolution")
if _fast:
    defbatch(convolved, _fast.convolution, _fast.convolution_input)
_fast = sys.modules.get(f"{__package__.removesuffix('.func')}.fast.cross_entropy")
if _fast:
    defbatch(mean_nll, _fast.mean_cross_entropy)
