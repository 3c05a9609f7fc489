"""Whether the images of a program are to lie as (C, H, W, N). (Given code.)

Then what a kernel sees is copied in rows of W * N numbers, a pool takes its maxima over rows of N,
and what comes behind it finds its rows turned. A program is written so if it does nothing else with
images than what is in here, and the kernels are small; else its convolutions are the library's.
"""

from __future__ import annotations

from math import prod

from ...m04_magic_methods import add, div, mul, neg, reshape, sub, sum
from ...m13_activations import relu
from ...m26_pooling import masked_overlap_add, window_max, winners
from ..compiling.lowerings import COMPARING
from ..lowering.writer import floats
from ..ops.reshape import view
from ..programs.effects import is_effect
from ..programs.equations import Equation, Variable, variables_in
from ..programs.program import Program

try:
    from ..fast.convolution import convolution, convolution_input, convolution_weight
except ImportError:  # where fast ways are left out, nobody lowers anything
    convolution = convolution_input = convolution_weight = None

POOLING = window_max, winners, masked_overlap_add
ELEMENTWISE = relu, add, sub, mul, div, neg, *COMPARING
READING_FRAMES = {convolution, convolution_weight, window_max, winners, *ELEMENTWISE}
MANY, FEW = 256, 8  # numbers of a kernel, at most; images, at least


def lie_across(program: Program) -> bool:
    """Whether the images of a program are to lie as (C, H, W, N)."""
    equations = [e for e in program.equations if not is_effect(e.op)]
    found = [e for e in equations if any(x.ndim == 4 for x in _variables(e))]
    convolving = convolution, convolution_input, convolution_weight
    known = {*convolving, *POOLING, *ELEMENTWISE, reshape, view, sum}
    numbers = [x for e in found for x in _variables(e) if x.dtype.kind == "f"]
    steps = [e for e in found if e.op in (*convolving, *POOLING)]
    usual = all(e.op in known for e in found) and floats(*numbers)
    return usual and any(e.op is convolution for e in found) and all(map(_is_usual, steps))


def _variables(e: Equation) -> list[Variable]:
    return [e.variable, *variables_in(e.inputs)]


def _is_usual(e: Equation) -> bool:
    how, x = e.params, e.inputs[0]
    if how["dilation"] != (1, 1) or x.shape[0] < FEW:
        return False
    if e.op in POOLING:
        whole = how["shape"] if e.op is masked_overlap_add else x.shape
        fits = all(size % step == 0 for size, step in zip(whole[2:], how["stride"], strict=True))
        return fits and how.get("kernel", how["stride"]) == how["stride"]
    kernels = how["shape"] if e.op is convolution_weight else e.inputs[1].shape
    few = prod(kernels[1:]) <= MANY and len(set(how["padding"])) == 1
    return few and how["stride"] == (1, 1) and how["groups"] == 1
