"""A `with` block as a decorator, also of generator functions. (Given code.)"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial, wraps
from inspect import isgeneratorfunction
from typing import Any


class ContextDecorator(contextlib.ContextDecorator):
    """contextlib's; of a generator each step is a block, and what its user does between is not."""

    def __call__(self, function: Callable[..., Any]) -> Any:
        """The function, within the block."""
        if not isgeneratorfunction(function):
            return super().__call__(function)

        @wraps(function)
        def steps(*args: Any, **kwargs: Any) -> Iterator[Any]:
            generator = function(*args, **kwargs)
            step = partial(next, generator)
            try:
                while True:
                    with self:  # type: ignore[attr-defined]
                        found = step()
                    try:
                        step = partial(generator.send, (yield found))
                    except BaseException as error:  # the generator's user has thrown it, or closes
                        step = partial(generator.throw, error)
            except StopIteration as end:  # what the generator returns
                return end.value

        return steps
