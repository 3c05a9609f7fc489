"""Convolution and pooling: what is given around the learner's ops is torch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

X, W = np.linspace(-1, 1, 80).reshape(1, 4, 5, 4), np.linspace(-1, 1, 72).reshape(6, 2, 3, 2)


@pytest.mark.parametrize(
    ("weight", "how"),
    [
        (W, {}),
        (W, {"groups": 3}),
        (W, {"groups": 2, "padding": -1}),
        (W, {"groups": 2, "stride": 0}),
        (W, {"groups": 2, "padding": "same", "stride": 2}),
        (np.ones((6, 4, 6, 2)), {}),
        (np.ones((6, 4, 9, 2)), {"padding": 1}),
    ],
)
def test_a_convolution_that_does_not_fit_is_refused(lib: Any, weight: Any, how: Any):
    for each in (torch, lib):
        for images in (X, X[:0]):
            with pytest.raises(RuntimeError):
                each.nn.functional.conv2d(each.tensor(images), each.tensor(weight), **how)
    fits = [
        each.nn.functional.conv2d(each.tensor(X), each.tensor(W), groups=2) for each in (torch, lib)
    ]
    np.testing.assert_allclose(fits[1].numpy(), fits[0].numpy(), rtol=1e-12)


@pytest.mark.parametrize("size", [1, (2, 3), (None, 4), (7, 2)])
def test_adaptive_windows_fill_the_size_that_is_asked_for(lib: Any, size: Any):
    found = []
    for each in (torch, lib):
        x = each.tensor(X, requires_grad=True)
        out = each.nn.functional.adaptive_avg_pool2d(x, size)
        (out * out).sum().backward()
        found.append((out.detach().numpy(), x.grad.numpy()))
    for ours, theirs in zip(found[1], found[0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("how", [{"kernel_size": 3, "padding": 2}, {"kernel_size": 6}])
@pytest.mark.parametrize("kind", ["max_pool2d", "avg_pool2d"])
def test_windows_that_do_not_fit_are_refused(lib: Any, kind: str, how: Any):
    for each in (torch, lib):
        with pytest.raises(RuntimeError):
            getattr(each.nn.functional, kind)(each.tensor(X), **how)
