"""Whoever looks on sees every op and the one walk back, and leaves all as it was.

Where torch has the same, it is asked too.
"""

from __future__ import annotations

import ast
import threading
from itertools import product

import numpy as np
import pytest
import torch

from grader.manifest import SOLUTIONS
from tests.waiting import ENOUGH


@pytest.fixture
def interpreters(modules):
    return modules["autodiff.given.func.interpreters"].interpreters


@pytest.fixture
def observers(modules):
    return modules["autodiff.given.core.observers"].observers


@pytest.fixture(autouse=True)
def _nobody_stays(lib, modules, interpreters, observers):
    """Before and after each test `computation_graph`'s `record` is in its place."""
    before = lib.Tensor.interpreter
    assert before.__name__ == "record"
    yield
    assert lib.Tensor.interpreter == before
    assert interpreters.entries == observers.entries == ()


def outcome(function, *args):
    """What it returns, or the name of what it raises."""
    try:
        return function(*args)
    except RuntimeError as error:
        return type(error).__name__


def same(program):
    """A decorator: the program does in the library what it does in torch."""

    def test(lib):
        expected, found = program(torch), program(lib)
        assert repr(found) == repr(expected)

    test.__name__, test.__doc__ = program.__name__, program.__doc__
    return test


def values(*tensors):
    return [None if x is None else [round(n, 6) for n in x.tolist()] for x in tensors]


pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),  # torch's, on how slow it is
    pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning"),
]


def watch(lib, check_nan=True):
    return lib.autograd.detect_anomaly(check_nan)


@same
def test_a_gradient_is_retained_once(lib):
    x = lib.tensor([1.0, 2.0], requires_grad=True)
    with watch(lib):
        y = x * 2
        y.retain_grad()
        (y * y).sum().backward()
    return values(x.grad, y.grad)


@same
def test_hooks_are_called_once_and_change_what_goes_on(lib):
    x, seen = lib.tensor([1.0, 2.0], requires_grad=True), []
    x.register_hook(lambda g: seen.append(("x", g.tolist())))
    x.register_hook(lambda g: g * 10)
    with watch(lib):
        y = x * 2
        y.register_hook(lambda g: seen.append(("y", g.tolist())))
        y.register_hook(lambda g: g + 1)
        y.sum().backward()
    return values(x.grad), seen


