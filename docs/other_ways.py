"""What the other way would cost, for the lessons that say so: `nox -s shell -- docs/other_ways.py`.

A row for each: the lesson, what is asked for, the way that the lesson takes, and the other way.
JAX's row needs JAX. Bytes and counts stand in the lessons as they are printed here. Times are of
the processor, the best of several runs.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import autodiff as torch
import numpy as np
from autodiff import m00_by_hand as by_hand
from autodiff import tracing
from autodiff.m05_toposort import toposort
from autodiff.m32_forward_mode import hvp
from autodiff.nn import functional as F

Row = tuple[str, str, str, str]


def main() -> None:
    for lesson, what, ours, other in rows():
        print(f"{lesson:18} {what:50} {ours:>12} {other:>12}")


def rows() -> Iterator[Row]:
    yield "", "", "this way", "the other"
    yield from gradients_by_hand()
    yield from recording()
    yield from orders()
    yield from one_op_or_many()
    yield from sequences()
    yield from one_by_one()
    yield from lines()


def gradients_by_hand() -> Iterator[Row]:
    """A network of 784, 128 and 10 neurons, a batch of 64: a derivation, or nudging each weight."""
    rng = np.random.default_rng(0)
    shapes = (784, 128), (128,), (128, 10), (10,)
    weights = by_hand.Parameters(*[rng.normal(0, 0.05, s).astype(np.float32) for s in shapes])
    X, T = rng.random((64, 784), np.float32), rng.random((64, 10), np.float32)
    seen = by_hand.forward(weights, X)
    once = seconds(lambda: by_hand.quadratic_loss(by_hand.forward(weights, X).Y, T), 50)
    derived = seconds(lambda: by_hand.gradients(weights, X, seen, T), 50)
    passes = 2 * sum(w.size for w in weights)
    yield "by_hand", f"derived, or {passes:,} forward passes", ms(derived), ms(passes * once)


def recording() -> Iterator[Row]:
    """A hundred ops on a MB: without notes and with them, forwards and backwards."""
    x = torch.ones(250_000, requires_grad=True)

    def chain(y: Any = x) -> Any:
        for _ in range(100):
            y = y.tanh()
        return y

    silent = kept(torch.no_grad()(chain))
    yield "computation_graph", "100 tanh of 1 MB: without notes, or with", silent, kept(chain)
    v = x.detach()
    forwards = peak(lambda: torch.func.jvp(chain, (v,), (v,)))
    backwards = peak(lambda: torch.func.grad(lambda x: chain(x).sum())(v))
    yield "forward_mode", "their slopes: jvp, or grad", forwards, backwards


def orders() -> Iterator[Row]:
    """A chain of 100,000, depth-first or by counting; 20 doublings, by turns or by paths."""
    nodes: list[list[Any]] = [[]]
    for _ in range(100_000):
        nodes.append([nodes[-1]])
    sort, count = [seconds(lambda f=f: f(nodes[-1], list), 3) for f in (toposort, by_counting)]
    yield "toposort", "a chain of 100,000: depth-first, counting", ms(sort), ms(count)
    node: list[Any] = []
    for _ in range(20):
        node = [node, node]
    turns, paths = len(toposort(node, list)), turns_by_path(node)
    yield (
        "toposort, backward",
        "20 doublings: turns, or one for each path",
        f"{turns}",
        f"{paths:,}",
    )


def by_counting(root: Any, parents: Callable[[Any], list[Any]]) -> list[Any]:
    """Kahn's way: a node is ready once all its children have had their turn."""
    waits, stack, order, ready = {id(root): 0}, [root], [], [root]
    while stack:
        for parent in parents(stack.pop()):
            if id(parent) not in waits:
                waits[id(parent)] = 0
                stack.append(parent)
            waits[id(parent)] += 1
    while ready:
        order.append(node := ready.pop())
        for parent in parents(node):
            waits[id(parent)] -= 1
            if not waits[id(parent)]:
                ready.append(parent)
    return order[::-1]


def turns_by_path(node: list[Any]) -> int:
    return 1 + sum(map(turns_by_path, node))


def one_op_or_many() -> Iterator[Row]:
    """What is kept for the way back, by an op with a rule of its own and by several in a row."""
    scores, index = torch.randn(250, 1000, requires_grad=True), torch.arange(250)

    def softmax() -> Any:
        powers = (scores - scores.detach().amax(1, keepdim=True)).exp()
        return powers / powers.sum(1, keepdim=True)

    def cross_entropy() -> Any:
        return -F.softmax(scores, 1).log().gather(1, index.unsqueeze(1)).mean()

    one = kept(lambda: F.softmax(scores, 1))
    yield "activations", "softmax of 1 MB: one op, or in steps", one, kept(softmax)
    one = kept(lambda: F.cross_entropy(scores, index))
    yield "cross_entropy", "of 1 MB: one op, or in steps", one, kept(cross_entropy)
    x = torch.randn(100, 25, 10, 10, requires_grad=True)
    w, b = [torch.randn(25, 1, 1, requires_grad=True) for _ in range(2)]

    def batch_norm() -> Any:
        mean, var = x.mean((0, 2, 3), keepdim=True), x.var((0, 2, 3), False, keepdim=True)
        return (x - mean) / (var + 1e-5).sqrt() * w + b

    one = kept(lambda: F.batch_norm(x, None, None, w.flatten(), b.flatten(), training=True))
    yield "normalization", "batch norm of 1 MB: one op, or eight", one, kept(batch_norm)


