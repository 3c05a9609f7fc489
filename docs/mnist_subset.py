"""Cut the subset of MNIST that the library ships: `nox -s shell -- docs/mnist_subset.py`.

Every 6th of the 60,000 training images and every 5th of the 10,000 test images, as IDX files like
the originals. The full set is found, or downloaded, as `mnist.full_folder` says. The result is the
same to the last byte wherever the script is run with the same zlib.
"""

from __future__ import annotations

import gzip

from autodiff import mnist
from autodiff.utils.data import read_idx

EVERY = {"train": 6, "t10k": 5}


def main() -> None:
    full = mnist.full_folder()
    mnist.SUBSET.mkdir(parents=True, exist_ok=True)
    for name in mnist.SHA256:
        kept = read_idx(mnist.find(full, name))[:: EVERY[name.partition("-")[0]]]
        header = bytes([0, 0, 8, kept.ndim]) + b"".join(n.to_bytes(4, "big") for n in kept.shape)
        packed = gzip.compress(header + kept.tobytes(), compresslevel=9, mtime=0)
        (mnist.SUBSET / f"{name}.gz").write_bytes(packed)
        print(f"{name}.gz: shape {kept.shape}, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
