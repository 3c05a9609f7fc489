"""`autodiff.nn`: the parts that networks are made of. (Given code.)"""

import sys

from ..given.compat.did_you_mean import missing_from
from ..given.layers.channel_dropout import Dropout1d, Dropout2d
from ..given.layers.interpolate import PixelShuffle, Upsample
from ..given.layers.lazy import LazyBatchNorm1d, LazyBatchNorm2d, LazyConv1d, LazyConv2d, LazyLinear
from ..given.layers.lazy import UninitializedParameter

# fmt: off
from ..given.layers.margin_losses import (
    CosineEmbeddingLoss, GaussianNLLLoss, MarginRankingLoss, PoissonNLLLoss,
    TripletMarginLoss,
)
from ..given.layers.more_norms import InstanceNorm1d, InstanceNorm2d, RMSNorm
from ..given.layers.padding import (
    CircularPad1d, CircularPad2d, ConstantPad1d, ConstantPad2d, ReflectionPad1d, ReflectionPad2d,
    ReplicationPad1d, ReplicationPad2d, ZeroPad1d, ZeroPad2d,
)
from ..given.layers.recurrent_cells import GRUCell, LSTMCell, RNNCell
from ..given.layers.transformer import Transformer, TransformerDecoder, TransformerDecoderLayer
from ..given.layers.transposed_convolution import ConvTranspose1d, ConvTranspose2d
from ..given.layers.volumes import or_volume
from ..given.layers.windows import AdaptiveMaxPool1d, AdaptiveMaxPool2d, MaxUnpool2d, Unfold
from ..given.nn.activations import (
    CELU, ELU, GELU, GLU, SELU, Hardshrink, Hardsigmoid, Hardswish, Hardtanh, LeakyReLU, LogSigmoid,
    LogSoftmax, Mish, ReLU, ReLU6, Sigmoid, SiLU, Softmax, Softmin, Softplus, Softshrink, Softsign,
    Tanh, Tanhshrink, Threshold,
)
from ..given.nn.containers import (
    ModuleDict, ModuleList, ParameterDict, ParameterList, TransformerEncoder,
)
from ..given.nn.function_layer import Flatten, Identity, Unflatten
from ..given.nn.losses import (
    BCELoss, BCEWithLogitsLoss, CosineSimilarity, CrossEntropyLoss, HuberLoss, KLDivLoss, L1Loss,
    MSELoss, NLLLoss, PairwiseDistance, SmoothL1Loss,
)
from ..given.nn.more_activations import PReLU
from ..given.nn.norms import GroupNorm, LayerNorm
from ..given.nn.one_dimension import Conv1d
from ..given.nn.pooling import (
    AdaptiveAvgPool1d, AdaptiveAvgPool2d, AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d,
)
# fmt: on
from ..m16_modules import Linear, Module, Parameter, Sequential
from ..m23_regularization import Dropout
from ..m24_normalization import BatchNorm1d
from ..m25_convolution import BatchNorm2d, Conv2d
from ..m28_attention import MultiheadAttention
from ..m29_transformer import Embedding, TransformerEncoderLayer
from ..m30_recurrent import GRU, LSTM, RNN
from . import functional, init, modules, parallel, utils
from .parallel import DataParallel

modules.enter(sys.modules[__name__])
__getattr__ = or_volume(missing_from(globals()))
