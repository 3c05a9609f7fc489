"""`autodiff.nn.functional`: networks' functions. (Given code.)"""

import sys

from ..given.compat.argument_tables import widen
from ..given.compat.did_you_mean import missing_from
from ..given.distributions.gumbel import gumbel_softmax
from ..given.layers.channel_dropout import dropout1d, dropout2d
from ..given.layers.interpolate import interpolate, pixel_shuffle, upsample

# fmt: off
from ..given.layers.margin_losses import (
    cosine_embedding_loss, gaussian_nll_loss, margin_ranking_loss,
    poisson_nll_loss, triplet_margin_loss,
)
from ..given.layers.more_norms import instance_norm, rms_norm
from ..given.layers.transposed_convolution import conv_transpose1d, conv_transpose2d
from ..given.layers.windows import adaptive_max_pool1d, adaptive_max_pool2d, max_unpool2d, unfold
from ..given.nn.activations import guessing
from ..given.nn.more_activations import (
    celu, glu, hardshrink, hardsigmoid, hardswish, prelu, selu, softmin, softshrink, tanhshrink,
    threshold,
)
from ..given.nn.norms import group_norm
from ..given.nn.one_dimension import adaptive_avg_pool1d, avg_pool1d, conv1d, max_pool1d
from ..given.ops.composed import cosine_similarity, normalize, pairwise_distance
from ..given.ops.elementwise import hardtanh, relu6, softsign
from ..given.ops.in_place import overwriting
from ..given.ops.pad import pad
from ..m04_magic_methods import sigmoid, tanh
from ..m13_activations import (
    elu, gelu, leaky_relu, log_softmax, logsigmoid, mish, relu, silu, softmax, softplus,
)
from ..m14_losses import (
    binary_cross_entropy, binary_cross_entropy_with_logits, huber_loss, l1_loss, mse_loss,
    smooth_l1_loss,
)
# fmt: on
from ..m15_cross_entropy import cross_entropy, cross_entropy_in_steps, kl_div, nll_loss, one_hot
from ..m16_modules import linear
from ..m23_regularization import dropout
from ..m24_normalization import batch_norm, layer_norm
from ..m25_convolution import conv2d
from ..m26_pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from ..m28_attention import scaled_dot_product_attention
from ..m29_transformer import embedding

celu, elu, leaky_relu, mish = map(overwriting, (celu, elu, leaky_relu, mish))
relu, relu6, selu, silu = map(overwriting, (relu, relu6, selu, silu))
hardsigmoid, hardswish = map(overwriting, (hardsigmoid, hardswish))
threshold, dropout = map(overwriting, (threshold, dropout))
dropout1d, dropout2d = map(overwriting, (dropout1d, dropout2d))
softmax, log_softmax, softmin = map(guessing, (softmax, log_softmax, softmin))
del guessing

for _each in (celu, elu, leaky_relu, mish, relu, relu6, selu, silu, hardsigmoid, hardswish):
    _each.torchs_names = True  # they call their first argument `input` already
widen(sys.modules[__name__], list(globals()))
__getattr__ = missing_from(globals())
