"""What a function of ndarrays costs: NumPy calls and bytes of memory. (Given code.)

    cost = of(function, x, y)     function(x, y), run once
    cost.result                   what it returned
    cost.calls                    how many NumPy calls it made
    cost.peak                     the most bytes that it held at one time, the result among them
    cost.kept                     the bytes that are held when it is over

Both are the same on every machine, however busy it is: seconds are not. `seconds(function, x, y)`
has those of the processor.

A call is a ufunc, operators among them (`x + y`, `x *= 2`), a function of NumPy, an assignment to
elements, or a method that copies. Views (`reshape`, slices, `x.T`) are not: they touch no number.
Calls are counted by the arrays themselves: whatever is made of a `Counted` array is one, too. So
work on the arrays as they come; `np.asarray` would hide them. Bytes are Python's own count
(`tracemalloc`), to which NumPy reports its memory.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np


class Cost(NamedTuple):
    """What one run of a function took: calls are a number, `peak` and `kept` are bytes."""

    result: Any
    calls: int
    peak: int
    kept: int


def of(function: Callable[..., Any], *args: Any) -> Cost:
    """Run `function(*args)` once, and say what it cost. ndarrays among the arguments, and in lists
    of them, come as `Counted` views of the same memory; the result has plain ones again.

    Raises RuntimeError where the function has stopped the count of bytes, or has begun it anew.
    """
    inputs = counted(args)
    is_tracing, calls = tracemalloc.is_tracing(), Counted.calls
    tracemalloc.start()
    witness = object()  # which is known as long as the count goes on
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        result = function(*inputs)
        after, peak = tracemalloc.get_traced_memory()
        if tracemalloc.get_object_traceback(witness) is None:
            raise RuntimeError("the bytes can't be told: the function has changed their count")
    finally:
        if not is_tracing:
            tracemalloc.stop()
    return Cost(plain(result), Counted.calls - calls, peak - before, after - before)


def seconds(function: Callable[..., Any], *args: Any) -> float:
    """The processor's seconds for one run."""
    start = time.process_time()
    function(*args)
    return time.process_time() - start


class Counted(np.ndarray):
    """An ndarray that counts the NumPy calls that it takes part in: `Counted.calls`, of all."""

    calls = 0

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        """A ufunc, one of its methods (`np.add.reduce`), or an operator."""
        Counted.calls += 1
        run = getattr(ufunc, method)
        if out is None:
            return counted(run(*plain(inputs), **plain(options)))
        run(*plain(inputs), out=plain(out), **plain(options))
        return out[0] if len(out) == 1 else out

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, options: dict[str, Any]
    ) -> Any:
        """Any other function of NumPy's; what it calls itself does not count."""
        Counted.calls += 1
        result = counted(function(*plain(args), **plain(options)))
        return result if options.get("out") is None else options["out"]

    def __setitem__(self, key: Any, value: Any) -> None:
        """An assignment to elements."""
        Counted.calls += 1
        plain(self)[plain(key)] = plain(value)


def _counting(name: str) -> Callable[..., Any]:
    method = getattr(np.ndarray, name)

    @wraps(method)
    def call(self: Counted, *args: Any, **options: Any) -> Any:
        Counted.calls += 1
        return counted(method(plain(self), *plain(args), **plain(options)))

    return call


for _name in ("astype", "copy", "dot", "fill", "flatten", "repeat", "take"):
    setattr(Counted, _name, _counting(_name))


def counted(x: Any) -> Any:
    """x, where ndarrays are `Counted` views of the same memory; so in tuples, lists and dicts."""
    return _with_arrays_as(Counted, x)


def plain(x: Any) -> Any:
    """x, where `Counted` arrays are plain ndarrays again."""
    return _with_arrays_as(np.ndarray, x)


def _with_arrays_as(kind: type[np.ndarray], x: Any) -> Any:
    if isinstance(x, np.ndarray):
        return x if type(x) is kind else x.view(kind)
    if type(x) in (tuple, list):
        return type(x)([_with_arrays_as(kind, each) for each in x])
    if type(x) is dict:
        return {key: _with_arrays_as(kind, each) for key, each in x.items()}
    return x
