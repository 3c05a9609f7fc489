"""m03 computation graph: who made what.

About 45 minutes; difficulty 2 of 5. The question: a loss is 0.3. Which of a million weights had a
part in it, and how? To find gradients we must retrace how a result came about. So every *op*, an
operation on arrays such as `mul`, leaves a note on its result, a `Node`: which op it was and what
it was given. Follow the notes from a loss and you see the whole computation, as a graph whose
arrows point from each result to what it was made from. Nothing is derived yet; we only remember.

    z = mul(x, y)        z.node is Node(op=mul, args=(x, y), values=(x.value, y.value), params={},
                                        version=changes.now())
    parents(z)           (x, y)
    parents(mul(x, x))   (x, x): used twice, listed twice
    parents(mul(2, x))   (x,): 2 is among the args, and is not a parent

Who gets a note? Only results through which a gradient will flow: those made while recording is on,
from at least one array that requires a gradient. They require one too, and so the flag spreads. An
array without a note is a *leaf*: either somebody made it by hand, or no gradient passes through it.
Constants (numbers, and arrays that require no gradient) are kept in the note, because a derivative
may need them (d(2x)/dx is 2), but they are not parents: no gradient goes there.

    line                                  value    requires_grad    its note              parents
    x = tensor(3., requires_grad=True)    3        True             None: a leaf          ()
    c = tensor(2.)                        2        False            None: a leaf          ()
    y = mul(x, c)                         6        True             mul, (x, ndarray 2)   (x,)
    z = mul(y, y)                         36       True             mul, (y, y)           (y, y)
    with no_grad(): mul(y, c)             12       False            None: a leaf          ()

One call leaves one note, whether it multiplies matrices, (n, k) and (k, m), or two numbers. Beside
the arrays a note holds the *values* that they had at that moment, and its time, the `version` (the
trap says why). For small changes dx and dy move z = x * y by an amount that depends on the values:

    dz    =  y     *  dx    +  x     *  dy          elementwise: the rules to come need y and x
    (n,)     (n,)     (n,)     (n,)     (n,)

`primitive` turns any function of ndarrays into an op. The op hands each call to the *interpreter*,
a function that the arrays' class has as its attribute `interpreter`. For Tensors this is `record`,
below. Later milestones bring interpreters that do other things with the very same ops, such as
pushing derivatives forward.

Sometimes remembering is a waste, or wrong: while weights are updated, or a finished network is
used. `with no_grad():` stops it. The switch is `recording.enabled`, below, and it must be put back
as it was however the block ends: with an exception, within another `no_grad`, or both.

This removes a limit of `scalars`: there, every operation is recorded, always. Here there is a
switch.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch does as we do: the graph is made by running the program, and hangs on the results
(`torch/csrc/autograd/node.h: Node`, `torch/csrc/autograd/edge.h: Edge`);
`torch/autograd/grad_mode.py: no_grad` is the switch. Loops and `if` cost nothing, you can look at
any value on the way, and the graph goes when the result goes. The price: it is made anew for each
batch, nobody sees the whole before it has run, and whoever forgets `no_grad` keeps everything. A
hundred `tanh` on an array of 1 MB hold 100 MB at their end, and 1 MB without recording
(`docs/other_ways.py` measures it). TensorFlow 2 writes notes onto one tape that you open, a
GradientTape: nothing is recorded by accident, but the tape holds all that ran meanwhile, needed or
not. JAX records nothing until somebody asks for a gradient, and then runs the function on stand-ins
that write the program down (`jax/_src/core.py: Primitive.bind` finds the interpreter, as our
`primitive` does; `jax/_src/interpreters/ad.py: LinearizeTrace` records). A compiler can work on all
of it; but then the stand-ins hold no numbers, so an `if` on one has to be written as
`jax.lax.cond`.

The trap
--------
Keeping the arrays but not their values. A note without `values` would find, at the time of the
derivative, whatever the arrays hold by then. Keep the ndarrays themselves, not copies. But then,
what if somebody writes into one of them later? `changes.now()` (in given/core/changes.py) says how
many such changes there have been, and this number goes into the note as `version`: by it a later
milestone tells whether an ndarray has changed since.

When it is done, you can follow any result back to where it came from, by `parents`. `toposort` will
put the whole graph in order, `visualizer` draw it, and `backward` walk it back. The edge cases may
wait.

To read: A. Paszke et al., Automatic differentiation in PyTorch (2017), sections 2 and 3, where all
these decisions are explained; M. Johnson, D. Duvenaud, D. Maclaurin, autodidact, tracer.py;
Autodidax: JAX core from scratch, "Part 1: Transformations as interpreters"; A. Griewank, A.
Walther, Evaluating Derivatives (2008), chapter 2, "A Framework for Evaluating Functions"; and
`ContextDecorator` in the documentation of Python's contextlib, which makes decorators of blocks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

from .given.core import changes
from .given.core.dtypes import is_floating
from .given.in_place.history import of_its_time
from .given.protocols.decorated import ContextDecorator
from .m02_wrapper import Array


class Node(NamedTuple):
    """How an array was made. Rules and the backward walk rely on these fields.

    With x that requires a gradient and a constant c, the note of `mul(x, c)` has the args
    (x, c.value) and the values (x.value, c.value). You need not fill in `residuals`.
    """

    op: Callable[..., Any]  # what was called
    args: tuple[Any, ...]  # its positional arguments: parents as Arrays, constants as ndarrays
    values: tuple[Any, ...]  # the same, with an ndarray in the place of every Array
    params: Mapping[str, Any]  # its keyword arguments
    version: int  # what `changes.now()` said at the time
    residuals: Any = None  # for `cross_entropy`, whose op keeps work that its rule can use again


def freed() -> None:
    """Not an op: `autograd_mechanics` puts this name into the notes of a freed graph. (Given.)"""


FREED = Node(freed, (), (), {}, 0)  # such a note; here nobody needs it


def primitive(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lift a function of ndarrays to an op: a function of Arrays, with the same name and docstring
    (which `functools.wraps` passes on).

    The op looks for the first Array among its positional arguments.
    - There is none: it returns `function(*args, **params)`; plain ndarrays pass straight through.
    - Otherwise it returns `type(first).interpreter(op, function, args, params)`, where `first` is
      this Array, `op` is the op itself, `args` is a tuple and `params` a dict.
    """

    @wraps(function)
    def op(*args: Any, **params: Any) -> Any:
        for arg in args:
            if isinstance(arg, Array):
                return type(arg).interpreter(op, function, args, params)
        return function(*args, **params)

    return op


