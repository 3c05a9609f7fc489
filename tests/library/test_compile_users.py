"""What somebody tries who knows `torch.compile` and `jit`: each program does with it what it does
without, as a script or as it is."""

from __future__ import annotations

import copy
import pickle
from collections import namedtuple
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from .test_tracing import same

NUMBERS = [[1.0, 2.0, -1.0], [3.0, -1.0, -1.0], [3.0, 1.0, 1.0], [-1.0, 0.0, 2.0]]
Pair = namedtuple("Pair", "first second")
kept = None

PROGRAMS: dict[str, Callable[[Any], Callable[[Any], Any]]] = {}
CALLS = 4


def program(make: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], Callable[[Any], Any]]:
    """Makes, of a library and of what `compile` is, a function of the number of the call."""
    PROGRAMS[make.__name__] = make
    return make


def row(lib: Any, i: int) -> Any:
    return lib.tensor(NUMBERS[i % len(NUMBERS)])


@program
def a_mask(lib, compiled):
    f = compiled(lambda x: (x[x > 0] ** 2).sum() / x[x > 0].numel())
    return lambda i: f(row(lib, i))


@program
def a_mask_with_gradients(lib, compiled):
    w = lib.ones(3, requires_grad=True)
    f = compiled(lambda x: lib.masked_select(x * w, x > 0).mean())

    def call(i):
        w.grad = None
        f(row(lib, i)).backward()
        return w.grad

    return call


@program
def places_and_counts(lib, compiled):
    f = compiled(lambda x: (lib.nonzero(x).sum(), lib.nn.functional.one_hot((x > 0).long()).sum(0)))
    return lambda i: f(row(lib, i))


@program
def what_is_put_in_a_list(lib, compiled):
    losses = []

    def step(x):
        losses.append((x * 2).sum())
        return losses[-1] + 1

    f = compiled(step)
    return lambda i: (f(row(lib, i)), list(losses))


@program
def what_is_kept_in_a_global(lib, compiled):
    global kept
    kept = lib.zeros(3)

    def step(x):
        global kept
        kept = kept * 0.5 + x
        return kept * 2

    f = compiled(step)
    return lambda i: (f(row(lib, i)), kept * 1)


@program
def what_a_module_keeps(lib, compiled):
    class Counting(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("n", lib.zeros(2))
            self.state = lib.zeros(3)

        def forward(self, x):
            self.n = self.n + 1
            self.state = self.state * 0.5 + x
            return self.state * self.n[0]

    net = Counting()
    f = compiled(net)
    return lambda i: (f(row(lib, i)), net.n * 1, net.state * 1)


@program
def gradients_that_are_zeroed(lib, compiled):
    lib.manual_seed(0)
    net = lib.nn.Linear(3, 2)
    optimizer = lib.optim.SGD(net.parameters(), lr=0.1)

    def step(x):
        optimizer.zero_grad(set_to_none=False)
        net(x).square().sum().backward()
        optimizer.step()

    f = compiled(step)

    def call(i):
        f(row(lib, i))
        return net.weight * 1, net.bias.grad * 1

    return call


@program
def a_scheduler_within(lib, compiled):
    w = lib.zeros(3, requires_grad=True)
    optimizer = lib.optim.SGD([w], lr=1.0)
    scheduler = lib.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)

    def step(x):
        optimizer.zero_grad()
        (w * x).sum().backward()
        optimizer.step()
        scheduler.step()

    f = compiled(step)

    def call(i):
        f(row(lib, i))
        return w * 1, lib.tensor(optimizer.param_groups[0]["lr"])

    return call


@program
def hooks_that_come_later(lib, compiled):
    w = lib.ones(3, requires_grad=True)
    f = compiled(lambda x: (x * w).sum())

    def call(i):
        w.grad = None
        if i == 2:
            w.register_hook(lambda g: g * 10)
        f(row(lib, i)).backward()
        return w.grad

    return call


@program
def attributes_of_an_object(lib, compiled):
    class Options:
        scale = 1.0

        def twice(self):
            return 2 * self.other

    options, names = Options(), SimpleNamespace(shift=1.0)
    options.scale = options.other = 1.0
    f = compiled(lambda x: x * options.scale + names.shift + options.twice())

    def call(i):
        options.scale, names.shift, options.other = 1.0 + i // 2, 2.0 * (i // 3), float(i > 2)
        return f(row(lib, i))

    return call


