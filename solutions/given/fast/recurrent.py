"""Recurrent layers that read a whole sequence in one op: what an LSTM and a GRU share. (Given
code.)

All inputs meet their weight in one product, and so do all gradients of the weights. What is left
for each step is done in memory that is there already, and as much of it as possible for several
steps at once. With 128 numbers, 64 steps and a batch of 32, a step of training takes 0.6 (LSTM) or
0.7 (GRU) of the time that the cells' own ops take; one by one, with 16 numbers, an eighth.

An op takes its place where ops are recorded and nobody else looks on: a transform sees the cells'
own ops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ...m03_computation_graph import record
from ...m10_shapes import concatenate, stack
from ...m23_regularization import dropout
from ...m30_recurrent import RNNBase
from ...m31_reverse_transforms import vjp
from ..core.dtypes import float32, float64
from ..ops.move import flip
from ..statistics.sums import add_up

_BLOCK = 2**15  # numbers of gates that are worked on at a time on the way back

usual = RNNBase.read


class Sequence:
    """A layer's way through a sequence, all in arrays of (steps, batch, ...).

    A subclass says in which order the gates' rows lie for inputs and for states: those that are
    worked on together are neighbours. `results` begins with the first h.
    """

    def __init__(self, x: np.ndarray, states: int, w_ih: Any, w_hh: Any) -> None:
        self.x, self.w_ih, self.w_hh, self.states = x, w_ih, w_hh, states
        self.count, self.size = len(x), w_hh.shape[1]
        self.of_input, self.of_state = self.orders()
        self.known: tuple[Any, Any] = None, None

    def orders(self) -> tuple[np.ndarray, np.ndarray]:
        """Which rows of the weights come where, of inputs and of states."""
        raise NotImplementedError

    def way_back(self, g: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
        """From the gradient of the results, those of the first state, and those of what inputs and
        states gave to the gates, (steps * batch, rows)."""
        raise NotImplementedError

    def rows(self, *gates: int) -> np.ndarray:
        """The rows of these gates."""
        return np.concatenate([np.arange(k * self.size, (k + 1) * self.size) for k in gates])

    def blocks(self, numbers: int) -> Iterator[slice]:
        """Some steps at a time, from the last one, if one step has so many numbers."""
        some = max(1, _BLOCK // max(1, numbers))
        for end in range(self.count, 0, -some):
            yield slice(max(0, end - some), end)

    def gradient(self, g: np.ndarray, place: int) -> np.ndarray:
        """That of one of the arguments, from that of the results."""
        if self.known[0] is not g:  # what they have in common is found once
            self.known = g, self.way_back(g)
        first, from_input, from_state = self.known[1]
        if place == 0:
            return np.dot(from_input, self.w_ih[self.of_input]).reshape(self.x.shape)
        if place <= self.states:
            return first[place - 1]
        which = place - self.states  # 1: w_ih, 2: w_hh, 3: b_ih, 4: b_hh
        slopes, order = [(from_state, self.of_state), (from_input, self.of_input)][which % 2]
        if which > 2:
            found = add_up(slopes, (0,))
        else:
            read = self.x if which == 1 else self.results[: self.count]
            found = np.dot(slopes.T, read.reshape(len(slopes), -1))
        out = np.empty_like(found)
        out[order] = found
        return out


def logistic(negative: np.ndarray) -> None:
    """1 / (1 + exp(negative)), in place; exact to the last digits at both ends."""
    np.exp(negative, out=negative)
    negative += 1
    np.reciprocal(negative, out=negative)


def share(
    kind: type[Sequence], by_cells: Callable[..., Any], place: int, g: Any, args: Any, kept: Any
) -> Any:
    """What one of the arguments gets from `g`: of ndarrays as `kept` tells, or a new `kind` of
    these arguments; with a history, by the cells' rules."""
    given = [each for each in args if each is not None]
    if kept is None and not isinstance(g, np.ndarray):
        return vjp(by_cells, *given)[1](g)[place]
    return (kept or kind(*given)).gradient(g, place)


def read_by_op(
    layers: RNNBase, x: Any, state: Any, step: Any, one_layer: Callable[..., Any]
) -> tuple[Any, tuple[Any, ...]]:
    """`RNNBase.read`, each layer and direction by `one_layer(x, state, weights)`, which returns the
    outputs and the last state, if the layers' step is this one and nobody else looks on."""
    own = getattr(layers.step, "__func__", None)  # packed sequences bring another one
    is_plain = own is step and not layers.proj_size
    if not (is_plain and type(x).interpreter is record and x.dtype in (float32, float64)):
        return usual(layers, x, state)
    last: list[Any] = []
    for layer in range(layers.num_layers):
        if layer and layers.dropout > 0:
            x = dropout(x, layers.dropout, layers.training)
        outputs = []
        for reverse in (False, True) if layers.bidirectional else (False,):
            first = [part[len(last)] for part in state]
            inputs = flip(x, 0) if reverse else x
            found, end = one_layer(inputs, first, layers.weights(layer, reverse))
            outputs.append(flip(found, 0) if reverse else found)
            last.append(end)
        x = concatenate(*outputs, dim=-1) if len(outputs) > 1 else outputs[0]
    return x, tuple([stack(part) for part in zip(*last, strict=True)])
