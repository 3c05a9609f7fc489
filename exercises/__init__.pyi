"""autodiff: a PyTorch-like library on NumPy, whose every part is an exercise of the kata."""

from typing import Any
from . import _tensor as _tensor
from . import autograd as autograd
from . import distributions as distributions
from . import func as func
from . import linalg as linalg
from . import models as models
from . import nn as nn
from . import optim as optim
from . import training as training
from . import utils as utils
from . import m00_by_hand as by_hand
from . import m01_scalars as scalars
from . import m34_performance as performance
from . import m35_tracing as tracing
from . import m36_compile as compiling
from ._tensor import from_numpy as from_numpy
from ._tensor import is_nonzero as is_nonzero
from ._tensor import is_tensor as is_tensor
from ._tensor import tensor as tensor
from .autograd import inference_mode as inference_mode
from .autograd import is_anomaly_enabled as is_anomaly_enabled
from .autograd import set_grad_enabled as set_grad_enabled
from .func import vmap as vmap
from collections.abc import Iterable
from .given.compat.device import channels_last as channels_last
from .given.compat.device import contiguous_format as contiguous_format
from .given.compat.device import device as device
from .given.compat.device import get_default_device as get_default_device
from .given.compat.device import memory_format as memory_format
from .given.compat.device import preserve_format as preserve_format
from .given.compat.device import set_default_device as set_default_device
from .given.compat.device import strided as strided
from .given.compat.did_you_mean import missing_from as missing_from
from collections.abc import Sequence
from .given.core.cast_and_clone import clone as clone
from .given.data.save_and_load import as_ndarrays as as_ndarrays
from .given.data.save_and_load import as_tensors as as_tensors
from .given.data.save_and_load import load as load
from .given.data.save_and_load import save as save
from typing import Self
from collections.abc import Callable
from .given.func import cost as cost
from .m02_wrapper import Array as Array
from .m04_magic_methods import Number as Number
from .given.ops.compare import all as all
from .given.ops.compare import allclose as allclose
from .given.ops.compare import any as any
from .given.ops.compare import bitwise_and as bitwise_and
from .given.ops.compare import bitwise_left_shift as bitwise_left_shift
from .given.ops.compare import bitwise_not as bitwise_not
from .given.ops.compare import bitwise_or as bitwise_or
from .given.ops.compare import bitwise_right_shift as bitwise_right_shift
from .given.ops.compare import bitwise_xor as bitwise_xor
from .given.ops.compare import eq as eq
from .given.ops.compare import equal as equal
from .given.ops.compare import ge as ge
from .given.ops.compare import gt as gt
from .given.ops.compare import isclose as isclose
from .given.ops.compare import isfinite as isfinite
from .given.ops.compare import isinf as isinf
from .given.ops.compare import isnan as isnan
from .given.ops.compare import le as le
from .given.ops.compare import logical_and as logical_and
from .given.ops.compare import logical_not as logical_not
from .given.ops.compare import logical_or as logical_or
from .given.ops.compare import logical_xor as logical_xor
from .given.ops.compare import lt as lt
from .given.ops.compare import ne as ne
from .given.core.new_tensors import DType as DType
from .given.ops.elementwise import abs as abs
from .given.ops.elementwise import acos as acos
from .given.ops.elementwise import acosh as acosh
from .given.ops.elementwise import asin as asin
from .given.ops.elementwise import asinh as asinh
from .given.ops.elementwise import atan as atan
from .given.ops.elementwise import atan2 as atan2
from .given.ops.elementwise import atanh as atanh
from .given.ops.elementwise import ceil as ceil
from .given.ops.elementwise import cos as cos
from .given.ops.elementwise import cosh as cosh
from .given.ops.elementwise import exp2 as exp2
from .given.ops.elementwise import expm1 as expm1
from .given.ops.elementwise import floor as floor
from .given.ops.elementwise import floor_divide as floor_divide
from .given.ops.elementwise import fmod as fmod
from .given.ops.elementwise import frac as frac
from .given.ops.elementwise import heaviside as heaviside
from .given.ops.elementwise import hypot as hypot
from .given.ops.elementwise import log1p as log1p
from .given.ops.elementwise import log2 as log2
from .given.ops.elementwise import log10 as log10
from .given.ops.elementwise import reciprocal as reciprocal
from .given.ops.elementwise import remainder as remainder
from .given.ops.elementwise import round as round
from .given.ops.elementwise import rsqrt as rsqrt
from .given.ops.elementwise import sign as sign
from .given.ops.elementwise import sin as sin
from .given.ops.elementwise import sinh as sinh
from .given.ops.elementwise import square as square
from .given.ops.elementwise import tan as tan
from .given.ops.elementwise import trunc as trunc
from .given.ops.index import diag as diag
from .given.ops.index import diagonal as diagonal
from .given.ops.index import index_add as index_add
from .given.ops.index import index_select as index_select
from .given.ops.index import masked_select as masked_select
from .given.ops.index import repeat_interleave as repeat_interleave
from .given.ops.index import scatter as scatter
from .given.ops.index import scatter_add as scatter_add
from .given.ops.index import select as select
from .given.ops.index import trace as trace
from .given.ops.mask import masked_fill as masked_fill
from .given.ops.mask import tril as tril
from .given.ops.mask import triu as triu
from .given.ops.matmul import bmm as bmm
from .given.ops.matmul import dot as dot
from .given.ops.matmul import mm as mm
from .given.ops.matmul import mv as mv
from .given.ops.matmul import outer as outer
from .given.ops.move import chunk as chunk
from .given.ops.move import flip as flip
from .given.ops.move import hstack as hstack
from .given.ops.move import movedim as movedim
from .given.ops.move import ravel as ravel
from .given.ops.move import roll as roll
from .given.ops.move import swapaxes as swapaxes
from .given.ops.move import unbind as unbind
from .given.ops.move import unflatten as unflatten
from .given.ops.move import vstack as vstack
from .given.ops.reduce import aminmax as aminmax
from .given.ops.reduce import cumprod as cumprod
from .given.ops.reduce import norm as norm
from .given.ops.reduce import numel as numel
from .given.ops.reduce import std as std
from .given.ops.reduce import std_mean as std_mean
from .given.ops.reduce import var_mean as var_mean
from .given.ops.reshape import broadcast_tensors as broadcast_tensors
from .given.ops.reshape import flatten as flatten
from .given.ops.reshape import meshgrid as meshgrid
from .given.ops.reshape import squeeze as squeeze
from .given.ops.reshape import tile as tile
from .given.ops.reshape import unsqueeze as unsqueeze
from .given.ops.search import argmax as argmax
from .given.ops.search import argmin as argmin
from .given.ops.search import argsort as argsort
from .given.ops.search import count_nonzero as count_nonzero
from .given.ops.search import nonzero as nonzero
from .given.ops.sort import bincount as bincount
from .given.ops.sort import histc as histc
from .given.ops.sort import histogram as histogram
from .given.ops.sort import isin as isin
from .given.ops.sort import median as median
from .given.ops.sort import sort as sort
from .given.ops.sort import topk as topk
from .given.ops.sort import unique as unique
from .given.ops.special import erf as erf
from .given.ops.special import erfinv as erfinv
from .given.protocols import dtypes as dtypes
from .given.protocols.dtypes import dtype as dtype
from .given.protocols.dtypes import float16 as float16
from .given.protocols.dtypes import float32 as float32
from .given.protocols.dtypes import float64 as float64
from .given.protocols.dtypes import get_default_dtype as get_default_dtype
from .given.protocols.dtypes import int8 as int8
from .given.protocols.dtypes import int16 as int16
from .given.protocols.dtypes import int32 as int32
from .given.protocols.dtypes import int64 as int64
from .given.protocols.dtypes import promote_types as promote_types
from .given.protocols.dtypes import set_default_dtype as set_default_dtype
from .given.protocols.dtypes import uint8 as uint8
from .given.protocols.size import Size as Size
from .given.protocols.size import broadcast_shapes as broadcast_shapes
from .given.random import functions as random
from .given.random.functions import Generator as Generator
from .given.random.functions import bernoulli as bernoulli
from .given.random.functions import default_generator as default_generator
from .given.random.functions import get_rng_state as get_rng_state
from .given.random.functions import initial_seed as initial_seed
from .given.random.functions import manual_seed as manual_seed
from .given.random.functions import multinomial as multinomial
from .given.random.functions import normal as normal
from .given.random.functions import rand as rand
from .given.random.functions import rand_like as rand_like
from .given.random.functions import randint as randint
from .given.random.functions import randn as randn
from .given.random.functions import randn_like as randn_like
from .given.random.functions import randperm as randperm
from .given.random.functions import seed as seed
from .given.random.functions import set_rng_state as set_rng_state
from .m12_reductions import ValuesAndIndices as ValuesAndIndices
from .m03_computation_graph import enable_grad as enable_grad
from .m03_computation_graph import is_grad_enabled as is_grad_enabled
from .m03_computation_graph import no_grad as no_grad
from .m04_magic_methods import add as add
from .m04_magic_methods import broadcast_to as broadcast_to
from .m04_magic_methods import div as div
from .m04_magic_methods import exp as exp
from .m04_magic_methods import log as log
from .m04_magic_methods import matmul as matmul
from .m04_magic_methods import mean as mean
from .m04_magic_methods import mul as mul
from .m04_magic_methods import neg as neg
from .m04_magic_methods import pow as pow
from .m04_magic_methods import reshape as reshape
from .m04_magic_methods import sigmoid as sigmoid
from .m04_magic_methods import sqrt as sqrt
from .m04_magic_methods import sub as sub
from .m04_magic_methods import sum as sum
from .m04_magic_methods import tanh as tanh
from .m04_magic_methods import transpose as transpose
from .m10_shapes import cat as cat
from .m10_shapes import narrow as narrow
from .m10_shapes import permute as permute
from .m10_shapes import split as split
from .m10_shapes import stack as stack
from .m11_indexing import gather as gather
from .m12_reductions import amax as amax
from .m12_reductions import amin as amin
from .m12_reductions import clamp as clamp
from .m12_reductions import cumsum as cumsum
from .m12_reductions import logsumexp as logsumexp
from .m12_reductions import max as max
from .m12_reductions import maximum as maximum
from .m12_reductions import min as min
from .m12_reductions import minimum as minimum
from .m12_reductions import prod as prod
from .m12_reductions import var as var
from .m12_reductions import where as where
from .m13_activations import log_softmax as log_softmax
from .m13_activations import relu as relu
from .m13_activations import softmax as softmax
from .m30_recurrent import gru_cell as gru_cell
from .m30_recurrent import lstm_cell as lstm_cell
from .m30_recurrent import rnn_relu_cell as rnn_relu_cell
from .m30_recurrent import rnn_tanh_cell as rnn_tanh_cell
from .nn.functional import adaptive_avg_pool1d as adaptive_avg_pool1d
from .nn.functional import avg_pool1d as avg_pool1d
from .nn.functional import celu as celu
from .nn.functional import conv1d as conv1d
from .nn.functional import conv2d as conv2d
from .nn.functional import conv_transpose1d as conv_transpose1d
from .nn.functional import conv_transpose2d as conv_transpose2d
from .nn.functional import cosine_similarity as cosine_similarity
from .nn.functional import hardshrink as hardshrink
from .nn.functional import pairwise_distance as pairwise_distance
from .nn.functional import pixel_shuffle as pixel_shuffle
from .nn.functional import prelu as prelu
from .nn.functional import selu as selu
from .nn.functional import threshold as threshold
from math import e as e
from math import inf as inf
from math import nan as nan
from math import pi as pi
accelerator: Any
backends: Any
cuda: Any
version: Any

