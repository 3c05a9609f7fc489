"""Lowerings that no lesson needs. (Given code.)"""

from __future__ import annotations

from ...m13_activations import softmax
from ..compiling.lowerings import FEW, lowers, only_if
from ..core.arguments import as_dim
from ..ops.elementwise import rsqrt
from ..programs.equations import Variable


@only_if(softmax)
def adds_up_well(x: Variable, dim: int) -> bool:
    """Whether NumPy's own sum of the powers is as exact as the library's; no dim is empty."""
    place = as_dim(dim, x.ndim)
    return x.shape[place] > 0 and (x.shape[place] <= FEW or place == x.ndim - 1)


@lowers(softmax, over=True)
def softmax_lines(out: str, x: str, dim: int) -> list[str]:
    """The largest score is taken off first. It reads x in its first line alone."""
    return [
        f"np.subtract({x}, {x}.max({dim}, keepdims=True), out={out})",
        f"np.exp({out}, out={out})",
        f"np.divide({out}, {out}.sum({dim}, keepdims=True), out={out})",
    ]


@lowers(rsqrt, over=True)
def rsqrt_lines(out: str, x: str) -> list[str]:
    """One over the root."""
    return [f"np.sqrt({x}, out={out})", f"np.reciprocal({out}, out={out})"]


MORE = softmax, rsqrt
