"""`autodiff.nn.functional`: networks' functions. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
from ..m02_wrapper import Array as Array
from collections.abc import Sequence
from ..given.nn.layer_arguments import Pair as Pair
from ..given.nn.activations import guessing as guessing
from ..given.nn.more_activations import celu as celu
from ..given.nn.more_activations import glu as glu
from ..given.nn.more_activations import hardshrink as hardshrink
from ..given.nn.more_activations import hardsigmoid as hardsigmoid
from ..given.nn.more_activations import hardswish as hardswish
from ..given.nn.more_activations import prelu as prelu
from ..given.nn.more_activations import selu as selu
from ..given.nn.more_activations import softmin as softmin
from ..given.nn.more_activations import softshrink as softshrink
from ..given.nn.more_activations import tanhshrink as tanhshrink
from ..given.nn.more_activations import threshold as threshold
from ..given.nn.norms import group_norm as group_norm
from ..given.nn.one_dimension import adaptive_avg_pool1d as adaptive_avg_pool1d
from ..given.nn.one_dimension import avg_pool1d as avg_pool1d
from ..given.nn.one_dimension import conv1d as conv1d
from ..given.nn.one_dimension import max_pool1d as max_pool1d
from ..given.ops.elementwise import hardtanh as hardtanh
from ..given.ops.elementwise import relu6 as relu6
from ..given.ops.elementwise import softsign as softsign
from ..given.ops.in_place import overwriting as overwriting
from ..given.ops.pad import pad as pad
from ..m04_magic_methods import sigmoid as sigmoid
from ..m04_magic_methods import tanh as tanh
from ..m13_activations import elu as elu
from ..m13_activations import gelu as gelu
from ..m13_activations import leaky_relu as leaky_relu
from ..m13_activations import log_softmax as log_softmax
from ..m13_activations import logsigmoid as logsigmoid
from ..m13_activations import mish as mish
from ..m13_activations import relu as relu
from ..m13_activations import silu as silu
from ..m13_activations import softmax as softmax
from ..m13_activations import softplus as softplus
from ..m14_losses import binary_cross_entropy as binary_cross_entropy
from ..m14_losses import binary_cross_entropy_with_logits as binary_cross_entropy_with_logits
from ..m14_losses import huber_loss as huber_loss
from ..m14_losses import l1_loss as l1_loss
from ..m14_losses import mse_loss as mse_loss
from ..m14_losses import smooth_l1_loss as smooth_l1_loss
from ..m15_cross_entropy import cross_entropy as cross_entropy
from ..m15_cross_entropy import cross_entropy_in_steps as cross_entropy_in_steps
from ..m15_cross_entropy import kl_div as kl_div
from ..m15_cross_entropy import nll_loss as nll_loss
from ..m15_cross_entropy import one_hot as one_hot
from ..m16_modules import linear as linear
from ..m23_regularization import dropout as dropout
from ..m24_normalization import batch_norm as batch_norm
from ..m24_normalization import layer_norm as layer_norm
from ..m25_convolution import conv2d as conv2d
from ..m26_pooling import adaptive_avg_pool2d as adaptive_avg_pool2d
from ..m26_pooling import avg_pool2d as avg_pool2d
from ..m26_pooling import max_pool2d as max_pool2d
from ..m28_attention import scaled_dot_product_attention as scaled_dot_product_attention
from ..m29_transformer import embedding as embedding

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

def gumbel_softmax(logits: Any, tau: float=1, hard: bool=False, eps: float=1e-10, dim: int=-1) -> Any:
    """A class drawn by its score, softly: the softmax of the scores and of noise (E. Jang, S. Gu,"""

def dropout1d(input: Any, p: float=0.5, training: bool=True, inplace: bool=False) -> Any:
    """Channels of (N, C, L) or (C, L) dropped as a whole. Raises RuntimeError for other numbers of"""

def dropout2d(input: Any, p: float=0.5, training: bool=True, inplace: bool=False) -> Any:
    """Channels of (N, C, H, W) dropped as a whole, in `training`, with probability p; what has"""

def interpolate(input: Any, size: Any=None, scale_factor: Any=None, mode: str='nearest', align_corners: bool | None=None, recompute_scale_factor: bool | None=None, antialias: bool=False) -> Any:
    """(N, C, H, W) or (N, C, L) -> the same of another `size`, or `scale_factor` times as large."""

def pixel_shuffle(input: Any, upscale_factor: int) -> Any:
    """(..., C * r * r, H, W) -> (..., C, H * r, W * r): each group of r * r channels becomes a"""
upsample = interpolate

def cosine_embedding_loss(input1: Array, input2: Array, target: Array, margin: float=0, *, reduction: str='mean') -> Array:
    """1 - cosine of the rows, where the target is 1; where it is -1, what of it is above `margin`."""

def gaussian_nll_loss(input: Array, target: Array, var: Array | float, full: bool=False, eps: float=1e-06, reduction: str='mean') -> Array:
    """How unlikely `target` is, of a normal distribution with mean `input` and variance `var`, at"""

def margin_ranking_loss(input1: Array, input2: Array, target: Array, margin: float=0, *, reduction: str='mean') -> Array:
    """Where the target is 1, `input1` should be larger by `margin`; where it is -1, `input2`."""

def poisson_nll_loss(input: Array, target: Array, log_input: bool=True, full: bool=False, eps: float=1e-08, *, reduction: str='mean') -> Array:
    """How unlikely counts are, of which `input` is the expectation, or its logarithm; `full` adds"""

def triplet_margin_loss(anchor: Array, positive: Array, negative: Array, margin: float=1.0, p: float=2, eps: float=1e-06, swap: bool=False, *, reduction: str='mean') -> Array:
    """The positive should be nearer to the anchor than the negative, by `margin`, in the p-norm."""

def instance_norm(input: Array, running_mean: Array | None=None, running_var: Array | None=None, weight: Array | None=None, bias: Array | None=None, use_input_stats: bool=True, momentum: float=0.1, eps: float=1e-05) -> Array:
    """Normalize (N, C, ...) over all dimensions but N and C: `batch_norm` of one example with N * C"""

def rms_norm(input: Array, normalized_shape: Sequence[int], weight: Any=None, eps: float | None=None) -> Array:
    """Divide by the root of the mean square over the last dimensions, of `normalized_shape`, and"""
conv_transpose1d: Any

def conv_transpose2d(input: Any, weight: Any, bias: Any=None, stride: Pair=1, padding: Pair=0, output_padding: Pair=0, groups: int=1, dilation: Pair=1) -> Any:
    """Every pixel of (N, C, H, W), or (C, H, W), paints its kernel, in steps of `stride`, and what"""
adaptive_max_pool1d: Any

def adaptive_max_pool2d(input: Any, output_size: int | tuple[int | None, int | None]) -> Any:
    """Maxima of as many windows as are asked for, (..., C, H, W) -> (..., C, *output_size): those"""

def max_unpool2d(input: Any, indices: Any, kernel_size: Pair, stride: Any=None, padding: Pair=0, output_size: Any=None) -> Any:
    """Maxima back at the places where `max_pool2d` with `return_indices` has found them, among"""

def unfold(input: Any, kernel_size: Pair, dilation: Pair=1, padding: Pair=0, stride: Pair=1) -> Any:
    """All windows of (N, C, H, W), each as a column: (N, C * kh * kw, L); or the same without N."""

def cosine_similarity(x1: Array, x2: Array, dim: int=1, eps: float=1e-08) -> Array:
    """The cosine of the angle between x1 and x2 along `dim`; lengths count as at least `eps`."""

def normalize(x: Array, p: float=2.0, dim: int=1, eps: float=1e-12) -> Array:
    """x divided by its p-norm along `dim`, or by `eps` if that is larger."""

def pairwise_distance(x1: Array, x2: Array, p: float=2.0, eps: float=1e-06, keepdim: bool=False) -> Array:
    """The p-norm of x1 - x2 + eps along the last dimension."""
celu: Any
elu: Any
leaky_relu: Any
mish: Any
relu: Any
relu6: Any
selu: Any
silu: Any
hardsigmoid: Any
hardswish: Any
threshold: Any
dropout: Any
softmax: Any
log_softmax: Any
softmin: Any