def take_by_place(tensor: type) -> None:
    """Let the methods of BY_PLACE be called so."""

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

def where_or_indices(where: Any) -> Any:
    """`where`, which for a condition alone gives the indices at which it holds."""
BoolTensor: Any
ByteTensor: Any
CharTensor: Any
DoubleTensor: Any
FloatTensor: Any
HalfTensor: Any
IntTensor: Any
LongTensor: Any
ShortTensor: Any
Tensor: Any
__version__: Any

def compile(model: Any=None, *, donate_argnums: Any=...) -> Any:
    """`autodiff.compile`: a function or a module that does what `model` does, by a script of NumPy"""

def set_printoptions(precision: Any=None, threshold: Any=None, edgeitems: Any=None, linewidth: Any=None, profile: str | None=None, sci_mode: Any=None) -> None:
    """How tensors are printed from now on; what is None stays as it is."""
mnist: Any
text: Any
amp: Any
checkpoint: Any
downloads: Any
jit: Any
module_names: Any
one_process: Any

class autocast:
    """A `with` block, or a decorator, in which dtypes are what they are outside."""

    def _take(self, device_type: Any, enabled: Any, **options: Any) -> None:
        ...

    def __enter__(self) -> Self:
        ...

    def __exit__(self, *exception: Any) -> None:
        ...

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        ...

