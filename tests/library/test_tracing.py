"""Programs do what their functions do, whatever these are made of; and what a trace can't write
down, it refuses."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

X = np.random.default_rng(0).normal(size=(4, 3))


def leaves(tree: Any) -> list[np.ndarray]:
    if isinstance(tree, tuple | list):
        return [leaf for each in tree for leaf in leaves(each)]
    return [] if tree is None else [np.array(tree.detach().numpy())]


def same(found: Any, expected: Any) -> bool:
    pairs = zip(leaves(found), leaves(expected), strict=True)
    return all(a.dtype == b.dtype and np.allclose(a, b, 1e-5, 1e-6) for a, b in pairs)


class Last:
    """The last step's result of a recurrent layer."""

    def __new__(cls, lib: Any, layer: Any) -> Any:
        class Module(lib.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.layer, self.out = layer(3, 4, batch_first=True), lib.nn.Linear(4, 3)

            def forward(self, x: Any) -> Any:
                return self.out(self.layer(x)[0][:, -1])

        return Module()


def mlp(lib: Any, *between: Any) -> Any:
    return lib.nn.Sequential(lib.nn.Linear(3, 5), *between, lib.nn.Linear(5, 3))


NETS: dict[str, tuple[Callable[[Any], Any], tuple[int, ...]]] = {
    "relu": (lambda lib: mlp(lib, lib.nn.ReLU()), (6, 3)),
    "gelu, layer norm": (lambda lib: mlp(lib, lib.nn.GELU(), lib.nn.LayerNorm(5)), (6, 3)),
    "dropout in place": (lambda lib: mlp(lib, lib.nn.Dropout(0.5, inplace=True)), (6, 3)),
    "convolution": (
        lambda lib: lib.nn.Sequential(
            lib.nn.Conv2d(2, 3, 3, padding=1, bias=False),
            lib.nn.BatchNorm2d(3),
            lib.nn.ReLU(inplace=True),
            lib.nn.MaxPool2d(2),
            lib.nn.Flatten(),
            lib.nn.Linear(27, 3),
        ),
        (4, 2, 6, 6),
    ),
    "lstm": (lambda lib: Last(lib, lib.nn.LSTM), (4, 5, 3)),
    "gru": (lambda lib: Last(lib, lib.nn.GRU), (4, 5, 3)),
    "transformer": (
        lambda lib: lib.nn.Sequential(
            lib.nn.TransformerEncoderLayer(4, 2, 8, batch_first=True),
            lib.nn.Flatten(),
            lib.nn.Linear(12, 3),
        ),
        (4, 3, 4),
    ),
}
OPTIMIZERS: dict[str, Callable[[Any, Any], Any]] = {  # in turn
    "SGD": lambda lib, p: lib.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "Adam": lambda lib, p: lib.optim.Adam(p, lr=0.01),
    "RMSprop": lambda lib, p: lib.optim.RMSprop(p, lr=0.01),
}


@pytest.mark.parametrize("name", NETS)
def test_a_step_is_the_same_by_its_program(lib, name):
    make, shape = NETS[name]
    optimize = [*OPTIMIZERS.values()][[*NETS].index(name) % 3]
    x = lib.tensor(np.random.default_rng(1).normal(size=shape).astype(np.float32))
    t = lib.tensor(np.arange(shape[0]) % 3)

    def trained(by_program: bool) -> Any:
        lib.manual_seed(0)
        net = make(lib)
        params = list(net.parameters())
        updates = optimize(lib, params)

        def step(x: Any, t: Any) -> Any:
            updates.zero_grad()
            loss = lib.nn.functional.cross_entropy(net(x), t)
            loss.backward()
            updates.step()
            return loss

        if by_program:
            program = lib.tracing.simplified(lib.tracing.trace(step)(x, t))
            run = lambda: lib.tracing.eval_program(program, x, t)  # noqa: E731
        else:
            step(x, t)
            run = lambda: step(x, t)  # noqa: E731
        losses = [run() for _ in range(3)]
        return losses, params, list(net.buffers()), [p.grad for p in params]

    assert same(trained(True), trained(False))


def own_gradient(lib: Any, x: Any) -> Any:
    w = lib.ones(3, dtype=x.dtype).requires_grad_()
    (x * w).tanh().sum().backward()
    return w.grad


def of_a_leaf(lib: Any, x: Any) -> Any:
    y = (x * 2).detach().requires_grad_()
    return lib.autograd.grad((y.exp() * x).sum(), y)


def on_record(lib: Any, x: Any) -> Any:
    y = (x * 2).requires_grad_()
    z = y * 3
    z[0].mul_(5)
    z[1] = x[0]
    (z * z).sum().backward()
    return z.detach(), y.grad


FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "indexing": lambda lib, x: (x[0], x[1:, None], x[x.argmax(1)], x[..., -1]),
    "sorted": lambda lib, x: (x.sort(1).values, x.topk(2).indices),
    "reductions": lambda lib, x: (x.std(), x.amax(1), x.cumsum(0), x.prod(), x.norm()),
    "einsum": lambda lib, x: lib.einsum("ij,kj->ik", x, x),
    "solving": lambda lib, x: lib.linalg.inv(x[:3]),
    "joined": lambda lib, x: (lib.cat([x, x]), lib.stack([x, x], 1), lib.where(x > 0, x, -x)),
    "filled": lambda lib, x: (lib.zeros_like(x) + x, x.new_ones(2), lib.arange(3) * x),
    "a hessian": lambda lib, x: lib.func.hessian(lambda x: (x.exp() * x).sum())(x[0]),
    "per example": lambda lib, x: lib.func.vmap(lib.func.grad(lambda x: x.tanh().sum()))(x),
    "its own graph": own_gradient,
    "of a leaf": of_a_leaf,
    "in place on record": on_record,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_are_those_without_tracing(lib, name):
    x = lib.tensor(X)
    program = lib.tracing.trace(lambda x: FUNCTIONS[name](lib, x))(x)
    for each in (program, lib.tracing.simplified(program)):
        for other in (x, x * 2 + 1):
            assert same(lib.tracing.eval_program(each, other), FUNCTIONS[name](lib, other))


REFUSED: dict[str, Callable[[Any, Any, Any], Any]] = {
    "a branch": lambda lib, x, c: x if x.sum() > 0 else -x,
    "a number": lambda lib, x, c: int(x[0, 0]),
    "a list": lambda lib, x, c: x.tolist(),
    "an index": lambda lib, x, c: [1, 2, 3][x.argmax()],
    "numpy": lambda lib, x, c: x.numpy(),
    "an ndarray": lambda lib, x, c: np.asarray(x),
    "a number that was captured": lambda lib, x, c: x * c[0].item(),
    "a list that was captured": lambda lib, x, c: x * c.tolist()[0],
    "an ndarray that was captured": lambda lib, x, c: x * c.numpy(),
    "numbers in place": lambda lib, x, c: x.normal_(),
    "a view of what is new": lambda lib, x, c: (x * 2)[0].add_(1),
    "a write by NumPy": lambda lib, x, c: lib.m23_regularization.soft_threshold_([c], 0.1),
    "clipped gradients": lambda lib, x, c: (
        (x * c.requires_grad_()).sum().backward(),
        lib.nn.utils.clip_grad_norm_([c], 1.0),
    ),
    "a gradient with a history": lambda lib, x, c: lib.autograd.grad(
        (x * c.requires_grad_()).sum(), c, create_graph=True
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_frozen_is_refused_in_one_line(lib, name):
    x, c = lib.tensor(X), lib.tensor(X[0])
    with pytest.raises(RuntimeError) as caught:
        lib.tracing.trace(lambda x: REFUSED[name](lib, x, c))(x)
    assert "\n" not in str(caught.value)
    assert type(x * 2).__name__ == "Tensor" and (x * 2).sum().item() == pytest.approx(2 * X.sum())


def test_an_exception_leaves_no_staged_gradient(lib):
    w = lib.tensor(X[0], requires_grad=True)

    def f(x: Any) -> None:
        (x * w).sum().backward()
        raise KeyError("late")

    with pytest.raises(KeyError):
        lib.tracing.trace(f)(lib.tensor(X))
    assert type(w.grad).__name__ == "Tensor" and np.allclose(w.grad.numpy(), X.sum(0))


def test_a_staged_tensor_ends_with_its_trace(lib):
    kept: list[Any] = []
    lib.tracing.trace(lambda x: kept.append(x * 2))(lib.tensor(X))
    with pytest.raises(RuntimeError, match="trace had ended"):
        kept[0] + 1


def test_gradients_add_up_where_they_are(lib):
    w = lib.tensor(X[0], requires_grad=True)
    w.grad = lib.ones(3, dtype=w.dtype)
    held = w.grad
    program = lib.tracing.trace(lambda x: (x * w).sum().backward())(lib.tensor(X))
    lib.tracing.eval_program(program, lib.tensor(X))
    assert w.grad is held and np.allclose(held.numpy(), 1 + 2 * X.sum(0))


def test_other_threads_do_not_notice(lib):
    x = lib.tensor(X)
    found: list[Any] = []

    def meanwhile() -> None:
        y = lib.tensor(X, requires_grad=True)
        y.sum().backward()
        c = lib.zeros(3)
        c.add_(1)
        found.extend([y.grad.sum().item(), c.tolist(), float(lib.rand(()))])

    def f(x: Any) -> Any:
        thread = threading.Thread(target=meanwhile)
        thread.start()
        thread.join()
        return x * 2

    program = lib.tracing.trace(f)(x)
    assert found[:2] == [12.0, [1.0, 1.0, 1.0]] and len(found) == 3
    assert [equation.op.__name__ for equation in program.equations] == ["mul"]


def test_equations_with_other_numbers_are_not_equal(lib):
    x = lib.tensor(np.array([1, 2]))

    def f(x: Any) -> Any:
        return x * 1, x * 1.0, x * True, x.double() / 0.0, x.double() / -0.0

    program = lib.tracing.simplified(lib.tracing.trace(f)(x))
    assert same(lib.tracing.eval_program(program, x), f(x))


def test_a_program_prints_and_is_drawn(lib):
    c = lib.tensor(X[0])

    def f(x: Any) -> Any:
        c.add_(1)
        return (x[1:] * c).sum(dim=0) + 2.5

    program = lib.tracing.trace(f)(lib.tensor(X))
    assert str(program).splitlines() == [
        "inputs     a: float64[4,3]",
        "captured   b: float64[3]",
        "  c: float64[3] = add b 1",
        "  d: float64[3] = write b c",
        "  e: float64[3,3] = getitem a slice(1, None, None)",
        "  f: float64[3,3] = mul e d",
        "  g: float64[3] = sum f dim=0",
        "  h: float64[3] = add g 2.5",
        "outputs    h",
    ]
    assert program.count("add") == 2 and repr(program.inputs) == "(<Variable float64[4,3]>,)"
    source = program.draw().source
    assert source.count("shape=oval") == 7 and "write" in source and "[label=outputs" in source
