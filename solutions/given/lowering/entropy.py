"""Softmax and cross-entropy, there and back, with classes that are known to fit. (Given code.)

The library asks of each target whether it counts, and whether its class is there. A script asks
once, before it runs (`fits`); where a target is ignored, or out of bounds, another program does it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m04_magic_methods import div, log, reshape, sub
from ...m13_activations import log_softmax, softmax
from ...m15_cross_entropy import one_hot_rows, softmax_nll
from ..compiling.kernels import kernel
from ..nn.class_targets import _shares, class_indices, reduced_over_targets
from ..programs.equations import Variable
from .scores import Scores, are_scores
from .sums import LONGEST, total, weights_of
from .turned import FEW, turned_back
from .writer import Writer, expands, floats


@kernel("one_hot_columns")
def one_hot_columns(out: str, eye: str, index: str) -> list[str]:
    """A column of the unit matrix for each class."""
    return [f'{eye}.take({index}, 1, out={out}, mode="clip")']


@kernel("dot")
def dot(out: str, x: str, y: str) -> list[str]:
    """The sum of the products."""
    return [f"np.dot({x}, {y}, out={out})"]


def all_below(classes: int) -> Any:
    """Whether all of an int64 array are classes: read as unsigned, a negative one is huge."""

    def question(index: np.ndarray) -> bool:
        return bool(np.maximum.reduce(index.view(np.uint64), None) < classes)

    return question


def fits(write: Writer, x: Any, classes: int) -> bool:
    """Whether x is a row of classes, int64, that are all there; from now on, this is relied on."""
    usual = isinstance(x, Variable) and x.dtype == np.int64 and x.ndim == 1 and x.size
    return bool(usual) and write.need(x, classes, all_below(classes))


@expands(class_indices)
def indices_themselves(
    write: Writer, made: Variable, target: Any, classes: int, ignore_index: int
) -> Any:
    """Targets that are known to fit are indices."""
    return target if fits(write, target, classes) else False


@expands(softmax_nll)
def softmax_nll_in_steps(write: Writer, made: Variable, scores: Any, index: Any) -> bool:
    """log(sum of exps) - the right score, both shifted."""
    if not are_scores(scores, 1) or not fits(write, index, scores.shape[1]):
        return False
    steps = Scores(write, scores)
    logs = write.each(log, write.shaped(reshape, steps.sums, (steps.n,)))
    write.each(sub, logs, steps.right(index), to=made)
    return True


@expands(softmax)
def softmax_in_steps(write: Writer, made: Variable, x: Any, dim: int, dtype: Any = None) -> bool:
    """exps over their sums."""
    if dtype is not None or not are_scores(x, dim):
        return False
    steps = Scores(write, x, shares=True)
    steps.finished(made, div, steps.exps, steps.sums)
    return True


@expands(log_softmax)
def log_softmax_in_steps(
    write: Writer, made: Variable, x: Any, dim: int, dtype: Any = None
) -> bool:
    """shifted scores, less the log of the sum of their exps."""
    if dtype is not None or not are_scores(x, dim):
        return False
    steps = Scores(write, x)
    steps.finished(made, sub, steps.shifted, write.each(log, steps.sums))
    return True


@expands(one_hot_rows)
def one_hot_by_columns(
    write: Writer, made: Variable, index: Any, classes: int, dtype: Any = None
) -> bool:
    """Columns of the unit matrix, turned."""
    if not floats(made) or classes > FEW or not fits(write, index, classes):
        return False
    eye = write.constant("eye", np.eye(classes, dtype=made.dtype))
    out = write(one_hot_columns, eye, index, like=(made.shape[::-1], made.dtype))
    turned_back(write, made, out)
    return True


def counts_all(write: Writer, target: Any, weight: Any, ignore_index: int) -> bool:
    """Whether the targets are known to be classes, so that none is ignored."""
    known = any(x is target for x, _ in write.needs)
    return weight is None and known and ignore_index < 0


@expands(reduced_over_targets)
def reduced_over_all(
    write: Writer,
    made: Variable,
    losses: Any,
    target: Any,
    weight: Any,
    ignore_index: int,
    reduction: str,
) -> Any:
    """The mean or the sum of all losses, or the losses themselves."""
    if not counts_all(write, target, weight, ignore_index) or not floats(losses):
        return False
    if reduction == "none":
        return losses
    if reduction != "mean" or losses.size > LONGEST:
        found = write(
            total, losses, like=((), losses.dtype), to=made if reduction == "sum" else None
        )
        if reduction == "mean":
            write.each(div, found, losses.size, to=made)
        return True
    shares = weights_of(write, losses.size, losses.dtype, 1 / losses.size)
    write(dot, losses, shares, to=made)
    return True


@expands(_shares)
def even_shares(
    write: Writer,
    made: Variable,
    target: Any,
    weight: Any,
    ignore_index: int,
    reduction: str,
    dtype: Any,
) -> Any:
    """As much for each."""
    if not counts_all(write, target, weight, ignore_index):
        return False
    n = target.size
    return weights_of(write, n, made.dtype, 1 / n if reduction == "mean" else 1)