@program
def attributes_within_a_module(lib, compiled):
    class Net(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.options, self.books = SimpleNamespace(k=1.0), {"n": {"b": 2.0}}

        def forward(self, x):
            return x * self.options.k + self.books["n"]["b"]

    net = Net()
    f = compiled(net)

    def call(i):
        net.options.k, net.books["n"]["b"] = 1.0 + i // 2, float(i > 2)
        return f(row(lib, i))

    return call


@program
def data_that_is_set(lib, compiled):
    w = lib.ones(3, requires_grad=True)

    def step(x):
        w.grad = None
        (w * x).sum().backward()
        w.data = w.data - 0.1 * w.grad
        w.data -= 0.1 * x

    f = compiled(step)

    def call(i):
        f(row(lib, i))
        return w * 1

    return call


@program
def divisors_of_a_variance(lib, compiled):
    def f(x):
        many = x.var(0, correction=0, keepdim=True), lib.var_mean(x, 0, correction=0)
        return *many, x.var(0, correction=2), x.var(correction=0), x.std(unbiased=False)

    f = compiled(f)
    return lambda i: f(row(lib, i))


@program
def pairs_with_names(lib, compiled):
    f = compiled(lambda x: Pair(x, x * 2))
    return lambda i: f(row(lib, i))


@program
def a_loss_that_comes_back_after_its_way_back(lib, compiled):
    w, b = lib.ones(3, requires_grad=True), lib.ones(3, requires_grad=True)

    def step(x):
        w.grad = b.grad = None
        loss = ((x * w + b) * w + b).sum()
        loss.backward()
        return loss

    f = compiled(step)

    def call(i):
        loss = f(row(lib, i))
        assert not getattr(f, "why", "")
        return loss, w.grad, b.grad

    return call


@program
def a_shape_that_comes_back(lib, compiled):
    f = compiled(lambda x: (x * 2, [x.shape, x.numel()]))

    def call(i):
        doubled, (shape, count) = f(row(lib, i))
        assert type(shape) is lib.Size and (shape, count) == ((3,), 3)
        assert not getattr(f, "why", "")
        return doubled

    return call


@program
def zeros_like_what_is_learned(lib, compiled):
    x = lib.ones(3, requires_grad=True)
    f = compiled(lambda y: lib.zeros_like(x) + x.new_full((3,), 2.0) + y)

    def call(i):
        out = f(row(lib, i))
        assert not out.requires_grad and x.grad is None
        return out

    return call


def values(found: Any) -> Any:
    return [values(x) for x in found] if isinstance(found, tuple | list) else found.detach().clone()


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_does_what_it_does_without(lib, name):
    plain = PROGRAMS[name](lib, lambda f: f)
    expected = [values(plain(i)) for i in range(CALLS)]
    called = PROGRAMS[name](lib, lib.compile)
    assert same([values(called(i)) for i in range(CALLS)], expected)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_of_a_module_has_weights_of_its_own(lib, copied):
    net, x = lib.compile(lib.nn.Linear(2, 1)), lib.ones(1, 2)
    before = [net(x).item() for _ in range(2)]
    other = copied(net)
    with lib.no_grad():
        other.weight.zero_()
        other.bias.fill_(5.0)
    assert [other(x).item() for _ in range(3)] == [5.0] * 3
    assert net(x).item() == before[1] and net.why == other.why == ""


def test_what_it_says_of_what_it_can_not_do(lib):
    found, x = [], lib.tensor(NUMBERS[0])
    masked, keeping = lib.compile(lambda x: x[x > 0]), lib.compile(lambda x: found.append(x * 2))
    masked(x), keeping(x)
    assert masked.why == "the shape of x[mask] depends on the numbers"
    assert keeping.why.startswith("it keeps a tensor beyond the call, in a list or an attribute")
    with pytest.raises(RuntimeError, match=r"the shape of x\[mask\] depends on the numbers"):
        lib.tracing.trace(lambda x: x[x > 0])(x)


def test_a_call_that_raises_does_not_keep_later_ones_from_being_compiled(lib):
    def f(x, index):
        return lib.nn.functional.embedding(index, x).sum()

    f, x = lib.compile(f), lib.arange(6.0).reshape(3, 2)
    with pytest.raises(IndexError):
        f(x, lib.tensor([7]))
    assert f.why
    assert [f(x, lib.tensor([i])).item() for i in range(3)] == [1.0, 5.0, 9.0]
    assert f.why == "" and "def run(" in f.source
    with pytest.raises(IndexError):
        f(x, lib.tensor([7]))
    assert f(x, lib.tensor([2])).item() == 9.0
