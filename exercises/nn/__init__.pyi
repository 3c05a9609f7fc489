"""`autodiff.nn`: the parts that networks are made of. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
import numpy as np
from ..given.nn.convolution import ConvNd as ConvNd
from ..given.nn.layer_arguments import Pair as Pair
from ..given.nn.activations import ELU as ELU
from ..given.nn.activations import GELU as GELU
from ..given.nn.activations import Hardtanh as Hardtanh
from ..given.nn.activations import LeakyReLU as LeakyReLU
from ..given.nn.activations import LogSigmoid as LogSigmoid
from ..given.nn.activations import LogSoftmax as LogSoftmax
from ..given.nn.activations import Mish as Mish
from ..given.nn.activations import ReLU as ReLU
from ..given.nn.activations import ReLU6 as ReLU6
from ..given.nn.activations import Sigmoid as Sigmoid
from ..given.nn.activations import SiLU as SiLU
from ..given.nn.activations import Softmax as Softmax
from ..given.nn.activations import Softplus as Softplus
from ..given.nn.activations import Softsign as Softsign
from ..given.nn.activations import Tanh as Tanh
from typing import Self
from ..given.nn.flatten import Flatten as Flatten
from ..given.nn.flatten import Identity as Identity
from ..given.nn.flatten import Unflatten as Unflatten
from ..m02_wrapper import Array as Array
from ..given.nn.activations import Activation as Activation
from ..given.nn.norms import GroupNorm as GroupNorm
from ..given.nn.norms import LayerNorm as LayerNorm
from ..given.nn.one_dimension import Conv1d as Conv1d
from ..given.nn.pooling import AdaptiveAvgPool1d as AdaptiveAvgPool1d
from ..given.nn.pooling import AdaptiveAvgPool2d as AdaptiveAvgPool2d
from ..given.nn.pooling import AvgPool1d as AvgPool1d
from ..given.nn.pooling import AvgPool2d as AvgPool2d
from ..given.nn.pooling import MaxPool1d as MaxPool1d
from ..given.nn.pooling import MaxPool2d as MaxPool2d
from ..m16_modules import Linear as Linear
from ..m16_modules import Module as Module
from ..m16_modules import Parameter as Parameter
from ..m16_modules import Sequential as Sequential
from ..m23_regularization import Dropout as Dropout
from ..m24_normalization import BatchNorm1d as BatchNorm1d
from ..m25_convolution import BatchNorm2d as BatchNorm2d
from ..m25_convolution import Conv2d as Conv2d
from ..m28_attention import MultiheadAttention as MultiheadAttention
from ..m29_transformer import Embedding as Embedding
from ..m29_transformer import TransformerEncoderLayer as TransformerEncoderLayer
from ..m30_recurrent import GRU as GRU
from ..m30_recurrent import LSTM as LSTM
from ..m30_recurrent import RNN as RNN
from ..nn import functional as functional
from ..nn import init as init
from ..nn import utils as utils

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

class AlphaDropout(Dropout2d):
    """`alpha_dropout` in training; in evaluation, the input as it is."""
    function: Any

class Dropout1d(Dropout2d):
    """`dropout1d` in training; in evaluation, the input as it is."""
    function: Any

class Dropout2d(Dropout):
    """`dropout2d` in training; in evaluation, the input as it is."""
    function: Any

    def forward(self, input: Any) -> Any:
        """The input, with some channels dropped if `training`."""

class Upsample(Module):
    """`interpolate` as a layer."""

    def __init__(self, size: Any=None, scale_factor: Any=None, mode: str='nearest', align_corners: bool | None=None, recompute_scale_factor: bool | None=None) -> None:
        """Arguments as for `interpolate`."""

    def forward(self, input: Any) -> Any:
        """The image in its new size."""

    def extra_repr(self) -> str:
        """`scale_factor=2.0, mode='nearest'`."""

class UpsamplingBilinear2d(Upsample):
    """`Upsample` by straight lines, with the corners aligned."""

    def __init__(self, size: Any=None, scale_factor: Any=None) -> None:
        ...

class UpsamplingNearest2d(Upsample):
    """`Upsample` by nearest pixels."""

    def __init__(self, size: Any=None, scale_factor: Any=None) -> None:
        ...

class LazyBatchNorm1d(BatchNorm1d):
    """A `BatchNorm1d` of as many channels as its first batch has."""
    becomes: Any

class LazyBatchNorm2d(BatchNorm2d):
    """A `BatchNorm2d` of as many channels as its first batch has."""
    becomes: Any

class LazyConv1d(Conv1d):
    """A `Conv1d` that takes as many channels as its first batch has."""
    becomes: Any
    dim: Any
    takes: Any

class LazyConv2d(Conv2d):
    """A `Conv2d` that takes as many channels as its first batch has."""
    becomes: Any
    dim: Any
    takes: Any

class LazyConvTranspose1d(ConvTranspose1d):
    """A `ConvTranspose1d` that takes as many channels as its first batch has."""
    becomes: Any
    dim: Any
    takes: Any

class LazyConvTranspose2d(ConvTranspose2d):
    """A `ConvTranspose2d` that takes as many channels as its first batch has."""
    becomes: Any
    dim: Any
    takes: Any

class LazyLinear(Linear):
    """A `Linear` that takes as many features as its first batch has."""
    becomes: Any
    channels: Any
    dim: Any

    def __init__(self, out_features: int, bias: bool=True, device: Any=None, dtype: np.dtype | None=None) -> None:
        """Arguments as for `Linear`."""

class ChannelShuffle:
    """`channel_shuffle`."""
    function: Any
    name: Any

    def __init__(self, groups: int) -> None:
        ...

class PixelShuffle:
    """`pixel_shuffle`."""
    function: Any
    name: Any

    def __init__(self, upscale_factor: int) -> None:
        ...

class PixelUnshuffle:
    """`pixel_unshuffle`."""
    function: Any
    name: Any

    def __init__(self, downscale_factor: int) -> None:
        ...

class ConvTranspose1d(ConvTranspose2d):
    """`conv_transpose1d` with a weight and a bias of its own."""
    ndim: Any
    function: Any

class ConvTranspose2d(ConvNd):
    """`conv_transpose2d` with a weight and a bias of its own."""
    ndim: Any
    function: Any

    def __init__(self, in_channels: int, out_channels: int, kernel_size: Pair, stride: Pair=1, padding: Pair=0, output_padding: Pair=0, groups: int=1, bias: bool=True, dilation: Pair=1, padding_mode: str='zeros', device: Any=None, dtype: np.dtype | None=None) -> None:
        """Arguments as for `conv_transpose2d`. Raises ValueError for another padding mode."""

    def _weight_shape(self) -> tuple[int, ...]:
        ...

    def forward(self, input: Any, output_size: tuple[int, ...] | None=None) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N; of `output_size`, if it is given."""

    def _missing(self, sizes: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...]:
        """The output padding with which images of these sizes become as large as is wanted."""

