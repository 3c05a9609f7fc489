"""What layers that read sequences have around them: parameters, states, shapes. (Given code.)"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m04_magic_methods import reshape, transpose
from ...m16_modules import Module, Parameter, linear
from ...m17_initialization import uniform_
from ..core.dtypes import get_default_dtype
from ..layers.packed_reading import read_packed
from .layer_arguments import unlike

State = tuple[Any, ...]  # (h,), and (h, c) for an LSTM


class SequenceModule(Module):
    """Layers of recurrent cells; a subclass reads sequences with them.

    For layer k there are `weight_ih_l{k}` (G * H, in), where `in` is what the layer below gives,
    `weight_hh_l{k}` (G * H, H), `bias_ih_l{k}` and `bias_hh_l{k}` (G * H,), in this order, and, if
    bidirectional, the same with `_reverse` behind the name. G is the number of `gates`. With a
    `proj_size` P there is `weight_hr_l{k}` (P, H), too, which makes every h (N, P).
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
        proj_size: int = 0,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Layers with parameters as `reset_parameters` draws them.

        Args:
            batch_first: sequences are (N, L, in), and not (L, N, in).
            dropout: of each layer's outputs but the last's, in training.
            proj_size: how many numbers of an LSTM's h are handed on, by a weight; 0 for all.

        Raises ValueError for sizes that are not positive, unless 0 <= dropout <= 1, and for a
        `proj_size` that is not smaller than H, or of other layers than an LSTM.
        """
        super().__init__()
        if min(input_size, hidden_size, num_layers) < 1:
            raise ValueError("input_size, hidden_size and num_layers must be greater than zero")
        if not 0 <= dropout <= 1:
            raise ValueError(f"dropout has to be between 0 and 1, but got {dropout}")
        if proj_size and not (self.states > 1 and 0 < proj_size < hidden_size):
            raise ValueError(f"proj_size={proj_size} must be of an LSTM, and below hidden_size")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first, self.dropout = bias, batch_first, dropout
        self.bidirectional, self.proj_size = bidirectional, proj_size
        rows, directions = self.gates * hidden_size, 2 if bidirectional else 1
        size = proj_size or hidden_size
        dtype = dtype or get_default_dtype()
        for layer in range(num_layers):
            shapes = [(rows, size * directions if layer else input_size), (rows, size)]
            shapes += [(rows,)] * 2 * bias + [(proj_size, hidden_size)] * bool(proj_size)
            for reverse in range(directions):
                for name, shape in zip(self._names(layer, bool(reverse)), shapes, strict=True):
                    setattr(self, name, Parameter(Tensor(np.empty(shape, dtype))))
        self.reset_parameters()

    def _names(self, layer: int, reverse: bool) -> list[str]:
        kinds = ["weight_ih", "weight_hh", *["bias_ih", "bias_hh"] * self.bias]
        kinds += ["weight_hr"] * bool(self.proj_size)
        return [f"{kind}_l{layer}{'_reverse' if reverse else ''}" for kind in kinds]

    def weights(self, layer: int, reverse: bool = False) -> list[Parameter]:
        """The parameters of one layer in one direction: two weights and, maybe, two biases, and a
        third weight if there is a `proj_size`."""
        return [getattr(self, name) for name in self._names(layer, reverse)]

    def reset_parameters(self) -> None:
        """Draw all parameters, in their order, between -1 / sqrt(H) and 1 / sqrt(H)."""
        bound = 1 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            uniform_(parameter, -bound, bound)

    @property
    def _flat_weights_names(self) -> list[str]:
        places = product(range(self.num_layers), (False, True)[: 1 + self.bidirectional])
        return [name for place in places for name in self._names(*place)]

    @property
    def _flat_weights(self) -> list[Parameter]:
        return [getattr(self, name) for name in self._flat_weights_names]

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters, layer by layer and direction by direction."""
        flat, n = self._flat_weights, len(self._names(0, False))
        return [flat[i : i + n] for i in range(0, len(flat), n)]

    def flatten_parameters(self) -> None:
        """Nothing to do: torch lays the parameters one after the other, for a GPU's sake."""

    def projected(self, cell: Any, input: Any, state: State, *weights: Any) -> State:
        """The state after one more step of an LSTM's cell; its h by the last weight, if there is a
        `proj_size`."""
        if not self.proj_size:
            return cell(input, state, *weights)
        h, c = cell(input, state, *weights[:-1])
        return linear(h, weights[-1]), c

    def read(self, x: Any, state: State) -> tuple[Any, State]:
        """What a subclass does with sequences (L, N, in): (output, last state)."""
        raise TypeError(f"{type(self).__name__} has no read()")

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Read whole sequences: (output, last state).

        Args:
            input: (L, N, in), (N, L, in) if `batch_first`, or one sequence (L, in); or a
                `PackedSequence` of several lengths, and so is the output.
            hx: the first state, (layers * directions, N, H) or for one sequence without N; for an
                LSTM, two of them. None for zeros.

        The output is the top layer's h at each step, shaped as the input but for its last
        dimension, directions * H; the last state is shaped as `hx`. With a `proj_size`, that is the
        size of h and of the output in the place of H.

        Raises ValueError for an input with another number of dimensions or another dtype than the
        parameters, RuntimeError for sizes that do not fit and for empty sequences.
        """
        if hasattr(input, "batch_sizes"):
            return read_packed(self, input, hx)
        alone, swapped = input.ndim == 2, input.ndim == 3 and self.batch_first
        if input.ndim not in (2, 3):
            raise ValueError(f"expected 2 or 3 dimensions, got an input {input.shape}")
        self.check(input)
        x = transpose(input, 0, 1) if swapped else input
        if alone:
            x = reshape(input, (input.shape[0], 1, input.shape[1]))
        if not x.shape[0]:
            raise RuntimeError("expected at least one step")
        x, state = self.read(x, self.first_state(x.shape[1], x.dtype, hx, alone))
        if alone:
            x, *state = [reshape(part, (part.shape[0], part.shape[2])) for part in (x, *state)]
        return transpose(x, 0, 1) if swapped else x, tuple(state) if self.states > 1 else state[0]

    def check(self, input: Any) -> None:
        """Raise RuntimeError for another number of features, ValueError for another dtype."""
        if input.shape[-1] != self.input_size:
            raise RuntimeError(f"expected {self.input_size} numbers a step, got {input.shape[-1]}")
        if input.dtype != self.weight_ih_l0.dtype:
            raise ValueError(f"{input.dtype} input, {self.weight_ih_l0.dtype} parameters")

    def first_state(self, batch: int, dtype: np.dtype, hx: Any, alone: bool) -> State:
        """Every part (layers * directions, N, H), and h with a `proj_size` in the place of H.
        Raises RuntimeError for another shape."""
        rows = self.num_layers * (2 if self.bidirectional else 1)
        sizes = [self.proj_size or self.hidden_size, self.hidden_size][: self.states]
        shapes = [(rows, batch, size) for size in sizes]
        if hx is None:
            return tuple([Tensor(np.zeros(shape, dtype)) for shape in shapes])
        state = hx if self.states > 1 else (hx,)
        for part, size in zip(state, sizes, strict=True):
            if part.shape != (wanted := (rows, size) if alone else (rows, batch, size)):
                raise RuntimeError(f"expected a first state {wanted}, got {part.shape}")
        return tuple([reshape(part, shape) for part, shape in zip(state, shapes, strict=True)])

    def extra_repr(self) -> str:
        """The sizes, and what differs from the defaults."""
        usual = {"batch_first": False, "dropout": 0.0, "bidirectional": False}
        words = unlike(self, proj_size=0, num_layers=1, bias=True, **usual)
        return ", ".join([f"{self.input_size}, {self.hidden_size}", *words])
