"""What torch copies is a copy here, too, also where NumPy's reshape or a slice would share memory:
a later change of the one does not show in the other."""

from __future__ import annotations

from typing import Any

import pytest
import torch

COPIES = """
    x.repeat(1, 1) | x.repeat(2, 1, 1) | x.repeat(2, 2) | x.repeat([3, 1, 1]) | x.tile((1,))
    lib.tile(x, (2, 1, 1)) | F.pad(x, (0, 0)) | F.pad(x, (0, -1)) | F.pad(x, (1, 0))
    nn.ZeroPad2d(0)(x[None]) | x.flip(0) | x.flip(()) | lib.roll(x, 0) | lib.cat([x])
    lib.stack([x]) | x[[0, 1]] | x.repeat_interleave(1, 0) | x[:1].sum(0) | x[:1].amax(0)
"""
COPIES = [each.strip() for line in COPIES.strip().split("\n") for each in line.split("|")]


def answer(lib: Any, expression: str, requires_grad: bool) -> list[Any]:
    """The result after its input was changed; and the input, after the result was."""
    x = lib.arange(6.0).view(2, 3).clone().requires_grad_(requires_grad)
    y = eval(expression, {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "x": x}).detach()
    with lib.no_grad():
        x.add_(100)
        found = y.tolist()
        y.mul_(2)
    return [found, y.tolist(), x.tolist()]


@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize("expression", COPIES)
def test_a_copy_has_memory_of_its_own(lib, expression, requires_grad):
    expected = answer(torch, expression, requires_grad)
    assert answer(lib, expression, requires_grad) == expected


@pytest.mark.parametrize("times", [(1, 1), (2, 1, 1), (2, 3)])
def test_repeat_still_has_its_gradient_and_its_vmap(lib, times):
    def both(lib):
        x = lib.arange(6.0).view(2, 3).requires_grad_()
        weight = lib.arange(float(x.repeat(times).numel())).view(x.repeat(times).shape)
        (x.repeat(times) * weight).sum().backward()
        batched = lib.func.vmap(lambda row: row.repeat(*times))(x)
        return x.grad.tolist(), batched.tolist()

    assert both(lib) == both(torch)
