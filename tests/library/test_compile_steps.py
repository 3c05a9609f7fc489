"""Whole steps of training by scripts of NumPy's calls: the numbers are those without, whatever
optimiser there is, whoever keeps a gradient, and whatever comes in between."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

LABELS = np.arange(6) % 3


def optimizer(name: str, **how: Any) -> tuple[str, Callable[[Any, Any], Any]]:
    words = ", ".join([name, *[f"{key} {value}" for key, value in how.items()]])
    return words, lambda lib, params: getattr(lib.optim, name)(params, **how)


OPTIMIZERS = dict(
    [
        optimizer("SGD", lr=0.1),
        optimizer("SGD", lr=0.1, momentum=0.9, dampening=0.1),
        optimizer("SGD", lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
        optimizer("SGD", lr=0.1, maximize=True),
        optimizer("Adam", lr=0.01),
        optimizer("Adam", lr=0.01, weight_decay=0.1),
        optimizer("Adam", lr=0.01, maximize=True, betas=(0.5, 0.9), eps=1e-3),
        optimizer("Adam", lr=0.01, amsgrad=True),
        optimizer("AdamW", lr=0.01, weight_decay=0.1),
        optimizer("RMSprop", lr=0.01),
    ]
)


def network(lib: Any) -> Any:
    nn = lib.nn

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.norm = nn.Linear(4, 5, bias=False), nn.BatchNorm1d(5)
            self.layer_norm, self.last = nn.LayerNorm(5), nn.Linear(5, 3)

        def forward(self, x: Any) -> Any:
            y = self.norm(self.first(x)).relu()
            scores = nn.functional.scaled_dot_product_attention(*[y[None]] * 3)
            return self.last(self.layer_norm(scores[0] + y).tanh())

    return Net()


def of_images(lib: Any) -> Any:
    nn = lib.nn
    layers = nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 3, (3, 2)), nn.MaxPool2d(2)
    more = nn.ReLU(), nn.Conv2d(3, 5, 2, padding=2, bias=False), nn.MaxPool2d((5, 2), (5, 2))
    return nn.Sequential(*layers, *more, nn.Flatten(), nn.Linear(15, 3))


def by_numpy_alone(source: str) -> bool:
    line = re.compile(r" +(return|(\w+ = )?(np\.\w+(\.\w+)?\(|\w+(\.T\b|[.\[(])))")
    body = source.partition("    def run(")[2].splitlines()[1:-2]
    return [x for x in body if x and (not line.match(x) or re.match(r" +\w+ = \w+\(", x))] == []


class Training:
    """A network, its optimiser and a step, compiled or not."""

    def __init__(
        self,
        lib: Any,
        compiled: bool,
        how: str = "Adam, lr 0.01",
        net: Callable[[Any], Any] = network,
        shape: tuple[int, ...] = (6, 4),
        **options: Any,
    ) -> None:
        lib.manual_seed(0)
        self.lib, self.net, self.shape = lib, net(lib), shape
        self.optimizer = OPTIMIZERS[how](lib, self.net.parameters())
        self.options, self.compiled = options, compiled
        self.run = lib.compile(self.step) if compiled else self.step
        self.rng = np.random.default_rng(0)

    def step(self, x: Any, t: Any) -> Any:
        self.optimizer.zero_grad()
        loss = self.lib.nn.functional.cross_entropy(self.net(x), t, **self.options)
        loss.backward()
        self.optimizer.step()
        return loss

    def steps(self, count: int, labels: Any = LABELS) -> list[Any]:
        x = [self.rng.normal(size=self.shape).astype(np.float32) for _ in range(count)]
        return [self.run(self.lib.tensor(each), self.lib.tensor(labels)).item() for each in x]

    def arrays(self) -> list[np.ndarray]:
        params = [*self.net.parameters()]
        tensors = [*params, *self.net.buffers(), *[p.grad for p in params]]
        for state in self.optimizer.state.values():
            tensors += [x for x in state.values() if hasattr(x, "detach")]
        return [np.array(x.detach().numpy()) for x in tensors if x is not None]

    def source(self) -> str:
        assert self.run.why == ""
        return self.run.source


def both(lib: Any, work: Callable[[Training], Any], *how: Any, **options: Any) -> str:
    """The source, after seeing that the same comes out with and without."""
    trained = [Training(lib, compiled, *how, **options) for compiled in (True, False)]
    found, expected = map(work, trained)
    np.testing.assert_allclose(found, expected, 2e-5, 1e-6)
    for a, b in zip(*[each.arrays() for each in trained], strict=True):
        np.testing.assert_allclose(a, b, 1e-3, 2e-5)
    return trained[0].source()


@pytest.mark.parametrize("how", OPTIMIZERS)
def test_every_optimizer(lib, how):
    def work(training: Training) -> Any:
        losses = training.steps(4)
        training.optimizer.param_groups[0]["lr"] /= 2
        losses += training.steps(3)
        training.optimizer.param_groups[0]["weight_decay"] = 0.2
        return losses + training.steps(3)

    source = both(lib, work, how)
    if how.startswith(("SGD", "AdamW")) or how in (
        "Adam, lr 0.01",
        "Adam, lr 0.01, weight_decay 0.1",
    ):
        assert by_numpy_alone(source)


def test_a_hundred_steps(lib):
    both(lib, lambda training: training.steps(100))


def test_images(lib):
    def work(training: Training) -> Any:
        return training.steps(50, np.arange(8) % 3) + training.steps(50, np.arange(8) % 2)

    assert by_numpy_alone(both(lib, work, "SGD, lr 0.1", of_images, (8, 2, 6, 7)))


def test_kept_gradients_stay(lib):
    def work(training: Training) -> Any:
        kept, found = [], training.steps(2)
        for i in range(6):
            params = [*training.net.parameters()]
            kept.append((params[i].grad, params[1].grad[1:], params[0].grad.detach().T)[i % 3])
            found += training.steps(2)
        found += [x.detach().sum().item() for x in kept]
        params[0].grad.mul_(0)
        params[1].grad = None
        params[2].grad.requires_grad_()
        return found + training.steps(2) + [params[2].grad.requires_grad]

    both(lib, work)


def test_what_comes_in_between(lib):
    def work(training: Training) -> Any:
        x = training.lib.tensor(np.random.default_rng(1).normal(size=(6, 4)).astype(np.float32))
        t = training.lib.tensor(LABELS)
        found = training.steps(3)
        found += [training.step(x, t).item() for _ in range(3)]  # as it is
        found += training.steps(3)
        state = training.optimizer.state_dict()
        weights = {name: x.clone() for name, x in training.net.state_dict().items()}
        found += training.steps(2)
        training.net.load_state_dict(weights)
        training.optimizer.load_state_dict(state)
        found += training.steps(2)
        training.optimizer.state.clear()
        found += training.steps(3)
        for p in list(training.net.parameters())[:2]:
            p.requires_grad_(False)
        found += training.steps(2)
        return found

    both(lib, work)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_targets_that_are_ignored_or_wrong(lib, reduction):
    def work(training: Training) -> Any:
        found = training.steps(2)
        found += training.steps(2, [0, -100, 1, 2, -100, 1])
        with pytest.raises(IndexError):
            training.steps(1, [0, 3, 1, 2, 0, 1])
        return found + training.steps(2)

    both(lib, work, reduction=reduction)


def test_numbers_that_change_are_inputs(lib):
    def f(x: Any, lr: float, *, others: list[float]) -> Any:
        f.last = lr
        y = (x * lr + others[0] / 2).tanh() * (1 - lr * 0.5) ** 2
        return y.sum() + (2 - lr), x.add(x, alpha=others[1]) if others[1:] else -others[0] * x

    compiled, x = lib.compile(f), lib.tensor([1.0, 2.0, 3.0])
    for i in range(20):
        if i == 2:
            assert f.last == 0.1 and f"{f.last} {f.last + 1}" == "0.1 1.1"  # the trace is over
        for a, b in zip(
            compiled(x, i / 10, others=[i / 2]), f(x, i / 10, others=[i / 2]), strict=True
        ):
            assert a.dtype == b.dtype and np.allclose(a.numpy(), b.numpy())
    assert compiled.why == "" and "def run(x, lr, others_0):" in compiled.source
    for i in range(4):
        expected = f(x, 0.1, others=[1.0, i / 2])[1]
        assert compiled(x, 0.1, others=[1.0, i / 2])[1].tolist() == expected.tolist()


def test_numbers_that_decide_are_relied_on(lib):
    def f(x: Any, lr: float) -> Any:
        return (x * lr if lr > 0.5 else x), lr

    compiled, x = lib.compile(f), lib.ones(2)
    for i in [*range(8), *range(12)]:
        found, expected = compiled(x, i / 10), f(x, i / 10)
        assert found[0].tolist() == expected[0].tolist() and found[1] == expected[1]
        assert (compiled.why == "") is (i < 8)


def test_a_count_is_an_input_and_a_dim_is_not(lib):
    def f(x: Any, dim: int, step: int) -> Any:
        return x.sum(dim) * step + x.sum(dim) ** step / (step + 1)

    compiled, x = lib.compile(f), lib.tensor(np.arange(1.0, 7.0).reshape(2, 3))
    for step in range(20):
        np.testing.assert_allclose(compiled(x, 1, step).numpy(), f(x, 1, step).numpy())
    assert compiled.why == "" and "def run(x, step):" in compiled.source
    for step in range(20):
        found, expected = compiled(x, step % 2, step), f(x, step % 2, step)
        np.testing.assert_allclose(found.numpy(), expected.numpy())


def test_a_trace_is_let_go(lib):
    def traces() -> int:
        gc.collect()
        return sum(type(x).__name__ == "Staging" for x in gc.get_objects())

    before, training = traces(), Training(lib, True, net=of_images, shape=(8, 2, 6, 7))
    x = lib.ones(3).requires_grad_()
    f = lib.compile(lambda: (x * 2).exp().sum().backward())
    training.steps(2, np.arange(8) % 3), f(), f()
    assert traces() == before and training.source()
