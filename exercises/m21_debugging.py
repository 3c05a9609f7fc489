"""m21 debugging: to see what a network is doing, and to find who has spoiled it.

About 60 minutes; difficulty 2 of 5. Printing may be skipped: the library's own printer is given.

The forty lines were easy to debug: print three numbers. A network has a million, and when it does
not learn, nothing fails; the loss just stays where it is. What one needs are good *views*: numbers
in columns, shapes and sizes layer by layer, how large gradients are at each depth, and which op
made the first NaN. These are four small tools, and you will use each of them every day.

Numbers in columns
------------------
Numbers can be compared when their points stand below one another. torch decides for the whole
tensor at once how to write it. It looks only at the numbers that are finite and not zero: at all of
them, and at the largest and the smallest of their sizes (absolute values). The first line that fits
is taken:

    scientific    1.0000e-05    if largest / smallest > 1000, largest > 1e8 or smallest < 1e-4
    whole         3.            if all are whole numbers
    fixed         0.5000        otherwise: four digits behind the point

Then every number is written in this form, and padded on the left to the width of the widest that is
finite and not zero. (If there is none, nothing is padded; integers are padded to the widest of
all.) Rows stand in brackets, each indented by one more than the bracket around it, and between the
matrices of a larger array are empty lines:

    array_text([[1.0, -0.25], [100.0, 2.0]])     [[  1.0000,  -0.2500],
                                                  [100.0000,   2.0000]]

A table of layers
-----------------
`summary(model, x)` shows where a network spends its parameters, and which shapes flow through it.
The parameters are in the books of `modules`; a weight that two layers share is counted once. The
shapes show only when the model runs. A *hook* is a function that a module calls after its forward,
with (module, args, output). So hang one on each module (`register_forward_hook`, which returns a
handle), run the model once, and take the hooks away (a handle has `remove`), even if the run
failed.

    layer    kind      output       parameters
    0        Linear    (64, 128)       100,480
    1        ReLU      (64, 128)
    2        Linear    (64, 10)          1,290

Gradients by layer
------------------
The norm of a parameter's gradient says whether the signal that came back is alive. It is the root
of the sum of its squares, here of the first layer above:

    norm  =  sqrt(sum(  g**2        ))
    ()                  (128, 784)

A sigmoid's slope is at most 1/4. So with sigmoids in ten layers the first layer's norm may well be
4^9 = 262,144 times smaller than the last one's: only the end of the network learns.

Who made the first NaN?
-----------------------
When a loss becomes NaN, the op to blame is long gone: NaN spreads to all that it touches.
`detect_anomaly` looks at every result on the way forward, and at every contribution on the way
back, and names the op that made the first NaN. Results come from `record` (`computation_graph`),
and contributions from `contributions` (`backward`). Your `watched` *stands around* the one, and
`watched_contributions` around the other: each is called in its place, and gets it as its first
argument, `below`. It calls `below` with all its other arguments, looks at what comes back, and
returns that. (How it gets there: given/core/observers.py has a stack for each, onto which
`detect_anomaly` pushes yours.) Here is a NaN of the way back, while the way forward has none:

    x    y = x.sqrt()    z = y * 0    g of y    by sqrt's rule, g / (2 y)
    4    2               0            0         0 / 4 = 0
    0    0               0            0         0 / 0 = NaN, first made by sqrt

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/_tensor_str.py: _Formatter` is the rule for columns. `torch/autograd/anomaly_mode.py:
detect_anomaly` looks at the way back only, and then prints where the op was called on the way
forward; for this it must keep a traceback for every op. Ours keeps none. It looks at the way
forward as well, and so finds a log of -1 where it happens. JAX has the switch `jax_debug_nans`. Its
functions run compiled, and nobody can look inside; so when a result holds NaN, the function is run
again, op by op. Until then, only results are searched. torch has no `summary`: the package
torchinfo does as we do, with hooks. The other way, to work shapes out from the layers' settings,
would need a rule for every kind of layer, and would know nothing of a `forward` of your own.

The traps
---------
- Looking must not change anything. A second walk back, only to look, would call hooks twice, and
  double what `retain_grad` keeps. So call `below` once, and look at what it returns.
- A NaN that arrives in a total was made by an op that sent it, and not by the op that made the
  array.
- A hook that stays behind slows down every later call, and keeps alive what it has seen.
- NaN is not equal to itself; `isnan` asks.

When it is done, you can see what you train. `adam` looks at a valley, and finds a better way down.

To read: A. Karpathy, A Recipe for Training Neural Networks (karpathy.github.io, 2019), sections 1
and 2; S. Hochreiter, Y. Bengio, P. Frasconi, J. Schmidhuber, Gradient Flow in Recurrent Nets
(2001), section 2; D. Goldberg, What Every Computer Scientist Should Know About Floating-Point
Arithmetic (1991), the section "Infinity" and the one before it, on NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Self

import numpy as np

from .given.core.dtypes import is_floating
from .given.core.observers import observers
from .given.data.text_table import text_table
from .given.func.interpreters import interpreters
from .m02_wrapper import Array
from .m16_modules import Module


def number_text(numbers: np.ndarray) -> Callable[[float], str]:
    """How to write the floats of an array: returns a function from one float to its text.

    `numbers`, 1-d, are those of the array that are finite and not zero; the lesson says which of
    the three forms they lead to. If there are none, it is the whole form. The function will be
    called with all floats of the array. In the whole form 3 is "3.", but inf and nan have no point.
    """
    raise NotImplementedError("m21: number_text")


def nested(value: np.ndarray, cell: Callable[[Any], str], indent: int) -> str:
    """An array in brackets, each number (a Python one) written by `cell`. Numbers are kept apart by
    ", ". Parts of n dimensions are kept apart by a comma, n line breaks, and `indent` + 1 spaces;
    within each part, `indent` is one more. A 0-d array has no brackets."""
    raise NotImplementedError("m21: nested")


def layer_sizes(model: Module) -> Iterator[tuple[str, Module, int]]:
    """(path, module, how many numbers its own parameters hold) for the model and all modules below
    it.

    A parameter that several modules have is counted at the first.
    """
    raise NotImplementedError("m21: layer_sizes")


def output_shapes(model: Module, *inputs: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each module's output, by the module's path, when the model is run on `inputs`.

    The model is run once. Of an output that is a tuple, the first item counts. No hook is left
    behind, even after an exception, and no output is changed (a hook that returns something would
    do that).
    """
    raise NotImplementedError("m21: output_shapes")


