"""Random ndarrays from a generator's words, made of them as torch does. (Given code.)

    uniform     float32 takes the low 24 bits of a word, float64 the low 53 bits of two
    bernoulli   is a float64 uniform below p?
    normal      Box and Muller; fewer than 16 numbers go another way than 16 and more
    randperm    Fisher and Yates, with the remainders of words

All are bit for bit torch's, except `normal`: log, sin and cos differ in the last digits. They draw
from the default generator unless they are given another, and refuse parameters out of range.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..core.dtypes import float32, float64, int64, is_floating
from .generator import Source, given_or_default

Shape = tuple[int, ...]

FEW = 4000  # up to so many numbers a loop is as fast as NumPy
CACHED = 2**15  # how many places, all over the memory, a processor can keep at hand
BLOCK = 16  # how many numbers torch makes at a time of a normal distribution


def uniform(
    shape: Shape,
    dtype: np.dtype = float32,
    low: float = 0.0,
    high: float = 1.0,
    generator: Source = None,
) -> np.ndarray:
    """Numbers spread evenly over [low, high). Raises RuntimeError unless the dtype is floating."""
    require(is_floating(dtype), "a random number", "a floating dtype", dtype)
    require(0 <= high - low <= np.finfo(dtype).max, "uniform", "from <= to, finite", (low, high))
    unit = given_or_default(generator).standard_uniform(math.prod(shape), dtype)
    if (low, high) != (0, 1):
        low, width = dtype.type(low), dtype.type(high) - dtype.type(low)
        unit = _multiply_add(unit, width, low)
    return unit.astype(dtype, copy=False).reshape(shape)


def exponential(shape: Shape, lambd: float, generator: Source = None) -> np.ndarray:
    """Exponentially distributed numbers, with the mean 1 / lambd."""
    require(lambd > 0, "exponential", "lambd > 0", lambd)
    return -np.log1p(-uniform(shape, float64, generator=generator)) / lambd


def bernoulli(shape: Shape, p: float | np.ndarray, generator: Source = None) -> np.ndarray:
    """Bools, each True with probability p, a number or an ndarray of this shape."""
    require_probabilities(p)
    dtype = p.dtype if isinstance(p, np.ndarray) else float64
    unit = given_or_default(generator).standard_uniform(math.prod(shape), dtype)
    return unit.reshape(shape) < p


def normal(
    shape: Shape,
    dtype: np.dtype = float32,
    mean: float = 0.0,
    std: float = 1.0,
    generator: Source = None,
    scattered: bool = False,
) -> np.ndarray:
    """Normally distributed numbers; where they do not follow one another in memory, `scattered`, as
    if there were few, as in torch. Raises RuntimeError unless the dtype is floating."""
    require(is_floating(dtype) and std >= 0, "normal", "a floating dtype, std >= 0", (dtype, std))
    generator, size = given_or_default(generator), math.prod(shape)
    if size < BLOCK or scattered:
        numbers = np.array(generator.standard_normal(size), float64)
    else:
        unit = generator.standard_uniform(size, dtype)
        numbers = _box_muller(unit[: size // BLOCK * BLOCK])
        if size % BLOCK:  # torch makes the last block anew, over some of the one before
            last = _box_muller(generator.standard_uniform(BLOCK, dtype))
            numbers = np.concatenate([numbers[: size - BLOCK], last])
    if (mean, std) != (0, 1):
        numbers = numbers * numbers.dtype.type(std) + numbers.dtype.type(mean)
    return numbers.astype(dtype, copy=False).reshape(shape)


def randint(
    shape: Shape, low: int, high: int, dtype: np.dtype = int64, generator: Source = None
) -> np.ndarray:
    """Integers from `low` up to, but not including, `high`.

    Raises RuntimeError if there are none, or the dtype does not hold them.
    """
    require(low < high, "randint", "low < high", (low, high))
    generator, count, ends = given_or_default(generator), high - low, np.array([low, high - 1])
    held = np.dtype(dtype).kind == "f" or np.array_equal(ends.astype(dtype), ends)
    require(held, "randint", f"numbers that {dtype} holds", (low, high))
    draw = generator.long_words if count >= 2**28 else generator.words
    numbers = (draw(math.prod(shape)) % np.uint64(count)).astype(int64) + low
    return numbers.astype(dtype, copy=False).reshape(shape)


def random(shape: Shape, dtype: np.dtype = int64, generator: Source = None) -> np.ndarray:
    """Integers from 0 to the largest of the dtype; if that is floating, to the largest up to which
    it knows them all."""
    generator = given_or_default(generator)
    draw = generator.long_words if dtype in (int64, float64) else generator.words
    if is_floating(dtype):
        most = 2 ** (np.finfo(dtype).nmant + 1)
    else:
        most = 1 if dtype.kind == "b" else np.iinfo(dtype).max
    return (draw(math.prod(shape)) % np.uint64(most + 1)).astype(dtype).reshape(shape)


def random_int64(generator: Source = None) -> int:
    """Any int64 that is not negative: data loaders seed themselves with such a number."""
    return int(random((), int64, generator))


def randperm(n: int, generator: Source = None) -> np.ndarray:
    """The integers from 0 to n - 1, int64, in random order."""
    words = given_or_default(generator).words(max(n - 1, 0))
    turns = np.arange(len(words), dtype=np.uint64)
    partners = (turns + words % (np.uint64(n) - turns)).astype(int64)
    numbers, start = np.arange(n), 0
    while n - start > FEW:
        end = start + min((n - start) // 16, CACHED)
        _swap(numbers, start, partners[start:end])
        start = end
    rest = numbers[start:].tolist()
    for i, j in enumerate((partners[start:] - start).tolist()):
        rest[i], rest[j] = rest[j], rest[i]
    numbers[start:] = rest
    return numbers


def _swap(numbers: np.ndarray, start: int, partners: np.ndarray) -> None:
    """Swap the numbers at `start`, `start + 1`, ..., in turn, with those at their partners, which
    stand there or behind.

    All turns at once, as if no place came twice. A turn whose own place was a partner before leaves
    what it found there; where several have one partner, each takes what the one before has left.
    """
    own = numbers[start : start + len(partners)]
    left = own.copy()
    inside = np.flatnonzero(partners < start + len(partners))
    places = partners[inside] - start
    for turn, place in zip(inside.tolist(), places.tolist(), strict=True):
        left[place] = left[turn]
    taken = numbers[partners]
    numbers[partners] = left  # of several turns with one partner the last
    shared = partners[numbers[partners] != left]
    if len(shared):
        numbers[shared] = -1
        turns = np.flatnonzero(numbers[partners] < 0)
        numbers[partners[turns]] = left[turns]
        turns = turns[np.argsort(partners[turns], kind="stable")]
        again = np.flatnonzero(partners[turns[1:]] == partners[turns[:-1]])
        taken[turns[again + 1]] = left[turns[again]]
    alone = places[places == inside]
    taken[alone] = left[alone]
    own[:] = taken


def require(fits: Any, name: str, what: str, found: Any) -> None:
    """Raises RuntimeError if what `name` was given does not fit."""
    if not fits:
        raise RuntimeError(f"{name} needs {what}, got {found}")


def require_probabilities(p: float | np.ndarray) -> None:
    """Raises RuntimeError for numbers that are not within [0, 1]."""
    require(np.all((p >= 0) & (p <= 1)), "bernoulli", "probabilities within [0, 1]", p)


def _box_muller(unit: np.ndarray) -> np.ndarray:
    """Normal numbers from uniform ones, in blocks of 16: 8 pairs, whose halves stand 8 apart."""
    u1, u2 = unit.reshape(-1, 2, BLOCK // 2).swapaxes(0, 1)
    radius, angle = np.sqrt(-2 * np.log(1 - u1)), unit.dtype.type(2 * math.pi) * u2
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()


def _multiply_add(x: np.ndarray, factor: Any, term: Any) -> np.ndarray:
    """x * factor + term, rounded only once, as torch's processors do."""
    if x.dtype != float64:
        return (x.astype(float64) * float(factor) + float(term)).astype(float32)
    product = x * factor
    x_high, factor_high = _upper_half(x), _upper_half(factor)
    x_low, factor_low = x - x_high, factor - factor_high
    lost = x_low * factor_low - (
        product - x_high * factor_high - x_low * factor_high - x_high * factor_low
    )
    total = product + term
    part = total - product
    return total + ((product - (total - part)) + (term - part) + lost)


def _upper_half(x: Any) -> Any:
    """The leading 26 bits of a float64, so that products of halves are exact (T. Dekker, 1971)."""
    shifted = x * (2.0**27 + 1)
    return shifted - (shifted - x)
