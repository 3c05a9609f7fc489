"""`recurrent`'s `LSTM`, a whole sequence in one op. (Given code.)

On the way back, what the gradients of h and c are multiplied by is found for some steps at once;
step by step there are seven calls of NumPy's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m07_chain_rule import defvjp
from ...m10_shapes import stack
from ...m30_recurrent import LSTM, lstm_cell, scan, steps
from ..core.residuals import primitive_with_residuals
from .recurrent import Sequence, logistic, read_by_op, share


class LSTMSequence(Sequence):
    """`results` has the first h, those after each step, and the last c. The gates lie in the order
    o, i, f, g: three that are logistic, and three whose gradients come from c's."""

    def __init__(self, x: Any, h: Any, c: Any, w_ih: Any, w_hh: Any, *biases: Any) -> None:
        super().__init__(x, 2, w_ih, w_hh)
        count, batch, size = self.count, len(h), self.size
        self.results = np.empty((count + 2, batch, size), x.dtype)
        self.results[0] = h
        self.c, self.tanh_c = np.empty((2, count + 1, batch, size), x.dtype)  # before each step
        self.c[0] = c
        sign = np.ones(4 * size, x.dtype)
        sign[: 3 * size] = -1  # of what is logistic
        order = self.of_input
        gates = np.dot(x.reshape(-1, x.shape[2]), w_ih[order].T * sign)
        gates += sum(biases)[order] * sign if biases else 0
        self.gates = gates.reshape(count, batch, 4, size)
        self._read(w_hh[order].T * sign)
        self.results[-1] = self.c[-1]

    def orders(self) -> tuple[np.ndarray, np.ndarray]:
        """As the class says."""
        order = self.rows(3, 0, 1, 2)
        return order, order

    def _read(self, weight: np.ndarray) -> None:
        flat = self.gates.reshape(self.count, -1, 4 * self.size)
        from_state = np.empty_like(flat[0])
        o, i, f, g = self.gates.transpose(2, 0, 1, 3)
        for t, gates in enumerate(flat):
            gates += np.dot(self.results[t], weight, out=from_state)
            logistic(gates[:, : 3 * self.size])
            np.tanh(g[t], out=g[t])
            c, tanh_c = self.c[t + 1], self.tanh_c[t + 1]
            np.multiply(f[t], self.c[t], out=c)
            c += np.multiply(i[t], g[t], out=tanh_c)
            np.tanh(c, out=tanh_c)
            np.multiply(o[t], tanh_c, out=self.results[t + 1])

    def way_back(self, g: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
        """As `Sequence.way_back`."""
        gh, gc, weight = np.zeros_like(g[0]), g[-1].copy(), self.w_hh[self.of_state]
        found, part = np.empty_like(self.gates), np.empty_like(gh)
        o, f = self.gates[:, :, 0], self.gates[:, :, 2]
        for some in self.blocks(self.gates[0].size):
            factors = self._factors(some)
            through = self.tanh_c[1:][some] ** 2
            np.subtract(1, through, out=through)
            through *= o[some]
            for k, t in reversed(list(enumerate(range(some.start, some.stop)))):
                gh += g[t]
                np.multiply(gh, factors[k, :, 0], out=found[t, :, 0])
                gc += np.multiply(gh, through[k], out=part)
                np.multiply(gc[:, None], factors[k, :, 1:], out=found[t, :, 1:])
                gc *= f[t]
                np.dot(found[t].reshape(len(gh), -1), weight, out=gh)
        flat = found.reshape(-1, 4 * self.size)
        return [gh, gc], flat, flat

    def _factors(self, some: slice) -> np.ndarray:
        """By what the gradient of h is multiplied to be that of o before it is bent, and that of c
        to be those of i, f and g."""
        gates = self.gates[some]
        factors = gates * gates  # s - s * s of the three, 1 - g * g of the last
        np.subtract(gates[:, :, :3], factors[:, :, :3], out=factors[:, :, :3])
        np.subtract(1, factors[:, :, 3], out=factors[:, :, 3])
        factors[:, :, 0] *= self.tanh_c[1:][some]
        factors[:, :, 1] *= gates[:, :, 3]
        factors[:, :, 2] *= self.c[some]
        factors[:, :, 3] *= gates[:, :, 1]
        return factors


@primitive_with_residuals
def lstm(*args: np.ndarray) -> tuple[np.ndarray, LSTMSequence]:
    """x (L, N, in), h and c (N, H), and the cell's weights and, maybe, biases -> the h after each
    step, and the last c: (L + 1, N, H)."""
    sequence = LSTMSequence(*args)
    return sequence.results[1:], sequence


def _by_cells(x: Any, h: Any, c: Any, *weights: Any) -> Any:
    hidden, (_, c) = scan(lstm_cell, steps(x), (h, c), weights)
    return stack([*hidden, c])


def _rule(place: int) -> Any:
    def lstm_vjp(
        g: Any,
        out: Any,
        x: Any,
        h: Any,
        c: Any,
        w_ih: Any,
        w_hh: Any,
        b_ih: Any = None,
        b_hh: Any = None,
        residuals: Any = None,
    ) -> Any:
        args = x, h, c, w_ih, w_hh, b_ih, b_hh
        return share(LSTMSequence, _by_cells, place, g, args, residuals)

    return lstm_vjp


defvjp(lstm, *map(_rule, range(7)))


def _one_layer(x: Any, state: Any, weights: Any) -> Any:
    found = lstm(x, *state, *weights)
    return found[:-1], (found[-2], found[-1])


def read(self: LSTM, x: Any, state: Any) -> Any:
    """`LSTM.read`, each layer and direction by one op."""
    return read_by_op(self, x, state, LSTM.step, _one_layer)