def record(
    op: Callable[..., Any],
    function: Callable[..., np.ndarray | np.generic],
    args: tuple[Any, ...],
    params: dict[str, Any],
) -> Array:
    """Compute `function` on the values of `args`, and return the result with a note of its making.

    The function is called with ndarrays in the places of Arrays, and with the keywords in `params`,
    which become the note's own `params` (none: an empty dict). The result is of the class of the
    first Array that the call was given. Its value is always an ndarray, even where NumPy returned a
    scalar. It requires a gradient, and has a Node, if recording is on, at least one of the Arrays
    requires a gradient, and the result's dtype is floating (no gradient flows through integers).
    Else it has neither.

        the call was given                  the note's `args`     the note's `values`
        an Array that requires a gradient   itself                its ndarray
        an Array that requires none         its ndarray           its ndarray
        a number                            as it is              as it is
        a NumPy scalar                      as a Python number    as a Python number

    The function gets what stands in `values`. An Array that requires none stays a constant in this
    note, even if somebody makes it require a gradient afterwards.
    """
    args = tuple(arg.item() if isinstance(arg, np.generic) else arg for arg in args)
    arrays = [arg for arg in args if isinstance(arg, Array)]
    values = tuple(arg.value if isinstance(arg, Array) else arg for arg in args)
    value = np.asarray(function(*values, **params))
    kind = type(arrays[0])
    needs_grad = any(array.requires_grad for array in arrays)
    if not (needs_grad and is_grad_enabled() and is_floating(value.dtype)):
        return kind(value)
    noted = tuple(
        value if isinstance(arg, Array) and not arg.requires_grad else arg
        for arg, value in zip(args, values, strict=True)
    )
    return kind(value, True, Node(op, noted, values, params, changes.now()))


@of_its_time
def parents(array: Array) -> tuple[Array, ...]:
    """The Arrays in the note of `array`, which required a gradient then, in the order of `args`.

    One that was used twice stands there twice; a leaf has none: (). (`@of_its_time` is given. It
    lets you forget about arrays that are changed in place.)
    """
    node, found = array.node, []
    for arg in node.args if node is not None else ():
        if isinstance(arg, Array):
            found.append(arg)
    return tuple(found)


class Recorded:
    """What a Tensor knows about its own making."""

    __slots__ = ()

    @property
    def is_leaf(self) -> bool:
        """Whether this array has no note that says how it was made."""
        return self.node is None

    @property
    def grad_fn(self) -> Node | None:
        """The note of its making, under torch's name; None for a leaf. (Given.)"""
        return self.node


class Recording(threading.local):
    """Whether ops are recorded: each thread has a switch of its own."""

    enabled = True


recording = Recording()


def is_grad_enabled() -> bool:
    """Whether ops are being recorded, in this thread."""
    return recording.enabled


class grad_mode(ContextDecorator, threading.local):
    """Switch recording on or off within a `with` block, or within a decorated function.

    When the block ends, also by an exception, recording is as it was before. Blocks can be nested,
    and the same object may be entered twice before it is left (a decorated function may call
    itself), so one remembered value is not enough. (`ContextDecorator` makes the decorator, out of
    `__enter__` and `__exit__`. `threading.local` gives every thread attributes of its own.)
    """

    def __init__(self, enabled: bool) -> None:
        """Recording will be on (True) or off (False) inside the block; nothing changes yet."""
        self.enabled = enabled
        self.before: list[bool] = []

    def __enter__(self) -> None:
        """Remember how it was, and switch."""
        self.before.append(recording.enabled)
        recording.enabled = self.enabled

    def __exit__(self, *exception: object) -> None:
        """Put it back as it was; an exception goes on its way."""
        recording.enabled = self.before.pop()


def no_grad(function: Callable[..., Any] | None = None) -> Any:
    """Recording is off inside: `with no_grad():`, or `@no_grad()` or `@no_grad` above a function.

    `function` is what stands below a bare `@no_grad`. Without it, the result is the block.
    """
    return grad_mode(False) if function is None else grad_mode(False)(function)


def enable_grad(function: Callable[..., Any] | None = None) -> Any:
    """Recording is on inside, even within `no_grad`; used in the same ways. (Given.)"""
    return grad_mode(True) if function is None else grad_mode(True)(function)
