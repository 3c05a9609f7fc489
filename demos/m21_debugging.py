"""Four views of a network that does not learn."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import WIDTH, Canvas, clipped, number

DEPTH = 8
NETS = ("Sigmoid", "Tanh", "ReLU")
ANSWER = {
    "numbers": [str],
    "summary": [str],
    "norms": (len(NETS), DEPTH),
    "blamed": [str],
    "shared": [str],
}
SAYS = (
    "Through sigmoids next to nothing comes back to the first layers, and the watch names the op"
    " that made the first NaN: a loss alone tells you neither."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    return NETS, DEPTH, rng.normal(size=(16, 8)).astype(np.float32)


def program(lib, nets, depth, batch):
    nn, training = lib.nn, lib.training

    class Blame:
        def __enter__(self):
            self.said = "nobody"
            return self

        def __exit__(self, kind, error, traceback):
            self.said = str(error) if kind else "nobody"
            return kind is RuntimeError

    tables = [[[1.0, -0.25], [100.0, 2.0]], [[1e-5, 1.0], [0.0, 3e3]], [[3.0, 10.0], [0.0, -7.0]]]
    columns = [training.array_text(np.array(table)).split("\n") for table in tables]
    norms = []
    for name in nets:
        lib.manual_seed(0)
        parts = []
        for _ in range(depth):
            parts += [nn.Linear(8, 8, bias=False), getattr(nn, name)()]
        net = nn.Sequential(*parts)
        net(lib.from_numpy(batch)).sum().backward()
        norms.append(list(training.gradient_norms(net).values()))
    lib.manual_seed(0)
    tied = nn.Linear(8, 8)
    small = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 8), tied, nn.Tanh(), tied)
    blamed = []
    x = lib.tensor([4.0, 0.0], requires_grad=True)
    with Blame() as blame, lib.autograd.detect_anomaly():
        (lib.sqrt(x) * 0).sum().backward()
    blamed.append(blame.said)
    with Blame() as blame, lib.autograd.detect_anomaly():
        (lib.log(x - 5) * 2).sum().backward()
    blamed.append(blame.said)
    with Blame() as blame:
        (lib.log(x - 5) * 2).sum().backward()
    blamed.append(blame.said)
    rows = [training.array_text(np.arange(8.0).reshape(2, 2, 2) / 4)]
    return {
        "numbers": ["   ".join(row) for row in zip(*columns, strict=True)],
        "summary": training.summary(small, lib.from_numpy(batch)).split("\n"),
        "norms": norms,
        "blamed": blamed,
        "shared": [" ".join(rows[0].split()), str(len(list(small.modules())))],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    table = (line for line in found["summary"][:8] if line.strip("-"))
    lines = [*found["numbers"][:3], *table]
    lines.append(f"norms of the gradients, layer 1 to {DEPTH}, as a power of ten")
    for name, norms in zip(NETS, found["norms"], strict=True):
        power = np.log10(np.clip(norms, 1e-12, 1e12))
        spark = canvas.spark(np.repeat(power, 3), -7, 2)
        lines.append(f"{name:<9}{spark}  first {number(norms[0], 2)}, last {number(norms[-1], 2)}")
    root, log, nobody = [*found["blamed"], "", "", ""][:3]
    lines += ["sqrt(x) * 0, backward:", f"  {clipped(root, WIDTH - 2)}"]
    lines.append(f"log(x - 5) * 2: {clipped(log, 28)}; without the watch: {clipped(nobody, 12)}")
    return "\n".join([*lines, *(clipped(text, WIDTH) for text in found["shared"][:1])])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    powers = np.log10(np.clip(found["norms"], 1e-12, 1e12))
    title = "Norm of each layer's gradient, as a power of ten"
    return svg.curves(title, dict(zip(NETS, powers, strict=True)), "layer", (1, DEPTH))