def are_deterministic_algorithms_enabled() -> Any:
    """What `use_deterministic_algorithms` was told last."""

def get_float32_matmul_precision() -> str:
    """What was set last."""

def get_num_threads() -> Any:
    """1."""

def set_float32_matmul_precision(precision: str) -> None:
    """Every product of float32 matrices is as precise as can be."""

def set_flush_denormal(mode: Any) -> Any:
    """False: very small numbers stay."""

def set_num_threads(num: Any) -> None:
    """NumPy's threads are set by OPENBLAS_NUM_THREADS, before it is imported."""

def use_deterministic_algorithms(mode: Any, *, warn_only: Any=False) -> None:
    """All algorithms here are deterministic."""

def block_diag(*tensors: Any) -> Any:
    """A matrix with all of these along its diagonal, and zeros elsewhere; a vector is a row."""

def column_stack(tensors: Sequence[Any]) -> Any:
    """Vectors as columns, and matrices as they are, side by side."""

def diag_embed(x: Any, offset: Any=0, dim1: Any=-2, dim2: Any=-1) -> Any:
    """Square matrices, in the dims `dim1` and `dim2`, with the last dim of x on a diagonal."""

def fliplr(x: Any) -> Any:
    """A copy with the columns turned around. Raises IndexError for fewer than two dims."""

