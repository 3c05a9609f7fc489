"""The given schedules set torch's rates, alone, resumed, and one after another."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

Make = Callable[[Any, Any], Any]
SCHEDULES: list[Make] = [
    lambda s, o: s.LambdaLR(o, lambda n: 0.9**n),
    lambda s, o: s.LambdaLR(o, [lambda n: 0.9**n, lambda n: 1 / (1 + n)]),
    lambda s, o: s.MultiStepLR(o, [2, 5, 5], gamma=0.3),
    lambda s, o: s.ExponentialLR(o, 0.7),
    lambda s, o: s.ConstantLR(o, 0.2, total_iters=3),
    lambda s, o: s.LinearLR(o, 0.2, total_iters=4),
    lambda s, o: s.LinearLR(o, 1.0, 0.1),
    lambda s, o: s.LinearLR(o, 0.5, 0.0, total_iters=2),
    lambda s, o: s.StepLR(o, 2),
    lambda s, o: s.CosineAnnealingLR(o, 4, eta_min=0.1),
    lambda s, o: s.CosineAnnealingLR(o, 12),
    lambda s, o: s.MultiplicativeLR(o, lambda n: 0.9 if n % 2 else 1.05),
    lambda s, o: s.MultiplicativeLR(o, [lambda n: 0.9, lambda n: 1 / (n + 1)]),
    lambda s, o: s.PolynomialLR(o, 9, 2.0),
    lambda s, o: s.PolynomialLR(o),
    lambda s, o: s.CosineAnnealingWarmRestarts(o, 4),
    lambda s, o: s.CosineAnnealingWarmRestarts(o, 2, 2, eta_min=0.05),
    lambda s, o: s.CyclicLR(o, 0.1, 0.9, 3),
    lambda s, o: s.CyclicLR(o, [0.1, 0.2], [0.9, 0.5], 2, 4, "triangular2"),
    lambda s, o: s.CyclicLR(o, 0.1, 0.9, 2, mode="exp_range", gamma=0.9, base_momentum=0.5),
    lambda s, o: s.CyclicLR(o, 0.1, 0.9, 2, scale_fn=lambda x: 1 / x, cycle_momentum=False),
    lambda s, o: s.CyclicLR(
        o, 0.1, 0.9, 2, scale_fn=lambda x: 0.9**x, scale_mode="iterations", max_momentum=[0.7, 0.8]
    ),
    lambda s, o: s.ChainedScheduler([s.ConstantLR(o, 0.2, 3), s.ExponentialLR(o, 0.9)]),
    lambda s, o: s.ChainedScheduler([s.StepLR(o, 2), s.PolynomialLR(o, 7)], o),
    lambda s, o: s.OneCycleLR(o, 0.9, total_steps=20),
    lambda s, o: s.OneCycleLR(o, [0.9, 0.5], epochs=4, steps_per_epoch=4, pct_start=0.5),
    lambda s, o: s.OneCycleLR(o, 0.9, total_steps=20, anneal_strategy="linear"),
    lambda s, o: s.SequentialLR(
        o, [s.LinearLR(o, 0.1, total_iters=3), s.CosineAnnealingLR(o, 6), s.StepLR(o, 2)], [3, 8]
    ),
]
LOSSES = [5.0, 4.0, 4.0, 3.9999, 4.2, 4.1, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0, 2.5, 2.5]


def optimizer(lib: Any, kind: str = "SGD") -> Any:
    groups = [{"params": [lib.ones(2, requires_grad=True)]} for _ in range(2)]
    groups[1]["lr"] = 0.8
    options = {"momentum": 0.9} if kind == "SGD" else {}
    return getattr(lib.optim, kind)(groups, lr=0.3, **options)


def rates(optimizer: Any, scheduler: Any, steps: int, *metrics: float) -> list[Any]:
    seen = []
    for i in range(steps):
        optimizer.step()
        scheduler.step(*metrics[i : i + 1])
        seen.append([g.get("momentum", g.get("betas")) for g in optimizer.param_groups])
        seen.append(scheduler.get_last_lr())
        assert seen[-1] == [g["lr"] for g in optimizer.param_groups]
    return [x for each in seen for x in each]


def flat(values: list[Any]) -> list[float]:
    return [x for v in values for x in (v if isinstance(v, tuple) else (v,))]


@pytest.mark.parametrize(
    "options",
    [
        lambda s: {},
        lambda s: {"use_buffers": True},
        lambda s: {"avg_fn": s.get_ema_avg_fn(0.6)},
        lambda s: {"multi_avg_fn": s.get_ema_multi_avg_fn(0.7), "use_buffers": True},
        lambda s: {"multi_avg_fn": s.get_ema_multi_avg_fn(0.7)},
    ],
)
def test_weights_are_averaged_as_torch_does(lib, options):
    seen = []
    for each in (torch, lib):
        each.manual_seed(0)
        utils = each.optim.swa_utils
        model = each.nn.Sequential(each.nn.Linear(2, 3), each.nn.BatchNorm1d(3))
        averaged = utils.AveragedModel(model, **options(utils))
        batches = [(each.randn(4, 2), 1) for _ in range(3)]
        for x, _ in batches:
            model(x)
            with each.no_grad():
                for p in model.parameters():
                    p += 0.5
            averaged.update_parameters(model)
        found = [*averaged.state_dict().values()]
        utils.update_bn(batches, averaged)
        found += [*averaged.state_dict().values(), averaged.training, averaged(batches[0][0])]
        seen.append([v.detach().tolist() if hasattr(v, "detach") else v for v in found])
    for found, expected in zip(seen[1], seen[0], strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_circles_begin_where_they_are_told_to(lib):
    seen = []
    for each in (torch, lib):
        schedules = each.optim.lr_scheduler
        for mult in (1, 2):
            scheduler = schedules.CosineAnnealingWarmRestarts(optimizer(each), 3, mult)
            for epoch in (0.5, 4, 9.25, 2, 21):
                scheduler.step(epoch)
                seen += [*scheduler.get_last_lr(), scheduler.T_cur, scheduler.T_i]
    half = len(seen) // 2
    assert seen[half:] == pytest.approx(seen[:half], rel=1e-12)


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
@pytest.mark.parametrize("make", SCHEDULES)
def test_a_schedule_sets_torchs_rates_and_goes_on_when_resumed(lib, make, kind):
    seen = []
    for each in (torch, lib):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of torch's, about its own SequentialLR
            first = optimizer(each, kind)
            scheduler = make(each.optim.lr_scheduler, first)
            found = rates(first, scheduler, 6)
            second = optimizer(each, kind)
            resumed = make(each.optim.lr_scheduler, second)
            second.load_state_dict(first.state_dict())
            resumed.load_state_dict(scheduler.state_dict())
            found += rates(first, scheduler, 8)
            assert found[-32:] == rates(second, resumed, 8)
        seen.append(flat(found))
    assert seen[1] == pytest.approx(seen[0], rel=1e-12)


@pytest.mark.parametrize(
    "options",
    [
        {"patience": 1},
        {"patience": 1, "factor": 0.5, "cooldown": 2, "min_lr": [0.01, 0.5]},
        {"patience": 0, "threshold": 0.5, "threshold_mode": "abs"},
        {"patience": 1, "mode": "max"},
        {"patience": 0, "eps": 0.5},
    ],
)
def test_the_rate_falls_when_nothing_gets_better(lib, options):
    seen = []
    for each in (torch, lib):
        watched = optimizer(each)
        scheduler = each.optim.lr_scheduler.ReduceLROnPlateau(watched, **options)
        seen.append(rates(watched, scheduler, len(LOSSES), *LOSSES))
    assert seen[1] == pytest.approx(seen[0], rel=1e-12)
