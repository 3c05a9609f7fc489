"""What is given beside `initialization`: tensors are filled in place, as torch fills them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch


def test_constants_are_written_into_the_tensor_and_it_is_given_back(lib):
    for name, arguments, number in (
        ("constant_", (2.5,), 2.5),
        ("zeros_", (), 0),
        ("ones_", (), 1),
    ):
        weight = lib.empty(2, 3, requires_grad=True)
        memory = weight.detach()
        assert getattr(lib.nn.init, name)(weight, *arguments) is weight
        assert weight.requires_grad and weight.is_leaf
        assert memory.tolist() == [[number] * 3] * 2


@pytest.mark.parametrize("mean, std", [(2.0, 0.5), (-1.0, 0.1), (1.5, 0.0)])
def test_normal_numbers_are_torchs_from_the_same_seed(lib, mean, std):
    def drawn(lib: Any) -> list[np.ndarray]:
        lib.manual_seed(1)
        weights = [lib.empty(5, 3, requires_grad=True), lib.empty(3, 5, 4), lib.empty(3)]
        assert all(lib.nn.init.normal_(weight, mean, std) is weight for weight in weights)
        return [weight.detach().numpy() for weight in weights]

    for found, expected in zip(drawn(lib), drawn(torch), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7)