@same
def test_the_backward_of_a_function_is_called_once(lib):
    calls = []

    class Twice(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            calls.append(g.tolist())
            return g * 2

    x = lib.tensor([1.0, 2.0], requires_grad=True)
    with watch(lib):
        Twice.apply(x).sum().backward()
    return values(x.grad), calls


def bad(lib, x):
    """The rule of sqrt makes 0 * infinity at 0."""
    return (x.sqrt() * 0).sum()


WAYS = {
    "backward": lambda lib, loss, x: loss.backward(),
    "with a graph": lambda lib, loss, x: loss.backward(create_graph=True),
    "kept": lambda lib, loss, x: loss.backward(retain_graph=True),
    "autograd.backward": lambda lib, loss, x: lib.autograd.backward([loss]),
    "autograd.grad": lambda lib, loss, x: lib.autograd.grad(loss, x) and None,
    "and so on": lambda lib, loss, x: lib.autograd.grad(loss, x, create_graph=True) and None,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize("start", [[4.0, 0.0], [4.0, 1.0], 0.0])
def test_every_way_back_is_watched(lib, way, start):
    found = []
    for each in (torch, lib):
        x = each.tensor(start, requires_grad=True)
        with watch(each):
            found.append(outcome(way, each, bad(each, x), x))
    assert found[1] == found[0] == (None if start == [4.0, 1.0] else "RuntimeError")


def test_the_op_is_named_whose_rule_made_the_first_nan(lib):
    x = lib.tensor([4.0, 0.0], requires_grad=True)
    with watch(lib):
        for call in (lambda y: y.backward(), lambda y: lib.autograd.grad(y, x)):
            with pytest.raises(RuntimeError, match="gradient of sqrt"):
                call(bad(lib, x.exp().log() * 1))


@same
def test_leaves_that_have_had_their_turn_keep_their_gradient(lib):
    x, w = (lib.tensor([4.0, 0.0], requires_grad=True) for _ in range(2))
    with watch(lib):
        y = bad(lib, x)
        found = outcome(((w * 3).sum() + y).backward)
    return found, values(w.grad, x.grad)


@same
def test_what_two_paths_add_up_to_is_noticed_where_it_goes_on(lib):
    x = lib.tensor([1.0], requires_grad=True)
    y = x * 1
    z = y * float("inf") + y * float("-inf")
    with watch(lib):
        found = outcome(z.backward)
    return found, values(x.grad)


@same
def test_without_check_nan_nothing_is_watched(lib):
    x = lib.tensor([4.0, 0.0], requires_grad=True)
    with watch(lib, check_nan=False):
        bad(lib, x).backward()
    return values(x.grad)


# Each is put around a function of x, and returns a function of x: within one or two of these, and
# around them, the first NaN has to be found.
def by_grad(lib, f):
    return lambda x: lib.func.grad(lambda x: f(x).sum())(x)


def by_jvp(lib, f):
    return lambda x: lib.func.jvp(f, (x,), (lib.ones_like(x),))[1]


def by_vmap(lib, f):
    return lambda x: lib.func.vmap(f)(lib.stack([x, x]))[0]


def by_tape(lib, f):
    def derivative(x):
        y = f(x)
        return y if not y.requires_grad else y.sum() * 1

    return derivative


def watching(lib, f):
    def inside(x):
        with watch(lib):
            return f(x)

    return inside


TRANSFORMS = (by_grad, by_jvp, by_vmap, by_tape)


def log(x):
    return (x * x).log() * x


@pytest.mark.parametrize("outer, inner", [*product(TRANSFORMS, TRANSFORMS)])
@pytest.mark.parametrize("place", range(3))
def test_the_first_nan_is_found_in_any_nesting_of_transforms(
    lib, interpreters, observers, outer, inner, place
):
    layers = [outer, inner]
    layers.insert(place, watching)
    f = lambda x: (x - 3).log() * x  # noqa: E731
    g = log
    for layer in reversed(layers):
        f, g = layer(lib, f), layer(lib, g)
    with pytest.raises(RuntimeError, match="log made a NaN"):
        f(lib.tensor([1.0, 2.0]))
    assert interpreters.entries == observers.entries == ()
    assert lib.is_grad_enabled()
    plain = log
    for layer in (inner, outer):
        plain = layer(lib, plain)
    expected = plain(lib.tensor([1.0, 2.0])).detach().numpy()
    np.testing.assert_array_equal(g(lib.tensor([1.0, 2.0])).detach().numpy(), expected)


def test_transforms_inside_and_before_do_not_switch_the_watch_off(lib):
    x = lib.tensor([1.0, 4.0], requires_grad=True)
    total = lambda x: (x**3).sum()  # noqa: E731
    with watch(lib):
        lib.func.grad(total)(x)
        lib.func.vmap(lib.func.hessian(total))(lib.stack([x, x]))
        with pytest.raises(RuntimeError, match="log made a NaN"):
            (-x).log()
        lib.func.jvp(total, (x,), (x,))
        with pytest.raises(RuntimeError, match="gradient of sqrt"):
            bad(lib, x - x.detach()).backward()


def test_the_way_back_of_a_transform_is_watched_too(lib):
    x = lib.tensor([4.0, 0.0])
    grad = lib.func.grad
    with watch(lib), pytest.raises(RuntimeError, match="gradient of sqrt"):
        grad(lambda x: bad(lib, x))(x)
    _, pullback = lib.func.vjp(lambda x: bad(lib, x), x)
    with watch(lib), pytest.raises(RuntimeError, match="gradient of sqrt"):
        pullback(lib.tensor(1.0))
    with watch(lib), pytest.raises(RuntimeError, match="NaN"):
        grad(lambda x: grad(lambda x: bad(lib, x))(x).sum())(x)


def test_an_exception_on_the_way_leaves_nobody_behind(lib, interpreters, observers):
    x = lib.tensor([1.0, 2.0], requires_grad=True)

    def fails(x):
        with watch(lib):
            raise KeyError(str(len(interpreters.entries)))

    with watch(lib):
        with pytest.raises(KeyError, match="4"):
            lib.func.grad(lib.func.vmap(fails))(x)
        assert len(interpreters.entries) == len(observers.entries) == 1
        x.register_hook(fails)
        with pytest.raises(KeyError, match="2"):
            x.sum().backward()
        assert len(interpreters.entries) == len(observers.entries) == 1


def test_blocks_may_be_left_in_another_order(lib, interpreters):
    first, second = watch(lib), watch(lib)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    with pytest.raises(RuntimeError, match="log made a NaN"):
        lib.tensor([-1.0]).log()
    second.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert lib.tensor([-1.0]).log().isnan().all()


def test_who_stands_around_may_change_what_happens(lib, interpreters, observers):
    def doubled(below, op, function, args, params):
        return below(op, lambda *values, **params: 2 * function(*values, **params), args, params)

    def negative(below, array, g, *options):
        return [(parent, -share) for parent, share in below(array, g, *options)]

    x = lib.tensor([1.0, 3.0], requires_grad=True)
    interpreters.push(doubled)
    observers.push(negative)
    y = x * x
    interpreters.pop(doubled)
    y.sum().backward()
    observers.pop(negative)
    assert y.tolist() == [2.0, 18.0] and x.grad.tolist() == [2.0, 6.0]


def test_the_last_one_pushed_is_the_first_to_be_called(lib, interpreters):
    order = []

    def named(name):
        def around(below, op, *rest):
            order.append(name)
            return below(op, *rest)

        return around

    first, second = named("first"), named("second")
    interpreters.push(first)
    interpreters.push(second)
    lib.tensor(1.0).exp()
    interpreters.pop(first)
    lib.tensor(1.0).exp()
    interpreters.pop(second)
    assert order == ["second", "first", "second"]


def test_threads_do_not_see_each_others_watch(lib):
    turns, found = threading.Barrier(2, timeout=ENOUGH), {}

    def unwatched():
        turns.wait()
        x = lib.tensor([4.0, 0.0], requires_grad=True)
        bad(lib, x).backward()
        found["there"] = [y.isnan().any().item() for y in (lib.tensor([-1.0]).log(), x.grad)]
        found["gradient"] = lib.func.grad(lambda x: (x**3).sum())(lib.tensor([2.0])).tolist()
        turns.wait()

    thread = threading.Thread(target=unwatched)
    thread.start()
    with watch(lib):
        turns.wait()
        turns.wait()
        found["here"] = outcome(lambda: lib.tensor([-1.0]).log())
    thread.join()
    assert found == {"there": [True, True], "gradient": [12.0], "here": "RuntimeError"}


@same
def test_the_hooks_of_a_leaf_are_called_by_every_way_back(lib):
    x, seen = lib.tensor([1.0, 2.0], requires_grad=True), []
    x.register_hook(lambda g: seen.append(g.tolist()) or g * 10)
    (x * x).sum().backward()
    lib.autograd.backward([x.exp().sum() * 0, (x * 3).sum()])
    (g,) = lib.autograd.grad((x * x).sum(), x)
    return values(x.grad, g), seen[0], seen[2:]


@same
def test_what_a_hook_returns_is_not_written_into(lib):
    x, instead = lib.tensor([1.0, 2.0], requires_grad=True), lib.tensor([5.0, 7.0])
    x.register_hook(lambda g: instead)
    for _ in range(2):
        (x * x).sum().backward()
    return values(x.grad, instead)


def assignments(name):
    """Where in the library something is assigned to an attribute of this name."""
    found = []
    for path in sorted(SOLUTIONS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [n.attr for t in targets for n in ast.walk(t) if isinstance(n, ast.Attribute)]
            found += [path.name] * names.count(name)
    return found


def test_nobody_puts_an_interpreter_or_a_walk_in_place_by_hand():
    assert assignments("interpreter") == assignments("contributions") == []
    assert assignments("backpropagate") == assignments("backward") == []
    assert assignments("accumulate_grad") == assignments("contributor") == []
