"""LSTMs that hand on fewer numbers than they remember, `proj_size`: torch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tests.library.plain import parts

HOW: list[dict[str, Any]] = [
    {"proj_size": 2},
    {"proj_size": 1, "bias": False, "batch_first": True},
    {"proj_size": 3, "num_layers": 3},
    {"proj_size": 2, "num_layers": 2, "bidirectional": True},
    {"proj_size": 2, "num_layers": 2, "bidirectional": True, "bias": False, "batch_first": True},
]


def numbers(lib: Any, *shape: int, shift: float = 0.0) -> Any:
    """The same numbers in both libraries."""
    x = np.sin(np.arange(np.prod(shape)).reshape(shape) ** 2.0 + shift)
    return lib.tensor(x, requires_grad=True)


def made(lib: Any, how: dict[str, Any]) -> tuple[Any, Any, tuple[Any, Any]]:
    """A layer, an input (3, 2, 4) and a first state."""
    lib.manual_seed(3)
    layer = lib.nn.LSTM(4, 5, **how, dtype=lib.float64)
    rows = layer.num_layers * (1 + layer.bidirectional)
    batch = 3 if layer.batch_first else 2
    state = numbers(lib, rows, batch, layer.proj_size, shift=1), numbers(lib, rows, batch, 5)
    return layer, numbers(lib, 3, 2, 4, shift=2), state


def close(found: Any, expected: Any) -> None:
    """Both are the same numbers in the same shapes."""
    found, expected = parts(found), parts(expected)
    for a, b in zip(found, expected, strict=True):
        assert tuple(a.shape) == tuple(b.shape)
        np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("how", HOW, ids=str)
def test_parameters_and_their_numbers_are_torchs(lib, how):
    def play(lib: Any) -> tuple[list[Any], list[Any]]:
        layer, _, _ = made(lib, how)
        state, names = layer.state_dict(), layer._flat_weights_names
        return [repr(layer), names, [*state], [*map(len, layer.all_weights)]], [*state.values()]

    (ours, found), (theirs, expected) = play(lib), play(torch)
    assert ours == theirs
    close(found, expected)


@pytest.mark.parametrize("how", HOW, ids=str)
def test_results_and_gradients_are_torchs(lib, how):
    def play(lib: Any) -> list[Any]:
        layer, x, state = made(lib, how)
        found = parts([layer(x), layer(x, state)])
        leaves = [x, *state, *layer.parameters()]
        total = sum((part * numbers(lib, *part.shape).detach()).sum() for part in found)
        first = lib.autograd.grad(total, leaves, create_graph=True)
        second = lib.autograd.grad(sum((g * g).sum() for g in first), leaves)
        return [*found, *first, *second]

    close(play(lib), play(torch))


@pytest.mark.parametrize("how", HOW, ids=str)
def test_one_sequence_and_several_lengths_are_torchs(lib, how):
    def play(lib: Any) -> list[Any]:
        layer, x, state = made(lib, how)
        rnn, step = lib.nn.utils.rnn, 0 if layer.batch_first else 1
        alone = layer(x.select(step, 0), tuple([part[:, 0] for part in state]))
        lengths = [2, 1, 2] if layer.batch_first else [1, 3]
        packed = rnn.pack_padded_sequence(x, lengths, layer.batch_first, enforce_sorted=False)
        out, ends = layer(packed, state)
        found = parts([alone, rnn.pad_packed_sequence(out)[0], ends])
        total = sum((part * part).sum() for part in found)
        return [*found, *lib.autograd.grad(total, [x, *state, *layer.parameters()])]

    close(play(lib), play(torch))


@pytest.mark.parametrize("how", HOW, ids=str)
def test_forward_mode_and_batches_are_what_they_stand_for(lib, how):
    layer, x, state = made(lib, how)
    layer.requires_grad_(False)
    x, y = x.detach(), x.detach().cos()
    state = tuple([part.detach() for part in state])
    out, tangent = lib.func.jvp(lambda x: layer(x, state)[0], (x,), (y,))
    pull = lib.func.vjp(lambda x: layer(x, state)[0], x)[1]
    assert abs((tangent * out).sum() - (pull(out)[0] * y).sum()).item() < 1e-12
    theirs, z, start = made(torch, how)
    ends = theirs(z, start)[0]
    one, other = torch.autograd.grad(ends, z, ends)[0], z.detach().cos()
    assert abs((tangent * out).sum().item() - (one * other).sum().item()) < 1e-12
    both = lib.func.vmap(lambda x: layer(x, state))(lib.stack([x, y]))
    close(
        both,
        [
            lib.stack(pair)
            for pair in zip(parts(layer(x, state)), parts(layer(y, state)), strict=True)
        ],
    )


def test_what_does_not_fit_is_refused_as_in_torch(lib):
    def refused(lib: Any, call: Any) -> str:
        try:
            call(lib, lib.nn)
        except Exception as error:
            return type(error).__name__
        return "nothing"

    calls = [
        lambda lib, nn: nn.LSTM(2, 3, proj_size=3),
        lambda lib, nn: nn.LSTM(2, 3, proj_size=-1),
        lambda lib, nn: nn.GRU(2, 3, proj_size=1),
        lambda lib, nn: nn.RNN(2, 3, proj_size=1),
        lambda lib, nn: nn.LSTM(2, 3, 1, True, False, 0.0, False, 2),
        lambda lib, nn: nn.LSTM(2, 3, proj_size=2)(lib.ones(1, 1, 2), [lib.ones(1, 1, 3)] * 2),
        lambda lib, nn: nn.LSTM(2, 3, proj_size=2)(lib.ones(1, 1, 2), [lib.ones(1, 1, 2)] * 2),
        lambda lib, nn: nn.LSTM(2, 3, proj_size=2)(
            lib.ones(1, 2), (lib.ones(1, 2), lib.ones(1, 3))
        ),
    ]
    for number, call in enumerate(calls):
        assert refused(lib, call) == refused(torch, call), number