class ModuleDict:
    """A dict of modules. A name can't be that of an attribute, such as "forward"."""

    def __setitem__(self, name: str, module: Module) -> None:
        ...

class ModuleList:
    """A list of modules."""

    def __repr__(self) -> str:
        """As torch prints it: equal neighbours are counted, not repeated."""

class ParameterDict:
    """A dict of parameters; other tensors become parameters."""
    book: Any

    def __setitem__(self, name: str, parameter: Any) -> None:
        ...

class ParameterList:
    """A list of parameters; other tensors become parameters."""
    book: Any

    def append(self, parameter: Any) -> Self:
        """Add a parameter at the end, and return this list."""

class TransformerEncoder(Module):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def __init__(self, encoder_layer: TransformerEncoderLayer, num_layers: int, norm: Module | None=None) -> None:
        """The layer itself is not used, and the norm stands behind the last copy."""

    def forward(self, src: Any, mask: Any=None, src_key_padding_mask: Any=None, is_causal: bool | None=None) -> Any:
        """The same shape again; masks as for `MultiheadAttention`, the same for each layer."""

class BCELoss:
    """`binary_cross_entropy`."""
    function: Any

    def __init__(self, weight: Array | None=None, size_average: Any=None, reduce: Any=None, reduction: str='mean') -> None:
        ...

class BCEWithLogitsLoss:
    """`binary_cross_entropy_with_logits`."""
    function: Any

    def __init__(self, weight: Array | None=None, size_average: Any=None, reduce: Any=None, reduction: str='mean', pos_weight: Array | None=None) -> None:
        ...