def flipud(x: Any) -> Any:
    """A copy with the rows turned around. Raises IndexError for a 0-d tensor."""

def take(x: Any, index: Any) -> Any:
    """The elements of x, counted as if it were flattened, at these places: a copy."""

def take_along_dim(x: Any, indices: Any, dim: Any=None) -> Any:
    """`gather`, with shapes that broadcast apart from `dim`, and indices that may count from the"""

def index_copy(x: Any, dim: Any, index: Array, source: Array) -> Any:
    """x with the parts of `source` along `dim` in the place of those whose numbers are in `index`."""

def index_fill(x: Any, dim: Any, index: Array, value: Array | Number) -> Any:
    """x with one value in all parts along `dim` whose numbers are in `index`."""

def index_put(x: Any, indices: Sequence[Array], values: Array, accumulate: Any=False) -> Any:
    """x with `x[indices] = values`, or with `x[indices] += values` if they accumulate: then what is"""

def scatter_reduce(x: Any, dim: Any, index: Array, src: Array, reduce: str, *, include_self: Any=True) -> Any:
    """x with, at each place that `index` names, what all of `src` that goes there comes to: their"""

def bucketize(x: Any, boundaries: Any, *, out_int32: Any=False, right: Any=False) -> Any:
    """The number of the bucket that each x, a tensor or a number, falls into; `boundaries` is a"""

def searchsorted(sorted_sequence: Any, input: Any, *, out_int32: Any=False, right: Any=False, side: str | None=None, sorter: Any=None) -> Any:
    """Where each input, a tensor or a number, would be put in, so that the last dim of"""

def cholesky(A: Any, upper: Any=False) -> Any:
    """The lower triangle L for which L times its transpose is A, or the `upper` one. A must be"""

def cross(x: Any, y: Any, dim: Any=None) -> Any:
    """The vector at right angles to both, along a dim of size 3: the first such one, if None."""

