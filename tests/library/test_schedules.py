"""The given schedules set torch's rates, alone, resumed, and one after another."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

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
