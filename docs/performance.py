"""What fusing, working in place, packing and blocking save: `nox -s shell -- docs/performance.py`.

Each of the four is run as one would write it first and as `performance` has it, on your own
library. NumPy calls and bytes are the same on every machine; the milliseconds are yours.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import autodiff as torch
import numpy as np
from autodiff import cost, performance

TURNS, SECONDS = 5, 0.5
OPTIONS = 0.001, (0.9, 0.999), 1e-8
Step = Callable[[], Any]
Wrap = Callable[[Any], Any]  # makes the arrays `Counted` ones, where calls are counted


def main() -> None:
    print(f"{'':44}{'calls':>8}{'peak':>12}{'kept':>12}{'time':>12}")
    for ways in (fuse, in_place, pack, block):
        counting, timing = ways(cost.counted), ways(cost.plain)
        for name, step in timing.items():
            found = cost.of(counting[name])
            calls = f"{found.calls:,}" if found.calls else ""
            memory = f"{megabytes(found.peak)}{megabytes(found.kept)}"
            print(f"{name:44}{calls:>8}{memory}{1e3 * seconds(step):9.2f} ms")
        print()


def megabytes(count: int) -> str:
    return f"{count / 1e6:9.2f} MB"


def seconds(step: Step) -> float:
    """Of the best of several turns, each of a few steps."""
    began = time.perf_counter()
    step()
    count = max(1, int(SECONDS / TURNS / (time.perf_counter() - began)))
    return min(turn(step, count) for _ in range(TURNS)) / count


def turn(step: Step, count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        step()
    return time.perf_counter() - began


def fuse(wrap: Wrap) -> dict[str, Step]:
    torch.manual_seed(0)
    x = torch.randn(256, 1024, requires_grad=True)

    def by_ops(x: torch.Tensor) -> torch.Tensor:
        return 0.5 * x * (1 + torch.tanh(performance.STEEP * (x + performance.CUBIC * x * x * x)))

    def backward(gelu: Callable[[Any], Any]) -> None:
        x.grad = None
        gelu(x).sum().backward()

    return {
        "gelu of 256 x 1024 float32, by ops": lambda: by_ops(x),
        "  as one op": lambda: performance.gelu_tanh(x),
        "  by ops, there and back": lambda: backward(by_ops),
        "  as one op, there and back": lambda: backward(performance.gelu_tanh),
    }


def in_place(wrap: Wrap) -> dict[str, Step]:
    rng = np.random.default_rng(0)
    arrays = [wrap(a) for a in rng.random((5, 1_000_000), np.float32)]

    def formula() -> None:
        (value, grad, mean, square, _), (lr, (beta1, beta2), eps) = arrays, OPTIONS
        mean[:] = beta1 * mean + (1 - beta1) * grad
        square[:] = beta2 * square + (1 - beta2) * grad * grad
        value -= lr * (mean / (1 - beta1**9)) / (np.sqrt(square / (1 - beta2**9)) + eps)

    return {
        "Adam, 1,000,000 float32, as its formula": formula,
        "  in place": lambda: performance.adam_in_place(*arrays, 9, *OPTIONS),
    }


def pack(wrap: Wrap) -> dict[str, Step]:
    rng = np.random.default_rng(0)
    sizes = [(32, 32), (32,)] * 20
    each = [[wrap(rng.random(size)) for _ in range(5)] for size in sizes]
    params = [torch.from_numpy(wrap(rng.random(size))).requires_grad_() for size in sizes]
    for p in params:
        p.grad = torch.from_numpy(wrap(rng.random(p.shape)))
    packed = performance.PackedAdam(params)

    def one_by_one() -> None:
        for arrays in each:
            performance.adam_in_place(*arrays, 9, *OPTIONS)

    return {"Adam, 40 parameters of 1,024 or 32": one_by_one, "  packed": packed.step}


def block(wrap: Wrap) -> dict[str, Step]:
    rng = np.random.default_rng(0)
    q, k, v = (wrap(a) for a in rng.normal(size=(3, 2048, 64)).astype(np.float32))

    def whole() -> np.ndarray:
        scores = q @ k.T / 8
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True) @ v

    return {
        "attention, 2,048 queries and keys, whole": whole,
        "  in blocks of 128 keys": lambda: performance.attention_in_blocks(q, k, v, 128),
    }


if __name__ == "__main__":
    main()