def sequences() -> Iterator[Row]:
    """An LSTM over 100 steps in torch, by a kernel and by a loop; 1,000 plain steps in JAX."""
    import torch as peer

    peer.set_num_threads(1)
    for batch, size in ((1, 8), (32, 128)):
        x = peer.randn(100, batch, size)
        layer, cell = peer.nn.LSTM(size, size), peer.nn.LSTMCell(size, size)

        def by_kernel(x: Any = x, layer: Any = layer) -> None:
            layer(x)[0][-1].sum().backward()

        def by_loop(x: Any = x, cell: Any = cell) -> None:
            state = None
            for step in x:
                state = cell(step, state)
            state[0].sum().backward()

        times = [ms(seconds(way, 5)) for way in (by_kernel, by_loop)]
        yield "recurrent", f"100 steps of ({batch}, {size}) in torch: kernel, loop", *times
    if find_spec("jax"):
        import jax

        def cell(h: Any, x: Any) -> tuple[Any, None]:
            return jax.numpy.tanh(h * 0.5 + x), None

        def scan(xs: Any) -> Any:
            return jax.lax.scan(cell, xs[0], xs)[0]

        def unrolled(xs: Any) -> Any:
            h = xs[0]
            for x in xs:
                h, _ = cell(h, x)
            return h

        xs = jax.numpy.ones(1000)
        times = [ms(seconds(lambda f=f: jax.jit(f)(xs).item(), 1)) for f in (scan, unrolled)]
        yield "recurrent", "1,000 steps compiled by JAX: scan, loop", *times


def one_by_one() -> Iterator[Row]:
    """Many rows at once, or one after the other; and what one wants of a Hessian, or all of it."""
    w, xs, ys = torch.randn(784, 10), torch.randn(64, 784), torch.arange(64) % 10
    slope = torch.func.grad(lambda w, x, y: F.cross_entropy(x @ w, y))
    mapped = seconds(lambda: torch.func.vmap(slope, (None, 0, 0))(w, xs, ys), 5)
    loop = seconds(lambda: [slope(w, x, y) for x, y in zip(xs, ys, strict=True)], 5)
    yield "vmap", "64 gradients: vmap, or a loop", ms(mapped), ms(loop)
    w, x, v = torch.randn(200, 200), torch.randn(200), torch.randn(200)
    _, pullback = torch.func.vjp(lambda x: (w @ x).tanh(), x)
    mapped = seconds(lambda: torch.func.vmap(pullback)(torch.eye(200)), 5)
    loop = seconds(lambda: torch.func.jacrev(lambda x: (w @ x).tanh())(x), 5)
    yield "reverse_transforms", "200 rows of a Jacobian: vmap, or a loop", ms(mapped), ms(loop)
    product = seconds(lambda: hvp(lambda x: (w @ x).tanh().sum(), (x,), (v,)), 5)
    whole = seconds(lambda: torch.func.hessian(lambda x: (w @ x).tanh().sum())(x), 2)
    yield "forward_mode", "of a Hessian (200, 200): a product, or all", ms(product), ms(whole)


def lines() -> Iterator[Row]:
    """A step of `by_hand`'s network, of 8 hidden neurons, on 4 examples: its program, or grad."""
    shapes = (2, 8), (8,), (8, 1), (1,)
    weights = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    x, t = torch.rand(4, 2, dtype=torch.float64), torch.rand(4, 1, dtype=torch.float64)

    def loss(weights: Any, x: Any, t: Any) -> Any:
        w1, b1, w2, b2 = weights
        y = ((x @ w1 + b1).sigmoid() @ w2 + b2).sigmoid()
        return ((y - t) ** 2).sum() / (2 * len(t))

    def step(weights: Any, x: Any, t: Any) -> Any:
        slopes = torch.func.grad(loss)(weights, x, t)
        return [w - 0.5 * slope for w, slope in zip(weights, slopes, strict=True)]

    def made() -> Any:
        return tracing.simplified(tracing.trace(step)(weights, x, t))

    program = made()
    run = seconds(lambda: tracing.eval_program(program, weights, x, t), 100)
    yield (
        "tracing",
        "a step: its program, or grad",
        ms(run),
        ms(seconds(lambda: step(weights, x, t), 100)),
    )
    yield "tracing", "to make the program", ms(seconds(made, 100)), "-"
    compiled = torch.compile(step)
    compiled(weights, x, t)
    script = seconds(lambda: compiled(weights, x, t), 100)
    arrays = by_hand.Parameters(*[w.numpy() for w in weights])
    X, T = x.numpy(), t.numpy()

    def own() -> Any:
        slopes = by_hand.gradients(arrays, X, by_hand.forward(arrays, X), T)
        return by_hand.update(arrays, slopes, 0.5)

    yield "compile", "a step: its script, or by hand", ms(script), ms(seconds(own, 100))


def seconds(function: Callable[[], Any], repeats: int) -> float:
    """The best of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best


def ms(duration: float) -> str:
    return f"{1e3 * duration:,.4g} ms"


def kept(function: Callable[[], Any]) -> str:
    """The memory that a result and its graph hold."""
    return _traced(function, 0)


def peak(function: Callable[[], Any]) -> str:
    """The most memory that is held at one time."""
    return _traced(function, 1)


def _traced(function: Callable[[], Any], which: int) -> str:
    function()  # what is made once, such as tables, does not count
    tracemalloc.start()
    result = function()
    size = tracemalloc.get_traced_memory()[which]
    tracemalloc.stop()
    del result
    return f"{size / 1e6:.3g} MB"


if __name__ == "__main__":
    main()
