"""m17 initialization: how weights start, and how they travel.

Neurons of a layer that start with equal weights stay equal: they compute the same, get the same
gradient, and take the same step. Weights that are random but too large or too small blow a signal
up, or let it die out, a bit more in every layer. So we draw them at random, of the right size.

What is right? Say y is the sum of n products w * x, all independent and with mean 0. Then

    Var(y) = n Var(w) Var(x)

With n = 100 and Var(w) = 1, y has ten times the standard deviation of x, and after five such layers
a hundred thousand times. The variance stays as it is if Var(w) = 1/n, where n, the *fan-in*, is how
many inputs each output has. On the way back each input collects from m outputs, the *fan-out*, so
gradients ask for 1/m. Xavier's compromise is 2 / (n + m). A relu lets only half of the mean square
through; Kaiming makes up for it by a factor 2: in general by the square of a *gain*, which depends
on the function that follows (`calculate_gain`).

A weight of a Linear is (out, in), so fan-in is the *second* size, and fan-out the first. If there
are more dimensions, as in the kernels of a convolution (`convolution`), their product multiplies
both.

Numbers spread evenly over [-a, a) have the variance a**2 / 3: for a standard deviation s take
a = sqrt(3) * s. For a weight of shape (5, 3), fan-in 3 and fan-out 5:

    Xavier, gain 1      s = sqrt(2 / (3 + 5)) = 0.5         a = 0.866
    Kaiming for relu    s = sqrt(2) / sqrt(3) = 0.816       a = 1.414

torch's default for Linear is `kaiming_uniform_` with the slope sqrt(5). That is an older rule in
new clothes: the gain, sqrt(2 / (1 + 5)), makes the bound 1/sqrt(in), as you know it from `modules`.

All functions write into the tensor that they are given, also if it requires a gradient, under
`no_grad`, and return it. The tensor's own random methods (`uniform_`, `normal_`) and `overwrite`
(`magic_methods`) do the writing; the random ones replay torch's generator, so after
`manual_seed(0)` your network starts as torch's does.

Then weights travel: to torch and from it, as ndarrays, and to a file. torch's own files are pickles
(programs, which can do anything when they are read). Ours is a .npz of the ndarrays, plus one
description in JSON; `pack` and `unpack` (given/data/save_format.py) turn nested data into both, and
back.

    save(net.state_dict(), "net.npz")
    net.load_state_dict(load("net.npz"))

The trap: swapped fans. On square weights nobody notices. The other trap: replacing the tensor
(`w = w * std`) where it has to be written into; the layer keeps the old one.

To read: X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
Networks (2010), section 4.2.1; K. He et al., Delving Deep into Rectifiers (2015), section 2.2;
I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 8.4.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext
from math import prod, sqrt
from os import PathLike
from typing import Any, BinaryIO

import numpy as np

from ._tensor import Tensor
from .given.data.save_format import pack, refusing_damage, unpack
from .given.random.distributions import normal
from .given.random.generator import Generator
from .m02_wrapper import Array
from .m03_computation_graph import no_grad
from .m04_magic_methods import overwrite

LINEAR = ("linear", "conv1d", "conv2d", "conv3d")


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """What a function needs of the weights before it: 1 for those in LINEAR and for "sigmoid", 5/3
    for "tanh", sqrt(2) for "relu", sqrt(2 / (1 + slope ** 2)) for "leaky_relu", 3/4 for "selu".

    `param` is the slope of "leaky_relu": 0.01 if it is None. Raises ValueError for other names.
    """
    if nonlinearity == "leaky_relu":
        return sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    gains = {
        **dict.fromkeys((*LINEAR, "sigmoid"), 1),
        "tanh": 5 / 3,
        "relu": sqrt(2),
        "selu": 3 / 4,
    }
    if nonlinearity not in gains:
        raise ValueError(f"unsupported nonlinearity {nonlinearity}")
    return gains[nonlinearity]


def fan_in_and_fan_out(tensor: Array) -> tuple[int, int]:
    """How many inputs each output of a weight (out, in, ...) has, and how many outputs each input.

    Raises ValueError for fewer than two dimensions.
    """
    if tensor.ndim < 2:
        raise ValueError("fan in and fan out need at least two dimensions")
    receptive_field = prod(tensor.shape[2:])
    return tensor.shape[1] * receptive_field, tensor.shape[0] * receptive_field


def uniform_(
    tensor: Array, a: float = 0.0, b: float = 1.0, generator: Generator | None = None
) -> Array:
    """Draw evenly from [a, b), from `generator`, or from the default one if it is None."""
    with no_grad():
        return tensor.uniform_(a, b, generator=generator)


def normal_(
    tensor: Array, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None
) -> Array:
    """Draw from the normal distribution with this mean and standard deviation."""
    with no_grad():
        return tensor.normal_(mean, std, generator=generator)


def constant_(tensor: Array, val: float) -> Array:
    """Set every element to `val`."""
    with no_grad():
        return overwrite(tensor, val)


def zeros_(tensor: Array) -> Array:
    """Set every element to 0: for biases."""
    return constant_(tensor, 0)


def ones_(tensor: Array) -> Array:
    """Set every element to 1: for the scales of norms."""
    return constant_(tensor, 1)


def xavier_uniform_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Draw evenly from [-a, a), for the standard deviation gain * sqrt(2 / (fan_in + fan_out)).

    Raises what `fan_in_and_fan_out` raises.
    """
    bound = sqrt(3.0) * (gain * sqrt(2.0 / sum(fan_in_and_fan_out(tensor))))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Draw normally, with the standard deviation gain * sqrt(2 / (fan_in + fan_out)).

    Raises what `fan_in_and_fan_out` raises.
    """
    std = gain * sqrt(2.0 / sum(fan_in_and_fan_out(tensor)))
    return normal_(tensor, 0.0, std, generator)


def kaiming_uniform_(
    tensor: Array,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Array:
    """Draw evenly from [-bound, bound), for the standard deviation gain / sqrt(fan).

    Args:
        tensor: the weight.
        a: the slope of the leaky relu that follows; 0 for a relu.
        mode: "fan_in" keeps the size of signals, "fan_out" that of gradients.
        nonlinearity: what `calculate_gain` is asked for, with `a`.
        generator: the one to draw from.

    A fan of 0 counts as 1: such a tensor has no elements. Raises ValueError for another mode, and
    what `calculate_gain` and `fan_in_and_fan_out` raise.
    """
    bound = sqrt(3.0) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Array,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Array:
    """Draw normally, with the standard deviation gain / sqrt(fan); as `kaiming_uniform_`."""
    return normal_(tensor, 0.0, _kaiming_std(tensor, a, mode, nonlinearity), generator)


def _kaiming_std(tensor: Array, a: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode {mode} not supported, please use fan_in or fan_out")
    fan_in, fan_out = fan_in_and_fan_out(tensor)
    fan = fan_in if mode == "fan_in" else fan_out
    return calculate_gain(nonlinearity, a) / sqrt(fan or 1)  # nothing is drawn if it is 0


def trunc_normal_(
    tensor: Array,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Generator | None = None,
) -> Array:
    """Draw normally, and draw anew where the number is not within [a, b].

    Each time, a number is drawn for every element, as torch does, and only the elements that were
    outside take theirs. `normal(shape, dtype, mean, std, generator)` of
    given/random/distributions.py draws an ndarray.
    """
    dtype = tensor.dtype
    low, high = dtype.type(a), dtype.type(b)
    numbers = normal(tensor.shape, dtype, mean, std, generator)
    while np.any(outside := (numbers < low) | (numbers > high)):
        numbers = np.where(outside, normal(tensor.shape, dtype, mean, std, generator), numbers)
    with no_grad():
        return overwrite(tensor, numbers)


def orthogonal_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Make the rows orthogonal, or the columns if there are more rows; dimensions beyond the second
    count as columns.

    The Q of the QR decomposition of normal numbers, turned so that R's diagonal is positive, which
    makes all directions equally likely. Raises ValueError for fewer than two dimensions.
    """
    if tensor.ndim < 2:
        raise ValueError("only tensors with 2 or more dimensions are supported")
    rows, columns = tensor.shape[0], prod(tensor.shape[1:])
    numbers = normal((rows, columns), tensor.dtype, generator=generator)
    q, r = np.linalg.qr(numbers.T if rows < columns else numbers)
    q = q * np.sign(np.diagonal(r))
    result = gain * (q.T if rows < columns else q).reshape(tensor.shape)
    with no_grad():
        return overwrite(tensor, result)


