"""Given layers for images, signals and sequences: what they print, hold and compute is torch's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

Make = Callable[[Any], Any]
SIGNALS: list[Make] = [  # of (2, 4, 9)
    lambda nn: nn.Conv1d(4, 6, 3),
    lambda nn: nn.Conv1d(4, 6, (2,), stride=2, padding=1, dilation=3, groups=2, bias=False),
    lambda nn: nn.Conv1d(4, 4, 4, padding="same"),
    lambda nn: nn.MaxPool1d(2),
    lambda nn: nn.MaxPool1d(3, 2, padding=1, dilation=2, return_indices=True),
    lambda nn: nn.AvgPool1d(2),
    lambda nn: nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False),
    lambda nn: nn.AdaptiveAvgPool1d(4),
]
IMAGES: list[Make] = [  # of (2, 4, 7, 6)
    lambda nn: nn.Conv2d(4, 6, (3, 2), stride=2, padding=(1, 0), groups=2),
    lambda nn: nn.MaxPool2d((3, 2), 2, padding=1),
    lambda nn: nn.MaxPool2d(2, return_indices=True),
    lambda nn: nn.AvgPool2d(2, padding=1),
    lambda nn: nn.AdaptiveAvgPool2d((None, 4)),
    lambda nn: nn.BatchNorm2d(4),
]
SEQUENCES: list[Make] = [  # of (3, 2, 4)
    lambda nn: nn.RNN(4, 5, 2, nonlinearity="relu", dropout=0.2),
    lambda nn: nn.GRU(4, 5, batch_first=True, bidirectional=True),
    lambda nn: nn.LSTM(4, 5, bias=False),
    lambda nn: nn.TransformerEncoderLayer(4, 2, 6, 0.3, "gelu"),
    lambda nn: nn.TransformerEncoderLayer(4, 2, 6, 0.3, batch_first=True, norm_first=True),
    lambda nn: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6), 2, nn.LayerNorm(4)),
]
STEPS: list[Make] = [  # of (3, 4)
    lambda nn: nn.RNNCell(4, 5, nonlinearity="relu"),
    lambda nn: nn.GRUCell(4, 5, bias=False),
    lambda nn: nn.LSTMCell(4, 5),
]
CASES = [
    *[(make, (2, 4, 9)) for make in SIGNALS],
    *[(make, (2, 4, 7, 6)) for make in IMAGES],
    *[(make, (3, 2, 4)) for make in SEQUENCES],
    *[(make, (3, 4)) for make in STEPS],
]


@pytest.mark.parametrize(("make", "shape"), CASES)
def test_a_layer_is_torchs(lib, make, shape):
    def play(lib: Any) -> tuple[Any, ...]:
        lib.manual_seed(1)
        layer = make(lib.nn).to(lib.float64)
        x = lib.tensor(np.sin(np.arange(np.prod(shape)).reshape(shape) ** 2.0), requires_grad=True)
        results = flat(layer(x))
        (results[0] * results[0]).sum().backward()
        return repr(layer), list(layer.state_dict()), [*results, x.grad]

    (ours, our_names, found), (theirs, their_names, expected) = play(lib), play(torch)
    assert ours == theirs
    assert our_names == their_names
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), rtol=1e-9, atol=1e-12)


def flat(results: Any) -> list[Any]:
    """The tensors in nested tuples."""
    if not isinstance(results, tuple):
        return [results]
    return [tensor for result in results for tensor in flat(result)]


def test_a_table_may_be_given(lib):
    weight = lib.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    frozen = lib.nn.Embedding.from_pretrained(weight)
    learning = lib.nn.Embedding.from_pretrained(weight, freeze=False, padding_idx=-1)
    assert repr(learning) == "Embedding(3, 2, padding_idx=2)"
    assert not frozen.weight.requires_grad
    assert learning.weight.requires_grad
    assert np.shares_memory(learning.weight.detach().numpy(), weight.numpy())
    assert frozen(lib.tensor([2, 0])).tolist() == [[5.0, 6.0], [1.0, 2.0]]


def test_attention_refuses_what_torch_refuses(lib):
    def refused(lib: Any, shapes: tuple, how: dict, masks: dict) -> str:
        attention = lib.nn.MultiheadAttention(4, 2, **how)
        masks = {name: lib.zeros(shape) > 0 for name, shape in masks.items()}
        try:
            attention(*[lib.zeros(shape) for shape in shapes], **masks)
        except Exception as error:
            return type(error).__name__
        return "nothing"

    x, first = (3, 2, 4), {"batch_first": True}
    cases = [
        ((x, x, x), {}, {}),
        ((x, (3, 4), (3, 4)), {}, {}),
        ((x, (5, 2, 4), x), {}, {}),
        (((3, 2, 5),) * 3, {}, {}),
        (((4,),) * 3, {}, {}),
        ((x, x, x), {}, {"attn_mask": (3,)}),
        ((x, x, x), {}, {"attn_mask": (1, 3)}),
        ((x, x, x), {}, {"attn_mask": (3, 3), "key_padding_mask": (2, 3)}),
        ((x, x, x), {}, {"key_padding_mask": (3, 2)}),
        ((x, x, x), first, {"attn_mask": (2, 2), "key_padding_mask": (3, 2)}),
        ((x, x, x), first, {"attn_mask": (6, 2, 2)}),
        ((x, x, x), first, {"attn_mask": (4, 2, 2)}),
        (((3, 4),) * 3, first, {"attn_mask": (2, 3, 3), "key_padding_mask": (3,)}),
        (((3, 4),) * 3, first, {"key_padding_mask": (1, 3)}),
    ]
    for case in cases:
        assert refused(lib, *case) == refused(torch, *case), case
