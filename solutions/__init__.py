"""autodiff: a PyTorch-like library on NumPy, whose every part is an exercise of the kata.

import autodiff as torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
((w * w).sum()).backward()
w.grad                                             # tensor([2., 4.])
"""

import sys
from importlib.util import find_spec
from math import e, inf, nan, pi

from numpy import seterr

if find_spec(f"{__name__}.given.fast"):  # without, all is the same but slower
    from .given.fast import install as _install  # first of all: see there

from . import _tensor, autograd, distributions, func, linalg, models, nn, optim, training, utils
from . import m00_by_hand as by_hand
from . import m01_scalars as scalars
from . import m34_performance as performance
from . import m35_tracing as tracing
from . import m36_compile as compiling
from ._tensor import from_numpy, is_nonzero, is_tensor, tensor
from .autograd import inference_mode, is_anomaly_enabled, set_grad_enabled
from .func import vmap
from .given.compat import accelerator, backends, cuda, version
from .given.compat.argument_tables import take_by_place, widen

# fmt: off
from .given.compat.device import (
    channels_last, contiguous_format, device, get_default_device, memory_format, preserve_format,
    set_default_device, strided,
)
from .given.compat.did_you_mean import missing_from
from .given.compat.extra_arguments import where_or_indices
from .given.compat.old_constructors import (
    BoolTensor, ByteTensor, CharTensor, DoubleTensor, FloatTensor, HalfTensor, IntTensor,
    LongTensor, ShortTensor, Tensor,
)
from .given.compat.version import __version__
from .given.compiling.face import compile
from .given.core.cast_and_clone import clone
from .given.core.printing import set_printoptions
from .given.data import mnist, text
from .given.data.save_and_load import as_ndarrays, as_tensors, load, save
from .given.faces import amp, checkpoint, downloads, jit, module_names, one_process
from .given.faces.amp import autocast
from .given.faces.settings import (
    are_deterministic_algorithms_enabled, get_float32_matmul_precision, get_num_threads,
    set_float32_matmul_precision, set_flush_denormal, set_num_threads, use_deterministic_algorithms,
)
from .given.func import cost
from .given.indexing.arranged import (
    block_diag, column_stack, diag_embed, fliplr, flipud, take, take_along_dim,
)
from .given.indexing.put import index_copy, index_fill, index_put
from .given.indexing.reduced import scatter_reduce
from .given.indexing.sorted import bucketize, searchsorted
from .given.linalg.factors import cholesky
from .given.linalg.products import cross, einsum, inner, kron, tensordot
from .given.linalg.solving import cholesky_solve, det, inv as inverse, slogdet
from .given.linalg.spectral import transposed_svd as svd
from .given.ops.compare import (
    all, allclose, any, bitwise_and, bitwise_left_shift, bitwise_not, bitwise_or,
    bitwise_right_shift, bitwise_xor, eq, equal, ge, gt, isclose, isfinite, isinf, isnan, le,
    logical_and, logical_not, logical_or, logical_xor, lt, ne,
)
from .given.ops.composed import (
    addcdiv, addcmul, addmm, baddbmm, cdist, clamp_max, clamp_min, dist, lerp, logaddexp,
    nan_to_num,
)
from .given.ops.create import (
    arange, as_tensor, empty, empty_like, eye, full, full_like, hamming_window, hann_window,
    linspace, logspace, ones, ones_like, tril_indices, triu_indices, zeros, zeros_like,
)
from .given.ops.elementwise import (
    abs, acos, acosh, asin, asinh, atan, atan2, atanh, ceil, cos, cosh, exp2, expm1, floor,
    floor_divide, fmod, frac, heaviside, hypot, log1p, log2, log10, reciprocal, remainder, round,
    rsqrt, sign, sin, sinh, square, tan, trunc,
)
from .given.ops.index import (
    diag, diagonal, index_add, index_select, masked_select, repeat_interleave, scatter, scatter_add,
    select, trace,
)
from .given.ops.mask import masked_fill, tril, triu
from .given.ops.matmul import bmm, dot, mm, mv, outer
from .given.ops.move import (
    chunk, flip, hstack, movedim, ravel, roll, swapaxes, unbind, unflatten, vstack,
)
from .given.ops.reduce import aminmax, cumprod, norm, numel, std, std_mean, var_mean
from .given.ops.reshape import broadcast_tensors, flatten, meshgrid, squeeze, tile, unsqueeze
from .given.ops.search import argmax, argmin, argsort, count_nonzero, nonzero
from .given.ops.sort import bincount, histc, histogram, isin, median, sort, topk, unique
from .given.ops.special import erf, erfinv
from .given.protocols import dtypes, grad_fn, return_types
from .given.protocols.dtypes import (
    dtype, float16, float32, float64, get_default_dtype, int8, int16, int32, int64, promote_types,
    set_default_dtype, uint8,
)
from .given.protocols.limits import finfo, iinfo
from .given.protocols.size import Size, broadcast_shapes
from .given.random import functions as random
from .given.random.functions import (
    Generator, bernoulli, default_generator, get_rng_state, initial_seed, manual_seed, multinomial,
    normal, rand, rand_like, randint, randn, randn_like, randperm, seed, set_rng_state,
)
from .given.statistics.summaries import (
    corrcoef, cov, cummax, cummin, diff, nanmean, nansum, quantile,
)
from .m03_computation_graph import enable_grad, is_grad_enabled, no_grad
from .m04_magic_methods import (
    add, broadcast_to, div, exp, log, matmul, mean, mul, neg, pow, reshape, sigmoid, sqrt, sub, sum,
    tanh, transpose,
)
from .m10_shapes import cat, narrow, permute, split, stack
from .m11_indexing import gather
from .m12_reductions import (
    amax, amin, clamp, cumsum, logsumexp, max, maximum, min, minimum, prod, var, where,
)
from .m13_activations import log_softmax, relu, softmax
from .m30_recurrent import gru_cell, lstm_cell, rnn_relu_cell, rnn_tanh_cell
from .nn.functional import (
    adaptive_avg_pool1d, avg_pool1d, celu, conv1d, conv2d, conv_transpose1d,
    conv_transpose2d, cosine_similarity, hardshrink, pairwise_distance, pixel_shuffle,
    prelu, selu, threshold,
)
# fmt: on

