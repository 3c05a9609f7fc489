"""What fusing, working in place, packing and blocking save."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.canvas import Canvas, number

SIZE, COUNTS, KEYS, BLOCK = 65536, (1, 4, 10, 40), (128, 256, 512, 1024), 32
ANSWER = {
    "gelu": (2, 2),
    "adam": (2, 2),
    "calls": (2, len(COUNTS)),
    "peaks": (2, len(KEYS)),
    "off": (4,),
}
SAYS = (
    "As one op, gelu leaves one note and one array for the way back. A step in place makes no "
    "array; a packed one takes as many NumPy calls for 40 parameters as for one. In blocks, "
    "attention to 1,024 keys needs no more memory than to 128. "
    "`nox -s shell -- docs/performance.py` shows the milliseconds, too."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    weights, qkv = rng.normal(size=(COUNTS[-1], 4, 4)), rng.normal(size=(3, KEYS[-1], 8))
    return rng.normal(size=(5, SIZE)), weights, COUNTS, qkv, KEYS, BLOCK


def program(lib, arrays, weights, counts, qkv, lengths, block):
    performance, cost = lib.performance, lib.cost
    options = 0.1, (0.9, 0.99), 1e-8

    def gelu_by_ops(x):
        u = performance.STEEP * (x + performance.CUBIC * x * x * x)
        return 0.5 * x * (1 + u.tanh())

    def gelu(function):
        x = lib.tensor(arrays[0], requires_grad=True)
        found = cost.of(function, x)
        notes = len(lib.autograd.toposort(found.result, lib.autograd.parents)) - 1
        found.result.sum().backward()
        return [found.kept / arrays[0].nbytes, notes], x.grad.numpy()

    def adam_by_formula(value, grad, mean, square, scratch, t, lr, betas, eps):
        mean[:] = betas[0] * mean + (1 - betas[0]) * grad
        square[:] = betas[1] * square + (1 - betas[1]) * grad * grad
        root = np.sqrt(square / (1 - betas[1] ** t)) + eps
        value -= lr * (mean / (1 - betas[0] ** t)) / root

    def adam(function):
        value, grad, mean, square, scratch = (a.copy() for a in arrays)
        square *= square
        found = cost.of(function, value, grad, mean, square, scratch, 3, *options)
        return [found.peak / value.nbytes, found.calls], value

    def one_by_one(params):
        each = [(p.value, *(np.zeros_like(p.value) for _ in range(3))) for p in params]
        times = []

        def step():
            times.append(1)
            for p, (value, *others) in zip(params, each, strict=True):
                arguments = value, p.grad.value, *others, len(times)
                performance.adam_in_place(*arguments, *options)

        return step

    def packed(params):
        return performance.PackedAdam(params, *options).step

    def calls(make, count):
        params = [lib.from_numpy(cost.counted(w.copy())) for w in weights[:count]]
        step = make(params)
        for _ in range(3):
            for p in params:
                p.grad = lib.from_numpy(p.numpy() * 2)
            taken = cost.of(step)
        return taken.calls, np.array([cost.plain(p.numpy()) for p in params])

    def whole(q, k, v, size):
        scores = q @ k.T / np.sqrt(q.shape[1])
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True) @ v

    def attention(function, keys):
        found = cost.of(function, qkv[0], qkv[1, :keys], qkv[2, :keys], block)
        return found.peak / 2**20, found.result

    def each(measure, function, sizes):
        costs, results = zip(*(measure(function, size) for size in sizes), strict=True)
        return costs, results[-1]

    pairs = {
        "gelu": [gelu(gelu_by_ops), gelu(performance.gelu_tanh)],
        "adam": [adam(adam_by_formula), adam(performance.adam_in_place)],
        "calls": [each(calls, make, counts) for make in (one_by_one, packed)],
        "peaks": [
            each(attention, function, lengths)
            for function in (whole, performance.attention_in_blocks)
        ],
    }
    found = {name: [costs for costs, _ in pair] for name, pair in pairs.items()}
    return {**found, "off": [abs(a - b).max() for (_, a), (_, b) in pairs.values()]}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    gelu, adam, calls, peaks = (np.round(found[name], 1) for name in list(ANSWER)[:4])
    lines = ["gelu: arrays of x's size that are kept for the way back"]
    ways = zip(("by ops", "as one op"), gelu, strict=True)
    lines.append(canvas.bars([(f"{way}, notes: {number(n)}", size) for way, (size, n) in ways]))
    lines.append("a step of Adam: arrays of the weights' size that are made at one time")
    ways = zip(("as its formula", "in place"), adam, strict=True)
    lines.append(canvas.bars([(f"{way}, calls: {number(n)}", size) for way, (size, n) in ways]))
    lines.append(f"NumPy calls of a step for {_row(COUNTS)} parameters; the last")
    ways = zip(("one by one", "packed"), calls, strict=True)
    lines.append(canvas.bars([(f"{way}: {_row(row)}", row[-1]) for way, row in ways]))
    lines.append(f"MiB that attention to {_row(KEYS)} keys needs; the last")
    ways = zip(("whole", f"in blocks of {BLOCK}"), peaks, strict=True)
    lines.append(canvas.bars([(f"{way}: {_row(row)}", row[-1]) for way, row in ways]))
    same = ["the same" if off < 1e-9 else f"off by {number(off, 2)}" for off in found["off"]]
    return "\n".join([*lines, f"results of the four pairs: {', '.join(same)}"])


def _row(numbers: Any) -> str:
    return ", ".join(number(n) for n in numbers)
