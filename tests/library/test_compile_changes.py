"""Whatever changes between two calls, a compiled function gives what it gives without; and what it
has handed out stays as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

X = np.random.default_rng(0).normal(size=(4, 3))
Wrap = Callable[[Any], Any]


def plain(x: Any) -> Any:
    if isinstance(x, tuple | list):
        return [plain(each) for each in x]
    return np.array(x.detach().numpy()).tolist() if hasattr(x, "detach") else x


def seen(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__


def rebound(lib: Any, wrap: Wrap) -> Any:
    w = lib.ones(3)
    f = wrap(lambda x: (x * w).sum())
    found = []
    for i in range(3):
        found.append(f(lib.tensor(X).float()))
        w = w * 2 + i
    return found


def numbers(lib: Any, wrap: Wrap) -> Any:
    f, x = wrap(lambda x, a, b=2, *, c=None: x * a + b * (c or 1)), lib.tensor(X)
    found = [f(x, lr) for lr in (0.1, 0.2, 0.1, 1, True, 1.0, -0.0, 0.0, float("inf"))]
    return [*found, f(x, 0.1, 3), f(x, 0.1, c=4), f(x, a=0.1), [f(x, 0.01 * i) for i in range(12)]]


def closed_over(lib: Any, wrap: Wrap) -> Any:
    scale, sizes, x = 2.0, [1, 2], lib.tensor(X)
    options = {"on": True, "deep": {"factor": 3.0}}

    def f(x: Any) -> Any:
        y = x * scale if options["on"] else x
        return y * len(sizes) * options["deep"]["factor"]

    f, found = wrap(f), []
    for change in (
        lambda: None,
        lambda: sizes.append(3),
        lambda: options.update(on=False),
        lambda: options["deep"].update(factor=5.0),
    ):
        change()
        found.append(f(x))
    scale = 4.0
    options["on"] = True
    return [*found, f(x)]


def attributes(lib: Any, wrap: Wrap) -> Any:
    net = lib.nn.Sequential(lib.nn.Linear(3, 3), lib.nn.Dropout(0.5), lib.nn.LeakyReLU(0.1))
    f, x, found = wrap(net), lib.tensor(X).float(), []
    for change in (
        lambda: None,
        lambda: setattr(net[1], "p", 0.1),
        lambda: net.eval(),
        lambda: setattr(net[0], "weight", lib.nn.Parameter(lib.ones(3, 3))),
        lambda: setattr(net[2], "negative_slope", 3.0),
        lambda: net[0].register_forward_hook(lambda module, args, out: out * 2),
        lambda: net.append(lib.nn.Tanh()),
        lambda: net[0].weight.data.mul_(2),
    ):
        change()
        found += [f(x), f(x)]
    return found


def own_object(lib: Any, wrap: Wrap) -> Any:
    class Scaled:
        def __init__(self) -> None:
            self.factor, self.inner = 2.0, {"shift": 1.0}

        def __call__(self, x: Any) -> Any:
            return x * self.factor + self.inner["shift"]

        def method(self, x: Any) -> Any:
            return self(x) * 2

    scaled, x = Scaled(), lib.tensor(X)
    f, found = wrap(scaled.method), []
    for _ in range(3):
        found.append(f(x))
        scaled.factor *= 2
        scaled.inner["shift"] += 1
    return found


def by_hand(lib: Any, wrap: Wrap) -> Any:
    w = lib.ones(3, dtype=lib.float64).requires_grad_()

    def update() -> None:
        with lib.no_grad():
            w.sub_(0.1 * w.grad)

    f, found = wrap(update), []
    for i in range(4):
        w.grad = None
        (lib.tensor(X) * w * (i + 1)).exp().sum().backward()
        f()
        found.append(w.detach().clone())
    return found


def handed_out(lib: Any, wrap: Wrap) -> Any:
    c = lib.ones(3)

    def f(x: Any) -> Any:
        y = x @ x.T
        return y.exp(), y.T, (x * 2)[0], lib.zeros(2), x + 1, x + 1, y.sum() * 1, c, y

    f, kept = wrap(f), []
    for i in range(4):
        kept.append(f(lib.tensor(X + i)))
        kept[-1][3].add_(1)
        kept[-1][4].mul_(2)
    kept[0][8].add_(5)
    return kept


def into_arguments(lib: Any, wrap: Wrap) -> Any:
    def f(a: Any, b: Any) -> Any:
        a.add_(1)
        return a + b, a

    f, found = wrap(f), []
    x, y = lib.tensor(X), lib.tensor(X)
    for pair in ((x, y), (x, y), (x, x), (y, x), (x, x[:]), (x, y)):
        total, same = f(*pair)
        found.append([total, same is pair[0], x.clone(), y.clone()])
    return found


def slope_of_an_argument(lib: Any, wrap: Wrap) -> Any:
    x, found = lib.tensor(X, requires_grad=True), []
    f = wrap(lambda x: (x * x * 3).sum().backward())
    for _ in range(3):
        f(x)
        found.append(x.grad.clone())
    return found


def added_up(lib: Any, wrap: Wrap) -> Any:
    w, found = lib.ones(3, dtype=lib.float64).requires_grad_(), []
    f = wrap(lambda x: (x * w).exp().sum().backward())
    for i in range(6):
        if i == 4:
            w.grad = None
        f(lib.tensor(X))
        found.append(w.grad.clone())
    return found


def cleared_by_itself(lib: Any, wrap: Wrap) -> Any:
    w, found = lib.ones(3, dtype=lib.float64).requires_grad_(), []

    def f(x: Any) -> Any:
        w.grad = None
        (x * w).exp().sum().backward()
        return w.grad

    f = wrap(f)
    for i in range(12):
        found.append(f(lib.tensor(X + i % 2)).clone())
    return [*found, getattr(f, "why", "")]


def weighed(lib: Any, wrap: Wrap) -> Any:
    g, w, found = lib.ones(4, 3, dtype=lib.float64), lib.tensor(X, requires_grad=True), []

    def f(x: Any, h: Any) -> Any:
        w.grad = None
        (w * x).backward(g)
        y = (w + x).exp()
        return w.grad, *lib.autograd.grad([y, y * 2], w, [g, h]), *lib.autograd.grad(w, w, h)

    f = wrap(f)
    for i in range(4):
        g.fill_(i)
        found.append(f(lib.tensor(X + i), lib.tensor(X * i)))
    return [*found, getattr(f, "why", "")]


def hooks(lib: Any, wrap: Wrap) -> Any:
    w, sums, found = lib.ones(3, dtype=lib.float64).requires_grad_(), [], []

    def f(x: Any) -> Any:
        w.grad = None
        (x * w).exp().sum().backward()
        return w.grad

    f, x = wrap(f), lib.tensor(X)
    found += [f(x).clone() for _ in range(3)]
    hook = w.register_hook(lambda g: sums.append(g.sum().item()) or g * 2)
    found += [f(x).clone() for _ in range(3)]
    hook.remove()
    return [*found, f(x).clone(), list(sums)]


def names(lib: Any, wrap: Wrap) -> Any:
    x, inf = lib.tensor(X), float("inf")

    def f(np: Any, run: Any, A: Any, a: Any, slice: Any, cumsum: Any, tree: Any) -> Any:
        y = (np @ run.T).exp() + tree["class"] * A - tree["a b"][0]
        return y[1:].cumsum(0) + a.clamp(max=inf), slice * cumsum * inf, a

    f = wrap(f)
    tree = {"class": x.T[0], "a b": [x.T[1]], "float": x}
    return [f(x, x + 1, x.T[2], x[0, 0], x, x + 2, tree) for _ in range(3)]


def draws(lib: Any, wrap: Wrap) -> Any:
    def f(x: Any) -> Any:
        return x + lib.rand(3, dtype=lib.float64), lib.nn.functional.dropout(x, 0.5), lib.randn(2)

    f, x = wrap(f), lib.tensor(X)
    found = [f(x) for _ in range(3)]
    lib.manual_seed(5)
    return [*found, f(x), lib.rand(2)]


def switched(lib: Any, wrap: Wrap) -> Any:
    w = lib.ones(3, dtype=lib.float64).requires_grad_()
    f, found, x = wrap(lambda x: x * w + lib.ones(3)), [], lib.tensor(X)
    for i in range(6):
        if i % 2:
            with lib.no_grad():
                y = f(x)
        else:
            y = f(x)
        found.append([y, y.requires_grad])
    w.requires_grad_(False)
    return [*found, f(x).requires_grad, f(x.float()), f(x[:, :1]), f(x[0]), f(x.T[:3].T)]


def twice(lib: Any, wrap: Wrap) -> Any:
    w = lib.ones(3, dtype=lib.float64).requires_grad_()
    f = wrap(lambda x: ((x * w).exp(), (x + w).tanh(), x.argmax(1), x.detach()))
    x, found = lib.tensor(X, requires_grad=True), []
    for _ in range(3):
        a, b, c, d = f(x)
        a.sum().backward(retain_graph=True)
        (a.sum() * 2 + (b * b).sum()).backward()
        found += [x.grad.clone(), w.grad.clone(), c, d.requires_grad]
        found.append(seen(lambda a=a: a.sum().backward()))
    a, *_ = f(x)
    with lib.no_grad():
        w.add_(1)
        x.add_(1)
    return [*found, seen(lambda: a.sum().backward())]


def raising(lib: Any, wrap: Wrap) -> Any:
    f = wrap(lambda x, t: lib.nn.functional.cross_entropy(x * 2, t))
    x, found = lib.tensor(X), []
    for labels in ([0, 1, 2, 0], [0, 1, 9, 0], [2, 2, 2, 2], [0]):
        found.append(seen(f, x, lib.tensor(labels)))
    return found


def within(lib: Any, wrap: Wrap) -> Any:
    inner = wrap(lambda x: x.exp() * 2)

    def f(x: Any, depth: int) -> Any:
        return inner(x) + (f(x * 0.5, depth - 1) if depth else 0)

    f, x = wrap(f), lib.tensor(X)
    found = [f(x, 3), f(x, 2), f(x + 1, 3), inner(x)]
    grad = lib.func.grad(lambda x: inner(x).sum())
    return [*found, grad(x), lib.func.vmap(inner)(x), inner(x)]


def with_a_number_asked(lib: Any, wrap: Wrap) -> Any:
    net = lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.Dropout(0.5), lib.nn.BatchNorm1d(2))
    optimizer = lib.optim.Adam(net.parameters(), lr=0.1)
    x, log = lib.tensor(X).float(), []

    def step(x: Any) -> Any:
        optimizer.zero_grad()
        loss = (net(x) ** 2).sum()
        loss.backward()
        lib.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()
        log.append(loss.item())
        return loss

    f = wrap(step)
    found = [f(x) for _ in range(4)]
    return [*found, list(net.parameters()), list(net.buffers()), log[-1:]]


CASES = [
    *(rebound, numbers, closed_over, attributes, own_object, by_hand, handed_out, into_arguments),
    *(
        slope_of_an_argument,
        added_up,
        cleared_by_itself,
        weighed,
        hooks,
        names,
        draws,
        switched,
        twice,
        raising,
        within,
    ),
    with_a_number_asked,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_changes_is_minded(lib, case):
    def run(wrap: Wrap) -> Any:
        lib.manual_seed(0)
        return plain(case(lib, wrap))

    found, expected = run(lib.compile), run(lambda f: f)
    assert repr(np.round(_numbers(found), 6)) == repr(np.round(_numbers(expected), 6))
    assert len(_numbers(found)) == len(_numbers(expected))
    np.testing.assert_allclose(_numbers(found), _numbers(expected), 1e-5, 1e-7)
    assert _others(found) == _others(expected)


def _leaves(tree: Any) -> list[Any]:
    return [x for each in tree for x in _leaves(each)] if isinstance(tree, list) else [tree]


def _numbers(tree: Any) -> list[float]:
    return [float(x) for x in _leaves(tree) if isinstance(x, int | float)]


def _others(tree: Any) -> list[Any]:
    return [x for x in _leaves(tree) if not isinstance(x, int | float)]


def test_threads_do_not_share_buffers(lib):
    f = lib.compile(lambda x: ((x @ x.T).tanh() @ x).sigmoid().cumsum(0))
    inputs = [lib.tensor(X[:, :1] * i + np.ones((1, 200))) for i in range(4)]
    expected = [f.function(x).numpy() for x in inputs]
    f(inputs[0])
    wrong: list[int] = []

    def run(i: int) -> None:
        for _ in range(200):
            if not np.allclose(f(inputs[i]).numpy(), expected[i]):
                wrong.append(i)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and f.why == ""


def test_a_thread_may_call_it_while_it_is_written_down(lib):
    found: list[Any] = []

    def f(x: Any) -> Any:
        if not found:
            found.append(None)
            thread = threading.Thread(target=lambda: found.append(compiled(x_of_its_own).tolist()))
            thread.start()
            thread.join(60)
        return x * 2

    compiled, x_of_its_own = lib.compile(f), lib.ones(2)
    assert compiled(lib.zeros(2)).tolist() == [0, 0]
    assert found[1:] == [[2, 2]] and compiled(lib.ones(2)).tolist() == [2, 2]


def test_second_derivatives_are_refused(lib):
    layer = lib.nn.Linear(3, 1).double()
    y = lib.compile(layer)(lib.tensor(X)).sum()
    with pytest.raises(RuntimeError, match="second derivatives"):
        lib.autograd.grad(y, layer.weight, create_graph=True)
