"""`recurrent`'s `GRU`, a whole sequence in one op. (Given code.)

Every gradient of a step is that of h, multiplied by what is found for some steps at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m07_chain_rule import defvjp
from ...m10_shapes import stack
from ...m30_recurrent import GRU, gru_cell, scan, steps
from ..core.residuals import primitive_with_residuals
from .recurrent import Sequence, logistic, read_by_op, share


class GRUSequence(Sequence):
    """`results` has the first h and those after each step. The gates lie in the order n, r, z for
    inputs, and r, z, n for states."""

    def __init__(self, x: Any, h: Any, w_ih: Any, w_hh: Any, *biases: Any) -> None:
        super().__init__(x, 1, w_ih, w_hh)
        count, batch, size = self.count, len(h), self.size
        self.results = np.empty((count + 1, batch, size), x.dtype)
        self.results[0] = h
        self.of_n = np.empty((count, batch, size), x.dtype)  # what r is multiplied by
        sign = np.full(3 * size, -1, x.dtype)  # of what is logistic
        sign[:size] = 1
        gates = np.dot(x.reshape(-1, x.shape[2]), w_ih[self.of_input].T * sign)
        gates += biases[0][self.of_input] * sign if biases else 0
        self.gates = gates.reshape(count, batch, 3 * size)
        sign, bias = np.roll(sign, -size), biases[1][self.of_state] if biases else 0
        self._read(w_hh[self.of_state].T * sign, bias * sign)

    def orders(self) -> tuple[np.ndarray, np.ndarray]:
        """As the class says."""
        return self.rows(2, 0, 1), self.rows(0, 1, 2)

    def _read(self, weight: np.ndarray, bias: np.ndarray) -> None:
        size, part = self.size, np.empty_like(self.of_n[0])
        from_state = np.empty_like(self.gates[0])
        for t, gates in enumerate(self.gates):
            n, both, h = gates[:, :size], gates[:, size:], self.results[t]
            np.dot(h, weight, out=from_state)
            from_state += bias
            both += from_state[:, : 2 * size]
            logistic(both)
            self.of_n[t] = from_state[:, 2 * size :]
            n += np.multiply(both[:, :size], self.of_n[t], out=part)
            np.tanh(n, out=n)
            np.subtract(h, n, out=part)
            part *= both[:, size:]
            np.add(n, part, out=self.results[t + 1])

    def way_back(self, g: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
        """As `Sequence.way_back`."""
        gh, weight = np.zeros_like(g[0]), self.w_hh[self.of_state]
        part = np.empty_like(gh)
        found = np.empty((self.count, len(gh), 4, self.size), gh.dtype)  # n; r, z; what r met
        z = self.gates[:, :, 2 * self.size :]
        for some in self.blocks(found[0].size):
            factors = self._factors(some)
            for k, t in reversed(list(enumerate(range(some.start, some.stop)))):
                gh += g[t]
                np.multiply(gh[:, None], factors[k], out=found[t])
                gh *= z[t]
                gh += np.dot(found[t, :, 1:].reshape(len(gh), -1), weight, out=part)
        flat = found.reshape(-1, 4 * self.size)
        return [gh], flat[:, : 3 * self.size], flat[:, self.size :]

    def _factors(self, some: slice) -> np.ndarray:
        """By what the gradient of h is multiplied to be those of n, r and z before they are bent,
        and that of what r met."""
        gates = self.gates[some]
        n, r, z = np.moveaxis(gates.reshape(*gates.shape[:2], 3, self.size), 2, 0)
        factors = np.empty((*n.shape[:2], 4, self.size), n.dtype)
        of_n, of_r, of_z, of_met = np.moveaxis(factors, 2, 0)
        np.subtract(1, z, out=of_met)
        np.subtract(self.results[some], n, out=of_z)
        of_z *= z
        of_z *= of_met
        np.multiply(n, n, out=of_n)
        np.subtract(1, of_n, out=of_n)
        of_n *= of_met
        np.multiply(of_n, r, out=of_met)
        np.subtract(1, r, out=of_r)
        of_r *= of_met
        of_r *= self.of_n[some]
        return factors


@primitive_with_residuals
def gru(*args: np.ndarray) -> tuple[np.ndarray, GRUSequence]:
    """x (L, N, in), h (N, H), and the cell's weights and, maybe, biases -> the h after each step:
    (L, N, H)."""
    sequence = GRUSequence(*args)
    return sequence.results[1:], sequence


def _by_cells(x: Any, h: Any, *weights: Any) -> Any:
    def cell(input: Any, state: Any, *weights: Any) -> Any:
        return (gru_cell(input, state[0], *weights),)

    return stack(scan(cell, steps(x), (h,), weights)[0])


def _rule(place: int) -> Any:
    def gru_vjp(
        g: Any,
        out: Any,
        x: Any,
        h: Any,
        w_ih: Any,
        w_hh: Any,
        b_ih: Any = None,
        b_hh: Any = None,
        residuals: Any = None,
    ) -> Any:
        args = x, h, w_ih, w_hh, b_ih, b_hh
        return share(GRUSequence, _by_cells, place, g, args, residuals)

    return gru_vjp


defvjp(gru, *map(_rule, range(6)))


def _one_layer(x: Any, state: Any, weights: Any) -> Any:
    found = gru(x, *state, *weights)
    return found, (found[-1],)


def read(self: GRU, x: Any, state: Any) -> Any:
    """`GRU.read`, each layer and direction by one op."""
    return read_by_op(self, x, state, GRU.step, _one_layer)
