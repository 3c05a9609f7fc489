"""Random numbers: torch's CPU generator, replayed. (Given code.)

The same seed gives the same numbers as in torch, so that two networks can start alike in two
libraries with nothing passed between them. The engine is the Mersenne twister MT19937, which NumPy
has too; how its 32-bit words become numbers is torch's own way (DistributionsHelper.h), which
`distributions.py` follows.

To read: M. Matsumoto, T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998).
"""

from __future__ import annotations

import math
import os
from typing import Any, Self

import numpy as np

from ..compat.device import device as as_device
from ..core.dtypes import float32, float64
from .drawing import here, require_allowed

DEFAULT_SEED = 67280421310721
WORDS = 624  # what the engine remembers

# How torch lays out a generator's state.
FIELDS = "seed left seeded next words unused spare unused_too has_spare padding"
FORMATS = f"<u8 <i4 <i4 <u8 {WORDS}<u8 <f8 <f8 <f8 <i4 V12"
STATE = np.dtype({"names": FIELDS.split(), "formats": FORMATS.split()})


class Generator:
    """A stream of random words, which a seed determines.

    The engine is made when the first word is drawn, because importing numpy.random takes a while.
    """

    def __init__(self, device: Any = "cpu") -> None:
        """A generator with torch's default seed; `device` must be the CPU."""
        self.device = as_device(device)
        self.manual_seed(DEFAULT_SEED)

    def manual_seed(self, seed: int) -> Self:
        """Start anew from a seed of 64 bits, and return this generator; a negative one counts from
        the top. Raises RuntimeError for a seed that has more bits."""
        seed = int(seed)
        if not -(2**63) <= seed < 2**64:
            raise RuntimeError(f"seed {seed} does not fit into 64 bits")
        self._seed = seed % 2**64
        self._engine: Any = None
        self._spare: float | None = None  # the second normal number of a pair
        return self

    def initial_seed(self) -> int:
        """The seed of the last start."""
        return self._seed

    def seed(self) -> int:
        """Start anew from a seed that nobody knows before, and return it."""
        return self.manual_seed(int.from_bytes(os.urandom(8))).initial_seed()

    def words(self, n: int) -> np.ndarray:
        """The next n words of 32 bits, as uint64. Raises RuntimeError where a transform forbids
        it."""
        if here.levels or here.drawn_by is not None:
            require_allowed()
        return self._ready().random_raw(n)

    def long_words(self, n: int) -> np.ndarray:
        """The next n words of 64 bits, made of two each, as uint64."""
        words = self.words(2 * n)
        return words[::2] << np.uint64(32) | words[1::2]

    def standard_uniform(self, n: int, dtype: np.dtype = float32) -> np.ndarray:
        """n numbers in [0, 1): float64, or anything else, for which float32 is given."""
        if dtype == float64:
            return (self.long_words(n) & np.uint64(2**53 - 1)) * 2.0**-53
        return (self.words(n) & np.uint64(2**24 - 1)).astype(float32) * np.float32(2.0**-24)

    def standard_normal(self, n: int) -> list[float]:
        """n numbers, made in pairs; one left over is kept for the next call."""
        numbers = [] if self._spare is None or not n else [self._spare]
        if numbers:
            self._spare = None
        count = (n - len(numbers) + 1) // 2 * 2
        for u1, u2 in self.standard_uniform(count, float64).reshape(-1, 2):
            radius, angle = math.sqrt(-2 * math.log1p(-u2)), 2 * math.pi * u1
            numbers += [radius * math.cos(angle), radius * math.sin(angle)]
        if len(numbers) > n:
            self._spare = numbers.pop()
        return numbers

    def get_state(self) -> np.ndarray:
        """Everything that determines what comes next, as 5056 bytes (uint8) laid out as torch's."""
        engine = self._ready().state["state"]
        state = np.zeros((), STATE)
        state["seed"], state["seeded"], state["words"] = self._seed, 1, engine["key"]
        fresh = engine["key"][0] == self._seed % 2**32  # how MT19937 is seeded
        state["next"] = 0 if fresh else engine["pos"]
        state["left"] = WORDS + 1 - engine["pos"]
        if self._spare is not None:
            state["spare"], state["has_spare"] = self._spare, 1
        return np.frombuffer(state.tobytes(), np.uint8).copy()

    def set_state(self, state: Any) -> Self:
        """Go on where `get_state` was called, here or in torch, and return this generator.

        Raises RuntimeError for anything but 5056 bytes.
        """
        state = np.asarray(state)
        if state.dtype != np.uint8 or state.shape != (STATE.itemsize,):
            raise RuntimeError(f"a generator's state is {STATE.itemsize} bytes of uint8")
        state = np.frombuffer(state.tobytes(), STATE)[0]
        self.manual_seed(int(state["seed"]))
        position = WORDS if state["left"] == 1 else int(state["next"])
        key = state["words"].astype(np.uint32)
        self._ready().state = {"bit_generator": "MT19937", "state": {"key": key, "pos": position}}
        self._spare = float(state["spare"]) if state["has_spare"] else None
        return self

    def __deepcopy__(self, memo: dict) -> Self:
        return type(self)(self.device).set_state(self.get_state())

    def _ready(self) -> Any:
        if self._engine is None:
            self._engine = np.random.MT19937()
            np.random.RandomState(self._engine).seed(self._seed % 2**32)
        return self._engine


default_generator = Generator()
Source = Generator | None  # who draws: the default one, if it is None
default_generator.seed()


def manual_seed(seed: int) -> Generator:
    """Seed the generator that everything uses unless told otherwise, and return it."""
    return given_or_default(None).manual_seed(seed)


def given_or_default(generator: Source) -> Generator:
    """Who draws: a generator that is given, or that of this thread, or the default one."""
    return generator or here.generator or default_generator
