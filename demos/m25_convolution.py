"""A digit through kernels, and filters that are learned."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, beside, number

STEPS = 40
KERNELS = {
    "edges across": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    "edges along": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
}
ANSWER = {
    "digit": (20, 20),
    "edges": (len(KERNELS), 18, 18),
    "strided": (9, 9),
    "losses": (STEPS,),
    "filters": (6, 5, 5),
    "before": (6, 5, 5),
    "right": (),
}
SAYS = (
    "What a kernel has learned in one corner it knows everywhere. The filters, as drawn at "
    "random and after 40 steps: nobody told them that strokes have edges."
)


def inputs() -> tuple[Any, ...]:
    images, digits = data.digits(500)
    images = (images[:, None] / 255).astype(np.float32)
    return images, digits, np.array(list(KERNELS.values()), np.float32)[:, None], STEPS


def program(lib, images, digits, kernels, steps):
    nn, F = lib.nn, lib.nn.functional
    x, y = lib.from_numpy(images), lib.from_numpy(digits)
    digit = lib.from_numpy(images[0:1, :, 4:24, 4:24].copy())
    edges = F.conv2d(digit, lib.from_numpy(kernels))
    strided = F.conv2d(digit, lib.from_numpy(kernels[:1] * 0 + 1 / 9), stride=2)
    lib.manual_seed(0)
    first = nn.Conv2d(1, 6, 5, stride=2, padding=2)
    before = first.weight.detach().numpy()[:, 0].copy()
    net = nn.Sequential(first, nn.ReLU(), nn.Flatten(), nn.Linear(6 * 14 * 14, 10))
    optimizer, losses = lib.optim.SGD(net.parameters(), lr=0.1, momentum=0.9), []
    for step in range(steps):
        part = slice(40 * (step % 10), 40 * (step % 10) + 40)
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x[part]), y[part])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    guesses = net(x[400:]).argmax(1).numpy()
    return {
        "digit": images[0, 0, 4:24, 4:24],
        "edges": edges.numpy()[0],
        "strided": strided.numpy()[0, 0],
        "losses": losses,
        "filters": first.weight.detach().numpy()[:, 0],
        "before": before,
        "right": float((guesses == digits[400:]).mean()),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    blocks = [["the digit", *canvas.heat(found["digit"][1:19:2], wide=1)]]
    for name, image in zip(KERNELS, found["edges"], strict=True):
        blocks.append([name, *canvas.heat(image[::2], -3, 3, wide=1)])
    blocks.append(["stride 2", *canvas.heat(found["strided"], wide=1)])
    filters = [
        [f"filter {i + 1}", *(f"{a}  {b}" for a, b in zip(*pair, strict=True))]
        for i, pair in enumerate(
            (canvas.heat(before, wide=1), canvas.heat(after, wide=1))
            for before, after in zip(found["before"], found["filters"], strict=True)
        )
    ]
    losses = found["losses"]
    told = f"loss {number(losses[0], 3)} to {number(losses[-1], 3)} {canvas.spark(losses)}"
    return "\n".join(
        [
            *beside(*blocks),
            *beside(*filters, gap=1),
            f"{told}  {100 * found['right']:.0f} % right",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    gaps = [np.pad(each, ((0, 0), (0, 1)), constant_values=np.nan) for each in found["filters"]]
    return svg.cells("Six filters", np.concatenate(gaps, 1))
