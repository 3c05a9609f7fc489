"""A network learns digits, and stops in time."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, beside, number

EPOCHS = 12
ANSWER = {
    "loss": (None,),
    "accuracy": (None,),
    "val_loss": (None,),
    "val_accuracy": (None,),
    "checked": (2,),
    "wrong": (3, 28, 28),
    "taken": (3,),
    "truth": (3,),
}
SAYS = (
    "The training loss goes on falling while the other one, on digits that the network never "
    "learned from, turns up again: there the training stops, and the best weights come back. "
    "Above are digits that it takes for others."
)


def inputs() -> tuple[Any, ...]:
    images, digits = data.digits(1000)
    return (images / 255).astype(np.float32), digits, EPOCHS


def program(lib, images, digits, epochs):
    nn, data = lib.nn, lib.utils.data
    lib.manual_seed(0)
    pixels, labels = lib.from_numpy(images.reshape(-1, 784)), lib.from_numpy(digits)
    train = data.TensorDataset(pixels[:700], labels[:700])
    valid = data.TensorDataset(pixels[700:], labels[700:])
    net = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 10))
    optimizer = lib.optim.SGD(net.parameters(), lr=0.5, momentum=0.7)
    stopping = lib.training.EarlyStopping(patience=2)
    trainer = lib.training.Trainer(net, nn.functional.cross_entropy, optimizer, stopping=stopping)
    loader = data.DataLoader(train, batch_size=50, shuffle=True)
    held_out = data.DataLoader(valid, batch_size=50)
    history = trainer.fit(loader, epochs, held_out)
    metrics = lib.training.evaluate(net, nn.functional.cross_entropy, held_out)
    net.eval()
    guesses = net(pixels).argmax(-1).numpy()
    wrong = [700 + i for i in np.nonzero(guesses[700:] != digits[700:])[0][:3].tolist()]
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    found = {name: [entry[name] for entry in history] for name in names}
    return found | {
        "checked": [metrics.loss, metrics.accuracy],
        "wrong": images[wrong],
        "taken": guesses[wrong].tolist(),
        "truth": digits[wrong].tolist(),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    curves = {"training loss": found["loss"], "validation loss": found["val_loss"]}
    pictures = []
    for image, taken, truth in zip(found["wrong"], found["taken"], found["truth"], strict=True):
        rows = canvas.heat(image[4:25:3, 3:26], 0, 1, wide=1)
        pictures.append([*rows, f"{truth:.0f}, taken for {taken:.0f}"])
    loss, accuracy = found["checked"]
    best = f"after {len(found['loss'])} epochs: {100 * accuracy:.1f} % right, loss {number(loss)}"
    shares = f"training {100 * found['accuracy'][-1]:.1f} %"
    return "\n".join([canvas.plot(curves, height=6), f"{best} ({shares})", *beside(*pictures)])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = {"training": found["loss"], "validation": found["val_loss"]}
    return svg.curves("Loss", named, "epoch", (1, EPOCHS))
