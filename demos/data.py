"""What demos learn from: handwritten digits, and a text.

images, labels = digits(1000)
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
HANDOUT = ROOT / "handout" / "library"  # in place of the solutions, where students have none
FOLDER = (HANDOUT if HANDOUT.is_dir() else ROOT / "solutions") / "data"


def digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first so many images (count, 28, 28) of MNIST's subset, from 0 to 255, and which digits
    they are, int64."""
    images, labels = (_numbers(f"train-{name}-ubyte.gz") for name in ("images-idx3", "labels-idx1"))
    pixels = images[16:].reshape(-1, 28, 28)[:count]
    return pixels, labels[8:][:count].astype(np.int64)


def romeo(count: int) -> str:
    """The first so many characters of Romeo and Juliet."""
    return (FOLDER / "text" / "romeo_and_juliet.txt").read_text(encoding="utf-8")[:count]


def _numbers(name: str) -> np.ndarray:
    return np.frombuffer(gzip.decompress((FOLDER / "mnist" / name).read_bytes()), np.uint8)