def gradient_norms(model: Module) -> dict[str, float]:
    """The root of the sum of squares of each parameter's gradient, a Python float, by the
    parameter's path. Parameters without a gradient are left out."""
    raise NotImplementedError("m21: gradient_norms")


def watched(
    below: Callable[..., Any], op: Callable[..., Any], function: Any, args: tuple, params: dict
) -> Any:
    """The result of an op, as `below(op, function, args, params)` computes it, unless it holds NaN.

    If it does, `watched` raises RuntimeError. The message holds the op's `__name__`, and says
    whether a NaN was already in one of `args`. `has_nan`, below, looks for one.
    """
    raise NotImplementedError("m21: watched")


def watched_contributions(
    below: Callable[..., Any], array: Array, g: Any, *options: Any
) -> list[tuple[Array, Any]]:
    """The (parent, contribution) pairs of an array, as `below(array, g, *options)` finds them.

    It raises RuntimeError if `g`, the array's total, holds NaN, or a contribution does. The message
    holds the `__name__` of the op that made the array, `array.node.op`.
    """
    raise NotImplementedError("m21: watched_contributions")


def has_nan(x: Any) -> bool:
    """Whether an Array, ndarray or NumPy scalar holds a NaN; False for anything else. (Given.)"""
    while isinstance(x, Array):  # within a transform, an Array's value may be one, too
        x = x.value
    numbers = isinstance(x, np.ndarray | np.generic) and is_floating(x.dtype)
    return bool(numbers and np.isnan(x).any())


class detect_anomaly:
    """Within this block, the op that makes the first NaN is named by a RuntimeError.

    On the way forward every op is watched; on the way back, all that ops send, by `backward()` or
    otherwise. It takes time: use it to search, and not to train. (Given.)
    """

    def __init__(self, check_nan: bool = True) -> None:
        """With `check_nan=False` nothing is watched."""
        self.check_nan = check_nan

    def __enter__(self) -> Self:
        """Push `watched` on the stack of `interpreters`, and `watched_contributions` on that of
        `observers`, unless `check_nan` is False. Blocks may be nested."""
        if self.check_nan:
            interpreters.push(watched)
            observers.push(watched_contributions)
        return self

    def __exit__(self, *exception: object) -> None:
        """Pop both, whatever happened; an exception goes on its way."""
        if self.check_nan:
            observers.pop(watched_contributions)
            interpreters.pop(watched)


def array_text(value: np.ndarray, indent: int = 0) -> str:
    """The numbers of an array in aligned columns, in brackets, as torch prints them. (Given.)

    `indent` is how far to the right the first bracket stands. Of an empty array it is "[]". Lines
    are not cut, however long, and nothing is left out, however much there is.
    """
    if not value.size:
        return "[]"
    text, shown = str, value
    if is_floating(value.dtype):
        shown = value[np.isfinite(value) & (value != 0)]
        text = number_text(shown.astype(np.float64))
    widths = [len(text(number)) for number in shown.ravel().tolist()]
    width = max(widths, default=1)
    return nested(value, lambda number: text(number).rjust(width), indent)


def summary(model: Module, *inputs: Any) -> str:
    """A table of a module's layers: name, kind, shape of the output, number of parameters. (Given.)

    Shapes are those for `inputs`, on which the model is run once in its present mode; without
    inputs they are left out. A parameter that several layers share is counted at the first.
    """
    shapes = output_shapes(model, *inputs) if inputs else {}
    rows = [("layer", "kind", "output", "parameters")]
    for path, module, size in layer_sizes(model):
        if path or size:
            shape = str(shapes[path]) if path in shapes else ""
            rows.append((path or "-", type(module).__name__, shape, f"{size:,}" if size else ""))
    parameters = list(model.parameters())
    total = sum(p.numel() for p in parameters)
    trained = sum(p.numel() for p in parameters if p.requires_grad)
    size = sum(p.numel() * p.dtype.itemsize for p in parameters)
    last = f"{total:,} parameters, {trained:,} of them to be trained; {size / 1e6:.2f} MB"
    return "\n".join([*text_table(rows), last])
