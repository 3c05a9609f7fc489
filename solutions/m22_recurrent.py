"""m22 recurrent nets: a network with a memory.

A recurrent net reads a sequence one step at a time, and keeps a state h: all that it remembers. The
same *cell* with the same weights serves every step, so that sequences may be as long as they like:

    h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)           (N, in), (N, H) -> (N, H)

Back-propagation through time needs nothing new. Unrolled, the net is an ordinary graph in which
the weights are used once per step; their gradients add up. But on its way back through T steps a
gradient is multiplied T times by W_hh (and by slopes of tanh, at most 1): it vanishes or explodes.
With H = 1 and W_hh = 0.5, what was read 10 steps ago counts 0.5 ** 10, a thousandth.

Gates are the remedy: sigmoids, between 0 and 1, that decide what is kept and what is written. Their
weights stand one below the other, so that a single product, (N, in) @ (in, 3H) or (in, 4H), serves
all of them. A GRU (in this order: reset r, update z, new n) has

    r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)        n = tanh(W_in x + b_in + r * (W_hn h + b_hn))
    z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)        h' = (1 - z) * n + z * h

and an LSTM (input i, forget f, cell g, output o) a second state c that nothing squashes:

    i, f, o = sigmoid(...)    g = tanh(...)           c' = f * c + i * g      h' = o * tanh(c')

While f is near 1, c and its gradient pass through unharmed for many steps.

Layers read a whole sequence, (L, N, in) or, with `batch_first`, (N, L, in), and return the top
layer's h of all steps and the last states of all layers. A bidirectional layer reads it backwards
as well, and joins both along the last dimension.

For endless sequences, cut: hand the last state on to the next piece, but `detach()` it first, or
backward runs through all that ever was. This is *truncated* back-propagation through time.

Traps. In a GRU, r multiplies W_hn h + b_hn, bias included, and only that. The order of the gates is
invisible in any shape. Backward in time, outputs must be turned around again, to stand beside
their inputs. And slicing x[t] step by step fills a whole zero tensor per step on the way back: L
steps of length L. `steps` halves the sequence again and again, and needs only log(L) of them.

To read: S. Hochreiter, J. Schmidhuber, Long Short-Term Memory (1997); F. Gers et al., Learning to
Forget (2000); K. Cho et al., Learning Phrase Representations Using RNN Encoder-Decoder (2014);
I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, sections 10.1 to 10.11; M. Blondel, V.
Roulet, The Elements of Differentiable Programming, section 4.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .dtypes import float32
from .m03_magic_methods import reshape, sigmoid, tanh, transpose
from .m08_shapes import concatenate, split, stack
from .m10_activations import relu
from .m12_modules import Module, Parameter, linear
from .m13_initialization import uniform_
from .m18_regularization import dropout
from .tensor import Tensor

State = tuple[Any, ...]  # (h,), and (h, c) for an LSTM


def rnn_tanh_cell(
    input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> Any:
    """One step of a plain net: (N, in) and (N, H), (H, in), (H, H), (H,), (H,) -> (N, H)."""
    return tanh(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh))


def rnn_relu_cell(
    input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> Any:
    """The same with relu instead of tanh."""
    return relu(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh))


def gru_cell(input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None) -> Any:
    """One step of a GRU: (N, in) and (N, H), (3H, in), (3H, H), (3H,), (3H,) -> (N, H)."""
    size = hx.shape[-1]
    from_input, from_state = linear(input, w_ih, b_ih), linear(hx, w_hh, b_hh)
    gates = sigmoid(from_input[..., : 2 * size] + from_state[..., : 2 * size])
    r, z = split(gates, size, -1)
    n = tanh(from_input[..., 2 * size :] + r * from_state[..., 2 * size :])
    return n + z * (hx - n)


def lstm_cell(
    input: Any, hx: State, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> State:
    """One step of an LSTM: (N, in), hx = (h, c), (4H, in), (4H, H), (4H,), (4H,) -> (h, c)."""
    h, c = hx
    i, f, g, o = split(linear(input, w_ih, b_ih) + linear(h, w_hh, b_hh), h.shape[-1], -1)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


def steps(x: Any) -> list[Any]:
    """The parts of x along its first dimension, which they no longer have: (L, ...) -> L of (...).

    Found by cutting x in halves, and these again.
    """
    if len(x) <= 1:
        return [x[0]] if len(x) else []
    half = len(x) // 2
    return steps(x[:half]) + steps(x[half:])


def scan(cell: Any, inputs: Sequence[Any], state: State, weights: Sequence[Any]) -> Any:
    """Feed the inputs to a cell, one after the other: (the h after each step, the last state).

    `cell(input, state, *weights)` takes and returns a State.
    """
    outputs = []
    for input in inputs:
        state = cell(input, state, *weights)
        outputs.append(state[0])
    return outputs, state


class RNNBase(Module):
    """What `RNN`, `GRU` and `LSTM` have in common; subclasses say what one step is.

    For layer k there are `weight_ih_l{k}` (G * H, in), where `in` is what the layer below gives,
    `weight_hh_l{k}` (G * H, H), `bias_ih_l{k}` and `bias_hh_l{k}` (G * H,), in this order, and, if
    bidirectional, the same with `_reverse` behind the name. G is the number of `gates`.
    """

    gates = 1
    states = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Layers of cells with weights as `reset_parameters` draws them.

        Args:
            batch_first: sequences are (N, L, in), and not (L, N, in).
            dropout: of each layer's outputs but the last's, in training.

        Raises ValueError for sizes that are not positive.
        """
        super().__init__()
        if hidden_size < 1 or num_layers < 1:
            raise ValueError("hidden_size and num_layers must be greater than zero")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first, self.dropout = bias, batch_first, dropout
        self.bidirectional = bidirectional
        rows, directions = self.gates * hidden_size, len(self._suffixes())
        for layer in range(num_layers):
            below = hidden_size * directions if layer else input_size
            shapes = [(rows, below), (rows, hidden_size), (rows,), (rows,)]
            for suffix in self._suffixes():
                for name, shape in zip(self._names(layer, suffix), shapes, strict=False):
                    setattr(self, name, Parameter(Tensor(np.empty(shape, dtype or float32))))
        self.reset_parameters()

    def _suffixes(self) -> tuple[str, ...]:
        return ("", "_reverse") if self.bidirectional else ("",)

    def _names(self, layer: int, suffix: str) -> list[str]:
        kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"][: 4 if self.bias else 2]
        return [f"{kind}_l{layer}{suffix}" for kind in kinds]

    def reset_parameters(self) -> None:
        """Draw all parameters, in their order, between -1 / sqrt(H) and 1 / sqrt(H)."""
        bound = 1 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            uniform_(parameter, -bound, bound)

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        raise NotImplementedError(f"{type(self).__name__} has no step()")

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Read whole sequences: (output, last state).

        Args:
            input: (L, N, in), (N, L, in) if `batch_first`, or one sequence (L, in).
            hx: the first state, (layers * directions, N, H) or for one sequence without N; for an
                LSTM, two of them. None for zeros.

        The output is the top layer's h at each step, shaped as the input but for its last
        dimension, directions * H; the last state is shaped as `hx`.

        Raises ValueError for an input with another number of dimensions, RuntimeError for sizes
        that do not fit and for empty sequences.
        """
        x, state = self._check(input, hx)
        last: list[State] = []
        for layer in range(self.num_layers):
            if layer and self.dropout > 0:
                x = dropout(x, self.dropout, self.training)
            outputs = []
            for suffix in self._suffixes():
                first = tuple([part[len(last)] for part in state])
                weights = [getattr(self, name) for name in self._names(layer, suffix)]
                inputs = steps(x)[::-1] if suffix else steps(x)
                hidden, end = scan(self.step, inputs, first, weights)
                outputs.append(stack(hidden[::-1] if suffix else hidden))
                last.append(end)
            x = concatenate(*outputs, dim=-1) if len(outputs) > 1 else outputs[0]
        return self._like(input, x), self._packed(
            input, [stack(s) for s in zip(*last, strict=True)]
        )

    def _check(self, input: Any, hx: Any) -> tuple[Any, State]:
        """The input as (L, N, in), and the first state, every part (layers * directions, N, H)."""
        if input.ndim not in (2, 3):
            raise ValueError(f"expected 2 or 3 dimensions, got an input {input.shape}")
        if input.shape[-1] != self.input_size:
            raise RuntimeError(f"expected {self.input_size} numbers a step, got {input.shape[-1]}")
        x = input
        if input.ndim == 2:
            x = reshape(input, (input.shape[0], 1, input.shape[1]))
        elif self.batch_first:
            x = transpose(input, 0, 1)
        if not x.shape[0]:
            raise RuntimeError("expected at least one step")
        shape = self.num_layers * len(self._suffixes()), x.shape[1], self.hidden_size
        if hx is None:
            return x, (Tensor(np.zeros(shape, x.dtype)),) * self.states
        state = hx if self.states > 1 else (hx,)
        wanted = shape if input.ndim == 3 else (shape[0], shape[2])
        for part in state:
            if part.shape != wanted:
                raise RuntimeError(f"expected a first state {wanted}, got {part.shape}")
        return x, tuple([reshape(part, shape) for part in state])

    def _like(self, input: Any, x: Any) -> Any:
        if input.ndim == 2:
            return reshape(x, (x.shape[0], x.shape[2]))
        return transpose(x, 0, 1) if self.batch_first else x

    def _packed(self, input: Any, state: Sequence[Any]) -> Any:
        if input.ndim == 2:
            state = [reshape(part, (part.shape[0], part.shape[2])) for part in state]
        return tuple(state) if self.states > 1 else state[0]

    def extra_repr(self) -> str:
        """torch's: the sizes, and what differs from the defaults."""
        words = [f"{self.input_size}, {self.hidden_size}"]
        words += [f"num_layers={self.num_layers}"] if self.num_layers != 1 else []
        words += [] if self.bias else ["bias=False"]
        words += ["batch_first=True"] if self.batch_first else []
        words += [f"dropout={self.dropout}"] if self.dropout else []
        words += ["bidirectional=True"] if self.bidirectional else []
        return ", ".join(words)


class RNN(RNNBase):
    """Plain recurrent layers, with `nonlinearity` "tanh" or "relu"."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Further arguments as for `RNNBase`. Raises ValueError for another nonlinearity."""
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"unknown nonlinearity {nonlinearity!r}")
        super().__init__(input_size, hidden_size, num_layers, *args, **kwargs)
        self.nonlinearity = nonlinearity

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        cell = rnn_tanh_cell if self.nonlinearity == "tanh" else rnn_relu_cell
        return (cell(input, state[0], *weights),)


class GRU(RNNBase):
    """Layers of gated recurrent units."""

    gates = 3

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        return (gru_cell(input, state[0], *weights),)


class LSTM(RNNBase):
    """Layers of long short-term memory; a state is two tensors, h and c."""

    gates = 4
    states = 2

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        return lstm_cell(input, state, *weights)
