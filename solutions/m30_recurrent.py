"""m30 recurrent nets: a network with a memory.

About 60 minutes; difficulty 3 of 5. Layers that read backwards as well (`bidirectional`) may wait.

A network of fixed size reads inputs of fixed size. But a text goes on, and so does speech. The
question: how can the same few weights read a sequence of any length, and remember at its end what
stood at its beginning? In 1997 S. Hochreiter and J. Schmidhuber found a way, the LSTM (its forget
gate followed in 2000). Until attention came, translation and speech recognition were done with it.

The idea
--------
A recurrent net reads one step at a time, and keeps a state h: all that it remembers. One *cell*
with the same weights serves every step. From N inputs x, of `in` numbers each, and the states h, of
H numbers, it makes the new states h':

    h'      =  tanh(  x        W_ih.T   + b_ih  +  h       W_hh.T   + b_hh  )
    (N, H)            (N, in)  (in, H)    (H,)     (N, H)  (H, H)     (H,)

Back-propagation through time needs nothing new. All steps together are an ordinary graph in which
the weights are used once per step; their gradients add up. But on its way back through T steps a
gradient is multiplied T times by W_hh (and by slopes of tanh, at most 1): it vanishes or explodes.

*Gates* are the remedy: sigmoids, between 0 and 1, that decide what is kept and what is written. An
LSTM has a second state c, which goes through no tanh from one step to the next. Its gates are the
input gate i, the forget gate f, the cell gate g (a tanh) and the output gate o. Each ... stands for
x W_ih.T + b_ih + h W_hh.T + b_hh, with weights of its own for each gate; and * multiplies
elementwise:

    i, f, o  =  sigmoid(...)         g       =  tanh(...)
    (N, H)      (N, H)               (N, H)     (N, H)
    c'       =  f * c  +  i * g      h'      =  o * tanh(c')
    (N, H)      (N, H)    (N, H)     (N, H)     (N, H)

While f is near 1, c and its gradient are passed on almost unchanged. How much of a gradient is
left, with H = 1, in a plain net with W_hh = 0.5 and in an LSTM with f = 0.99:

    steps back T    1       5        10       20
    plain           0.5     0.031    0.001    0.000001         0.5 ** T, at most
    c of an LSTM    0.99    0.951    0.904    0.818            0.99 ** T

A GRU manages with one state (its gates: reset r, update z, new n). Here W x is short for x W.T:

    r       =  sigmoid(  W_ir x + b_ir  +  W_hr h + b_hr  )
    (N, H)               (N, H)            (N, H)
    z       =  sigmoid(  W_iz x + b_iz  +  W_hz h + b_hz  )
    (N, H)               (N, H)            (N, H)
    n       =  tanh(     W_in x + b_in  +  r * (W_hn h + b_hn)  )
    (N, H)               (N, H)            (N, H)
    h'      =  (1 - z) * n  +  z * h
    (N, H)     (N, H)          (N, H)

    h      n       z       (1 - z) * n    z * h    h'
    0.8    -0.4    0.75    -0.1           0.6      0.5

The weights of the gates are the rows of one matrix, H for each gate, in the order in which the
gates are named here. So one product, (N, in) @ (in, 4H) or (in, 3H), serves all of them.

Layers
------
Layers read a whole sequence, (L, N, in) or, with `batch_first`, (N, L, in), and return the top
layer's h of all steps and the last states of all layers. A *bidirectional* layer also reads the
sequence backwards, and joins both results along the last dimension.

An Embedding (`transformer`), a GRU and a Linear make a language model, too. A text may be very
long, so cut it: hand the last state on to the next piece, but `detach()` it first, or backward runs
through all earlier pieces. This is *truncated* back-propagation through time.

On the way back, the rule of each x[t] makes a tensor of zeros as large as all of x: for L steps, L
such tensors. `steps` halves the sequence again and again, which fills only about 2 log2(L) of that
size: with 1,024 steps, there and back take half the time.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/modules/rnn.py: LSTM` hands the whole sequence to one kernel in C++, and
`torch/nn/modules/rnn.py: LSTMCell` is a step for loops of your own. 100 steps with 8 numbers, there
and back, take 0.5 ms in the kernel and 14 ms in a loop; with 128 numbers and a batch of 32 they
take 42 ms and 56 (`docs/other_ways.py` measures it). The price of a kernel is that you cannot
change the cell. The second bias adds nothing that one could not do alone (except in n of a GRU):
torch has both because the kernel of cuDNN, NVIDIA's library, has. JAX writes a program down before
it runs, and a loop of 1,000 steps becomes 1,000 copies of the cell: for the plain net with H = 1,
that takes 4 s to compile. `jax/_src/lax/control_flow/loops.py: scan` writes the cell once, which
takes 0.05 s; the state it carries must keep its shape and dtype. (`jax/experimental/rnn.py: lstm`
is cuDNN's kernel.) Attention sees all steps at once, and pays with L * L scores; a state takes the
same memory however long the text is.

This removes a limit of `scalars`, whose network takes inputs of one length. It would not work
without `toposort`: an LSTM's graph grows by 17 nodes per step, 8 of them one behind another, so
recursion, which ends at a depth of about 1,000, would end after about 120 letters.

The traps
---------
- In a GRU, r multiplies W_hn h + b_hn, bias included, and only that.
- No shape shows in which order the gates are.
- The outputs of what was read backwards must be reversed again, to stand beside their inputs.

When it is done, a network can remember; the demo asks three of them for the bit that they read ten
steps ago.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 10.1 to 10.3, 10.7
and 10.10; S. Hochreiter, J. Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997), pp.
1735-1780, section 4; K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for
Statistical Machine Translation (2014), section 2.3, for the GRU; R. Pascanu, T. Mikolov, Y. Bengio,
On the Difficulty of Training Recurrent Neural Networks (2013), section 2; C. Olah, Understanding
LSTM Networks (colah.github.io, 2015).
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
    """One step of a plain net. The arguments are (N, in), (N, H), (H, in), (H, H), (H,) and (H,),
    in this order; the result, h', is (N, H).

    Here and in the other cells, biases may be None, and `linear(x, weight, bias)` is x weight.T +
    bias.
    """
    return tanh(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh))


def rnn_relu_cell(
    input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> Any:
    """The same with relu instead of tanh. (Given.)"""
    return relu(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh))


def gru_cell(input: Any, hx: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None) -> Any:
    """One step of a GRU: (N, in), (N, H), (3H, in), (3H, H), (3H,), (3H,) -> (N, H). The rows of
    weights and biases are those of r, then z, then n."""
    size = hx.shape[-1]
    from_input, from_state = linear(input, w_ih, b_ih), linear(hx, w_hh, b_hh)
    gates = sigmoid(from_input[..., : 2 * size] + from_state[..., : 2 * size])
    r, z = split(gates, size, -1)
    n = tanh(from_input[..., 2 * size :] + r * from_state[..., 2 * size :])
    return n + z * (hx - n)


def lstm_cell(
    input: Any, hx: State, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None
) -> State:
    """One step of an LSTM: (N, in), hx = (h, c), (4H, in), (4H, H), (4H,), (4H,) -> (h', c'). The
    rows of weights and biases are those of i, then f, g and o. With a projection, h is (N, P), so
    take H from c."""
    h, c = hx
    i, f, g, o = split(linear(input, w_ih, b_ih) + linear(h, w_hh, b_hh), c.shape[-1], -1)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


def steps(x: Any) -> list[Any]:
    """The parts of x along its first dimension, without it: (L, ...) -> a list of L of (...).

    For L = 0 the list is empty. On the way back, few tensors of x's size are filled, about
    2 log2(L) and not L, as the lesson says. (Given.)
    """
    if len(x) <= 1:
        return [x[0]] if len(x) else []
    half = len(x) // 2
    return steps(x[:half]) + steps(x[half:])


def scan(cell: Any, inputs: Sequence[Any], state: State, weights: Sequence[Any]) -> Any:
    """Feed the inputs to a cell, one after the other; return (the list of h after each step, the
    last state).

    `cell(input, state, *weights)` takes a State, a tuple whose first part is h, and returns the
    next one.
    """
    outputs = []
    for input in inputs:
        state = cell(input, state, *weights)
        outputs.append(state[0])
    return outputs, state


class RNNBase(SequenceModule):
    """What `RNN`, `GRU` and `LSTM` have in common; each says what one step is.

    `SequenceModule` (given/nn/recurrent.py) has the parameters, makes the first state, and turns
    sequences into (L, N, in) before it calls `read`.
    """

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step; a State is a tuple: (h,), or (h, c) for an LSTM.

        Here it raises TypeError: each kind has its own. (Given.)
        """
        raise TypeError(f"{type(self).__name__} has no step()")

    def read(self, x: Any, state: State) -> tuple[Any, State]:
        """Read sequences (L, N, in), L at least 1, with all layers; return (output, last state).

        Every part of `state` is (layers * directions, N, H): along its first dim, the first layer
        forwards, then (if `bidirectional`) the first layer backwards, then the second forwards, and
        so on. The last state has the same form. `self.weights(layer, reverse)`, the layer counted
        from 0 and `reverse` a bool, gives the weights for `step`; there are `self.num_layers`.

        The output is (L, N, directions * H): for each step, what was read forwards comes first. In
        training, outputs of every layer but the last are dropped with probability `self.dropout`
        before the next layer reads them: one call of `dropout` for all steps of a layer.
        """
        last: list[State] = []
        for layer in range(self.num_layers):
            if layer and self.dropout > 0:
                x = dropout(x, self.dropout, self.training)
            outputs = []
            for reverse in (False, True) if self.bidirectional else (False,):
                first = tuple([part[len(last)] for part in state])
                inputs = steps(x)[::-1] if reverse else steps(x)
                hidden, end = scan(self.step, inputs, first, self.weights(layer, reverse))
                outputs.append(stack(hidden[::-1] if reverse else hidden))
                last.append(end)
            x = concatenate(*outputs, dim=-1) if len(outputs) > 1 else outputs[0]
        return x, tuple([stack(part) for part in zip(*last, strict=True)])


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
        """The state after one more step. (Given.)"""
        cell = rnn_tanh_cell if self.nonlinearity == "tanh" else rnn_relu_cell
        return (cell(input, state[0], *weights),)


class GRU(RNNBase):
    """Layers of gated recurrent units."""

    gates = 3

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step. (Given.)"""
        return (gru_cell(input, state[0], *weights),)


class LSTM(RNNBase):
    """Layers of long short-term memory; a state is two tensors, h and c."""

    gates = 4
    states = 2

    def step(self, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step. (Given.)"""
        return self.projected(lstm_cell, input, state, *weights)
