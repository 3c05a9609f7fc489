"""Plain and residual nets, 4 and 56 layers deep."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

STEPS = 50
NETS = ("plain, 4 layers", "plain, 56 layers", "residual, 56 layers")
ANSWER = {
    "losses": (len(NETS), STEPS),
    "slopes": (len(NETS), 28),
    "resnet": (2,),
    "start": (),
}
SAYS = (
    "More layers should never be worse, since they could do nothing. But plain ones have to "
    "learn that; a residual block adds to what came in, so it begins there, and the gradient has "
    "a way around each block: see how level its lengths are."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(96, 8)).astype(np.float32)
    targets = np.sin(points[:, :1] * 2) * points[:, 1:2]
    return points, targets.astype(np.float32), STEPS


def program(lib, points, targets, steps):
    nn = lib.nn
    X, T = lib.from_numpy(points), lib.from_numpy(targets)

    def plain(depth):
        parts = [nn.Linear(8, 16)]
        for _ in range(depth):
            parts += [nn.ReLU(), nn.Linear(16, 16)]
        return nn.Sequential(*parts, nn.ReLU(), nn.Linear(16, 1))

    def blocks(net):
        if "plain" in net:
            return plain(int(net.split()[1]))
        return lib.models.ResidualMLP(8, 16, 28, 1)

    losses, slopes = [], []
    for net in ("plain 4", "plain 56", "residual"):
        lib.manual_seed(0)
        model = blocks(net)
        optimizer, curve = lib.optim.Adam(model.parameters(), lr=0.005), []
        for step in range(steps):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(X), T)
            loss.backward()
            if step == 0:
                square = [p for p in model.parameters() if tuple(p.shape) == (16, 16)]
                norms = [float(np.sqrt((p.grad.numpy() ** 2).sum())) for p in square]
                slopes.append([norms[int(i)] for i in np.linspace(0, len(norms) - 1, 28)])
            optimizer.step()
            curve.append(loss.item())
        losses.append(curve)
    body = nn.Linear(16, 16)
    x = lib.ones(2, 16)
    start = float(abs(lib.models.Residual(body)(x) - x - body(x)).sum().item())
    lib.manual_seed(0)
    resnet = lib.models.resnet20(num_classes=10).eval()
    scores = resnet(
        lib.from_numpy(np.linspace(-1, 1, 3 * 64, dtype=np.float32).reshape(1, 3, 8, 8))
    )
    count = sum(p.numel() for p in resnet.parameters())
    return {
        "losses": losses,
        "slopes": slopes,
        "resnet": [count, float(abs(scores).sum().item())],
        "start": start,
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [canvas.plot(dict(zip(NETS, np.minimum(found["losses"], 1.5), strict=True)), height=7)]
    for name, curve in zip(NETS, found["losses"], strict=True):
        lines.append(f"{name:<22} loss {number(curve[0], 3):>6} to {number(curve[-1], 3)}")
    lines.append("length of the first gradient, from the first layer to the last, powers of ten:")
    for name, slope in zip(NETS, found["slopes"], strict=True):
        power = np.log10(np.clip(slope, 1e-12, 1e12))
        lines.append(f"{name:<22} {canvas.spark(power, -8, 1)}  first {number(slope[0], 2)}")
    count, scores = found["resnet"]
    lines.append(f"resnet20: {count:,.0f} parameters, |scores| of a picture {number(scores)}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(NETS, found["losses"], strict=True))
    return svg.curves("Plain and residual nets: the loss", named, "step")
