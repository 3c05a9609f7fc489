"""Learning by heart, with and without a brake."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, clipped, number

EPOCHS = 30
WAYS = ("nothing", "dropout 0.5", "l2 penalty", "l1 penalty")
ANSWER = {
    "train": (len(WAYS), EPOCHS),
    "test": (len(WAYS), EPOCHS),
    "zeros": (len(WAYS),),
    "length": (len(WAYS),),
    "masks": (3, 24),
    "eval": (24,),
}
SAYS = (
    "Without a brake the network learns its 150 digits by heart: the training loss falls to "
    "nothing, the test loss turns up. A penalty pulls weights towards 0 (l1 flattens most), and "
    "the test loss stays lower; dropout is for larger nets."
)


def inputs() -> tuple[Any, ...]:
    images, digits = data.digits(450)
    return (images.reshape(-1, 784) / 255).astype(np.float32), digits, WAYS, EPOCHS


def program(lib, images, digits, ways, epochs):
    nn, F = lib.nn, lib.nn.functional
    x, y = lib.from_numpy(images), lib.from_numpy(digits)

    def penalty(way, parameters):
        if "l2" in way:
            return 0.002 * nn.utils.l2_penalty(parameters)
        return 0.0003 * nn.utils.l1_penalty(parameters)

    train, test, zeros, lengths = [], [], [], []
    for way in ways:
        lib.manual_seed(0)
        p = 0.5 if "dropout" in way else 0.0
        net = nn.Sequential(nn.Linear(784, 48), nn.ReLU(), nn.Dropout(p), nn.Linear(48, 10))
        optimizer = lib.optim.SGD(net.parameters(), lr=0.3)
        curves = [], []
        for _ in range(epochs):
            net.eval()
            for curve, part in zip(curves, (slice(0, 150), slice(150, 450)), strict=True):
                curve.append(F.cross_entropy(net(x[part]), y[part]).item())
            net.train()
            for i in range(0, 150, 15):
                optimizer.zero_grad()
                loss = F.cross_entropy(net(x[i : i + 15]), y[i : i + 15])
                if "penalty" in way:
                    loss = loss + penalty(way, [net[0].weight])
                loss.backward()
                optimizer.step()
        weights = net[0].weight.detach().numpy()
        train.append(curves[0])
        test.append(curves[1])
        zeros.append(float((abs(weights) < 0.003).mean()))
        lengths.append(float(np.sqrt((weights.astype(np.float64) ** 2).sum())))
    lib.manual_seed(0)
    masks = [F.dropout(lib.ones(24), 0.5).tolist() for _ in range(3)]
    found = {"train": train, "test": test, "zeros": zeros, "length": lengths}
    return found | {"masks": masks, "eval": F.dropout(lib.ones(24), 0.5, training=False).tolist()}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [f"{'':<13}{'training loss':<{EPOCHS + 8}}{'test loss':<16}"]
    for i, way in enumerate(WAYS):
        train, test = found["train"][i], found["test"][i]
        left = f"{canvas.spark(train, 0, 2.4)} {number(train[-1], 2):<7}"
        lines.append(f"{way:<13}{left}{canvas.spark(test[::2], 0, 2.4)} {number(test[-1], 3)}")
    lines.append(f"{'':<16}the first layer's weights")
    for way, zeros, length in zip(WAYS, found["zeros"], found["length"], strict=True):
        lines.append(f"{way:<13}   {100 * zeros:5.1f} % next to 0, length {number(length, 3)}")
    lines += ["", "dropout(ones, 0.5), three times, and in eval mode:"]
    rows = [*found["masks"], found["eval"]]
    lines += [
        "  " + clipped(" ".join(f"{v:.3g}".replace("0", "·") for v in row), 76) for row in rows
    ]
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(WAYS, found["test"], strict=True))
    return svg.curves("Loss on digits not seen", named, "epoch", (1, EPOCHS))
