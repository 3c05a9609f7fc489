"""Programs of losses, of numbers (m14) and of classes (m15), and of their gradients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..sketch import MIXED, POSITIVE, Pick, Sketch
from .activations import FAR
from .arithmetic import gradients

SHAPES = ((2,), (), (3,), (2, 3), (2, 2), (1, 3))
SCORES = ((2, 3), (1, 2), (2, 2), (3, 3), (3,), (1, 3, 2))
PROBABILITIES = (0.5, 0.25, 0.75, 0.125, 1.0, 0.0, 0.875, 0.625)

DISTANCES = (
    "F.mse_loss({x}, {y}{how})",
    "F.l1_loss({x}, {y}{how})",
    "F.huber_loss({x}, {y}{how})",
    "F.huber_loss({x}, {y}, delta=2.{how})",
    "F.huber_loss({x}, {y}, delta=0.5{how})",
    "F.smooth_l1_loss({x}, {y}{how})",
    "F.smooth_l1_loss({x}, {y}, beta=2.{how})",
    "F.smooth_l1_loss({x}, {y}, beta=0.{how})",
)
LOGITS = (
    "F.binary_cross_entropy_with_logits({x}, {y}{how})",
    "F.binary_cross_entropy_with_logits({x}, {y}, pos_weight=tensor(3.){how})",
    "F.binary_cross_entropy_with_logits({x}, {y}, tensor(2.){how})",
)
BINARY = ("F.binary_cross_entropy({x}, {y}{how})", "F.binary_cross_entropy({x}, {y}, {y}{how})")
CLASSES = (
    "F.cross_entropy({x}, {y}{how})",
    "F.nll_loss({x}, {y}{how})",
    "F.cross_entropy({x}, {y}, label_smoothing=0.5{how})",
    "F.cross_entropy({x}, {y}, {w}{how})",
    "F.nll_loss({x}, {y}, {w}{how})",
    "F.cross_entropy({x}, {y}, {w}, label_smoothing=0.5{how})",
    "F.cross_entropy({x}, {y}, ignore_index=0{how})",
    "F.nll_loss({x}, {y}, ignore_index=0{how})",
    "F.cross_entropy({x}, {y}, {w}, ignore_index=0{how})",
    "F.nll_loss({x}, {y}, {w}, ignore_index=0{how})",
)
SHARES = (
    "F.cross_entropy({x}, {y}{how})",
    "F.kl_div({x}, {y}{how})",
    "F.cross_entropy({x}, {y}, label_smoothing=0.5{how})",
    "F.cross_entropy({x}, {y}, {w}{how})",
    "F.kl_div({x}, {y}, log_target=True{how})",
)


def losses(pick: Pick) -> str:
    """One loss of numbers, or of yes and no, with some of its options; its gradient."""
    return _program(pick, (_of_numbers, _of_yes_and_no))


def class_losses(pick: Pick) -> str:
    """One loss of classes, or of distributions over them; its gradient."""
    return _program(pick, (_of_classes, _of_shares))


def _program(pick: Pick, kinds: tuple[Callable[[Sketch], str], ...]) -> str:
    sketch = Sketch(pick)
    result = pick(kinds)(sketch)
    if pick((False, False, True)):
        return sketch.text(result)
    return sketch.text(*gradients(sketch, result))


def _of_numbers(sketch: Sketch) -> str:
    shape = sketch.pick(SHAPES)
    x, y = sketch.tensor(shape, MIXED, grad=True), sketch.tensor(shape, MIXED)
    return _loss(sketch, sketch.pick(DISTANCES), sketch[y], x=x, y=y)


def _of_yes_and_no(sketch: Sketch) -> str:
    shape, table = sketch.pick(SHAPES), sketch.pick((LOGITS, BINARY))
    numbers = sketch.pick((MIXED, FAR)) if table is LOGITS else PROBABILITIES
    x = sketch.tensor(shape, numbers, grad=True)
    y = sketch.tensor(shape, PROBABILITIES)
    return _loss(sketch, sketch.pick(table), sketch[y], x=x, y=y)


def _of_classes(sketch: Sketch) -> str:
    shape = sketch.pick(SCORES)
    x = sketch.tensor(shape, MIXED, grad=True)
    classes = shape[-1] if len(shape) == 1 else shape[1]
    w = sketch.tensor((classes,), POSITIVE)
    y = sketch.tensor(() if len(shape) == 1 else shape[:1] + shape[2:], range(classes)[::-1])
    return _loss(sketch, sketch.pick(CLASSES), sketch[y], x=x, y=y, w=w)


def _of_shares(sketch: Sketch) -> str:
    """Targets are distributions, as far as a loss cares."""
    shape = sketch.pick(SCORES[:4])
    x = sketch.tensor(shape, MIXED, grad=True)
    w, y = sketch.tensor(shape[1:], POSITIVE), sketch.tensor(shape, PROBABILITIES)
    text = sketch.pick(SHARES)
    each = sketch[y] if "kl_div" in text else sketch[y][:, 0]
    return _loss(sketch, text, each, x=x, y=y, w=w)


def _loss(sketch: Sketch, text: str, each: np.ndarray, **names: str) -> str:
    """A loss; `each` is of the shape of the losses before they are reduced."""
    how = sketch.pick(("", ", reduction='sum'", ", reduction='none'"))
    return sketch.step(text.format(**names, how=how), each if "none" in how else 0.0)