class CosineSimilarity(Module):
    """`cosine_similarity`."""

    def __init__(self, dim: int=1, eps: float=1e-08) -> None:
        """The dimension of the vectors, and the least length that counts."""

    def forward(self, x1: Array, x2: Array) -> Array:
        """The cosine of the angle between both."""

class CrossEntropyLoss:
    """`cross_entropy`."""
    function: Any

    def __init__(self, weight: Array | None=None, size_average: Any=None, ignore_index: int=-100, reduce: Any=None, reduction: str='mean', label_smoothing: float=0.0) -> None:
        ...

class HuberLoss:
    """`huber_loss`."""
    function: Any

    def __init__(self, reduction: str='mean', delta: float=1.0) -> None:
        ...

class KLDivLoss:
    """`kl_div`."""
    function: Any

    def __init__(self, size_average: Any=None, reduce: Any=None, reduction: str='mean', log_target: bool=False) -> None:
        ...

class L1Loss:
    """`l1_loss`."""
    function: Any

    def __init__(self, size_average: Any=None, reduce: Any=None, reduction: str='mean') -> None:
        ...

class MSELoss:
    """`mse_loss`."""
    function: Any

    def __init__(self, size_average: Any=None, reduce: Any=None, reduction: str='mean') -> None:
        ...

class NLLLoss:
    """`nll_loss`."""
    function: Any

    def __init__(self, weight: Array | None=None, size_average: Any=None, ignore_index: int=-100, reduce: Any=None, reduction: str='mean') -> None:
        ...

class PairwiseDistance(Module):
    """`pairwise_distance`."""

    def __init__(self, p: float=2.0, eps: float=1e-06, keepdim: bool=False) -> None:
        """The norm, what is added to the difference, and whether the last dimension is kept."""

    def forward(self, x1: Array, x2: Array) -> Array:
        """The norm of the difference."""

class SmoothL1Loss:
    """`smooth_l1_loss`."""
    function: Any

    def __init__(self, size_average: Any=None, reduce: Any=None, reduction: str='mean', beta: float=1.0) -> None:
        ...

class CELU(Activation):
    """`celu`."""
    function: Any

    def __init__(self, alpha: float=1.0, inplace: bool=False) -> None:
        ...

class GLU(Activation):
    """`glu`."""
    function: Any

    def __init__(self, dim: int=-1) -> None:
        ...

class SELU(Activation):
    """`selu`."""
    function: Any

class Hardsigmoid(Activation):
    """`hardsigmoid`."""
    function: Any

class Hardswish(Activation):
    """`hardswish`."""
    function: Any

class PReLU(Module):
    """`prelu`, whose slope for negative numbers is learned."""

    def __init__(self, num_parameters: int=1, init: float=0.25, device: Any=None, dtype: np.dtype | None=None) -> None:
        """One slope for all, or one for each of dim 1; they start as `init`."""

    def forward(self, input: Array) -> Array:
        """The function of the input."""

    def extra_repr(self) -> str:
        """`num_parameters=1`."""

class Softmin(Softmax):
    """`softmin`. Without a dim it guesses as Softmax does."""
    function: Any

class Tanhshrink(Activation):
    """`tanhshrink`."""
    function: Any

class Threshold(Activation):
    """`threshold`."""
    function: Any

    def __init__(self, threshold: float, value: float, inplace: bool=False) -> None:
        ...

class GRUCell:
    """One step of a `GRU`."""
    gates: Any

    def forward(self, input: Any, hx: Any=None) -> Any:
        """(N, in) or (in,), and (N, H) or (H,) (None: zeros) -> the new state, shaped as the old."""

class LSTMCell:
    """One step of an `LSTM`."""
    gates: Any

    def forward(self, input: Any, hx: tuple[Any, Any] | None=None) -> tuple[Any, Any]:
        """(N, in) or (in,), and (h, c), each (N, H) or (H,) (None: zeros) -> the new (h, c)."""

class RNNCell:
    """One step of an `RNN`."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool=True, nonlinearity: str='tanh', device: Any=None, dtype: np.dtype | None=None) -> None:
        """`nonlinearity` is "tanh" or "relu"."""

    def forward(self, input: Any, hx: Any=None) -> Any:
        """(N, in) or (in,), and (N, H) or (H,) (None: zeros) -> the new state, shaped as the old."""

    def extra_repr(self) -> str:
        """torch's: the sizes, and what differs from the defaults."""
