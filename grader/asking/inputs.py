"""Random inputs for programs: the same for the same test and seed, in every process.

The plugin seeds them at the start of each test, from the run's seed and the test's name.
"""

from __future__ import annotations

import zlib

import numpy as np

DEFAULT_SEED = 0

_rng = np.random.default_rng(DEFAULT_SEED)


def seed_inputs(seed: int, test: str) -> None:
    """Start this test's sequence."""
    global _rng
    _rng = np.random.default_rng([seed, zlib.crc32(test.encode())])


def normal(*shape: int) -> np.ndarray:
    """Standard normal float64 numbers."""
    return np.asarray(_rng.normal(size=shape))


def uniform(low: float, high: float, *shape: int) -> np.ndarray:
    """Float64 numbers spread evenly between two bounds: positive ones for a logarithm, say."""
    return np.asarray(_rng.uniform(low, high, shape))


def integers(low: int, high: int, *shape: int) -> np.ndarray:
    """int64 numbers from `low` up to, but not including, `high`."""
    return np.asarray(_rng.integers(low, high, shape))
