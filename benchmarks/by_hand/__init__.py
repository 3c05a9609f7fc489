"""The cases of `networks`, forward and backward written by hand, as fast as NumPy goes.

This is what the library is measured against. Nothing is recorded and nothing is allocated while a
step runs: weights and gradients lie in one buffer each, every intermediate result has an array of
its own that was made beforehand, and each line is one call that writes into it. The other tricks:

    np.dot(ones, g, out=b)           sums rows in less time than g.sum(0)
    np.maximum(h, zeros, out=h)      takes less time with an array of zeros than with the number 0;
    np.clip(h, 0, inf, out=h)        of many numbers takes least
    scores as (classes, n)           what runs over the classes runs over rows
    images as (C, H, W, N)           what a window of the convolution takes lies together
"""

from .attention import attention
from .chain import chain
from .convnet import convnet
from .embedding import embedding
from .gpt import gpt
from .lstm import lstm
from .mlp import mlp, small_mlp
from .residual_mlp import residual_mlp
from .resnet import resnet
from .softmax import softmax

__all__ = [
    "attention",
    "chain",
    "convnet",
    "embedding",
    "gpt",
    "lstm",
    "mlp",
    "residual_mlp",
    "resnet",
    "small_mlp",
    "softmax",
]
