"""A graph frees itself, and a training step needs about as much memory as torch's."""

from __future__ import annotations

import gc
import inspect
import json
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from grader.manifest import PACKAGE, ROOT
from grader.sandbox.threads import THREADS

BAR = 1.3  # times torch's peak


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.freeze()  # else whatever is there is looked through each time, all of torch, too
    gc.disable()
    yield
    gc.enable()


def mlp(lib: Any) -> Any:
    nn = lib.nn
    return nn.Sequential(
        nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 3)
    )


def convnet(lib: Any) -> Any:
    nn = lib.nn
    return nn.Sequential(
        nn.Unflatten(1, (1, 2, 3)),
        nn.Conv2d(1, 4, 3, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4, 3),
    )


def transformer(lib: Any) -> Any:
    nn = lib.nn
    layer = nn.TransformerEncoderLayer(6, 2, 8, 0.1, batch_first=True)
    return nn.Sequential(nn.Unflatten(1, (1, 6)), layer, nn.Flatten(), nn.Linear(6, 3))


def recurrent(lib: Any) -> Any:
    class Last(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = lib.nn.LSTM(2, 4, batch_first=True)
            self.out = lib.nn.Linear(4, 3)

        def forward(self, x):
            output, _ = self.lstm(x.view(-1, 3, 2))
            return self.out(output[:, -1])

    return Last()


def training(lib: Any, model: Any, optimizer: Any) -> Callable[[], float]:
    """One epoch, with all that a loop usually has around a step."""
    data = lib.utils.data.TensorDataset(lib.randn(8, 6), lib.randint(0, 3, (8,)))
    loader = lib.utils.data.DataLoader(data, batch_size=4, shuffle=True)
    scheduler = lib.optim.lr_scheduler.StepLR(optimizer, 1)
    loss_fn = lib.nn.CrossEntropyLoss()

    def epoch() -> float:
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            lib.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        scheduler.step()
        return loss.item()

    return epoch


@pytest.mark.parametrize("build", [mlp, convnet, transformer, recurrent])
@pytest.mark.parametrize("optimizer", ["SGD", "AdamW"])
def test_training_leaves_nothing_to_the_collector(lib, build, optimizer, no_collector):
    model = build(lib)
    epoch = training(lib, model, getattr(lib.optim, optimizer)(model.parameters(), lr=0.01))
    for _ in range(3):  # the optimiser makes its state, and lays it out, in the first ones
        epoch()
    assert unreachable(epoch) == []


def test_hooks_leave_nothing_to_the_collector(lib, no_collector):
    model, norms = mlp(lib), []
    model.register_forward_hook(lambda module, args, output: output * 2)
    model[0].weight.register_hook(lambda grad: grad * 0.5)

    def step() -> None:
        hidden = model[0](lib.randn(4, 6))
        hidden.retain_grad()
        hidden.register_hook(lambda grad: norms.append(grad.norm().item()))
        (model(lib.randn(4, 6)).sum() + hidden.square().sum()).backward()
        assert hidden.grad is not None

    assert unreachable(step) == []
    assert len(norms) == 2


def test_second_derivatives_leave_nothing_to_the_collector(lib, no_collector):
    x = lib.randn(3, requires_grad=True)

    def penalised() -> None:
        (slope,) = lib.autograd.grad(x.tanh().sum(), x, create_graph=True)
        slope.square().sum().backward()
        x.grad = None

    assert unreachable(penalised) == []


def test_transforms_leave_nothing_to_the_collector(lib, no_collector):
    x = lib.randn(3)

    def transformed() -> None:
        lib.func.hessian(lambda x: x.tanh().sum())(x)
        lib.func.vmap(lib.func.grad(lambda x: (x * x).sum()))(x.unsqueeze(1))

    assert unreachable(transformed) == []


def test_a_custom_function_leaves_nothing_to_the_collector(lib, no_collector):
    class Exp(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            result = x.exp()
            ctx.save_for_backward(result)
            return result

        @staticmethod
        def backward(ctx, g):
            return g * ctx.saved_tensors[0]

    x = lib.randn(3, requires_grad=True)
    assert unreachable(lambda: Exp.apply(x).sum().backward()) == []


def test_a_graph_goes_with_its_last_result(lib, no_collector):
    x = lib.randn(3, requires_grad=True)
    for finish in (lambda loss: None, lambda loss: loss.backward()):
        hidden = x * 2
        refs = [weakref.ref(hidden), weakref.ref(hidden.value)]
        loss = (hidden * hidden).sum()
        finish(loss)
        del hidden, loss
        assert [ref() for ref in refs] == [None, None]


def test_a_backward_walk_frees_what_it_has_passed(lib, no_collector):
    x, freed = lib.randn(300, requires_grad=True), []
    x.register_hook(lambda grad: freed.append(ref() is None))
    result = x.exp()
    ref = weakref.ref(result.value)
    loss = result.sum()
    del result
    loss.backward()
    assert freed == [True]


def test_large_values_that_no_rule_reads_are_released_unless_somebody_holds_them(lib):
    x = lib.full((1024, 512), 0.5, requires_grad=True)
    held, passed = x * 3, x * 2
    ref, alive = weakref.ref(passed.value), []
    result = held.relu() + passed.relu()
    del passed
    result.register_hook(lambda grad: alive.append(ref() is not None))
    result.sum().backward()
    assert alive == [False], "relu reads its result, and mul by a number reads the number"
    assert held.amin().item() == held.amax().item() == 1.5
    assert x.grad.amin().item() == x.grad.amax().item() == 5.0


# Rules that take `*args` are believed to read all of them. These do: it is a key, of any length.
ANY_KEY = ["getitem", "unindex", "with_part"]
# One rule for any number of tensors: its code does not tell which of them it reads for which, so
# that it is believed to read all of them, and its result.
ANY_TENSORS = ["concatenate", "custom", "einsum"]


def test_what_a_rule_reads_is_seen_in_its_code(modules):
    rules = modules["autodiff.m07_chain_rule"].rules
    read_by = modules["autodiff.given.in_place.reads"].read_by
    ours = {op: found for op, found in rules.items() if op.__module__.startswith(PACKAGE)}
    single = {op: found for op, found in ours.items() if isinstance(found, tuple)}
    assert sorted(op.__name__ for op in ours.keys() - single.keys()) == ANY_TENSORS
    take_rest = {
        op.__name__
        for op, found in single.items()
        for rule in found
        if rule and any(each.kind is each.VAR_POSITIONAL for each in parameters(rule))
    }
    assert sorted(take_rest) == ANY_KEY
    for op, found in single.items():
        places = [read_by(rule, len(parameters(op))) for rule in found if rule]
        assert None not in places, op.__name__


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return [*inspect.signature(function).parameters.values()]


def test_a_rule_reads_what_its_code_names(modules):
    read_by = modules["autodiff.given.in_place.reads"].read_by
    assert read_by(lambda g, out: g, 1) == set()
    assert read_by(lambda g, out, x: g * out, 1) == {-1}
    assert read_by(lambda g, out, x, y: g * y, 2) == {1}
    assert read_by(lambda g, out, x, *key: g * x, 4) == {0}
    assert read_by(lambda g, out, x, *key: g[key], 4) == {1, 2, 3}
    assert read_by(lambda g, out, *args: g + len([x for x in args]), 3) == {0, 1, 2}
    assert read_by(partial(lambda number, g, out, *args: g, 0), 2) is None


def unreachable(function: Callable[[], Any]) -> list[Any]:
    """What only the collector could free after a call."""
    function()
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        function()
        gc.collect()
        return [type(each) for each in gc.garbage]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


NETWORKS = {
    "deep": (6 * "Linear(512, 512), ReLU(), " + "Linear(512, 10)", (4096, 512)),
    "mlp": ("Linear(256, 512), ReLU(), Linear(512, 512), ReLU(), Linear(512, 10)", (8192, 256)),
    "normed": (
        "Linear(256, 512), BatchNorm1d(512), ReLU(), Linear(512, 512), LayerNorm(512), ReLU(), "
        "Linear(512, 10)",
        (8192, 256),
    ),
    "convnet": (
        "Conv2d(1, 8, 3, padding=1), ReLU(), Conv2d(8, 16, 3, padding=1), ReLU(), MaxPool2d(2), "
        "Flatten(), Linear(3136, 10)",
        (1024, 1, 28, 28),
    ),
    "normed convnet": (
        "Conv2d(1, 8, 3), BatchNorm2d(8), ReLU(), Conv2d(8, 16, 3), BatchNorm2d(16), ReLU(), "
        "MaxPool2d(2), Flatten(), Linear(2304, 10)",
        (1024, 1, 28, 28),
    ),
}
# Prints by how many megabytes each network's process grows in a training step.
MEASURED = """
import json, os, sys
import numpy as np
{imports}
from {lib}.nn import *

def in_megabytes(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field)) / 1024

def measure(layers, shape):
    model = eval("Sequential(" + layers + ")")
    optimizer = {lib}.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step(x):
        labels = {lib}.zeros(len(x), dtype={lib}.int64)
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()

    x = {lib}.from_numpy(np.ones(shape, np.float32))
    step(x[:2])
    step(x[:2])
    before = in_megabytes("VmRSS")
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5")
    step(x)
    print(in_megabytes("VmHWM") - before, flush=True)

for network in json.loads(sys.argv[1]):
    if (child := os.fork()) == 0:
        measure(*network)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
"""
IMPORTS = {
    "torch": "from grader.asking.oracle import torch; torch = torch()",
    PACKAGE: f"""
from grader.asking.in_process import InProcess
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS
InProcess(assemble(SOLUTIONS, None)).start()
import {PACKAGE}
""",
}


def peaks(lib: str) -> list[float]:
    """By how many megabytes a process of each network's own grows in a training step."""
    program = MEASURED.format(imports=IMPORTS[lib], lib=lib)
    environment = os.environ | dict.fromkeys(THREADS, "1")
    command = [sys.executable, "-c", program, json.dumps([*NETWORKS.values()])]
    told = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    return [float(line) for line in told.splitlines()]


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="Linux tells the peak")
def test_a_training_step_needs_little_more_memory_than_with_torch():
    for network, torchs, ours in zip(NETWORKS, peaks("torch"), peaks(PACKAGE), strict=True):
        said = f"{network}: {ours:.0f} MB, and {torchs:.0f} MB with torch"
        assert 0 < ours <= BAR * torchs, said
