"""Recurrent cells as layers, for loops of one's own. (Given code.)"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m16_modules import Module, Parameter
from ...m17_initialization import uniform_
from ...m30_recurrent import gru_cell, lstm_cell, rnn_relu_cell, rnn_tanh_cell
from ..core.dtypes import get_default_dtype
from ..nn.layer_arguments import unlike
from ..protocols.made_with import make_with

PLACE = {"device": None, "dtype": None}


class RNNCellBase(Module):
    """What the three cells have in common: weight_ih, weight_hh, bias_ih and bias_hh."""

    gates = 1

    def __init_subclass__(cls, **settings: Any) -> None:
        make_with(cls, {"input_size": ..., "hidden_size": ..., "bias": True, **settings, **PLACE})

    def _take(self, input_size: int, hidden_size: int, bias: bool, device: Any, dtype: Any) -> None:
        """Parameters between -1 / sqrt(H) and 1 / sqrt(H)."""
        super().__init__()
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        rows, bound = self.gates * hidden_size, 1 / math.sqrt(hidden_size)
        dtype = dtype or get_default_dtype()
        shapes = {"weight_ih": (rows, input_size), "weight_hh": (rows, hidden_size)}
        shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        for name, shape in shapes.items():
            made = Parameter(Tensor(np.empty(shape, dtype)))
            self.register_parameter(name, made if bias or name.startswith("weight") else None)
        for parameter in self.parameters():
            uniform_(parameter, -bound, bound)

    def _weights(self) -> tuple[Any, ...]:
        return self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh

    def _fitting(self, input: Any, h: Any = None) -> Any:
        """`h`, or zeros, if it fits the input."""
        shape = (*input.shape[:-1], self.hidden_size)
        for part in (input,) if h is None else (input, h):
            if part.ndim not in (1, 2):
                raise ValueError(f"expected 1 or 2 dimensions, got {part.shape}")
        if h is None:
            return Tensor(np.zeros(shape, input.dtype))
        if h.shape != shape:
            raise RuntimeError(f"expected a state {shape}, got {h.shape}")
        return h

    def extra_repr(self) -> str:
        """torch's: the sizes, and what differs from the defaults."""
        words = unlike(self, bias=True, nonlinearity="tanh")
        return ", ".join([f"{self.input_size}, {self.hidden_size}", *words])


class RNNCell(RNNCellBase, nonlinearity="tanh"):
    """One step of an `RNN`; `nonlinearity` is "tanh" or "relu"."""

    def _take(self, nonlinearity: str, **settings: Any) -> None:
        super()._take(**settings)
        self.nonlinearity = nonlinearity

    def forward(self, input: Any, hx: Any = None) -> Any:
        """(N, in) or (in,), and (N, H) or (H,) (None: zeros) -> the new state, shaped as the old.

        Raises RuntimeError for an unknown nonlinearity and sizes that do not fit, ValueError for
        another number of dimensions.
        """
        cells = {"tanh": rnn_tanh_cell, "relu": rnn_relu_cell}
        if self.nonlinearity not in cells:
            raise RuntimeError(f"unknown nonlinearity {self.nonlinearity!r}")
        return cells[self.nonlinearity](input, self._fitting(input, hx), *self._weights())


class GRUCell(RNNCellBase):
    """One step of a `GRU`."""

    gates = 3

    def forward(self, input: Any, hx: Any = None) -> Any:
        """(N, in) or (in,), and (N, H) or (H,) (None: zeros) -> the new state, shaped as the old.

        Raises RuntimeError for sizes that do not fit, ValueError for another number of dimensions.
        """
        return gru_cell(input, self._fitting(input, hx), *self._weights())


class LSTMCell(RNNCellBase):
    """One step of an `LSTM`."""

    gates = 4

    def forward(self, input: Any, hx: tuple[Any, Any] | None = None) -> tuple[Any, Any]:
        """(N, in) or (in,), and (h, c), each (N, H) or (H,) (None: zeros) -> the new (h, c).

        Raises RuntimeError for sizes that do not fit, ValueError for another number of dimensions.
        """
        h, c = (None, None) if hx is None else hx
        state = self._fitting(input, h), self._fitting(input, c)
        return lstm_cell(input, state, *self._weights())
