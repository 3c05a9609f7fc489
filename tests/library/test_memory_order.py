"""Results lie in memory as torch's do, whatever the order of what they are made of. It shows in
`.view`, in `.stride()`, and in random numbers, which are drawn in the order of their memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

ORDERS = ["x", "x.permute(0, 3, 1, 2)", "x.transpose(-1, -2)", "x.permute(3, 2, 1, 0)", "x.t4()"]
KEPT = """
    -x
    x.exp()
    x.tanh()
    x.sigmoid()
    F.relu(x)
    F.gelu(x)
    F.silu(x)
    F.softplus(x)
    x + 1
    x * x
    x / x.sum()
    x + lib.ones(x.shape[-1])
    x > 0.5
    (x > 0.5).logical_not()
    lib.where(x > 0.5, x, 0.0)
    x.clamp(0.2, 0.7)
    x.masked_fill(x > 0.5, 0.0)
    x.double()
    x.long()
    x.clone()
    x.clone(memory_format=lib.contiguous_format)
    x.contiguous()
    x.detach().clone().requires_grad_()
    lib.zeros_like(x)
    lib.ones_like(x, dtype=lib.float64)
    lib.full_like(x, 2.5)
    lib.maximum(x, x * 0.5)
    x.lerp(x * 2, 0.25)
    x.exp().permute(0, 2, 3, 1)
    x.softmax(1)
    x.log_softmax(-1)
    x.cumsum(1)
    x.gather(1, lib.zeros_like(x).long())
    x.tril()
    x.reshape(-1, x.shape[-1])
    x.flatten(1)
    F.conv2d(x, lib.ones(2, x.shape[1], 1, 1))
    F.conv2d(x, lib.ones(2, x.shape[1], 1, 1), lib.ones(2)).relu()
    F.max_pool2d(x, 2)
    F.avg_pool2d(x, 2)
    F.pad(x, (1, 1))
    lib.cat([x, x], 1)
    lib.cat([x, x.contiguous()], 1)
    nn.BatchNorm2d(x.shape[1])(x)
"""
IN_ORDER = """
    x.sum(1)
    x.sum(0)
    x.sum((1, 2))
    x.mean(-1)
    x.mean(1, keepdim=True)
    x.var(1)
    x.std(2)
    x.prod(1)
    x.amax(1)
    x.max(1).values
    x.max(1).indices
    x.argmin(2)
    (x > 0.5).any(1)
    x.logsumexp(1)
    x.norm(dim=1)
    x.norm(3, dim=2)
    x.scatter(1, lib.zeros(x.shape, dtype=lib.int64), 1.0)
    lib.cdist(x, x)
"""
DRAWN = """
    lib.rand_like(x)
    lib.randn_like(x)
    lib.randn_like(x, dtype=lib.float64)
    lib.bernoulli(x)
    lib.empty_like(x).normal_()
    lib.zeros_like(x).uniform_()
    x.clone().exponential_()
    x.clone().bernoulli_(0.5)
    F.dropout(x)
    F.dropout(x.exp() + 1, 0.25)
    F.dropout2d(x).contiguous()
    lib.normal(x, 1.0)
    lib.randn_like(x[..., :1])
    lib.randn_like(x[:1].expand(3, *x.shape[1:]))
    lib.rand_like(x[:, ::2])
    F.dropout(F.max_pool2d(nn.BatchNorm2d(2)(nn.Conv2d(x.shape[1], 2, 1)(x)), 2))
    nn.TransformerEncoderLayer(5, 1, 6, 0.3, batch_first=True)(x.contiguous().view(-1, 3, 5))
    nn.TransformerEncoderLayer(5, 1, 6, 0.3)(x.contiguous().view(-1, 3, 5))
    nn.MultiheadAttention(5, 1, 0.3)(*[x.contiguous().view(-1, 3, 5)] * 3)[0]
    nn.MultiheadAttention(5, 1, 0.3, batch_first=True)(*[x.contiguous().view(-1, 3, 5)] * 3)[0]
"""


def evaluated(lib: Any, order: str, expression: str) -> Any:
    x = lib.tensor(np.random.default_rng(0).random((2, 3, 4, 5)).astype(np.float32))
    x = eval(order.replace("t4()", "transpose(0, 2).transpose(1, 3)"), {"x": x})
    lib.manual_seed(3)
    return eval(expression, {"lib": lib, "F": lib.nn.functional, "nn": lib.nn, "x": x})


def steps(x: Any) -> list[int]:
    """The strides, but those of dims along which there is one element."""
    return [step for step, size in zip(x.stride(), x.shape, strict=True) if size > 1]


@pytest.mark.parametrize("order", ORDERS)
def test_results_lie_as_torchs_do_and_so_the_same_numbers_are_drawn(lib, order):
    wrong = []
    for expression in map(str.strip, (KEPT + IN_ORDER + DRAWN).strip().splitlines()):
        if expression.strip() == "":
            continue
        ours, theirs = evaluated(lib, order, expression), evaluated(torch, order, expression)
        a, b = ours.detach().double().numpy(), theirs.detach().double().numpy()
        is_near = a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-5)
        if not is_near or steps(ours) != steps(theirs):
            wrong.append((expression, is_near, ours.stride(), theirs.stride()))
    assert not wrong, "\n".join(map(str, wrong))
