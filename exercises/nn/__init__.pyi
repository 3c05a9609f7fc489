"""`autodiff.nn`: the parts that networks are made of. (Given code.)"""

from typing import Any
from ..given.compat.did_you_mean import missing_from as missing_from
from ..given.nn.function_layer import FunctionLayer as FunctionLayer
from ..m24_normalization import BatchNorm as BatchNorm
from ..m02_wrapper import Array as Array
import numpy as np
from .._tensor import Tensor as Tensor
from ..given.nn.convolution import ConvNd as ConvNd
from ..given.nn.layer_arguments import Pair as Pair
from collections.abc import Callable
from ..given.nn.pooling import Pooling as Pooling
from ..given.nn.activations import CELU as CELU
from ..given.nn.activations import ELU as ELU
from ..given.nn.activations import GELU as GELU
from ..given.nn.activations import GLU as GLU
from ..given.nn.activations import SELU as SELU
from ..given.nn.activations import Hardshrink as Hardshrink
from ..given.nn.activations import Hardsigmoid as Hardsigmoid
from ..given.nn.activations import Hardswish as Hardswish
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
from ..given.nn.activations import Softmin as Softmin
from ..given.nn.activations import Softplus as Softplus
from ..given.nn.activations import Softshrink as Softshrink
from ..given.nn.activations import Softsign as Softsign
from ..given.nn.activations import Tanh as Tanh
from ..given.nn.activations import Tanhshrink as Tanhshrink
from ..given.nn.activations import Threshold as Threshold
from typing import Self
from ..given.nn.function_layer import Flatten as Flatten
from ..given.nn.function_layer import Identity as Identity
from ..given.nn.function_layer import Unflatten as Unflatten
from ..given.nn.more_activations import PReLU as PReLU
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

class Dropout1d(Dropout2d):
    """`dropout1d` in training; in evaluation, the input as it is."""
    function: Any

class Dropout2d(Dropout):
    """`dropout2d` in training; in evaluation, the input as it is."""
    function: Any

    def forward(self, input: Any) -> Any:
        """The input, with some channels dropped if `training`."""

class PixelShuffle(FunctionLayer):
    """`pixel_shuffle`."""

class Upsample(FunctionLayer):
    """`interpolate` as a layer."""

    def _take(self, scale_factor: Any=None, **settings: Any) -> None:
        ...

class LazyBatchNorm1d(BatchNorm1d):
    """A `BatchNorm1d` of as many channels as its first batch has."""

class LazyBatchNorm2d(BatchNorm2d):
    """A `BatchNorm2d` of as many channels as its first batch has."""

class LazyConv1d(Conv1d):
    """A `Conv1d` that takes as many channels as its first batch has."""

class LazyConv2d(Conv2d):
    """A `Conv2d` that takes as many channels as its first batch has."""

class LazyLinear(Linear):
    """A `Linear` that takes as many features as its first batch has."""

class UninitializedParameter(Parameter):
    """A Parameter whose shape is not known yet."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Raises RuntimeError: it has none."""

    def numel(self) -> int:
        """Raises ValueError: nobody knows."""
    ndim: Any

    def __repr__(self) -> str:
        ...

    def materialize(self, shape: tuple[int, ...]) -> None:
        """Become an ordinary Parameter of that shape; its elements are still to be set."""

class CosineEmbeddingLoss:
    """`cosine_embedding_loss`."""

class GaussianNLLLoss:
    """`gaussian_nll_loss`."""

class MarginRankingLoss:
    """`margin_ranking_loss`."""

class PoissonNLLLoss:
    """`poisson_nll_loss`."""

class TripletMarginLoss:
    """`triplet_margin_loss`."""

class InstanceNorm1d(BatchNorm):
    """`instance_norm` of (N, C, L) or (C, L), with or without parameters and running averages."""
    accepts: Any

    def _take(self, **settings: Any) -> None:
        ...

    def normalized(self, input: Array) -> Array:
        """`instance_norm` of the input: by its own averages in training, and where there are no"""

class InstanceNorm2d(InstanceNorm1d):
    """`instance_norm` of (N, C, H, W) or (C, H, W)."""
    accepts: Any

class RMSNorm(LayerNorm):
    """`rms_norm` with a weight (ones at first) of its own."""

    def _take(self, **settings: Any) -> None:
        ...

    def forward(self, input: Array) -> Array:
        """(..., *normalized_shape) -> the same shape."""

    def extra_repr(self) -> str:
        """`(4,), eps=None, elementwise_affine=True`."""

class CircularPad1d:
    """`pad` by the elements of the other end, along one dimension."""

class CircularPad2d(CircularPad1d):
    """The same along two dimensions."""

class ConstantPad1d:
    """`pad` by a number, along one dimension."""

    def __init__(self, padding: int | tuple[int, ...], value: float) -> None:
        """How much, as for the others, and the number."""

    def extra_repr(self) -> str:
        """`padding=(1, 1), value=0.5`."""

class ConstantPad2d(ConstantPad1d):
    """`pad` by a number, along two dimensions."""

