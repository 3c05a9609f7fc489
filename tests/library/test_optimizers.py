"""Optimisers as torch's, where they are given: options, refusals, RMSprop, clipped elements."""

from __future__ import annotations

import pytest

from grader.asking.inputs import normal


def test_single_elements_can_be_clipped(agree):
    def program(lib, w, v):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        gradient = ((w * w * w).sum() - (v * v).sum()) * 2
        gradient.backward()
        lib.nn.utils.clip_grad_value_([w, v], 0.7)
        first = w.grad * 1, v.grad * 1
        lib.nn.utils.clip_grad_value_(v, 0.3)
        return first, v.grad

    agree(program, normal(2, 3), normal(4))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"weight_decay": 0.3, "maximize": True},
        {"momentum": 0.7},
        {"centered": True},
        {"momentum": 0.7, "centered": True},
    ],
)
def test_rmsprop_has_torchs_options(agree, options):
    def program(lib, w, g, options):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.RMSprop([w], lr=0.05, alpha=0.8, eps=0.01, **options)
        for _ in range(4):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return w, dict(optimizer.state[w])

    agree(program, normal(2, 3), normal(2, 3), options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Adam", {"betas": (1.0, 0.5)}),
        ("AdamW", {"betas": (0.5, -0.1)}),
        ("AdamW", {"lr": -1.0}),
        ("RMSprop", {"alpha": -1.0}),
        ("Adagrad", {"lr_decay": -1.0}),
    ],
)
def test_impossible_options_are_refused(agree, name, options):
    def program(lib, w, name, options):
        return getattr(lib.optim, name)([lib.tensor(w, requires_grad=True)], **options)

    agree(program, normal(3), name, options, raises=ValueError)


@pytest.mark.parametrize("options", [{"start_factor": 0.0}, {"end_factor": 1.5}])
def test_impossible_factors_of_a_warm_up_are_refused(agree, options):
    def program(lib, w, options):
        optimizer = lib.optim.SGD([lib.tensor(w, requires_grad=True)], lr=0.3)
        return lib.optim.lr_scheduler.LinearLR(optimizer, **options)

    agree(program, normal(3), options, raises=ValueError)
