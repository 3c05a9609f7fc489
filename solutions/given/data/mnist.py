"""MNIST: 28 x 28 images of handwritten digits, and which digit each is. (Given code.)

`load_mnist()` reads the subset in the library's `data/`; `load_mnist(full=True)` all 70,000
images, from a folder of the four IDX files or, failing that, from the public mirrors.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..._tensor import from_numpy
from ...m18_data import TensorDataset
from .idx_files import read_idx

SUBSET = Path(__file__).parents[2] / "data" / "mnist"

SHA256 = {  # of the files as published, decompressed
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
TRIES = 3  # of each mirror
TIMEOUT = 20.0  # seconds without an answer
VARIABLE = "AUTODIFF_DATA"
SHADES = " ░▒▓█"


class DataUnavailable(OSError):
    """MNIST can't be had; the message says in one line why, and what to do."""


def load_mnist(full: bool = False) -> tuple[TensorDataset, TensorDataset]:
    """The training set and the test set, as pairs (image, digit).

    Images are float32 from 0 to 1, of shape (1, 28, 28), digits int64. Without `full` there are
    10,000 and 2,000 of them, with it 60,000 and 10,000.

    Raises DataUnavailable where the full set is neither on disk nor to be downloaded.
    """
    folder = full_folder() if full else SUBSET
    return _dataset(folder, "train"), _dataset(folder, "t10k")


def draw(images: Sequence[np.ndarray], captions: Sequence[str]) -> str:
    """Images from 0 to 1, of shape (1, 28, 28), side by side in text, each above its caption."""
    blocks = []
    for image, caption in zip(images, captions, strict=True):
        halved = image.reshape(14, 2, 28).mean(1)  # a character is twice as tall as wide
        shades = np.minimum(halved * len(SHADES), len(SHADES) - 1).astype(int)
        lines = ["".join(SHADES[shade] for shade in row) for row in shades]
        blocks.append([*lines, caption.center(28)])
    return "\n".join("  ".join(parts).rstrip() for parts in zip(*blocks, strict=True))


def full_folder() -> Path:
    """A folder with the four files of the full set.

    It is the one that the environment variable AUTODIFF_DATA names, or else `autodiff/mnist` in the
    user's cache. What it lacks is downloaded into it.
    """
    named = os.environ.get(VARIABLE)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(named) if named else Path(cache) / "autodiff" / "mnist"
    for name in SHA256:
        if not find(folder, name):
            download(name, folder)
    return folder


def find(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder, compressed or not; None if there is none."""
    found = (path for path in (folder / name, folder / f"{name}.gz") if path.is_file())
    return next(found, None)


def download(name: str, folder: Path) -> Path:
    """Fetch a file from the mirrors, and check its hash. Raises DataUnavailable."""
    from hashlib import sha256
    from http.client import HTTPException
    from urllib.request import urlopen

    target, problem = folder / f"{name}.gz", "the file is not the published one"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataUnavailable(f"no folder {folder} can be made for MNIST: {error}") from None
    for url in [f"{mirror}{target.name}" for mirror in MIRRORS] * TRIES:
        print(f"Downloading {url}", file=sys.stderr)
        try:
            with urlopen(url, timeout=TIMEOUT) as answer:
                data = answer.read()
            if sha256(gzip.decompress(data)).hexdigest() == SHA256[name]:
                part = target.with_suffix(".part")
                part.write_bytes(data)
                return part.replace(target)
        except (OSError, HTTPException, EOFError, zlib.error) as error:
            problem = str(error)
    raise DataUnavailable(
        f"{name} could not be downloaded ({problem}); without a network, put the four IDX files "
        f"into {folder}, or name their folder in {VARIABLE}"
    )


def _dataset(folder: Path, part: str) -> TensorDataset:
    images = read_idx(find(folder, f"{part}-images-idx3-ubyte"))
    labels = read_idx(find(folder, f"{part}-labels-idx1-ubyte"))
    scaled = images[:, None].astype(np.float32) / np.float32(255)
    return TensorDataset(from_numpy(scaled), from_numpy(labels.astype(np.int64)))
