"""Residual nets: what is given around the learner's blocks is what torch's parts make of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch


def check(program: Any, by_hand: Any, lib: Any, *inputs: Any) -> None:
    """The library's program and the one that is written out in torch give the same numbers."""
    _compare(program(lib, *inputs), by_hand(torch, *inputs))


def _compare(ours: Any, theirs: Any) -> None:
    if isinstance(theirs, dict):
        assert list(ours) == list(theirs)
        ours, theirs = list(ours.values()), list(theirs.values())
    if isinstance(theirs, list | tuple):
        assert len(ours) == len(theirs)
        for pair in zip(ours, theirs, strict=True):
            _compare(*pair)
    else:
        ours, theirs = (part.detach().numpy() for part in (ours, theirs))
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=shape)


def test_a_bottleneck_works_on_fewer_channels_than_it_gives(lib):
    def program(each, x, g, stride):
        each.manual_seed(0)
        x, downsample = each.tensor(x, requires_grad=True), each.nn.Conv2d(3, 8, 1, stride)
        block = each.models.Bottleneck(3, 2, stride, downsample).double()
        y = block(x)
        y.backward(each.tensor(g))
        return y, x.grad, block.conv2.weight.grad

    def by_hand(each, x, g, stride):
        each.manual_seed(0)
        nn, x = each.nn, each.tensor(x, requires_grad=True)
        downsample = nn.Conv2d(3, 8, 1, stride).double()
        conv1 = nn.Conv2d(3, 2, 1, bias=False).double()
        conv2 = nn.Conv2d(2, 2, 3, stride, padding=1, bias=False).double()
        conv3 = nn.Conv2d(2, 8, 1, bias=False).double()
        bn1, bn2, bn3 = (nn.BatchNorm2d(size).double() for size in (2, 2, 8))
        out = bn2(conv2(bn1(conv1(x)).relu())).relu()
        y = (bn3(conv3(out)) + downsample(x)).relu()
        y.backward(each.tensor(g))
        return y, x.grad, conv2.weight.grad

    check(program, by_hand, lib, numbers(2, 3, 6, 5), numbers(2, 8, 6, 5), 1)
    check(program, by_hand, lib, numbers(2, 3, 6, 5), numbers(2, 8, 3, 3), 2)


def test_convolutions_start_by_kaimings_rule_for_the_way_back(lib):
    def program(each):
        each.manual_seed(0)
        how = {"in_channels": 2, "widths": (5,), "small_images": True}
        net = each.models.ResNet(each.models.BasicBlock, [1], 3, **how)
        return [part for part in net.parameters() if part.ndim == 4], net.fc.state_dict()

    def by_hand(each):
        each.manual_seed(0)
        nn = each.nn
        convolutions = [nn.Conv2d(size, 5, 3, bias=False) for size in (2, 5, 5)]
        fc = nn.Linear(5, 3)
        for conv in convolutions:
            nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
        return [conv.weight for conv in convolutions], fc.state_dict()

    check(program, by_hand, lib)


def test_blocks_may_start_by_doing_nothing(lib):
    def program(each, kind, zeros):
        block = getattr(each.models, kind)
        net = each.models.ResNet(block, [1], 3, zeros, widths=(2,), small_images=True)
        return {name: part for name, part in net.named_parameters() if ".bn" in name}

    def by_hand(each, kind, zeros):
        sizes, weights = [2, 2] if kind == "BasicBlock" else [2, 2, 8], {}
        for i, size in enumerate(sizes, 1):
            last = zeros and i == len(sizes)
            weights[f"layer1.0.bn{i}.weight"] = each.zeros(size) if last else each.ones(size)
            weights[f"layer1.0.bn{i}.bias"] = each.zeros(size)
        return weights

    for kind in ("BasicBlock", "Bottleneck"):
        check(program, by_hand, lib, kind, True)
        check(program, by_hand, lib, kind, False)


def test_there_is_a_width_for_each_layer(lib):
    assert lib.models.ResNet(lib.models.BasicBlock, [1, 1], 3, widths=[2, 4]).fc.in_features == 4
    with pytest.raises(ValueError):
        lib.models.ResNet(lib.models.BasicBlock, [1, 1], 3, widths=[2, 4, 8])
