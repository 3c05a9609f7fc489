"""m30 recurrent nets: a network with a memory.

A recurrent net reads a sequence one step at a time, and keeps a state h: all that it remembers. The
same *cell* with the same weights serves every step, so that sequences may be as long as they like:

    h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)           (N, in), (N, H) -> (N, H)

Back-propagation through time needs nothing new. Unrolled, the net is an ordinary graph in which
the weights are used once per step; their gradients add up. But on its way back through T steps a
gradient is multiplied T times by W_hh (and by slopes of tanh, at most 1): it vanishes or explodes.
With H = 1 and W_hh = 0.5, what was read 10 steps ago counts at most 0.5 ** 10, a thousandth.

Gates are the remedy: sigmoids, between 0 and 1, that decide what is kept and what is written. Their
weights stand one below the other, so that a single product, (N, in) @ (in, 3H) or (in, 4H), serves
all of them. A GRU (in this order: reset r, update z, new n) has

    r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)        n = tanh(W_in x + b_in + r * (W_hn h + b_hn))
    z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)        h' = (1 - z) * n + z * h

so that h = 0.8, n = -0.4 and z = 0.75 make h' = -0.1 + 0.6 = 0.5. An LSTM (in this order: input i,
forget f, cell g, output o) has a second state c that nothing squashes:

    i, f, o = sigmoid(...)    g = tanh(...)           c' = f * c + i * g      h' = o * tanh(c')

Each ... is W x + b + W h + b with weights of its own. While f is near 1, c and its gradient pass
through unharmed for many steps: with f = 0.99, nine tenths are left after 10.

Layers read a whole sequence, (L, N, in) or, with `batch_first`, (N, L, in), and return the top
layer's h of all steps and the last states of all layers. A bidirectional layer reads it backwards
as well, and joins both along the last dimension.

An Embedding (`attention`), a GRU and a Linear make a language model, too. A text is an endless
sequence, so cut it: hand the last state on to the next piece, but `detach()` it first, or backward
runs through all that ever was. This is *truncated* back-propagation through time.

Traps. In a GRU, r multiplies W_hn h + b_hn, bias included, and only that. The order of the gates is
invisible in any shape. Backward in time, outputs must be turned around again, to stand beside
their inputs. And slicing x[t] step by step fills a whole zero tensor per step on the way back: L
steps of length L. `steps` halves the sequence again and again: that fills about 2 log2(L) of them.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 10.1 to 10.3, 10.7
and 10.10; R. Pascanu, T. Mikolov, Y. Bengio, On the Difficulty of Training Recurrent Neural
Networks (2013), section 2; C. Olah, Understanding LSTM Networks (colah.github.io, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .given.nn.recurrent import SequenceModule, State
from .m04_magic_methods import sigmoid, tanh
from .m10_shapes import concatenate, split, stack
from .m13_activations import relu
from .m16_modules import linear
from .m23_regularization import dropout


def rnn_tanh_cell(
    input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> Any:
    """One step of a plain net: (N, in) and (N, H), (H, in), (H, H), (H,), (H,) -> (N, H).

    Here and in the other cells, biases may be None.
    """
    raise NotImplementedError("m30: rnn_tanh_cell")


def rnn_relu_cell(
    input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> Any:
    """The same with relu instead of tanh."""
    raise NotImplementedError("m30: rnn_relu_cell")


def gru_cell(input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None) -> Any:
    """One step of a GRU: (N, in) and (N, H), (3H, in), (3H, H), (3H,), (3H,) -> (N, H)."""
    raise NotImplementedError("m30: gru_cell")


def lstm_cell(
    input: Any, hx: State, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> State:
    """One step of an LSTM: (N, in), hx = (h, c), (4H, in), (4H, H), (4H,), (4H,) -> (h, c)."""
    raise NotImplementedError("m30: lstm_cell")


def steps(x: Any) -> list[Any]:
    """The parts of x along its first dimension, without it: (L, ...) -> a list of L of (...).

    Found by cutting x in halves, and these again; for L = 0 the list is empty.
    """
    raise NotImplementedError("m30: steps")


def scan(cell: Any, inputs: Sequence[Any], state: State, weights: Sequence[Any]) -> Any:
    """Feed the inputs to a cell, one after the other: (the h after each step, the last state).

    `cell(input, state, *weights)` takes and returns a State, a tuple whose first part is h. The
    outputs are a list.
    """
    raise NotImplementedError("m30: scan")


class RNNBase(SequenceModule):
    """What `RNN`, `GRU` and `LSTM` have in common; each says what one step is.

    Given (given/nn/recurrent.py): the parameters, the first state, and sequences that are (L, N,
    in).
    """

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step; a State is a tuple: (h,), or (h, c) for an LSTM.

        Here it raises TypeError: each kind has its own.
        """
        raise TypeError(f"{type(self).__name__} has no step()")

    def read(self, x: Any, state: State) -> tuple[Any, State]:
        """Read sequences (L, N, in) with all layers: (output, last state).

        Every part of `state` is (layers * directions, N, H): the first layer forwards, then (if
        `bidirectional`) the first layer backwards, then the second forwards, and so on; so is the
        result. `self.weights(layer, reverse)` gives the parameters of one of them, for `step`.

        The output is (L, N, directions * H), at every step first what was read forwards. Outputs of
        every layer but the last are dropped with probability `self.dropout`, in training, before
        the next layer reads them: all its steps by one call of `dropout`.
        """
        raise NotImplementedError("m30: RNNBase.read")


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
        """Further arguments as for `SequenceModule`. Raises ValueError for another nonlinearity."""
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"unknown nonlinearity {nonlinearity!r}")
        super().__init__(input_size, hidden_size, num_layers, *args, **kwargs)
        self.nonlinearity = nonlinearity

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        raise NotImplementedError("m30: RNN.step")


class GRU(RNNBase):
    """Layers of gated recurrent units."""

    gates = 3

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        raise NotImplementedError("m30: GRU.step")


class LSTM(RNNBase):
    """Layers of long short-term memory; a state is two tensors, h and c."""

    gates = 4
    states = 2

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step."""
        raise NotImplementedError("m30: LSTM.step")
