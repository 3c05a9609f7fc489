"""What is learned: the MNIST subset and the text that ship with the library, read without it.

Batches are drawn with the library that trains on them, so that the same seed must give all of them
the same ones.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.manifest import SOLUTIONS

DATA = SOLUTIONS / "data"
IMAGES, WINDOWS = 64, 16  # in a batch
LENGTH = 32  # of a window of text
HELD_OUT = 8_000  # letters at the end of the text

Batch = tuple[Any, Any]


def digits(part: str, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, 1, 28, 28) from 0 to 1, and int64 labels; `part` is "train" or "t10k"."""
    images = gzip.decompress((DATA / f"mnist/{part}-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((DATA / f"mnist/{part}-labels-idx1-ubyte.gz").read_bytes())
    pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return (pixels / 255).astype(dtype), np.frombuffer(labels, np.uint8, offset=8).astype(np.int64)


def letters() -> np.ndarray:
    """The text as int64 numbers of its characters, counted in alphabetical order."""
    text = (DATA / "text/romeo_and_juliet.txt").read_text(encoding="ascii")
    return np.unique(list(text), return_inverse=True)[1].astype(np.int64)


def image_batches(lib: Any, dtype: str) -> Iterator[Batch]:
    """Shuffled batches of the training images, epoch after epoch."""
    dataset = lib.utils.data.TensorDataset(*map(lib.from_numpy, digits("train", dtype)))
    loader = lib.utils.data.DataLoader(dataset, IMAGES, shuffle=True, drop_last=True)
    while True:
        yield from loader


def test_images(lib: Any, dtype: str) -> list[Batch]:
    """The test images in a few batches."""
    x, y = digits("t10k", dtype)
    return [
        (lib.from_numpy(x[i : i + 500]), lib.from_numpy(y[i : i + 500]))
        for i in range(0, len(x), 500)
    ]


def text_batches(lib: Any, dtype: str) -> Iterator[Batch]:
    """Windows of the text at random places, and the same moved on by one letter."""
    text = lib.from_numpy(letters()[:-HELD_OUT])
    window = lib.arange(LENGTH)
    while True:
        start = lib.randint(0, len(text) - LENGTH, (WINDOWS, 1))
        yield text[start + window], text[start + window + 1]


def test_text(lib: Any, dtype: str) -> list[Batch]:
    """The text that was held out, window after window."""
    text = lib.from_numpy(letters()[-HELD_OUT - 1 :])
    return [(text[:-1].reshape(-1, LENGTH), text[1:].reshape(-1, LENGTH))]