bool = dtypes.bool
short, int, long = int16, int32, int64
half, float, double = float16, float32, float64
concat = concatenate = cat
subtract, multiply, divide, true_divide, negative = sub, mul, div, div, neg
absolute, clip, t, swapdims = abs, clamp, Tensor.t, swapaxes
is_complex, is_floating_point = Tensor.is_complex, Tensor.is_floating_point
greater, greater_equal, less, less_equal, not_equal = gt, ge, lt, le, ne
spmm, vdot, ger, row_stack, moveaxis, argwhere = mm, dot, outer, vstack, movedim, nonzero
arcsin, arccos, arctan, arctan2, fix = asin, acos, atan, atan2, trunc
arcsinh, arccosh, arctanh = asinh, acosh, atanh
where = where_or_indices(where)
for _name in ("bernoulli", "cholesky", "is_nonzero", "multinomial", "prelu", "svd"):
    setattr(_tensor.Tensor, _name, globals()[_name])
for _face in (distributions, func, linalg, nn, nn.init, nn.utils, optim, optim.lr_scheduler):
    widen(_face, list(vars(_face)))
widen(sys.modules[__name__], list(globals()))
widen(autograd, ("Variable", "backward", "grad", "gradcheck", "gradgradcheck"))
for _kind in (_tensor.Tensor, nn.Module, autograd.functional):
    widen(_kind, dir(_kind))
take_by_place(_tensor.Tensor)
for _face in (_tensor.Tensor, sys.modules[__name__]):
    return_types.name_results(_face, return_types.NAMES)
return_types.name_results(linalg, return_types.OF_LINALG, "linalg_")
seterr(all="ignore")  # like torch: infinities and NaN are results, of which nobody is warned
for _name in ("accelerator", "backends", "cuda", "mnist", "random", "text", "version"):
    sys.modules[f"{__name__}.{_name}"] = globals()[_name]  # so that `import autodiff.random` works
del checkpoint
module_names.enter(__name__)
__getattr__ = missing_from(globals())