def einsum(equation: str, *operands: Any) -> Any:
    """The op of this name in ops/matmul.py. The operands may stand in one list, too."""

def inner(x: Any, y: Any) -> Any:
    """The products summed over the last dim of both; a single number multiplies."""

def kron(x: Any, y: Any) -> Any:
    """Every element of x times all of y, laid out side by side."""

def tensordot(a: Any, b: Any, dims: Any=2) -> Any:
    """The product summed over `dims`: so many, the last of a and the first of b, or two lists."""

def cholesky_solve(input: Any, input2: Any, upper: Any=False) -> Any:
    """The X for which A X is `input`, where `input2` is the factor of A that `cholesky` gives."""

def det(x: Any) -> Any:
    """The determinant of a square matrix: how volumes grow. Raises what `matrices` raises."""

def inverse(x: Any) -> Any:
    """The inverse of a square matrix. Raises LinAlgError if there is none, and what `matrices`"""

def slogdet(x: Any) -> Any:
    """Sign and logarithm of the determinant. Raises what `matrices` raises."""
svd: Any

def addcdiv(x: Array, tensor1: Array, tensor2: Array, *, value: Number=1) -> Array:
    """x + value * tensor1 / tensor2."""

def addcmul(x: Array, tensor1: Array, tensor2: Array, *, value: Number=1) -> Array:
    """x + value * tensor1 * tensor2."""

def addmm(x: Array, mat1: Array, mat2: Array, *, beta: Number=1, alpha: Number=1) -> Array:
    """beta * x + alpha * (mat1 @ mat2)."""
baddbmm = addmm

def cdist(x1: Array, x2: Array, p: Any=2.0) -> Array:
    """The p-norms of all differences of rows: (..., n, d), (..., m, d) -> (..., n, m)."""

def clamp_max(x: Array, max: Array | Number) -> Array:
    """x with everything above `max` cut to it."""

def clamp_min(x: Array, min: Array | Number) -> Array:
    """x with everything below `min` raised to it."""

def dist(x: Array, y: Array, p: Any=2.0) -> Array:
    """The p-norm of the difference of all elements."""

def lerp(start: Any, end: Any, weight: Any) -> Any:
    """The point on the way from `start` to `end`: start + weight * (end - start)."""
logaddexp: Any

def nan_to_num(x: Array, nan: Any=0.0, posinf: Any=None, neginf: Any=None) -> Array:
    """x with NaN and the infinities replaced: by numbers, or (None) by the dtype's extremes."""

def arange(start: Any=0, end: Any=None, step: Any=1, *, dtype: DType=None, **options: Any) -> Any:
    """The numbers from `start` up to, but not including, `end`; `arange(3)` counts from 0."""

def as_tensor(data: Any, dtype: DType=None, device: Any=None) -> Any:
    """`data` as a Tensor, which shares memory where it can: a Tensor itself, an ndarray wrapped."""

def empty(*size: Any, dtype: DType=None, **options: Any) -> Any:
    """Elements to be written to, of the default dtype unless one is given; they are zeros."""

def empty_like(x: Array, *, dtype: DType=None, **options: Any) -> Any:
    """Elements to be written to, of the shape, and unless one is given the dtype, of x."""

def eye(n: Any, m: Any=None, *, dtype: DType=None, **options: Any) -> Any:
    """Ones on the diagonal of an (n, n) or (n, m) matrix of zeros."""

def full(size: Any, fill_value: Any, *, dtype: DType=None, **options: Any) -> Any:
    """One value everywhere; it decides the dtype, unless one is given."""

def full_like(x: Array, fill_value: Any, *, dtype: DType=None, **options: Any) -> Any:
    """One value everywhere, with the shape, and unless one is given the dtype, of x."""

def hamming_window(window_length: Any, periodic: Any=True, alpha: Any=0.54, beta: Any=0.46, **how: Any) -> Any:
    """alpha - beta * cos from its bottom at one end to that at the other; if it is to be"""

def hann_window(window_length: Any, periodic: Any=True, **options: Any) -> Any:
    """`hamming_window`, down to 0 at its ends."""

