"""What softmax and cross-entropy compute of scores. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m04_magic_methods import exp, reshape, sub
from ..compiling.kernels import kernel
from ..core.arguments import as_dim
from ..programs.equations import Variable
from .sums import LONGEST, summed
from .turned import FEW, turned, turned_back
from .writer import Writer, floats

LARGE, SMALL = 64.0, -12.0  # scores whose exps, and the sums of those, lose no digits
MANY = 2**14  # scores, of which subtracting takes longer than to look whether one has to


@kernel("largest")
def largest(out: str, x: str, axis: int) -> list[str]:
    """The largest number along an axis, which stays."""
    return [f"np.maximum.reduce({x}, axis={axis}, keepdims=True, out={out})"]


@kernel("exps", over=True)
def exps(out: str, x: str, top: str) -> list[str]:
    """The exps of scores, of which `top` are the largest; shifted, unless all of those are far from
    the ends of floats."""
    return [
        f"if {top}.max() <= {LARGE} and {top}.min() >= {SMALL}:",
        f"    np.exp({x}, out={out})",
        "else:",
        f"    np.subtract({x}, {top}, out={out})",
        f"    np.exp({out}, out={out})",
    ]


@kernel("places")
def places(out: str, index: str, step: int, start: str) -> list[str]:
    """Where the right classes are among all scores."""
    if step == 1:
        return [f"np.add({index}, {start}, out={out})"]
    return [f"np.multiply({index}, {step}, out={out})", f"np.add({out}, {start}, out={out})"]


@kernel("picked")
def picked(out: str, x: str, place: str) -> list[str]:
    """The numbers in these places."""
    return [f'{x}.reshape(-1).take({place}, out={out}, mode="clip")']


class Scores:
    """What is computed of scores (..., c): shifted, their exps, and the sums of those.

    Rows (n, c) of few numbers are turned; then all is (c, n).
    """

    def __init__(self, write: Writer, scores: Variable, shares: bool = False) -> None:
        """`shares` says that the shifted scores are for nobody else; then they may not be made."""
        self.write, self.classes, self.n = write, scores.shape[-1], scores.size // scores.shape[-1]
        self.is_turned = scores.ndim == 2 and self.classes <= FEW
        axis = 0 if self.is_turned else scores.ndim - 1
        x = turned(write, scores) if self.is_turned else scores
        row = (1, self.n) if self.is_turned else (*scores.shape[:-1], 1)
        top = write(largest, x, axis, like=(row, x.dtype))
        if shares and x.size >= MANY:
            self.exps = write.each(exps, x, top)
        else:
            self.shifted = write.each(sub, x, top)
            self.exps = write.each(exp, self.shifted)
        self.sums = write.shaped(reshape, summed(write, self.exps, axis), row)

    def right(self, index: Variable) -> Variable:
        """The shifted scores of the right classes, (n,)."""
        across = self.is_turned
        steps = np.arange(self.n) * (1 if across else self.classes)
        start = self.write.constant("rows", steps)
        place = self.write(
            places, index, self.n if across else 1, start, like=((self.n,), np.dtype(np.int64))
        )
        return self.write(picked, self.shifted, place, like=((self.n,), self.shifted.dtype))

    def finished(self, made: Variable, op: Any, x: Variable, y: Variable) -> None:
        """Make `made` by an elementwise op."""
        out = self.write.each(op, x, y, to=None if self.is_turned else made)
        if self.is_turned:
            turned_back(self.write, made, out)


def are_scores(x: Any, dim: int) -> bool:
    """Whether x is rows of scores."""
    usual = floats(x) and x.ndim >= 2 and as_dim(dim, x.ndim) == x.ndim - 1
    return usual and x.shape[-1] <= LONGEST
