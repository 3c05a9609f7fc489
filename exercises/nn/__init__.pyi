"""`autodiff.nn`: the parts that networks are made of. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
import numpy as np
from ..m02_wrapper import Array as Array
from ..m24_normalization import BatchNorm as BatchNorm
from collections.abc import Sequence
from ..given.nn.layer_arguments import Activation as Activation
from .._tensor import Tensor as Tensor
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
from ..nn import modules as modules
from ..nn import parallel as parallel
from ..nn import utils as utils
from ..nn.parallel import DataParallel as DataParallel

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

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

class LazyLinear(Linear):
    """A `Linear` that takes as many features as its first batch has."""
    becomes: Any
    channels: Any
    dim: Any

    def __init__(self, out_features: int, bias: bool=True, device: Any=None, dtype: np.dtype | None=None) -> None:
        """Arguments as for `Linear`."""

class CosineEmbeddingLoss:
    """`cosine_embedding_loss`."""
    function: Any

class GaussianNLLLoss:
    """`gaussian_nll_loss`."""
    function: Any

    def __init__(self, *, full: bool=False, eps: float=1e-06, reduction: str='mean') -> None:
        ...

    def forward(self, input: Array, target: Array, var: Array | float) -> Array:
        """The loss: a single number, unless the reduction is "none"."""

class HingeEmbeddingLoss:
    """`hinge_embedding_loss`."""
    function: Any

    def __init__(self, margin: float=1.0, size_average: Any=None, reduce: Any=None, reduction: str='mean') -> None:
        ...

class MarginRankingLoss:
    """`margin_ranking_loss`."""
    function: Any

class PoissonNLLLoss:
    """`poisson_nll_loss`."""
    function: Any

    def __init__(self, log_input: bool=True, full: bool=False, size_average: Any=None, eps: float=1e-08, reduce: Any=None, reduction: str='mean') -> None:
        ...

class TripletMarginLoss:
    """`triplet_margin_loss`."""
    function: Any

    def __init__(self, margin: float=1.0, p: float=2.0, eps: float=1e-06, swap: bool=False, size_average: Any=None, reduce: Any=None, reduction: str='mean') -> None:
        """Raises ValueError unless the margin is positive."""

    def forward(self, anchor: Array, positive: Array, negative: Array) -> Array:
        """The loss: a single number, unless the reduction is "none"."""

class InstanceNorm1d(BatchNorm):
    """`instance_norm` of (N, C, L) or (C, L), with or without parameters and running averages."""
    accepts: Any

    def __init__(self, num_features: int, eps: float=1e-05, momentum: float=0.1, affine: bool=False, track_running_stats: bool=False, device: Any=None, dtype: np.dtype | None=None, *, bias: bool=True) -> None:
        """Arguments as for `BatchNorm1d`."""

    def normalized(self, input: Array) -> Array:
        """`instance_norm` of the input: by its own averages in training, and where there are no"""

class InstanceNorm2d(InstanceNorm1d):
    """`instance_norm` of (N, C, H, W) or (C, H, W)."""
    accepts: Any

class RMSNorm(Module):
    """`rms_norm` with a weight (ones at first) of its own."""

    def __init__(self, normalized_shape: int | Sequence[int], eps: float | None=None, elementwise_affine: bool=True, device: Any=None, dtype: np.dtype | None=None) -> None:
        """Over the last dimension, of that size, or over the last ones, of that shape."""

    def forward(self, input: Array) -> Array:
        """(..., *normalized_shape) -> the same shape."""

    def extra_repr(self) -> str:
        """`(4,), eps=None, elementwise_affine=True`."""

class CircularPad1d:
    """`pad` by the elements of the other end, along one dimension."""
    mode: Any

class CircularPad2d(CircularPad1d):
    """The same along two dimensions."""
    dims: Any

class ConstantPad1d:
    """`pad` by a number, along one dimension."""

    def __init__(self, padding: int | tuple[int, ...], value: float) -> None:
        """How much, as for the others, and the number."""

    def forward(self, input: Any) -> Any:
        """The input in its frame."""

    def extra_repr(self) -> str:
        """`padding=(1, 1), value=0.5`."""

class ConstantPad2d(ConstantPad1d):
    """`pad` by a number, along two dimensions."""
    dims: Any

class ReflectionPad1d:
    """`pad` by the elements before the edge, as a mirror shows them, along one dimension."""
    mode: Any

class ReflectionPad2d(ReflectionPad1d):
    """The same along two dimensions."""
    dims: Any

class ReplicationPad1d:
    """`pad` by the element at the edge, along one dimension."""
    mode: Any

class ReplicationPad2d(ReplicationPad1d):
    """The same along two dimensions."""
    dims: Any

class ZeroPad1d:
    """`pad` by 0, along one dimension."""

class ZeroPad2d(ZeroPad1d):
    """`pad` by 0, along two dimensions."""
    dims: Any

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

class Transformer(Module):
    """An encoder, and a decoder that reads what the encoder has read. Embeddings before and scores"""

    def __init__(self, d_model: int=512, nhead: int=8, num_encoder_layers: int=6, num_decoder_layers: int=6, dim_feedforward: int=2048, dropout: float=0.1, activation: Activation=..., custom_encoder: Any=None, custom_decoder: Any=None, layer_norm_eps: float=1e-05, batch_first: bool=False, norm_first: bool=False, bias: bool=True, device: Any=None, dtype: np.dtype | None=None) -> None:
        """Layers as for `TransformerEncoderLayer`, and a norm behind the last of each half; all"""

    def forward(self, src: Any, tgt: Any, src_mask: Any=None, tgt_mask: Any=None, memory_mask: Any=None, src_key_padding_mask: Any=None, tgt_key_padding_mask: Any=None, memory_key_padding_mask: Any=None, src_is_causal: bool | None=None, tgt_is_causal: bool | None=None, memory_is_causal: bool=False) -> Any:
        """(S, N, E) and (T, N, E) -> (T, N, E), or with N first if `batch_first`; masks as for"""

    @staticmethod
    def generate_square_subsequent_mask(sz: int, device: Any=None, dtype: np.dtype | None=None) -> Tensor:
        """(sz, sz): minus infinity where the key stands behind the query, and 0 elsewhere."""

class TransformerDecoder(Module):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def __init__(self, decoder_layer: TransformerDecoderLayer, num_layers: int, norm: Module | None=None) -> None:
        """The layer itself is not used, and the norm stands behind the last copy."""

    def forward(self, tgt: Any, memory: Any, tgt_mask: Any=None, memory_mask: Any=None, tgt_key_padding_mask: Any=None, memory_key_padding_mask: Any=None, tgt_is_causal: bool | None=None, memory_is_causal: bool=False) -> Any:
        """The shape of `tgt` again; masks as for `MultiheadAttention`, the same for each layer."""

class TransformerDecoderLayer(Module):
    """Attention to itself, attention to what an encoder has read, and a small network of two"""

    def __init__(self, d_model: int, nhead: int, dim_feedforward: int=2048, dropout: float=0.1, activation: Activation=..., layer_norm_eps: float=1e-05, batch_first: bool=False, norm_first: bool=False, bias: bool=True, device: Any=None, dtype: np.dtype | None=None) -> None:
        """Arguments as for `TransformerEncoderLayer`."""

    def forward(self, tgt: Any, memory: Any, tgt_mask: Any=None, memory_mask: Any=None, tgt_key_padding_mask: Any=None, memory_key_padding_mask: Any=None, tgt_is_causal: bool=False, memory_is_causal: bool=False) -> Any:
        """The shape of `tgt` again; masks as for `MultiheadAttention`."""

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

class AdaptiveMaxPool1d(AdaptiveMaxPool2d):
    """`adaptive_max_pool1d` as a layer."""
    function: Any

class AdaptiveMaxPool2d(AdaptiveAvgPool2d):
    """`adaptive_max_pool2d` as a layer."""
    function: Any

    def __init__(self, output_size: int | tuple[int | None, int | None], return_indices: bool=False) -> None:
        """Arguments as for `adaptive_max_pool2d`."""

    def forward(self, input: Any) -> Any:
        """The maxima, and their places if `return_indices`."""

class Fold(Unfold):
    """`fold` as a layer."""

    def __init__(self, output_size: Pair, kernel_size: Pair, dilation: Pair=1, padding: Pair=0, stride: Pair=1) -> None:
        """Arguments as for `fold`."""

    def forward(self, input: Any) -> Any:
        """The image."""

    def extra_repr(self) -> str:
        """`output_size=4, kernel_size=2, ...`."""

class Unfold(Module):
    """`unfold` as a layer."""

    def __init__(self, kernel_size: Pair, dilation: Pair=1, padding: Pair=0, stride: Pair=1) -> None:
        """Arguments as for `unfold`."""

    def forward(self, input: Any) -> Any:
        """The windows as columns."""

    def extra_repr(self) -> str:
        """`kernel_size=2, dilation=1, padding=0, stride=1`."""

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

class CELU:
    """`celu`."""
    function: Any

    def __init__(self, alpha: float=1.0, inplace: bool=False) -> None:
        ...

class GLU:
    """`glu`."""
    function: Any

    def __init__(self, dim: int=-1) -> None:
        ...

class SELU:
    """`selu`."""
    function: Any

class Hardshrink:
    """`hardshrink`."""
    function: Any

    def __init__(self, lambd: float=0.5) -> None:
        ...

    def extra_repr(self) -> str:
        """`0.5`."""

class Hardsigmoid:
    """`hardsigmoid`."""
    function: Any

class Hardswish:
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

class Softshrink(Hardshrink):
    """`softshrink`."""
    function: Any

class Tanhshrink:
    """`tanhshrink`."""
    function: Any

class Threshold:
    """`threshold`."""
    function: Any

    def __init__(self, threshold: float, value: float, inplace: bool=False) -> None:
        ...
