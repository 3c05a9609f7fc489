"""You have written autograd: networks learn by your walk."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, beside

SIDE = (20, 44)
COARSE = (slice(None, None, 2), slice(None, None, 2))  # for the terminal
BOX = (-1.3, 2.3, -0.9, 1.3)  # left, right, bottom, top
MOON_STEPS, EPOCHS = 300, 5
ANSWER = {
    "moon losses": (MOON_STEPS,),
    "before": (SIDE[0] * SIDE[1], 1),
    "after": (SIDE[0] * SIDE[1], 1),
    "correct": (EPOCHS,),
}

SAYS = (
    "Look at the border: it bends between the two moons. Every slope that moved it came from "
    "your backward. You have written autograd; the rest builds on it."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, np.pi, 100)
    upper = np.stack([np.cos(angle), np.sin(angle)], 1)
    lower = np.stack([1 - np.cos(angle), 0.4 - np.sin(angle)], 1)
    points = np.concatenate([upper, lower]) + rng.normal(0, 0.08, (200, 2))
    moons = points.astype(np.float32), np.repeat([1.0, 0.0], 100)[:, None].astype(np.float32)
    left, right, bottom, top = BOX
    x, y = np.meshgrid(np.linspace(left, right, SIDE[1]), np.linspace(top, bottom, SIDE[0]))
    plane = np.stack([x.ravel(), y.ravel()], 1).astype(np.float32)
    shapes = (2, 16), (16, 16), (16, 1), (784, 32), (32, 10)
    weights = [(rng.normal(size=s) / s[0] ** 0.5).astype(np.float32) for s in shapes]
    images, digits = data.digits(1500)
    return moons, plane, weights, images.reshape(-1, 784), digits, MOON_STEPS, EPOCHS


def program(lib, moons, plane, weights, images, digits, moon_steps, epochs):
    def parameters(start):
        matrices = [lib.tensor(w, requires_grad=True) for w in start]
        return [(W, lib.zeros(W.shape[1], requires_grad=True)) for W in matrices]

    def scores(layers, X):
        for W, b in layers[:-1]:
            X = lib.tanh(X @ W + b)
        W, b = layers[-1]
        return X @ W + b

    def step(layers, loss, lr):
        loss.backward()
        for p in [p for layer in layers for p in layer]:
            p.data -= lr * p.grad.data
            p.grad = None
        return loss.item()

    net = parameters(weights[:3])
    X, T, plane = (lib.from_numpy(a) for a in (*moons, plane))
    before = lib.sigmoid(scores(net, plane)).detach().numpy().copy()
    losses = []
    for _ in range(moon_steps):
        Y = lib.sigmoid(scores(net, X))
        losses.append(step(net, ((Y - T) * (Y - T)).mean(), 2.0))
    after = lib.sigmoid(scores(net, plane)).detach().numpy()

    net = parameters(weights[3:])
    pixels = lib.from_numpy((images / 255).astype(np.float32))
    truth = lib.from_numpy(np.eye(10, dtype=np.float32)[digits])
    correct = []
    for _ in range(epochs):
        guesses = scores(net, pixels[1000:]).detach().numpy().argmax(1)
        correct.append(float((guesses == digits[1000:]).mean()))
        for i in range(0, 1000, 50):
            Z = scores(net, pixels[i : i + 50])
            chosen = (Z * truth[i : i + 50]).sum(1)
            step(net, (lib.exp(Z).sum(1).log() - chosen).mean(), 0.3)
    return {"moon losses": losses, "before": before, "after": after, "correct": correct}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    planes = [
        [title, *canvas.heat(found[name].reshape(SIDE)[COARSE], 0, 1, wide=1)]
        for name, title in (("before", "before"), ("after", "after"))
    ]
    losses = found["moon losses"]
    side = [
        "two moons",
        "",
        f"loss {losses[0]:.4f} at first",
        f"     {losses[-1]:.4f} after {len(losses)} steps",
        "",
        canvas.spark(losses[:: len(losses) // 25]),
    ]
    digits = [(f"after epoch {i}", 100 * share) for i, share in enumerate(found["correct"])]
    return "\n".join(
        [
            *beside(*planes, side),
            "Handwritten digits that it has never seen, right in percent:",
            canvas.bars(digits, 40, 100),
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    (points, belongs), *_ = inputs()
    groups = {"one moon": points[belongs[:, 0] == 1], "the other": points[belongs[:, 0] == 0]}
    title = "Two moons, and the border that a network found between them"
    return svg.plane(title, found["after"].reshape(SIDE), BOX, groups)
