"""Programs of convolutions and of pooling, and of their gradients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..sketch import MIXED, Pick, Sketch
from .arithmetic import wanted

CHANNELS = ((1, 1, 1, 1), (2, 1, 1, 1), (1, 2, 1, 1), (1, 1, 2, 1), (1, 2, 2, 2), (2, 2, 2, 1))
SIZES = ((3, 3), (2, 3), (4, 4), (3, 4), (5, 3))
KERNELS = ((2, 2), (1, 2), (2, 1), (1, 1), (2, 3))
NUMBERS = (
    "arange(1., {end}.)",
    "-arange(1., {end}.)",
    "arange(1., {end}.) % 3",
)
CONVOLUTIONS = (
    "",
    ", stride=2",
    ", padding=1",
    ", stride=(1, 2)",
    ", padding='same'",
    ", padding=(0, 1)",
    ", dilation=2, padding=1",
    ", stride=2, padding=1",
)
POOLS = (
    "F.max_pool2d({x}, 2)",
    "F.avg_pool2d({x}, 2)",
    "F.max_pool2d({x}, 2, 1)",
    "F.avg_pool2d({x}, 2, 1)",
    "F.max_pool2d({x}, 2, padding=1)",
    "F.avg_pool2d({x}, 2, padding=1)",
    "F.avg_pool2d({x}, 2, padding=1, count_include_pad=False)",
    "F.max_pool2d({x}, (1, 2), 1)",
    "F.adaptive_avg_pool2d({x}, 1)",
    "F.adaptive_avg_pool2d({x}, 2)",
    "F.adaptive_avg_pool2d({x}, (2, 1))",
)


def convolution(pick: Pick) -> str:
    """A convolution, with some of its options; gradients of images and kernels."""
    return _with_gradients(pick, _convolution)


def pooling(pick: Pick) -> str:
    """Maxima or means of windows; gradients of images."""
    return _with_gradients(pick, _pooling)


def _with_gradients(pick: Pick, program: Callable[[Sketch], str]) -> str:
    sketch = Sketch(pick)
    result = program(sketch)
    if pick((False, False, False, True)):
        return sketch.text(result)
    loss = pick(("{y}.sum()", "({y} * {y}).sum()")).format(y=result)
    return sketch.text(f"({loss}).backward()", wanted(sketch, result))


def _convolution(sketch: Sketch) -> str:
    n, c, o, groups = sketch.pick(CHANNELS)
    x = _images(sketch, (n, c, *sketch.pick(SIZES)))
    w = sketch.tensor((o, c // groups, *sketch.pick(KERNELS)), MIXED, grad=True)
    how, b = sketch.pick(CONVOLUTIONS), ""
    if sketch.pick((False, True)):
        b = ", " + sketch.tensor((o,), MIXED, grad=True)
    if groups > 1:
        how += f", groups={groups}"
    return sketch.step(f"F.conv2d({x}, {w}{b}{how})", 0.0)


def _pooling(sketch: Sketch) -> str:
    x = _images(sketch, (1, sketch.pick((1, 2)), *sketch.pick(SIZES)))
    return sketch.step(sketch.pick(POOLS).format(x=x), 0.0)


def _images(sketch: Sketch, shape: tuple[int, ...]) -> str:
    """Images with numbers that count up, down, or repeat themselves."""
    numbers = sketch.pick(NUMBERS).format(end=int(np.prod(shape)) + 1)
    return sketch.leaf(f"({numbers}).reshape{shape}.requires_grad_()", np.zeros(shape), grad=True)