def as_ndarrays(state_dict: Mapping[str, Array]) -> dict[str, np.ndarray]:
    """A state for another library: the ndarray of each tensor, sharing memory, also of those that
    require a gradient.

    `{name: torch.from_numpy(x) for name, x in as_ndarrays(state).items()}` is torch's.
    """
    return {name: tensor.detach().numpy() for name, tensor in state_dict.items()}


def as_tensors(state_dict: Mapping[str, Any]) -> dict[str, Tensor]:
    """A state from another library: Tensors of its tensors or ndarrays, copied.

    What has a `detach` method is asked for its `detach().numpy()`.
    """
    return {
        name: Tensor(np.array(x.detach().numpy() if hasattr(x, "detach") else x))
        for name, x in state_dict.items()
    }


def save(obj: Any, f: str | PathLike | BinaryIO) -> None:
    """Write nested data to a file: a path (used as it is), or an object open for binary writing.

    The file is a .npz (`np.savez`). `pack(obj)` gives a description and ndarrays; these are entered
    as "0", "1", ..., and the description's JSON, as UTF-8 bytes in an ndarray of uint8, as
    "description". Raises what `pack` raises, before the file is touched.
    """
    description, arrays = pack(obj)
    text = np.frombuffer(json.dumps(description).encode(), np.uint8)
    with _opened(f, "wb") as file:
        np.savez(file, description=text, **{str(i): array for i, array in enumerate(arrays)})


def load(
    f: str | PathLike | BinaryIO, map_location: Any = None, *, weights_only: bool = True
) -> Any:
    """What was saved to a file: a path, or an object open for binary reading.

    `np.load` with `allow_pickle=False` opens it, and `unpack(description, arrays)` puts the data
    together. `map_location` and `weights_only` are accepted: everything is on the CPU, and no file
    can run code. Raises FileNotFoundError if there is no such file, and RuntimeError, in one line,
    for one that is damaged (cut off anywhere, even empty) or was not written by `save`: what is
    done under `with refusing_damage(f):` (given/data/save_format.py) raises that.
    """
    with _opened(f, "rb") as file, refusing_damage(f):
        with np.load(file, allow_pickle=False) as archive:
            description = json.loads(archive["description"].tobytes())
            arrays = [archive[str(i)] for i in range(len(archive.files) - 1)]
        return unpack(description, arrays)


def _opened(f: Any, mode: str) -> Any:
    return open(f, mode) if isinstance(f, str | PathLike) else nullcontext(f)