def linspace(start: Any, end: Any, steps: Any, *, dtype: DType=None, **options: Any) -> Any:
    """So many numbers, evenly spread from `start` to `end`; of the default dtype, or the given."""

def logspace(start: Any, end: Any, steps: Any, base: Any=10.0, *, dtype: DType=None, **options: Any) -> Any:
    """`base` to the powers that `linspace` gives."""

def ones(*size: Any, dtype: DType=None, **options: Any) -> Any:
    """Ones, of the default dtype unless one is given: `ones(2, 3)` or `ones((2, 3))`."""

def ones_like(x: Array, *, dtype: DType=None, **options: Any) -> Any:
    """Ones of the shape, and unless one is given the dtype, of x."""

def tril_indices(row: Any, col: Any, offset: Any=0, **options: Any) -> Any:
    """(2, n): the rows and the columns of what stands on a diagonal and below it."""

def triu_indices(row: Any, col: Any, offset: Any=0, **options: Any) -> Any:
    """(2, n): the rows and the columns of what stands on a diagonal and above it."""

def zeros(*size: Any, dtype: DType=None, **options: Any) -> Any:
    """Zeros, of the default dtype unless one is given: `zeros(2, 3)` or `zeros((2, 3))`."""

def zeros_like(x: Array, *, dtype: DType=None, **options: Any) -> Any:
    """Zeros of the shape, and unless one is given the dtype, of x."""
grad_fn: Any
return_types: Any

class finfo:
    """The limits of a floating dtype, as Python's floats."""

    def __init__(self, type: Any=None) -> None:
        """Of the default dtype, unless another is given. Raises TypeError for one that is not"""

    def __repr__(self) -> str:
        ...

class iinfo:
    """The limits of an integer dtype, as Python's ints."""

    def __init__(self, type: Any) -> None:
        """Raises TypeError for a dtype that is not one of integers."""

    def __repr__(self) -> str:
        ...

def corrcoef(x: Any) -> Any:
    """`cov`, in units of both variables' standard deviations: between -1 and 1."""

def cov(x: Any, *, correction: Any=1, fweights: Array | None=None, aweights: Array | None=None) -> Any:
    """How much variables vary together, (n, observations) -> (n, n), the variances on the diagonal;"""

def cummax(x: Any, dim: Any) -> ValuesAndIndices:
    """The largest of each element and all before it along `dim`, and where that is."""

def cummin(x: Any, dim: Any) -> ValuesAndIndices:
    """The smallest of each element and all before it along `dim`, and where that is."""

def diff(x: Any, n: Any=1, dim: Any=-1, prepend: Array | None=None, append: Array | None=None) -> Any:
    """Each element's next one minus itself along `dim`, n times; of bools, whether they differ."""

def nanmean(x: Any, dim: Any=None, keepdim: Any=False) -> Any:
    """The mean of all that is not NaN; NaN where everything is. Raises RuntimeError unless the"""

def nansum(x: Any, dim: Any=None, keepdim: Any=False) -> Any:
    """The sum of all that is not NaN; 0 where everything is."""

def quantile(x: Any, q: Any, dim: Any=None, keepdim: Any=False, *, interpolation: str='linear') -> Any:
    """The number below which a share q of the elements is, of all or along one dim; for a vector of"""
_install: Any
bool = dtypes.bool
short = int16
int = int32
long = int64
half = float16
float = float32
double = float64
concat = cat
concatenate = cat
subtract = sub
multiply = mul
divide = div
true_divide = div
negative = neg
absolute = abs
clip = clamp
t = Tensor.t
swapdims = swapaxes
is_complex = Tensor.is_complex
is_floating_point = Tensor.is_floating_point
greater = gt
greater_equal = ge
less = lt
less_equal = le
not_equal = ne
spmm = mm
vdot = dot
ger = outer
row_stack = vstack
moveaxis = movedim
argwhere = nonzero
arcsin = asin
arccos = acos
arctan = atan
arctan2 = atan2
fix = trunc
arcsinh = asinh
arccosh = acosh
arctanh = atanh
where: Any
