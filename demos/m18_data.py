"""What a loader hands out in two epochs, and digits as it collates them."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, beside, clipped

ANSWER = {
    "epochs": [str],
    "missing": (2,),
    "sizes": (None,),
    "images": (4, 28, 28),
    "digits": (4,),
    "split": (2,),
    "plain": [str],
}
SAYS = (
    "Each epoch shows every sample once, in an order of its own; the last batch is smaller, "
    "since 22 is not a multiple of 6. Shuffled batches make the gradient a fair sample of the "
    "whole one."
)


def inputs() -> tuple[Any, ...]:
    images, digits = data.digits(4)
    header = np.array([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28], np.uint8)
    return np.concatenate([header, images.ravel()]), digits


def program(lib, file, digits):
    data = lib.utils.data
    lib.manual_seed(0)
    numbers = data.TensorDataset(lib.arange(22))
    loader = data.DataLoader(numbers, batch_size=6, shuffle=True)
    epochs, missing, sizes = [], [], []
    for _ in range(2):
        batches = [batch.tolist() for (batch,) in loader]
        epochs.append(" | ".join(" ".join(map(str, batch)) for batch in batches))
        seen = [i for batch in batches for i in batch]
        missing.append(22 - len(set(seen)) + (len(seen) - 22))
        sizes = [len(batch) for batch in batches]
    plain = data.DataLoader(numbers, batch_size=6, drop_last=True)
    told = " ".join(str(batch.tolist()) for (batch,) in plain)
    images = file[16:].reshape(4, 28, 28)
    pairs = data.TensorDataset(lib.from_numpy(images / 255.0), lib.from_numpy(digits))
    ((pixels, labels),) = data.DataLoader(pairs, batch_size=4)
    parts = data.random_split(numbers, [15, 7])
    return {
        "epochs": epochs,
        "missing": missing,
        "sizes": sizes,
        "images": pixels.numpy(),
        "digits": labels.tolist(),
        "split": [len(part) for part in parts],
        "plain": [told],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    images = [canvas.heat(image[4:25:2, 4:25:1], 0, 1, wide=1)[:8] for image in found["images"][:3]]
    named = [
        [*image, f"digit {label:.0f}"]
        for image, label in zip(images, found["digits"], strict=False)
    ]
    lines = []
    for i, (order, missing) in enumerate(zip(found["epochs"][:2], found["missing"], strict=False)):
        lines.append(f"epoch {i + 1}: {order}")
        lines.append(f"         {missing:.0f} of 22 are missing or come twice")
    sizes = ", ".join(f"{size:.0f}" for size in found["sizes"][:8])
    return "\n".join(
        [
            *lines,
            f"batches of {sizes}; split into {found['split'][0]:.0f} and {found['split'][1]:.0f}",
            "without shuffle, drop_last:",
            *(f"  {clipped(text, 76)}" for text in found["plain"][:1]),
            *beside(*named),
        ]
    )
