"""Attention with keys and values of other sizes, and with keys that nobody has read: torch's."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
import torch

from tests.library.plain import parts

APART = {"kdim": 3, "vdim": 5}
HOW: list[dict[str, Any]] = [
    APART,
    {"kdim": 3},
    {"vdim": 3, "bias": False},
    {"kdim": 4, "vdim": 4},
    {"add_bias_kv": True},
    {"add_zero_attn": True},
    {"add_bias_kv": True, "add_zero_attn": True, "batch_first": True},
    {**APART, "add_bias_kv": True, "add_zero_attn": True, "bias": False},
]
MASKS: list[dict[str, Any]] = [  # of 3 queries, 5 keys, 2 sequences, 2 heads
    {},
    {"key_padding_mask": (2, 5)},
    {"attn_mask": (3, 5)},
    {"attn_mask": (4, 3, 5), "key_padding_mask": (2, 5), "average_attn_weights": False},
    {"attn_mask": (3, 5), "is_causal": True},
    {"attn_mask": (3, 5), "is_causal": True, "need_weights": False},
    {"key_padding_mask": (2, 5), "need_weights": False},
]


def numbers(lib: Any, *shape: int, shift: float = 0.0) -> Any:
    """The same numbers in both libraries."""
    x = np.sin(np.arange(np.prod(shape)).reshape(shape) ** 2.0 + shift)
    return lib.tensor(x, requires_grad=True)


def made(lib: Any, how: dict[str, Any]) -> tuple[Any, list[Any]]:
    """A layer, and what it can read."""
    lib.manual_seed(3)
    layer = lib.nn.MultiheadAttention(4, 2, **how, dtype=lib.float64)
    swap = how.get("batch_first", False)
    sizes = [(3, 2, 4), (5, 2, layer.kdim), (5, 2, layer.vdim)]
    shapes = [(n, length, e) if swap else (length, n, e) for length, n, e in sizes]
    return layer, [numbers(lib, *shape, shift=i) for i, shape in enumerate(shapes)]


def masks_of(lib: Any, masks: dict[str, Any], floats: bool) -> dict[str, Any]:
    """Masks of these shapes, as bools or as floats to be added."""
    found = dict(masks)
    for name, shape in masks.items():
        if isinstance(shape, tuple):
            x = numbers(lib, *shape, shift=7.0).detach()
            found[name] = x if floats else x > 0.3
    return found


@pytest.mark.parametrize("how", HOW, ids=str)
def test_parameters_and_their_numbers_are_torchs(lib, how):
    def play(lib: Any) -> tuple[list[Any], list[Any]]:
        layer, _ = made(lib, how)
        none = [n for n in ("in", "q", "k", "v") if getattr(layer, f"{n}_proj_weight") is None]
        state = layer.state_dict()
        described = [layer.kdim, layer.vdim, layer.add_zero_attn, layer.bias_k is None, none]
        return [*described, [*state]], [x.numpy() for x in state.values()]

    (ours, found), (theirs, expected) = play(lib), play(torch)
    assert ours == theirs
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-14)


@pytest.mark.parametrize("floats", [False, True])
@pytest.mark.parametrize("masks", MASKS, ids=str)
@pytest.mark.parametrize("how", HOW, ids=str)
def test_results_and_gradients_are_torchs(lib, how, masks, floats):
    def play(lib: Any) -> list[Any]:
        layer, read = made(lib, how)
        out, weights = layer(*read, **masks_of(lib, masks, floats))
        both = [out] if weights is None else [out, weights]
        leaves = [*read, *layer.parameters()]
        total = sum((x * numbers(lib, *x.shape).detach()).sum() for x in both)
        first = lib.autograd.grad(total, leaves, create_graph=True)
        second = lib.autograd.grad(sum((g * g).sum() for g in first), leaves, allow_unused=True)
        return [*both, *first, *[x for x in second if x is not None]]

    with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
        expected = play(torch)
    found = play(lib)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("how", HOW, ids=str)
def test_forward_mode_batches_and_one_sequence_are_torchs(lib, how):
    def play(lib: Any) -> list[Any]:
        layer, (query, key, value) = made(lib, how)
        layer.requires_grad_(False)
        read = [x.detach() for x in (query, key, value)]
        tangents = tuple([x.cos() for x in read])
        out = [*lib.func.jvp(lambda *x: layer(*x)[0], tuple(read), tangents)]
        batches = [lib.stack([x, 2 * x]) for x in read]
        out.append(lib.func.vmap(lambda *x: layer(*x, need_weights=False)[0])(*batches))
        step = 0 if layer.batch_first else 1
        return [*out, *layer(*[x.select(step, 0) for x in read])]

    for a, b in zip(play(lib), play(torch), strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-11)


def test_copies_attend_by_weights_of_their_own(lib):
    layer, read = made(lib, APART)
    for copied in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        expected = layer(*read)[0].tolist()
        assert copied(*read)[0].tolist() == expected
        with lib.no_grad():
            copied.k_proj_weight.zero_()
            copied.v_proj_weight.mul_(2)
        assert layer(*read)[0].tolist() == expected != copied(*read)[0].tolist()


def test_what_does_not_fit_is_refused_as_in_torch(lib):
    def refused(lib: Any, how: dict[str, Any], *shapes: tuple[int, ...]) -> list[Any]:
        try:
            return [
                tuple(x.shape)
                for x in parts(lib.nn.MultiheadAttention(4, 2, **how)(*map(lib.ones, shapes)))
            ]
        except Exception as error:
            return [type(error).__name__]

    q, k, v = (3, 2, 4), (5, 2, 3), (5, 2, 5)
    cases = [(q, k, v), (q, v, k), (q, k, (4, 2, 5)), (q, k, (5, 1, 5)), (q, k, k), (k, k, v)]
    for case in [*cases, ((3, 4), (5, 3), (5, 5)), ((3, 4), (5, 3), (4, 5)), ((3, 4), k, v)]:
        for how in (APART, {}, {"kdim": 3}):
            assert refused(lib, how, *case) == refused(torch, how, *case), (how, case)
    for sizes in ((0, 1), (4, 0), (4, 3), (-4, 2)):
        with pytest.raises((ValueError, AssertionError)) as theirs:
            torch.nn.MultiheadAttention(*sizes)
        with pytest.raises(theirs.type):
            lib.nn.MultiheadAttention(*sizes)