class ReflectionPad1d:
    """`pad` by the elements before the edge, as a mirror shows them, along one dimension."""

class ReflectionPad2d(ReflectionPad1d):
    """The same along two dimensions."""

class ReplicationPad1d:
    """`pad` by the element at the edge, along one dimension."""

class ReplicationPad2d(ReplicationPad1d):
    """The same along two dimensions."""

class ZeroPad1d:
    """`pad` by 0, along one dimension."""

class ZeroPad2d(ZeroPad1d):
    """`pad` by 0, along two dimensions."""

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
    """One step of an `RNN`; `nonlinearity` is "tanh" or "relu"."""

    def _take(self, nonlinearity: str, **settings: Any) -> None:
        ...

    def forward(self, input: Any, hx: Any=None) -> Any:
        """(N, in) or (in,), and (N, H) or (H,) (None: zeros) -> the new state, shaped as the old."""

class Transformer(Module):
    """An encoder, and a decoder that reads what the encoder has read. Embeddings before and scores"""

    def _take(self, custom_encoder: Any, custom_decoder: Any, **settings: Any) -> None:
        """Layers as for `TransformerEncoderLayer`, and a norm behind the last of each half; all"""

    def forward(self, src: Any, tgt: Any, src_mask: Any=None, tgt_mask: Any=None, memory_mask: Any=None, src_key_padding_mask: Any=None, tgt_key_padding_mask: Any=None, memory_key_padding_mask: Any=None, src_is_causal: bool | None=None, tgt_is_causal: bool | None=None, memory_is_causal: bool=False) -> Any:
        """(S, N, E) and (T, N, E) -> (T, N, E), or with N first if `batch_first`; masks as for"""

    @staticmethod
    def generate_square_subsequent_mask(sz: int, device: Any=None, dtype: np.dtype | None=None) -> Tensor:
        """(sz, sz): minus infinity where the key stands behind the query, and 0 elsewhere."""

class TransformerDecoder(TransformerEncoder):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def forward(self, tgt: Any, memory: Any, *masks: Any, **named: Any) -> Any:
        """The shape of `tgt` again; further arguments as for each of the layers."""

class TransformerDecoderLayer(Module):
    """Attention to itself, attention to what an encoder has read, and a small network of two"""

    def _take(self, d_model: int, nhead: int, dim_feedforward: int, dropout: float, **settings: Any) -> None:
        ...

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

    def _take(self, output_padding: Pair, padding_mode: str, **settings: Any) -> None:
        """Raises ValueError for another padding mode."""

    def _weight_shape(self) -> tuple[int, ...]:
        ...

    def forward(self, input: Any, output_size: Any=None) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N."""

def or_volume(missing: Callable[[str], Any], which: str='3d$|^SyncB') -> Callable[[str], Any]:
    """A `__getattr__` of a module that knows the left-out names that `which` finds, too."""

class AdaptiveMaxPool1d(AdaptiveMaxPool2d):
    """`adaptive_max_pool1d` as a layer."""

class AdaptiveMaxPool2d(FunctionLayer):
    """`adaptive_max_pool2d` as a layer."""

class MaxUnpool2d(Pooling):
    """`max_unpool2d` as a layer, called with maxima, their places and perhaps an output_size."""

    def _take(self, **settings: Any) -> None:
        ...

class Unfold(FunctionLayer):
    """`unfold` as a layer."""

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

    def update(self, parameters: Any) -> None:
        """Enter parameters; those of a plain dict in the order of their names."""

    def __setitem__(self, name: str, parameter: Any) -> None:
        ...

    def extra_repr(self) -> str:
        """`(a): Parameter containing: [torch.FloatTensor of size 2x3]`."""

class ParameterList:
    """A list of parameters; other tensors become parameters."""
    book: Any

    def append(self, parameter: Any) -> Self:
        """Add a parameter at the end, and return this list."""

    def extra_repr(self) -> str:
        """`(0): Parameter containing: [torch.float32 of size 2x3]`."""

class TransformerEncoder(Module):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def _take(self, num_layers: int, norm: Module | None, **layer: Module) -> None:
        """The layer itself is not used, and the norm stands behind the last copy."""

    def forward(self, src: Any, mask: Any=None, src_key_padding_mask: Any=None, is_causal: Any=None) -> Any:
        """The same shape again; masks as for `MultiheadAttention`, the same for each layer."""

class BCELoss:
    """`binary_cross_entropy`."""

class BCEWithLogitsLoss:
    """`binary_cross_entropy_with_logits`."""

class CosineSimilarity(FunctionLayer):
    """`cosine_similarity`."""

class CrossEntropyLoss(NLLLoss):
    """`cross_entropy`."""

class HuberLoss:
    """`huber_loss`."""

class KLDivLoss:
    """`kl_div`."""

class L1Loss:
    """`l1_loss`."""

class MSELoss:
    """`mse_loss`."""

class NLLLoss:
    """`nll_loss`."""

class PairwiseDistance(FunctionLayer):
    """`pairwise_distance`."""

class SmoothL1Loss:
    """`smooth_l1_loss`."""
